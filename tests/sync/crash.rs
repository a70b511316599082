//! Killed at any point: the next run finds old or new, and ends in the same bytes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::support::site::differences;
use crate::support::{FakeGraph, TestSite, World, id};

fn world() -> World {
    let mut world = World::default();
    for number in 1..=20 {
        world.user(number);
    }
    for number in 1..=30 {
        let group = world.security_group(number);
        world.add_user(&group, &id('u', 1 + number % 20));
    }
    world
}

fn change(world: &mut World) {
    for number in 1..=12 {
        world.add_user(&id('g', number), &id('u', 20));
        world.set(
            "groups",
            &id('g', number),
            json!({"description": "changed"}),
        );
    }
    world.remove(&id('g', 20), "members", &id('u', 1));
    world.delete("groups", &id('g', 25));
    world.delete("users", &id('u', 6));
}

fn put(root: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    if root.exists() {
        std::fs::remove_dir_all(root).expect("removed");
    }
    for (path, bytes) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}

#[test]
fn run_that_was_killed_anywhere_is_made_good_by_the_next_one() {
    let graph = FakeGraph::start(world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let (old, old_state) = (site.files("snapshot"), site.files(".rosterbook/state"));
    graph.change(change);
    site.next_hour();
    site.sync_well();
    let (new, new_state) = (site.files("snapshot"), site.files(".rosterbook/state"));

    let changed: Vec<&PathBuf> = new
        .iter()
        .filter(|(path, bytes)| old.get(*path) != Some(*bytes))
        .map(|(path, _)| path)
        .collect();
    let removed: Vec<&PathBuf> = old.keys().filter(|path| !new.contains_key(*path)).collect();
    assert!(changed.len() > 14 && !removed.is_empty());
    let snapshot = site.root().join("snapshot");
    let state = site.root().join(".rosterbook/state");
    let staging = site.root().join(".rosterbook/staging/contoso");

    // Killed while staging: no record, so nothing happened.
    for staged in [0, changed.len() / 2, changed.len()] {
        put(&snapshot, &old);
        put(&state, &old_state);
        let files = changed.iter().take(staged).enumerate();
        put(
            &staging,
            &files
                .map(|(at, path)| (PathBuf::from(format!("{at}.tmp")), new[*path].clone()))
                .collect(),
        );
        rosterbook::sync::recover(site.root()).expect("recovered");
        assert!(differences(&site.files("snapshot"), &old).is_empty());
        site.sync_well();
        assert!(differences(&site.files("snapshot"), &new).is_empty());
    }
    // Killed after the record, with some of the moves and removals made.
    let moves: Vec<(String, &PathBuf)> = changed
        .iter()
        .enumerate()
        .map(|(at, path)| (format!("{at}.tmp"), *path))
        .collect();
    let record = json!({"moves": moves, "removals": removed}).to_string();
    for done in 0..=changed.len() + removed.len() {
        let mut files = old.clone();
        let mut left: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
        for (at, path) in changed.iter().enumerate() {
            match at < done {
                true => files.insert((*path).clone(), new[*path].clone()),
                false => left.insert(format!("{at}.tmp").into(), new[*path].clone()),
            };
        }
        for path in removed.iter().take(done.saturating_sub(changed.len())) {
            files.remove(*path);
        }
        left.insert("commit.json".into(), record.clone().into_bytes());
        put(&snapshot, &files);
        put(&state, &old_state);
        put(&staging, &left);
        rosterbook::sync::recover(site.root()).expect("recovered");
        assert!(differences(&site.files("snapshot"), &new).is_empty());
        let report = site.sync_well();
        assert!(report.tenants[0].full, "links are older than the data");
        assert!(differences(&site.files("snapshot"), &new).is_empty());
    }
    // Killed between the snapshot and the state, and between the parts of the state.
    let bodies = new_state
        .iter()
        .filter(|(path, _)| path.extension() == Some("ndjson".as_ref()));
    let mut both = old_state.clone();
    both.extend(bodies.map(|(path, bytes)| (path.clone(), bytes.clone())));
    for state_files in [&old_state, &both] {
        put(&snapshot, &new);
        put(&state, state_files);
        site.sync_well();
        assert!(differences(&site.files("snapshot"), &new).is_empty());
        assert_eq!(
            site.files(".rosterbook/state").len(),
            2,
            "old bodies are swept"
        );
    }
    // Killed before the state was written at all, or with a damaged one.
    for damage in ["", "{}", "{\"version\": 99}", "\0\0\0"] {
        put(&snapshot, &new);
        put(
            &state,
            &BTreeMap::from([("contoso.json".into(), damage.into())]),
        );
        site.sync_well();
        assert!(differences(&site.files("snapshot"), &new).is_empty());
    }
}

#[test]
fn damaged_snapshot_is_left_alone_until_everything_is_asked_for() {
    let graph = FakeGraph::start(world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.state_files();
    let path = rosterbook::snapshot::group_path(
        &"contoso".parse().expect("key"),
        id('g', 3).parse().expect("id"),
    );
    let file = site.root().join("snapshot").join(&path);
    let shown = format!("snapshot/{}", path.display());
    for (damage, words) in [
        (
            "<<<<<<< HEAD\n{}\n",
            format!("unresolved merge in `{shown}:1`"),
        ),
        ("{\"id\": ", format!("`{shown}:1`")),
        ("", format!("`{shown}:1`")),
    ] {
        std::fs::write(&file, damage).expect("written");
        site.next_hour();
        let report = site.sync();
        assert!(report.has_invalid_snapshot());
        let text = report.tenants[0].problems[0].to_string();
        assert!(text.contains(&words), "{text}");
        assert_eq!(std::fs::read(&file).expect("read"), damage.as_bytes());
        let report = site.sync_full();
        assert!(report.tenants[0].problems.is_empty());
        assert_eq!(site.state_files().len(), before.len());
    }
    let version = site.root().join("snapshot/snapshot.json");
    std::fs::write(
        &version,
        "{\"format\":\"rosterbook-snapshot\",\"version\":9}",
    )
    .expect("written");
    let all = site.files("snapshot");
    site.options.full = true;
    let error = site.try_sync().expect_err("newer");
    assert!(error.to_string().contains("needs version 9"), "{error}");
    assert!(differences(&site.files("snapshot"), &all).is_empty());
}
