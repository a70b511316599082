//! The data of the search in the browser: a flat list of lines (UX.md 10).
//!
//! A line is an array without its trailing empty cells:
//! - person: folder, name, address, other names and addresses, marks, groups, the first three;
//! - group: folder, name, mail, kind, marks, people, devices;
//! - device: folder, name, host name, serial number, other names, system, marks, groups;
//! - page: folder, title.
//!
//! Other names are joined by tabs; texts that repeat are numbers into `texts`, from 1. It must not know how a query is matched.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{mark, member};
use crate::model::{Device, Person};
use crate::site::model::{GroupEntry, Index, Model, ObjectEntry, Organization, PageEntry};
use crate::site::script::script_json;
use crate::site::text::sort_key;
use crate::site::view::Mark;

/// Above this many people the lines are split by the first letters of their words (UX.md 10).
const SPLIT: usize = 20_000;

/// How many groups are named beside a person.
const NAMED: usize = 3;

/// Returns the search's data scripts: path below the site's root, and content, by path.
///
/// The one without a hash names the others, so that no page changes with the data.
pub fn search_data(model: &Model) -> Vec<(String, Vec<u8>)> {
    files(model, SPLIT)
}

fn files(model: &Model, split: usize) -> Vec<(String, Vec<u8>)> {
    let entries = entries(model);
    let people: usize = model.organizations.iter().map(|it| it.people.len()).sum();
    let mut parts: BTreeMap<String, Vec<&Entry<'_>>> = BTreeMap::new();
    if people > split {
        for entry in &entries {
            for letter in entry.letters() {
                parts.entry(letter).or_default().push(entry);
            }
        }
    } else {
        parts.insert(String::new(), entries.iter().collect());
    }
    let mut names = BTreeMap::new();
    let mut files = Vec::with_capacity(parts.len() + 1);
    for (part, entries) in parts {
        let json = script_json(&script(model, &part, &entries));
        let bytes = format!("rosterbook.search({json});\n").into_bytes();
        let hash = blake3::hash(&bytes).to_hex();
        let dash = if part.is_empty() { "" } else { "-" };
        let name = format!("search{dash}{part}.{}.js", &hash[..12]);
        files.push((format!("assets/data/{name}"), bytes));
        names.insert(part, name);
    }
    let list = format!("rosterbook.searchFiles({});\n", script_json(&names));
    files.push(("assets/data/search.js".to_owned(), list.into_bytes()));
    files.sort();
    files
}

#[derive(Serialize)]
struct Script<'a> {
    part: &'a str,
    texts: Vec<&'a str>,
    organizations: Vec<Part<'a>>,
}

/// The lines of one organization; those of the whole site have no key.
#[derive(Serialize)]
struct Part<'a> {
    key: &'a str,
    name: &'a str,
    people: Vec<Vec<Cell<'a>>>,
    groups: Vec<Vec<Cell<'a>>>,
    devices: Vec<Vec<Cell<'a>>>,
    pages: Vec<Vec<Cell<'a>>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Cell<'a> {
    Text(&'a str),
    Number(usize),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Person,
    Group,
    Device,
    Page,
}

/// A cell of an entry, before repeating texts have their numbers.
enum Field<'a> {
    /// A text of its own.
    Own(Cow<'a, str>),
    /// A text that other entries have too.
    Shared(Cow<'a, str>),
    /// A number.
    Count(usize),
}

/// Something that can be found.
struct Entry<'a> {
    /// The index of its organization; `None` for the whole site.
    organization: Option<usize>,
    kind: Kind,
    fields: Vec<Field<'a>>,
    /// Where in `fields` the texts are that a query is compared with.
    searched: std::ops::Range<usize>,
}

impl Entry<'_> {
    /// Returns the first letters of its words: the parts of the data that it belongs to.
    fn letters(&self) -> BTreeSet<String> {
        let mut letters = BTreeSet::new();
        for field in &self.fields[self.searched.clone()] {
            let Field::Own(text) = field else { continue };
            for word in text.split_whitespace() {
                // The domain of an address is the same for a whole tenant.
                let local = word.split('@').next().unwrap_or(word);
                let folded = sort_key(local).0;
                let words = folded.split(|letter: char| !letter.is_alphanumeric());
                letters.extend(words.filter_map(|it| it.chars().next()).map(part));
            }
        }
        letters
    }
}

