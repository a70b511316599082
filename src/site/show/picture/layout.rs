//! Where the boxes and lines of a layered picture go: columns, their order, their heights.
//!
//! The same graph always gives the same places. It must not know what the boxes stand for.

mod order;
mod place;
#[cfg(test)]
mod tests;

/// How many bends lines may have in all; beyond it they run straight.
///
/// A bend is a place that a long line keeps free between boxes: a dense graph of 60 boxes would
/// have tens of thousands of them and look no better.
const MOST_BENDS: usize = 300;

/// A graph to draw: vertices from 0, edges from the one that contains to the one inside.
#[derive(Debug)]
pub(super) struct Graph {
    /// How many vertices there are.
    pub(super) count: usize,
    /// The vertex that the picture is about: everything else contains it or is inside it.
    pub(super) home: usize,
    /// The edges, each once; one may lead from a vertex to itself.
    pub(super) edges: Vec<(usize, usize)>,
}

/// Where everything goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// The column of each vertex, from 0 on the left.
    pub(super) column: Vec<usize>,
    /// The middle of each vertex from the top.
    pub(super) middle: Vec<i32>,
    /// For each edge, in the order of the graph's: the places it passes, or `None` when it closes
    /// a cycle and so runs backwards.
    pub(super) bends: Vec<Option<Vec<Bend>>>,
    /// How many columns there are.
    pub(super) columns: usize,
    /// How high it all is.
    pub(super) height: i32,
}

/// A column that a long line passes, and how far from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bend {
    /// The column.
    pub(super) column: usize,
    /// The distance from the top.
    pub(super) middle: i32,
}

/// A box or bend, and how much room it takes from top to bottom.
#[derive(Debug, Clone, Copy)]
struct Room {
    column: usize,
    size: i32,
}

/// Boxes and bends with the links between neighbouring columns.
#[derive(Debug)]
struct Columns {
    rooms: Vec<Room>,
    /// The vertices of each column, from top to bottom.
    order: Vec<Vec<usize>>,
    /// Links to the column on the left and on the right.
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
}

/// Returns the layout of a graph whose boxes are `size` high with their gap, bends `bend` high.
pub(super) fn layout(graph: &Graph, size: i32, bend: i32) -> Layout {
    let inside = reached(graph);
    let back = backward(graph, &inside);
    let level = levels(graph, &inside, &back);
    let lowest = level.iter().copied().min().unwrap_or(0);
    let column: Vec<usize> = level
        .iter()
        .map(|level| usize::try_from(level - lowest).expect("the lowest is subtracted"))
        .collect();
    let columns = column.iter().copied().max().unwrap_or(0) + 1;

    let forward = |at: usize| !back[at];
    let spans: usize = (0..graph.edges.len())
        .filter(|&at| forward(at))
        .map(|at| graph.edges[at])
        .map(|(from, to)| column[to].saturating_sub(column[from] + 1))
        .sum();
    let bending = spans <= MOST_BENDS;
    let mut parts = Columns {
        rooms: column.iter().map(|&column| Room { column, size }).collect(),
        order: Vec::new(),
        left: vec![Vec::new(); graph.count],
        right: vec![Vec::new(); graph.count],
    };
    let mut ways: Vec<Option<Vec<usize>>> = vec![None; graph.edges.len()];
    for at in (0..graph.edges.len()).filter(|&at| forward(at)) {
        let (from, to) = graph.edges[at];
        let mut way = Vec::new();
        let mut before = from;
        for column in column[from] + 1..column[to] {
            if !bending {
                break;
            }
            let new = parts.rooms.len();
            parts.rooms.push(Room { column, size: bend });
            parts.left.push(Vec::new());
            parts.right.push(Vec::new());
            parts.link(before, new);
            way.push(new);
            before = new;
        }
        if bending || column[to] == column[from] + 1 {
            parts.link(before, to);
        }
        ways[at] = Some(way);
    }
    parts.order = vec![Vec::new(); columns];
    for (at, room) in parts.rooms.iter().enumerate() {
        parts.order[room.column].push(at);
    }
    order::arrange(&mut parts);
    let (middle, height) = place::place(&parts);
    let bend_at = |at: usize| Bend {
        column: parts.rooms[at].column,
        middle: middle[at],
    };
    Layout {
        bends: ways
            .into_iter()
            .map(|way| way.map(|way| way.into_iter().map(bend_at).collect()))
            .collect(),
        middle: middle[..graph.count].to_vec(),
        column,
        columns,
        height,
    }
}

