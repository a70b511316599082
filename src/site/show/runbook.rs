//! Runbooks: a print-ready document of one organization (UX.md 12).

use std::collections::{BTreeSet, HashMap};

use super::group::{nested_row, plain_row};
use super::home::{device_quality, people_quality};
use super::known::members_note;
use super::list::{order, status_counts, word};
use super::member_item::{member_items, member_row};
use super::{Markdown, change, facts, mark, member, unmatched};
use crate::config::Runbook;
use crate::site::address::GroupType;
use crate::site::model::{Index, Model, Organization};
use crate::site::parts::PartList;
use crate::site::slug::object_folder;
use crate::site::text::{list, minute};
use crate::site::view::{
    ChangeDay, DocumentRow, Fact, MemberRow, NameItem, NestedRow, RunbookGroup, RunbookLink,
    RunbookListView, RunbookPerson, RunbookSection, RunbookView,
};

/// The most events in a runbook: older ones are on the changes page.
const CHANGES: usize = 200;

/// Facts of a group that a runbook prints; the page has all.
const FACTS: [&str; 9] = [
    "description",
    "email",
    "membership-type",
    "rule",
    "kind",
    "visibility",
    "on-premises",
    "role-assignable",
    "expires",
];

/// Returns the runbooks of an organization, in the order of `site.toml`.
pub(super) fn runbooks(model: &Model, organization: &Organization) -> RunbookListView {
    let own = model
        .site
        .runbooks
        .iter()
        .filter(|it| it.organization == organization.key);
    RunbookListView {
        runbooks: own
            .map(|runbook| RunbookLink {
                title: title(runbook, organization),
                url: format!("{}/runbooks/{}/index.html", organization.key, runbook.name),
                sections: list(
                    &runbook
                        .sections
                        .iter()
                        .map(|it| section_title(it).to_owned())
                        .collect::<Vec<_>>(),
                ),
                classification: runbook.classification.clone(),
            })
            .collect(),
    }
}

fn title(runbook: &Runbook, organization: &Organization) -> String {
    let default = || format!("Group runbook of {}", organization.name);
    runbook.title.clone().unwrap_or_else(default)
}

fn section_title(key: &str) -> &'static str {
    match key {
        "summary" => "Summary",
        "changes" => "Changes",
        "microsoft_365_groups" => "Microsoft 365 groups",
        "security_groups" => "Security groups",
        "people" => "People",
        _ => "Unmatched",
    }
}

