//! From model to view: what each page says, in words, counts and addresses.

mod belonging;
mod cell;
mod change;
mod change_line;
mod change_words;
mod column;
mod counts;
mod digest;
mod facet;
mod facts;
mod feed;
mod freshness;
mod group;
mod guests;
pub(super) mod health;
mod home;
mod known;
mod leaving;
mod list;
mod list_data;
mod list_script;
mod mark;
mod member;
mod member_item;
mod names;
mod object;
mod objects;
mod pager;
mod part;
mod picture;
mod record;
mod record_facts;
mod related;
mod runbook;
mod search;
mod search_data;
mod shell;
pub(super) mod sitemap;
mod sparkline;
mod state;
mod table;
mod twin;
mod twin_rows;
mod unmatched;
mod unreadable;

use serde::Serialize;

use super::model::{Model, Organization};
use super::pages::{Page, PageKind};
use super::view::{
    ChangesView, ContentView, GroupPartView, GroupView, GuestListView, HealthRuleView, HealthView,
    HomeView, ListView, NotFoundView, ObjectView, OrganizationView, RecordView, RunbookListView,
    RunbookView, SearchView, Shell, UnmatchedView,
};
use crate::config::GlobSet;

pub use counts::WrongCount;
pub use digest::digest;
pub(super) use feed::has_watched;
pub use freshness::{FreshTenant, fresh_tenants, freshness};
pub(super) use list::page_ends;
pub use list_data::list_data;
pub(super) use member_item::{MemberItem, member_items, member_weight, text_weight};
pub use object::{device, person};
pub(super) use search::Names;
pub use search_data::search_data;
pub use table::{TableKind, has_group, table_csv, table_json};
pub use twin::TWIN_VERSION;

/// Renders Markdown to safe HTML: the layer above knows how.
pub type Markdown<'a> = &'a (dyn Fn(&str) -> String + Sync);

/// The content of a page, by type.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[expect(
    missing_docs,
    reason = "each variant is named after its documented view type"
)]
pub enum View {
    Home(HomeView),
    Organization(Box<OrganizationView>),
    GroupList(ListView),
    Group(Box<GroupView>),
    GroupPart(Box<GroupPartView>),
    ObjectList(ListView),
    GuestList(Box<GuestListView>),
    Person(Box<ObjectView>),
    Device(Box<ObjectView>),
    Contact(Box<RecordView>),
    Configuration(Box<RecordView>),
    Changes(ChangesView),
    Health(Box<HealthView>),
    HealthRule(Box<HealthRuleView>),
    Unmatched(UnmatchedView),
    RunbookList(RunbookListView),
    Runbook(Box<RunbookView>),
    Written(ContentView),
    Search(SearchView),
    NotFound(NotFoundView),
}

impl View {
    /// Returns the template that shows it.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Organization(_) => "organization.html",
            Self::GroupList(_) => "group-list.html",
            Self::Group(_) => "group.html",
            Self::GroupPart(_) => "group-part.html",
            Self::ObjectList(list) if list.key == "devices" => "device-list.html",
            Self::ObjectList(_) => "person-list.html",
            Self::GuestList(_) => "guest-list.html",
            Self::Person(_) => "person.html",
            Self::Device(_) => "device.html",
            Self::Contact(_) => "contact.html",
            Self::Configuration(_) => "configuration.html",
            Self::Changes(_) => "changes.html",
            Self::Health(_) => "health.html",
            Self::HealthRule(_) => "health-rule.html",
            Self::Unmatched(_) => "unmatched.html",
            Self::RunbookList(_) => "runbook-list.html",
            Self::Runbook(_) => "runbook.html",
            Self::Written(_) => "page.html",
            Self::Search(_) => "search.html",
            Self::NotFound(_) => "404.html",
        }
    }
}

/// What a file of the output holds.
#[derive(Debug)]
pub enum Shown {
    /// A page for people.
    Html(Box<Shell>, Box<View>),
    /// A file for machines: its bytes.
    Data(Vec<u8>),
}

