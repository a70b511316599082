//! What fits a text: people, devices, groups, and records that belong to none of them.

use serde::Serialize;

use crate::model::{Configuration, Contact, text_key};
use crate::site::{self, GroupEntry, Index, Model, Organization, RecordEntry};

/// Something that fits, and what it is a member of.
#[derive(Debug, Serialize)]
pub(super) struct Hit {
    /// `person`, `device`, `group`, `contact` or `configuration`.
    pub(super) kind: &'static str,
    pub(super) id: String,
    pub(super) organization: String,
    pub(super) name: String,
    pub(super) detail: String,
    pub(super) page: String,
    pub(super) groups: Vec<Membership>,
    pub(super) owns: Vec<String>,
    /// How many effective members a group has; `None` where they were not all read.
    pub(super) members: Option<usize>,
    /// Whether its organization has groups whose members were not read: it may be in one of them.
    #[serde(skip)]
    pub(super) has_unread: bool,
}

/// A group that something is in.
#[derive(Debug, Serialize)]
pub(super) struct Membership {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) direct: bool,
    /// The groups that lead there, for an inherited membership.
    pub(super) path: Vec<String>,
}

/// How well something fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Its name or main address is the query.
    Named,
    /// Another of its texts is the query.
    Known,
    /// The query's words begin words of its texts.
    Begins,
    /// The query's words are somewhere in its texts.
    Within,
}

/// A query, folded as names are.
struct Query {
    whole: String,
    words: Vec<String>,
}

impl Query {
    fn new(text: &str) -> Self {
        let whole = text_key(text);
        let words = whole.split(' ').map(str::to_owned).collect();
        Self { whole, words }
    }

    /// Judges something by its names and main addresses, and by whatever else it is known by.
    fn fit<'a>(&self, names: &[&str], others: impl IntoIterator<Item = &'a str>) -> Option<Fit> {
        let mut texts: Vec<String> = names.iter().map(|it| text_key(it)).collect();
        texts.extend(others.into_iter().map(text_key));
        let within = |word: &String| texts.iter().any(|text| text.contains(word.as_str()));
        if !self.words.iter().all(within) {
            return None;
        }
        match texts.iter().position(|text| *text == self.whole) {
            Some(at) if at < names.len() => return Some(Fit::Named),
            Some(_) => return Some(Fit::Known),
            None => {}
        }
        let begins = |word: &String| {
            let mut words = texts.iter().flat_map(|text| text.split(' '));
            words.any(|it| it.starts_with(word.as_str()))
        };
        Some(match self.words.iter().all(begins) {
            true => Fit::Begins,
            false => Fit::Within,
        })
    }
}

