//! A steep fall of matches is told, and changes no output (SAFETY.md 3).

use crate::fixture::Fixture;

/// A site with a hundred and fifty people, each with a contact.
fn crowd() -> Fixture {
    let site = Fixture::of("concierge");
    let id = |at: usize| format!("1a000000-0000-4000-8000-{at:012x}");
    let users: Vec<String> = (0..150)
        .map(|at| {
            format!(
                "{{\"id\": \"{}\", \"displayName\": \"Person {at:03}\", \
                 \"mail\": \"person{at:03}@contoso.example\", \"accountEnabled\": true}}\n",
                id(at)
            )
        })
        .collect();
    site.write(
        "snapshot/contoso/users/1a.ndjson",
        users.concat().as_bytes(),
    );
    let group = "snapshot/contoso/groups/5f/5f000000-0000-4000-8000-000000000002.json";
    let members: Vec<String> = (0..150)
        .map(|at| format!("    {{\"id\": \"{}\", \"type\": \"user\"}}", id(at)))
        .collect();
    let text = site.text(group);
    let before = text.split("  \"members\": [").next().expect("a start");
    let text = format!(
        "{before}  \"members\": [\n{}\n  ]\n}}\n",
        members.join(",\n")
    );
    site.write(group, text.as_bytes());
    contacts(&site, 150);
    let accepted = ["no-owner", "no-description", "one-member"].map(|rule| {
        format!(
            "[[health.suppress]]\nrule = \"{rule}\"\ngroup = \"*\"\n\
             reason = \"matches are looked at here\"\nuntil = 9999-12-31\n"
        )
    });
    let text = site.text("site.toml") + &accepted.concat();
    site.write("site.toml", text.as_bytes());
    site
}

/// Writes an export with so many contacts.
fn contacts(site: &Fixture, count: usize) {
    let rows: Vec<String> = (0..count)
        .map(|at| format!("{at},Contoso Ltd,person{at:03}@contoso.example\n"))
        .collect();
    let text = format!("id,organization,email\n{}", rows.concat());
    site.write("exports/contoso/contacts.csv", text.as_bytes());
}

const FALL: &str = "matches of `contoso` fell: 40 of 150 people have a contact, before it were \
    150 of 150; `rosterbook match` shows each organization, and `match --headers FILE` how its \
    export is read";

fn output(site: &Fixture) -> Vec<(String, Vec<u8>)> {
    let root = site.root().join("public");
    let files = rosterbook::files::walk(&root).expect("built");
    files
        .into_iter()
        .map(|it| {
            let bytes = rosterbook::files::read(&root.join(&it.path)).expect("readable");
            (it.path.display().to_string(), bytes)
        })
        .collect()
}

#[test]
fn fall_of_matches_is_told_by_match_build_and_check_and_changes_no_output() {
    let site = crowd();
    let quiet = site.run(&["build"]);
    assert!(!quiet.messages.contains("fell"), "{}", quiet.messages);
    contacts(&site, 40);
    let summary = site.run(&["match", "contoso"]);
    assert_eq!(
        summary.whole(),
        format!(
            "contoso: 40 of 150 people matched (before 150 of 150); \
             1 of 1 devices matched (before 1 of 1)\n\
             --- messages, exit code 0\nwarning: {FALL}\n"
        )
    );
    let warning = format!("warning: {FALL}\n");
    let strict = site.run(&["build", "--strict"]);
    assert_eq!(strict.code, 0, "a fall stops no build: {}", strict.messages);
    assert!(strict.messages.starts_with(&warning), "{}", strict.messages);
    let idle = site.run(&["build"]);
    assert!(idle.messages.starts_with(&warning), "{}", idle.messages);
    let check = site.run(&["check"]);
    assert_eq!(check.code, 8);
    assert_eq!(check.out, format!("warning {FALL} [matches]\n"));

    // The same site without a memory gives the same bytes.
    let built = output(&site);
    std::fs::remove_dir_all(site.root().join(".rosterbook")).expect("removed");
    std::fs::remove_dir_all(site.root().join("public")).expect("removed");
    let fresh = site.run(&["build"]);
    assert!(!fresh.messages.contains("fell"), "{}", fresh.messages);
    assert_eq!(output(&site), built);
    assert_eq!(site.run(&["check"]).out, "");
}

#[test]
fn fall_is_forgotten_when_the_export_is_whole_again() {
    let site = crowd();
    site.run(&["build"]);
    contacts(&site, 40);
    site.run(&["build"]);
    contacts(&site, 150);
    let mended = site.run(&["build"]);
    assert!(!mended.messages.contains("fell"), "{}", mended.messages);
    assert_eq!(
        site.run(&["check"]).whole(),
        "--- messages, exit code 0\nnothing found\n11 findings are suppressed in `site.toml`\n"
    );
}

#[test]
fn names_of_organizations_beside_a_single_export_are_read_again_when_they_change() {
    let site = Fixture::of("concierge");
    let organizations = |name: &str| {
        let text = format!("id,name\n1000001,{name}\n");
        site.write("exports/contoso/organizations.csv", text.as_bytes());
    };
    site.write(
        "exports/contoso/contacts.csv",
        b"id,organization,email\n8123,1000001,mira@contoso.example\n",
    );
    organizations("Somebody else");
    site.run(&["build"]);
    let matched = |site: &Fixture| {
        let people = site.text("public/contoso/people.json");
        people.contains("\"contact\":\"8123\"")
    };
    assert!(!matched(&site));
    organizations("Contoso Ltd");
    site.run(&["build"]);
    assert!(matched(&site));
}
