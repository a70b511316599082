//! Which lists of a group's page continue on further pages: those of a page that would pass 2 MB
//! (UX.md 6).
//!
//! It weighs rows by what they will take as HTML and must not know what they say.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::model::{GroupEntry, Index, Organization};
use super::nesting::{self, LINES, Reached, TreeNode};
use super::show::{MemberItem, member_items, member_weight, text_weight};

/// Rows may weigh so much before a page is parted; the rest of a page takes less than what is
/// left to 2 MB.
const WHOLE: usize = 1_500_000;

/// The most rows of a list on the group's own page once it is parted, and what they may weigh:
/// eight lists have to fit.
const FIRST: Limit = Limit {
    rows: 200,
    weight: 150_000,
};

/// The same on each further page.
const FURTHER: Limit = Limit {
    rows: 500,
    weight: 1_400_000,
};

/// A page of so few rows is never parted, whatever its names are like.
const FEW: usize = 100;

/// What a row of a list of groups takes beside its texts, and a step of a path.
const GROUP_ROW: usize = 420;
const STEP: usize = 90;

/// The most steps of a path that are written.
pub(super) const PATH: usize = 8;

struct Limit {
    rows: usize,
    weight: usize,
}

/// A list of a group's page that may be long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartList {
    /// Members with a contact.
    MembersMatched,
    /// Members without one.
    MembersUnmatched,
    /// Devices with a configuration.
    DevicesMatched,
    /// Devices without one.
    DevicesUnmatched,
    /// Owners.
    Owners,
    /// Groups inside.
    Nested,
    /// Groups that it is in.
    Parents,
    /// Everything that is reached.
    Effective,
}

impl PartList {
    /// All lists in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::MembersMatched,
        Self::MembersUnmatched,
        Self::DevicesMatched,
        Self::DevicesUnmatched,
        Self::Owners,
        Self::Nested,
        Self::Parents,
        Self::Effective,
    ];

    /// Returns the anchor of the list on the group's page: also the folder of its further pages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MembersMatched => "members-matched",
            Self::MembersUnmatched => "members-unmatched",
            Self::DevicesMatched => "devices-matched",
            Self::DevicesUnmatched => "devices-unmatched",
            Self::Owners => "owners",
            Self::Nested => "nested",
            Self::Parents => "parents",
            Self::Effective => "effective",
        }
    }

    /// Returns what the list holds, for titles and breadcrumbs.
    pub const fn label(self) -> &'static str {
        match self {
            Self::MembersMatched => "Members matched to a contact",
            Self::MembersUnmatched => "Members not matched",
            Self::DevicesMatched => "Devices matched to a configuration",
            Self::DevicesUnmatched => "Devices not matched",
            Self::Owners => "Owners",
            Self::Nested => "Nested groups",
            Self::Parents => "Member of",
            Self::Effective => "Effective members",
        }
    }
}

/// Where the pages of a group's lists begin; lists that stay on one page are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts(BTreeMap<PartList, Vec<u32>>);

impl Parts {
    /// Returns how many pages a list has, the group's own included.
    pub fn pages(&self, list: PartList) -> usize {
        self.0.get(&list).map_or(1, Vec::len)
    }

    /// Returns which of `total` rows stand on page `number`, from 1.
    pub(super) fn range(&self, list: PartList, number: usize, total: usize) -> Range<usize> {
        let Some(starts) = self.0.get(&list) else {
            return 0..total;
        };
        let start = |at: usize| starts.get(at).map_or(total, |it| *it as usize);
        start(number - 1)..start(number)
    }
}

/// Returns the address of page `number` of a list of a group.
pub(super) fn part_url(group: &GroupEntry, list: PartList, number: usize) -> String {
    if number <= 1 {
        format!("{}#{}", group.url, list.key())
    } else {
        format!("{}/{}/page/{number}/index.html", group.folder, list.key())
    }
}

/// Parts the lists of all groups whose page would be too large.
pub(super) fn fill(draft: &mut Organization) {
    let organization = &*draft;
    let weights = OnceLock::new();
    let parts: Vec<Option<Box<Parts>>> = (0..organization.groups.len() as Index)
        .into_par_iter()
        .map(|at| parts(organization, at, &weights))
        .collect();
    for (group, parts) in draft.groups.iter_mut().zip(parts) {
        group.parts = parts;
    }
}

/// What the rows of people, devices and other objects weigh, by index.
struct Weights {
    people: Vec<u32>,
    devices: Vec<u32>,
    others: Vec<u32>,
    /// The heaviest row of a member, of a group, and the heaviest step of a path.
    heaviest: (usize, usize, usize),
}

fn weights(organization: &Organization) -> Weights {
    let all = |count: usize, item: fn(Index) -> MemberItem| -> Vec<u32> {
        (0..count as Index)
            .into_par_iter()
            .map(|at| member_weight(organization, item(at)) as u32)
            .collect()
    };
    let people = all(organization.people.len(), MemberItem::Person);
    let devices = all(organization.devices.len(), MemberItem::Device);
    let others = all(organization.others.len(), MemberItem::Other);
    let contacts = all(organization.contacts.len(), MemberItem::Contact);
    let records = all(organization.configurations.len(), MemberItem::Configuration);
    let members = [&people, &devices, &others, &contacts, &records];
    let member = members.into_iter().flatten().max().copied().unwrap_or(0);
    let group = organization
        .groups
        .iter()
        .flat_map(|it| {
            let plain = it.undocumented.iter().map(|(_, name)| text_weight(name));
            plain.chain([text_weight(&it.name) + text_weight(&it.url)])
        })
        .max()
        .unwrap_or(0);
    Weights {
        people,
        devices,
        others,
        heaviest: (member as usize, GROUP_ROW + group, STEP + group),
    }
}

