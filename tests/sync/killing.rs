//! Killed at every point at which a sync touches the disk (SAFETY.md 11, row 1 and 13.1).
//!
//! The program stops at the n-th such point (`src/files/halt.rs`, debug builds only) and is killed
//! there. `ROSTERBOOK_KILL_POINTS=all` tries each of them; without it some are spread evenly.
//! `ROSTERBOOK_KILL_REPORT` names a file for the figures.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::site::differences;
use crate::support::{FakeGraph, TestSite, World, id, program};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// How many points of each run are tried when not all are asked for.
const SAMPLE: u64 = 25;

fn world() -> World {
    let mut world = World::default();
    for number in 1..=120 {
        world.user(number);
    }
    for number in 1..=300 {
        let group = match number % 4 {
            0 => world.team(number),
            _ => world.security_group(number),
        };
        for offset in 0..4 {
            world.add_user(&group, &id('u', 1 + (number * 7 + offset) % 120));
        }
    }
    world
}

fn change(world: &mut World) {
    for number in 1..=40 {
        world.add_user(&id('g', number), &id('u', 1 + number % 11));
        world.set(
            "groups",
            &id('g', number),
            json!({"description": "changed"}),
        );
    }
    for number in 41..=45 {
        world.delete("groups", &id('g', number));
    }
    world.delete("users", &id('u', 6));
    let fresh = world.security_group(900);
    world.add_user(&fresh, &id('u', 7));
}

/// Puts the site's folders back to an earlier state.
fn put(site: &TestSite, files: &[(&str, Files)]) {
    for (folder, files) in files {
        let root = site.root().join(folder);
        if root.exists() {
            std::fs::remove_dir_all(&root).expect("removed");
        }
        for (path, bytes) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, bytes).expect("written");
        }
    }
}

fn halting(site: &TestSite, at: u64, mark: &Path) -> Command {
    let mut command = program::sync(site);
    command
        .env("ROSTERBOOK_HALT_AT", at.to_string())
        .env("ROSTERBOOK_HALT_MARK", mark)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    command
}

/// How many points an undisturbed run passes.
fn count(site: &TestSite, mark: &Path) -> u64 {
    let status = halting(site, 0, mark).status().expect("a run");
    assert!(status.success());
    std::fs::read(mark).expect("counted").len() as u64
}

/// Runs until the point and kills there; returns whether the run came so far.
fn kill_at(site: &TestSite, at: u64, mark: &Path) -> bool {
    let _ = std::fs::remove_file(mark);
    let mut child = halting(site, at, mark).spawn().expect("started");
    let begin = Instant::now();
    loop {
        if mark.exists() {
            child.kill().expect("killed");
            child.wait().expect("its end");
            return true;
        }
        if let Some(status) = child.try_wait().expect("a child") {
            assert!(status.success());
            return false;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "point {at}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn points(all: u64) -> Vec<u64> {
    let every = std::env::var_os("ROSTERBOOK_KILL_POINTS").is_some_and(|it| it == "all");
    match every {
        true => (1..=all).collect(),
        // The first and the last ones are the rarest kinds.
        false => (0..SAMPLE)
            .map(|at| 1 + at * (all - 1) / (SAMPLE - 1))
            .collect(),
    }
}

/// Kills a run at its points: what is found after each is `old` or `new`, and one more run ends
/// in `new`. Returns how many were tried.
fn try_points(
    graph: &FakeGraph,
    site: &TestSite,
    before: &[(&str, Files)],
    old: &Files,
    new: &Files,
) -> usize {
    let mark = site.folder.path().join("mark");
    put(site, before);
    let all = count(site, &mark);
    assert!(differences(&site.files("snapshot"), new).is_empty());
    assert!(all > 100, "{all} points");
    let mut killed = 0;
    for at in points(all) {
        put(site, before);
        if !kill_at(site, at, &mark) {
            // Work is shared among threads, so a run may pass one point less.
            assert!(at + 5 > all, "point {at} of {all}");
            continue;
        }
        killed += 1;
        graph.take_requests();
        rosterbook::sync::recover(site.root()).expect("recovered");
        let found = site.files("snapshot");
        let is_old = differences(&found, old).is_empty();
        assert!(
            is_old || differences(&found, new).is_empty(),
            "point {at} of {all} leaves neither old nor new: {:#?}",
            differences(&found, new)
        );
        let report = site.sync();
        assert!(
            report.tenants[0].problems.is_empty(),
            "{:?}",
            report.tenants[0].problems
        );
        let differences = differences(&site.files("snapshot"), new);
        assert!(
            differences.is_empty(),
            "point {at} of {all}: {differences:#?}"
        );
        let left = site.files(".rosterbook");
        let unfinished = left.keys().find(|path| {
            path.starts_with("staging")
                || path.starts_with("locks")
                || path.starts_with("state") && path.extension() == Some("tmp".as_ref())
        });
        assert_eq!(unfinished, None, "point {at} of {all}");
    }
    killed
}

#[test]
fn sync_of_300_groups_that_is_killed_anywhere_leaves_old_or_new_and_is_made_good() {
    let graph = FakeGraph::start(world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let first = site.files("snapshot");
    let kept = ("snapshot", first.clone());
    let state = (".rosterbook", site.files(".rosterbook"));
    let nothing = [("snapshot", Files::new()), (".rosterbook", Files::new())];
    let empty: Files = Files::new();
    let begin = Instant::now();
    let beginnings = try_points(&graph, &site, &nothing, &empty, &first);

    graph.change(change);
    site.next_hour();
    put(&site, &[kept.clone(), state.clone()]);
    site.sync_well();
    let second = site.files("snapshot");
    assert!(!differences(&first, &second).is_empty());
    let changes = try_points(&graph, &site, &[kept, state], &first, &second);
    if let Some(path) = std::env::var_os("ROSTERBOOK_KILL_REPORT") {
        let text = format!(
            "killed {beginnings} first runs and {changes} later ones, all made good, in {:?}\n",
            begin.elapsed()
        );
        std::fs::write(path, text).expect("written");
    }
    assert!(beginnings + changes >= 2 * SAMPLE as usize - 8);
}
