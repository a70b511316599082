//! Circles: groups that contain each other.

use super::{breadth_first, path};
use crate::site::model::{Index, Organization};

/// So many ways back to a group are named; groups that contain each other all over have thousands.
const NAMED: usize = 10;

/// Returns for each group whether a way leads from it back to it.
///
/// Tarjan's walk without recursion: groups of one component contain each other.
pub(super) fn circles(organization: &Organization) -> Vec<bool> {
    const NEW: usize = usize::MAX;
    let count = organization.groups.len();
    let nested = |at: usize| &organization.group(at as Index).nested;
    let mut circle = vec![false; count];
    let mut number = vec![NEW; count];
    let mut lowest = vec![0; count];
    let mut open = vec![false; count];
    let mut component: Vec<usize> = Vec::new();
    let mut next = 0;
    for start in 0..count {
        if number[start] != NEW || nested(start).is_empty() {
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
                component.push(at);
            }
            if let Some(&inner) = nested(at).get(*position) {
                let inner = inner as usize;
                *position += 1;
                if number[inner] == NEW {
                    stack.push((inner, 0));
                } else if open[inner] {
                    lowest[at] = lowest[at].min(number[inner]);
                    circle[at] |= inner == at;
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
                .rposition(|&it| it == at)
                .expect("a group is open until its component is complete");
            let several = component.len() - from > 1;
            for it in component.drain(from..) {
                open[it] = false;
                circle[it] |= several;
            }
        }
    }
    circle
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
