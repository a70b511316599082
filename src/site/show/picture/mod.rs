//! The picture of nesting: what contains a group on the left, what is inside it on the right
//! (UX.md 6).
//!
//! It is made for up to 60 groups and says nothing that the lists do not say. It must not know
//! how it is drawn: it gives places, words and addresses.

mod layout;
mod text;

use std::collections::{HashSet, VecDeque};

use super::known::inside;
use super::mark;
use crate::site::model::{GroupEntry, Index, Organization};
use crate::site::view::{PictureEdge, PictureNode, PictureView};
use layout::{Bend, Graph, Layout};

/// The most groups in a picture.
const MOST: usize = 60;

/// The size of a box.
const BOX: (i32, i32) = (188, 54);

/// The gap between columns: lines and their turns need it.
const GAP: i32 = 60;

/// The gap between boxes of a column, and the room that a passing line takes.
const ROW: (i32, i32) = (14, 22);

/// What is left free around it all.
const MARGIN: i32 = 12;

/// The gap between lines that run backwards, below the boxes.
const LANE: i32 = 12;

/// The width of a name and of the line below it, in tenths of a letter's height.
const ROOM: (u32, u32) = (127, 152);

/// A box: a documented group, or one that is known by its label only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Group(Index),
    /// The group that contains it, and its place among the undocumented ones there.
    Plain(Index, usize),
}

/// Returns the picture of a group with everything that contains it and is inside it; `None` when
/// there is nothing around it, or too much.
pub(super) fn picture(organization: &Organization, at: Index) -> Option<PictureView> {
    let group = organization.group(at);
    let alone = group.nested.is_empty() && group.parents.is_empty();
    if alone && group.undocumented.is_empty() {
        return None;
    }
    let nodes = nodes(organization, at)?;
    let edges = edges(organization, &nodes);
    let home = nodes.iter().position(|it| *it == Node::Group(at))?;
    let graph = Graph {
        count: nodes.len(),
        home,
        edges,
    };
    let layout = layout::layout(&graph, BOX.1 + ROW.0, ROW.1);
    Some(drawn(organization, &nodes, &graph, &layout))
}

/// Returns everything above and below a group, by name; `None` when it is too much.
fn nodes(organization: &Organization, at: Index) -> Option<Vec<Node>> {
    let mut found = HashSet::from([at]);
    let mut plain = Vec::new();
    let mut inside = HashSet::from([at]);
    let mut open = VecDeque::from([at]);
    while let Some(at) = open.pop_front() {
        let group = organization.group(at);
        plain.extend((0..group.undocumented.len()).map(|place| Node::Plain(at, place)));
        for &inner in &group.nested {
            if inside.insert(inner) {
                open.push_back(inner);
            }
            if inside.len() + plain.len() > MOST {
                return None;
            }
        }
        if inside.len() + plain.len() > MOST {
            return None;
        }
    }
    found.extend(&inside);
    let mut around = HashSet::from([at]);
    let mut open = VecDeque::from([at]);
    while let Some(at) = open.pop_front() {
        for &outer in &organization.group(at).parents {
            if around.insert(outer) {
                open.push_back(outer);
                found.insert(outer);
            }
            if found.len() + plain.len() > MOST {
                return None;
            }
        }
    }
    let mut nodes: Vec<Node> = found.into_iter().map(Node::Group).collect();
    nodes.extend(plain);
    // Groups are numbered by name.
    nodes.sort_unstable();
    Some(nodes)
}

/// Returns which of the boxes contains which.
fn edges(organization: &Organization, nodes: &[Node]) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    for (from, node) in nodes.iter().enumerate() {
        let Node::Group(at) = node else { continue };
        let group = organization.group(*at);
        for (to, other) in nodes.iter().enumerate() {
            let contains = match other {
                Node::Group(other) => group.nested.binary_search(other).is_ok(),
                Node::Plain(container, _) => container == at,
            };
            if contains {
                edges.push((from, to));
            }
        }
    }
    edges
}

