//! Which files a build writes, leaves alone and removes.

use std::path::PathBuf;

use rosterbook::build::{BuildError, BuildOptions};
use rosterbook::files;

use crate::fixture::{Fixture, synced, time};

#[test]
fn second_build_without_change_writes_nothing() {
    let fixture = Fixture::new();
    let first = fixture.build();
    let before = fixture.output();
    let second = fixture.build();
    assert!(first.written > 20 && !first.idle);
    assert_eq!((second.written, second.removed, second.idle), (0, 0, true));
    assert_eq!(second.unchanged, first.written);
    assert_eq!(fixture.output(), before);
}

#[test]
fn later_sync_without_change_rewrites_only_the_files_that_show_its_time() {
    let fixture = Fixture::new();
    let at = |day| BuildOptions {
        freshness: synced(time(day)),
        ..BuildOptions::default()
    };
    fixture.try_build(&at(20)).expect("built");
    let before = fixture.output();
    let report = fixture.try_build(&at(21)).expect("built");
    let changed: Vec<PathBuf> = fixture
        .output()
        .into_iter()
        .zip(before)
        .filter(|(now, before)| now != before)
        .map(|(now, _)| now.0)
        .collect();
    let expected = [
        "assets/data/freshness.js",
        "build.json",
        "contoso/index.html",
        "index.html",
    ];
    assert_eq!(changed, expected.map(PathBuf::from));
    assert_eq!(report.written, expected.len());
}

#[test]
fn lost_state_changes_no_byte_of_the_output() {
    let fixture = Fixture::new();
    fixture.build();
    let before = fixture.output();
    files::remove_tree(&fixture.root().join(".rosterbook")).expect("removed");
    let report = fixture.build();
    assert_eq!(report.written, 0);
    assert_eq!(fixture.output(), before);
}

#[test]
fn files_that_no_longer_belong_go_and_foreign_ones_stay() {
    let mut fixture = Fixture::new();
    fixture.build();
    let public = fixture.root().join("public");
    files::write_atomic(&public.join("mine/notes.html"), b"<!doctype html>").expect("written");
    assert!(files::exists(
        &public.join("contoso/groups/finance-000000000100/group.json")
    ));

    let shard = fixture.root().join("snapshot/contoso/groups/00");
    let file = shard.join("00000000-0000-0000-0000-000000000100.json");
    files::remove_file(&file).expect("removed");
    fixture.snapshot.groups.remove(0);
    fixture.write_snapshot();
    let report = fixture.build();

    assert!(report.removed >= 2, "{report:?}");
    assert!(!files::exists(
        &public.join("contoso/groups/finance-000000000100")
    ));
    assert!(files::exists(&public.join("mine/notes.html")));
}

/// Returns a site with an address, so that it has a sitemap and feeds, whose organization
/// fabrikam has pages and tables too.
fn addressed() -> Fixture {
    let fixture = Fixture::new();
    let site = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    let address = "base_url = \"https://docs.northwind.example\"\ntitle";
    fixture.write("site.toml", &site.replacen("title", address, 1));
    fixture
}

#[test]
fn lost_state_keeps_no_file_of_an_older_site_and_every_foreign_one() {
    let mut fixture = addressed();
    fixture.build();
    let public = fixture.root().join("public");
    let before = fixture.output();
    for name in [
        "fabrikam/changes/feed.xml",
        "fabrikam/people.csv",
        "sitemap.xml",
        "assets/data/list-fabrikam-people.js",
    ] {
        assert!(files::exists(&public.join(name)), "{name}");
    }

    // Another name in the data, one organization less, and no address any more.
    fixture.snapshot.people[0].display_name = Some("Mira Holt".into());
    fixture.write_snapshot();
    let site = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    let fabrikam = "[[organization]]\nkey = \"fabrikam\"\nname = \"Fabrikam Works\"\n";
    let site = site.replace(fabrikam, "");
    let address = "base_url = \"https://docs.northwind.example\"\n";
    fixture.write("site.toml", &site.replace(address, ""));
    let foreign = ["mine/people.csv", "notes.txt", "assets/data/mine.js"];
    for name in foreign {
        files::write_atomic(&public.join(name), b"mine").expect("written");
    }
    files::remove_tree(&fixture.root().join(".rosterbook")).expect("removed");
    fixture.build();
    for name in foreign {
        files::remove_file(&public.join(name)).expect("it was kept");
    }
    let mended = fixture.output();

    files::remove_tree(&public).expect("removed");
    fixture.build();
    let names = |files: &[(PathBuf, Vec<u8>)]| -> Vec<PathBuf> {
        files.iter().map(|(path, _)| path.clone()).collect()
    };
    assert_eq!(names(&mended), names(&fixture.output()));
    assert!(mended == fixture.output());
    let gone = before.iter().filter(|old| {
        let hashed = old.0.starts_with("assets/data");
        hashed && !mended.iter().any(|new| new.0 == old.0)
    });
    assert!(gone.count() > 4, "hashed names differ");
}