impl Columns {
    fn link(&mut self, from: usize, to: usize) {
        self.right[from].push(to);
        self.left[to].push(from);
    }
}

/// Returns which vertices are reached from the home, itself included.
fn reached(graph: &Graph) -> Vec<bool> {
    let mut seen = vec![false; graph.count];
    seen[graph.home] = true;
    let mut open = vec![graph.home];
    while let Some(at) = open.pop() {
        for &(from, to) in &graph.edges {
            if from == at && !seen[to] {
                seen[to] = true;
                open.push(to);
            }
        }
    }
    seen
}

/// A walk through one side of the picture: which edges close a cycle, and in which order
/// vertices come so that each stands behind those that lead to it.
struct Walk {
    closing: Vec<usize>,
    order: Vec<usize>,
}

/// Walks from the home as deep as it goes; `step` says from where to where an edge leads, if it
/// is used.
fn walk(graph: &Graph, step: impl Fn((usize, usize)) -> Option<(usize, usize)>) -> Walk {
    let mut out: Vec<Vec<(usize, usize)>> = vec![Vec::new(); graph.count];
    for (at, &edge) in graph.edges.iter().enumerate() {
        if let Some((from, to)) = step(edge) {
            out[from].push((at, to));
        }
    }
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; graph.count];
    let mut found = Walk {
        closing: Vec::new(),
        order: Vec::new(),
    };
    let mut stack = vec![(graph.home, 0)];
    marks[graph.home] = Mark::Open;
    while let Some((at, position)) = stack.last_mut() {
        let Some(&(edge, to)) = out[*at].get(*position) else {
            marks[*at] = Mark::Done;
            found.order.push(*at);
            stack.pop();
            continue;
        };
        *position += 1;
        match marks[to] {
            Mark::New => {
                marks[to] = Mark::Open;
                stack.push((to, 0));
            }
            Mark::Open => found.closing.push(edge),
            Mark::Done => {}
        }
    }
    found.order.reverse();
    found
}

/// Returns for each edge whether it closes a cycle.
///
/// Inside the home, cycles are broken where a walk from the home comes back; around it, where a
/// walk outwards does: so what contains it always stands on the left.
fn backward(graph: &Graph, inside: &[bool]) -> Vec<bool> {
    let mut back = vec![false; graph.edges.len()];
    for at in sides(graph, inside).iter().flat_map(|side| &side.closing) {
        back[*at] = true;
    }
    back
}

/// Returns the walks inside the home and around it.
fn sides(graph: &Graph, inside: &[bool]) -> [Walk; 2] {
    [
        walk(graph, |edge| inside[edge.0].then_some(edge)),
        walk(graph, |edge| outwards(graph, inside, edge)),
    ]
}

/// Returns the step away from the home that an edge of a group around it is.
///
/// What is inside the home may contain it as well, in a cycle: whoever contains such a group
/// contains the home, and stands on its left.
fn outwards(graph: &Graph, inside: &[bool], edge: (usize, usize)) -> Option<(usize, usize)> {
    let (from, to) = edge;
    let inner = if inside[to] { graph.home } else { to };
    (!inside[from]).then_some((inner, from))
}

/// Returns the level of each vertex: 0 for the home, more inside, less around it.
fn levels(graph: &Graph, inside: &[bool], back: &[bool]) -> Vec<i32> {
    let [inner, outer] = sides(graph, inside);
    let mut level = vec![0; graph.count];
    let forward = |at: &usize| !back[*at];
    for &at in &inner.order {
        let edges = (0..graph.edges.len()).filter(forward);
        for (from, to) in edges.map(|edge| graph.edges[edge]) {
            if from == at {
                level[to] = level[to].max(level[at] + 1);
            }
        }
    }
    for &at in &outer.order {
        let edges = (0..graph.edges.len()).filter(forward);
        for (inner, from) in edges.filter_map(|it| outwards(graph, inside, graph.edges[it])) {
            if inner == at {
                level[from] = level[from].min(level[at] - 1);
            }
        }
    }
    level
}
