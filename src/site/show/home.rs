//! The start page and the overview of an organization.

use std::cmp::Reverse;

use jiff::{SignedDuration, Timestamp};

use super::list::status_counts;
use super::member::is_matched;
use super::{Markdown, change, guests, health, runbook, sparkline};
use crate::site::address::{GroupType, group_list, list_page};
use crate::site::model::{Model, Organization, PageEntry};
use crate::site::text::{self, day, minute};
use crate::site::view::{
    Counter, CounterPart, HomeRow, HomeView, Link, OrganizationView, QualityBar, RuleCard,
    StatusCounts,
};

/// The most events on an overview.
const CHANGES: usize = 20;

/// A day and a week, in hours.
const DAY: i64 = 24;
const WEEK: i64 = 7 * DAY;

/// The most rules on an overview.
const FINDINGS: usize = 5;

/// Returns the start page; with one organization that is its overview.
pub(super) fn home(model: &Model, markdown: Markdown<'_>) -> super::View {
    if let ([only], 1) = (model.organizations.as_slice(), model.all.len()) {
        let mut view = organization(model, only, markdown);
        if view.intro_html.is_empty() {
            view.intro_html = markdown(&model.intro);
        }
        view.pages.extend(page_links(&model.pages));
        return super::View::Organization(Box::new(view));
    }
    let mut organizations: Vec<HomeRow> = model.organizations.iter().map(home_row).collect();
    // They come by name, which decides between those with equal findings.
    organizations.sort_by_key(|it| {
        let found = &it.findings;
        Reverse((found.errors, found.warnings, found.notes))
    });
    super::View::Home(HomeView {
        organizations,
        intro_html: markdown(&model.intro),
    })
}

fn home_row(organization: &Organization) -> HomeRow {
    let key = &organization.key;
    HomeRow {
        key: key.to_string(),
        name: organization.name.clone(),
        url: format!("{key}/index.html"),
        lists: list_counters(organization),
        people: organization.people.len(),
        people_url: format!("{key}/people/index.html"),
        devices: organization.devices.len(),
        devices_url: format!("{key}/devices/index.html"),
        unmatched: unmatched(organization),
        unmatched_url: format!("{key}/unmatched/index.html"),
        quality: people_quality(organization),
        changes: changes_within(organization, WEEK),
        changes_url: changes_url(organization, WEEK),
        changes_until: organization.state.map(day).unwrap_or_default(),
        findings: health::counts(organization),
        state: organization.state.map(minute).unwrap_or_default(),
        tenants: organization.tenant_keys(),
    }
}

/// Returns how many groups each list has, with the address of each number's rows (W19).
fn list_counters(organization: &Organization) -> Vec<Counter> {
    let counter = |kind: GroupType| {
        let groups = organization.groups.iter();
        let counts = status_counts(groups.filter(|group| group.list == kind));
        let url = list_page(&group_list(&organization.key, kind), 1);
        Counter {
            key: kind.key(),
            label: kind.label(),
            count: counts.total,
            note: String::new(),
            parts: status_parts(counts, &url),
            url,
        }
    };
    GroupType::ALL.into_iter().map(counter).collect()
}

/// Returns the parts of the groups of the list at `url`, each with the filter that shows it.
fn status_parts(counts: StatusCounts, url: &str) -> Vec<CounterPart> {
    let by_status = [
        ("enabled", "enabled", counts.enabled),
        ("orphaned", "orphaned", counts.orphaned),
        ("disabled", "disabled", counts.disabled),
        ("manual", "kept by hand", counts.manual),
    ];
    let by_status = by_status.map(|(key, word, count)| CounterPart {
        key,
        word,
        count,
        url: format!("{url}#status={key}"),
    });
    let archived = CounterPart {
        key: "archived",
        word: "archived, not counted",
        count: counts.archived,
        url: format!("{url}#mark=archived&archived=1"),
    };
    let parts = by_status.into_iter().chain([archived]);
    parts.filter(|it| it.count > 0).collect()
}

/// Counts the people and devices in groups that found no partner.
fn unmatched(organization: &Organization) -> usize {
    let people = organization.people.iter().filter(|it| !is_matched(it));
    let devices = organization.devices.iter().filter(|it| !is_matched(it));
    people.count() + devices.count()
}