#[test]
fn build_of_one_organization_replaces_the_data_of_exactly_its_lists() {
    let mut fixture = Fixture::new();
    let site = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    // The data of `contoso-people` begins as that of `contoso` does.
    fixture.write(
        "site.toml",
        &site.replace("\"fabrikam\"", "\"contoso-people\""),
    );
    let options = BuildOptions {
        organizations: vec!["contoso".parse().expect("a key")],
        ..BuildOptions::default()
    };
    for lost in [false, true] {
        fixture.build();
        let foreign = "public/assets/data/list-contoso-people-devices-rows.0123456789ab.js";
        fixture.write(foreign, "of the other organization");
        fixture.snapshot.people[0].display_name = Some(format!("Mira {lost}"));
        fixture.write_snapshot();
        if lost {
            files::remove_tree(&fixture.root().join(".rosterbook")).expect("removed");
        }
        fixture.try_build(&options).expect("built");
        assert!(files::exists(&fixture.root().join(foreign)));
        let rows: Vec<PathBuf> = fixture
            .output()
            .into_iter()
            .map(|(path, _)| path)
            .filter(|path| {
                let path = path.to_string_lossy();
                path.starts_with("assets/data/list-contoso-people-rows.")
            })
            .collect();
        assert_eq!(rows.len(), 1, "{rows:?}");
    }
}

#[test]
fn page_touched_by_somebody_else_is_made_good_again() {
    let fixture = Fixture::new();
    fixture.build();
    let before = fixture.output();
    fixture.write("public/contoso/people/index.html", "defaced");
    let report = fixture.build();
    assert_eq!(report.written, 1);
    assert_eq!(fixture.output(), before);
}

#[test]
fn build_of_one_organization_leaves_the_others_alone() {
    let fixture = Fixture::new();
    fixture.build();
    fixture.write("content/fabrikam/plan.md", "# Plan\n");
    fixture.write("content/contoso/plan.md", "# Plan\n");
    let options = BuildOptions {
        organizations: vec!["contoso".parse().expect("a key")],
        ..BuildOptions::default()
    };
    fixture.try_build(&options).expect("built");
    let public = fixture.root().join("public");
    assert!(files::exists(&public.join("contoso/pages/plan/index.html")));
    assert!(!files::exists(
        &public.join("fabrikam/pages/plan/index.html")
    ));
    assert!(files::exists(&public.join("fabrikam/index.html")));
}

#[test]
fn strict_build_with_a_warning_writes_nothing() {
    let fixture = Fixture::new();
    fixture.write(
        "content/contoso/matches.toml",
        "[[contact]]\nuser = \"00000000-0000-0000-0000-000000000011\"\ncontact = \"nobody\"\n",
    );
    let options = BuildOptions {
        strict: true,
        ..BuildOptions::default()
    };
    let error = fixture.try_build(&options).expect_err("strict");
    assert!(matches!(error, BuildError::Strict { count: 1 }), "{error}");
    assert!(!files::exists(&fixture.root().join("public/index.html")));
}

#[test]
fn two_folders_get_the_same_bytes() {
    let (one, other) = (Fixture::new(), Fixture::new());
    one.build();
    other.build();
    assert!(one.output() == other.output());
    let root = one.root().to_string_lossy().into_owned();
    for (path, bytes) in one.output() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains(&root),
            "{} names the folder of the site",
            path.display()
        );
        assert!(
            !text.contains("hunter2"),
            "{} holds a secret",
            path.display()
        );
    }
}

#[test]
fn sitemap_lists_every_page_when_the_address_of_the_site_is_known() {
    let fixture = Fixture::new();
    fixture.build();
    let public = fixture.root().join("public");
    assert!(!files::exists(&public.join("sitemap.xml")));
    let text = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    let base = "base_url = \"https://docs.example/a&b\"\n";
    fixture.write("site.toml", &format!("{base}{text}"));
    fixture.build();
    let sitemap = fixture.page("sitemap.xml");
    let mut expected: Vec<String> = fixture
        .output()
        .into_iter()
        .map(|(path, _)| path.to_string_lossy().into_owned())
        .filter(|path| path.ends_with(".html") && path != "404.html")
        .map(|path| {
            let folder = path.strip_suffix("index.html").unwrap_or(&path).to_owned();
            format!("<url><loc>https://docs.example/a&amp;b/{folder}</loc></url>")
        })
        .collect();
    let mut found: Vec<&str> = sitemap
        .lines()
        .filter(|it| it.starts_with("<url>"))
        .collect();
    expected.sort();
    found.sort_unstable();
    assert_eq!(found, expected);
}
