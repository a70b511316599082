//! Reads every file of the repository and proves the habits of the house: short files, each with a
//! word on what it owns, clean lines, nothing unfinished, nothing of somebody's machine, and links
//! that lead somewhere.

use std::path::{Path, PathBuf};

#[path = "tidy/checks.rs"]
mod checks;

/// A file has one subject; past this length it has two.
const LINES: usize = 400;

/// Files that people write by hand, by their ending.
const SOURCE: [&str; 6] = ["rs", "html", "css", "js", "mjs", "sh"];

/// What is read as it came: machine-written, or the work of others.
const AS_THEY_CAME: [&str; 7] = [
    "Cargo.lock",
    "exports/",
    "LICENSE-APACHE",
    "snapshot/",
    "tests/browser/package-lock.json",
    "tests/fixtures/",
    "themes/default/vendor/",
];

/// Folders that are no part of the repository.
const FOREIGN: [&str; 5] = [".git", ".rosterbook", "node_modules", "public", "target"];

/// A file of the repository and its path from the root, with forward slashes.
struct File {
    path: String,
    text: String,
}

impl File {
    fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    fn is_hand_written(&self) -> bool {
        !AS_THEY_CAME
            .iter()
            .any(|start| self.path.starts_with(start))
    }
}

/// Returns every text file of the repository.
fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = |entry: &walkdir::DirEntry| {
        let foreign = entry
            .file_name()
            .to_str()
            .is_some_and(|name| FOREIGN.contains(&name));
        !foreign && !entry.path().join("CACHEDIR.TAG").exists()
    };
    let entries = walkdir::WalkDir::new(root).sort_by_file_name();
    let mut files = Vec::new();
    for entry in entries.into_iter().filter_entry(ours) {
        let entry = entry.expect("readable");
        if !entry.file_type().is_file() {
            continue;
        }
        let bytes = std::fs::read(entry.path()).expect("readable");
        let path = entry.path().strip_prefix(root).expect("below the root");
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(File {
                path: path.to_string_lossy().replace('\\', "/"),
                text,
            });
        }
    }
    assert!(files.len() > 300, "the repository was not found");
    files
}

/// Asserts that no file has such a fault, and names all that have.
fn none(fault: impl Fn(&File) -> Vec<String>) {
    let found: Vec<String> = files()
        .iter()
        .flat_map(|file| {
            fault(file)
                .into_iter()
                .map(|fault| format!("{}{fault}", file.path))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(
        found.is_empty(),
        "{} places:\n  {}",
        found.len(),
        found.join("\n  ")
    );
}

/// More lines than one subject needs.
fn long(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    let counts = SOURCE.contains(&file.ending()) && file.is_hand_written();
    if counts && lines > LINES {
        return vec![format!(": {lines} lines, at most {LINES} are allowed")];
    }
    Vec::new()
}

/// No word at the top on what the file owns.
fn silent(file: &File) -> Vec<String> {
    if file.ending() == "rs" && !file.text.starts_with("//! ") {
        return vec![": does not open with `//!`".to_owned()];
    }
    Vec::new()
}

/// Blanks at the end of a line, tabs, carriage returns, or no line feed at the end.
fn untidy(file: &File) -> Vec<String> {
    if !file.is_hand_written() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, line) in file.text.split('\n').enumerate() {
        if line.ends_with([' ', '\r']) {
            found.push(format!(":{}: blank at the end of the line", at + 1));
        }
        if line.contains('\t') {
            found.push(format!(":{}: tab", at + 1));
        }
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        found.push(": no line feed at the end".to_owned());
    }
    found
}

/// Words of unfinished work. They are written in halves here, or this file would be a find itself.
fn unfinished(file: &File) -> Vec<String> {
    let words = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[ign", "ore"),
        concat!("#[should", "_panic"),
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("HA", "CK"),
    ];
    if !file.is_hand_written() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        for word in words {
            if stands_alone(line, word) {
                found.push(format!(":{}: `{word}`", at + 1));
            }
        }
    }
    found
}

/// Whether `word` occurs in `line` and is no part of a longer word.
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let open = word.ends_with(|c: char| !c.is_alphanumeric());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            && (open || !after.is_some_and(|c| c.is_alphanumeric() || c == '_'))
    })
}

/// Paths of one machine and hosts of package registries: neither belongs into a repository.
fn local(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        for name in machine_paths(line).into_iter().chain(registry_hosts(line)) {
            found.push(format!(":{}: `{name}`", at + 1));
        }
    }
    found
}

/// Returns the absolute paths in `line` that exist on somebody's machine only.
fn machine_paths(line: &str) -> Vec<&str> {
    let parts = line.split(|c: char| c.is_whitespace() || "\"'`()<>[]{},;=:".contains(c));
    let homes = ["/work/", "/root/", "/home/", "/Users/"];
    parts
        .filter(|part| {
            homes
                .iter()
                .any(|home| part.starts_with(home) && part.len() > home.len())
        })
        .collect()
}

/// Returns the hosts in `line` that packages are downloaded from.
fn registry_hosts(line: &str) -> Vec<&str> {
    let parts = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
    parts
        .filter(|part| {
            let labels: Vec<&str> = part.split('.').collect();
            let [first, .., last] = labels.as_slice() else {
                return false;
            };
            let public = ["org", "io", "com", "net", "dev"].contains(last);
            let named = labels
                .iter()
                .any(|label| ["npmjs", "pypi", "pythonhosted"].contains(label));
            let mirror = ["registry", "deb", "static", "index"].contains(first) && labels.len() > 2;
            let known = labels
                .iter()
                .any(|label| ["crates", "debian", "npm"].contains(label));
            public && (named || mirror && known || *first == "registry")
        })
        .collect()
}

/// Links in Markdown to files that are not there.
fn dead_links(file: &File) -> Vec<String> {
    if file.ending() != "md" || !file.is_hand_written() {
        return Vec::new();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file.path);
    let folder = folder.parent().expect("a file stands in a folder");
    let there = |target: &str| folder.join(target).exists();
    let targets = targets(&file.text);
    targets
        .iter()
        .filter(|target| !there(target))
        .map(|target| format!(": no file at `{target}`"))
        .collect()
}

/// Returns where the links and pictures of a Markdown text lead to inside the repository.
fn targets(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Parser, Tag};
    let links = Parser::new(text).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    links
        .filter(|link| {
            !link.starts_with('#') && !link.contains("://") && !link.starts_with("mailto:")
        })
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn no_file_is_longer_than_one_subject() {
    none(long);
}

#[test]
fn every_source_file_says_what_it_owns() {
    none(silent);
}

#[test]
fn no_line_ends_in_a_blank_and_no_file_without_a_line_feed() {
    none(untidy);
}

#[test]
fn nothing_is_left_unfinished() {
    none(unfinished);
}

#[test]
fn nothing_names_a_machine_or_a_registry() {
    none(local);
}

#[test]
fn links_in_markdown_lead_to_files() {
    none(dead_links);
}

#[test]
fn what_is_read_as_it_came_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let missing: Vec<PathBuf> = AS_THEY_CAME
        .iter()
        .map(|path| root.join(path))
        .filter(|path| !path.exists())
        .collect();
    assert_eq!(missing, Vec::<PathBuf>::new());
}
