//! Shows that the checks of the repository find what they look for, on invented files.

use super::{
    File, LINES, local, long, machine_paths, registry_hosts, silent, targets, unfinished, untidy,
};

fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[test]
fn a_file_with_one_line_too_many_is_found() {
    let text = "x\n".repeat(LINES);
    assert_eq!(long(&file("src/a.rs", &text)), Vec::<String>::new());
    let text = "x\n".repeat(LINES + 1);
    assert_eq!(
        long(&file("src/a.rs", &text)),
        [": 401 lines, at most 400 are allowed"]
    );
    assert_eq!(long(&file("snapshot/a.js", &text)), Vec::<String>::new());
    assert_eq!(long(&file("CHANGELOG.md", &text)), Vec::<String>::new());
}

#[test]
fn a_file_that_does_not_introduce_itself_is_found() {
    assert_eq!(
        silent(&file("src/a.rs", "//! Owns a.\n")),
        Vec::<String>::new()
    );
    assert_eq!(silent(&file("a.css", "a {}\n")), Vec::<String>::new());
    let fault = [": does not open with `//!`"];
    assert_eq!(silent(&file("src/a.rs", "use b;\n//! Owns a.\n")), fault);
}

#[test]
fn blanks_tabs_and_a_missing_line_feed_are_found() {
    assert_eq!(untidy(&file("a.md", "a\n\nb\n")), Vec::<String>::new());
    assert_eq!(
        untidy(&file("a.md", "a \n\tb\r\nc")),
        [
            ":1: blank at the end of the line",
            ":2: blank at the end of the line",
            ":2: tab",
            ": no line feed at the end"
        ]
    );
    assert_eq!(untidy(&file("snapshot/a", "a ")), Vec::<String>::new());
}

#[test]
fn words_of_unfinished_work_are_found_where_they_stand_alone() {
    let word = concat!("FIX", "ME");
    let call = concat!("todo", "!(");
    let text = format!("a\n// {word}: b\n{call}\"c\")\nNO{word} my{call}) {word}D\n");
    let faults = [format!(":2: `{word}`"), format!(":3: `{call}`")];
    assert_eq!(unfinished(&file("src/a.rs", &text)), faults);
    let skipped = concat!("#[ign", "ore = \"slow\"]\n#[ign", "ore]\n");
    assert_eq!(unfinished(&file("src/a.rs", skipped)).len(), 2);
}

#[test]
fn paths_of_a_machine_and_hosts_of_registries_are_found() {
    let path = concat!("/ho", "me/alex/site");
    let host = concat!("registry.", "example.org");
    let text = format!("cd \"{path}\"\nfrom https://{host}/left\n");
    let faults = [format!(":1: `{path}`"), format!(":2: `{host}`")];
    assert_eq!(local(&file("a.md", &text)), faults);
    for host in [
        concat!("index.", "crates.io"),
        concat!("deb.", "debian.org"),
        concat!("npm", "js.com"),
    ] {
        assert_eq!(registry_hosts(host), [host]);
    }
    for text in [
        "crates.io",
        "github.com/rust-lang/crates.io-index",
        "registry.with(x)",
        "static.files",
    ] {
        assert_eq!(registry_hosts(text), Vec::<&str>::new(), "{text}");
    }
    for text in ["/home/", "https://a.example/home/b", "~/work/b", "a/root/b"] {
        assert_eq!(machine_paths(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn links_and_pictures_of_markdown_are_read() {
    let text = "[a](b.md#c) ![d](e.png) [f](https://g.example) [h](#i) `[j](k)` [l]\n\n[l]: m.md\n";
    assert_eq!(targets(text), ["b.md", "e.png", "m.md"]);
}
