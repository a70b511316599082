//! Members, owners and devices as rows: names, matches, reasons.

use super::{mark, unreadable};
use crate::matching::{NoMatch, Outcome, pin_lines};
use crate::model::{Configuration, Contact, Device, MemberType, OtherObject, Person};
use crate::site::model::{Index, Node, ObjectEntry, Organization, RecordEntry};
use crate::site::text::{count, list};
use crate::site::view::{Link, MatchView, MemberRow};

/// The most candidates that a reason names.
const CANDIDATES: usize = 5;

/// Returns the record whose pin would settle a match that several fit.
fn first_candidate(outcome: &Outcome) -> Option<usize> {
    match outcome {
        Outcome::Ambiguous { records, .. } => records.first().copied(),
        _ => None,
    }
}

/// Returns the row of a person: the contact's name and link when there is a match.
pub(super) fn person(organization: &Organization, at: Index) -> MemberRow {
    let person = organization.person(at);
    let matched = matched_contact(organization, person);
    let record = person
        .outcome
        .record()
        .map(|record| &organization.contacts[record]);
    let mut marks = mark::with_home(&person.object);
    marks.extend(mark::of_record(record.is_some_and(|it| it.record.archived)));
    MemberRow {
        id: person.object.id.to_string(),
        kind: "user".into(),
        kind_label: "Person".into(),
        match_key: person.outcome.key(),
        match_words: matched.words,
        name: record.map_or_else(|| person.name.clone(), |it| it.name.clone()),
        detail: address(&person.object),
        url: record.map(|it| it.url.clone()),
        object_url: record.map(|_| person.url.clone()),
        pin: first_candidate(&person.outcome).map(|at| {
            let id = &organization.contacts[at].record.id;
            pin_lines("contact", "user", person.object.id, Some(id))
        }),
        marks,
    }
}

/// Returns the row of a device.
pub(super) fn device(organization: &Organization, at: Index) -> MemberRow {
    let device = organization.device(at);
    let matched = matched_configuration(organization, device);
    let record = device
        .outcome
        .record()
        .map(|record| &organization.configurations[record]);
    let mut marks = mark::of_device(&device.object);
    marks.extend(mark::of_record(record.is_some_and(|it| it.record.archived)));
    MemberRow {
        id: device.object.id.to_string(),
        kind: "device".into(),
        kind_label: "Device".into(),
        match_key: device.outcome.key(),
        match_words: matched.words,
        name: record.map_or_else(|| device.name.clone(), |it| it.name.clone()),
        detail: system(&device.object),
        url: record.map(|it| it.url.clone()),
        object_url: record.map(|_| device.url.clone()),
        pin: first_candidate(&device.outcome).map(|at| {
            let id = &organization.configurations[at].record.id;
            pin_lines("configuration", "device", device.object.id, Some(id))
        }),
        marks,
    }
}

/// Returns the row of an application, external contact or unknown object.
pub(super) fn other(organization: &Organization, other: &OtherObject) -> MemberRow {
    let tenants = &organization.tenants;
    let tenant = || tenants.iter().find(|it| it.nodes.contains_key(&other.id));
    let unreadable = || unreadable::words(tenant(), &other.kind);
    let words = match other.kind {
        MemberType::ServicePrincipal if other.limited => {
            format!("an application, {}", unreadable())
        }
        MemberType::ServicePrincipal => "an application: applications have no contact".to_owned(),
        MemberType::OrgContact if other.limited => {
            format!("an external contact, {}", unreadable())
        }
        MemberType::OrgContact => "an external contact of the directory".to_owned(),
        MemberType::User | MemberType::Device => unreadable(),
        _ => "an object of another type".to_owned(),
    };
    MemberRow {
        id: other.id.to_string(),
        kind: other.kind.key().to_owned(),
        kind_label: kind_label(&other.kind),
        match_key: "none",
        match_words: words,
        name: other_name(other),
        detail: other.mail.clone().unwrap_or_default(),
        url: None,
        object_url: None,
        pin: None,
        marks: Vec::new(),
    }
}

/// Returns the row of an owner, whatever it is.
pub(super) fn owner(organization: &Organization, node: Node) -> MemberRow {
    match node {
        Node::Person(at) => {
            let entry = organization.person(at);
            MemberRow {
                name: entry.name.clone(),
                url: Some(entry.url.clone()),
                object_url: Some(entry.url.clone()),
                ..person(organization, at)
            }
        }
        Node::Device(at) => device(organization, at),
        Node::Other(at) => MemberRow {
            match_words: String::new(),
            ..other(organization, &organization.others[at as usize])
        },
        Node::Group(at) => {
            let group = organization.group(at);
            MemberRow {
                id: group.group.id.to_string(),
                kind: "group".into(),
                kind_label: "Group".into(),
                match_key: "none",
                match_words: String::new(),
                name: group.name.clone(),
                detail: String::new(),
                url: Some(group.url.clone()),
                object_url: Some(group.url.clone()),
                pin: None,
                marks: mark::of_status(group),
            }
        }
    }
}

