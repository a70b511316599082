//! Drafts to records: what each kind takes from a row, and how it is known without an id.
//!
//! It must not know how a row was read.

use super::draft::Draft;
use super::merge::{join_configuration, join_contact, settle_contact};
use super::plan::Plan;
use super::{Field, Record, RecordKind};
use crate::model::{Configuration, Contact, Location, Text, text_key};

impl Record for Contact {
    const KIND: RecordKind = RecordKind::Contact;

    fn from_draft(draft: &mut Draft, plan: &Plan, id: String, origin: Location) -> Self {
        let archived = draft.is_archived();
        let (primary_email, emails) = draft.take_emails();
        draft.keep(Field::Status);
        let full_name = draft.take(Field::FullName);
        let mut first_name = draft.take(Field::FirstName);
        let mut last_name = draft.take(Field::LastName);
        if first_name.is_none()
            && last_name.is_none()
            && let Some((last, first)) = full_name.as_deref().and_then(split_full_name)
        {
            first_name = Some(first.into());
            last_name = Some(last.into());
        }
        Self {
            id,
            first_name,
            last_name,
            full_name,
            primary_email,
            emails,
            phones: draft.take_phones(),
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
        draft.first_email().is_some()
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
        let email = draft.first_email().map(text_key).unwrap_or_default();
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

    fn join(&mut self, other: Self, headers: &[Text], differs: &mut dyn FnMut(&str)) {
        join_contact(self, other, headers, differs);
    }

    fn settle(&mut self) {
        settle_contact(self);
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
    const KIND: RecordKind = RecordKind::Configuration;

    fn from_draft(draft: &mut Draft, plan: &Plan, id: String, origin: Location) -> Self {
        let parts =
            [Field::ContactFirstName, Field::ContactLastName].map(|field| draft.take(field));
        let parts: Vec<Text> = parts.into_iter().flatten().collect();
        let contact = draft
            .take(Field::Contact)
            .or_else(|| (!parts.is_empty()).then(|| parts.join(" ").into()));
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

    fn join(&mut self, other: Self, headers: &[Text], differs: &mut dyn FnMut(&str)) {
        join_configuration(self, other, headers, differs);
    }

    fn settle(&mut self) {}
}
