//! What the program says when something is wrong, and with which exit code.

use assert_cmd::Command;
use rosterbook::files;
use rosterbook::model::MemberList;

use crate::fixture::Fixture;

/// Runs a command on the site; returns the exit code and what stands on stderr.
fn run(fixture: &Fixture, arguments: &[&str]) -> (i32, String) {
    let output = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(fixture.root())
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("started");
    let text = String::from_utf8(output.stderr).expect("text");
    (output.status.code().expect("an exit code"), text)
}

#[track_caller]
fn check(fixture: &Fixture, arguments: &[&str], code: i32, expected: &str) {
    let (found, text) = run(fixture, arguments);
    assert_eq!(
        (found, text.trim_end()),
        (code, expected.trim()),
        "{arguments:?}"
    );
}

#[test]
fn unknown_key_shows_its_line_and_the_nearest_key() {
    let fixture = Fixture::new();
    let text = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    fixture.write("site.toml", &text.replace("title =", "titel ="));
    check(
        &fixture,
        &["build"],
        2,
        "error: unknown key `titel`
 --> site.toml:2:1
  |
2 | titel = \"Northwind\"
  | ^^^^^

hint: did you mean `title`?",
    );
}

#[test]
fn missing_export_leaves_the_output_as_it_was() {
    let fixture = Fixture::new();
    fixture.build();
    let before = fixture.output();
    files::remove_file(&fixture.root().join("exports/contacts.csv")).expect("removed");
    check(
        &fixture,
        &["build"],
        1,
        "error: export `exports/contacts.csv` does not exist

hint: put the export there, or change its path in `site.toml`; nothing was touched",
    );
    assert!(fixture.output() == before);
}

#[test]
fn conflict_marker_names_file_and_line() {
    let fixture = Fixture::new();
    let path = "snapshot/contoso/tenant.json";
    let text = files::read_to_string(&fixture.root().join(path)).expect("readable");
    fixture.write(path, &text.replacen('\n', "\n<<<<<<< HEAD\n", 1));
    check(
        &fixture,
        &["build"],
        6,
        "error: unresolved merge in `snapshot/contoso/tenant.json:2`

hint: take either side of the merge, remove the markers, then run `rosterbook sync`",
    );
}

#[test]
fn snapshot_of_a_newer_version_is_refused() {
    let fixture = Fixture::new();
    fixture.write(
        "snapshot/snapshot.json",
        "{\"format\":\"rosterbook-snapshot\",\"version\":2}\n",
    );
    let (code, text) = run(&fixture, &["build"]);
    assert_eq!(code, 6);
    assert!(text.contains("needs version 2"), "{text}");
}

#[test]
fn folder_without_a_tenant_is_refused_with_the_table_to_add() {
    let fixture = Fixture::new();
    fixture.write("snapshot/tailspin/tenant.json", "{}\n");
    let (code, text) = run(&fixture, &["build"]);
    assert_eq!(code, 2);
    assert!(
        text.contains("`snapshot/tailspin` belongs to no `[[tenant]]`"),
        "{text}"
    );
    assert!(text.contains("key = \"tailspin\""), "{text}");
}

#[test]
fn audience_is_refused_instead_of_ignored() {
    let fixture = Fixture::new();
    let text = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    let audience = "[[audience]]\nname = \"client\"\norganizations = [\"contoso\"]\n\
                    output_dir = \"public/client\"\n";
    fixture.write("site.toml", &format!("{text}\n{audience}"));
    let (code, _) = run(&fixture, &["build"]);
    assert_eq!(code, 2);
    assert!(!files::exists(&fixture.root().join("public")));
}

#[test]
fn broken_template_is_named_and_the_last_good_site_stays() {
    let fixture = Fixture::new();
    fixture.build();
    let before = fixture.output();
    fixture.write("themes/default/templates/home.html", "{% if %}");
    let (code, text) = run(&fixture, &["build"]);
    assert_eq!(code, 2);
    assert!(text.contains("home.html"), "{text}");
    assert!(fixture.output() == before);
}

