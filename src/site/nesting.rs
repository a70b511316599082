//! Nesting: who is reached through groups in groups, by which path, and where it goes in circles.
//!
//! Everything here is iterative and visits each group once, so that cycles end and depth is no
//! danger (SAFETY.md, fault 38).

mod circle;
#[cfg(test)]
mod tests;
mod tree;

use rayon::prelude::*;

use super::model::{GroupEntry, Index, Organization};
use crate::model::MemberList;

pub(super) use circle::{components, cycles};
pub(super) use tree::{LINES, TreeLine, TreeNode, tree};

/// Sets how many objects each group reaches, how many groups each person and device inherits, and
/// which groups are part of a circle.
pub(super) fn count(draft: &mut Organization) {
    let organization = &*draft;
    let groups = organization.groups.len() as Index;
    let listed = |at: Index| {
        let group = organization.group(at);
        group.guests_left_out == 0 && matches!(group.group.members, MemberList::Listed(_))
    };
    let effective: Vec<(usize, bool)> = (0..groups)
        .into_par_iter()
        .map(|at| {
            let group = organization.group(at);
            if group.nested.is_empty() {
                return (direct(group).count(), !listed(at));
            }
            let walk = downwards(organization, at);
            let open = walk.iter().any(|step| !listed(step.group));
            (reached(organization, &walk).len(), open)
        })
        .collect();
    let inherited = |groups: &[Index]| inherited(organization, groups).len() - groups.len();
    let people: Vec<usize> = organization
        .people
        .par_iter()
        .map(|it| inherited(&it.groups))
        .collect();
    let devices: Vec<usize> = organization
        .devices
        .par_iter()
        .map(|it| inherited(&it.groups))
        .collect();
    let circles = circle::circles(organization);
    for (group, ((count, open), circle)) in draft
        .groups
        .iter_mut()
        .zip(effective.into_iter().zip(circles))
    {
        group.effective = count;
        group.effective_open = open;
        group.in_circle = circle;
    }
    for (person, count) in draft.people.iter_mut().zip(people) {
        person.inherited = count;
    }
    for (device, count) in draft.devices.iter_mut().zip(devices) {
        device.inherited = count;
    }
}

/// What is reached through groups; the order is that of the list of effective members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Reached {
    /// A person.
    Person(Index),
    /// A contact that a manual group names.
    Contact(Index),
    /// A device.
    Device(Index),
    /// A configuration that a manual group names.
    Configuration(Index),
    /// An application, external contact or unknown object.
    Other(Index),
}

/// Returns what is in a group directly, groups apart.
fn direct(group: &GroupEntry) -> impl Iterator<Item = Reached> + '_ {
    let people = group.people.iter().map(|&it| Reached::Person(it));
    let devices = group.devices.iter().map(|&it| Reached::Device(it));
    let others = group.others.iter().map(|&it| Reached::Other(it));
    let contacts = group.manual_contacts.iter();
    let records = group.manual_configurations.iter();
    people
        .chain(devices)
        .chain(others)
        .chain(contacts.map(|&it| Reached::Contact(it)))
        .chain(records.map(|&it| Reached::Configuration(it)))
}

/// Returns whether a group has members of the rare kinds.
fn has_rare(group: &GroupEntry) -> bool {
    !(group.others.is_empty()
        && group.manual_contacts.is_empty()
        && group.manual_configurations.is_empty())
}

/// A group that a walk came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The group.
    pub(super) group: Index,
    /// The place in the walk of the group that led here; `None` where it began.
    pub(super) before: Option<usize>,
}

/// Returns everything in the groups of a walk (nearest first), each once, with the place in the
/// walk of the group that brings it first.
pub(super) fn reached(organization: &Organization, walk: &[Step]) -> Vec<(Reached, usize)> {
    let mut found: Vec<(Reached, usize)> = Vec::new();
    for (place, step) in walk.iter().enumerate() {
        let group = organization.group(step.group);
        if !group.people.is_empty() || !group.devices.is_empty() || has_rare(group) {
            found.extend(direct(group).map(|it| (it, place)));
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(it, _)| *it);
    found
}

/// Returns the groups in `group`, itself first, each once and nearest first.
pub(super) fn downwards(organization: &Organization, group: Index) -> Vec<Step> {
    breadth_first(organization, &[group], |it| &it.nested)
}

/// Returns the groups of `direct`, then those that one in all of them is also in, nearest first.
pub(super) fn inherited(organization: &Organization, direct: &[Index]) -> Vec<Step> {
    breadth_first(organization, direct, |it| &it.parents)
}

fn breadth_first(
    organization: &Organization,
    start: &[Index],
    next: fn(&GroupEntry) -> &Vec<Index>,
) -> Vec<Step> {
    let mut walk: Vec<Step> = start
        .iter()
        .map(|&group| Step {
            group,
            before: None,
        })
        .collect();
    if start
        .iter()
        .all(|&at| next(organization.group(at)).is_empty())
    {
        return walk;
    }
    let mut seen = vec![false; organization.groups.len()];
    for &at in start {
        seen[at as usize] = true;
    }
    let mut place = 0;
    while let Some(step) = walk.get(place).copied() {
        for &inner in next(organization.group(step.group)) {
            if !std::mem::replace(&mut seen[inner as usize], true) {
                walk.push(Step {
                    group: inner,
                    before: Some(place),
                });
            }
        }
        place += 1;
    }
    walk
}

/// Returns the way of a walk to its step at `place`, where it began first.
pub(super) fn path(walk: &[Step], place: usize) -> Vec<Index> {
    let mut path = vec![walk[place].group];
    let mut at = place;
    while let Some(before) = walk[at].before {
        path.push(walk[before].group);
        at = before;
    }
    path.reverse();
    path
}
