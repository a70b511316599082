//! The account export of IT Glue: one CSV file per type of record.

use serde_json::json;

use super::configurations::ConfigurationRecord;
use super::contacts::ContactRecord;
use super::organization_of;
use crate::demo::data::company::Company;
use crate::demo::encoding::number_of;

const CONTACTS: [&str; 16] = [
    "id",
    "organization",
    "first_name",
    "last_name",
    "title",
    "contact_type",
    "location",
    "important",
    "primary_email",
    "primary_phone",
    "notes",
    "contact_emails",
    "contact_phones",
    "created_at",
    "updated_at",
    "archived",
];

/// The usual columns, one that the account added, and one that must never be read.
const CONFIGURATIONS: [&str; 20] = [
    "id",
    "organization",
    "name",
    "hostname",
    "configuration_type",
    "configuration_status",
    "primary_ip",
    "mac_address",
    "serial_number",
    "asset_tag",
    "manufacturer",
    "model",
    "operating_system",
    "notes",
    "warranty_expires_at",
    "contact",
    "location",
    "Entra Device ID",
    "local_admin_password",
    "archived",
];

pub(super) fn contacts(company: &Company, records: &[ContactRecord]) -> String {
    let mut text = row(&CONTACTS.map(str::to_owned));
    for record in records {
        let emails: Vec<_> = record
            .emails
            .iter()
            .enumerate()
            .map(|(place, email)| {
                let label = if place == 0 { "Work" } else { "Other" };
                json!({ "value": email, "label_name": label, "primary": place == 0 })
            })
            .collect();
        let list = match emails.len() {
            0 | 1 => String::new(),
            _ => json!(emails).to_string(),
        };
        text.push_str(&row(&[
            record.id.clone(),
            organization_of(company).to_owned(),
            record.first.clone(),
            record.last.clone(),
            record.title.clone(),
            record.kind.to_owned(),
            record.location.clone(),
            yes_or_no(record.kind == "Decision Maker"),
            record.emails.first().cloned().unwrap_or_default(),
            record.phone.clone(),
            record.notes.clone(),
            list,
            String::new(),
            "2024-03-04 09:12:00 UTC".to_owned(),
            "2026-10-29 15:40:00 UTC".to_owned(),
            yes_or_no(record.archived),
        ]));
    }
    text
}

pub(super) fn configurations(company: &Company, records: &[ConfigurationRecord]) -> String {
    let mut text = row(&CONFIGURATIONS.map(str::to_owned));
    for record in records {
        let number = number_of(&["tag", &record.id], 9000) + 1000;
        // A word that tests look for: it must reach no page, cache or message.
        let secret = match record.kind {
            "Laptop" | "Desktop" => format!("never-show-this-{number}"),
            _ => String::new(),
        };
        text.push_str(&row(&[
            record.id.clone(),
            organization_of(company).to_owned(),
            record.name.clone(),
            record.hostname.clone(),
            record.kind.to_owned(),
            if record.archived { "Retired" } else { "Active" }.to_owned(),
            record.address.clone(),
            mac_address(&record.id),
            record.serial.clone(),
            format!("CTS-{number}"),
            record.manufacturer.to_owned(),
            record.model.to_owned(),
            record.system.to_owned(),
            record.notes.clone(),
            format!("20{}-{:02}-28", 27 + number % 3, number % 12 + 1),
            String::new(),
            String::new(),
            record.device_id.clone(),
            secret,
            yes_or_no(record.archived),
        ]));
    }
    text
}

fn mac_address(id: &str) -> String {
    let number = number_of(&["mac", id], 1 << 24);
    format!(
        "02:00:5E:{:02X}:{:02X}:{:02X}",
        number >> 16 & 0xff,
        number >> 8 & 0xff,
        number & 0xff
    )
}

fn yes_or_no(truth: bool) -> String {
    if truth { "Yes" } else { "No" }.to_owned()
}

/// Writes one row; cells with separators, quotes or line ends are quoted.
fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| match cell.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        })
        .collect();
    format!("{}\n", cells.join(","))
}