/// Returns a runbook with all its sections.
pub(super) fn runbook(
    model: &Model,
    organization: &Organization,
    runbook: &Runbook,
    markdown: Markdown<'_>,
) -> RunbookView {
    let document = Document::new(organization, runbook);
    let sections: Vec<RunbookSection> = runbook
        .sections
        .iter()
        .map(|key| document.section(key, markdown))
        .collect();
    let state = organization.state.map(minute).unwrap_or_default();
    let title = title(runbook, organization);
    let digest = digest(&title, &sections);
    let row = |label, value: &str| DocumentRow {
        label,
        value: value.to_owned(),
    };
    RunbookView {
        name: runbook.name.clone(),
        title,
        organization: organization.name.clone(),
        author: model.site.title.clone(),
        language: model.site.language.clone(),
        control: vec![
            row("Version", &digest),
            row("State of the data", &state),
            row("Author", &model.site.title),
            row("Reviewed by", ""),
            row("Approved by", ""),
            row("Next review", ""),
        ],
        state,
        digest,
        classification: runbook.classification.clone(),
        logo: None,
        sections,
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// Returns 12 hexadecimal digits that change when anything printed does.
fn digest(title: &str, sections: &[RunbookSection]) -> String {
    let bytes = serde_json::to_vec(&(title, sections)).expect("views become JSON");
    blake3::hash(&bytes).to_hex()[..12].to_owned()
}

/// The groups of a runbook and their anchors.
struct Document<'a> {
    organization: &'a Organization,
    groups: Vec<Index>,
    anchors: HashMap<Index, String>,
}

impl<'a> Document<'a> {
    fn new(organization: &'a Organization, runbook: &Runbook) -> Self {
        let printed = |group_type: GroupType| {
            runbook
                .sections
                .iter()
                .any(|section| section == group_type.key())
        };
        let groups: Vec<Index> = GroupType::ALL
            .into_iter()
            .flat_map(|kind| order(organization, kind))
            .filter(|&at| {
                let group = organization.group(at);
                let id = group.group.id.object();
                (runbook.include_archived || !group.status.archived)
                    && (runbook.include.0.is_empty() || runbook.include.matches(&group.name, id))
                    && !runbook.exclude.matches(&group.name, id)
            })
            .collect();
        let anchors = groups
            .iter()
            .filter(|&&at| printed(organization.group(at).list))
            .map(|&at| {
                let group = organization.group(at);
                (at, object_folder(&group.name, "g", group.group.id.object()))
            })
            .collect();
        Self {
            organization,
            groups,
            anchors,
        }
    }

    fn section(&self, key: &str, markdown: Markdown<'_>) -> RunbookSection {
        let mut section = RunbookSection {
            key: key.to_owned(),
            title: section_title(key).to_owned(),
            anchor: format!("section-{}", key.replace('_', "-")),
            groups: Vec::new(),
            people: Vec::new(),
            changes: Vec::new(),
            since: None,
            counts: None,
            quality: Vec::new(),
            unmatched: Vec::new(),
        };
        let organization = self.organization;
        match key {
            "summary" => {
                let groups = self.groups.iter().map(|&at| organization.group(at));
                section.counts = Some(status_counts(groups));
                section.quality = vec![people_quality(organization), device_quality(organization)];
            }
            "changes" => {
                section.changes = self.changes();
                section.since = section.changes.last().map(|it| it.date.clone());
            }
            "people" => section.people = self.people(),
            "unmatched" => {
                section.unmatched = unmatched::people(organization);
                section.unmatched.extend(unmatched::devices(organization));
                for row in &mut section.unmatched {
                    row.url = None;
                    row.candidates.clear();
                }
            }
            list => {
                section.groups = self
                    .groups
                    .iter()
                    .filter(|&&at| organization.group(at).list.key() == list)
                    .map(|&at| self.group(at, markdown))
                    .collect();
            }
        }
        section
    }

    /// Returns the newest events about the runbook's groups; links lead nowhere on paper.
    fn changes(&self) -> Vec<ChangeDay> {
        let wanted: BTreeSet<_> = self
            .groups
            .iter()
            .map(|&at| self.organization.group(at))
            .map(|group| (group.tenant, group.group.id))
            .collect();
        let events = self.organization.events.iter().rev().filter(|entry| {
            entry
                .event
                .group
                .is_none_or(|group| wanted.contains(&(Some(entry.tenant), group)))
        });
        let mut days = change::days(self.organization, events.take(CHANGES), usize::MAX);
        for part in days
            .iter_mut()
            .flat_map(|it| &mut it.runs)
            .flat_map(|it| &mut it.lines)
            .flat_map(|it| &mut it.parts)
        {
            part.url = None;
        }
        days
    }

    fn group(&self, at: Index, markdown: Markdown<'_>) -> RunbookGroup {
        let organization = self.organization;
        let group = organization.group(at);
        let rows = |lists: &[PartList]| -> Vec<MemberRow> {
            let items = lists
                .iter()
                .flat_map(|&list| member_items(organization, group, list));
            items.map(|it| member_row(organization, it)).collect()
        };
        let mut member_rows = rows(&[PartList::MembersMatched, PartList::MembersUnmatched]);
        member_rows.sort_by_cached_key(|it| (it.name.to_lowercase(), it.id.clone()));
        let mut device_rows = rows(&[PartList::DevicesMatched, PartList::DevicesUnmatched]);
        device_rows.sort_by_cached_key(|it| (it.name.to_lowercase(), it.id.clone()));
        // Nothing outside the document can be linked to: it may be on paper, or in a mail.
        let mut owner_rows = rows(&[PartList::Owners]);
        for row in member_rows
            .iter_mut()
            .chain(&mut device_rows)
            .chain(&mut owner_rows)
        {
            row.url = None;
            row.object_url = None;
            row.pin = None;
        }
        let telling = |fact: &Fact| FACTS.contains(&fact.key.as_str());
        let mut nested: Vec<NestedRow> = group
            .nested
            .iter()
            .map(|&at| self.inside(nested_row(organization, at, 1), at))
            .collect();
        nested.extend(
            group
                .undocumented
                .iter()
                .map(|(id, name)| plain_row(id.to_string(), name)),
        );
        RunbookGroup {
            id: group.group.id.to_string(),
            anchor: self.anchors.get(&at).cloned().unwrap_or_default(),
            name: group.name.clone(),
            kind_label: group.group.kind.label(),
            status: group.status.status.key(),
            word: word(group),
            reason: group.status.reasons.first().map(|it| it.words()),
            marks: mark::of_group(group),
            facts: facts::of_group(group).into_iter().filter(telling).collect(),
            members_note: members_note(group).map(|it| it.text),
            members: member_rows,
            devices: device_rows,
            owners: owner_rows,
            nested,
            parents: group
                .parents
                .iter()
                .map(|&at| self.inside(nested_row(organization, at, 1), at))
                .collect(),
            notes_html: group
                .overlay
                .as_ref()
                .map(|it| markdown(&it.notes))
                .unwrap_or_default(),
        }
    }

    /// Lets a row lead to the group's place in the document, or nowhere.
    fn inside(&self, row: NestedRow, at: Index) -> NestedRow {
        NestedRow {
            url: self.anchors.get(&at).map(|anchor| format!("#{anchor}")),
            ..row
        }
    }

    fn people(&self) -> Vec<RunbookPerson> {
        let organization = self.organization;
        let printed: BTreeSet<Index> = self.groups.iter().copied().collect();
        let people = organization.people.iter().map(|person| RunbookPerson {
            id: person.object.id.to_string(),
            name: person.name.clone(),
            detail: member::address(&person.object),
            marks: mark::of_person(&person.object),
            groups: person
                .groups
                .iter()
                .filter(|at| printed.contains(at))
                .map(|&at| NameItem {
                    name: organization.group(at).name.clone(),
                    url: self.anchors.get(&at).map(|anchor| format!("#{anchor}")),
                })
                .collect(),
        });
        people.filter(|person| !person.groups.is_empty()).collect()
    }
}
