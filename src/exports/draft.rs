//! One row on its way to a record: cells put into fields by the plan.
//!
//! It must not know which file a row is from, nor to whom a record belongs.

use std::collections::HashSet;

use super::Field;
use super::address::{emails, phones};
use super::plan::{ColumnUse, Plan};
use crate::model::{Text, text_key};

/// A column with more different values than this shares none: they are ids or dates.
const MAX_SHARED: usize = 1 << 17;

/// The values of each column that were seen, so that equal ones are held once.
#[derive(Default)]
struct Sharing(Vec<Option<HashSet<Text>>>);

impl Sharing {
    /// Returns the value as a text, the same one for the same value of a column.
    fn text(&mut self, column: usize, value: &str) -> Text {
        if self.0.len() <= column {
            self.0.resize_with(column + 1, || Some(HashSet::new()));
        }
        let Some(seen) = &mut self.0[column] else {
            return value.into();
        };
        if let Some(text) = seen.get(value) {
            return text.clone();
        }
        let text = Text::from(value);
        seen.insert(text.clone());
        if seen.len() > MAX_SHARED {
            self.0[column] = None;
        }
        text
    }
}

/// The cells of a row by field; used again for each row.
pub(super) struct Draft {
    singles: [Option<Text>; Field::COUNT],
    primary_email: Option<Text>,
    emails: Vec<Text>,
    phones: Vec<Text>,
    extra: Vec<(usize, Text)>,
    sharing: Sharing,
    /// The column that fed each single field of this row.
    winners: [usize; Field::COUNT],
}

impl Draft {
    /// Makes an empty draft.
    pub(super) fn new() -> Self {
        Self {
            singles: [const { None }; Field::COUNT],
            primary_email: None,
            emails: Vec::new(),
            phones: Vec::new(),
            extra: Vec::new(),
            sharing: Sharing::default(),
            winners: [0; Field::COUNT],
        }
    }

    fn clear(&mut self) {
        self.singles.iter_mut().for_each(|single| *single = None);
        self.primary_email = None;
        self.emails.clear();
        self.phones.clear();
        self.extra.clear();
    }

    /// Fills the draft from the cells of a row.
    pub(super) fn fill<'c>(&mut self, plan: &Plan, cell: impl Fn(usize) -> Option<&'c str>) {
        self.clear();
        for feed in plan.feeds() {
            let Some(value) = cell(feed.column).filter(|value| !value.trim().is_empty()) else {
                continue;
            };
            let kept = match feed.field {
                Field::PrimaryEmail | Field::Emails => self.add_emails(feed.field, value),
                Field::Phones => {
                    self.phones
                        .extend(phones(value).into_iter().map(Text::from));
                    true
                }
                field => self.set(field, feed.column, value, plan),
            };
            let alone =
                matches!(&plan.uses()[feed.column], ColumnUse::Feeds(fields) if fields.len() == 1);
            if !kept && alone {
                let value = self.sharing.text(feed.column, value);
                self.extra.push((feed.column, value));
            }
        }
        for column in plan.kept() {
            let filled = |column| cell(column).filter(|value| !value.trim().is_empty());
            let said = plan
                .repeats(*column)
                .is_some_and(|first| filled(first).is_some());
            if let (Some(value), false) = (filled(*column), said) {
                let value = self.sharing.text(*column, value);
                self.extra.push((*column, value));
            }
        }
    }

    /// Returns whether the value found a place in the field.
    fn set(&mut self, field: Field, column: usize, value: &str, plan: &Plan) -> bool {
        let at = field as usize;
        match &self.singles[at] {
            None => {
                self.singles[at] = Some(match field {
                    // Every row has another one.
                    Field::Id => value.into(),
                    _ => self.sharing.text(column, value),
                });
                self.winners[at] = column;
                true
            }
            Some(winner) => {
                let first = plan.repeats(column).unwrap_or(column);
                let same_header =
                    first == plan.repeats(self.winners[at]).unwrap_or(self.winners[at]);
                same_header || **winner == *value
            }
        }
    }

    fn add_emails(&mut self, field: Field, value: &str) -> bool {
        let found: Vec<Text> = emails(value).into_iter().map(Text::from).collect();
        if field == Field::PrimaryEmail && self.primary_email.is_none() {
            self.primary_email = found.first().cloned();
        }
        let any = !found.is_empty();
        self.emails.extend(found);
        any
    }

    /// Returns the value of a single field.
    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.singles[field as usize].as_deref()
    }

    /// Takes the value of a single field.
    pub(super) fn take(&mut self, field: Field) -> Option<Text> {
        self.singles[field as usize].take()
    }

    /// Takes the columns that feed no field, in the source's order.
    pub(super) fn take_extra(&mut self, plan: &Plan) -> Vec<(Text, Text)> {
        self.extra.sort_by_key(|(column, _)| *column);
        self.extra
            .drain(..)
            .map(|(column, value)| (plan.headers()[column].clone(), value))
            .collect()
    }

    /// Returns whether the record is archived or inactive in its source.
    pub(super) fn is_archived(&self) -> bool {
        let says = |field, words: &[&str]| {
            self.get(field)
                .is_some_and(|value| words.contains(&text_key(value).as_str()))
        };
        says(Field::Archived, &["yes", "true", "1"])
            || says(Field::Active, &["no", "false", "0"])
            || says(Field::Status, &["archived", "inactive", "retired"])
    }

    /// Returns the addresses sorted, each once whatever its case, with the main one's spelling.
    pub(super) fn take_emails(&mut self) -> (Option<Text>, Vec<Text>) {
        let primary = self
            .primary_email
            .take()
            .or_else(|| self.emails.first().cloned());
        let mut found = std::mem::take(&mut self.emails);
        if let Some(primary) = &primary {
            let key = text_key(primary);
            found.retain(|email| text_key(email) != key);
            found.push(primary.clone());
        }
        (primary, unique_emails(found))
    }

    /// Takes the telephone numbers, sorted, each once.
    pub(super) fn take_phones(&mut self) -> Vec<Text> {
        let mut phones = std::mem::take(&mut self.phones);
        phones.sort();
        phones.dedup();
        phones.shrink_to_fit();
        phones
    }

    /// Shows a single field like any other column: records of this kind do not have it.
    pub(super) fn keep(&mut self, field: Field) {
        let column = self.winners[field as usize];
        if let Some(value) = self.take(field) {
            self.extra.push((column, value));
        }
    }

    /// Returns the main address, else the first one.
    pub(super) fn first_email(&self) -> Option<&str> {
        self.primary_email
            .as_ref()
            .or(self.emails.first())
            .map(|email| &**email)
    }
}

/// Sorts addresses and keeps one spelling of each.
pub(super) fn unique_emails(mut emails: Vec<Text>) -> Vec<Text> {
    if emails.len() > 1 {
        emails.sort_by_cached_key(|email| (text_key(email), email.clone()));
        emails.dedup_by_key(|email| text_key(email));
        emails.sort();
    }
    emails.shrink_to_fit();
    emails
}
