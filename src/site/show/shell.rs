//! What every page has around its content: title, menu, breadcrumbs, state.

use super::state::state;
use super::{View, search};
use crate::site::address::{GroupType, absolute_root, group_list, list_page, root_of};
use crate::site::frames::is_current;
use crate::site::model::{Model, Organization, PageEntry};
use crate::site::pages::{Page, PageKind};
use crate::site::text::minute;
use crate::site::view::{
    Crumb, Frame, Link, MenuEntry, MenuSection, OrganizationLink, Shell, State,
};

/// The most organizations in the switcher; with more of them the start page is the better list.
const SWITCHER: usize = 30;

/// Returns what stands around a page.
pub(super) fn shell(model: &Model, page: &Page, view: &View) -> Shell {
    let single = model.all.len() == 1 && model.organizations.len() == 1;
    let at = page
        .organization
        .or_else(|| (single && page.kind == PageKind::Home).then_some(0));
    // With one organization its menu stands on the pages of the site too.
    let around = at.or(single.then_some(0));
    let organization = at.map(|at| &model.organizations[at]);
    let heading = heading(model, organization, page);
    let title = match organization {
        _ if page.kind == PageKind::Home => model.site.title.clone(),
        Some(organization) if page.kind == PageKind::Organization => {
            format!("{} – {}", organization.name, model.site.title)
        }
        Some(organization) => {
            let part = match page.kind {
                PageKind::GroupPart(_, list, number) => {
                    format!(" – {}, page {number}", list.label())
                }
                _ => String::new(),
            };
            format!(
                "{heading}{part} – {} – {}",
                organization.name, model.site.title
            )
        }
        None => format!("{heading} – {}", model.site.title),
    };
    Shell {
        page: hook(page.kind),
        title,
        frame: model.frames.of(page, around, || frame(model, around, page)),
        breadcrumbs: breadcrumbs(model, organization, page, &heading),
        state: state(model, organization, page).map(|at| State {
            text: minute(at),
            iso: at.to_string(),
        }),
        canonical: (!model.site.base_url.is_empty()).then(|| {
            format!(
                "{}/{}",
                model.site.base_url,
                page.path.trim_end_matches("index.html")
            )
        }),
        heading: match view {
            View::Runbook(runbook) => runbook.title.clone(),
            _ => heading,
        },
    }
}

/// Returns what the page shares with others: nothing here may come from the page itself but its
/// depth, its organization, and which entries of the menu are current ([`Frames`]).
///
/// [`Frames`]: crate::site::frames::Frames
fn frame(model: &Model, at: Option<usize>, page: &Page) -> Frame {
    let organization = at.map(|at| &model.organizations[at]);
    Frame {
        site_title: model.site.title.clone(),
        language: model.site.language.clone(),
        root: match page.kind {
            // A host answers with this page for addresses in any folder.
            PageKind::NotFound => absolute_root(&model.site.base_url),
            _ => root_of(&page.path),
        },
        organization: organization.map(|it| it.key.to_string()),
        organization_name: organization.map(|it| it.name.clone()),
        organizations: switcher(model, at),
        menu: menu(model, organization, page),
        tenants: match organization {
            Some(organization) => organization.tenant_keys(),
            None => {
                let keys: Vec<String> = model
                    .organizations
                    .iter()
                    .map(Organization::tenant_keys)
                    .collect();
                keys.join(" ")
            }
        },
        version: env!("CARGO_PKG_VERSION"),
        links: links(model),
    }
}

fn hook(kind: PageKind) -> &'static str {
    kind.word()
}