/// Returns the part of the data for words that begin with `letter`, as the browser's script does.
fn part(letter: char) -> String {
    match letter {
        'a'..='z' | '0'..='9' => letter.to_string(),
        'ß' => "s".to_owned(),
        'æ' => "a".to_owned(),
        'œ' | 'ø' => "o".to_owned(),
        'ł' => "l".to_owned(),
        'đ' | 'ð' => "d".to_owned(),
        'þ' => "t".to_owned(),
        other => format!("u{:x}", u32::from(other) >> 8),
    }
}

fn script<'a>(model: &'a Model, part: &'a str, entries: &[&'a Entry<'a>]) -> Script<'a> {
    let shared: BTreeSet<&str> = entries
        .iter()
        .flat_map(|entry| &entry.fields)
        .filter_map(|field| match field {
            Field::Shared(text) if !text.is_empty() => Some(&**text),
            _ => None,
        })
        .collect();
    let numbers: BTreeMap<&str, usize> = shared.iter().copied().zip(1..).collect();
    let places = std::iter::once(None).chain((0..model.organizations.len()).map(Some));
    let organizations = places.filter_map(|place| {
        let lines = |kind| -> Vec<Vec<Cell<'a>>> {
            entries
                .iter()
                .filter(|it| it.organization == place && it.kind == kind)
                .map(|it| line(it, &numbers))
                .collect()
        };
        let organization = place.map(|at| &model.organizations[at]);
        let part = Part {
            key: organization.map_or("", |it| it.key.as_str()),
            name: organization.map_or("", |it| it.name.as_str()),
            people: lines(Kind::Person),
            groups: lines(Kind::Group),
            devices: lines(Kind::Device),
            pages: lines(Kind::Page),
        };
        let all = [&part.people, &part.groups, &part.devices, &part.pages];
        let empty = all.iter().all(|it| it.is_empty());
        (!empty).then_some(part)
    });
    Script {
        part,
        organizations: organizations.collect(),
        texts: shared.into_iter().collect(),
    }
}

fn line<'a>(entry: &'a Entry<'a>, numbers: &BTreeMap<&str, usize>) -> Vec<Cell<'a>> {
    let mut cells: Vec<Cell<'a>> = entry
        .fields
        .iter()
        .map(|field| match field {
            Field::Own(text) => Cell::Text(text),
            Field::Shared(text) => Cell::Number(numbers.get(&**text).copied().unwrap_or_default()),
            Field::Count(number) => Cell::Number(*number),
        })
        .collect();
    while matches!(cells.last(), Some(Cell::Text("") | Cell::Number(0))) {
        cells.pop();
    }
    cells
}

/// Returns everything that can be found, in the order of the pages.
fn entries(model: &Model) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = model.pages.iter().map(|it| page(None, it, "")).collect();
    for (at, organization) in model.organizations.iter().enumerate() {
        let key = organization.key.as_str();
        let numbered = |fields, kind, searched| Entry {
            organization: Some(at),
            kind,
            fields,
            searched,
        };
        for it in &organization.people {
            entries.push(numbered(person(organization, it), Kind::Person, 1..4));
        }
        for it in &organization.groups {
            entries.push(numbered(group(key, it), Kind::Group, 1..3));
        }
        for it in &organization.devices {
            entries.push(numbered(device(organization, it), Kind::Device, 1..5));
        }
        entries.extend(organization.pages.iter().map(|it| page(Some(at), it, key)));
    }
    entries
}

