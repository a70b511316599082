//! The API of Hudu: people and computers are assets of different layouts in one list.

use serde_json::{Value, json};

use super::configurations::ConfigurationRecord;
use super::contacts::ContactRecord;
use super::organization_of;
use crate::demo::data::company::Company;

/// The id that the tool gives the company.
const COMPANY: u64 = 5;

pub(super) fn assets(
    company: &Company,
    people: &[ContactRecord],
    devices: &[ConfigurationRecord],
) -> String {
    let name = organization_of(company);
    let people = people.iter().map(|record| person(name, record));
    let devices = devices.iter().map(|record| device(name, record));
    let lines: Vec<String> = people
        .chain(devices)
        .map(|asset| asset.to_string())
        .collect();
    format!("{{\"assets\":[\n{}\n]}}\n", lines.join(",\n"))
}

fn number(id: &str) -> u64 {
    id.parse().unwrap_or(0)
}

fn fields(fields: &[(&str, &str)]) -> Vec<Value> {
    fields
        .iter()
        .enumerate()
        .filter(|(_, (_, value))| !value.is_empty())
        .map(|(place, (label, value))| json!({ "label": label, "value": value, "position": place + 1 }))
        .collect()
}

fn person(company: &str, record: &ContactRecord) -> Value {
    let email = record
        .emails
        .first()
        .map(String::as_str)
        .unwrap_or_default();
    let other = record.emails.get(1).map(String::as_str).unwrap_or_default();
    json!({
        "id": number(&record.id),
        "company_id": COMPANY,
        "company_name": company,
        "asset_layout_id": 2,
        "asset_type": "People",
        "object_type": "Asset",
        "name": format!("{} {}", record.first, record.last),
        "url": format!("https://docs.example/a/{}", record.id),
        "archived": record.archived,
        "primary_serial": null,
        "primary_model": null,
        "primary_mail": (!email.is_empty()).then_some(email),
        "primary_manufacturer": null,
        "fields": fields(&[
            ("Email Address", email),
            ("Secondary Email", other),
            ("Title", &record.title),
            ("Phone", &record.phone),
            ("Notes", &record.notes),
        ]),
        "cards": [],
    })
}

fn device(company: &str, record: &ConfigurationRecord) -> Value {
    json!({
        "id": number(&record.id),
        "company_id": COMPANY,
        "company_name": company,
        "asset_layout_id": 3,
        "asset_type": "Computer Assets",
        "object_type": "Asset",
        "name": record.name,
        "url": format!("https://docs.example/a/{}", record.id),
        "archived": record.archived,
        "primary_serial": record.serial,
        "primary_model": record.model,
        "primary_mail": null,
        "primary_manufacturer": record.manufacturer,
        "fields": fields(&[
            ("Hostname", &record.hostname),
            ("Entra Device ID", &record.device_id),
            ("Operating System", record.system),
            ("IP Address", &record.address),
            ("Notes", &record.notes),
        ]),
        "cards": [],
    })
}
