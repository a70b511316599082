//! What can be found: one entry per person, group, device and page, in the order of loading.
//!
//! It must not know in which file an entry is written.

use std::borrow::Cow;

use serde::Serialize;

use super::super::{mark, member};
use crate::model::{Device, Person};
use crate::site::model::{GroupEntry, Model, ObjectEntry, Organization, PageEntry};
use crate::site::view::Mark;

/// How many groups are named beside a person.
const NAMED: usize = 3;

/// What ends a cell of a column (one byte in JSON, where a line end takes two), a text in a cell, or
/// a line of the folded text that is searched.
const ENDS: [char; 4] = [END, '\t', '\n', '\r'];

/// Ends a cell of a column.
pub(super) const END: char = '\u{7f}';

/// The section of the results that an entry stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    People,
    Groups,
    Pages,
    Devices,
}

/// Something that can be found.
pub(super) struct Entry<'a> {
    /// The index of its organization; `None` for the whole site.
    pub(super) organization: Option<usize>,
    pub(super) kind: Kind,
    /// What differs between the addresses of its kind.
    pub(super) folder: &'a str,
    pub(super) name: Cow<'a, str>,
    /// The mail address; of a device its host name.
    pub(super) address: Cow<'a, str>,
    pub(super) serial: Cow<'a, str>,
    /// Further names and addresses.
    pub(super) others: Vec<Cow<'a, str>>,
    /// The marks beside the name, as they are read out.
    pub(super) mark: String,
    pub(super) shown: Shown<'a>,
}

/// What stands beside a result and is not looked at by a query.
pub(super) enum Shown<'a> {
    /// The number of groups, and the names of the first.
    Person(usize, Vec<Cow<'a, str>>),
    /// The kind, the number of people and that of devices.
    Group(&'static str, usize, usize),
    /// The operating system and the number of groups.
    Device(String, usize),
    Nothing,
}

impl Entry<'_> {
    /// Returns the texts that a query is compared with.
    pub(super) fn searched(&self) -> impl Iterator<Item = &str> {
        [&self.name, &self.address, &self.serial]
            .into_iter()
            .chain(&self.others)
            .map(|it| &**it)
            .filter(|it| !it.is_empty())
    }
}

/// Returns everything that can be found: devices last, since they are the ones that can wait.
pub(super) fn entries(model: &Model) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let organizations = || model.organizations.iter().enumerate();
    for (at, organization) in organizations() {
        let people = organization.people.iter();
        entries.extend(people.map(|it| person(at, organization, it)));
    }
    for (at, organization) in organizations() {
        let key = organization.key.as_str();
        entries.extend(organization.groups.iter().map(|it| group(at, key, it)));
    }
    entries.extend(model.pages.iter().map(|it| page(None, "", it)));
    for (at, organization) in organizations() {
        let key = organization.key.as_str();
        entries.extend(organization.pages.iter().map(|it| page(Some(at), key, it)));
    }
    for (at, organization) in organizations() {
        let devices = organization.devices.iter();
        entries.extend(devices.map(|it| device(at, organization, it)));
    }
    entries
}

fn person<'a>(
    at: usize,
    organization: &'a Organization,
    entry: &'a ObjectEntry<Person>,
) -> Entry<'a> {
    let object = &entry.object;
    let address = object
        .mail
        .as_deref()
        .or(object.user_principal_name.as_deref())
        .unwrap_or_default();
    let record = entry.outcome.record();
    let record = record.map(|it| organization.contacts[it].name.as_str());
    // The only tree there is sees everything, so aliases may be found (SAFETY.md 9).
    let others = [record, object.user_principal_name.as_deref()]
        .into_iter()
        .flatten()
        .chain(object.aliases.iter().map(String::as_str));
    let groups = entry.groups.iter().take(NAMED);
    let groups = groups.map(|&it| text(&organization.group(it).name));
    Entry {
        organization: Some(at),
        kind: Kind::People,
        folder: folder(&entry.url, organization.key.as_str(), "people"),
        name: text(&entry.name),
        address: text(address),
        serial: Cow::Borrowed(""),
        others: further(others, &[&entry.name, address]),
        mark: labels(&mark::of_person(object)),
        shown: Shown::Person(entry.groups.len(), groups.collect()),
    }
}