fn person<'a>(organization: &'a Organization, entry: &'a ObjectEntry<Person>) -> Vec<Field<'a>> {
    let object = &entry.object;
    let address = object
        .mail
        .as_deref()
        .or(object.user_principal_name.as_deref());
    let record = entry.outcome.record();
    let record = record.map(|it| organization.contacts[it].name.as_str());
    // The only tree there is sees everything, so aliases may be found (SAFETY.md 9).
    let others = [record, object.user_principal_name.as_deref()]
        .into_iter()
        .flatten()
        .chain(object.aliases.iter().map(String::as_str));
    let shown = [entry.name.as_str(), address.unwrap_or_default()];
    let mut fields = vec![
        Field::Own(folder(&entry.url, organization.key.as_str(), "people")),
        own(shown[0]),
        own(shown[1]),
        Field::Own(Cow::Owned(join(others, &shown))),
        marks(&mark::of_person(object)),
        Field::Count(entry.groups.len()),
    ];
    let first = entry.groups.iter().take(NAMED);
    fields.extend(
        first.map(|&at: &Index| Field::Shared(Cow::Borrowed(&organization.group(at).name))),
    );
    fields
}

fn group<'a>(key: &str, entry: &'a GroupEntry) -> Vec<Field<'a>> {
    vec![
        Field::Own(folder(&entry.url, key, "groups")),
        own(&entry.name),
        own(entry.group.mail.as_deref().unwrap_or_default()),
        Field::Shared(Cow::Borrowed(entry.group.kind.label())),
        marks(&mark::of_status(entry)),
        Field::Count(entry.people.len()),
        Field::Count(entry.devices.len()),
    ]
}

fn device<'a>(organization: &'a Organization, entry: &'a ObjectEntry<Device>) -> Vec<Field<'a>> {
    let record = entry.outcome.record();
    let record = record.map(|it| &organization.configurations[it]);
    let text = |it: Option<&'a str>| it.unwrap_or_default();
    let host = text(record.and_then(|it| it.record.hostname.as_deref()));
    let host = if host == entry.name { "" } else { host };
    let serial = text(record.and_then(|it| it.record.serial_number.as_deref()));
    let others = record.map(|it| it.name.as_str());
    let shown = [entry.name.as_str(), host, serial];
    vec![
        Field::Own(folder(&entry.url, organization.key.as_str(), "devices")),
        own(&entry.name),
        own(host),
        own(serial),
        Field::Own(Cow::Owned(join(others.into_iter(), &shown))),
        Field::Own(Cow::Owned(member::system(&entry.object))),
        marks(&mark::of_device(&entry.object)),
        Field::Count(entry.groups.len()),
    ]
}

fn page<'a>(organization: Option<usize>, entry: &'a PageEntry, key: &str) -> Entry<'a> {
    Entry {
        organization,
        kind: Kind::Page,
        fields: vec![
            Field::Own(folder(&entry.url, key, "pages")),
            own(&entry.title),
        ],
        searched: 1..2,
    }
}

fn own(text: &str) -> Field<'_> {
    Field::Own(Cow::Borrowed(text.trim()))
}

/// Returns the marks beside a name, as they are read out.
fn marks(marks: &[Mark]) -> Field<'static> {
    let labels: Vec<&str> = marks.iter().map(|it| it.label).collect();
    Field::Shared(Cow::Owned(labels.join(", ")))
}

/// Returns what differs between the addresses of one kind; an address of another shape stays whole.
fn folder<'a>(url: &'a str, organization: &str, kind: &str) -> Cow<'a, str> {
    let rest = match organization {
        "" => Some(url),
        key => url.strip_prefix(key).and_then(|it| it.strip_prefix('/')),
    };
    let folder = rest
        .and_then(|it| it.strip_prefix(kind)?.strip_prefix('/'))
        .and_then(|it| it.strip_suffix("/index.html"));
    Cow::Borrowed(folder.unwrap_or(url))
}

/// Joins by tabs the texts that are not shown elsewhere, each once, ignoring case.
fn join<'a>(texts: impl Iterator<Item = &'a str>, shown: &[&str]) -> String {
    let mut known: Vec<String> = shown.iter().map(|it| it.trim().to_lowercase()).collect();
    let mut kept = Vec::new();
    for text in texts.map(str::trim) {
        let key = text.to_lowercase();
        if !text.is_empty() && !known.contains(&key) {
            known.push(key);
            kept.push(text);
        }
    }
    kept.join("\t")
}
