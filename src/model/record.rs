//! Records of the documentation system: contacts and configurations, read only (EXPORTS.md 1).

use serde::Serialize;

use super::location::Location;

/// A person in the exported documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// The record's id in its source, or one made from its content.
    pub id: String,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The full name, when the source has it in one field.
    pub full_name: Option<String>,
    /// The main mail address.
    pub primary_email: Option<String>,
    /// All mail addresses, the main one included, sorted, each once.
    pub emails: Vec<String>,
    /// Telephone numbers as written, sorted, each once.
    pub phones: Vec<String>,
    /// The job title.
    pub title: Option<String>,
    /// The contact's type in the source.
    pub kind: Option<String>,
    /// The site or office.
    pub location: Option<String>,
    /// Notes, as plain text.
    pub notes: Option<String>,
    /// Whether the record is archived or inactive in its source.
    pub archived: bool,
    /// The address of the record in its source.
    pub source_url: Option<String>,
    /// Every other column with its header, in the source's order; never secrets (EXPORTS.md 4).
    pub extra: Vec<(String, String)>,
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
    pub name: Option<String>,
    /// The host name.
    pub hostname: Option<String>,
    /// The Entra device id, when the export has it.
    pub device_id: Option<String>,
    /// The serial number.
    pub serial_number: Option<String>,
    /// The asset tag.
    pub asset_tag: Option<String>,
    /// The configuration's type in the source.
    pub kind: Option<String>,
    /// The status in the source.
    pub status: Option<String>,
    /// The manufacturer.
    pub manufacturer: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The operating system.
    pub operating_system: Option<String>,
    /// The main IP address.
    pub primary_ip: Option<String>,
    /// The MAC address as written.
    pub mac_address: Option<String>,
    /// The contact it belongs to, as the source names it.
    pub contact: Option<String>,
    /// The site or office.
    pub location: Option<String>,
    /// The end of the warranty, as written.
    pub warranty_expires_at: Option<String>,
    /// The purchase date, as written.
    pub purchased_at: Option<String>,
    /// The date of installation, as written.
    pub installed_at: Option<String>,
    /// Notes, as plain text.
    pub notes: Option<String>,
    /// Whether the record is archived or inactive in its source.
    pub archived: bool,
    /// The address of the record in its source.
    pub source_url: Option<String>,
    /// Every other column with its header, in the source's order; never secrets (EXPORTS.md 4).
    pub extra: Vec<(String, String)>,
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
