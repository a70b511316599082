//! The lists of a group's page, whole or page by page.

use super::group::{nested_row, plain_row};
use super::list::word;
use super::mark;
use super::member_item::{MemberItem, member_items, member_row};
use crate::site::model::{GroupEntry, Index, Organization};
use crate::site::nesting::{self, TreeLine, TreeNode};
use crate::site::parts::{PATH, PartList, item, part_url};
use crate::site::text::count;
use crate::site::view::{
    EffectiveRow, GroupPartView, MemberRow, NestedRow, PageLink, Pager, Part, PathStep,
};

/// Returns page `number` of a list whose rows are made of `items`.
fn part<I, R>(
    group: &GroupEntry,
    list: PartList,
    number: usize,
    items: &[I],
    row: impl Fn(&I) -> R,
) -> Part<R> {
    let total = items.len();
    let parts = group.parts.as_deref();
    let count = parts.map_or(1, |it| it.pages(list));
    let range = parts.map_or(0..total, |it| it.range(list, number, total));
    let pager = (count > 1).then(|| Pager {
        number,
        count,
        first: if total == 0 { 0 } else { range.start + 1 },
        last: range.end,
        total,
        previous: (number > 1).then(|| part_url(group, list, number - 1)),
        next: (number < count).then(|| part_url(group, list, number + 1)),
        pages: (1..=count)
            .map(|page| PageLink {
                number: page,
                url: part_url(group, list, page),
                current: page == number,
            })
            .collect(),
    });
    Part {
        total,
        rows: items[range].iter().map(row).collect(),
        pager,
    }
}

/// Returns page `number` of a list of members, devices or owners.
pub(super) fn members(
    organization: &Organization,
    group: &GroupEntry,
    list: PartList,
    number: usize,
) -> Part<MemberRow> {
    let items = member_items(organization, group, list);
    part(group, list, number, &items, |&item: &MemberItem| {
        member_row(organization, item)
    })
}

/// Returns page `number` of the groups inside a group, as an indented list.
pub(super) fn nested(organization: &Organization, at: Index, number: usize) -> Part<NestedRow> {
    let group = organization.group(at);
    let lines = nesting::tree(organization, at);
    part(group, PartList::Nested, number, &lines, |line| {
        tree_row(organization, line)
    })
}

fn tree_row(organization: &Organization, line: &TreeLine) -> NestedRow {
    match line.node {
        TreeNode::Group(at) => NestedRow {
            cycle: line.cycle,
            again: line.again,
            cut: line.cut,
            ..nested_row(organization, at, line.depth)
        },
        TreeNode::Plain(at, place) => {
            let (id, name) = &organization.group(at).undocumented[place];
            NestedRow {
                depth: line.depth,
                ..plain_row(id.to_string(), name)
            }
        }
    }
}

/// Returns page `number` of the groups that contain a group, by name.
pub(super) fn parents(
    organization: &Organization,
    group: &GroupEntry,
    number: usize,
) -> Part<NestedRow> {
    part(group, PartList::Parents, number, &group.parents, |&at| {
        nested_row(organization, at, 1)
    })
}

/// Returns page `number` of everything that is reached, people first, each once, with the
/// shortest path.
///
/// A group that contains no group reaches its own members only: the list would say nothing new.
pub(super) fn effective(
    organization: &Organization,
    at: Index,
    number: usize,
) -> Part<EffectiveRow> {
    let group = organization.group(at);
    if group.nested.is_empty() {
        return Part {
            total: 0,
            rows: Vec::new(),
            pager: None,
        };
    }
    let walk = nesting::downwards(organization, at);
    let reached = nesting::reached(organization, &walk);
    part(
        group,
        PartList::Effective,
        number,
        &reached,
        |&(it, through)| {
            let row = member_row(organization, item(it));
            let (name, url) = match item(it) {
                MemberItem::Person(at) => {
                    let person = organization.person(at);
                    (person.name.clone(), Some(person.url.clone()))
                }
                MemberItem::Device(at) => {
                    let device = organization.device(at);
                    (device.name.clone(), Some(device.url.clone()))
                }
                _ => (row.name, row.url),
            };
            EffectiveRow {
                id: row.id,
                kind: row.kind,
                name,
                url,
                direct: through == 0,
                path: path_steps(organization, &nesting::path(&walk, through)[1..]),
                marks: row.marks,
            }
        },
    )
}

/// Returns the groups of a path, marked when their data is not refreshed; a long path is
/// shortened in the middle.
pub(super) fn path_steps(organization: &Organization, way: &[Index]) -> Vec<PathStep> {
    let step = |at: &Index| {
        let group = organization.group(*at);
        PathStep {
            text: group.name.clone(),
            url: Some(group.url.clone()),
            frozen: mark::of_status(group).first().map(|it| it.label),
        }
    };
    if way.len() <= PATH {
        return way.iter().map(step).collect();
    }
    let (begin, end) = (PATH / 2, way.len() - (PATH / 2 - 1));
    let mut steps: Vec<PathStep> = way[..begin].iter().map(step).collect();
    steps.push(PathStep {
        text: count(end - begin, "further group", "further groups"),
        url: None,
        frozen: None,
    });
    steps.extend(way[end..].iter().map(step));
    steps
}

/// Returns a further page of a list of a group.
pub(super) fn further(
    organization: &Organization,
    at: Index,
    list: PartList,
    number: usize,
) -> GroupPartView {
    let group = organization.group(at);
    let (mut members_shown, mut groups, mut reached) = (Vec::new(), Vec::new(), Vec::new());
    let (total, pager) = match list {
        PartList::Nested => {
            let part = nested(organization, at, number);
            groups = part.rows;
            (part.total, part.pager)
        }
        PartList::Parents => {
            let part = parents(organization, group, number);
            groups = part.rows;
            (part.total, part.pager)
        }
        PartList::Effective => {
            let part = effective(organization, at, number);
            reached = part.rows;
            (part.total, part.pager)
        }
        list => {
            let part = members(organization, group, list, number);
            members_shown = part.rows;
            (part.total, part.pager)
        }
    };
    GroupPartView {
        id: group.group.id.to_string(),
        name: group.name.clone(),
        url: group.url.clone(),
        status: group.status.status.key(),
        word: word(group),
        archived: group.status.archived,
        manual: group.status.manual,
        list: list.key(),
        total,
        members: members_shown,
        groups,
        effective: reached,
        pager: pager.expect("only lists of several pages have further ones"),
    }
}
