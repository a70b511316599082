//! The rows of tables: which objects, in which order, with which values.
//!
//! It must not know how rows are written.

use std::collections::HashSet;

use super::{Take, Value};
use crate::config::GlobSet;
use crate::matching::Outcome;
use crate::model::{MembershipType, OtherObject};
use crate::site::address::GroupType;
use crate::site::model::{GroupEntry, Index, Organization, RecordEntry};
use crate::site::nesting;
use crate::site::show::facts::updated;
use crate::site::show::list::order;
use crate::site::show::member::{self, other_name};
use crate::site::show::twin::counts;

/// The groups that a table is about.
pub(super) struct Chosen {
    /// Per group; `None` = all.
    groups: Option<Vec<bool>>,
}

impl Chosen {
    /// Chooses the groups whose name, name in the directory, or id fits; all without patterns.
    pub(super) fn new(organization: &Organization, groups: &GlobSet) -> Self {
        let fits = |entry: &GroupEntry| {
            let id = entry.group.id.object();
            let other = entry.group.display_name.as_deref();
            groups.matches(&entry.name, id) || other.is_some_and(|name| groups.matches(name, id))
        };
        Self {
            groups: (!groups.0.is_empty()).then(|| organization.groups.iter().map(fits).collect()),
        }
    }

    /// Returns whether there is a group to speak of.
    pub(super) fn has_any(&self) -> bool {
        self.groups.as_ref().is_none_or(|it| it.contains(&true))
    }

    fn has(&self, at: Index) -> bool {
        self.groups.as_ref().is_none_or(|it| it[at as usize])
    }

    /// Returns whether one in these groups is in a chosen one, directly or by nesting.
    fn reaches(&self, organization: &Organization, direct: &[Index]) -> bool {
        self.groups.is_none()
            || direct.iter().any(|&at| self.has(at))
            || nesting::inherited(organization, direct)
                .into_iter()
                .any(|step| self.has(step.group))
    }
}

/// Returns the chosen groups in the order of the lists.
fn chosen_groups<'a>(
    organization: &'a Organization,
    chosen: &'a Chosen,
) -> impl Iterator<Item = Index> + 'a {
    GroupType::ALL
        .into_iter()
        .flat_map(|kind| order(organization, kind))
        .filter(|&at| chosen.has(at))
}

fn tenant(organization: &Organization, at: Option<Index>) -> Value<'_> {
    at.map(|at| organization.tenants[at as usize].key.as_str())
        .into()
}

pub(super) fn groups(organization: &Organization, chosen: &Chosen, take: Take<'_>) {
    for at in chosen_groups(organization, chosen) {
        let group = organization.group(at);
        let data = &group.group;
        let counts = counts(organization, group);
        let change = (!group.status.manual).then(|| updated(data));
        take(&[
            organization.key.as_str().into(),
            tenant(organization, group.tenant),
            data.id.to_string().into(),
            group.name.as_str().into(),
            data.kind.key().into(),
            group.status.status.key().into(),
            group.status.archived.into(),
            group.status.manual.into(),
            match data.membership.kind {
                MembershipType::Assigned => "assigned",
                MembershipType::Dynamic => "dynamic",
            }
            .into(),
            data.mail.as_deref().into(),
            group.domain.as_ref().map(|it| it.0.as_str()).into(),
            data.description.as_deref().into(),
            change.map(|(at, _)| at.to_string()).into(),
            change.map(|(_, source)| source).into(),
            counts.members_matched.into(),
            counts.members_unmatched.into(),
            counts.devices_matched.into(),
            counts.devices_unmatched.into(),
            counts.nested_groups.into(),
            counts.owners.into(),
            counts.effective_members.into(),
            group.url.as_str().into(),
        ]);
    }
}

/// What a member is, whichever type it has.
struct Member<'a> {
    id: String,
    kind: &'a str,
    name: Value<'a>,
    mail: Option<&'a str>,
    user_principal_name: Option<&'a str>,
    rule: &'static str,
    record: Option<(&'a str, &'a str)>,
}

