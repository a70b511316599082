//! The pages of people and devices.

use super::related::{owned, related};
use super::{belonging, change, facts, mark, member};
use crate::matching::{NearConfigurations, NearContacts, NearReason, NoMatch, Outcome, pin_lines};
use crate::model::ObjectId;
use crate::site::model::{Index, Organization, RecordEntry};
use crate::site::view::{MatchView, NearRow, ObjectView};

/// Returns the page of a person.
pub fn person(organization: &Organization, at: Index) -> ObjectView {
    let person = organization.person(at);
    let (direct, inherited) = related(organization, &person.groups, "");
    let contact = person.outcome.record().map(|it| it as Index);
    let link = &organization.tenants[person.tenant as usize].person_link;
    ObjectView {
        id: person.object.id.to_string(),
        kind: "person",
        name: person.name.clone(),
        marks: mark::with_home(&person.object),
        facts: facts::of_person(organization, &person.object),
        matched: near_contacts(organization, at),
        devices: contact.map_or_else(Vec::new, |it| belonging::devices(organization, it)),
        reach: belonging::reach(
            Some(&person.object),
            contact.map(|it| &organization.contact(it).record),
        ),
        has_unread: organization.has_unread,
        direct,
        inherited,
        owned: owned(organization, &person.owns),
        changes: change::about_object(organization, person.tenant, person.object.id),
        manage_url: manage(link, person.object.id),
    }
}

/// Returns the match of a person; without one, the nearest contacts and the lines to settle it.
fn near_contacts(organization: &Organization, at: Index) -> MatchView {
    let person = organization.person(at);
    let mut view = member::matched_contact(organization, person);
    view.pin = member::person(organization, at).pin;
    let records = &organization.contacts;
    if is_open(&person.outcome) && !records.is_empty() {
        let index = organization
            .near_contacts
            .get_or_init(|| NearContacts::new(records.iter().map(|it| &it.record)));
        let near = index.find(&person.object);
        view.near = rows(&near, records);
        view.pin = near.first().map(|(_, at)| {
            let id = &records[*at].record.id;
            pin_lines("contact", "user", person.object.id, Some(id))
        });
    }
    view
}

/// Returns the match of a device; without one, the nearest configurations and the lines to settle
/// it.
fn near_configurations(organization: &Organization, at: Index) -> MatchView {
    let device = organization.device(at);
    let mut view = member::matched_configuration(organization, device);
    view.pin = member::device(organization, at).pin;
    let records = &organization.configurations;
    if is_open(&device.outcome) && !records.is_empty() {
        let index = organization
            .near_configurations
            .get_or_init(|| NearConfigurations::new(records.iter().map(|it| &it.record)));
        let near = index.find(&device.object, |at| &records[at].record);
        view.near = rows(&near, records);
        view.pin = near.first().map(|(_, at)| {
            let id = &records[*at].record.id;
            pin_lines("configuration", "device", device.object.id, Some(id))
        });
    }
    view
}

/// Returns whether a near record may help: not after a match, an ambiguity, or a person's word.
fn is_open(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Unmatched(NoMatch::NoCandidate | NoMatch::PinTargetMissing(_))
    )
}

fn rows<T>(near: &[(NearReason, usize)], records: &[RecordEntry<T>]) -> Vec<NearRow> {
    let row = |&(reason, at): &(NearReason, usize)| NearRow {
        name: records[at].name.clone(),
        url: records[at].url.clone(),
        reason: reason.words(),
    };
    near.iter().map(row).collect()
}

/// Returns the page of a device.
pub fn device(organization: &Organization, at: Index) -> ObjectView {
    let device = organization.device(at);
    let (direct, inherited) = related(organization, &device.groups, "");
    let link = &organization.tenants[device.tenant as usize].device_link;
    ObjectView {
        id: device.object.id.to_string(),
        kind: "device",
        name: device.name.clone(),
        marks: mark::of_device(&device.object),
        facts: facts::of_device(
            &device.object,
            device
                .outcome
                .record()
                .map(|it| &organization.configurations[it].record),
        ),
        matched: near_configurations(organization, at),
        has_unread: organization.has_unread,
        direct,
        inherited,
        owned: owned(organization, &device.owns),
        devices: Vec::new(),
        reach: Vec::new(),
        changes: change::about_object(organization, device.tenant, device.object.id),
        manage_url: manage(link, device.object.id),
    }
}

/// Fills an id into the template of an address in the admin centre.
pub(super) fn manage(template: &str, id: ObjectId) -> Option<String> {
    (template.starts_with("https://") || template.starts_with("http://"))
        .then(|| template.replace("{id}", &id.to_string()))
}
