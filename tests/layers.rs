//! Reads the source and proves what `ARCHITECTURE.md` says of it: imports point downwards only, each
//! foreign crate is named by its one module, and what may print, wait or touch the disk is where it
//! should be.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[path = "layers/checks.rs"]
mod checks;
#[path = "layers/scan.rs"]
mod scan;

/// The level of each module: it may use those of lower levels and no others.
const LEVELS: [(&str, u8); 15] = [
    ("model", 0),
    ("files", 0),
    ("config", 1),
    ("graph", 1),
    ("snapshot", 1),
    ("exports", 1),
    ("content", 1),
    ("matching", 1),
    ("demo", 1),
    ("sync", 2),
    ("site", 2),
    ("render", 3),
    ("build", 5),
    ("preview", 6),
    ("cli", 7),
];

/// The crates that only some modules may name: one module, one crate to the outside.
const CRATES: [(&str, &[&str]); 22] = [
    ("backon", &["graph"]),
    ("calamine", &["exports"]),
    ("clap", &["cli"]),
    ("encoding_rs", &["exports"]),
    ("include_dir", &["render"]),
    ("indicatif", &["cli"]),
    ("jsonwebtoken", &["graph"]),
    ("memchr", &["files"]),
    ("miette", &["cli"]),
    ("notify", &["preview"]),
    ("pulldown_cmark", &["render"]),
    ("reqwest", &["graph"]),
    ("schemars", &["config"]),
    ("secrecy", &["graph"]),
    ("strsim", &["exports", "matching", "model"]),
    ("tera", &["render"]),
    ("tiny_http", &["preview", "demo"]),
    ("tokio", &["graph", "sync", "cli"]),
    ("tracing_subscriber", &["cli"]),
    ("url", &["graph"]),
    ("walkdir", &["files"]),
    ("zip", &["exports"]),
];

/// Modules that may be async; the rest of the house is not.
const ASYNC: [&str; 3] = ["graph", "sync", "cli"];

/// A source file: its text and the module that it is.
struct File {
    path: PathBuf,
    text: String,
    module: Vec<String>,
}

impl File {
    /// The layer; `None` for `lib.rs` and `main.rs`.
    fn layer(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }

    /// Whether the whole file is tests, which may prepare their folders by themselves.
    fn is_tests(&self) -> bool {
        self.module.iter().any(|part| part == "tests")
    }
}

fn level(module: &str) -> Option<u8> {
    let found = LEVELS.iter().find(|(name, _)| *name == module);
    found.map(|(_, level)| *level)
}

/// Returns the module of a path below `src/`: `cli/sync.rs` is `["cli", "sync"]`.
fn module(path: &Path) -> Vec<String> {
    let text = path.with_extension("").to_string_lossy().replace('\\', "/");
    let mut parts: Vec<String> = text.split('/').map(str::to_owned).collect();
    parts.pop_if(|last| last == "mod");
    parts.retain(|part| part != "lib" && part != "main");
    parts
}

fn sources() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = walkdir::WalkDir::new(&folder).sort_by_file_name();
    let paths = entries
        .into_iter()
        .map(|entry| entry.expect("readable").into_path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let inner = path.strip_prefix(&folder).expect("below src").to_owned();
            File {
                text: std::fs::read_to_string(&path).expect("readable"),
                module: module(&inner),
                path: Path::new("src").join(inner),
            }
        })
        .collect()
}

/// Imports that do not point downwards.
fn upward(file: &File) -> Vec<String> {
    let Some(layer) = file.layer() else {
        return Vec::new();
    };
    let Some(own) = level(layer) else {
        return vec![format!("{}: `{layer}` has no level", file.path.display())];
    };
    let mut found = Vec::new();
    for named in scan::paths(&file.text, &file.module) {
        let [root, target, ..] = named.parts.as_slice() else {
            continue;
        };
        if root != "crate" && root != "rosterbook" || target == layer {
            continue;
        }
        if level(target).is_some_and(|level| level >= own) {
            let place = file.path.display();
            found.push(format!("{place}:{}: `{layer}` uses `{target}`", named.line));
        }
    }
    found
}

