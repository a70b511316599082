//! Shows that the checks of the source find what they look for, on invented files.

use std::path::Path;

use super::{File, module, out_of_place, printing, scan, upward, waiting};

/// A file that stands for one on disk, to see that the checks find what they look for.
fn invented(path: &str, text: &str) -> File {
    File {
        path: Path::new("src").join(path),
        text: text.to_owned(),
        module: module(Path::new(path)),
    }
}

#[test]
fn an_upward_or_sideways_import_is_found_however_it_is_written() {
    let places = [
        ("model/id.rs", "use crate::config::Site;", "config"),
        ("model/id.rs", "use crate::{model::X, cli};", "cli"),
        ("model/id.rs", "fn f() { crate::files::read(); }", "files"),
        (
            "site/show/list.rs",
            "use super::super::super::render::Theme;",
            "render",
        ),
        ("site/mod.rs", "use super::build as b;", "build"),
        (
            "site/mod.rs",
            "mod tests { use super::super::cli::run; }",
            "cli",
        ),
        ("config/load.rs", "pub use crate::{graph::{A}};", "graph"),
    ];
    for (path, text, target) in places {
        let file = invented(path, text);
        let layer = file.layer().expect("a layer");
        assert_eq!(
            upward(&file),
            [format!("src/{path}:1: `{layer}` uses `{target}`")],
            "{text}"
        );
    }
}

#[test]
fn a_downward_import_is_no_fault_and_neither_is_a_comment() {
    let texts = [
        "use crate::model::Group;",
        "use super::tenant::Tenant; mod tests { use super::super::x; }",
        "// use crate::cli::run;\n/* crate::cli /* nested */ crate::cli */",
        "const A: &str = \"crate::cli::run \\\" crate::cli::run\";",
        "const B: &str = r#\"crate::cli \" crate::cli\"#; const C: char = '\"'; fn f<'a>() {}",
    ];
    for text in texts {
        assert_eq!(
            upward(&invented("sync/run.rs", text)),
            Vec::<String>::new(),
            "{text}"
        );
    }
}

#[test]
fn a_crate_out_of_place_is_found() {
    let places = [
        (
            "site/mod.rs",
            "use reqwest::Client;",
            "`site` names `reqwest`",
        ),
        (
            "cli/mod.rs",
            "fn f() -> tera::Result<()> {}",
            "`cli` names `tera`",
        ),
        (
            "cli/mod.rs",
            "use {walkdir::WalkDir};",
            "`cli` names `walkdir`",
        ),
        (
            "build/mod.rs",
            "use std::{fs, io};",
            "`build` names `std::fs`",
        ),
        (
            "build/mod.rs",
            "fn f() { std::fs::read(\"x\"); }",
            "`build` names `std::fs`",
        ),
        ("main.rs", "use tokio;", "`main` names `tokio`"),
    ];
    for (path, text, fault) in places {
        assert_eq!(
            out_of_place(&invented(path, text)),
            [format!("src/{path}:1: {fault}")],
            "{text}"
        );
    }
    for (path, text) in [
        ("files/read.rs", "use std::fs;"),
        ("graph/body.rs", "use reqwest::Body;"),
    ] {
        assert_eq!(
            out_of_place(&invented(path, text)),
            Vec::<String>::new(),
            "{text}"
        );
    }
}

#[test]
fn waiting_and_printing_out_of_place_are_found() {
    let file = invented(
        "site/mod.rs",
        "\nasync fn f() {\n    println!(\"x\");\n    std::process::exit(1)\n}",
    );
    assert_eq!(waiting(&file), ["src/site/mod.rs:2: `site` is async"]);
    assert_eq!(
        printing(&file),
        [
            "src/site/mod.rs:3: `site` calls `println!`",
            "src/site/mod.rs:4: `site` uses `std::process::exit`"
        ]
    );
    let quiet = invented("cli/mod.rs", &file.text);
    assert_eq!(
        (waiting(&quiet), printing(&quiet)),
        (Vec::new(), Vec::new())
    );
}

#[test]
fn an_import_with_branches_names_each_of_them() {
    let names = |text: &str| -> Vec<String> {
        let here = ["cli".to_owned()];
        scan::paths(text, &here)
            .iter()
            .map(|named| named.parts.join("::"))
            .collect()
    };
    assert_eq!(
        names("use a::{b, c::{d as e, f}, self};"),
        ["a::b", "a::c::d", "a::c::f", "a::self"]
    );
    assert_eq!(
        names("let x = a::b::<c::d>(e.f::<g::h>());"),
        ["a::b", "c::d", "g::h"]
    );
    assert_eq!(names("use super::x::*;"), ["crate::x::*"]);
}
