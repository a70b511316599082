//! Every file of the output: its address and what it shows.

use super::address::{self, GroupType};
use super::model::{Index, Model, Organization};
use super::parts::{PartList, part_url};
use super::show::{self, TableKind, health};
use crate::config::GuestsShown;
use crate::model::HealthRule;

/// The most rows on a page of a list (FEATURES.md L19).
pub(super) const ROWS: usize = 500;

/// The most events on a page of changes.
pub(super) const EVENTS: usize = 400;

/// What a file of the output shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// The start page.
    Home,
    /// The overview of an organization.
    Organization,
    /// A page of a list of groups, from 1.
    GroupList(GroupType, usize),
    /// A group.
    Group(Index),
    /// A further page of a long list of a group, from 2.
    GroupPart(Index, PartList, usize),
    /// The machine-readable twin of a group.
    GroupJson(Index),
    /// The twin of a group as a table: whoever is in it.
    GroupCsv(Index),
    /// A page of the list of people.
    PersonList(usize),
    /// A page of the list of guests.
    GuestList(usize),
    /// A person.
    Person(Index),
    /// A page of the list of devices.
    DeviceList(usize),
    /// A device.
    Device(Index),
    /// A contact.
    Contact(Index),
    /// A configuration.
    Configuration(Index),
    /// A page of the changes.
    Changes(usize),
    /// What deserves a look in groups.
    Health,
    /// A page of the findings of one rule, from 1.
    HealthRule(HealthRule, usize),
    /// A feed: of all changes, or of those of watched groups.
    Feed {
        /// Whether it tells of watched groups only.
        watched: bool,
    },
    /// What found no partner.
    Unmatched,
    /// The runbooks of an organization.
    RunbookList,
    /// A runbook, by its place in `site.toml`.
    Runbook(usize),
    /// A page that a person wrote.
    Written(usize),
    /// The index from A to Z.
    Search,
    /// A page of the names under one letter, by the letter's place, from 1.
    SearchLetter(usize, usize),
    /// The page for addresses that do not exist.
    NotFound,
    /// The sitemap, or a part of a large one, from 1.
    Sitemap(usize),
    /// The machine-readable twin of both lists of groups.
    GroupsJson,
    /// The machine-readable twin of the list of people.
    PeopleJson,
    /// The machine-readable twin of the list of devices.
    DevicesJson,
    /// The twin of a list as a table.
    Table(TableKind),
}

impl PageKind {
    /// Returns whether the page shows when the tenants were last read (FEATURES.md S10).
    pub const fn shows_freshness(self) -> bool {
        matches!(self, Self::Home | Self::Organization)
    }

    /// Returns a word for counts: how many pages of which kind.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Organization => "organization",
            Self::GroupList(..) => "group-list",
            Self::Group(_) | Self::GroupPart(..) => "group",
            Self::PersonList(_) | Self::GuestList(_) => "person-list",
            Self::Person(_) => "person",
            Self::DeviceList(_) => "device-list",
            Self::Device(_) => "device",
            Self::Contact(_) => "contact",
            Self::Configuration(_) => "configuration",
            Self::Changes(_) => "changes",
            Self::Health | Self::HealthRule(..) => "health",
            Self::Feed { .. } => "feed",
            Self::Unmatched => "unmatched",
            Self::RunbookList => "runbook-list",
            Self::Runbook(_) => "runbook",
            Self::Written(_) | Self::NotFound => "page",
            Self::Search | Self::SearchLetter(..) => "search",
            Self::Sitemap(_) => "sitemap",
            Self::Table(_) | Self::GroupCsv(_) => "csv",
            Self::GroupJson(_) | Self::GroupsJson | Self::PeopleJson | Self::DevicesJson => "json",
        }
    }
}

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its path, relative to the site's root, with `/`.
    pub path: String,
    /// The organization it belongs to.
    pub organization: Option<usize>,
    /// What it shows.
    pub kind: PageKind,
}

/// Returns every file of the site but its assets, in a stable order.
pub fn pages(model: &Model) -> Vec<Page> {
    let mut pages = vec![
        site_page("index.html", PageKind::Home),
        site_page("search/index.html", PageKind::Search),
        site_page("404.html", PageKind::NotFound),
    ];
    for (letter, number, path) in model.names().pages() {
        pages.push(site_page(&path, PageKind::SearchLetter(letter, number)));
    }
    for (at, page) in model.pages.iter().enumerate() {
        pages.push(site_page(&page.url, PageKind::Written(at)));
    }
    for (at, organization) in model.organizations.iter().enumerate() {
        organization_pages(model, at, organization, &mut |path, kind| {
            pages.push(Page {
                path,
                organization: Some(at),
                kind,
            });
        });
    }
    if !model.site.base_url.is_empty() {
        for number in show::sitemap::files(&pages) {
            pages.push(site_page(
                &show::sitemap::path(number),
                PageKind::Sitemap(number),
            ));
        }
    }
    pages
}

