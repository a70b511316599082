//! The data of the search in the browser: flat lists of lines (UX.md 10).
//!
//! A part of the data (there is one, or one per letter) is a row of pairs of files, each pair for
//! the same lines: what a query is compared with, and what stands beside the results, which is
//! loaded for lines that are shown. A file has blocks of one kind and organization, and a block
//! has columns, each a text with one cell per entry: names, folders, addresses, serial numbers,
//! others (by tabs). It must not know how a query is matched.

mod entry;
mod pack;
mod part;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use self::entry::{END, Entry, Kind, Shown, entries};
use self::pack::Words;
use self::part::{More, Split, parts};
use crate::site::model::Model;
use crate::site::script::script_json;

/// UX.md 10 splits above 20,000 people; a word shared by 5,000 tells as little as a letter.
const SPLIT: Split = Split {
    people: 20_000,
    shared: 5_000,
    first: 100,
};

/// The first two files of a part are small, so that the first result is soon there; the next two are
/// twice as large, and so on: two are on their way at once, and share the line.
const SMALLEST: usize = 32 << 10;

/// What a line has beside the texts that are searched: mostly the end of an id.
const LINE: usize = 14;

/// Larger files would hold up the browser while it reads them.
const LARGEST: usize = 128 << 10;

/// Returns the search's data scripts: path below the site's root, and content, by path.
///
/// The one without a hash names the others, so that no page changes with the data.
pub fn search_data(model: &Model) -> Vec<(String, Vec<u8>)> {
    files(model, &SPLIT)
}

fn files(model: &Model, split: &Split) -> Vec<(String, Vec<u8>)> {
    let entries = entries(model);
    let people = model.organizations.iter().map(|it| it.people.len()).sum();
    let mut files = Vec::new();
    let mut list: BTreeMap<String, Listed> = BTreeMap::new();
    for (name, part) in parts(&entries, people, split) {
        let mut listed = Listed {
            lines: part.entries.len(),
            files: Vec::new(),
            more: part.more,
        };
        for (at, chunk) in chunks(&part.entries).into_iter().enumerate() {
            let mut write = |function: &str, json: &str| {
                let bytes = format!("rosterbook.{function}({json});\n").into_bytes();
                let hash = blake3::hash(&bytes).to_hex();
                let dash = if name.is_empty() { "" } else { "-" };
                let file = format!("search{dash}{name}.{}.js", &hash[..12]);
                files.push((format!("assets/data/{file}"), bytes));
                file
            };
            let shown = write("searchShown", &script_json(&shown(&name, at, chunk)));
            let found = names(model, &name, at, &shown, chunk);
            listed.files.push(write("search", &script_json(&found)));
        }
        list.insert(name, listed);
    }
    let list = format!("rosterbook.searchFiles({});\n", script_json(&list));
    files.push(("assets/data/search.js".to_owned(), list.into_bytes()));
    files.sort();
    files
}

/// What the browser knows of a part before it loads it.
#[derive(Serialize)]
struct Listed {
    lines: usize,
    files: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    more: More,
}

/// Cuts the entries of a part into those of its files, by the length of their texts.
fn chunks<'s, 'a>(entries: &'s [&'a Entry<'a>]) -> Vec<&'s [&'a Entry<'a>]> {
    let mut chunks = Vec::new();
    let (mut start, mut size, mut limit) = (0, 0, SMALLEST);
    for (at, entry) in entries.iter().enumerate() {
        size += LINE + entry.searched().map(|it| it.len() + 1).sum::<usize>();
        if size > limit {
            chunks.push(&entries[start..=at]);
            start = at + 1;
            size = 0;
            if chunks.len().is_multiple_of(2) {
                limit = (limit * 2).min(LARGEST);
            }
        }
    }
    if start < entries.len() {
        chunks.push(&entries[start..]);
    }
    chunks
}

/// Returns the entries of each block: those of one kind and organization that follow each other.
fn blocks<'s, 'a>(chunk: &'s [&'a Entry<'a>]) -> impl Iterator<Item = &'s [&'a Entry<'a>]> {
    chunk.chunk_by(|one, other| (one.kind, one.organization) == (other.kind, other.organization))
}

#[derive(Serialize)]
struct Names<'a> {
    part: &'a str,
    at: usize,
    /// The file with what stands beside the same lines.
    shown: &'a str,
    domains: Vec<&'a str>,
    marks: Vec<&'a str>,
    blocks: Vec<Block<'a>>,
}

#[derive(Serialize)]
struct Block<'a> {
    kind: Kind,
    size: usize,
    /// The key and the name of the organization; empty for the whole site.
    key: &'a str,
    place: &'a str,
    names: String,
    folders: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    addresses: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    serials: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    others: String,
    /// Pairs: the number of a line, the number of its marks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marked: Vec<usize>,
}

