//! The data of lists in the browser: all rows of all pages, for sorting, filtering and columns
//! that the page itself does not show (FEATURES.md L13 to L19).
//!
//! A row is an array without its trailing zeros:
//! id, folder, name, status or rule of the match, reason, flags, marks, the number of its value in each facet, its cells.
//! It must not know how a row is drawn, nor how the data is written.

use rayon::prelude::*;

use super::cell::{cell, in_place};
use super::column::{DEVICES, GUESTS, OBJECT_DEFAULT, PEOPLE, of_objects};
use super::facet::{self, Facet};
use super::guests::guest_row;
use super::known::beside;
use super::list::{columns, order, type_settings};
use super::list_script::{Draft, Field, Line, Names, short, write};
use super::mark;
use super::names::{Named, behind};
use super::objects::{device_row, person_row};
use crate::config::GuestsShown;
use crate::model::OrgKey;
use crate::site::address::GroupType;
use crate::site::model::{Index, Model, Organization};
use crate::site::view::{Cell, Column, ListRow, Mark};

/// Returns the path of the data script that names the files of a list.
pub(super) fn list_data_url(organization: &OrgKey, list: &str) -> String {
    format!("assets/data/list-{organization}-{list}.js")
}

/// Returns the data scripts of all lists: path below the site's root, and content, by path.
pub fn list_data(model: &Model) -> Vec<(String, Vec<u8>)> {
    let lists = model.organizations.par_iter().flat_map(|organization| {
        let groups = GroupType::ALL.map(Some).into_par_iter();
        groups.chain([None]).map(move |kind| (organization, kind))
    });
    let files = lists.map(|(organization, kind)| match kind {
        Some(kind) => write(organization, of_groups(model, organization, kind)),
        None => {
            let mut files = write(organization, of_people(organization));
            if model.site.privacy.guests == GuestsShown::Show {
                files.extend(write(organization, of_guests(organization)));
            }
            files.extend(write(organization, of_devices(organization)));
            files
        }
    });
    let mut files: Vec<_> = files.flatten_iter().collect();
    files.sort();
    files
}

fn of_groups<'a>(model: &'a Model, organization: &'a Organization, kind: GroupType) -> Draft<'a> {
    let settings = type_settings(model, kind);
    let columns = columns(settings, &settings.choices);
    let order = order(organization, kind);
    let groups: Vec<_> = order.iter().map(|&at| organization.group(at)).collect();
    let (facets, numbers) = facet::ask(&facet::of_groups(organization), &groups);
    let mut names = Names::default();
    let mut rows = Vec::with_capacity(order.len());
    for (&at, numbers) in order.iter().zip(numbers) {
        let group = organization.group(at);
        let flags = usize::from(group.status.archived) + 2 * usize::from(group.status.manual);
        let reason = group.status.reasons.first().map(|it| it.words());
        let mut fields = vec![
            Field::Own(group.group.id.to_string()),
            Field::Own(short(&group.url, organization, "groups").into_owned()),
            Field::Own(group.name.clone()),
            Field::Shared(group.status.status.key().to_owned()),
            Field::Shared(reason.unwrap_or_default()),
            Field::Count(flags),
            marks(&mark::of_group(group)),
        ];
        fields.extend(numbers.into_iter().map(Field::Count));
        for column in &columns {
            fields.push(
                match (column.kind, behind(organization, group, &column.key)) {
                    ("names", Some(who)) => {
                        names.add(column, &who);
                        let note = (column.key == "members_unmatched").then(|| beside(group));
                        in_place(&column.key, group)
                            .map_or_else(|| counted(organization, &who, note.flatten()), Field::Own)
                    }
                    ("inline", Some(_)) if let Some(text) = in_place(&column.key, group) => {
                        Field::Own(text)
                    }
                    ("inline", Some(who)) => inline(organization, &who),
                    _ => field(organization, &cell(model, organization, at, column)),
                },
            );
        }
        rows.push(Line(fields));
    }
    Draft {
        key: kind.key(),
        hook: "group",
        folder: "groups",
        shown: settings.columns.len() - 1,
        columns,
        edit: model.site.links.edit.as_deref(),
        facets,
        rows,
        names,
    }
}

fn of_people(organization: &Organization) -> Draft<'_> {
    let people: Vec<_> = organization.people.iter().collect();
    let asked = facet::ask(&facet::of_people(), &people);
    let columns = of_objects(&PEOPLE);
    let place = ("people", "people");
    of_members(organization, place, columns, asked, person_row)
}

fn of_guests(organization: &Organization) -> Draft<'_> {
    let guests: Vec<_> = organization.guests.iter().collect();
    let asked = facet::ask(&facet::of_guests(organization), &guests);
    let columns = of_objects(&GUESTS);
    let place = ("guests", "people");
    of_members(organization, place, columns, asked, guest_row)
}

