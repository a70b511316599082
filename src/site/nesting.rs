//! Nesting: who is reached through groups in groups, by which path, and where it goes in circles.
//!
//! Everything here is iterative and visits each group once, so that cycles end and depth is no
//! danger (SAFETY.md, fault 38).

use std::collections::{BTreeMap, HashSet, VecDeque};

use rayon::prelude::*;

use super::model::{GroupEntry, Index, Organization};

/// Sets how many objects each group reaches, and how many groups each person and device inherits.
pub(super) fn count(draft: &mut Organization) {
    let organization = &*draft;
    let groups = organization.groups.len() as Index;
    let effective: Vec<usize> = (0..groups)
        .into_par_iter()
        .map(|at| {
            let group = organization.group(at);
            if group.nested.is_empty() {
                return direct(group).count();
            }
            reached(organization, &downwards(organization, at)).len()
        })
        .collect();
    let inherited = |groups: &[Index]| inherited(organization, groups).len();
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
    for (at, count) in effective.into_iter().enumerate() {
        draft.groups[at].effective = count;
    }
    for (at, count) in people.into_iter().enumerate() {
        draft.people[at].inherited = count;
    }
    for (at, count) in devices.into_iter().enumerate() {
        draft.devices[at].inherited = count;
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

/// Returns everything in the groups of `order` (nearest first), each once, with the group that
/// brings it first.
pub(super) fn reached(
    organization: &Organization,
    order: &[(Index, Option<Index>)],
) -> Vec<(Reached, Index)> {
    let mut found: Vec<(Reached, usize)> = Vec::new();
    for (near, &(at, _)) in order.iter().enumerate() {
        found.extend(direct(organization.group(at)).map(|it| (it, near)));
    }
    found.sort_unstable();
    found.dedup_by_key(|(it, _)| *it);
    let with_group = found.into_iter().map(|(it, near)| (it, order[near].0));
    with_group.collect()
}

/// Returns the groups in `group`, itself first, each once and nearest first, with the group
/// through which it was reached.
pub(super) fn downwards(organization: &Organization, group: Index) -> Vec<(Index, Option<Index>)> {
    breadth_first(&[group], |at| &organization.group(at).nested)
}

/// Returns the groups that one in all of `direct` is also in, nearest first, each with the path
/// from the direct group (first) to the one before it (last).
pub(super) fn inherited(
    organization: &Organization,
    direct: &[Index],
) -> Vec<(Index, Option<Index>)> {
    if direct
        .iter()
        .all(|&at| organization.group(at).parents.is_empty())
    {
        return Vec::new();
    }
    let mut order = breadth_first(direct, |at| &organization.group(at).parents);
    order.drain(..direct.len());
    order
}

fn breadth_first<'a>(
    start: &[Index],
    next: impl Fn(Index) -> &'a Vec<Index>,
) -> Vec<(Index, Option<Index>)> {
    let mut seen: HashSet<Index> = start.iter().copied().collect();
    let mut order: Vec<(Index, Option<Index>)> = start.iter().map(|&at| (at, None)).collect();
    let mut queue: VecDeque<Index> = start.iter().copied().collect();
    while let Some(at) = queue.pop_front() {
        for &inner in next(at) {
            if seen.insert(inner) {
                order.push((inner, Some(at)));
                queue.push_back(inner);
            }
        }
    }
    order
}

/// Returns the way to `to` along the links of a breadth-first order, the start first.
pub(super) fn path(links: &BTreeMap<Index, Option<Index>>, to: Index) -> Vec<Index> {
    let mut path = vec![to];
    let mut at = to;
    while let Some(Some(before)) = links.get(&at) {
        path.push(*before);
        at = *before;
    }
    path.reverse();
    path
}

/// What a line of the indented list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TreeNode {
    /// A documented group.
    Group(Index),
    /// One that is not documented: the group that it is in, and its place there.
    Plain(Index, usize),
}

/// A line of the indented list of nested groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TreeLine {
    /// The group.
    pub(super) node: TreeNode,
    /// How deep it is nested, from 1.
    pub(super) depth: usize,
    /// Whether it leads back to a group above it.
    pub(super) cycle: bool,
    /// Whether what is inside it stands at an earlier line.
    pub(super) again: bool,
}

/// Returns the groups inside `group` as an indented list; what was expanded once is not again.
pub(super) fn tree(organization: &Organization, group: Index) -> Vec<TreeLine> {
    let mut lines = Vec::new();
    let mut expanded = HashSet::from([group]);
    let mut above = HashSet::from([group]);
    // Each level: the group and the position of the next child to visit.
    let mut stack: Vec<(Index, usize)> = vec![(group, 0)];
    while let Some(level) = stack.len().checked_sub(1) {
        let (at, position) = stack[level];
        let entry = organization.group(at);
        stack[level].1 += 1;
        let Some(&inner) = entry.nested.get(position) else {
            let plain = (0..entry.undocumented.len()).map(|place| TreeLine {
                node: TreeNode::Plain(at, place),
                depth: level + 1,
                cycle: false,
                again: false,
            });
            lines.extend(plain);
            above.remove(&at);
            stack.pop();
            continue;
        };
        let cycle = above.contains(&inner);
        let first = !cycle && expanded.insert(inner);
        let inside = organization.group(inner);
        lines.push(TreeLine {
            node: TreeNode::Group(inner),
            depth: level + 1,
            cycle,
            again: !cycle
                && !first
                && !(inside.nested.is_empty() && inside.undocumented.is_empty()),
        });
        if first {
            above.insert(inner);
            stack.push((inner, 0));
        }
    }
    lines
}

/// Returns the shortest way from `group` back to itself for each nested group that leads back.
pub(super) fn cycles(organization: &Organization, group: Index) -> Vec<Vec<Index>> {
    let mut found = Vec::new();
    for &first in &organization.group(group).nested {
        if first == group {
            found.push(vec![group, group]);
            continue;
        }
        let links: BTreeMap<Index, Option<Index>> =
            breadth_first(&[first], |at| &organization.group(at).nested)
                .into_iter()
                .collect();
        if links.contains_key(&group) {
            let mut way = vec![group];
            way.extend(path(&links, group));
            found.push(way);
        }
    }
    found
}
