//! Looking after a site: the form of its snapshot, commits that were cut short, the doctor.

use assert_cmd::Command;
use rosterbook::files;

use crate::fixture::Fixture;

fn run(fixture: &Fixture, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(fixture.root())
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("started");
    (
        output.status.code().expect("an exit code"),
        String::from_utf8(output.stdout).expect("text"),
        String::from_utf8(output.stderr).expect("text"),
    )
}

#[test]
fn snapshot_fmt_restores_the_canonical_form_and_touches_nothing_else() {
    let fixture = Fixture::new();
    let path = "snapshot/contoso/tenant.json";
    let canonical = files::read_to_string(&fixture.root().join(path)).expect("readable");
    let value: serde_json::Value = serde_json::from_str(&canonical).expect("JSON");
    fixture.write(path, &value.to_string());
    let (code, _, said) = run(&fixture, &["snapshot", "fmt"]);
    assert_eq!(
        (code, said.trim_end()),
        (0, "formatted contoso/tenant.json")
    );
    let after = files::read_to_string(&fixture.root().join(path)).expect("readable");
    assert_eq!(after, canonical);
    let (code, _, said) = run(&fixture, &["snapshot", "fmt"]);
    assert_eq!(
        (code, said.trim_end()),
        (0, "every file has its canonical form")
    );
}

#[test]
fn snapshot_verify_names_what_is_not_sound() {
    let fixture = Fixture::new();
    let (code, _, said) = run(&fixture, &["snapshot", "verify"]);
    assert_eq!((code, said.trim_end()), (0, "the snapshot is sound"));
    fixture.write("snapshot/contoso/users/00.ndjson", "{\"id\": \n");
    let (code, found, _) = run(&fixture, &["snapshot", "verify"]);
    assert_eq!(code, 6);
    assert!(
        found.contains("snapshot/contoso/users/00.ndjson:1"),
        "{found}"
    );
}

#[test]
fn snapshot_migrate_has_nothing_to_do_at_the_newest_version() {
    let fixture = Fixture::new();
    let (code, _, said) = run(&fixture, &["snapshot", "migrate"]);
    assert_eq!(
        (code, said.trim_end()),
        (0, "the snapshot has version 1, the newest: nothing to do")
    );
}

#[test]
fn build_finishes_the_commit_of_a_sync_that_was_killed() {
    let fixture = Fixture::new();
    let path = "snapshot/contoso/tenant.json";
    let text = files::read_to_string(&fixture.root().join(path)).expect("readable");
    let renamed = text.replace("Contoso Ltd", "Contoso Group");
    let staging = ".rosterbook/staging/contoso";
    fixture.write(&format!("{staging}/0.tmp"), &renamed);
    fixture.write(
        &format!("{staging}/commit.json"),
        r#"{"moves":[["0.tmp","contoso/tenant.json"]],"removals":[]}"#,
    );
    fixture.build();
    assert!(fixture.page("contoso/index.html").contains("Contoso Group"));
    assert!(!files::exists(&fixture.root().join(staging)));
}

#[test]
fn doctor_names_the_fault_and_the_fix() {
    let fixture = Fixture::new();
    let (code, found, _) = run(&fixture, &["doctor"]);
    assert_eq!(code, 1);
    // The demo directory does not know this tenant: the real client tells what it answered.
    assert!(found.contains("fault sign-in to `contoso`: "), "{found}");
    assert!(found.contains("AADSTS90002"), "{found}");
    assert!(
        found.contains("      fix: check `id` of the tenant"),
        "{found}"
    );
}

#[cfg(unix)]
#[test]
fn state_of_a_sync_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let fixture = Fixture::new();
    let (code, _, said) = run(&fixture, &["init", "demo", "--demo"]);
    assert_eq!(code, 0, "{said}");
    let demo = fixture.root().join("demo");
    let sync = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(&demo)
        .args(["sync", "fabrikam"])
        .output()
        .expect("started");
    assert!(sync.status.success());
    let mode = |path: &std::path::Path| {
        std::fs::metadata(path).expect("there").permissions().mode() & 0o777
    };
    assert_eq!(mode(&demo.join(".rosterbook")), 0o700);
    let state = demo.join(".rosterbook/state");
    let files = files::walk(&state).expect("readable");
    assert!(!files.is_empty());
    for entry in files {
        assert_eq!(
            mode(&state.join(&entry.path)),
            0o600,
            "{}",
            entry.path.display()
        );
    }
}