fn of_devices(organization: &Organization) -> Draft<'_> {
    let devices: Vec<_> = organization.devices.iter().collect();
    let asked = facet::ask(&facet::of_devices(), &devices);
    let columns = of_objects(&DEVICES);
    let place = ("devices", "devices");
    of_members(organization, place, columns, asked, device_row)
}

/// Makes a list of people or devices: `key` is its own, `folder` that of the rows' pages.
fn of_members<'a>(
    organization: &'a Organization,
    (key, folder): (&'static str, &'static str),
    columns: Vec<Column>,
    (facets, numbers): (Vec<Facet<'a>>, Vec<Vec<usize>>),
    row: impl Fn(&Organization, Index, &[Column]) -> ListRow,
) -> Draft<'a> {
    let rows = numbers.into_iter().enumerate().map(|(at, numbers)| {
        let row = row(organization, at as Index, &columns);
        let name = &row.cells[0];
        let url = name.url.as_deref().unwrap_or_default();
        let mut fields = vec![
            Field::Own(row.id),
            Field::Own(short(url, organization, folder).into_owned()),
            Field::Own(name.text.clone()),
            Field::Shared(row.match_key.to_owned()),
            Field::Count(0),
            Field::Count(0),
            marks(&row.marks),
        ];
        fields.extend(numbers.into_iter().map(Field::Count));
        fields.extend(row.cells.iter().map(|cell| field(organization, cell)));
        Line(fields)
    });
    Draft {
        key,
        hook: "member",
        folder,
        shown: OBJECT_DEFAULT,
        rows: rows.collect(),
        columns,
        edit: None,
        facets,
        names: Names::default(),
    }
}

/// Returns marks as one text: key and label by a colon, marks by tabs.
fn marks(marks: &[Mark]) -> Field {
    let marks: Vec<String> = marks
        .iter()
        .map(|it| format!("{}:{}", it.key, it.label))
        .collect();
    Field::Shared(marks.join("\t"))
}

/// Returns what differs between the cells of a column.
fn field(organization: &Organization, cell: &Cell) -> Field {
    let shared = |text: &Option<String>| Field::Shared(text.clone().unwrap_or_default());
    match cell.kind {
        "name" => shared(&cell.note),
        // What is no number is a text, with the number it sorts by when there is one.
        "number" => match (cell.text.parse(), &cell.sort) {
            (Ok(number), _) => Field::Count(number),
            (_, Some(sort)) => Field::List(vec![
                Field::Count(sort.parse().unwrap_or_default()),
                Field::Own(cell.text.clone()),
            ]),
            _ => Field::Own(cell.text.clone()),
        },
        "record" if cell.text.is_empty() => Field::Count(0),
        "record" => {
            let url = cell.url.as_deref().unwrap_or_default();
            Field::List(vec![
                Field::Own(cell.text.clone()),
                Field::Own(short(url, organization, "").into_owned()),
            ])
        }
        "time" => match &cell.sort {
            None => Field::Count(0),
            Some(iso) => Field::List(vec![Field::Own(iso.clone()), shared(&cell.note)]),
        },
        // What is made from the id of the row.
        "actions" => Field::Count(0),
        _ if matches!(
            cell.column.as_str(),
            "description" | "email" | "address" | "serial"
        ) =>
        {
            Field::Own(cell.text.clone())
        }
        _ => Field::Shared(cell.text.clone()),
    }
}

fn counted(organization: &Organization, who: &[Named<'_>], note: Option<String>) -> Field {
    let only = match who {
        [only] => Some(only),
        _ => None,
    };
    if only.is_none() && note.is_none() {
        return Field::Count(who.len());
    }
    let mut fields = vec![Field::Count(who.len())];
    match only {
        Some(only) => fields.extend(link(organization, only)),
        None => fields.extend([Field::Count(0), Field::Count(0)]),
    }
    fields.push(Field::Shared(note.unwrap_or_default()));
    Field::List(fields)
}

fn inline(organization: &Organization, who: &[Named<'_>]) -> Field {
    if who.is_empty() {
        return Field::Count(0);
    }
    let mut fields = vec![Field::Count(who.len())];
    for it in who.iter().take(super::cell::INLINE) {
        fields.extend(link(organization, it));
    }
    Field::List(fields)
}

fn link(organization: &Organization, named: &Named<'_>) -> [Field; 2] {
    let url = named.url.map(|url| short(url, organization, ""));
    [
        Field::Own(named.name.to_string()),
        Field::Own(url.unwrap_or_default().into_owned()),
    ]
}
