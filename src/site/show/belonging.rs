//! Devices of people, as far as the export tells: a configuration names the contact it belongs to.

use super::facts::Facts;
use super::mark;
use crate::model::{Contact, Person};
use crate::site::model::{Index, Organization};
use crate::site::view::{BelongingRow, Link};

/// Returns the devices that the export says belong to a contact, by name.
pub(super) fn devices(organization: &Organization, contact: Index) -> Vec<BelongingRow> {
    let belongings = organization.contact(contact).belongings.iter();
    belongings
        .map(|&at| {
            let entry = organization.configuration(at);
            let record = &entry.record;
            let parts: Vec<&str> = [&record.kind, &record.model, &record.serial_number]
                .into_iter()
                .flatten()
                .map(|text| text.trim())
                .filter(|text| !text.is_empty())
                .collect();
            BelongingRow {
                name: entry.name.clone(),
                url: entry.url.clone(),
                detail: parts.join(" · "),
                device: entry.objects.first().map(|&device| {
                    let device = organization.device(device);
                    Link {
                        text: device.name.clone(),
                        url: device.url.clone(),
                    }
                }),
                marks: mark::of_record(record.archived),
            }
        })
        .collect()
}

/// Returns how to reach a person: the mail of the directory, and what the contact adds.
pub(super) fn reach(person: Option<&Person>, contact: Option<&Contact>) -> Vec<Link> {
    let mut facts = Facts::default();
    facts.mail("mail", "", person.and_then(|it| it.mail.as_deref()));
    if let Some(contact) = contact {
        facts.mail("mail", "", contact.primary_email.as_deref());
        for phone in &contact.phones {
            facts.phone("phone", "", phone);
        }
    }
    let mut links: Vec<Link> = Vec::new();
    for fact in facts.0 {
        let Some(url) = fact.url else { continue };
        if links.iter().all(|it| !it.url.eq_ignore_ascii_case(&url)) {
            links.push(Link {
                text: fact.value,
                url,
            });
        }
    }
    links
}
