//! Signals, and two runs at once: exit codes that scripts can tell apart.

use std::time::{Duration, Instant};

use rosterbook::files::{Lock, LockRequest};

use crate::first::small_world;
use crate::support::site::differences;
use crate::support::{FakeGraph, Reply, TestSite, id, program};

fn lock_path(site: &TestSite) -> std::path::PathBuf {
    site.root().join(".rosterbook/locks/snapshot.lock")
}

/// Waits until a request for a stream has arrived.
fn wait_for_a_stream(graph: &FakeGraph) {
    let begin = Instant::now();
    while !graph
        .requests()
        .iter()
        .any(|it| it.path.ends_with("/delta"))
    {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "nothing is asked"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn signal_ends_a_run_within_two_seconds_and_leaves_everything_whole() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = (site.files("snapshot"), site.files(".rosterbook/state"));
    graph.change(|world| world.add_user(&id('g', 2), &id('u', 5)));
    site.next_hour();
    for (name, code) in [("TERM", 143), ("INT", 130)] {
        graph.set_fault(|request, _| {
            request.path.ends_with("users/delta").then(|| Reply {
                delay: Duration::from_secs(60),
                ..Reply::raw(200, "application/json", "{}")
            })
        });
        graph.take_requests();
        let child = program::sync(&site).spawn().expect("started");
        wait_for_a_stream(&graph);
        program::signal(&child, name);
        let (output, time) = program::wait(child, Duration::from_secs(30));
        assert_eq!(output.status.code(), Some(code));
        assert!(time < Duration::from_secs(2), "{name}: {time:?}");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains("interrupted"), "{text}");
        assert!(differences(&site.files("snapshot"), &before.0).is_empty());
        assert!(differences(&site.files(".rosterbook/state"), &before.1).is_empty());
    }
    graph.clear_fault();
    assert_eq!(site.sync_well().tenants[0].counts.members_added, 1);
}

#[test]
fn of_two_runs_at_once_one_works_and_the_other_is_refused_within_a_second() {
    let graph = FakeGraph::start(small_world());
    let site = TestSite::new(&graph, "");
    // Long enough that no winner is done before the other one looks.
    graph.set_fault(|request, _| {
        if request.path.ends_with("organization") {
            std::thread::sleep(Duration::from_millis(1500));
        }
        None
    });
    let mut refusals = Vec::new();
    for round in 0..20 {
        let mut command = program::sync(&site);
        command.arg("--full");
        let begin = Instant::now();
        let mut children = [
            command.spawn().expect("started"),
            command.spawn().expect("started"),
        ];
        let mut ends: [Option<(i32, Duration)>; 2] = [None, None];
        while ends.iter().any(Option::is_none) {
            for (child, end) in children.iter_mut().zip(&mut ends) {
                if end.is_none()
                    && let Some(status) = child.try_wait().expect("a child")
                {
                    *end = Some((status.code().unwrap_or(-1), begin.elapsed()));
                }
            }
            assert!(begin.elapsed() < Duration::from_secs(60));
            std::thread::sleep(Duration::from_millis(2));
        }
        let mut ends: Vec<(i32, Duration)> = ends.into_iter().flatten().collect();
        ends.sort_unstable();
        assert_eq!((ends[0].0, ends[1].0), (0, 5), "round {round}");
        refusals.push(ends[1].1);
        for child in children {
            let output = child.wait_with_output().expect("its output");
            if output.status.code() == Some(5) {
                let text = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(text.contains("locked by process"), "{text}");
                assert!(text.contains("snapshot.lock"), "{text}");
            }
        }
        assert!(!lock_path(&site).exists(), "nothing is left");
    }
    refusals.sort_unstable();
    // A busy machine may be slow to start a program; the refusal itself is at once.
    assert!(refusals[10] < Duration::from_secs(1), "{refusals:?}");
}

#[test]
fn lock_of_a_process_that_died_is_taken_over_at_once() {
    let graph = FakeGraph::start(small_world());
    let site = TestSite::new(&graph, "");
    graph.set_fault(|request, _| {
        let first = request.path.ends_with("users/delta");
        first.then(|| Reply {
            delay: Duration::from_secs(60),
            ..Reply::raw(200, "application/json", "{}")
        })
    });
    let mut child = program::sync(&site).spawn().expect("started");
    wait_for_a_stream(&graph);
    child.kill().expect("killed");
    child.wait().expect("its end");
    assert!(lock_path(&site).exists(), "the dead one could not clean up");
    graph.clear_fault();
    let begin = Instant::now();
    let request = LockRequest {
        path: lock_path(&site),
        timeout: Duration::ZERO,
    };
    drop(Lock::take(&request).expect("nobody holds it"));
    assert!(begin.elapsed() < Duration::from_secs(1));
    site.sync_well();
    assert!(!lock_path(&site).exists());
}

#[test]
fn run_that_may_wait_gets_its_turn() {
    let graph = FakeGraph::start(small_world());
    let site = TestSite::new(&graph, "");
    site.sync_well();
    let request = LockRequest {
        path: lock_path(&site),
        timeout: Duration::ZERO,
    };
    let held = Lock::take(&request).expect("free");
    let mut command = program::sync(&site);
    let child = command
        .args(["--lock-timeout", "30"])
        .spawn()
        .expect("started");
    std::thread::sleep(Duration::from_millis(700));
    drop(held);
    let (output, _) = program::wait(child, Duration::from_secs(60));
    assert_eq!(output.status.code(), Some(0));
}
