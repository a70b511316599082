//! Builds and pages that fail: the last good site stays, the problem lies over it, and goes away.

use rosterbook::preview::Notice;

use crate::support::serve;

const OVERLAY: &str = "<section id=\"rosterbook-problem\" role=\"alert\"><h2>It is broken</h2>\
    <p>no value `&lt;script&gt;alert(1)&lt;/script&gt;`</p>\
    <p class=\"place\">theme/bad.html:3:7</p><pre>3 | {{ &lt;b&gt; }}</pre>\
    <p class=\"hint\">hint: write it otherwise</p></section>";

#[test]
fn failed_build_leaves_the_last_good_site_with_the_problem_over_it() {
    let shown = serve(&[
        ("index.html", "<body>one</body>"),
        ("other.html", "<body>two</body>"),
        ("x.css", "a{}"),
    ]);
    let mut tab = shown.listen(&["/"]);
    assert!(tab.next()["problem"].is_null());
    let digest = shown.get("/").digest();
    assert!(matches!(
        shown.change("bad.html", "!build"),
        Notice::Failed(_)
    ));
    assert_eq!(
        shown.preview.problem().expect("a problem").title,
        "It is broken"
    );
    for (path, start) in [("/", "<body>one"), ("/other.html", "<body>two")] {
        let answer = shown.get(path);
        assert_eq!(answer.status, 200);
        assert!(
            answer.text().starts_with(start) && answer.text().contains(OVERLAY),
            "{}",
            answer.text()
        );
    }
    assert_eq!(shown.get("/").digest(), digest);
    assert_eq!(shown.get("/x.css").text(), "a{}");
    let news = tab.next();
    assert_eq!(news["digests"]["/"], digest);
    assert_eq!(
        news["problem"]["message"],
        "no value `<script>alert(1)</script>`"
    );
    assert_eq!(news["problem"]["place"], "theme/bad.html:3:7");
    assert_eq!(news["problem"]["excerpt"], "3 | {{ <b> }}");
    assert_eq!(news["problem"]["hint"], "hint: write it otherwise");

    assert!(matches!(
        shown.change("bad.html", "<body>good</body>"),
        Notice::Built { .. }
    ));
    assert!(tab.next()["problem"].is_null());
    assert!(!shown.get("/").text().contains("rosterbook-problem"));
    assert_eq!(shown.preview.problem(), None);
}

#[test]
fn page_that_fails_shows_its_last_good_form_while_others_are_untouched() {
    let shown = serve(&[
        ("bad.html", "<body>good</body>"),
        ("index.html", "<body>one</body>"),
    ]);
    let mut tab = shown.listen(&["/bad.html"]);
    tab.next();
    for attempt in ["!page", "!page again", "!page and again"] {
        shown.change("bad.html", attempt);
        let news = tab.next();
        assert_eq!(news["digests"]["/bad.html"], "broken");
        assert_eq!(news["problem"]["title"], "It is broken");
        let page = shown.get("/bad.html");
        assert_eq!(page.status, 200);
        assert!(
            page.text().starts_with("<body>good<link"),
            "{}",
            page.text()
        );
        assert!(page.text().contains(OVERLAY));
        assert!(!shown.get("/").text().contains("rosterbook-problem"));
    }
    shown.change("bad.html", "<body>better</body>");
    let news = tab.next();
    assert!(news["problem"].is_null());
    assert_eq!(
        news["digests"]["/bad.html"],
        shown.get("/bad.html").digest()
    );
}

#[test]
fn page_that_never_was_good_is_an_error_page_that_goes_away() {
    let shown = serve(&[("bad.html", "!page")]);
    let page = shown.get("/bad.html");
    assert_eq!((page.status, page.digest().as_str()), (500, "broken"));
    assert!(page.text().contains(OVERLAY));
    shown.change("bad.html", "<body>good</body>");
    assert!(
        shown
            .get("/bad.html")
            .text()
            .starts_with("<body>good<script")
    );
}

#[test]
fn first_build_that_fails_is_shown_until_it_does_not() {
    let shown = serve(&[("bad.html", "!build"), ("index.html", "<body>one</body>")]);
    let mut tab = shown.listen(&["/"]);
    assert_eq!(tab.next()["digests"]["/"], "broken");
    let page = shown.get("/");
    assert_eq!(page.status, 500);
    assert!(page.text().contains(OVERLAY));
    shown.change("bad.html", "<body>good</body>");
    assert_eq!(tab.next()["digests"]["/"], shown.get("/").digest());
}

#[test]
fn panics_of_builds_and_pages_end_neither_watcher_nor_server() {
    let shown = serve(&[("index.html", "<body>one</body>"), ("page.html", "!panic")]);
    for _ in 0..10 {
        let page = shown.get("/page.html");
        assert_eq!(page.status, 500);
        assert!(
            page.text()
                .contains("<h2>The page broke</h2><p>the page burst</p>")
        );
        assert_eq!(shown.get("/").status, 200);
    }
    let Notice::Failed(problem) = shown.change("burst.html", "!burst") else {
        panic!("the build did not fail");
    };
    assert_eq!(
        (problem.title.as_str(), problem.message.as_str()),
        ("The build broke", "the build burst")
    );
    assert!(shown.get("/").text().contains("The build broke"));
    assert!(matches!(
        shown.change("burst.html", "x"),
        Notice::Built { .. }
    ));
    let mut tab = shown.listen(&["/", "/page.html"]);
    assert_eq!(tab.next()["digests"]["/page.html"], "broken");
}