/// Returns the row of a contact that a manual group names.
pub(super) fn manual_contact(entry: &RecordEntry<Contact>) -> MemberRow {
    manual(
        &entry.record.id,
        "user",
        "Contact",
        entry,
        entry.record.archived,
    )
}

/// Returns the row of a configuration that a manual group names.
pub(super) fn manual_configuration(entry: &RecordEntry<Configuration>) -> MemberRow {
    manual(
        &entry.record.id,
        "device",
        "Configuration",
        entry,
        entry.record.archived,
    )
}

fn manual<T>(
    id: &str,
    kind: &str,
    label: &str,
    entry: &RecordEntry<T>,
    archived: bool,
) -> MemberRow {
    MemberRow {
        id: id.to_owned(),
        kind: kind.to_owned(),
        kind_label: label.to_owned(),
        match_key: "pin",
        match_words: "named by hand".into(),
        name: entry.name.clone(),
        detail: String::new(),
        url: Some(entry.url.clone()),
        object_url: None,
        pin: None,
        marks: mark::of_record(archived),
    }
}

/// Returns the type of a member in words.
pub(super) fn kind_label(kind: &MemberType) -> String {
    match kind {
        MemberType::User => "Person".into(),
        MemberType::Group => "Group".into(),
        MemberType::Device => "Device".into(),
        MemberType::ServicePrincipal => "Application".into(),
        MemberType::OrgContact => "External contact".into(),
        MemberType::Other(name) => name.to_string(),
    }
}

/// Returns the name of an application, external contact or unknown object.
pub(super) fn other_name(other: &OtherObject) -> String {
    match other.display_name.as_deref().map(str::trim) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => other.id.to_string(),
    }
}

/// Returns mail or sign-in name of a person; empty when there is none.
pub(super) fn address(person: &Person) -> String {
    let address = person.mail.as_ref().or(person.user_principal_name.as_ref());
    address.cloned().unwrap_or_default()
}

/// Returns an operating system as its maker spells it; the directory writes `IPad`.
pub(super) fn system_name(text: &str) -> &str {
    match text.trim() {
        "IPad" => "iPad",
        "IPhone" => "iPhone",
        "IPod" => "iPod",
        other => other,
    }
}

/// Returns operating system and model of a device; empty when neither is known.
pub(super) fn system(device: &Device) -> String {
    let system = device.operating_system.as_deref().map(system_name);
    let parts: Vec<&str> = [system, device.model.as_deref()]
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect();
    parts.join(" · ")
}

/// Returns the match of a person, in words and with links.
pub(super) fn matched_contact(
    organization: &Organization,
    person: &ObjectEntry<Person>,
) -> MatchView {
    let tenant = &organization.tenants[person.tenant as usize];
    matched(
        &person.outcome,
        || unreadable::words(Some(tenant), &MemberType::User),
        &organization.contacts,
        |it| &it.record.id,
        "contact",
        "contacts",
    )
}

/// Returns the match of a device, in words and with links.
pub(super) fn matched_configuration(
    organization: &Organization,
    device: &ObjectEntry<Device>,
) -> MatchView {
    let tenant = &organization.tenants[device.tenant as usize];
    let records = &organization.configurations;
    matched(
        &device.outcome,
        || unreadable::words(Some(tenant), &MemberType::Device),
        records,
        |it| &it.record.id,
        "configuration",
        "configurations",
    )
}

fn matched<T>(
    outcome: &Outcome,
    unreadable: impl Fn() -> String,
    records: &[RecordEntry<T>],
    id: impl Fn(&RecordEntry<T>) -> &String,
    one: &str,
    many: &str,
) -> MatchView {
    let link = |record: usize| Link {
        text: records[record].name.clone(),
        url: records[record].url.clone(),
    };
    let (words, found) = match outcome {
        Outcome::Matched { rule, record } => {
            (format!("matched by {}", rule.words()), vec![link(*record)])
        }
        Outcome::Ambiguous {
            rule,
            records: found,
        } => {
            let mut names: Vec<String> = found
                .iter()
                .take(CANDIDATES)
                .map(|&at| format!("{} ({})", records[at].name, id(&records[at])))
                .collect();
            if found.len() > CANDIDATES {
                names.push(format!("{} more", found.len() - CANDIDATES));
            }
            let fit = count(found.len(), &format!("{one} fits"), &format!("{many} fit"));
            let words = format!("ambiguous: {fit} by {}: {}", rule.words(), list(&names));
            (words, found.iter().map(|&at| link(at)).collect())
        }
        Outcome::Unmatched(reason) => {
            let words = match reason {
                NoMatch::NoCandidate => format!("no {one} fits by any rule"),
                NoMatch::Limited => unreadable(),
                NoMatch::PinnedNever => "set to never match in matches.toml".into(),
                NoMatch::PinTargetMissing(target) => {
                    format!("pinned to {one} {target}, which the export does not have")
                }
            };
            (words, Vec::new())
        }
    };
    MatchView {
        key: outcome.key(),
        words,
        records: found,
        near: Vec::new(),
        pin: None,
    }
}

/// Returns whether a person or device has a record.
pub(super) fn is_matched<T>(entry: &ObjectEntry<T>) -> bool {
    entry.outcome.record().is_some()
}
