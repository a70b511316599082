//! People without a contact, as rows that the documentation tool can import (FEATURES.md W7).
//!
//! Values are data: whoever writes them to a CSV guards them against spreadsheets.

use super::plan::{ColumnUse, Names, Plan};
use super::{ExportOptions, Field, RecordKind, Source};
use crate::model::{Person, Text};

/// A table with a header row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The headers.
    pub headers: Vec<Text>,
    /// The rows, each as long as the headers.
    pub rows: Vec<Vec<String>>,
}

/// What a row can say, in the order of a sheet without a model.
const FIELDS: [(Field, &str); 6] = [
    (Field::Organization, "organization"),
    (Field::FirstName, "first_name"),
    (Field::LastName, "last_name"),
    (Field::Title, "title"),
    (Field::PrimaryEmail, "primary_email"),
    (Field::Phones, "primary_phone"),
];

/// Returns rows for people who have no contact, in the columns of the organization's own export.
///
/// `source` is the CSV that its contacts were read from; without one the usual columns are used.
/// Rows are sorted by name.
pub fn missing_contacts<'a>(
    source: Option<&Source>,
    options: &ExportOptions,
    organization: &str,
    people: impl IntoIterator<Item = &'a Person>,
) -> Sheet {
    let columns = source
        .filter(|source| source.is_table)
        .map(|source| columns_of(source, options))
        .filter(|columns| says_enough(columns))
        .unwrap_or_else(|| {
            FIELDS
                .map(|(field, header)| (field, header.into()))
                .to_vec()
        });
    let mut people: Vec<&Person> = people.into_iter().collect();
    people.sort_by_cached_key(|person| {
        let names =
            [&person.surname, &person.given_name].map(|name| name.clone().unwrap_or_default());
        (names, person.name(), person.id)
    });
    Sheet {
        rows: people
            .iter()
            .map(|person| {
                columns
                    .iter()
                    .map(|(field, _)| value_of(person, *field, organization))
                    .collect()
            })
            .collect(),
        headers: columns.into_iter().map(|(_, header)| header).collect(),
    }
}

/// Returns the columns of an export that a directory can fill, in their order; of several that
/// feed one field the best.
fn columns_of(source: &Source, options: &ExportOptions) -> Vec<(Field, Text)> {
    let mut plan = Plan::new(Names::new(source.preset, RecordKind::Contact, options));
    for header in &source.columns {
        plan.add(header);
    }
    let best = |field| plan.columns_of(field).next();
    plan.uses()
        .iter()
        .enumerate()
        .filter_map(|(column, column_use)| {
            let ColumnUse::Feeds(fields) = column_use else {
                return None;
            };
            let field = fields.iter().find(|field| {
                **field == Field::FullName || FIELDS.iter().any(|(known, _)| known == *field)
            })?;
            (best(*field) == Some(column)).then(|| (*field, plan.headers()[column].clone()))
        })
        .collect()
}

fn says_enough(columns: &[(Field, Text)]) -> bool {
    let has = |field| columns.iter().any(|(known, _)| *known == field);
    has(Field::PrimaryEmail) && (has(Field::FullName) || has(Field::LastName))
}

fn value_of(person: &Person, field: Field, organization: &str) -> String {
    let own = |names: &[&str]| {
        names
            .iter()
            .filter_map(|name| person.fields.get(*name))
            .find(|value| !value.trim().is_empty())
            .cloned()
    };
    let value = match field {
        Field::Organization => Some(organization.to_owned()),
        Field::FirstName => person.given_name.clone(),
        // Without either name a row would say nothing to people.
        Field::LastName if is_blank(&person.given_name) && is_blank(&person.surname) => {
            Some(person.name())
        }
        Field::LastName => person.surname.clone(),
        Field::FullName => match (&person.given_name, &person.surname) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            _ => Some(person.name()),
        },
        Field::Title => own(&["jobTitle"]),
        Field::PrimaryEmail => person
            .mail
            .clone()
            .or_else(|| person.user_principal_name.clone()),
        Field::Phones => own(&["businessPhones", "mobilePhone"]),
        _ => None,
    };
    value.unwrap_or_default()
}

fn is_blank(name: &Option<String>) -> bool {
    name.as_deref().is_none_or(|name| name.trim().is_empty())
}
