//! The API of IT Glue: pages of JSON, kept as one array of pages.

use serde_json::{Value, json};

use super::configurations::ConfigurationRecord;
use super::contacts::ContactRecord;
use super::organization_of;
use crate::demo::data::company::Company;

/// How many records a page has.
const PAGE: usize = 50;
/// The id that the tool gives the organization.
const ORGANIZATION: u64 = 1_000_002;

pub(super) fn contacts(company: &Company, records: &[ContactRecord]) -> String {
    let organization = organization_of(company);
    let records = records.iter().map(|record| {
        let emails: Vec<Value> = record
            .emails
            .iter()
            .enumerate()
            .map(|(place, email)| {
                let label = if place == 0 { "Work" } else { "Other" };
                json!({ "value": email, "label-name": label, "primary": place == 0 })
            })
            .collect();
        let phones: Vec<Value> = Some(&record.phone)
            .filter(|phone| !phone.is_empty())
            .map(|phone| json!({ "value": phone, "label-name": "Work", "primary": true }))
            .into_iter()
            .collect();
        json!({
            "id": record.id,
            "type": "contacts",
            "attributes": {
                "organization-id": ORGANIZATION,
                "organization-name": organization,
                "resource-url": format!("https://glue.example/{ORGANIZATION}/contacts/{}", record.id),
                "name": format!("{} {}", record.first, record.last),
                "first-name": record.first,
                "last-name": record.last,
                "title": record.title,
                "contact-type-name": record.kind,
                "location-name": record.location,
                "important": record.kind == "Decision Maker",
                "notes": record.notes,
                "contact-emails": emails,
                "contact-phones": phones,
                "archived": record.archived,
            },
        })
    });
    pages(records.collect())
}

pub(super) fn configurations(company: &Company, records: &[ConfigurationRecord]) -> String {
    let organization = organization_of(company);
    let records = records.iter().map(|record| {
        json!({
            "id": record.id,
            "type": "configurations",
            "attributes": {
                "organization-id": ORGANIZATION,
                "organization-name": organization,
                "resource-url": format!("https://glue.example/{ORGANIZATION}/configurations/{}", record.id),
                "name": record.name,
                "hostname": record.hostname,
                "primary-ip": record.address,
                "serial-number": record.serial,
                "notes": record.notes,
                "configuration-type-name": record.kind,
                "configuration-status-name": if record.archived { "Retired" } else { "Active" },
                "manufacturer-name": record.manufacturer,
                "model-name": record.model,
                "operating-system-name": record.system,
                "archived": record.archived,
            },
        })
    });
    pages(records.collect())
}

/// Writes pages with one record a line, so that git shows which record differs.
fn pages(records: Vec<Value>) -> String {
    let total = records.chunks(PAGE).count();
    let pages: Vec<String> = records
        .chunks(PAGE)
        .enumerate()
        .map(|(place, chunk)| {
            let lines: Vec<String> = chunk.iter().map(Value::to_string).collect();
            let number = place + 1;
            let meta = json!({
                "current-page": number,
                "next-page": (number < total).then_some(number + 1),
                "prev-page": (place > 0).then_some(place),
                "total-pages": total,
                "total-count": records.len(),
            });
            format!(
                "{{\"data\":[\n{}\n],\"links\":{{}},\"meta\":{meta}}}",
                lines.join(",\n")
            )
        })
        .collect();
    format!("[\n{}\n]\n", pages.join(",\n"))
}