/// Crates and parts of the standard library that are named outside their module.
fn out_of_place(file: &File) -> Vec<String> {
    let layer = file.layer().unwrap_or("main");
    let mut found = Vec::new();
    for named in scan::paths(&file.text, &file.module) {
        let first = named.parts[0].as_str();
        let allowed = CRATES.iter().find(|(name, _)| *name == first);
        if allowed.is_some_and(|(_, layers)| !layers.contains(&layer)) {
            let place = file.path.display();
            found.push(format!("{place}:{}: `{layer}` names `{first}`", named.line));
        }
        let disk = named
            .parts
            .starts_with(&["std".to_owned(), "fs".to_owned()]);
        if disk && layer != "files" && !file.is_tests() {
            let place = file.path.display();
            found.push(format!("{place}:{}: `{layer}` names `std::fs`", named.line));
        }
    }
    found
}

/// Async code outside the modules that wait for the network.
fn waiting(file: &File) -> Vec<String> {
    let layer = file.layer().unwrap_or("main");
    if ASYNC.contains(&layer) {
        return Vec::new();
    }
    let lines = ["async", "await"]
        .into_iter()
        .flat_map(|word| scan::words(&file.text, word));
    lines
        .map(|line| format!("{}:{line}: `{layer}` is async", file.path.display()))
        .collect()
}

/// Printing and exiting outside `cli`.
fn printing(file: &File) -> Vec<String> {
    let layer = file.layer().unwrap_or("main");
    if layer == "cli" {
        return Vec::new();
    }
    let mut found = Vec::new();
    for name in ["print", "println", "eprint", "eprintln", "dbg"] {
        for line in scan::macro_calls(&file.text, name) {
            found.push(format!(
                "{}:{line}: `{layer}` calls `{name}!`",
                file.path.display()
            ));
        }
    }
    for named in scan::paths(&file.text, &file.module) {
        let path = named.parts.join("::");
        if matches!(
            path.as_str(),
            "std::process::exit"
                | "process::exit"
                | "std::process::abort"
                | "process::abort"
                | "std::io::stdout"
                | "io::stdout"
                | "std::io::stderr"
                | "io::stderr"
        ) {
            let place = file.path.display();
            found.push(format!("{place}:{}: `{layer}` uses `{path}`", named.line));
        }
    }
    found
}

/// Asserts that no file of the source has such a fault, and names all that have.
fn none(fault: impl Fn(&File) -> Vec<String>) {
    let files = sources();
    assert!(files.len() > 100, "the source was not found");
    let found: Vec<String> = files.iter().flat_map(fault).collect();
    let mut list = String::new();
    for line in &found {
        let _ = writeln!(list, "  {line}");
    }
    assert!(found.is_empty(), "{} places:\n{list}", found.len());
}

#[test]
fn imports_point_downwards_only() {
    none(upward);
}

#[test]
fn each_foreign_crate_is_named_in_its_module_only() {
    none(out_of_place);
}

#[test]
fn only_graph_sync_and_cli_are_async() {
    none(waiting);
}

#[test]
fn only_cli_prints_and_exits() {
    none(printing);
}

#[test]
fn every_module_has_a_level() {
    let found: BTreeSet<String> = sources()
        .iter()
        .filter_map(|file| file.module.first().cloned())
        .collect();
    let named: BTreeSet<String> = LEVELS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, named);
}

#[test]
fn every_crate_that_is_paid_for_is_used() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let text = std::fs::read_to_string(manifest).expect("readable");
    let manifest: toml::Table = text.parse().expect("TOML");
    let wanted = manifest["dependencies"].as_table().expect("a table");
    let files = sources();
    let named: BTreeSet<String> = files
        .iter()
        .flat_map(|file| scan::paths(&file.text, &file.module))
        .map(|named| named.parts[0].clone())
        .collect();
    let idle: Vec<&String> = wanted
        .keys()
        .filter(|name| !named.contains(&name.replace('-', "_")))
        .collect();
    assert_eq!(
        idle,
        Vec::<&String>::new(),
        "dependencies that no source file names"
    );
}
