//! The pages of contacts and configurations, with their related groups (FEATURES.md P17-P19).

use std::collections::{BTreeMap, BTreeSet};

use super::related::{owned, related};
use super::{belonging, mark, member, record_facts};
use crate::matching::Outcome;
use crate::site::model::{Index, Organization};
use crate::site::view::{Link, RecordView, RelatedRow};

/// Returns the page of a contact.
pub(super) fn contact(organization: &Organization, at: Index) -> RecordView {
    let contact = organization.contact(at);
    let behind: Vec<Behind<'_>> = contact
        .objects
        .iter()
        .map(|&at| organization.person(at))
        .map(|person| Behind {
            name: &person.name,
            detail: member::address(&person.object),
            url: &person.url,
            outcome: &person.outcome,
            groups: &person.groups,
        })
        .collect();
    let (direct, inherited) = groups(organization, &behind, &contact.manual_groups);
    let mut owns: Vec<Index> = contact
        .objects
        .iter()
        .flat_map(|&at| organization.person(at).owns.clone())
        .collect();
    owns.sort_unstable();
    owns.dedup();
    RecordView {
        id: contact.record.id.clone(),
        kind: "contact",
        name: contact.name.clone(),
        marks: mark::of_record(contact.record.archived),
        facts: record_facts::of_contact(&contact.record),
        extra: record_facts::extra(&contact.record.extra),
        source_url: contact.record.source_url.as_deref().map(str::to_owned),
        objects: behind.iter().map(Behind::link).collect(),
        rules: behind.iter().map(Behind::rule).collect(),
        candidate_of: contact
            .candidate_of
            .iter()
            .map(|&at| {
                let it = organization.person(at);
                named(&it.name, &member::address(&it.object), &it.url)
            })
            .collect(),
        // The same words for every contact: they tell nobody who is a guest.
        entries_hidden: organization.hides_guests && behind.is_empty(),
        has_unread: organization.has_unread,
        direct,
        inherited,
        owned: owned(organization, &owns),
        devices: belonging::devices(organization, at),
        belongs_to: None,
        reach: belonging::reach(None, Some(&contact.record)),
    }
}

/// Returns the page of a configuration.
pub(super) fn configuration(organization: &Organization, at: Index) -> RecordView {
    let configuration = organization.configuration(at);
    let behind: Vec<Behind<'_>> = configuration
        .objects
        .iter()
        .map(|&at| organization.device(at))
        .map(|device| Behind {
            name: &device.name,
            detail: member::system(&device.object),
            url: &device.url,
            outcome: &device.outcome,
            groups: &device.groups,
        })
        .collect();
    let (direct, inherited) = groups(organization, &behind, &configuration.manual_groups);
    RecordView {
        id: configuration.record.id.clone(),
        kind: "configuration",
        name: configuration.name.clone(),
        marks: mark::of_record(configuration.record.archived),
        facts: record_facts::of_configuration(&configuration.record),
        extra: record_facts::extra(&configuration.record.extra),
        source_url: configuration
            .record
            .source_url
            .as_deref()
            .map(str::to_owned),
        objects: behind.iter().map(Behind::link).collect(),
        rules: behind.iter().map(Behind::rule).collect(),
        candidate_of: configuration
            .candidate_of
            .iter()
            .map(|&at| {
                let it = organization.device(at);
                named(&it.name, &member::system(&it.object), &it.url)
            })
            .collect(),
        entries_hidden: false,
        has_unread: organization.has_unread,
        direct,
        inherited,
        owned: Vec::new(),
        devices: Vec::new(),
        belongs_to: configuration.belongs_to.map(|at| {
            let contact = organization.contact(at);
            Link {
                text: contact.name.clone(),
                url: contact.url.clone(),
            }
        }),
        reach: Vec::new(),
    }
}

/// A person or device behind a record.
struct Behind<'a> {
    name: &'a str,
    detail: String,
    url: &'a str,
    outcome: &'a Outcome,
    groups: &'a [Index],
}

impl Behind<'_> {
    fn link(&self) -> Link {
        named(self.name, &self.detail, self.url)
    }

    fn rule(&self) -> String {
        match self.outcome {
            Outcome::Matched { rule, .. } => format!("matched by {}", rule.words()),
            _ => String::new(),
        }
    }
}

/// Returns a link to a person or device, with what tells equal names apart.
fn named(name: &str, detail: &str, url: &str) -> Link {
    Link {
        text: if detail.is_empty() {
            name.to_owned()
        } else {
            format!("{name} ({detail})")
        },
        url: url.to_owned(),
    }
}

/// Collects the groups of all objects behind a record; each group once, direct before inherited.
fn groups(
    organization: &Organization,
    behind: &[Behind<'_>],
    manual: &[Index],
) -> (Vec<RelatedRow>, Vec<RelatedRow>) {
    let several = behind.len() > 1;
    let mut direct: BTreeMap<(u8, String, String), RelatedRow> = BTreeMap::new();
    let mut inherited: BTreeMap<(u8, String, String), RelatedRow> = BTreeMap::new();
    let add = |all: &mut BTreeMap<(u8, String, String), RelatedRow>, rows: Vec<RelatedRow>| {
        for row in rows {
            let key = (row.step, row.name.to_lowercase(), row.id.clone());
            all.entry(key)
                .and_modify(|known| {
                    if !row.through.is_empty() {
                        known.through = format!("{}, {}", known.through, row.through);
                    }
                })
                .or_insert(row);
        }
    };
    for object in behind {
        let through = if several {
            object.link().text
        } else {
            String::new()
        };
        let (own, further) = related(organization, object.groups, &through);
        add(&mut direct, own);
        add(&mut inherited, further);
    }
    let (own, further) = related(organization, manual, "");
    add(&mut direct, own);
    add(&mut inherited, further);
    let known: BTreeSet<&String> = direct.values().map(|it| &it.id).collect();
    inherited.retain(|_, row| !known.contains(&row.id));
    (
        direct.into_values().collect(),
        inherited.into_values().collect(),
    )
}
