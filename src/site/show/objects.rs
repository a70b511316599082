//! Lists of people and devices.

use super::cell::{empty, lead};
use super::column::{DEVICES, OBJECT_DEFAULT, PEOPLE, of_objects};
use super::list_data::list_data_url;
use super::pager::pager;
use super::{guests, mark, member};
use crate::model::{Device, Person};
use crate::site::model::{Index, Model, ObjectEntry, Organization};
use crate::site::pages::ROWS;
use crate::site::text::day;
use crate::site::view::{Cell, Column, ListRow, ListView, Mark};

/// Returns page `number` of the list of people.
pub(super) fn people(model: &Model, organization: &Organization, number: usize) -> ListView {
    let columns = of_objects(&PEOPLE[..OBJECT_DEFAULT]);
    let caption = format!("People of {} who are in a group", organization.name);
    let total = organization.people.len();
    let list = page(
        organization,
        "people",
        caption,
        columns,
        total,
        number,
        person_row,
    );
    ListView {
        guests: guests::count(model, organization).filter(|it| it.count > 0),
        ..list
    }
}

/// Returns page `number` of the list of devices.
pub(super) fn devices(organization: &Organization, number: usize) -> ListView {
    let columns = of_objects(&DEVICES[..OBJECT_DEFAULT]);
    let caption = format!("Devices of {} that are in a group", organization.name);
    let total = organization.devices.len();
    page(
        organization,
        "devices",
        caption,
        columns,
        total,
        number,
        device_row,
    )
}

fn page(
    organization: &Organization,
    key: &'static str,
    caption: String,
    columns: Vec<Column>,
    total: usize,
    number: usize,
    row: impl Fn(&Organization, Index, &[Column]) -> ListRow,
) -> ListView {
    let folder = format!("{}/{key}", organization.key);
    let (pager, range) = pager(&folder, number, total, ROWS);
    let rows = range.map(|at| row(organization, at as Index, &columns));
    ListView {
        key,
        data_url: list_data_url(&organization.key, key),
        caption,
        rows: rows.collect(),
        columns,
        archived: 0,
        shown: total,
        pager,
        json_url: format!("{folder}.json"),
        csv_url: format!("{folder}.csv"),
        guests: None,
    }
}

/// Returns the row of a person.
pub(super) fn person_row(organization: &Organization, at: Index, columns: &[Column]) -> ListRow {
    let person = organization.person(at);
    row(person, columns, mark::of_person(&person.object), |column| {
        person_cell(organization, person, column)
    })
}

/// Returns the row of a device.
pub(super) fn device_row(organization: &Organization, at: Index, columns: &[Column]) -> ListRow {
    let device = organization.device(at);
    row(device, columns, mark::of_device(&device.object), |column| {
        device_cell(organization, device, column)
    })
}

fn row<T: HasId>(
    entry: &ObjectEntry<T>,
    columns: &[Column],
    marks: Vec<Mark>,
    cell: impl Fn(&Column) -> Option<Cell>,
) -> ListRow {
    let shared = |column: &Column| {
        let field = |text: String| lead(empty(column, text), column, &entry.url, &entry.name);
        match column.key.as_str() {
            "name" => {
                let mut cell = empty(column, entry.name.clone());
                cell.url = Some(entry.url.clone());
                cell
            }
            "groups" => field(entry.groups.len().to_string()),
            "inherited" => field(entry.inherited.to_string()),
            "owned" => field(entry.owns.len().to_string()),
            "match" => field(super::facet::match_word(&entry.outcome).to_owned()),
            _ => field(String::new()),
        }
    };
    ListRow {
        id: entry.object.id(),
        status: "",
        match_key: entry.outcome.key(),
        reason: None,
        archived: false,
        manual: false,
        kind_label: "",
        marks,
        anchor: None,
        cells: columns
            .iter()
            .map(|column| cell(column).unwrap_or_else(|| shared(column)))
            .collect(),
    }
}

/// What people and devices have alike.
trait HasId {
    fn id(&self) -> String;
}

impl HasId for Person {
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl HasId for Device {
    fn id(&self) -> String {
        self.id.to_string()
    }
}

fn person_cell(
    organization: &Organization,
    person: &ObjectEntry<Person>,
    column: &Column,
) -> Option<Cell> {
    Some(match column.key.as_str() {
        "address" => empty(column, member::address(&person.object)),
        "domain" => {
            let home = person.object.home_domain().unwrap_or_default();
            lead(empty(column, home), column, &person.url, &person.name)
        }
        "changed" => changed(organization, person, column),
        "record" => {
            let record = person.outcome.record();
            let record = record.map(|at| &organization.contacts[at]);
            linked(column, record.map(|it| (&it.name, &it.url)))
        }
        _ => return None,
    })
}

/// Returns the cell with the newest change that names a person; the first read of all is none.
fn changed(organization: &Organization, person: &ObjectEntry<Person>, column: &Column) -> Cell {
    let mut cell = empty(column, String::new());
    let place = (person.tenant, person.object.id);
    let events = organization.events_of_object.get(&place);
    let events = events.map_or(&[][..], Vec::as_slice).iter().rev();
    let mut events = events.map(|&at| &organization.events[at as usize].event);
    if let Some(event) = events.find(|it| !it.baseline) {
        cell.text = day(event.at);
        cell.sort = Some(event.at.to_string());
    }
    cell
}

fn device_cell(
    organization: &Organization,
    device: &ObjectEntry<Device>,
    column: &Column,
) -> Option<Cell> {
    let record = device.outcome.record();
    let record = record.map(|at| &organization.configurations[at]);
    Some(match column.key.as_str() {
        "system" => empty(column, member::system(&device.object)),
        "record" => linked(column, record.map(|it| (&it.name, &it.url))),
        "serial" => {
            let serial = record.and_then(|it| it.record.serial_number.as_deref());
            empty(column, serial.unwrap_or_default().to_owned())
        }
        _ => return None,
    })
}

fn linked(column: &Column, record: Option<(&String, &String)>) -> Cell {
    let Some((name, url)) = record else {
        return empty(column, String::new());
    };
    let mut cell = empty(column, name.clone());
    cell.url = Some(url.clone());
    cell
}
