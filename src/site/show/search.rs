//! The index from A to Z: the search without a script (UX.md 10).

use std::collections::BTreeMap;

use super::member;
use crate::site::model::Model;
use crate::site::text::sort_key;
use crate::site::view::{IndexEntry, IndexLetter, SearchView};

/// The most names on the page: it stays below 2 MB, and larger sites have their lists.
const MOST: usize = 5_000;

/// Returns the index of all names.
pub(super) fn search(model: &Model) -> SearchView {
    let several = model.organizations.len() > 1;
    let mut entries: Vec<IndexEntry> = Vec::new();
    for organization in &model.organizations {
        let detail = |own: String| match (several, own.is_empty()) {
            (false, _) => own,
            (true, true) => organization.name.clone(),
            (true, false) => format!("{} · {own}", organization.name),
        };
        let entry = |name: &str, url: &str, kind, own| IndexEntry {
            name: name.to_owned(),
            url: url.to_owned(),
            kind,
            detail: detail(own),
        };
        for person in &organization.people {
            let own = member::address(&person.object);
            entries.push(entry(&person.name, &person.url, "Person", own));
        }
        for group in organization.groups.iter().filter(|it| !it.status.archived) {
            let own = group.group.mail.clone().unwrap_or_default();
            entries.push(entry(&group.name, &group.url, "Group", own));
        }
        for device in &organization.devices {
            let own = member::system(&device.object);
            entries.push(entry(&device.name, &device.url, "Device", own));
        }
    }
    entries.sort_by_cached_key(|it| (sort_key(&it.name), it.url.clone()));
    let total = entries.len();
    entries.truncate(MOST);
    let shown = entries.len();
    let mut letters: BTreeMap<String, Vec<IndexEntry>> = BTreeMap::new();
    for entry in entries {
        letters.entry(letter(&entry.name)).or_default().push(entry);
    }
    SearchView {
        letters: letters
            .into_iter()
            .map(|(letter, entries)| IndexLetter {
                anchor: if letter == "#" {
                    "letter-other".into()
                } else {
                    format!("letter-{letter}")
                },
                letter: letter.to_uppercase(),
                entries,
            })
            .collect(),
        total,
        shown,
    }
}

fn letter(name: &str) -> String {
    match sort_key(name).0.chars().next() {
        Some(letter @ 'a'..='z') => letter.to_string(),
        _ => "#".to_owned(),
    }
}