/// Returns what fits `text`, the best first, else in the order of the site; nothing fits no text.
pub(super) fn hits(model: &Model, text: &str) -> Vec<Hit> {
    let query = Query::new(text);
    if query.whole.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for organization in &model.organizations {
        people(organization, &query, &mut hits);
        devices(organization, &query, &mut hits);
        groups(organization, &query, &mut hits);
        records(organization, &query, &mut hits);
    }
    hits.sort_by_key(|(fit, _)| *fit);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn people(organization: &Organization, query: &Query, hits: &mut Vec<(Fit, Hit)>) {
    for (at, person) in organization.people.iter().enumerate() {
        let object = &person.object;
        let id = object.id.to_string();
        let addresses = object.mail.iter().chain(&object.user_principal_name);
        let mut names: Vec<&str> = addresses.map(String::as_str).collect();
        names.push(&person.name);
        let parts = object.given_name.iter().chain(&object.surname);
        let others = parts.chain(&object.aliases).chain([&id]);
        let record = person.outcome.record();
        let record = record.map(|at| &organization.contacts[at]);
        let records = record.into_iter().flat_map(contact_texts);
        let others = others.map(String::as_str).chain(records);
        if let Some(fit) = query.fit(&names, others) {
            let view = site::person(organization, at as Index);
            let detail = object.mail.as_ref().or(object.user_principal_name.as_ref());
            let mut hit = object_hit("person", id, organization, &view, &person.url);
            hit.detail = detail.cloned().unwrap_or_default();
            hits.push((fit, hit));
        }
    }
}

fn devices(organization: &Organization, query: &Query, hits: &mut Vec<(Fit, Hit)>) {
    for (at, device) in organization.devices.iter().enumerate() {
        let id = device.object.id.to_string();
        let device_id = device.object.device_id.as_deref().unwrap_or("");
        let record = device.outcome.record();
        let record = record.map(|at| &organization.configurations[at]);
        let records = record.into_iter().flat_map(configuration_texts);
        let others = [id.as_str(), device_id].into_iter().chain(records);
        if let Some(fit) = query.fit(&[&device.name], others) {
            let view = site::device(organization, at as Index);
            let mut hit = object_hit("device", id, organization, &view, &device.url);
            hit.detail = device.object.operating_system.clone().unwrap_or_default();
            hits.push((fit, hit));
        }
    }
}

fn groups(organization: &Organization, query: &Query, hits: &mut Vec<(Fit, Hit)>) {
    for group in &organization.groups {
        let id = group.group.id.to_string();
        let mail = group.group.mail.as_deref().unwrap_or("");
        let Some(fit) = query.fit(&[&group.name, mail], [id.as_str()]) else {
            continue;
        };
        let hit = Hit {
            kind: "group",
            id,
            organization: organization.key.to_string(),
            name: group.name.clone(),
            detail: group.group.kind.label().to_owned(),
            page: group.url.clone(),
            groups: direct(organization, &group.parents),
            owns: Vec::new(),
            members: (!group.effective_open).then_some(group.effective),
            has_unread: organization.has_unread,
        };
        hits.push((fit, hit));
    }
}

/// Records that are somebody's are found as that person or device.
fn records(organization: &Organization, query: &Query, hits: &mut Vec<(Fit, Hit)>) {
    let alone = organization.contacts.iter();
    for entry in alone.filter(|it| it.objects.is_empty()) {
        if let Some(fit) = query.fit(&[&entry.name], contact_texts(entry)) {
            let contact = &entry.record;
            let hit = record_hit("contact", &contact.id, organization, entry);
            let detail = contact.primary_email.as_deref().unwrap_or("").to_owned();
            hits.push((fit, Hit { detail, ..hit }));
        }
    }
    let alone = organization.configurations.iter();
    for entry in alone.filter(|it| it.objects.is_empty()) {
        if let Some(fit) = query.fit(&[&entry.name], configuration_texts(entry)) {
            let record = &entry.record;
            let hit = record_hit("configuration", &record.id, organization, entry);
            let detail = record.kind.as_deref().unwrap_or("").to_owned();
            hits.push((fit, Hit { detail, ..hit }));
        }
    }
}

fn contact_texts(entry: &RecordEntry<Contact>) -> impl Iterator<Item = &str> {
    let contact = &entry.record;
    let texts = contact.emails.iter().chain(&contact.primary_email);
    let own = [entry.name.as_str(), contact.id.as_str()].into_iter();
    own.chain(texts.map(|it| &**it))
}

fn configuration_texts(entry: &RecordEntry<Configuration>) -> impl Iterator<Item = &str> {
    let record = &entry.record;
    let own = [entry.name.as_str(), record.id.as_str()].into_iter();
    let texts = [&record.hostname, &record.serial_number, &record.asset_tag];
    own.chain(texts.into_iter().flatten().map(|it| &**it))
}

fn object_hit(
    kind: &'static str,
    id: String,
    organization: &Organization,
    view: &site::view::ObjectView,
    page: &str,
) -> Hit {
    let rows = view.direct.iter().chain(&view.inherited);
    let groups = rows.map(|row| Membership {
        id: row.id.clone(),
        name: row.name.clone(),
        direct: row.direct,
        path: row.path.iter().map(|step| step.text.clone()).collect(),
    });
    Hit {
        kind,
        id,
        organization: organization.key.to_string(),
        name: view.name.clone(),
        detail: String::new(),
        page: page.to_owned(),
        groups: groups.collect(),
        owns: view.owned.iter().map(|row| row.name.clone()).collect(),
        members: None,
        has_unread: organization.has_unread,
    }
}

fn direct(organization: &Organization, groups: &[Index]) -> Vec<Membership> {
    let groups = groups.iter().map(|&at| organization.group(at));
    let membership = |group: &GroupEntry| Membership {
        id: group.group.id.to_string(),
        name: group.name.clone(),
        direct: true,
        path: Vec::new(),
    };
    groups.map(membership).collect()
}

fn record_hit<T>(
    kind: &'static str,
    id: &str,
    organization: &Organization,
    entry: &RecordEntry<T>,
) -> Hit {
    Hit {
        kind,
        id: id.to_owned(),
        organization: organization.key.to_string(),
        name: entry.name.clone(),
        detail: String::new(),
        page: entry.url.clone(),
        groups: direct(organization, &entry.manual_groups),
        owns: Vec::new(),
        members: None,
        has_unread: organization.has_unread,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: Option<Fit>) {
        let fit = Query::new(query).fit(
            &["Mira Okafor", "mira.okafor@contoso.example"],
            ["mo@contoso.example"],
        );
        assert_eq!(fit, expected, "{query}");
    }

    #[test]
    fn names_fit_before_other_texts_beginnings_and_parts() {
        check("mira.okafor@CONTOSO.example", Some(Fit::Named));
        check("mo@contoso.example", Some(Fit::Known));
        check("Okafor Mira", Some(Fit::Begins));
        check("oka mo@", Some(Fit::Begins));
        check("afor", Some(Fit::Within));
        check("Mira Hale", None);
        let order = [Fit::Named, Fit::Known, Fit::Begins, Fit::Within];
        assert!(order.is_sorted());
    }
}
