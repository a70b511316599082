//! Lists of people and devices.

use super::pager::pager;
use super::{mark, member};
use crate::site::model::{Index, Organization};
use crate::site::pages::ROWS;
use crate::site::view::{ObjectListView, ObjectRow};

/// Returns page `number` of the list of people.
pub(super) fn people(organization: &Organization, number: usize) -> ObjectListView {
    let folder = format!("{}/people", organization.key);
    let (pager, range) = pager(&folder, number, organization.people.len(), ROWS);
    ObjectListView {
        key: "people",
        caption: format!("People of {} who are in a group", organization.name),
        detail_label: "Mail",
        record_label: "Contact",
        rows: range
            .map(|at| person_row(organization, at as Index))
            .collect(),
        pager,
        json_url: format!("{}/people.json", organization.key),
        csv_url: format!("{}/people.csv", organization.key),
    }
}

fn person_row(organization: &Organization, at: Index) -> ObjectRow {
    let person = organization.person(at);
    let record = person
        .outcome
        .record()
        .map(|record| &organization.contacts[record]);
    ObjectRow {
        id: person.object.id.to_string(),
        name: person.name.clone(),
        url: person.url.clone(),
        detail: member::address(&person.object),
        marks: mark::of_person(&person.object),
        match_key: person.outcome.key(),
        record: record.map(|it| it.name.clone()),
        record_url: record.map(|it| it.url.clone()),
        groups: person.groups.len(),
        inherited: person.inherited,
    }
}

/// Returns page `number` of the list of devices.
pub(super) fn devices(organization: &Organization, number: usize) -> ObjectListView {
    let folder = format!("{}/devices", organization.key);
    let (pager, range) = pager(&folder, number, organization.devices.len(), ROWS);
    ObjectListView {
        key: "devices",
        caption: format!("Devices of {} that are in a group", organization.name),
        detail_label: "System",
        record_label: "Configuration",
        rows: range
            .map(|at| device_row(organization, at as Index))
            .collect(),
        pager,
        json_url: format!("{}/devices.json", organization.key),
        csv_url: format!("{}/devices.csv", organization.key),
    }
}

fn device_row(organization: &Organization, at: Index) -> ObjectRow {
    let device = organization.device(at);
    let record = device
        .outcome
        .record()
        .map(|record| &organization.configurations[record]);
    ObjectRow {
        id: device.object.id.to_string(),
        name: device.name.clone(),
        url: device.url.clone(),
        detail: member::system(&device.object),
        marks: mark::of_device(&device.object),
        match_key: device.outcome.key(),
        record: record.map(|it| it.name.clone()),
        record_url: record.map(|it| it.url.clone()),
        groups: device.groups.len(),
        inherited: device.inherited,
    }
}
