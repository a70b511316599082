//! Chains, circles and dense nesting, as large as they come.

use std::time::{Duration, Instant};

use super::*;
use crate::site::join;
use crate::site::testing::{group, organization};

/// Returns an organization whose groups contain others by number; one person is in the last.
fn nested(count: u32, inside: impl Fn(u32) -> Vec<u32>) -> Organization {
    let people = |at| if at + 1 == count { vec![1] } else { vec![] };
    let groups = (0..count)
        .map(|at| group(at, &inside(at), &people(at)))
        .collect();
    let mut model = join(&organization(groups));
    model.organizations.remove(0)
}

#[test]
fn a_chain_of_ten_thousand_groups_takes_no_stack_and_little_time() {
    let started = Instant::now();
    let count = 10_000;
    let organization = nested(
        count,
        |at| if at + 1 < count { vec![at + 1] } else { vec![] },
    );
    assert_eq!(organization.group(0).effective, 1);
    assert_eq!(organization.people[0].inherited, count as usize - 1);
    assert!(organization.groups.iter().all(|it| !it.in_circle));
    let lines = tree(&organization, 0);
    assert_eq!(lines.len(), LINES);
    assert!(
        lines.last().is_some_and(|it| it.cut),
        "deeper groups are on their own pages"
    );
    let walk = downwards(&organization, 0);
    assert_eq!(path(&walk, walk.len() - 1).len(), count as usize);
    // Debug code on a busy machine; a walk that is worse than it has to be takes minutes.
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn a_circle_of_ten_thousand_groups_ends() {
    let count = 10_000;
    let organization = nested(count, |at| vec![(at + 1) % count]);
    assert!(organization.groups.iter().all(|it| it.in_circle));
    let way = cycles(&organization, 7);
    assert_eq!(way.len(), 1);
    assert_eq!(way[0].len(), count as usize + 1);
    assert_eq!((way[0][0], way[0][count as usize]), (7, 7));
    assert_eq!(organization.group(7).effective, 1);
}

#[test]
fn groups_outside_a_circle_are_not_called_part_of_it() {
    // 0 contains 1; 1 and 2 contain each other; 2 contains 3; 4 contains itself.
    let organization = nested(5, |at| match at {
        0 => vec![1],
        1 => vec![2],
        2 => vec![1, 3],
        4 => vec![4],
        _ => vec![],
    });
    let circles: Vec<bool> = organization.groups.iter().map(|it| it.in_circle).collect();
    assert_eq!(circles, [false, true, true, false, true]);
    assert_eq!(cycles(&organization, 1), [[1, 2, 1]]);
    assert_eq!(cycles(&organization, 0), Vec::<Vec<Index>>::new());
    assert_eq!(cycles(&organization, 4), [[4, 4]]);
}

#[test]
fn a_group_that_is_met_again_is_not_written_out_again() {
    // 0 contains 1 and 2, both contain 3, which contains 4.
    let organization = nested(5, |at| match at {
        0 => vec![1, 2],
        1 | 2 => vec![3],
        3 => vec![4],
        _ => vec![],
    });
    let lines: Vec<(TreeNode, usize, bool)> = tree(&organization, 0)
        .into_iter()
        .map(|it| (it.node, it.depth, it.again))
        .collect();
    let node = TreeNode::Group;
    assert_eq!(
        lines,
        [
            (node(1), 1, false),
            (node(3), 2, false),
            (node(4), 3, false),
            (node(2), 1, false),
            (node(3), 2, true),
        ]
    );
}
