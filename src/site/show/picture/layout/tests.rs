//! Places of boxes and lines: cycles, sides, overlaps.

use super::*;

fn drawn(count: usize, home: usize, edges: &[(usize, usize)]) -> Layout {
    let graph = Graph {
        count,
        home,
        edges: edges.to_vec(),
    };
    layout(&graph, 60, 20)
}

/// Returns the edges that close a cycle.
fn closing(layout: &Layout) -> Vec<usize> {
    let bends = layout.bends.iter().enumerate();
    bends
        .filter(|(_, way)| way.is_none())
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn what_contains_stands_left_of_what_is_inside() {
    // 0 contains 1 contains 2 (home) contains 3 and 4; 0 also contains 4 directly.
    let edges = [(0, 1), (1, 2), (2, 3), (2, 4), (0, 4)];
    let layout = drawn(5, 2, &edges);
    assert_eq!(layout.column, [0, 1, 2, 3, 3]);
    assert_eq!(closing(&layout), [0; 0]);
    assert_eq!(
        layout.bends[4].as_ref().map(Vec::len),
        Some(2),
        "a long line passes the columns between"
    );
}

#[test]
fn a_cycle_is_broken_where_it_comes_back_to_the_group() {
    let layout = drawn(3, 0, &[(0, 1), (1, 2), (2, 0)]);
    assert_eq!(layout.column, [0, 1, 2]);
    assert_eq!(closing(&layout), [2]);
    let own = drawn(1, 0, &[(0, 0)]);
    assert_eq!((own.columns, closing(&own)), (1, vec![0]));
}

#[test]
fn a_cycle_among_the_groups_around_stays_on_the_left() {
    // 0 and 1 contain each other, and 1 contains 2.
    let layout = drawn(3, 2, &[(0, 1), (1, 0), (1, 2)]);
    assert_eq!(layout.column, [0, 1, 2]);
    assert_eq!(closing(&layout), [1]);
}

#[test]
fn what_contains_a_group_of_a_cycle_around_the_home_stands_on_the_left() {
    // The home 0 and 1 contain each other, 2 contains 1, and 3 contains 2.
    let layout = drawn(4, 0, &[(0, 1), (1, 0), (2, 1), (3, 2)]);
    assert_eq!(layout.column, [2, 3, 1, 0]);
    assert_eq!(closing(&layout), [1]);
    // 2 and 3 contain each other as well, and 3 itself.
    let edges = [(0, 1), (1, 0), (2, 1), (3, 2), (2, 3), (3, 3)];
    let layout = drawn(4, 0, &edges);
    assert_eq!(layout.column, [2, 3, 1, 0]);
    assert_eq!(closing(&layout), [1, 4, 5]);
}

/// Keeps what contains the home or is inside it, numbered anew with the home as 0.
fn related(count: usize, edges: &[(usize, usize)]) -> Graph {
    let graph = |edges: Vec<(usize, usize)>| Graph {
        count,
        home: 0,
        edges,
    };
    let inside = reached(&graph(edges.to_vec()));
    let around = reached(&graph(edges.iter().map(|&(from, to)| (to, from)).collect()));
    let kept: Vec<usize> = (0..count).filter(|&at| inside[at] || around[at]).collect();
    let place = |at: usize| kept.binary_search(&at).ok();
    let edges = edges.iter();
    Graph {
        count: kept.len(),
        home: 0,
        edges: edges
            .filter_map(|&(from, to)| Some((place(from)?, place(to)?)))
            .collect(),
    }
}

proptest::proptest! {
    #[test]
    fn every_line_that_closes_no_cycle_runs_from_left_to_right(
        count in 1..9_usize,
        all in proptest::collection::btree_set((0..9_usize, 0..9_usize), 0..24),
    ) {
        let all: Vec<_> = all.into_iter().filter(|it| it.0.max(it.1) < count).collect();
        let graph = related(count, &all);
        let layout = layout(&graph, 60, 20);
        for at in 0..graph.count {
            proptest::prop_assert!(layout.column[at] < layout.columns);
            let middle = layout.middle[at];
            proptest::prop_assert!(middle >= 30 && middle <= layout.height - 30);
        }
        for (&(from, to), way) in graph.edges.iter().zip(&layout.bends) {
            let Some(way) = way else {
                let inside = reached(&Graph { home: to, edges: graph.edges.clone(), ..graph });
                proptest::prop_assert!(inside[from], "only what closes a cycle runs backwards");
                continue;
            };
            let passed: Vec<usize> = way.iter().map(|bend| bend.column).collect();
            let between: Vec<usize> = (layout.column[from] + 1..layout.column[to]).collect();
            proptest::prop_assert!(layout.column[from] < layout.column[to]);
            proptest::prop_assert_eq!(passed, between);
            for bend in way {
                proptest::prop_assert!(bend.middle >= 10 && bend.middle <= layout.height - 10);
            }
        }
    }
}

#[test]
fn boxes_never_overlap_and_stay_inside() {
    // A dense graph: every vertex contains every later one.
    let edges: Vec<(usize, usize)> = (0..24)
        .flat_map(|from| (from + 1..24).map(move |to| (from, to)))
        .chain((24..60).map(|to| (3, to)))
        .collect();
    let layout = drawn(60, 0, &edges);
    for column in 0..layout.columns {
        let mut middles: Vec<i32> = (0..60)
            .filter(|&at| layout.column[at] == column)
            .map(|at| layout.middle[at])
            .collect();
        middles.sort_unstable();
        assert!(
            middles
                .iter()
                .all(|it| *it >= 30 && *it <= layout.height - 30)
        );
        assert!(
            middles.windows(2).all(|pair| pair[1] - pair[0] >= 60),
            "{middles:?}"
        );
    }
    assert_eq!(
        layout,
        drawn(60, 0, &edges),
        "the same graph gives the same picture"
    );
}

#[test]
fn lines_that_need_not_cross_do_not() {
    // Two groups inside, each with two of its own, written so that the order by number crosses.
    let edges = [(0, 1), (0, 2), (1, 4), (1, 6), (2, 3), (2, 5)];
    let layout = drawn(7, 0, &edges);
    let above = |a: usize, b: usize| layout.middle[a] < layout.middle[b];
    let first = above(1, 2);
    for (mine, other) in [(4, 3), (4, 5), (6, 3), (6, 5)] {
        assert_eq!(above(mine, other), first);
    }
}