fn group<'a>(at: usize, key: &str, entry: &'a GroupEntry) -> Entry<'a> {
    let (people, devices) = (entry.people.len(), entry.devices.len());
    Entry {
        organization: Some(at),
        kind: Kind::Groups,
        folder: folder(&entry.url, key, "groups"),
        name: text(&entry.name),
        address: text(entry.group.mail.as_deref().unwrap_or_default()),
        serial: Cow::Borrowed(""),
        others: Vec::new(),
        mark: labels(&mark::of_status(entry)),
        shown: Shown::Group(entry.group.kind.label(), people, devices),
    }
}

fn device<'a>(
    at: usize,
    organization: &'a Organization,
    entry: &'a ObjectEntry<Device>,
) -> Entry<'a> {
    let record = entry.outcome.record();
    let record = record.map(|it| &organization.configurations[it]);
    let field = |it: Option<&'a str>| it.unwrap_or_default();
    let host = field(record.and_then(|it| it.record.hostname.as_deref()));
    let host = if host == entry.name { "" } else { host };
    let serial = field(record.and_then(|it| it.record.serial_number.as_deref()));
    let others = record.map(|it| it.name.as_str());
    Entry {
        organization: Some(at),
        kind: Kind::Devices,
        folder: folder(&entry.url, organization.key.as_str(), "devices"),
        name: text(&entry.name),
        address: text(host),
        serial: text(serial),
        others: further(others.into_iter(), &[&entry.name, host, serial]),
        mark: labels(&mark::of_device(&entry.object)),
        shown: Shown::Device(member::system(&entry.object), entry.groups.len()),
    }
}

fn page<'a>(organization: Option<usize>, key: &str, entry: &'a PageEntry) -> Entry<'a> {
    Entry {
        organization,
        kind: Kind::Pages,
        folder: folder(&entry.url, key, "pages"),
        name: text(&entry.title),
        address: Cow::Borrowed(""),
        serial: Cow::Borrowed(""),
        others: Vec::new(),
        mark: String::new(),
        shown: Shown::Nothing,
    }
}

/// Returns a text without blanks around it, and without the characters that end a line or a cell.
fn text(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.contains(ENDS) {
        Cow::Owned(text.replace(ENDS, " ").trim().to_owned())
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the marks beside a name, as they are read out.
fn labels(marks: &[Mark]) -> String {
    let labels: Vec<&str> = marks.iter().map(|it| it.label).collect();
    labels.join(", ")
}

/// Returns what differs between the addresses of one kind; an address of another shape stays whole.
fn folder<'a>(url: &'a str, organization: &str, kind: &str) -> &'a str {
    let rest = match organization {
        "" => Some(url),
        key => url.strip_prefix(key).and_then(|it| it.strip_prefix('/')),
    };
    rest.and_then(|it| it.strip_prefix(kind)?.strip_prefix('/'))
        .and_then(|it| it.strip_suffix("/index.html"))
        .unwrap_or(url)
}

/// Returns the texts that are not shown elsewhere, each once, ignoring case.
fn further<'a>(texts: impl Iterator<Item = &'a str>, shown: &[&str]) -> Vec<Cow<'a, str>> {
    let mut known: Vec<String> = shown.iter().map(|it| text(it).to_lowercase()).collect();
    let mut kept = Vec::new();
    for it in texts.map(text) {
        let key = it.to_lowercase();
        if !it.is_empty() && !known.contains(&key) {
            known.push(key);
            kept.push(it);
        }
    }
    kept
}