fn record<'a, T>(
    outcome: &Outcome,
    records: &'a [RecordEntry<T>],
    id: impl Fn(&T) -> &str,
) -> Option<(&'a str, &'a str)> {
    let entry = &records[outcome.record()?];
    Some((id(&entry.record), entry.name.as_str()))
}

fn person(organization: &Organization, at: Index) -> Member<'_> {
    let person = organization.person(at);
    Member {
        id: person.object.id.to_string(),
        kind: "user",
        name: person.name.as_str().into(),
        mail: person.object.mail.as_deref(),
        user_principal_name: person.object.user_principal_name.as_deref(),
        rule: person.outcome.key(),
        record: record(&person.outcome, &organization.contacts, |it| &it.id),
    }
}

fn device(organization: &Organization, at: Index) -> Member<'_> {
    let device = organization.device(at);
    Member {
        id: device.object.id.to_string(),
        kind: "device",
        name: device.name.as_str().into(),
        mail: None,
        user_principal_name: None,
        rule: device.outcome.key(),
        record: record(&device.outcome, &organization.configurations, |it| &it.id),
    }
}

fn other(other: &OtherObject) -> Member<'_> {
    Member {
        id: other.id.to_string(),
        kind: other.kind.key(),
        name: other_name(other).into(),
        mail: other.mail.as_deref(),
        user_principal_name: None,
        rule: "none",
        record: None,
    }
}

/// A record that a manual group names: it is its own member.
fn by_hand<'a>(id: &'a str, kind: &'a str, name: &'a str) -> Member<'a> {
    Member {
        id: id.to_owned(),
        kind,
        name: name.into(),
        mail: None,
        user_principal_name: None,
        rule: "pin",
        record: Some((id, name)),
    }
}

fn nested<'a>(id: String, name: &'a str) -> Member<'a> {
    Member {
        id,
        kind: "group",
        name: name.into(),
        mail: None,
        user_principal_name: None,
        rule: "none",
        record: None,
    }
}

/// Returns what is directly in a group, in the order of its page.
fn direct_members<'a>(
    organization: &'a Organization,
    group: &'a GroupEntry,
) -> impl Iterator<Item = Member<'a>> {
    let people = group.people.iter().map(|&at| person(organization, at));
    let contacts = group.manual_contacts.iter().map(|&at| {
        let contact = organization.contact(at);
        by_hand(&contact.record.id, "user", &contact.name)
    });
    let others = group.others.iter();
    let others = others.map(|&at| other(&organization.others[at as usize]));
    let devices = group.devices.iter().map(|&at| device(organization, at));
    let configurations = group.manual_configurations.iter().map(|&at| {
        let configuration = organization.configuration(at);
        by_hand(&configuration.record.id, "device", &configuration.name)
    });
    let groups = group.nested.iter().map(|&at| {
        let group = organization.group(at);
        nested(group.group.id.to_string(), &group.name)
    });
    let undocumented = group.undocumented.iter();
    let undocumented = undocumented.map(|(id, name)| nested(id.to_string(), name));
    people
        .chain(contacts)
        .chain(others)
        .chain(devices)
        .chain(configurations)
        .chain(groups)
        .chain(undocumented)
}

/// The rows of all chosen groups, one group after the other.
pub(super) fn members(organization: &Organization, chosen: &Chosen, take: Take<'_>) {
    for at in chosen_groups(organization, chosen) {
        members_of(organization, at, take);
    }
}

/// One row for each object that a group reaches, direct members first, each object once.
pub(super) fn members_of(organization: &Organization, at: Index, take: Take<'_>) {
    let group = organization.group(at);
    let reached = nesting::downwards(organization, at);
    // A group that leads back to itself is no member of itself by that.
    let mut seen = HashSet::from([group.group.id.to_string()]);
    let nested = reached.len() > 1;
    for (place, step) in reached.iter().enumerate() {
        let inner = step.group;
        let through = (inner != at).then(|| {
            let way = nesting::path(&reached, place);
            let names = way[1..].iter().map(|&it| &*organization.group(it).name);
            names.collect::<Vec<_>>().join(" > ")
        });
        for member in direct_members(organization, organization.group(inner)) {
            // Without nesting nobody can be met twice.
            if nested && !seen.insert(member.id.clone()) {
                continue;
            }
            take(&[
                organization.key.as_str().into(),
                tenant(organization, group.tenant),
                group.group.id.to_string().into(),
                group.name.as_str().into(),
                member.id.into(),
                member.kind.into(),
                member.name,
                member.mail.into(),
                member.user_principal_name.into(),
                through.is_none().into(),
                through.as_deref().into(),
                member.rule.into(),
                member.record.map(|it| it.0).into(),
                member.record.map(|it| it.1).into(),
            ]);
        }
    }
}

