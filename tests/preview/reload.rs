//! From a file on the disk to the open tab: what is a change, and what a tab hears of it.

use std::collections::BTreeSet;
use std::io::Write as _;

use rosterbook::files;
use rosterbook::preview::Notice;

use crate::support::serve;

#[test]
fn tab_hears_what_changed_of_all_that_it_shows() {
    let shown = serve(&[
        ("index.html", "<body>one</body>"),
        ("other.html", "<body>two</body>"),
        ("a b.css", "a{}"),
    ]);
    let mut tab = shown.listen(&["/", "%2Fother.html", "/a%20b.css", "/none"]);
    let first = tab.next();
    assert_eq!(first["revision"], 1);
    assert_eq!(first["digests"]["/"], shown.get("/").digest());
    assert_eq!(first["digests"]["/none"], "gone");

    shown.change("index.html", "<body>changed</body>");
    let second = tab.next();
    assert_eq!(second["revision"], 2);
    assert_ne!(second["digests"]["/"], first["digests"]["/"]);
    assert_eq!(second["digests"]["/"], shown.get("/").digest());
    for same in ["/other.html", "/a b.css", "/none"] {
        assert_eq!(second["digests"][same], first["digests"][same], "{same}");
    }

    shown.change("a b.css", "b{}");
    let third = tab.next();
    assert_eq!(third["digests"]["/"], second["digests"]["/"]);
    assert_ne!(third["digests"]["/a b.css"], second["digests"]["/a b.css"]);
}

#[test]
fn tab_that_missed_a_revision_learns_of_it_when_it_comes_back() {
    let shown = serve(&[("index.html", "<body>one</body>")]);
    let before = shown.get("/").digest();
    drop(shown.listen(&["/"]));
    shown.change("index.html", "<body>two</body>");
    let news = shown.listen(&["/"]).next();
    assert_eq!(news["revision"], 2);
    assert_ne!(news["digests"]["/"], before);
}

#[test]
fn same_content_is_no_change_however_it_was_written() {
    let shown = serve(&[("index.html", "<body>one</body>"), ("a/b.html", "x")]);
    for _ in 0..5 {
        shown.write("index.html", "<body>one</body>");
        shown.write(".index.html.swp", "editor");
        shown.write("index.html~", "backup");
        shown.write("a/.lock", "x");
    }
    let Notice::Built { changed, .. } = shown.change("a/b.html", "y") else {
        panic!("the build failed");
    };
    assert_eq!(changed, [shown.path("a/b.html")]);
    assert_eq!(shown.builds(), 2);
}

#[test]
fn reading_the_files_is_no_change() {
    let shown = serve(&[("index.html", "<body>one</body>")]);
    for _ in 0..100 {
        files::read(&shown.path("index.html")).expect("a file");
    }
    shown.change("index.html", "<body>two</body>");
    assert_eq!(shown.builds(), 2);
    assert!(shown.notices.try_recv().is_err());
}

#[test]
fn new_moved_and_removed_folders_are_followed() {
    let shown = serve(&[("index.html", "<body>one</body>")]);
    shown.change("new/deep/page.html", "<body>new</body>");
    assert_eq!(shown.get("/new/deep/page.html").status, 200);
    shown.change("new/deep/page.html", "<body>newer</body>");
    assert!(
        shown
            .get("/new/deep/page.html")
            .text()
            .starts_with("<body>newer")
    );
    files::remove_tree(&shown.path("new")).expect("removed");
    shown.next_notice();
    assert_eq!(shown.get("/new/deep/page.html").status, 404);
    shown.change("new/deep/page.html", "<body>back</body>");
    assert!(
        shown
            .get("/new/deep/page.html")
            .text()
            .starts_with("<body>back")
    );
}

#[test]
fn watched_folder_that_is_removed_and_comes_back_is_still_watched() {
    let shown = serve(&[("index.html", "<body>one</body>")]);
    files::remove_tree(&shown.path("")).expect("removed");
    shown.next_notice();
    assert_eq!(shown.get("/").status, 404);
    shown.change("index.html", "<body>two</body>");
    assert!(shown.get("/").text().starts_with("<body>two"));
    shown.change("index.html", "<body>three</body>");
    assert!(shown.get("/").text().starts_with("<body>three"));
}

#[test]
fn checkout_of_twenty_thousand_files_is_at_most_two_builds() {
    let shown = serve(&[("index.html", "<body>one</body>")]);
    for folder in 0..20 {
        let folder = shown.path(&format!("d{folder}"));
        files::create_dir(&folder).expect("a folder");
        for name in 0..1000 {
            let mut file = tempfile::NamedTempFile::new_in(&folder).expect("a file");
            writeln!(file, "{name}").expect("written");
            file.persist(folder.join(format!("{name}.html")))
                .expect("renamed");
        }
    }
    let mut seen = BTreeSet::new();
    while seen.len() < 20_000 {
        // A build that fails keeps what has changed for the next one.
        if let Notice::Built { changed, .. } = shown.next_notice() {
            seen.extend(changed);
        }
    }
    assert!(shown.builds() <= 3, "{} builds", shown.builds());
    assert_eq!(
        shown.get("/d19/999.html").text().lines().next(),
        Some("999")
    );
}
