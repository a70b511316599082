//! Circles: groups that contain each other.

use super::{breadth_first, path};
use crate::site::model::{Index, Organization};

/// So many ways back to a group are named; groups that contain each other all over have thousands.
const NAMED: usize = 10;

/// Returns for each group whether a way leads from it back to it.
pub(super) fn circles(organization: &Organization) -> Vec<bool> {
    let mut circle = vec![false; organization.groups.len()];
    components(
        organization,
        |_| true,
        |groups| {
            for &at in groups {
                circle[at as usize] =
                    groups.len() > 1 || organization.group(at).nested.contains(&at);
            }
        },
    );
    circle
}

/// Calls `found` with the groups of each component: those that contain each other, or one alone.
///
/// Tarjan's walk without recursion over the groups that are `wanted`; inner components come before
/// those that contain them. A group that neither contains another nor is contained is left out.
pub(in crate::site) fn components(
    organization: &Organization,
    wanted: impl Fn(Index) -> bool,
    mut found: impl FnMut(&[Index]),
) {
    const NEW: usize = usize::MAX;
    let count = organization.groups.len();
    let nested = |at: usize| &organization.group(at as Index).nested;
    let mut number = vec![NEW; count];
    let mut lowest = vec![0; count];
    let mut open = vec![false; count];
    let mut component: Vec<Index> = Vec::new();
    let mut next = 0;
    for start in 0..count {
        if number[start] != NEW || nested(start).is_empty() || !wanted(start as Index) {
            continue;
        }
        let mut stack = vec![(start, 0)];
        while let Some((at, position)) = stack.last_mut() {
            let at = *at;
            if *position == 0 && number[at] == NEW {
                number[at] = next;
                lowest[at] = next;
                next += 1;
                open[at] = true;
                component.push(at as Index);
            }
            if let Some(&inner) = nested(at).get(*position) {
                *position += 1;
                let to = inner as usize;
                if !wanted(inner) {
                    continue;
                }
                if number[to] == NEW {
                    stack.push((to, 0));
                } else if open[to] {
                    lowest[at] = lowest[at].min(number[to]);
                }
                continue;
            }
            stack.pop();
            if let Some((above, _)) = stack.last() {
                lowest[*above] = lowest[*above].min(lowest[at]);
            }
            if lowest[at] != number[at] {
                continue;
            }
            let from = component
                .iter()
                .rposition(|&it| it as usize == at)
                .expect("a group is open until its component is complete");
            for &it in &component[from..] {
                open[it as usize] = false;
            }
            found(&component[from..]);
            component.truncate(from);
        }
    }
}

/// Returns the shortest way from `group` back to itself for each nested group that leads back, at
/// most ten of them.
pub(in crate::site) fn cycles(organization: &Organization, group: Index) -> Vec<Vec<Index>> {
    let entry = organization.group(group);
    if !entry.in_circle {
        return Vec::new();
    }
    let mut found = Vec::new();
    for &first in &entry.nested {
        if found.len() == NAMED {
            break;
        }
        if first == group {
            found.push(vec![group, group]);
            continue;
        }
        if !organization.group(first).in_circle {
            continue;
        }
        let walk = breadth_first(organization, &[first], |it| &it.nested);
        if let Some(place) = walk.iter().position(|step| step.group == group) {
            let mut way = vec![group];
            way.extend(path(&walk, place));
            found.push(way);
        }
    }
    found
}