fn site_page(path: &str, kind: PageKind) -> Page {
    Page {
        path: path.to_owned(),
        organization: None,
        kind,
    }
}

fn organization_pages(
    model: &Model,
    at: usize,
    organization: &Organization,
    push: &mut dyn FnMut(String, PageKind),
) {
    let key = &organization.key;
    push(format!("{key}/index.html"), PageKind::Organization);
    for kind in GroupType::ALL {
        let folder = address::group_list(key, kind);
        for number in 1..=organization.page_ends(kind).len() {
            push(
                address::list_page(&folder, number),
                PageKind::GroupList(kind, number),
            );
        }
    }
    for (index, group) in organization.groups.iter().enumerate() {
        push(group.url.clone(), PageKind::Group(index as Index));
        for list in PartList::ALL.into_iter().filter(|_| group.parts.is_some()) {
            let pages = group.parts.as_ref().map_or(1, |it| it.pages(list));
            for number in 2..=pages {
                let path = part_url(group, list, number);
                push(path, PageKind::GroupPart(index as Index, list, number));
            }
        }
        push(
            format!("{}/group.json", group.folder),
            PageKind::GroupJson(index as Index),
        );
        push(
            format!("{}/members.csv", group.folder),
            PageKind::GroupCsv(index as Index),
        );
    }
    for number in 1..=page_count(organization.people.len(), ROWS) {
        push(
            address::list_page(&format!("{key}/people"), number),
            PageKind::PersonList(number),
        );
    }
    // Where names of guests are left out, there is nothing to list.
    if model.site.privacy.guests == GuestsShown::Show {
        for number in 1..=page_count(organization.guests.len(), ROWS) {
            let path = address::list_page(&address::guest_list(key), number);
            push(path, PageKind::GuestList(number));
        }
    }
    for (index, person) in organization.people.iter().enumerate() {
        push(person.url.clone(), PageKind::Person(index as Index));
    }
    for number in 1..=page_count(organization.devices.len(), ROWS) {
        push(
            address::list_page(&format!("{key}/devices"), number),
            PageKind::DeviceList(number),
        );
    }
    for (index, device) in organization.devices.iter().enumerate() {
        push(device.url.clone(), PageKind::Device(index as Index));
    }
    for (index, contact) in organization.contacts.iter().enumerate() {
        push(contact.url.clone(), PageKind::Contact(index as Index));
    }
    for (index, configuration) in organization.configurations.iter().enumerate() {
        push(
            configuration.url.clone(),
            PageKind::Configuration(index as Index),
        );
    }
    for number in 1..=page_count(organization.events.len(), EVENTS) {
        push(
            address::list_page(&format!("{key}/changes"), number),
            PageKind::Changes(number),
        );
    }
    push(format!("{key}/health/index.html"), PageKind::Health);
    for rule in HealthRule::ALL {
        for (path, number) in health::rule_pages(organization, rule) {
            push(path, PageKind::HealthRule(rule, number));
        }
    }
    if !model.site.base_url.is_empty() {
        for watched in feeds(organization) {
            push(address::feed(key, watched), PageKind::Feed { watched });
        }
    }
    push(format!("{key}/unmatched/index.html"), PageKind::Unmatched);
    push(format!("{key}/runbooks/index.html"), PageKind::RunbookList);
    for (index, runbook) in model.site.runbooks.iter().enumerate() {
        if runbook.organization == *key {
            push(
                format!("{key}/runbooks/{}/index.html", runbook.name),
                PageKind::Runbook(index),
            );
        }
    }
    for (index, page) in model.organizations[at].pages.iter().enumerate() {
        push(page.url.clone(), PageKind::Written(index));
    }
    push(format!("{key}/groups.json"), PageKind::GroupsJson);
    push(format!("{key}/people.json"), PageKind::PeopleJson);
    push(format!("{key}/devices.json"), PageKind::DevicesJson);
    for (name, table) in [
        ("groups", TableKind::Groups),
        ("people", TableKind::People),
        ("devices", TableKind::Devices),
    ] {
        push(format!("{key}/{name}.csv"), PageKind::Table(table));
    }
}

/// Returns the feeds of an organization: the one of watched groups only where somebody watches one.
pub(super) fn feeds(organization: &Organization) -> impl Iterator<Item = bool> {
    let watched = show::has_watched(organization).then_some(true);
    std::iter::once(false).chain(watched)
}

/// Returns how many pages hold `rows` rows; an empty list has one.
pub(super) fn page_count(rows: usize, per_page: usize) -> usize {
    rows.div_ceil(per_page).max(1)
}

/// Returns the first address that two files share, ignoring case; no site may have one.
pub fn collision(pages: &[Page]) -> Option<(&Page, &Page)> {
    let mut seen = std::collections::HashMap::with_capacity(pages.len());
    for page in pages {
        if let Some(other) = seen.insert(page.path.to_ascii_lowercase(), page) {
            return Some((other, page));
        }
    }
    None
}
