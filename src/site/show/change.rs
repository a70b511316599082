//! Events of the journal in words, by day and by sync.

use super::pager::pager;
use crate::model::{Event, EventKind, GroupId, ObjectId};
use crate::site::model::{EventEntry, Index, Node, Organization};
use crate::site::pages::EVENTS;
use crate::site::text::{count, day, time_of_day};
use crate::site::view::{ChangeDay, ChangeLine, ChangePart, ChangeRun, ChangesView};

/// The most events on the page of a group or person.
const ON_PAGE: usize = 100;

/// Returns page `number` of the changes of an organization, newest first.
pub(super) fn changes(organization: &Organization, number: usize) -> ChangesView {
    let folder = format!("{}/changes", organization.key);
    let (pager, range) = pager(&folder, number, organization.events.len(), EVENTS);
    let newest = organization
        .events
        .iter()
        .rev()
        .skip(range.start)
        .take(range.len());
    ChangesView {
        days: days(organization, newest),
        pager,
    }
}

/// Returns the newest `most` events of an organization, without what its first sync found.
pub(super) fn newest(organization: &Organization, most: usize) -> Vec<ChangeDay> {
    let changes = organization
        .events
        .iter()
        .rev()
        .filter(|entry| !entry.event.baseline);
    days(organization, changes.take(most))
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
    )
}

/// Returns events, newest first, by UTC day and then by sync.
pub(super) fn days<'a>(
    organization: &Organization,
    newest_first: impl Iterator<Item = &'a EventEntry>,
) -> Vec<ChangeDay> {
    let mut days: Vec<ChangeDay> = Vec::new();
    for entry in newest_first {
        let date = day(entry.event.at);
        let iso = entry.event.at.to_string();
        if days.last().is_none_or(|it| it.date != date) {
            days.push(ChangeDay {
                date,
                runs: Vec::new(),
            });
        }
        let runs = &mut days.last_mut().expect("one was pushed").runs;
        if runs.last().is_none_or(|it| it.iso != iso) {
            let time = time_of_day(entry.event.at);
            runs.push(ChangeRun {
                time,
                iso,
                lines: Vec::new(),
            });
        }
        runs.last_mut()
            .expect("one was pushed")
            .lines
            .push(line(organization, entry));
    }
    // Within one sync the journal's own order reads best: by group, then by kind.
    for run in days.iter_mut().flat_map(|it| &mut it.runs) {
        run.lines.reverse();
    }
    days
}

fn line(organization: &Organization, entry: &EventEntry) -> ChangeLine {
    let event = &entry.event;
    let plain = |text: &str| ChangePart {
        text: text.to_owned(),
        url: None,
    };
    let group = || match event.group {
        Some(id) => group_part(organization, entry.tenant, id, event),
        None => plain("a group"),
    };
    let member = || member_part(organization, entry.tenant, event);
    let (kind, symbol, parts) = match event.kind {
        EventKind::GroupCreated => {
            let verb = if event.baseline {
                " was first documented"
            } else {
                " is new"
            };
            let with = event.members.map(|members| {
                plain(&format!(
                    ", with {}",
                    count(members as usize, "member", "members")
                ))
            });
            let mut parts = vec![group(), plain(verb)];
            parts.extend(with);
            ("group.created", "added", parts)
        }
        EventKind::GroupChanged => (
            "group.changed",
            "changed",
            vec![group(), plain(" has other properties")],
        ),
        EventKind::GroupRenamed => (
            "group.renamed",
            "changed",
            vec![group(), plain(" has another name")],
        ),
        EventKind::GroupOrphaned => (
            "group.orphaned",
            "gone",
            vec![group(), plain(" is gone from Entra")],
        ),
        EventKind::GroupReturned => (
            "group.returned",
            "returned",
            vec![group(), plain(" is back in Entra")],
        ),
        EventKind::MemberAdded => (
            "member.added",
            "added",
            vec![member(), plain(" joined "), group()],
        ),
        EventKind::MemberRemoved => (
            "member.removed",
            "removed",
            vec![member(), plain(" left "), group()],
        ),
        EventKind::OwnerAdded => (
            "owner.added",
            "added",
            vec![member(), plain(" became an owner of "), group()],
        ),
        EventKind::OwnerRemoved => (
            "owner.removed",
            "removed",
            vec![member(), plain(" is no longer an owner of "), group()],
        ),
        EventKind::UserDisabled => (
            "user.disabled",
            "changed",
            vec![member(), plain("’s sign-in was switched off")],
        ),
        EventKind::UserEnabled => (
            "user.enabled",
            "changed",
            vec![member(), plain("’s sign-in was switched on")],
        ),
    };
    ChangeLine {
        kind,
        symbol,
        parts,
        detail: detail(event),
        actor: event.actor.clone(),
    }
}

fn detail(event: &Event) -> Option<String> {
    let changes: Vec<String> = event
        .changes
        .iter()
        .map(|change| {
            let from = change.from.as_deref().unwrap_or("nothing");
            let to = change.to.as_deref().unwrap_or("nothing");
            format!("{}: “{from}” → “{to}”", change.field)
        })
        .collect();
    (!changes.is_empty()).then(|| changes.join("; "))
}

fn group_part(
    organization: &Organization,
    tenant: Index,
    id: GroupId,
    event: &Event,
) -> ChangePart {
    let known = match organization.tenants[tenant as usize]
        .nodes
        .get(&id.object())
    {
        Some(Node::Group(at)) => Some(organization.group(*at)),
        _ => None,
    };
    let text = event
        .group_label
        .clone()
        .or_else(|| known.map(|it| it.name.clone()));
    ChangePart {
        text: text.unwrap_or_else(|| id.to_string()),
        url: known.map(|it| it.url.clone()),
    }
}

fn member_part(organization: &Organization, tenant: Index, event: &Event) -> ChangePart {
    let Some(id) = event.member else {
        return ChangePart {
            text: "somebody".into(),
            url: None,
        };
    };
    let node = organization.tenants[tenant as usize].nodes.get(&id);
    let (name, url) = match node {
        Some(Node::Person(at)) => {
            let it = organization.person(*at);
            (Some(it.name.clone()), Some(it.url.clone()))
        }
        Some(Node::Device(at)) => {
            let it = organization.device(*at);
            (Some(it.name.clone()), Some(it.url.clone()))
        }
        Some(Node::Group(at)) => {
            let it = organization.group(*at);
            (Some(it.name.clone()), Some(it.url.clone()))
        }
        _ => (None, None),
    };
    let text = name
        .or_else(|| event.member_label.clone())
        .unwrap_or_else(|| id.to_string());
    ChangePart { text, url }
}
