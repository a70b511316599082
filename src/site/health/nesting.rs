//! Rules about groups in groups: circles and depth, from one walk over all of them.
//!
//! Frozen groups take no part: what they contain is not refreshed.

use std::collections::{HashMap, VecDeque};

use super::HealthFinding;
use crate::model::HealthRule;
use crate::site::model::{Index, Organization};
use crate::site::nesting::components;

/// Groups nested deeper than this are hard to follow (FEATURES.md C9).
const DEPTH: usize = 3;

/// The most names in a sentence about a way through groups.
const NAMES: usize = 6;

/// Adds circles, each once, and the outermost groups of nesting that is too deep.
pub(super) fn look(organization: &Organization, found: &mut Vec<HealthFinding>) {
    let walk = Walk::over(organization);
    for (at, knot) in walk.knots.iter().enumerate() {
        let first = *knot.groups.first().expect("a knot has a group");
        let loops = organization.group(first).nested.contains(&first);
        if knot.groups.len() > 1 || loops {
            let message = circle(organization, &walk, at);
            found.push(HealthFinding::new(
                HealthRule::Cycle,
                knot.groups.clone(),
                message,
            ));
        }
        if knot.depth > DEPTH && is_outermost(organization, &walk, at) {
            let way = way_down(organization, &walk, at);
            let message = format!("groups are nested {} levels deep: {way}", knot.depth);
            found.push(HealthFinding::new(
                HealthRule::DeepNesting,
                vec![first],
                message,
            ));
        }
    }
}

/// Groups that all contain each other, or one alone.
#[derive(Debug, PartialEq, Eq)]
struct Knot {
    /// The groups, by name.
    groups: Vec<Index>,
    /// How many levels are below it.
    depth: usize,
    /// A group of another knot that leads deepest.
    deepest: Option<Index>,
}

/// The live groups that take part in nesting, those that contain each other together.
#[derive(Debug)]
struct Walk {
    /// Inner ones come before those that contain them.
    knots: Vec<Knot>,
    /// The place in `knots` of each live group.
    knot_of: HashMap<Index, usize>,
}

impl Walk {
    fn over(organization: &Organization) -> Self {
        let mut walk = Self {
            knots: Vec::new(),
            knot_of: HashMap::new(),
        };
        let live = |at| is_live(organization, at);
        components(organization, live, |groups| {
            walk.close(organization, groups.to_vec());
        });
        walk
    }

    /// Notes a knot; everything inside it is known already.
    fn close(&mut self, organization: &Organization, mut groups: Vec<Index>) {
        groups.sort_unstable();
        let at = self.knots.len();
        self.knot_of.extend(groups.iter().map(|&it| (it, at)));
        let (mut depth, mut deepest) = (0, None);
        for &group in &groups {
            for inner in live_inside(organization, group) {
                let knot = self.knot_of[&inner];
                if knot != at && self.knots[knot].depth + 1 > depth {
                    depth = self.knots[knot].depth + 1;
                    deepest = Some(inner);
                }
            }
        }
        self.knots.push(Knot {
            groups,
            depth,
            deepest,
        });
    }
}

fn is_live(organization: &Organization, at: Index) -> bool {
    !organization.group(at).status.is_frozen()
}

fn live_inside(organization: &Organization, at: Index) -> impl Iterator<Item = Index> + '_ {
    let nested = organization.group(at).nested.iter().copied();
    nested.filter(|&it| is_live(organization, it))
}

fn is_outermost(organization: &Organization, walk: &Walk, at: usize) -> bool {
    walk.knots[at].groups.iter().all(|&group| {
        let parents = organization.group(group).parents.iter();
        parents
            .filter(|&&it| is_live(organization, it))
            .all(|it| walk.knot_of[it] == at)
    })
}

/// Returns the names on the way to the innermost group, the outermost first.
fn way_down(organization: &Organization, walk: &Walk, at: usize) -> String {
    let mut names = vec![organization.group(walk.knots[at].groups[0]).name.as_str()];
    let mut knot = &walk.knots[at];
    while let Some(inner) = knot.deepest {
        if names.len() == NAMES {
            names.push("…");
            break;
        }
        names.push(&organization.group(inner).name);
        knot = &walk.knots[walk.knot_of[&inner]];
    }
    names.join(" > ")
}

/// Returns the shortest way from the first group of a knot back to itself, in words.
fn circle(organization: &Organization, walk: &Walk, at: usize) -> String {
    let knot = &walk.knots[at];
    let first = knot.groups[0];
    let name = |at: Index| organization.group(at).name.as_str();
    let way = way_back(organization, walk, at, first);
    if way.len() <= 1 {
        return "it contains itself".to_owned();
    }
    let mut text = name(first).to_owned();
    for (step, &group) in way.iter().skip(1).take(NAMES).enumerate() {
        text.push_str(if step == 0 {
            " contains "
        } else {
            ", which contains "
        });
        text.push_str(name(group));
    }
    if way.len() > NAMES + 1 {
        text.push_str(&format!(
            ", and so on through {} groups back to it",
            way.len()
        ));
    } else {
        text.push_str(&format!(", which contains {}", name(first)));
    }
    if knot.groups.len() > way.len() {
        text.push_str(&format!(
            "; {} groups contain each other",
            knot.groups.len()
        ));
    }
    text
}

/// Returns the groups on the shortest way from `first` back to itself within its knot.
fn way_back(organization: &Organization, walk: &Walk, at: usize, first: Index) -> Vec<Index> {
    let mut from: HashMap<Index, Index> = HashMap::new();
    let mut queue = VecDeque::from([first]);
    while let Some(group) = queue.pop_front() {
        for inner in live_inside(organization, group) {
            if inner == first {
                let mut way = vec![group];
                while let Some(&before) = from.get(way.last().expect("it has a group")) {
                    way.push(before);
                }
                way.reverse();
                return way;
            }
            if walk.knot_of[&inner] == at && !from.contains_key(&inner) {
                from.insert(inner, group);
                queue.push_back(inner);
            }
        }
    }
    vec![first]
}
