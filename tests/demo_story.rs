//! The snapshot in this repository is what syncing the demo directory point by point gives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rosterbook::demo::{STATES, site_files, state_time};
use rosterbook::files;

/// Reads all files below a folder.
fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = files::walk(root).expect("a readable folder");
    let read = |path: &Path| files::read(&root.join(path)).expect("a readable file");
    entries
        .into_iter()
        .map(|entry| (entry.path.clone(), read(&entry.path)))
        .collect()
}

/// Makes the demo site in `root`, its directory at a point in time.
fn make_site(root: &Path, state: u32) {
    for (path, bytes) in site_files() {
        files::write_if_changed(&root.join(path), &bytes).expect("written");
    }
    let path = root.join("site.toml");
    let text = files::read_to_string(&path).expect("readable");
    let text = text.replace(
        "auth = \"demo\"",
        &format!("auth = \"demo\"\nstate = {state}"),
    );
    files::write_if_changed(&path, text.as_bytes()).expect("written");
}

fn sync(root: &Path, time: i64) {
    Command::cargo_bin("rosterbook")
        .expect("built")
        .args(["-q", "-C"])
        .arg(root)
        .arg("sync")
        .env("SOURCE_DATE_EPOCH", time.to_string())
        .assert()
        .success();
}

/// With `ROSTERBOOK_UPDATE=1` the snapshot of the repository is written anew instead.
#[test]
fn committed_snapshot_is_the_story_of_the_demo_directory() {
    let folder = tempfile::tempdir().expect("temp folder");
    for state in 0..STATES {
        make_site(folder.path(), state);
        sync(folder.path(), state_time(state).as_second());
    }
    let played = tree(&folder.path().join("snapshot"));
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshot");
    if std::env::var_os("ROSTERBOOK_UPDATE").is_some_and(|value| value == "1") {
        files::remove_tree(&committed).expect("removed");
        for (path, bytes) in &played {
            files::write_if_changed(&committed.join(path), bytes).expect("written");
        }
    }
    let kept = tree(&committed);
    for (path, bytes) in &played {
        assert!(
            kept.get(path) == Some(bytes),
            "{} differs from what a sync writes; renew it with ROSTERBOOK_UPDATE=1",
            path.display()
        );
    }
    assert_eq!(
        kept.len(),
        played.len(),
        "the repository has further files below snapshot/"
    );
}

#[test]
fn fresh_clone_finds_the_committed_snapshot_current() {
    let folder = tempfile::tempdir().expect("temp folder");
    for (path, bytes) in site_files() {
        files::write_if_changed(&folder.path().join(path), &bytes).expect("written");
    }
    let committed = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshot"));
    for (path, bytes) in &committed {
        files::write_if_changed(&folder.path().join("snapshot").join(path), bytes)
            .expect("written");
    }
    let stamps = || files::walk(&folder.path().join("snapshot")).expect("a readable folder");
    let before = stamps();
    for _ in 0..2 {
        sync(folder.path(), 1_900_000_000);
        assert!(
            stamps() == before,
            "a sync without a change touched the snapshot"
        );
    }
}