fn parts(
    organization: &Organization,
    at: Index,
    weights: &OnceLock<Weights>,
) -> Option<Box<Parts>> {
    let group = organization.group(at);
    let named = group.manual_contacts.len() + group.manual_configurations.len();
    let members = group.people.len() + group.devices.len() + group.others.len();
    let members = members + group.owners.len() + named;
    let nested = group.nested.len() + group.undocumented.len();
    if members + group.parents.len() <= FEW && nested == 0 {
        return None;
    }
    let weights = weights.get_or_init(|| self::weights(organization));
    // Nearly all pages are light even if each of their rows were as heavy as the heaviest.
    let (member, row, step) = weights.heaviest;
    let deeper = if nested == 0 { 0 } else { LINES };
    let reached = if group.nested.is_empty() {
        0
    } else {
        group.effective
    };
    let groups = group.parents.len() + nested + deeper;
    if members * member + groups * row + reached * (member + PATH * step) <= WHOLE {
        return None;
    }
    let lists: Vec<(PartList, Vec<usize>)> = PartList::ALL
        .into_iter()
        .map(|list| (list, rows(organization, at, list, weights)))
        .collect();
    let weight: usize = lists.iter().flat_map(|(_, rows)| rows).sum();
    if weight <= WHOLE {
        return None;
    }
    let starts = lists
        .into_iter()
        .map(|(list, rows)| (list, starts(&rows)))
        .filter(|(_, starts)| starts.len() > 1);
    Some(Box::new(Parts(starts.collect())))
}

/// Returns what each row of a list weighs.
fn rows(organization: &Organization, at: Index, list: PartList, weights: &Weights) -> Vec<usize> {
    let group = organization.group(at);
    let named = |at: Index| {
        let group = organization.group(at);
        GROUP_ROW + text_weight(&group.name) + text_weight(&group.url)
    };
    let member = |item: MemberItem| match item {
        MemberItem::Person(at) => weights.people[at as usize] as usize,
        MemberItem::Device(at) => weights.devices[at as usize] as usize,
        MemberItem::Other(at) => weights.others[at as usize] as usize,
        other => member_weight(organization, other),
    };
    match list {
        PartList::Parents => group.parents.iter().map(|&at| named(at)).collect(),
        PartList::Nested if group.nested.is_empty() && group.undocumented.is_empty() => Vec::new(),
        PartList::Nested => nesting::tree(organization, at)
            .iter()
            .map(|line| match line.node {
                TreeNode::Group(at) => named(at),
                TreeNode::Plain(at, place) => {
                    GROUP_ROW + text_weight(&organization.group(at).undocumented[place].1)
                }
            })
            .collect(),
        PartList::Effective if group.nested.is_empty() => Vec::new(),
        PartList::Effective => {
            let order = nesting::downwards(organization, at);
            // What the path to each group weighs: that of the one before it, and a step more.
            let mut paths: Vec<(usize, usize)> = Vec::with_capacity(order.len());
            for step in &order {
                let group = organization.group(step.group);
                let weight = STEP + text_weight(&group.name) + text_weight(&group.url);
                let (before, depth) = step.before.map_or((0, 0), |before| paths[before]);
                // Long paths are shortened in the middle.
                let shown = step.before.is_some() && depth < PATH;
                paths.push((before + if shown { weight } else { 0 }, depth + 1));
            }
            nesting::reached(organization, &order)
                .into_iter()
                .map(|(it, through)| member(item(it)) + paths[through].0)
                .collect()
        }
        _ => member_items(organization, group, list)
            .into_iter()
            .map(member)
            .collect(),
    }
}

/// Returns the row of members that shows what was reached.
pub(super) const fn item(reached: Reached) -> MemberItem {
    match reached {
        Reached::Person(at) => MemberItem::Person(at),
        Reached::Contact(at) => MemberItem::Contact(at),
        Reached::Device(at) => MemberItem::Device(at),
        Reached::Configuration(at) => MemberItem::Configuration(at),
        Reached::Other(at) => MemberItem::Other(at),
    }
}

/// Returns where pages begin, so that each stays within its limit; a row is never parted.
fn starts(rows: &[usize]) -> Vec<u32> {
    let mut starts = vec![0];
    let (mut count, mut weight) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        let limit = if starts.len() == 1 { FIRST } else { FURTHER };
        if count > 0 && (count == limit.rows || weight + row > limit.weight) {
            starts.push(at as u32);
            (count, weight) = (0, 0);
        }
        count += 1;
        weight += row;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_cut_by_rows_and_by_weight() {
        assert_eq!(starts(&[]), [0]);
        assert_eq!(starts(&[400; 200]), [0]);
        assert_eq!(starts(&[400; 201]), [0, 200]);
        assert_eq!(starts(&[400; 1201]), [0, 200, 700, 1200]);
        assert_eq!(
            starts(&[100_000; 20]),
            [0, 1, 15],
            "heavy rows are fewer a page"
        );
        assert_eq!(
            starts(&[9_000_000; 3]),
            [0, 1, 2],
            "a row alone may be too heavy"
        );
    }
}