fn heading(model: &Model, organization: Option<&Organization>, page: &Page) -> String {
    let fixed = |text: &str| text.to_owned();
    let Some(organization) = organization else {
        return match page.kind {
            PageKind::Search => fixed("Search"),
            PageKind::SearchLetter(letter, _) => {
                format!("Names from A to Z: {}", search::label(letter))
            }
            PageKind::NotFound => fixed("Page not found"),
            PageKind::Sitemap(_) => fixed("Sitemap"),
            PageKind::Written(at) => model.pages[at].title.clone(),
            _ => model.site.title.clone(),
        };
    };
    match page.kind {
        PageKind::Home | PageKind::Organization => organization.name.clone(),
        PageKind::GroupList(kind, _) => fixed(kind.label()),
        PageKind::Group(at)
        | PageKind::GroupPart(at, ..)
        | PageKind::GroupJson(at)
        | PageKind::GroupCsv(at) => organization.group(at).name.clone(),
        PageKind::PersonList(_) | PageKind::PeopleJson => fixed("People"),
        PageKind::GuestList(_) => fixed("Guests"),
        PageKind::Person(at) => organization.person(at).name.clone(),
        PageKind::DeviceList(_) | PageKind::DevicesJson | PageKind::Table(_) => fixed("Devices"),
        PageKind::Device(at) => organization.device(at).name.clone(),
        PageKind::Contact(at) => organization.contact(at).name.clone(),
        PageKind::Configuration(at) => organization.configuration(at).name.clone(),
        PageKind::Health => fixed("Health"),
        PageKind::HealthRule(rule, _) => fixed(rule.about().title),
        PageKind::Changes(_) | PageKind::Feed { .. } => fixed("Changes"),
        PageKind::Unmatched => fixed("Unmatched"),
        PageKind::RunbookList => fixed("Runbooks"),
        PageKind::Runbook(at) => model.site.runbooks[at].name.clone(),
        PageKind::Written(at) => organization.pages[at].title.clone(),
        PageKind::Search | PageKind::SearchLetter(..) => fixed("Search"),
        PageKind::NotFound => fixed("Page not found"),
        PageKind::Sitemap(_) => fixed("Sitemap"),
        PageKind::GroupsJson => fixed("Groups"),
    }
}

fn switcher(model: &Model, current: Option<usize>) -> Vec<OrganizationLink> {
    if !(2..=SWITCHER).contains(&model.organizations.len()) {
        return Vec::new();
    }
    let links = model
        .organizations
        .iter()
        .enumerate()
        .map(|(at, it)| OrganizationLink {
            key: it.key.to_string(),
            name: it.name.clone(),
            url: format!("{}/index.html", it.key),
            current: current == Some(at),
        });
    links.collect()
}

/// Collects menu entries into sections, in the order of `[sidebar]`.
struct Menu<'a> {
    sections: Vec<MenuSection>,
    path: &'a str,
}

impl Menu<'_> {
    fn add(&mut self, section: &str, key: &str, text: &str, icon: &str, url: String) {
        let current = is_current(key, &url, self.path);
        let entry = MenuEntry {
            key: key.to_owned(),
            text: text.to_owned(),
            icon: icon.to_owned(),
            url,
            current,
        };
        match self.sections.iter_mut().find(|it| it.title == section) {
            Some(section) => section.entries.push(entry),
            None => self.sections.push(MenuSection {
                title: section.to_owned(),
                entries: vec![entry],
            }),
        }
    }

    fn add_pages(&mut self, pages: &[PageEntry]) {
        for page in pages {
            self.add("Pages", "page", &page.title, "file-text", page.url.clone());
        }
    }
}

