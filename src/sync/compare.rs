//! What changed between two states of a group or a person, as events of the journal.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::model::{Event, EventKind, FieldChange, Group, Member, MemberList, MemberType, Person};
use crate::snapshot::TenantSnapshot;

/// Returns the differences of one group's properties, owners and members.
pub(super) fn group_events(old: &Group, new: &Group, at: Timestamp) -> Vec<Event> {
    let mut events = Vec::new();
    let (renames, changes) = property_changes(old, new);
    for (kind, changes) in [
        (EventKind::GroupRenamed, renames),
        (EventKind::GroupChanged, changes),
    ] {
        if !changes.is_empty() {
            let mut event = about(new, kind, at);
            event.changes = changes;
            events.push(event);
        }
    }
    if let (MemberList::Listed(before), MemberList::Listed(after)) = (&old.members, &new.members) {
        let kinds = (EventKind::MemberAdded, EventKind::MemberRemoved);
        edge_events(new, before, after, kinds, at, &mut events);
    }
    let kinds = (EventKind::OwnerAdded, EventKind::OwnerRemoved);
    edge_events(new, &old.owners, &new.owners, kinds, at, &mut events);
    events
}

/// Returns the events of a group that was not there before.
pub(super) fn new_group_events(group: &Group, baseline: bool, at: Timestamp) -> Vec<Event> {
    let mut created = about(group, EventKind::GroupCreated, at);
    created.members = member_count(group);
    created.baseline = baseline;
    let mut events = vec![created];
    if !baseline {
        let kinds = (EventKind::MemberAdded, EventKind::MemberRemoved);
        edge_events(group, &[], group.members.listed(), kinds, at, &mut events);
        let kinds = (EventKind::OwnerAdded, EventKind::OwnerRemoved);
        edge_events(group, &[], &group.owners, kinds, at, &mut events);
    }
    events
}

/// Returns the event of a group that went or came back.
pub(super) fn presence_event(group: &Group, kind: EventKind, at: Timestamp) -> Event {
    let mut event = about(group, kind, at);
    if kind == EventKind::GroupReturned {
        event.members = member_count(group);
    }
    event
}

/// Returns the events of people whose sign-in was switched on or off.
pub(super) fn people_events(
    old: &TenantSnapshot,
    new: &TenantSnapshot,
    at: Timestamp,
) -> Vec<Event> {
    let mut events = Vec::new();
    for person in &new.people {
        let before = old.person(person.id).and_then(|old| old.account_enabled);
        let kind = match (before, person.account_enabled) {
            (Some(true), Some(false)) => EventKind::UserDisabled,
            (Some(false), Some(true)) => EventKind::UserEnabled,
            _ => continue,
        };
        events.push(about_person(person, kind, at));
    }
    events
}

fn about_person(person: &Person, kind: EventKind, at: Timestamp) -> Event {
    let mut event = Event::new(at, kind);
    event.member = Some(person.id);
    event.member_type = Some(MemberType::User);
    event.member_label = person.label().map(str::to_owned);
    event
}

fn about(group: &Group, kind: EventKind, at: Timestamp) -> Event {
    let mut event = Event::new(at, kind);
    event.group = Some(group.id);
    event.group_label = group.display_name.clone();
    event
}

fn member_count(group: &Group) -> Option<u64> {
    match &group.members {
        MemberList::Listed(members) => u64::try_from(members.len()).ok(),
        MemberList::Counted(count) => Some(*count),
        MemberList::Hidden | MemberList::LeftOut => None,
    }
}

/// Walks two sorted lists side by side.
fn edge_events(
    group: &Group,
    before: &[Member],
    after: &[Member],
    (added, removed): (EventKind, EventKind),
    at: Timestamp,
    events: &mut Vec<Event>,
) {
    let mut note = |member: &Member, kind: EventKind| {
        let mut event = about(group, kind, at);
        event.member = Some(member.id);
        event.member_type = Some(member.kind.clone());
        event.member_label = member.label.as_deref().map(str::to_owned);
        events.push(event);
    };
    let (mut left, mut right) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.id.cmp(&new.id),
        };
        match order {
            Ordering::Less => {
                if let Some(member) = left.next() {
                    note(member, removed);
                }
            }
            Ordering::Greater => {
                if let Some(member) = right.next() {
                    note(member, added);
                }
            }
            Ordering::Equal => {
                left.next();
                right.next();
            }
        }
    }
}

/// Returns the change of the name, and the changes of all other properties.
fn property_changes(old: &Group, new: &Group) -> (Vec<FieldChange>, Vec<FieldChange>) {
    let (before, after) = (bare(old, old), bare(new, old));
    if before == after {
        return (Vec::new(), Vec::new());
    }
    let (before, after) = (properties(&before), properties(&after));
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    let changes = keys.into_iter().filter_map(|key| {
        let (from, to) = (before.get(key), after.get(key));
        (from != to).then(|| FieldChange {
            field: key.clone(),
            from: from.map(as_text),
            to: to.map(as_text),
        })
    });
    changes.partition(|change| change.field == "displayName")
}

/// Returns the properties as they stand in the file; of members only how they are kept.
fn properties(group: &Group) -> Map<String, Value> {
    let Value::Object(mut map) = serde_json::to_value(group).expect("a group becomes JSON") else {
        return Map::new();
    };
    if matches!(group.members, MemberList::Listed(_)) {
        map.insert("members".into(), Value::String("listed".into()));
    }
    map
}

/// Copies a group without its lists, which may be long, and with the times of `times`.
fn bare(group: &Group, times: &Group) -> Group {
    Group {
        id: group.id,
        display_name: group.display_name.clone(),
        kind: group.kind,
        description: group.description.clone(),
        mail: group.mail.clone(),
        mail_nickname: group.mail_nickname.clone(),
        proxy_addresses: group.proxy_addresses.clone(),
        visibility: group.visibility.clone(),
        classification: group.classification.clone(),
        membership: group.membership.clone(),
        team: group.team,
        role_assignable: group.role_assignable,
        created: group.created,
        renewed: group.renewed,
        expires: group.expires,
        security_identifier: group.security_identifier.clone(),
        on_premises: group.on_premises.clone(),
        licences: group.licences.clone(),
        seen: times.seen,
        sync: None,
        owners: Vec::new(),
        members: match &group.members {
            MemberList::Listed(_) => MemberList::Listed(Vec::new()),
            other => other.clone(),
        },
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
