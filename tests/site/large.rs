//! Groups of 50,000: every page stays below 2 MB, and nobody is lost between pages.
//!
//! Only the pages of the groups are made: those of 50,000 people are not the subject.

use std::collections::BTreeSet;

use rosterbook::build::Loader;
use rosterbook::config;
use rosterbook::files;
use rosterbook::model::{Freshness, MemberType, Person};
use rosterbook::render::{self, Theme};
use rosterbook::site::{self, Shown};

use crate::fixture::{Fixture, group, id, member, person};

/// The most bytes of a page (UX.md 6).
const MOST: usize = 2_000_000;

/// The number of the first person.
const FIRST: u128 = 0x1_0000;

/// Returns the pages below `folder` of a site with two groups: everybody is in "Everybody", which is in "Around", where they
/// are effective members.
fn pages(count: u128, folder: &str, name: impl Fn(u128) -> String) -> Vec<(String, String)> {
    let mut fixture = Fixture::new();
    files::remove_tree(&fixture.root().join("snapshot")).expect("removed");
    let everybody = (0..count)
        .map(|at| member(FIRST + at, MemberType::User, "somebody"))
        .collect();
    let inside = vec![member(0x100, MemberType::Group, "Everybody")];
    fixture.snapshot.groups = vec![
        group(0x100, "Everybody", everybody),
        group(0x101, "Around", inside),
    ];
    let crowd = (0..count).map(|at| Person {
        display_name: Some(name(at)),
        given_name: None,
        surname: None,
        mail: Some(format!("p{at}@contoso.example")),
        user_principal_name: Some(format!("p{at}@contoso.example")),
        ..person(FIRST + at, "X", "Y")
    });
    fixture.snapshot.people = crowd.collect();
    fixture.snapshot.devices.clear();
    fixture.write_snapshot();

    let settings = config::load(fixture.root(), None).expect("a good site.toml");
    let loaded = Loader::default()
        .load(&settings, &[], Freshness::default())
        .expect("loaded");
    let model = site::join(&loaded.input);
    let theme = Theme::load(fixture.root(), "default").expect("a good theme");
    site::pages(&model)
        .iter()
        .filter(|page| page.path.starts_with(folder) && page.path.ends_with(".html"))
        .map(|page| match site::show(&model, page, &render::to_html) {
            Ok(Shown::Html(shell, view)) => {
                let html = theme.render(view.template(), &shell, &*view, None);
                (page.path.clone(), html.expect("rendered"))
            }
            other => panic!("{}: {other:?}", page.path),
        })
        .collect()
}

/// Checks the pages of a group; returns how many there are.
#[track_caller]
fn check(
    all: &[(String, String)],
    count: u128,
    folder: &str,
    attribute: &str,
    list: &str,
) -> usize {
    let folder = format!("contoso/groups/{folder}/");
    let pages: Vec<_> = all.iter().filter(|it| it.0.starts_with(&folder)).collect();
    let start = format!(" {attribute}=\"");
    let mut found = BTreeSet::new();
    for (path, text) in &pages {
        assert!(text.len() <= MOST, "{path}: {} bytes", text.len());
        for piece in text.split(&start).skip(1) {
            let value = piece.split('"').next().unwrap_or_default();
            assert!(found.insert(value.to_owned()), "{value} again in {path}");
        }
    }
    let expected: BTreeSet<String> = (0..count).map(|at| id(FIRST + at).to_string()).collect();
    assert!(found == expected, "{folder}: somebody is lost");
    let first = pages
        .iter()
        .find(|it| it.0 == format!("{folder}index.html"));
    let first = &first.expect("the group's own page").1;
    assert!(
        first.contains(&format!(">{count}</span>")),
        "the number of all is there"
    );
    assert!(first.contains(&format!(
        "href=\"../../../{folder}{list}/page/2/index.html\""
    )));
    pages.len()
}

#[test]
fn fifty_thousand_members_are_spread_over_pages_of_at_most_two_megabytes() {
    let count = 50_000;
    let pages = pages(count, "contoso/groups/", |at| format!("Person {at:05}"));
    // 200 on the group's own page, 500 on each further one.
    let folder = "everybody-000000000100";
    assert_eq!(
        check(&pages, count, folder, "data-member", "members-unmatched"),
        101
    );
    let folder = "around-000000000101";
    assert_eq!(
        check(&pages, count, folder, "data-effective", "effective"),
        101
    );
}

#[test]
fn names_that_grow_when_escaped_make_more_pages_not_larger_ones() {
    let count = 2000;
    let pages = pages(count, "contoso/groups/", |at| {
        format!("{at:05}{}", "\"&'<>".repeat(49))
    });
    let folder = "everybody-000000000100";
    let made = check(&pages, count, folder, "data-member", "members-unmatched");
    assert!(made > 5, "{made}");
}

#[test]
fn many_names_stand_on_pages_of_their_letters_each_of_them_once() {
    let count = 5_000 + 1_200;
    let pages = pages(count, "search/", |at| match at {
        0..5_100 => format!("Ärnie {at:05}"),
        5_100..6_000 => format!("Zoë {at:05}"),
        _ => format!("{at:05}"),
    });
    let size = |path: &str| {
        let (_, html) = pages.iter().find(|it| it.0 == path).expect(path);
        assert!(html.len() <= MOST, "{path}: {} bytes", html.len());
        html.matches("<li data-row>").count()
    };
    let found: Vec<_> = pages
        .iter()
        .map(|it| (it.0.as_str(), size(&it.0)))
        .collect();
    // The two groups begin with A and E.
    assert_eq!(
        found,
        [
            ("search/index.html", 0),
            ("search/a/index.html", 5_000),
            ("search/a/page/2/index.html", 101),
            ("search/e/index.html", 1),
            ("search/z/index.html", 900),
            ("search/other/index.html", 200),
        ]
    );
    for (path, html) in &pages {
        let root = "../".repeat(path.matches('/').count());
        for (letter, names) in [("a", 5_101), ("e", 1), ("z", 900), ("other", 200)] {
            let link = format!("href=\"{root}search/{letter}/index.html\"");
            let jump = html
                .split(&link)
                .nth(1)
                .unwrap_or_else(|| panic!("{path}: {link}"));
            let count = format!("<span class=\"letter-count\">{names}</span>");
            assert!(
                jump.split("</a>")
                    .next()
                    .is_some_and(|it| it.contains(&count)),
                "{path}"
            );
        }
    }
    let all: BTreeSet<&str> = pages
        .iter()
        .flat_map(|(_, html)| html.split("<li data-row>").skip(1))
        .filter_map(|row| row.split("</a>").next())
        .collect();
    assert_eq!(all.len(), count as usize + 2);
}
