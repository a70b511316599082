//! Groups of 50,000: every file stays below 2 MB, and nobody is lost between pages.

use std::collections::BTreeSet;
use std::path::PathBuf;

use rosterbook::files;
use rosterbook::model::{Group, MemberType, Person};

use crate::fixture::{Fixture, group, id, member, person};

/// The most bytes of a page (UX.md 6).
const MOST: usize = 2_000_000;

fn crowd(count: u128, name: impl Fn(u128) -> String) -> Vec<Person> {
    (0..count)
        .map(|at| Person {
            display_name: Some(name(at)),
            given_name: None,
            surname: None,
            mail: Some(format!("p{at}@contoso.example")),
            user_principal_name: Some(format!("p{at}@contoso.example")),
            ..person(0x1_0000 + at, "X", "Y")
        })
        .collect()
}

/// Everybody is in "Everybody", which is in "Around": there they are effective members.
fn everybody(count: u128) -> Vec<Group> {
    let people = (0..count)
        .map(|at| member(0x1_0000 + at, MemberType::User, "somebody"))
        .collect();
    vec![
        group(0x100, "Everybody", people),
        group(
            0x101,
            "Around",
            vec![member(0x100, MemberType::Group, "Everybody")],
        ),
    ]
}

fn built(count: u128, name: impl Fn(u128) -> String) -> Fixture {
    let mut fixture = Fixture::new();
    files::remove_tree(&fixture.root().join("snapshot")).expect("removed");
    fixture.snapshot.groups = everybody(count);
    fixture.snapshot.people = crowd(count, name);
    fixture.snapshot.devices.clear();
    fixture.write_snapshot();
    let text = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    // A runbook is one file by nature, and not the subject here.
    let end = text.find("[[runbook]]").expect("it has one");
    fixture.write("site.toml", &text[..end]);
    fixture.build();
    fixture
}

/// Returns the pages of a group with their text.
fn pages(fixture: &Fixture, folder: &str) -> Vec<(PathBuf, String)> {
    let root = fixture.root().join("public/contoso/groups").join(folder);
    let entries = files::walk(&root).expect("a readable folder");
    entries
        .into_iter()
        .filter(|entry| entry.path.extension().is_some_and(|it| it == "html"))
        .map(|entry| {
            let text = files::read_to_string(&root.join(&entry.path)).expect("readable");
            (entry.path, text)
        })
        .collect()
}

/// Returns the values of an attribute on all pages, and fails where one comes twice.
fn values(pages: &[(PathBuf, String)], attribute: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let start = format!(" {attribute}=\"");
    for (path, text) in pages {
        for piece in text.split(&start).skip(1) {
            let value = piece.split('"').next().unwrap_or_default().to_owned();
            assert!(
                found.insert(value.clone()),
                "{value} again in {}",
                path.display()
            );
        }
    }
    found
}

#[track_caller]
fn check(fixture: &Fixture, count: u128, folder: &str, attribute: &str, list: &str) -> usize {
    let all: BTreeSet<String> = (0..count).map(|at| id(0x1_0000 + at).to_string()).collect();
    let pages = pages(fixture, folder);
    for (path, text) in &pages {
        assert!(
            text.len() <= MOST,
            "{}: {} bytes",
            path.display(),
            text.len()
        );
    }
    assert!(
        values(&pages, attribute) == all,
        "{folder}: somebody is lost"
    );
    let first = fixture.page(&format!("contoso/groups/{folder}/index.html"));
    let number = format!(">{count}</span>");
    assert!(
        first.contains(&number),
        "the number of all stands on the first page"
    );
    let next = format!("contoso/groups/{folder}/{list}/page/2/index.html");
    assert!(first.contains(&format!("href=\"../../../{next}\"")));
    pages.len()
}

#[test]
fn fifty_thousand_members_are_spread_over_pages_of_at_most_two_megabytes() {
    let count = 50_000;
    let fixture = built(count, |at| format!("Person {at:05}"));
    let folder = "everybody-000000000100";
    let pages = check(&fixture, count, folder, "data-member", "members-unmatched");
    // 200 on the group's own page, 500 on each further one.
    assert_eq!(pages, 101);
    let folder = "around-000000000101";
    assert_eq!(
        check(&fixture, count, folder, "data-effective", "effective"),
        101
    );
}

#[test]
fn names_that_grow_when_escaped_make_more_pages_not_larger_ones() {
    let count = 2000;
    let fixture = built(count, |at| format!("{at:05}{}", "\"&'<>".repeat(49)));
    let folder = "everybody-000000000100";
    let pages = check(&fixture, count, folder, "data-member", "members-unmatched");
    assert!(pages > 5, "{pages}");
}