#[test]
fn overlay_may_not_set_what_entra_tells() {
    let fixture = Fixture::new();
    fixture.write(
        "content/contoso/groups/00000000-0000-0000-0000-000000000100.md",
        "+++\nname = \"Other\"\n+++\n",
    );
    let (code, text) = run(&fixture, &["build"]);
    assert_eq!(code, 2);
    assert!(
        text.contains("00000000-0000-0000-0000-000000000100.md:2:8"),
        "{text}"
    );
}

#[test]
fn unknown_organization_names_the_nearest() {
    check(
        &Fixture::new(),
        &["build", "contosso"],
        2,
        "error: there is no organization `contosso`

hint: did you mean `contoso`?",
    );
}

#[test]
fn failure_is_one_json_document_when_asked_for() {
    let fixture = Fixture::new();
    let output = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(fixture.root())
        .args(["--json", "build", "nobody"])
        .output()
        .expect("started");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["error"]["code"], 2);
    assert_eq!(
        document["error"]["message"],
        "there is no organization `nobody`"
    );
}

#[test]
fn no_site_says_how_to_make_one() {
    let folder = tempfile::tempdir().expect("temp folder");
    let output = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(folder.path())
        .arg("build")
        .output()
        .expect("started");
    let text = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("rosterbook init"), "{text}");
}

#[test]
fn find_prints_memberships_with_their_path() {
    let fixture = Fixture::new();
    let output = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(fixture.root())
        .args(["find", "LINDQVIST", "zoe"])
        .output()
        .expect("started");
    assert_eq!(
        String::from_utf8(output.stdout).expect("text"),
        "Zoe Lindqvist (person, contoso)  zoe@contoso.example\n  \
         All Staff\n  Finance  (through All Staff)\n"
    );
}

#[test]
fn find_knows_what_records_know_and_records_that_are_nobodys() {
    let fixture = Fixture::new();
    let find = |text: &str| {
        let mut command = Command::cargo_bin("rosterbook").expect("built");
        let output = command.arg("-C").arg(fixture.root()).args(["find", text]);
        let output = output.output().expect("started");
        let text = String::from_utf8(output.stdout).expect("text");
        (output.status.code(), text.lines().next().map(str::to_owned))
    };
    let device = "LT-0042 (device, contoso)  Windows";
    assert_eq!(find("sn1"), (Some(0), Some(device.to_owned())));
    let contact = "Nobody Here (contact, contoso)  nobody@contoso.example";
    assert_eq!(find("nobody here"), (Some(0), Some(contact.to_owned())));
    assert_eq!(find("nobody there"), (Some(1), None));
    assert_eq!(find(" "), (Some(2), None));
}

#[test]
fn find_says_of_a_group_with_hidden_members_that_they_were_not_read() {
    let mut fixture = Fixture::new();
    fixture.snapshot.groups[0].members = MemberList::Hidden;
    let name = fixture.snapshot.groups[0].display_name.clone();
    fixture.write_snapshot();
    let mut command = Command::cargo_bin("rosterbook").expect("built");
    let output = command.arg("-C").arg(fixture.root()).arg("find");
    let output = output.arg(name.expect("a name")).output().expect("started");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(
        text.contains("\n  effective members not read, or not all\n"),
        "{text}"
    );
    assert!(!text.contains(" 0 effective"), "{text}");
}

#[test]
fn check_notes_records_without_a_partner_and_finds_no_fault_in_them() {
    let fixture = Fixture::new();
    let output = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(fixture.root())
        .arg("check")
        .output()
        .expect("started");
    let text = String::from_utf8(output.stdout).expect("text");
    let of_the_site = |line: &&str| !line.contains("snapshot/");
    assert_eq!(
        text.lines().filter(of_the_site).collect::<Vec<_>>(),
        [
            "note contoso: 1 contact has no account in any documented group; \
          `contoso/unmatched/` lists them [contact-without-account]"
        ]
    );
}