pub(super) fn people(organization: &Organization, chosen: &Chosen, take: Take<'_>) {
    for entry in &organization.people {
        if !chosen.reaches(organization, &entry.groups) {
            continue;
        }
        let found = record(&entry.outcome, &organization.contacts, |it| &it.id);
        take(&[
            organization.key.as_str().into(),
            tenant(organization, Some(entry.tenant)),
            entry.object.id.to_string().into(),
            entry.name.as_str().into(),
            entry.object.mail.as_deref().into(),
            entry.object.user_principal_name.as_deref().into(),
            entry.object.is_guest().into(),
            entry.object.account_enabled.into(),
            entry.groups.len().into(),
            entry.inherited.into(),
            entry.owns.len().into(),
            entry.outcome.key().into(),
            found.map(|it| it.0).into(),
            found.map(|it| it.1).into(),
            entry.url.as_str().into(),
        ]);
    }
}

pub(super) fn devices(organization: &Organization, chosen: &Chosen, take: Take<'_>) {
    for entry in &organization.devices {
        if !chosen.reaches(organization, &entry.groups) {
            continue;
        }
        let found = record(&entry.outcome, &organization.configurations, |it| &it.id);
        take(&[
            organization.key.as_str().into(),
            tenant(organization, Some(entry.tenant)),
            entry.object.id.to_string().into(),
            entry.name.as_str().into(),
            entry.object.device_id.as_deref().into(),
            entry.object.operating_system.as_deref().into(),
            entry.object.operating_system_version.as_deref().into(),
            entry.object.account_enabled.into(),
            entry.groups.len().into(),
            entry.inherited.into(),
            entry.outcome.key().into(),
            found.map(|it| it.0).into(),
            found.map(|it| it.1).into(),
            entry.url.as_str().into(),
        ]);
    }
}

/// One row for each object that a documented group refers to: what it matches, or why nothing.
pub(super) fn matches(organization: &Organization, take: Take<'_>) {
    let mut put = |member: Member<'_>, reason: String, candidates: String, groups: Value<'_>| {
        take(&[
            organization.key.as_str().into(),
            member.kind.into(),
            member.id.into(),
            member.name,
            member.mail.into(),
            member.rule.into(),
            reason.into(),
            member.record.map(|it| it.0).into(),
            member.record.map(|it| it.1).into(),
            Some(candidates).filter(|it| !it.is_empty()).into(),
            groups,
        ]);
    };
    for (at, entry) in organization.people.iter().enumerate() {
        let mut member = person(organization, at as Index);
        member.mail = member.mail.or(member.user_principal_name);
        let reason = member::matched_contact(organization, entry).words;
        let candidates = candidates(&entry.outcome, &organization.contacts, |it| &it.id);
        put(member, reason, candidates, entry.groups.len().into());
    }
    for (at, entry) in organization.devices.iter().enumerate() {
        let member = device(organization, at as Index);
        let reason = member::matched_configuration(organization, entry).words;
        let candidates = candidates(&entry.outcome, &organization.configurations, |it| &it.id);
        put(member, reason, candidates, entry.groups.len().into());
    }
    for object in &organization.others {
        let reason = member::other(organization, object).match_words;
        put(other(object), reason, String::new(), Value::Missing);
    }
}

/// Returns the ids of the records between which a match is not decided.
fn candidates<T>(outcome: &Outcome, records: &[RecordEntry<T>], id: impl Fn(&T) -> &str) -> String {
    let Outcome::Ambiguous { records: found, .. } = outcome else {
        return String::new();
    };
    let ids: Vec<&str> = found.iter().map(|&at| id(&records[at].record)).collect();
    ids.join(" ")
}
