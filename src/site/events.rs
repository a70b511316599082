//! Events of the journal that belong to what is visible, and the state of the data.

use jiff::{SignedDuration, Timestamp};

use super::input::OrganizationInput;
use super::model::{EventEntry, GroupEntry, Index, Node, Organization};
use crate::model::{Event, SyncMark};

/// Takes the events about visible groups and people, oldest first, and sets the newest change.
///
/// With `keep_days`, events older than that before the newest change are left out.
pub(super) fn fill(draft: &mut Organization, source: &OrganizationInput, keep_days: Option<u32>) {
    for (at, tenant) in source.tenants.iter().enumerate() {
        let nodes = &draft.tenants[at].nodes;
        let visible = |event: &Event| {
            let group = event
                .group
                .is_none_or(|group| matches!(nodes.get(&group.object()), Some(Node::Group(_))));
            let person = event.group.is_some()
                || event
                    .member
                    .is_some_and(|member| nodes.contains_key(&member));
            group && person
        };
        let entries = tenant.events.iter().filter(|event| visible(event));
        draft.events.extend(entries.map(|event| EventEntry {
            event: event.clone(),
            tenant: at as Index,
        }));
    }
    draft
        .events
        .sort_by_key(|entry| (entry.event.at, entry.tenant));
    let newest_event = draft.events.last().map(|entry| entry.event.at);
    let newest_group = draft.groups.iter().filter_map(group_state).max();
    draft.state = newest_event.max(newest_group);
    if let (Some(days), Some(state)) = (keep_days, draft.state) {
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

/// Returns the newest change of a group; `None` for a manual one, which sync never saw.
pub(super) fn group_state(group: &GroupEntry) -> Option<Timestamp> {
    group.tenant?;
    let gone = group.group.sync.map(|SyncMark::Orphaned { since }| since);
    Some(group.group.seen.changed).max(gone)
}
