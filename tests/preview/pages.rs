//! Which page belongs to which path, and how it is sent.

use std::io::{Read as _, Write as _};

use crate::support::{parse, serve};

#[test]
fn paths_stand_for_files_exactly() {
    let shown = serve(&[
        ("index.html", "<body>top</body>"),
        ("contoso/index.html", "<body>contoso</body>"),
        ("über uns.html", "<body>us</body>"),
        ("assets/site.css", "body{}"),
    ]);
    for (path, start) in [
        ("/", "<body>top"),
        ("/index.html", "<body>top"),
        ("/?q=..%2f", "<body>top"),
        ("/contoso/", "<body>contoso"),
        ("/contoso/index.html", "<body>contoso"),
        ("/%C3%BCber%20uns.html", "<body>us"),
    ] {
        let answer = shown.get(path);
        assert_eq!(
            (answer.status, answer.field("Content-Type")),
            (200, Some("text/html; charset=utf-8"))
        );
        assert!(answer.text().starts_with(start), "{path}");
    }
    let folder = shown.get("/contoso");
    assert_eq!(
        (folder.status, folder.field("Location")),
        (308, Some("/contoso/"))
    );
    for path in [
        "/contoso/index",
        "/assets/",
        "/assets",
        "/index.htm",
        "/contoso/none/",
    ] {
        assert_eq!(shown.get(path).status, 404, "{path}");
    }
}

#[test]
fn reload_client_is_in_pages_only_and_last_before_the_end() {
    let shown = serve(&[
        ("index.html", "<body>a</body></html>"),
        ("site.css", "a::after{content:'</body>'}"),
    ]);
    let page = shown.get("/");
    assert_eq!(
        page.text(),
        format!(
            "<body>a<script src=\"/_rosterbook/reload.js\" data-digest=\"{}\"></script>\n</body></html>",
            page.digest()
        )
    );
    assert_eq!(shown.get("/site.css").text(), "a::after{content:'</body>'}");
    let client = shown.get("/_rosterbook/reload.js");
    assert_eq!(
        client.field("Content-Type"),
        Some("text/javascript; charset=utf-8")
    );
    assert!(shown.get("/_rosterbook/preview.css").status == 200);
}

#[test]
fn head_is_the_head_of_get() {
    let shown = serve(&[("index.html", "<body>a</body>")]);
    let get = shown.get("/");
    let head = shown.ask_with("HEAD /", "");
    assert_eq!(head.head, get.head);
    assert!(head.body.is_empty());
    assert_eq!(
        get.field("Content-Length"),
        Some(get.body.len().to_string().as_str())
    );
}

#[test]
fn large_pages_arrive_whole() {
    let text = format!("<body>{}</body>", "row ".repeat(500_000));
    let shown = serve(&[("index.html", &text), ("data.bin", &text)]);
    assert_eq!(shown.get("/data.bin").text(), text);
    assert!(shown.get("/").text().starts_with(&text[..2_000_000]));
}

#[test]
fn missing_page_is_that_of_the_site_when_it_has_one() {
    let shown = serve(&[("index.html", "x")]);
    let plain = shown.get("/none.html");
    assert!(plain.text().contains("<h1>No such page</h1>"));
    assert_eq!(plain.digest(), "gone");
    shown.change("404.html", "<body>lost</body>");
    let own = shown.get("/none.html");
    assert_eq!(own.status, 404);
    assert!(own.text().starts_with("<body>lost<script"));
}

#[test]
fn icon_that_browsers_ask_for_unasked_is_never_missing() {
    let shown = serve(&[("index.html", "x")]);
    let icon = shown.get("/favicon.ico");
    assert_eq!(
        (icon.status, icon.field("Content-Type")),
        (200, Some("image/svg+xml"))
    );
    shown.change("favicon.ico", "own");
    assert_eq!(shown.get("/favicon.ico").text(), "own");
}

#[test]
fn self_contained_page_is_let_have_its_own_style() {
    let hash = "'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='";
    let page = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {hash}\">"
    );
    let shown = serve(&[("index.html", &page)]);
    let answer = shown.get("/");
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' {hash}; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'self'"
    );
    let header = format!("{policy}; frame-ancestors 'none'");
    assert_eq!(
        answer.field("Content-Security-Policy"),
        Some(header.as_str())
    );
    assert!(
        answer.text().contains(&policy.replace('\'', "&#39;")),
        "{}",
        answer.text()
    );
}

#[test]
fn many_tabs_are_served_at_once() {
    let shown = serve(&[("index.html", "<body>a</body>")]);
    let request = format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", shown.port());
    for _ in 0..10 {
        let mut tabs: Vec<_> = (0..40).map(|_| shown.connect()).collect();
        for tab in &mut tabs {
            tab.write_all(request.as_bytes()).expect("sent");
        }
        for tab in &mut tabs {
            let mut answer = Vec::new();
            tab.read_to_end(&mut answer).expect("closed in order");
            assert_eq!(parse(&answer).status, 200);
        }
    }
}
