//! Events of the journal by day and by sync, newest first; `change_line` puts them into words.

use super::change_line::lines;
use super::pager::pager;
use crate::model::ObjectId;
use crate::site::address::feed;
use crate::site::model::{EventEntry, Index, Model, Organization};
use crate::site::pages::{EVENTS, feeds};
use crate::site::text::{day, time_of_day};
use crate::site::view::{ChangeDay, ChangeKind, ChangeRun, ChangesView, Link};

/// The most events on the page of a group or person.
const ON_PAGE: usize = 100;

/// The most names in a line before the others are folded away.
const NAMES: usize = 3;

/// The most events that the newest few lines are looked for in.
const RECENT: usize = 2_000;

/// Returns page `number` of the changes of an organization, newest first.
pub(super) fn changes(model: &Model, organization: &Organization, number: usize) -> ChangesView {
    let folder = format!("{}/changes", organization.key);
    let (pager, range) = pager(&folder, number, organization.events.len(), EVENTS);
    let newest = organization
        .events
        .iter()
        .rev()
        .skip(range.start)
        .take(range.len());
    let days = days(organization, newest, NAMES);
    ChangesView {
        kinds: kinds(&days),
        feeds: feed_links(model, organization),
        days,
        pager,
    }
}

/// Returns the feeds that a reader of news can follow; none without the site's address.
fn feed_links(model: &Model, organization: &Organization) -> Vec<Link> {
    if model.site.base_url.is_empty() {
        return Vec::new();
    }
    feeds(organization)
        .map(|watched| Link {
            text: if watched {
                "Feed of watched groups".into()
            } else {
                "Feed".into()
            },
            url: feed(&organization.key, watched),
        })
        .collect()
}

/// Returns the kinds of changes that are among the days, in the order in which they are offered.
fn kinds(days: &[ChangeDay]) -> Vec<ChangeKind> {
    let lines = || days.iter().flat_map(|it| &it.runs).flat_map(|it| &it.lines);
    [
        ("member.added", "Joined"),
        ("member.removed", "Left"),
        ("owner", "Owners"),
        ("group", "Groups"),
        ("user", "Sign-in"),
    ]
    .into_iter()
    .map(|(key, label)| {
        let fits = |kind: &str| kind == key || kind.split('.').next() == Some(key);
        ChangeKind {
            key,
            label,
            count: lines().filter(|it| fits(it.kind)).map(|it| it.events).sum(),
        }
    })
    .filter(|kind| kind.count > 0)
    .collect()
}

/// Returns the newest `most` lines of an organization, without what its first sync found.
pub(super) fn newest(organization: &Organization, most: usize) -> Vec<ChangeDay> {
    let changes = organization
        .events
        .iter()
        .rev()
        .filter(|entry| !entry.event.baseline);
    let mut days = days(organization, changes.take(RECENT), NAMES);
    let mut left = most;
    for day in &mut days {
        for run in &mut day.runs {
            run.lines.truncate(left);
            left -= run.lines.len();
        }
        day.runs.retain(|run| !run.lines.is_empty());
    }
    days.retain(|day| !day.runs.is_empty());
    days
}

/// Returns the events about a group, newest first.
pub(super) fn about_group(organization: &Organization, at: Index) -> Vec<ChangeDay> {
    let group = organization.group(at);
    let Some(tenant) = group.tenant else {
        return Vec::new();
    };
    let events = organization.events_of_group.get(&(tenant, group.group.id));
    pick(organization, events)
}

/// Returns the events about a person or device, newest first.
pub(super) fn about_object(
    organization: &Organization,
    tenant: Index,
    id: ObjectId,
) -> Vec<ChangeDay> {
    pick(
        organization,
        organization.events_of_object.get(&(tenant, id)),
    )
}

fn pick(organization: &Organization, events: Option<&Vec<Index>>) -> Vec<ChangeDay> {
    let events = events.map_or(&[][..], Vec::as_slice);
    let entries = events.iter().rev().take(ON_PAGE);
    days(
        organization,
        entries.map(|&at| &organization.events[at as usize]),
        NAMES,
    )
}

/// Returns events, newest first, by UTC day and then by sync; a line names at most `names` members.
pub(super) fn days<'a>(
    organization: &Organization,
    newest_first: impl Iterator<Item = &'a EventEntry>,
    names: usize,
) -> Vec<ChangeDay> {
    let mut syncs: Vec<Vec<&EventEntry>> = Vec::new();
    for entry in newest_first {
        match syncs.last_mut() {
            Some(sync) if sync[0].event.at == entry.event.at => sync.push(entry),
            _ => syncs.push(vec![entry]),
        }
    }
    let mut days: Vec<ChangeDay> = Vec::new();
    for mut sync in syncs {
        // Within one sync the journal's own order reads best: by group, then by kind; but what
        // somebody watches comes first.
        sync.reverse();
        let at = sync[0].event.at;
        let mut lines = lines(organization, &sync, names);
        lines.sort_by_key(|line| !line.is_watched);
        let run = ChangeRun {
            time: time_of_day(at),
            iso: at.to_string(),
            lines,
        };
        let date = day(at);
        match days.last_mut() {
            Some(day) if day.date == date => day.runs.push(run),
            _ => days.push(ChangeDay {
                date,
                runs: vec![run],
            }),
        }
    }
    days
}