/// Returns what a file of the output holds.
///
/// # Errors
/// When a number on it is not that of its rows: then nothing of it may be shown (FEATURES.md W19).
pub fn show(model: &Model, page: &Page, markdown: Markdown<'_>) -> Result<Shown, WrongCount> {
    if let (PageKind::GroupJson(at), Some(organization)) = (page.kind, page.organization) {
        let organization = &model.organizations[organization];
        return twin::group(organization, page, at).map(Shown::Data);
    }
    let view = match page.organization {
        None => match page.kind {
            PageKind::Sitemap(number) => {
                return Ok(Shown::Data(sitemap::sitemap(model, number)));
            }
            PageKind::Search => View::Search(search::search(model)),
            PageKind::SearchLetter(letter, number) => {
                View::Search(search::letter(model, letter, number))
            }
            PageKind::Written(at) => written(&model.pages[at], markdown),
            PageKind::NotFound => View::NotFound(NotFoundView {
                home_url: "index.html".into(),
            }),
            _ => home::home(model, markdown),
        },
        Some(at) => match of_organization(model, &model.organizations[at], page, markdown) {
            Ok(view) => view,
            Err(data) => return Ok(Shown::Data(data)),
        },
    };
    counts::check(model, page, &view)?;
    let shell = shell::shell(model, page, &view);
    Ok(Shown::Html(Box::new(shell), Box::new(view)))
}

fn of_organization(
    model: &Model,
    organization: &Organization,
    page: &Page,
    markdown: Markdown<'_>,
) -> Result<View, Vec<u8>> {
    Ok(match page.kind {
        PageKind::GroupList(kind, number) => {
            View::GroupList(list::group_list(model, organization, kind, number))
        }
        PageKind::Group(at) => {
            View::Group(Box::new(group::group(model, organization, at, markdown)))
        }
        PageKind::GroupPart(at, list, number) => {
            View::GroupPart(Box::new(part::further(organization, at, list, number)))
        }
        PageKind::PersonList(number) => {
            View::ObjectList(objects::people(model, organization, number))
        }
        PageKind::GuestList(number) => {
            View::GuestList(Box::new(guests::guests(organization, number)))
        }
        PageKind::Person(at) => View::Person(Box::new(object::person(organization, at))),
        PageKind::DeviceList(number) => View::ObjectList(objects::devices(organization, number)),
        PageKind::Device(at) => View::Device(Box::new(object::device(organization, at))),
        PageKind::Contact(at) => View::Contact(Box::new(record::contact(organization, at))),
        PageKind::Configuration(at) => {
            View::Configuration(Box::new(record::configuration(organization, at)))
        }
        PageKind::Health => View::Health(Box::new(health::overview(organization))),
        PageKind::HealthRule(rule, number) => {
            View::HealthRule(Box::new(health::rule(model, organization, rule, number)))
        }
        PageKind::Changes(number) => View::Changes(change::changes(model, organization, number)),
        PageKind::Feed { watched } => return Err(feed::atom(model, organization, watched)),
        PageKind::Unmatched => View::Unmatched(unmatched::unmatched(organization)),
        PageKind::RunbookList => View::RunbookList(runbook::runbooks(model, organization)),
        PageKind::Runbook(at) => View::Runbook(Box::new(runbook::runbook(
            model,
            organization,
            &model.site.runbooks[at],
            markdown,
        ))),
        PageKind::Written(at) => written(&organization.pages[at], markdown),
        PageKind::GroupsJson => return Err(twin::groups(organization)),
        PageKind::PeopleJson => return Err(twin::people(organization)),
        PageKind::DevicesJson => return Err(twin::devices_list(organization)),
        PageKind::GroupCsv(at) => return Err(table::members_csv(organization, at)),
        PageKind::Table(kind) => return Err(table_csv(kind, [organization], &GlobSet::default())),
        PageKind::Organization
        | PageKind::Home
        | PageKind::Search
        | PageKind::SearchLetter(..)
        | PageKind::NotFound
        | PageKind::Sitemap(_)
        | PageKind::GroupJson(_) => {
            View::Organization(Box::new(home::organization(model, organization, markdown)))
        }
    })
}

fn written(page: &super::model::PageEntry, markdown: Markdown<'_>) -> View {
    View::Written(ContentView {
        title: page.title.clone(),
        html: markdown(&page.markdown),
    })
}
