//! One row on its way to a record: cells put into fields by the plan.
//!
//! It must not know which file a row is from, nor to whom a record belongs.

use super::address::{emails, phones};
use super::merge::{join_configuration, join_contact};
use super::plan::{ColumnUse, Plan};
use super::{Field, Record};
use crate::model::{Configuration, Contact, Location, text_key};

/// The cells of a row by field; used again for each row.
pub(super) struct Draft {
    singles: [Option<String>; Field::COUNT],
    primary_email: Option<String>,
    emails: Vec<String>,
    phones: Vec<String>,
    extra: Vec<(usize, String)>,
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
                    self.phones.extend(phones(value));
                    true
                }
                field => self.set(field, feed.column, value, plan),
            };
            let alone =
                matches!(&plan.uses()[feed.column], ColumnUse::Feeds(fields) if fields.len() == 1);
            if !kept && alone {
                self.extra.push((feed.column, value.to_owned()));
            }
        }
        for column in plan.kept() {
            let filled = |column| cell(column).filter(|value| !value.trim().is_empty());
            let said = plan
                .repeats(*column)
                .is_some_and(|first| filled(first).is_some());
            if let (Some(value), false) = (filled(*column), said) {
                self.extra.push((*column, value.to_owned()));
            }
        }
    }

    /// Returns whether the value found a place in the field.
    fn set(&mut self, field: Field, column: usize, value: &str, plan: &Plan) -> bool {
        let at = field as usize;
        match &self.singles[at] {
            None => {
                self.singles[at] = Some(value.to_owned());
                self.winners[at] = column;
                true
            }
            Some(winner) => {
                let first = plan.repeats(column).unwrap_or(column);
                let same_header =
                    first == plan.repeats(self.winners[at]).unwrap_or(self.winners[at]);
                same_header || winner == value
            }
        }
    }

    fn add_emails(&mut self, field: Field, value: &str) -> bool {
        let found = emails(value);
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

    fn take(&mut self, field: Field) -> Option<String> {
        self.singles[field as usize].take()
    }

    fn take_extra(&mut self, plan: &Plan) -> Vec<(String, String)> {
        self.extra.sort_by_key(|(column, _)| *column);
        self.extra
            .drain(..)
            .map(|(column, value)| (plan.headers()[column].clone(), value))
            .collect()
    }

    /// Returns whether the record is archived or inactive in its source.
    fn is_archived(&self) -> bool {
        let says = |field, words: &[&str]| {
            self.get(field)
                .is_some_and(|value| words.contains(&text_key(value).as_str()))
        };
        says(Field::Archived, &["yes", "true", "1"])
            || says(Field::Active, &["no", "false", "0"])
            || says(Field::Status, &["archived", "inactive", "retired"])
    }

    /// Returns the addresses sorted, each once whatever its case, with the main one's spelling.
    fn take_emails(&mut self) -> (Option<String>, Vec<String>) {
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
}

/// Sorts addresses and keeps one spelling of each.
pub(super) fn unique_emails(mut emails: Vec<String>) -> Vec<String> {
    if emails.len() > 1 {
        emails.sort_by_cached_key(|email| (text_key(email), email.clone()));
        emails.dedup_by_key(|email| text_key(email));
        emails.sort();
    }
    emails.shrink_to_fit();
    emails
}

impl Record for Contact {
    const KIND: super::RecordKind = super::RecordKind::Contact;

    fn from_draft(draft: &mut Draft, plan: &Plan, id: String, origin: Location) -> Self {
        let archived = draft.is_archived();
        let (primary_email, emails) = draft.take_emails();
        let mut phones = std::mem::take(&mut draft.phones);
        phones.sort();
        phones.dedup();
        phones.shrink_to_fit();
        // A contact has no status of its own: it is shown like any other column.
        let column = draft.winners[Field::Status as usize];
        if let Some(status) = draft.take(Field::Status) {
            draft.extra.push((column, status));
        }
        let full_name = draft.take(Field::FullName);
        let mut first_name = draft.take(Field::FirstName);
        let mut last_name = draft.take(Field::LastName);
        if first_name.is_none()
            && last_name.is_none()
            && let Some((last, first)) = full_name.as_deref().and_then(split_full_name)
        {
            first_name = Some(first.to_owned());
            last_name = Some(last.to_owned());
        }
        Self {
            id,
            first_name,
            last_name,
            full_name,
            primary_email,
            emails,
            phones,
            title: draft.take(Field::Title),
            kind: draft.take(Field::Type),
            location: draft.take(Field::Location),
            notes: draft.take(Field::Notes),
            archived,
            source_url: draft.take(Field::SourceUrl),
            extra: draft.take_extra(plan),
            origin,
        }
    }

    fn is_known(draft: &Draft) -> bool {
        !draft.emails.is_empty()
            || [Field::FirstName, Field::LastName, Field::FullName]
                .into_iter()
                .any(|field| draft.get(field).is_some())
    }

    fn own_id(draft: &Draft) -> (String, bool) {
        let name = match (draft.get(Field::FirstName), draft.get(Field::LastName)) {
            (None, None) => draft.get(Field::FullName).map(text_key),
            (first, last) => Some(text_key(&format!(
                "{} {}",
                first.unwrap_or(""),
                last.unwrap_or("")
            ))),
        };
        let email = draft.primary_email.as_ref().or(draft.emails.first());
        let email = email.map(|email| text_key(email)).unwrap_or_default();
        let known = !email.is_empty();
        (format!("{}\0{email}", name.unwrap_or_default()), known)
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn set_id(&mut self, id: String) {
        self.id = id;
    }

    fn origin(&self) -> &Location {
        &self.origin
    }

    fn set_origin(&mut self, origin: Location) {
        self.origin = origin;
    }

    fn join(&mut self, other: Self, headers: &[String], differs: &mut dyn FnMut(&str)) {
        join_contact(self, other, headers, differs);
    }
}

/// Returns last and first name of a full name with exactly one comma.
pub(super) fn split_full_name(full_name: &str) -> Option<(&str, &str)> {
    let (last, first) = full_name.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let sound = !first.contains(',') && !first.is_empty() && !last.is_empty();
    sound.then_some((last, first))
}

impl Record for Configuration {
    const KIND: super::RecordKind = super::RecordKind::Configuration;

    fn from_draft(draft: &mut Draft, plan: &Plan, id: String, origin: Location) -> Self {
        let parts =
            [Field::ContactFirstName, Field::ContactLastName].map(|field| draft.take(field));
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let contact = draft
            .take(Field::Contact)
            .or_else(|| (!parts.is_empty()).then(|| parts.join(" ")));
        Self {
            id,
            archived: draft.is_archived(),
            name: draft.take(Field::Name),
            hostname: draft.take(Field::Hostname),
            device_id: draft.take(Field::DeviceId),
            serial_number: draft.take(Field::SerialNumber),
            asset_tag: draft.take(Field::AssetTag),
            kind: draft.take(Field::Type),
            status: draft.take(Field::Status),
            manufacturer: draft.take(Field::Manufacturer),
            model: draft.take(Field::Model),
            operating_system: draft.take(Field::OperatingSystem),
            primary_ip: draft.take(Field::PrimaryIp),
            mac_address: draft.take(Field::MacAddress),
            contact,
            location: draft.take(Field::Location),
            warranty_expires_at: draft.take(Field::WarrantyExpiresAt),
            purchased_at: draft.take(Field::PurchasedAt),
            installed_at: draft.take(Field::InstalledAt),
            notes: draft.take(Field::Notes),
            source_url: draft.take(Field::SourceUrl),
            extra: draft.take_extra(plan),
            origin,
        }
    }

    fn is_known(draft: &Draft) -> bool {
        [Field::Name, Field::Hostname, Field::DeviceId]
            .into_iter()
            .any(|field| draft.get(field).is_some())
    }

    fn own_id(draft: &Draft) -> (String, bool) {
        let key = |field| draft.get(field).map(text_key).unwrap_or_default();
        let host = key(Field::Hostname);
        let host = if host.is_empty() {
            key(Field::DeviceId)
        } else {
            host
        };
        let known = !host.is_empty();
        (format!("{}\0{host}", key(Field::Name)), known)
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn set_id(&mut self, id: String) {
        self.id = id;
    }

    fn origin(&self) -> &Location {
        &self.origin
    }

    fn set_origin(&mut self, origin: Location) {
        self.origin = origin;
    }

    fn join(&mut self, other: Self, headers: &[String], differs: &mut dyn FnMut(&str)) {
        join_configuration(self, other, headers, differs);
    }
}
