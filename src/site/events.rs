//! Events of the journal that belong to what is visible, and the state of the data.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::input::OrganizationInput;
use super::model::{EventEntry, GroupEntry, Index, Node, Organization, TenantEntry};
use crate::config::{GuestsShown, Site};
use crate::model::{Event, EventKind, MemberList, MemberType, SyncMark};

/// Takes the events about visible groups and people, oldest first, and sets the newest change.
///
/// With `[history] keep_days`, events older than that before the newest change are left out.
pub(super) fn fill(draft: &mut Organization, source: &OrganizationInput, site: &Site) {
    let guests = site.privacy.guests;
    let addresses = addresses(draft, guests);
    for (at, tenant) in source.tenants.iter().enumerate() {
        let entries: Vec<EventEntry> = tenant
            .events
            .iter()
            .filter(|event| is_visible(draft, &draft.tenants[at], event, guests))
            .map(|event| EventEntry {
                event: Event {
                    actor: visible_actor(event, guests, &addresses),
                    ..event.clone()
                },
                tenant: at as Index,
            })
            .collect();
        draft.events.extend(entries);
    }
    draft
        .events
        .sort_by_key(|entry| (entry.event.at, entry.tenant));
    let newest_event = draft.events.last().map(|entry| entry.event.at);
    let newest_group = draft.groups.iter().filter_map(group_state).max();
    draft.state = newest_event.max(newest_group);
    if let (Some(days), Some(state)) = (site.history.keep_days, draft.state) {
        let begin = state - SignedDuration::from_hours(24 * i64::from(days));
        draft.events.retain(|entry| entry.event.at >= begin);
    }
    for (at, entry) in draft.events.iter().enumerate() {
        if let Some(group) = entry.event.group {
            draft
                .events_of_group
                .entry((entry.tenant, group))
                .or_default()
                .push(at as Index);
        }
        if let Some(member) = entry.event.member {
            draft
                .events_of_object
                .entry((entry.tenant, member))
                .or_default()
                .push(at as Index);
        }
    }
}

/// Returns whether an event is about a group and a person that pages may name.
///
/// Who is in a group of hidden membership is in no history either, and neither are guests whom
/// `[privacy] guests` leaves out (SAFETY.md 9). The journal does not say of somebody who is in no
/// group any more whether that was a guest, so that such people are then left out, too.
fn is_visible(
    draft: &Organization,
    tenant: &TenantEntry,
    event: &Event,
    guests: GuestsShown,
) -> bool {
    let is_known = |id| tenant.nodes.contains_key(&id);
    let Some(group) = event.group else {
        return event.member.is_some_and(is_known);
    };
    let Some(Node::Group(at)) = tenant.nodes.get(&group.object()) else {
        return false;
    };
    let about_member = matches!(
        event.kind,
        EventKind::MemberAdded | EventKind::MemberRemoved
    );
    if about_member && matches!(draft.group(*at).group.members, MemberList::Hidden) {
        return false;
    }
    guests == GuestsShown::Show
        || event.member_type != Some(MemberType::User)
        || event.member.is_none_or(is_known)
}

/// Returns the addresses of everybody who has a page, in lower case; none when all are shown anyway.
fn addresses(draft: &Organization, guests: GuestsShown) -> HashSet<String> {
    if guests == GuestsShown::Show {
        return HashSet::new();
    }
    let people = draft.people.iter().map(|person| &person.object);
    people
        .flat_map(|person| [&person.user_principal_name, &person.mail])
        .flatten()
        .map(|address| address.to_lowercase())
        .collect()
}

/// Returns who did it, unless that may be a guest who is left out: then only people with a page
/// are named. An application has no address.
fn visible_actor(
    event: &Event,
    guests: GuestsShown,
    addresses: &HashSet<String>,
) -> Option<String> {
    let actor = event.actor.as_ref()?;
    let may_be_named = guests == GuestsShown::Show
        || !actor.contains('@')
        || addresses.contains(&actor.to_lowercase());
    may_be_named.then(|| actor.clone())
}

/// Returns the newest change of a group; `None` for a manual one, which sync never saw.
pub(super) fn group_state(group: &GroupEntry) -> Option<Timestamp> {
    group.tenant?;
    let gone = group.group.sync.map(|SyncMark::Orphaned { since }| since);
    Some(group.group.seen.changed).max(gone)
}
