//! The index from A to Z: the search without a script (UX.md 10).
//!
//! Few names stand on one page; many have a page of their own for each letter, or several.

use std::collections::BTreeMap;
use std::ops::Range;

use super::member;
use super::pager::pager;
use crate::site::address::list_page;
use crate::site::model::{Index, Model};
use crate::site::pages::page_count;
use crate::site::text::sort_key;
use crate::site::view::{IndexEntry, IndexJump, IndexLetter, SearchView};

/// The most names on a page: it stays below 2 MB.
pub(in crate::site) const MOST: usize = 5_000;

/// The folder of the index.
const FOLDER: &str = "search";

/// A letter that names begin with: from `a` on, and at last whatever is no such letter.
type Place = usize;

/// How many letters the index has, with the one for everything else.
const LETTERS: usize = 27;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Person,
    Group,
    Device,
}

#[derive(Debug)]
struct Entry {
    organization: usize,
    kind: Kind,
    at: Index,
}

/// All names of a site in their order, and where each letter begins.
#[derive(Debug)]
pub(in crate::site) struct Names {
    entries: Vec<Entry>,
    letters: [Range<usize>; LETTERS],
}

impl Names {
    /// Sorts the names of a site.
    pub(in crate::site) fn new(model: &Model) -> Self {
        let mut entries = Vec::new();
        for (organization, it) in model.organizations.iter().enumerate() {
            let mut push = |kind, count: usize| {
                entries.extend((0..count as Index).map(|at| Entry {
                    organization,
                    kind,
                    at,
                }));
            };
            push(Kind::Person, it.people.len());
            push(Kind::Device, it.devices.len());
            let groups = it.groups.iter().enumerate();
            let listed = groups.filter(|(_, group)| !group.status.archived);
            entries.extend(listed.map(|(at, _)| Entry {
                organization,
                kind: Kind::Group,
                at: at as Index,
            }));
        }
        entries.sort_by_cached_key(|entry| {
            let (name, url) = name(model, entry);
            (place(name), sort_key(name), url.to_owned())
        });
        let mut end = 0;
        let letters = std::array::from_fn(|letter| {
            let begin = end;
            let later = |it: &Entry| place(name(model, it).0) <= letter;
            end = begin + entries[begin..].partition_point(later);
            begin..end
        });
        Self { entries, letters }
    }

    /// Returns whether each letter has a page of its own.
    pub(in crate::site) fn is_split(&self) -> bool {
        self.entries.len() > MOST
    }

    /// Returns the pages of letters when each has its own: the letter's place, the number of the
    /// page, and its address.
    pub(in crate::site) fn pages(&self) -> Vec<(usize, usize, String)> {
        if !self.is_split() {
            return Vec::new();
        }
        let letters = self.letters.iter().enumerate();
        let filled = letters.filter(|(_, range)| !range.is_empty());
        filled
            .flat_map(|(letter, range)| {
                let pages = 1..=page_count(range.len(), MOST);
                pages.map(move |number| (letter, number, list_page(&folder(letter), number)))
            })
            .collect()
    }
}

/// Returns the place of the letter that a name stands under.
fn place(name: &str) -> Place {
    match sort_key(name).0.chars().next() {
        Some(letter @ 'a'..='z') => letter as usize - 'a' as usize,
        _ => LETTERS - 1,
    }
}

/// Returns a letter as a word for addresses and anchors.
fn word(letter: Place) -> String {
    match letter {
        0..26 => char::from(b'a' + letter as u8).to_string(),
        _ => "other".to_owned(),
    }
}

/// Returns a letter as people read it.
pub(super) fn label(letter: Place) -> String {
    match letter {
        0..26 => char::from(b'A' + letter as u8).to_string(),
        _ => "#".to_owned(),
    }
}

fn folder(letter: Place) -> String {
    format!("{FOLDER}/{}", word(letter))
}

fn name<'a>(model: &'a Model, entry: &Entry) -> (&'a str, &'a str) {
    let organization = &model.organizations[entry.organization];
    match entry.kind {
        Kind::Person => {
            let person = organization.person(entry.at);
            (&person.name, &person.url)
        }
        Kind::Group => {
            let group = organization.group(entry.at);
            (&group.name, &group.url)
        }
        Kind::Device => {
            let device = organization.device(entry.at);
            (&device.name, &device.url)
        }
    }
}

fn shown(model: &Model, entry: &Entry) -> IndexEntry {
    let organization = &model.organizations[entry.organization];
    let (name, url) = name(model, entry);
    let (kind, own) = match entry.kind {
        Kind::Person => (
            "Person",
            member::address(&organization.person(entry.at).object),
        ),
        Kind::Group => {
            let mail = organization.group(entry.at).group.mail.clone();
            ("Group", mail.unwrap_or_default())
        }
        Kind::Device => (
            "Device",
            member::system(&organization.device(entry.at).object),
        ),
    };
    let detail = match (model.organizations.len() > 1, own.is_empty()) {
        (false, _) => own,
        (true, true) => organization.name.clone(),
        (true, false) => format!("{} · {own}", organization.name),
    };
    IndexEntry {
        name: name.to_owned(),
        url: url.to_owned(),
        kind,
        detail,
    }
}

/// Returns the first page of the index: all names, or where each letter is.
pub(super) fn search(model: &Model) -> SearchView {
    let names = model.names();
    let mut view = SearchView {
        letters: Vec::new(),
        jumps: Vec::new(),
        pager: None,
        total: names.entries.len(),
    };
    if names.is_split() {
        view.jumps = jumps(names, None);
        return view;
    }
    let mut letters: BTreeMap<Place, Vec<IndexEntry>> = BTreeMap::new();
    for (letter, range) in names.letters.iter().enumerate() {
        let entries = names.entries[range.clone()].iter();
        let entries: Vec<IndexEntry> = entries.map(|it| shown(model, it)).collect();
        if !entries.is_empty() {
            letters.insert(letter, entries);
        }
    }
    let letters = letters.into_iter();
    view.letters = letters.map(|(at, it)| index_letter(at, it)).collect();
    view
}

/// Returns a page of the names under one letter, from 1.
pub(super) fn letter(model: &Model, letter: Place, number: usize) -> SearchView {
    let names = model.names();
    let range = names.letters[letter].clone();
    let (pager, rows) = pager(&folder(letter), number, range.len(), MOST);
    let entries = names.entries[range][rows].iter();
    let entries = entries.map(|it| shown(model, it)).collect();
    SearchView {
        letters: vec![index_letter(letter, entries)],
        jumps: jumps(names, Some(letter)),
        pager: Some(pager),
        total: names.entries.len(),
    }
}

fn index_letter(letter: Place, entries: Vec<IndexEntry>) -> IndexLetter {
    IndexLetter {
        letter: label(letter),
        anchor: format!("letter-{}", word(letter)),
        entries,
    }
}

fn jumps(names: &Names, current: Option<Place>) -> Vec<IndexJump> {
    let letters = names.letters.iter().enumerate();
    let filled = letters.filter(|(_, range)| !range.is_empty());
    filled
        .map(|(letter, range)| IndexJump {
            letter: label(letter),
            url: list_page(&folder(letter), 1),
            count: range.len(),
            current: current == Some(letter),
        })
        .collect()
}
