//! The pages of people and devices.

use super::related::{owned, related};
use super::{change, facts, mark, member};
use crate::model::ObjectId;
use crate::site::model::{Index, Organization};
use crate::site::view::ObjectView;

/// Returns the page of a person.
pub fn person(organization: &Organization, at: Index) -> ObjectView {
    let person = organization.person(at);
    let (direct, inherited) = related(organization, &person.groups, "");
    let link = &organization.tenants[person.tenant as usize].person_link;
    ObjectView {
        id: person.object.id.to_string(),
        kind: "person",
        name: person.name.clone(),
        marks: mark::of_person(&person.object),
        facts: facts::of_person(&person.object),
        matched: member::matched_contact(organization, &person.outcome),
        direct,
        inherited,
        owned: owned(organization, &person.owns),
        changes: change::about_object(organization, person.tenant, person.object.id),
        manage_url: manage(link, person.object.id),
    }
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
        facts: facts::of_device(&device.object),
        matched: member::matched_configuration(organization, &device.outcome),
        direct,
        inherited,
        owned: owned(organization, &device.owns),
        changes: change::about_object(organization, device.tenant, device.object.id),
        manage_url: manage(link, device.object.id),
    }
}

/// Fills an id into the template of an address in the admin centre.
pub(super) fn manage(template: &str, id: ObjectId) -> Option<String> {
    (template.starts_with("https://") || template.starts_with("http://"))
        .then(|| template.replace("{id}", &id.to_string()))
}
