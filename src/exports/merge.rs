//! Several rows of one record: joined so that their order never matters (EXPORTS.md 3).
//!
//! Lists are joined; of single values that differ the smallest is taken and reported.

use std::collections::BTreeMap;

use super::Record;
use super::draft::unique_emails;
use crate::model::{Configuration, Contact, Text, text_key};

/// How often the rows of one record differ in a field, with the smallest such id.
pub(super) type Differences = BTreeMap<String, (usize, String)>;

/// Sorts records by id and joins those with the same id; `headers` is the order of extra columns.
pub(super) fn join_rows<R: Record>(mut records: Vec<R>, headers: &[Text]) -> (Vec<R>, Differences) {
    let mut differences = Differences::new();
    // In place: the order of rows with one id does not matter for what they are joined to.
    records.sort_unstable_by(|a, b| a.id().cmp(b.id()));
    if records.windows(2).all(|pair| pair[0].id() != pair[1].id()) {
        return (records, differences);
    }
    let mut joined: Vec<R> = Vec::with_capacity(records.len());
    let mut fields: Vec<String> = Vec::new();
    for record in records {
        match joined.last_mut().filter(|last| last.id() == record.id()) {
            Some(last) => {
                last.join(record, headers, &mut |field| {
                    if !fields.iter().any(|known| known == field) {
                        fields.push(field.to_owned());
                    }
                });
            }
            None => {
                close(&mut differences, &mut fields, joined.last_mut());
                joined.push(record);
            }
        }
    }
    close(&mut differences, &mut fields, joined.last_mut());
    (joined, differences)
}

/// Ends a record: no row of it follows.
fn close<R: Record>(
    differences: &mut Differences,
    fields: &mut Vec<String>,
    record: Option<&mut R>,
) {
    let Some(record) = record else {
        return;
    };
    record.settle();
    for field in fields.drain(..) {
        let first = differences
            .entry(field)
            .or_insert_with(|| (0, record.id().to_owned()));
        first.0 += 1;
    }
}

/// Takes the smaller of two values, and reports when both say something else.
fn join_single(
    field: &str,
    mine: &mut Option<Text>,
    other: Option<Text>,
    differs: &mut dyn FnMut(&str),
) {
    match (&*mine, other) {
        (_, None) => {}
        (None, other) => *mine = other,
        (Some(a), Some(b)) => {
            if *a != b {
                differs(field);
                if b < *a {
                    *mine = Some(b);
                }
            }
        }
    }
}

fn join_extra(
    mine: &mut Vec<(Text, Text)>,
    other: Vec<(Text, Text)>,
    headers: &[Text],
    differs: &mut dyn FnMut(&str),
) {
    for (header, value) in other {
        match mine.iter_mut().find(|(known, _)| *known == header) {
            None => mine.push((header, value)),
            Some((_, known)) if *known == value => {}
            Some((_, known)) => {
                differs(&header);
                if value < *known {
                    *known = value;
                }
            }
        }
    }
    mine.sort_by_key(|(header, _)| headers.iter().position(|known| known == header));
}

macro_rules! join_singles {
    ($mine:ident, $other:ident, $differs:ident: $($field:ident $key:literal),*) => {
        $(join_single($key, &mut $mine.$field, $other.$field, $differs);)*
    };
}

/// Joins a contact with another row of it.
pub(super) fn join_contact(
    mine: &mut Contact,
    other: Contact,
    headers: &[Text],
    differs: &mut dyn FnMut(&str),
) {
    join_singles!(mine, other, differs:
        first_name "first_name", last_name "last_name", full_name "full_name", title "title",
        kind "type", location "location", notes "notes", source_url "source_url");
    // Another address is one more address, not a contradiction.
    join_single(
        "primary_email",
        &mut mine.primary_email,
        other.primary_email,
        &mut |_| {},
    );
    mine.emails.extend(other.emails);
    mine.phones.extend(other.phones);
    mine.archived &= other.archived;
    join_extra(&mut mine.extra, other.extra, headers, differs);
    if other.origin < mine.origin {
        mine.origin = other.origin;
    }
}

/// Puts the lists of a contact in order, once all its rows are joined.
pub(super) fn settle_contact(contact: &mut Contact) {
    contact.emails = unique_emails(std::mem::take(&mut contact.emails));
    // The main address is one of them, in the same spelling.
    if let Some(primary) = &mut contact.primary_email {
        let key = text_key(primary);
        if let Some(same) = contact.emails.iter().find(|email| text_key(email) == key) {
            *primary = same.clone();
        }
    }
    contact.phones.sort();
    contact.phones.dedup();
}

/// Joins a configuration with another row of it.
pub(super) fn join_configuration(
    mine: &mut Configuration,
    other: Configuration,
    headers: &[Text],
    differs: &mut dyn FnMut(&str),
) {
    join_singles!(mine, other, differs:
        name "name", hostname "hostname", device_id "device_id", serial_number "serial_number",
        asset_tag "asset_tag", kind "type", status "status", manufacturer "manufacturer",
        model "model", operating_system "operating_system", primary_ip "primary_ip",
        mac_address "mac_address", contact "contact", location "location",
        warranty_expires_at "warranty_expires_at", purchased_at "purchased_at",
        installed_at "installed_at", notes "notes", source_url "source_url");
    mine.archived &= other.archived;
    join_extra(&mut mine.extra, other.extra, headers, differs);
    if other.origin < mine.origin {
        mine.origin = other.origin;
    }
}
