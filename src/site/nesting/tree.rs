//! The groups inside a group as an indented list.

use std::collections::HashSet;

use crate::site::model::{Index, Organization};

/// So many lines are written before deeper groups are left to their own pages; groups directly
/// inside are always there.
pub(in crate::site) const LINES: usize = 2000;

/// What a line of the indented list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site) enum TreeNode {
    /// A documented group.
    Group(Index),
    /// One that is not documented: the group that it is in, and its place there.
    Plain(Index, usize),
}

/// A line of the indented list of nested groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site) struct TreeLine {
    /// The group.
    pub(in crate::site) node: TreeNode,
    /// How deep it is nested, from 1.
    pub(in crate::site) depth: usize,
    /// Whether it leads back to a group above it.
    pub(in crate::site) cycle: bool,
    /// Whether what is inside it stands at an earlier line.
    pub(in crate::site) again: bool,
    /// Whether the rest of what is inside it stands on its own page, because this list is long.
    pub(in crate::site) cut: bool,
}

/// Returns the groups inside `group` as an indented list; what was expanded once is not again.
pub(in crate::site) fn tree(organization: &Organization, group: Index) -> Vec<TreeLine> {
    let mut lines: Vec<TreeLine> = Vec::new();
    let mut expanded = HashSet::from([group]);
    let mut above = HashSet::from([group]);
    // Each level: the group, its own line, and the position of the next child to visit.
    let mut stack: Vec<(Index, Option<usize>, usize)> = vec![(group, None, 0)];
    while let Some(level) = stack.len().checked_sub(1) {
        let (at, own, position) = stack[level];
        let entry = organization.group(at);
        stack[level].2 += 1;
        let inner = entry.nested.get(position).copied();
        let place = position.saturating_sub(entry.nested.len());
        if inner.is_none() && place >= entry.undocumented.len() {
            above.remove(&at);
            stack.pop();
            continue;
        }
        if let Some(own) = own.filter(|_| lines.len() >= LINES) {
            lines[own].cut = true;
            above.remove(&at);
            stack.pop();
            continue;
        }
        let mut line = TreeLine {
            node: inner.map_or(TreeNode::Plain(at, place), TreeNode::Group),
            depth: level + 1,
            cycle: inner.is_some_and(|inner| above.contains(&inner)),
            again: false,
            cut: false,
        };
        let inside = inner.map(|inner| organization.group(inner));
        let leaf = inside.is_none_or(|it| it.nested.is_empty() && it.undocumented.is_empty());
        if let Some(inner) = inner.filter(|_| !line.cycle && !leaf) {
            line.again = !expanded.insert(inner);
            if !line.again {
                above.insert(inner);
                stack.push((inner, Some(lines.len()), 0));
            }
        }
        lines.push(line);
    }
    lines
}