fn menu(model: &Model, organization: Option<&Organization>, page: &Page) -> Vec<MenuSection> {
    let mut menu = Menu {
        sections: Vec::new(),
        path: &page.path,
    };
    if model.all.len() != 1 {
        menu.add(
            "",
            "home",
            "All organizations",
            "house",
            "index.html".into(),
        );
    }
    let Some(organization) = organization else {
        if model.all.len() <= SWITCHER {
            for (key, name) in &model.all {
                let url = format!("{key}/index.html");
                menu.add("Organizations", key.as_str(), name, "building-2", url);
            }
        }
        menu.add_pages(&model.pages);
        return menu.sections;
    };
    let key = &organization.key;
    let overview = if page.kind == PageKind::Home {
        "index.html".into()
    } else {
        format!("{key}/index.html")
    };
    menu.add("", "overview", "Overview", "layout-dashboard", overview);
    let types = &model.site.types;
    let mut lists = [
        (GroupType::Microsoft365, &types.microsoft_365_groups),
        (GroupType::Security, &types.security_groups),
    ];
    lists.sort_by_key(|(_, settings)| settings.order);
    for (kind, settings) in lists.into_iter().filter(|(_, settings)| !settings.hidden) {
        let url = list_page(&group_list(key, kind), 1);
        menu.add(
            &settings.section,
            kind.key(),
            kind.label(),
            &settings.icon,
            url,
        );
    }
    let page_of = |folder: &str| format!("{key}/{folder}/index.html");
    menu.add("Directory", "people", "People", "user", page_of("people"));
    menu.add(
        "Directory",
        "devices",
        "Devices",
        "laptop",
        page_of("devices"),
    );
    menu.add(
        "Review",
        "changes",
        "Changes",
        "history",
        page_of("changes"),
    );
    menu.add(
        "Review",
        "health",
        "Health",
        "heart-pulse",
        page_of("health"),
    );
    menu.add(
        "Review",
        "unmatched",
        "Unmatched",
        "unlink",
        page_of("unmatched"),
    );
    menu.add(
        "Documents",
        "runbooks",
        "Runbooks",
        "book",
        page_of("runbooks"),
    );
    menu.add_pages(&organization.pages);
    if model.all.len() == 1 {
        menu.add_pages(&model.pages);
    }
    let wanted = &model.site.sidebar.sections;
    menu.sections.sort_by_key(|section| {
        // The untitled section stays on top; sections that nobody ordered follow in their order.
        let place = wanted.iter().position(|it| *it == section.title);
        (!section.title.is_empty(), place.unwrap_or(wanted.len()))
    });
    menu.sections
}

fn breadcrumbs(
    model: &Model,
    organization: Option<&Organization>,
    page: &Page,
    heading: &str,
) -> Vec<Crumb> {
    if page.kind == PageKind::Home {
        return Vec::new();
    }
    let crumb = |text: &str, url: Option<String>| Crumb {
        text: text.to_owned(),
        url,
    };
    let mut crumbs = Vec::new();
    if model.all.len() != 1 || organization.is_none() {
        crumbs.push(crumb("Home", Some("index.html".into())));
    }
    let Some(organization) = organization else {
        if let PageKind::SearchLetter(letter, _) = page.kind {
            crumbs.push(crumb("Search", Some("search/index.html".into())));
            crumbs.push(crumb(&search::label(letter), None));
        } else {
            crumbs.push(crumb(heading, None));
        }
        return crumbs;
    };
    let key = &organization.key;
    if page.kind == PageKind::Organization {
        crumbs.push(crumb(&organization.name, None));
        return crumbs;
    }
    crumbs.push(crumb(&organization.name, Some(format!("{key}/index.html"))));
    let list = |folder: &str| Some(format!("{key}/{folder}/index.html"));
    match page.kind {
        PageKind::Group(at) | PageKind::GroupPart(at, ..) => {
            let group = organization.group(at);
            crumbs.push(crumb(
                group.list.label(),
                Some(list_page(&group_list(key, group.list), 1)),
            ));
            if let PageKind::GroupPart(_, list, number) = page.kind {
                crumbs.push(crumb(&group.name, Some(group.url.clone())));
                let words = format!("{}, page {number}", list.label());
                crumbs.push(crumb(&words, None));
                return crumbs;
            }
        }
        PageKind::GuestList(_) | PageKind::Person(_) | PageKind::Contact(_) => {
            crumbs.push(crumb("People", list("people")))
        }
        PageKind::Device(_) | PageKind::Configuration(_) => {
            crumbs.push(crumb("Devices", list("devices")));
        }
        PageKind::HealthRule(..) => crumbs.push(crumb("Health", list("health"))),
        PageKind::Runbook(_) => crumbs.push(crumb("Runbooks", list("runbooks"))),
        _ => {}
    }
    crumbs.push(crumb(heading, None));
    crumbs
}

fn links(model: &Model) -> Vec<Link> {
    let links = &model.site.links;
    [("Help", &links.help), ("Feedback", &links.feedback)]
        .into_iter()
        .filter_map(|(text, url)| {
            Some(Link {
                text: text.to_owned(),
                url: url.clone()?,
            })
        })
        .collect()
}