fn names<'a>(
    model: &'a Model,
    part: &'a str,
    at: usize,
    shown: &'a str,
    chunk: &[&'a Entry<'a>],
) -> Names<'a> {
    let marks: BTreeSet<&str> = chunk.iter().map(|it| it.mark.as_str()).collect();
    let marks: Vec<&str> = marks.into_iter().filter(|it| !it.is_empty()).collect();
    let mut domains = Vec::new();
    let blocks = blocks(chunk).map(|entries| {
        let first = entries[0];
        let organization = first.organization.map(|it| &model.organizations[it]);
        let mut block = Block {
            kind: first.kind,
            size: entries.len(),
            key: organization.map_or("", |it| it.key.as_str()),
            place: organization.map_or("", |it| it.name.as_str()),
            names: column(entries, |it| it.name.to_string()),
            folders: column(entries, |it| match it.kind {
                Kind::Pages => it.folder.to_owned(),
                _ => Words::of(&it.name).folder(it.folder).to_owned(),
            }),
            addresses: String::new(),
            serials: column(entries, |it| it.serial.to_string()),
            others: String::new(),
            marked: Vec::new(),
        };
        block.addresses = column(entries, |it| {
            Words::of(&it.name).address(&it.address, &mut domains)
        });
        block.others = column(entries, |it| {
            let words = Words::of(&it.name);
            let others = it.others.iter();
            let others: Vec<String> = others.map(|it| words.address(it, &mut domains)).collect();
            others.join("\t")
        });
        for (line, entry) in entries.iter().enumerate() {
            if let Ok(mark) = marks.binary_search(&entry.mark.as_str()) {
                block.marked.extend([line, mark]);
            }
        }
        block
    });
    let blocks = blocks.collect();
    Names {
        part,
        at,
        shown,
        domains,
        marks,
        blocks,
    }
}

/// Joins a cell per entry; nothing when all cells are empty.
fn column<'a>(entries: &[&'a Entry<'a>], mut cell: impl FnMut(&'a Entry<'a>) -> String) -> String {
    let cells: Vec<String> = entries.iter().map(|it| cell(it)).collect();
    if cells.iter().all(String::is_empty) {
        return String::new();
    }
    cells.join(END.encode_utf8(&mut [0; 4]))
}

/// What stands beside the lines of one file, each block a column of numbers:
/// of a person groups and the first of them, of a group kind, people and devices, of a device
/// system and groups. Texts are numbers into `texts`.
#[derive(Serialize)]
struct Beside<'a> {
    part: &'a str,
    at: usize,
    texts: Vec<&'a str>,
    blocks: Vec<String>,
}

fn shown<'a>(part: &'a str, at: usize, chunk: &[&'a Entry<'a>]) -> Beside<'a> {
    let texts: BTreeSet<&str> = chunk.iter().flat_map(|it| texts(it)).collect();
    let texts: Vec<&str> = texts.into_iter().collect();
    let number = |text: &str| {
        let found = texts.binary_search(&text);
        found.expect("the texts of all entries are in the list")
    };
    let blocks = blocks(chunk).map(|entries| {
        column(entries, |entry| match &entry.shown {
            Shown::Person(groups, first) => {
                let mut line = groups.to_string();
                for name in first {
                    let _ = write!(line, " {}", number(name));
                }
                line
            }
            Shown::Group(kind, people, devices) => {
                format!("{} {people} {devices}", number(kind))
            }
            Shown::Device(system, groups) => format!("{} {groups}", number(system)),
            Shown::Nothing => String::new(),
        })
    });
    let blocks = blocks.collect();
    Beside {
        part,
        at,
        texts,
        blocks,
    }
}

fn texts<'a>(entry: &'a Entry<'a>) -> Vec<&'a str> {
    match &entry.shown {
        Shown::Person(_, first) => first.iter().map(|it| &**it).collect(),
        Shown::Group(kind, ..) => vec![kind],
        Shown::Device(system, _) => vec![system],
        Shown::Nothing => Vec::new(),
    }
}