fn drawn(
    organization: &Organization,
    nodes: &[Node],
    graph: &Graph,
    layout: &Layout,
) -> PictureView {
    let place = |vertex: usize| Place {
        left: MARGIN + layout.column[vertex] as i32 * (BOX.0 + GAP),
        middle: MARGIN + layout.middle[vertex],
    };
    let mut lanes = 0;
    let names: Vec<String> = nodes.iter().map(|it| name(organization, *it)).collect();
    let floor = MARGIN + layout.height;
    let edges = graph
        .edges
        .iter()
        .zip(&layout.bends)
        .map(|(&(from, to), way)| {
            let words = format!("{} contains {}", names[from], names[to]);
            let Some(way) = way else {
                lanes += 1;
                return backwards(&words, place(from), place(to), floor, lanes);
            };
            forwards(words, place(from), place(to), way)
        })
        .collect();
    let lowest = if lanes > 0 {
        floor + lanes * LANE
    } else {
        floor
    };
    let width = layout.columns as i32 * (BOX.0 + GAP) - GAP + 2 * MARGIN;
    PictureView {
        // A line that turns back stands beside the outer boxes.
        width: width + if lanes > 0 { GAP } else { 0 },
        height: lowest + MARGIN,
        left: if lanes > 0 { -GAP / 2 } else { 0 },
        groups: nodes.len(),
        nodes: nodes
            .iter()
            .enumerate()
            .map(|(vertex, node)| boxed(organization, *node, vertex == graph.home, place(vertex)))
            .collect(),
        cycles: lanes > 0,
        edges,
    }
}

/// Where a box stands.
#[derive(Clone, Copy)]
struct Place {
    left: i32,
    middle: i32,
}

fn name(organization: &Organization, node: Node) -> String {
    match node {
        Node::Group(at) => organization.group(at).name.clone(),
        Node::Plain(at, place) => organization.group(at).undocumented[place].1.clone(),
    }
}

fn boxed(organization: &Organization, node: Node, home: bool, place: Place) -> PictureNode {
    let name = name(organization, node);
    let (kind, status, url, info) = match node {
        Node::Group(at) => {
            let group = organization.group(at);
            let kind = if home { "home" } else { "group" };
            let url = (!home).then(|| group.url.clone());
            (
                kind,
                group.status.status.key(),
                url,
                info(organization, group),
            )
        }
        Node::Plain(..) => ("plain", "enabled", None, "not documented".to_owned()),
    };
    PictureNode {
        x: place.left,
        y: place.middle - BOX.1 / 2,
        width: BOX.0,
        height: BOX.1,
        kind,
        status,
        url,
        title: format!("{name}: {info}"),
        lines: text::lines(&name, ROOM.0),
        info: text::cut(&info, ROOM.1),
    }
}

/// Returns what stands below a name: what is in the group, and what makes it special.
fn info(organization: &Organization, group: &GroupEntry) -> String {
    let mut parts = vec![inside(organization, group)];
    parts.extend(
        mark::of_related(group)
            .iter()
            .map(|it| it.label.to_lowercase()),
    );
    parts.join(", ")
}

/// Draws a line from left to right, through its bends.
fn forwards(title: String, from: Place, to: Place, way: &[Bend]) -> PictureEdge {
    let mut x = from.left + BOX.0;
    let mut y = from.middle;
    let mut line = format!("M{x} {y}");
    let mut curve = |end_x: i32, end_y: i32, stay: i32| {
        if end_y == y {
            line.push_str(&format!("H{}", end_x + stay));
        } else {
            let half = (x + end_x) / 2;
            line.push_str(&format!("C{half} {y} {half} {end_y} {end_x} {end_y}"));
            if stay > 0 {
                line.push_str(&format!("h{stay}"));
            }
        }
        (x, y) = (end_x + stay, end_y);
    };
    for bend in way {
        let left = MARGIN + bend.column as i32 * (BOX.0 + GAP);
        curve(left, MARGIN + bend.middle, BOX.0);
    }
    curve(to.left - 6, to.middle, 0);
    PictureEdge {
        title,
        line,
        tip: tip(to.left, to.middle),
        cycle: false,
    }
}

/// Draws a line that leads back: out on the right, below all boxes, in on the left.
fn backwards(words: &str, from: Place, to: Place, floor: i32, lane: i32) -> PictureEdge {
    /// How far apart lines turn, and how often before they share a place.
    const TURN: (i32, i32) = (4, 6);
    let out = from.left + BOX.0 + 10 + (lane - 1) % TURN.1 * TURN.0;
    let back = to.left - 14 - (lane - 1) % TURN.1 * TURN.0;
    let bottom = floor + lane * LANE;
    let (start, end) = (from.middle + 14, to.middle + 14);
    let right = from.left + BOX.0;
    PictureEdge {
        title: format!("{words}: a cycle"),
        line: format!(
            "M{right} {start}H{out}V{bottom}H{back}V{end}H{}",
            to.left - 6
        ),
        tip: tip(to.left, end),
        cycle: true,
    }
}

/// Draws the head of an arrow that points at the left side of a box.
fn tip(x: i32, y: i32) -> String {
    format!("M{} {}L{} {y}L{} {}z", x - 8, y - 4, x - 1, x - 8, y + 4)
}
