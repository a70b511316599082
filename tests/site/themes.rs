//! Changing the theme: one file at a time.

use assert_cmd::Command;
use rosterbook::files;

use crate::fixture::Fixture;

/// Runs `theme eject`; returns the exit code, stdout and stderr.
fn eject(fixture: &Fixture, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(fixture.root())
        .args(["theme", "eject"])
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (
        output.status.code().expect("an exit code"),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn an_ejected_file_is_the_built_in_one_and_changes_no_page_until_it_is_changed() {
    let fixture = Fixture::new();
    fixture.build();
    let before = fixture.output();
    let (code, _, said) = eject(&fixture, &["person.html"]);
    assert_eq!(
        (code, said.trim_end()),
        (
            0,
            "wrote themes/default/templates/person.html: it replaces the built-in file now"
        )
    );
    fixture.build();
    assert!(fixture.output() == before);
    let path = "themes/default/templates/person.html";
    let text = files::read_to_string(&fixture.root().join(path)).expect("readable");
    fixture.write(
        path,
        &text.replace(
            "<article class=\"object\">",
            "<article class=\"object mine\">",
        ),
    );
    fixture.build();
    let changed: Vec<String> = fixture
        .output()
        .into_iter()
        .zip(before)
        .filter(|(now, before)| now != before)
        .map(|(now, _)| now.0.to_string_lossy().into_owned())
        .filter(|path| path != "build.json")
        .collect();
    assert!(!changed.is_empty());
    assert!(
        changed
            .iter()
            .all(|path| path.starts_with("contoso/people/")),
        "{changed:?}"
    );
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let fixture = Fixture::new();
    fixture.write("themes/default/static/css/tokens.css", "mine");
    let (code, _, said) = eject(&fixture, &["static/css/tokens.css"]);
    assert_eq!(code, 1);
    assert!(
        said.contains("`themes/default/static/css/tokens.css` exists already"),
        "{said}"
    );
    let kept = fixture.root().join("themes/default/static/css/tokens.css");
    assert_eq!(files::read_to_string(&kept).expect("readable"), "mine");
}

#[test]
fn a_theme_outside_the_site_gets_no_file() {
    let fixture = Fixture::new();
    // The folder of the site is one of many in a common one: the name beside it is its own.
    let own = fixture.root().file_name().expect("a name");
    let beside = format!("x-{}", own.to_string_lossy());
    let outside = format!("../../{beside}");
    for theme in [&*outside, "..", ".", "a/b", "..\\\\x", "C:x", ""] {
        fixture.write(
            "site.toml",
            &format!("title = \"Northwind\"\ntheme = \"{theme}\"\n"),
        );
        let (code, _, said) = eject(&fixture, &["person.html"]);
        assert_eq!(code, 2, "{theme}: {said}");
    }
    let parent = fixture.root().parent().expect("a parent");
    assert!(!files::exists(&parent.join(beside)));
    assert!(!files::exists(&fixture.root().join("themes")));
    assert!(!files::exists(&fixture.root().join("templates")));
}

#[cfg(unix)]
#[test]
fn a_theme_that_is_a_link_gets_no_file() {
    let fixture = Fixture::new();
    let elsewhere = tempfile::tempdir().expect("temp folder");
    let link = fixture.root().join("themes/default");
    fixture.write("themes/notes.md", "mine");
    std::os::unix::fs::symlink(elsewhere.path(), &link).expect("linked");
    let (code, _, said) = eject(&fixture, &["person.html"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("`themes/default` is a link"), "{said}");
    let written = files::walk(elsewhere.path()).expect("readable");
    assert!(written.is_empty(), "{written:?}");
}

#[test]
fn an_unknown_file_names_the_nearest_and_no_file_lists_all() {
    let fixture = Fixture::new();
    let (code, _, said) = eject(&fixture, &["templates/gruop.html"]);
    assert_eq!(code, 2);
    assert!(
        said.contains("hint: did you mean `templates/group.html`?"),
        "{said}"
    );
    for path in ["../site.toml", "/etc/passwd", "README.md", "templates"] {
        assert_eq!(eject(&fixture, &[path]).0, 2, "{path}");
    }
    let (code, listed, _) = eject(&fixture, &[]);
    assert_eq!(code, 0);
    for path in [
        "strings.toml",
        "theme.toml",
        "templates/group.html",
        "icons/plug.svg",
    ] {
        assert!(listed.lines().any(|line| line == path), "{path}");
    }
}

#[test]
fn one_token_changes_without_copying_the_rest() {
    let fixture = Fixture::new();
    let theme = "accent = \"#0f6b3a\"\n[tokens]\nradius-m = \"2px\"\n";
    fixture.write("themes/default/theme.toml", theme);
    fixture.build();
    let style = fixture
        .output()
        .into_iter()
        .find(|(path, _)| path.extension().is_some_and(|it| it == "css"))
        .map(|(_, bytes)| String::from_utf8(bytes).expect("text"))
        .expect("a style");
    assert!(style.contains("--accent-light:#0f6b3a"));
    assert!(style.contains(":root{--radius-m:2px}"));
    assert!(
        style.contains("--accent-dark: #8fb0ff"),
        "the rest is as it was"
    );
}

#[test]
fn an_accent_that_is_hard_to_read_fails_the_build_in_light_and_dark() {
    for (theme, words) in [
        (
            "accent = \"#9db4ef\"",
            "`accent` has a contrast of 2.1 to 1 with `#ffffff`",
        ),
        (
            "accent_dark = \"#3a4d80\"",
            "`accent_dark` has a contrast of 2.2 to 1 with `#14171c`",
        ),
        (
            "[tokens]\ngray-0 = \"#b0b0b0\"",
            "`accent` has a contrast of 2.7 to 1 with `#b0b0b0`",
        ),
        ("[tokens]\nradius = \"2px\"", "there is no token `radius`"),
    ] {
        let fixture = Fixture::new();
        fixture.write("themes/default/theme.toml", theme);
        let output = Command::cargo_bin("rosterbook")
            .expect("built")
            .arg("-C")
            .arg(fixture.root())
            .arg("build")
            .env("NO_COLOR", "1")
            .output()
            .expect("started");
        let text = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(words), "{text}");
        assert!(!files::exists(&fixture.root().join("public/index.html")));
    }
}
