//! Records of the documentation system: contacts and configurations, read only (EXPORTS.md 1).

use std::sync::Arc;

use serde::Serialize;

use super::location::Location;

/// A text that records share: exports repeat few titles, offices and headers a million times.
pub type Text = Arc<str>;

/// A person in the exported documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// The record's id in its source, or one made from its content.
    pub id: String,
    /// The first name.
    pub first_name: Option<Text>,
    /// The last name.
    pub last_name: Option<Text>,
    /// The full name, when the source has it in one field.
    pub full_name: Option<Text>,
    /// The main mail address.
    pub primary_email: Option<Text>,
    /// All mail addresses, the main one included, sorted, each once.
    pub emails: Vec<Text>,
    /// Telephone numbers as written, sorted, each once.
    pub phones: Vec<Text>,
    /// The job title.
    pub title: Option<Text>,
    /// The contact's type in the source.
    pub kind: Option<Text>,
    /// The site or office.
    pub location: Option<Text>,
    /// Notes, as plain text.
    pub notes: Option<Text>,
    /// Whether the record is archived or inactive in its source.
    pub archived: bool,
    /// The address of the record in its source.
    pub source_url: Option<Text>,
    /// Every other column with its header, in the source's order; never secrets (EXPORTS.md 4).
    pub extra: Vec<(Text, Text)>,
    /// The file and line it was read from.
    #[serde(skip)]
    pub origin: Location,
}

impl Contact {
    /// Returns the name to show: first and last name, else the full name, else mail or id.
    pub fn name(&self) -> String {
        let parts: Vec<&str> = [&self.first_name, &self.last_name]
            .into_iter()
            .flatten()
            .map(|text| text.trim())
            .collect();
        let joined = parts.join(" ").trim().to_owned();
        if !joined.is_empty() {
            return joined;
        }
        [&self.full_name, &self.primary_email]
            .into_iter()
            .flatten()
            .map(|text| text.trim())
            .find(|text| !text.is_empty())
            .map_or_else(|| self.id.clone(), str::to_owned)
    }
}

/// A device in the exported documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Configuration {
    /// The record's id in its source, or one made from its content.
    pub id: String,
    /// The name.
    pub name: Option<Text>,
    /// The host name.
    pub hostname: Option<Text>,
    /// The Entra device id, when the export has it.
    pub device_id: Option<Text>,
    /// The serial number.
    pub serial_number: Option<Text>,
    /// The asset tag.
    pub asset_tag: Option<Text>,
    /// The configuration's type in the source.
    pub kind: Option<Text>,
    /// The status in the source.
    pub status: Option<Text>,
    /// The manufacturer.
    pub manufacturer: Option<Text>,
    /// The model.
    pub model: Option<Text>,
    /// The operating system.
    pub operating_system: Option<Text>,
    /// The main IP address.
    pub primary_ip: Option<Text>,
    /// The MAC address as written.
    pub mac_address: Option<Text>,
    /// The contact it belongs to, as the source names it.
    pub contact: Option<Text>,
    /// The site or office.
    pub location: Option<Text>,
    /// The end of the warranty, as written.
    pub warranty_expires_at: Option<Text>,
    /// The purchase date, as written.
    pub purchased_at: Option<Text>,
    /// The date of installation, as written.
    pub installed_at: Option<Text>,
    /// Notes, as plain text.
    pub notes: Option<Text>,
    /// Whether the record is archived or inactive in its source.
    pub archived: bool,
    /// The address of the record in its source.
    pub source_url: Option<Text>,
    /// Every other column with its header, in the source's order; never secrets (EXPORTS.md 4).
    pub extra: Vec<(Text, Text)>,
    /// The file and line it was read from.
    #[serde(skip)]
    pub origin: Location,
}

impl Configuration {
    /// Returns the name to show: the name, else the host name, else the id.
    pub fn name(&self) -> String {
        [&self.name, &self.hostname]
            .into_iter()
            .flatten()
            .map(|text| text.trim())
            .find(|text| !text.is_empty())
            .map_or_else(|| self.id.clone(), str::to_owned)
    }
}