/// Returns the overview of an organization.
pub(super) fn organization(
    model: &Model,
    organization: &Organization,
    markdown: Markdown<'_>,
) -> OrganizationView {
    let key = &organization.key;
    let people = people_quality(organization);
    let devices = device_quality(organization);
    let counter = |key, label, count, url, note| Counter {
        key,
        label,
        count,
        url,
        note,
        parts: Vec::new(),
    };
    let lists = list_counters(organization);
    let runbooks = runbook::runbooks(model, organization).runbooks;
    OrganizationView {
        name: organization.name.clone(),
        counters: lists
            .iter()
            .cloned()
            .chain([
                counter(
                    "people",
                    "People",
                    organization.people.len(),
                    format!("{key}/people/index.html"),
                    format!("{} with a contact", people.matched),
                ),
                counter(
                    "devices",
                    "Devices",
                    organization.devices.len(),
                    format!("{key}/devices/index.html"),
                    format!("{} with a configuration", devices.matched),
                ),
                counter(
                    "unmatched",
                    "Unmatched",
                    unmatched(organization),
                    format!("{key}/unmatched/index.html"),
                    "people and devices".to_owned(),
                ),
            ])
            .collect(),
        lists: lists
            .into_iter()
            .chain(guest_counter(model, organization))
            .collect(),
        quality: vec![people, devices],
        changes_day: changes_within(organization, DAY),
        changes_day_url: changes_url(organization, DAY),
        changes_week: changes_within(organization, WEEK),
        changes_week_url: changes_url(organization, WEEK),
        changes_until: organization.state.map(day).unwrap_or_default(),
        changes: change::newest(organization, CHANGES),
        changes_url: format!("{key}/changes/index.html"),
        sparkline: sparkline::memberships(model, organization),
        findings: health::counts(organization),
        top_findings: top_findings(organization),
        runbooks: runbooks
            .into_iter()
            .map(|it| Link {
                text: it.title,
                url: it.url,
            })
            .collect(),
        pages: page_links(&organization.pages),
        intro_html: markdown(&organization.intro),
        empty_hint: organization.groups.is_empty().then(|| {
            if organization.tenants.is_empty() {
                "No tenant belongs to this organization: add a [[tenant]] to site.toml.".to_owned()
            } else {
                "Nothing has been read yet: run rosterbook sync.".to_owned()
            }
        }),
    }
}

/// Returns the number of guests, where it may be told, with a link where their names may be.
fn guest_counter(model: &Model, organization: &Organization) -> Option<Counter> {
    let guests = guests::count(model, organization)?;
    let homes = organization
        .guests
        .chunk_by(|one, next| one.home == next.home);
    let homes = homes.filter(|same| same[0].home.is_some()).count();
    Some(Counter {
        key: "guests",
        label: "Guests",
        count: guests.count,
        note: match (&guests.url, homes) {
            (None, _) => "names are not shown".to_owned(),
            (_, 0) => String::new(),
            (_, homes) => format!("from {}", text::count(homes, "home domain", "home domains")),
        },
        url: guests.url.unwrap_or_default(),
        parts: Vec::new(),
    })
}

/// Returns the rules with the gravest findings that somebody should look at.
fn top_findings(organization: &Organization) -> Vec<RuleCard> {
    let mut cards = health::cards(organization);
    cards.retain(|it| it.count > 0);
    cards.truncate(FINDINGS);
    cards
}

fn page_links(pages: &[PageEntry]) -> Vec<Link> {
    pages
        .iter()
        .map(|it| Link {
            text: it.title.clone(),
            url: it.url.clone(),
        })
        .collect()
}

/// Returns the share of people with a contact.
pub(super) fn people_quality(organization: &Organization) -> QualityBar {
    let matched = organization
        .people
        .iter()
        .filter(|it| is_matched(it))
        .count();
    quality(
        "People matched to a contact",
        matched,
        organization.people.len(),
    )
}

/// Returns the share of devices with a configuration.
pub(super) fn device_quality(organization: &Organization) -> QualityBar {
    let matched = organization
        .devices
        .iter()
        .filter(|it| is_matched(it))
        .count();
    quality(
        "Devices matched to a configuration",
        matched,
        organization.devices.len(),
    )
}

fn quality(label: &str, matched: usize, total: usize) -> QualityBar {
    let percent = (matched * 100).checked_div(total).unwrap_or(0);
    QualityBar {
        label: label.to_owned(),
        matched,
        total,
        percent,
    }
}

/// Returns the page of changes, narrowed to those of so many hours before the newest one.
fn changes_url(organization: &Organization, hours: i64) -> String {
    let url = format!("{}/changes/index.html", organization.key);
    match organization.state {
        Some(state) => format!("{url}#since={}", state - SignedDuration::from_hours(hours)),
        None => url,
    }
}

/// Counts the events within `hours` before the newest change: the clock has no say.
fn changes_within(organization: &Organization, hours: i64) -> usize {
    let Some(state) = organization.state else {
        return 0;
    };
    let begin: Timestamp = state - SignedDuration::from_hours(hours);
    let newest = organization
        .events
        .iter()
        .rev()
        .take_while(|entry| entry.event.at > begin);
    newest.filter(|entry| !entry.event.baseline).count()
}
