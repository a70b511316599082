//! Builds that are killed, and output that somebody else touched: the next build makes it good.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rosterbook::files;

use crate::fixture::Fixture;

type Files = Vec<(PathBuf, Vec<u8>)>;

/// So many moments of a build are tried.
const MOMENTS: u32 = 30;

fn copy(from: &Path, to: &Path) {
    files::remove_tree(to).expect("removed");
    for entry in files::walk(from).expect("readable") {
        let bytes = files::read(&from.join(&entry.path)).expect("readable");
        files::write_atomic(&to.join(&entry.path), &bytes).expect("written");
    }
}

fn command(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rosterbook"));
    command.args(["--quiet", "-C"]).arg(root).arg("build");
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Returns the files of the output without those of a build under way.
fn shown(fixture: &Fixture) -> Files {
    let mut files = fixture.output();
    files.retain(|(path, _)| !path.starts_with(".rosterbook-staging"));
    files
}

/// Kills builds at moments from their start to their end; each starts from the files in `before`.
fn kill_everywhere(fixture: &Fixture, before: &Path, old: &Files, new: &Files) {
    let (public, state) = (
        fixture.root().join("public"),
        fixture.root().join(".rosterbook"),
    );
    let reset = || {
        copy(&before.join("public"), &public);
        copy(&before.join(".rosterbook"), &state);
    };
    reset();
    let begin = Instant::now();
    assert!(command(fixture.root()).status().expect("started").success());
    let whole = begin.elapsed();
    assert_eq!(&shown(fixture), new);

    for moment in 0..=MOMENTS {
        reset();
        let mut child = command(fixture.root()).spawn().expect("started");
        std::thread::sleep((whole + Duration::from_millis(5)) * moment / MOMENTS);
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("ended");

        files::recover(&public, &public.join(".rosterbook-staging")).expect("recovered");
        let left = shown(fixture);
        assert!(left == *old || left == *new, "moment {moment}: half a site");
        fixture.build();
        assert_eq!(&fixture.output(), new, "moment {moment}");
    }
}

#[test]
fn build_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let mut fixture = Fixture::new();
    fixture.build();
    let mine = fixture.root().join("public/contoso/mine.txt");
    files::write_atomic(&mine, b"a file of somebody else").expect("written");
    let old = shown(&fixture);
    let before = tempfile::tempdir().expect("temp folder");
    for folder in ["public", ".rosterbook"] {
        copy(&fixture.root().join(folder), &before.path().join(folder));
    }

    let gone = fixture.snapshot.groups.pop().expect("three groups");
    let file = format!("snapshot/contoso/groups/00/{}.json", gone.id);
    files::remove_file(&fixture.root().join(file)).expect("removed");
    fixture.snapshot.groups[0].display_name = Some("Accounting".into());
    fixture.write_snapshot();
    fixture.build();
    let new = shown(&fixture);
    assert_ne!(old, new);
    assert!(
        new.iter()
            .any(|(path, _)| path.ends_with("contoso/mine.txt"))
    );
    kill_everywhere(&fixture, before.path(), &old, &new);
}

#[test]
fn first_build_that_is_killed_leaves_nothing_or_the_whole_site() {
    let fixture = Fixture::new();
    fixture.build();
    let new = shown(&fixture);
    let before = tempfile::tempdir().expect("temp folder");
    kill_everywhere(&fixture, before.path(), &Vec::new(), &new);
}

#[test]
fn page_that_somebody_changed_is_mended_whatever_else_is_built() {
    let fixture = Fixture::new();
    fixture.build();
    let page = "contoso/groups/all-staff-000000000101/index.html";
    let path = fixture.root().join("public").join(page);
    let whole = fixture.page(page);
    let tampered = whole.replacen("All Staff", "All Stuff", 1);
    assert_eq!(whole.len(), tampered.len());
    for edit in [None, Some("Notes.\n")] {
        files::write_atomic(&path, tampered.as_bytes()).expect("written");
        if let Some(notes) = edit {
            let overlay = "content/contoso/groups/00000000-0000-0000-0000-000000000102.md";
            fixture.write(overlay, notes);
        }
        fixture.build();
        assert_eq!(fixture.page(page), whole, "{edit:?}");
        files::remove_file(&path).expect("removed");
        fixture.build();
        assert_eq!(fixture.page(page), whole, "{edit:?}");
    }
}

#[test]
fn edit_of_one_overlay_writes_only_the_pages_that_show_it() {
    let fixture = Fixture::new();
    fixture.build();
    let before = fixture.output();
    fixture.write(
        "content/contoso/groups/00000000-0000-0000-0000-000000000102.md",
        "Only a note.\n",
    );
    let report = fixture.build();
    let after = fixture.output();
    let changed: Vec<&Path> = after
        .iter()
        .zip(&before)
        .filter(|(now, before)| now != before)
        .map(|(now, _)| now.0.as_path())
        .collect();
    // The group, its runbook, and what shows the digest of all data.
    let expected = [
        "assets/data/freshness.js",
        "build.json",
        "contoso/groups/b-empty-b-quoted-000000000102/index.html",
        "contoso/index.html",
        "contoso/runbooks/monthly/index.html",
        "fabrikam/index.html",
        "index.html",
    ];
    assert_eq!(changed, expected.map(Path::new));
    assert_eq!(report.written, expected.len());
    // What was left alone is what a build from nothing makes.
    files::remove_tree(&fixture.root().join("public")).expect("removed");
    files::remove_tree(&fixture.root().join(".rosterbook")).expect("removed");
    fixture.build();
    assert_eq!(fixture.output(), after);
}
