//! Facts of contacts and configurations, as their export has them.

use super::facts::Facts;
use crate::model::{Configuration, Contact, Text};
use crate::site::view::Fact;

/// Returns the facts of a contact.
pub(super) fn of_contact(contact: &Contact) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.text("title", "Title", contact.title.as_deref());
    facts.mail("email", "Main mail", contact.primary_email.as_deref());
    for email in contact
        .emails
        .iter()
        .filter(|it| Some(*it) != contact.primary_email.as_ref())
    {
        facts.mail("further-email", "Further mail", Some(email));
    }
    for phone in &contact.phones {
        facts.phone("phone", "Phone", phone);
    }
    facts.text("type", "Type", contact.kind.as_deref());
    facts.text("location", "Location", contact.location.as_deref());
    facts.long("notes", "Notes", contact.notes.as_deref());
    facts.code("id", "Record id", Some(&contact.id));
    facts.0
}

/// Returns the facts of a configuration.
pub(super) fn of_configuration(configuration: &Configuration) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.text("hostname", "Host name", configuration.hostname.as_deref());
    facts.code(
        "serial",
        "Serial number",
        configuration.serial_number.as_deref(),
    );
    facts.code("asset-tag", "Asset tag", configuration.asset_tag.as_deref());
    facts.text("type", "Type", configuration.kind.as_deref());
    facts.text("status", "Status", configuration.status.as_deref());
    facts.text(
        "manufacturer",
        "Manufacturer",
        configuration.manufacturer.as_deref(),
    );
    facts.text("model", "Model", configuration.model.as_deref());
    facts.text(
        "system",
        "Operating system",
        configuration.operating_system.as_deref(),
    );
    facts.code("ip", "Main IP address", configuration.primary_ip.as_deref());
    facts.code("mac", "MAC address", configuration.mac_address.as_deref());
    facts.text("contact", "Contact", configuration.contact.as_deref());
    facts.text("location", "Location", configuration.location.as_deref());
    facts.text(
        "warranty",
        "Warranty until",
        configuration.warranty_expires_at.as_deref(),
    );
    facts.text(
        "purchased",
        "Purchased",
        configuration.purchased_at.as_deref(),
    );
    facts.text(
        "installed",
        "Installed",
        configuration.installed_at.as_deref(),
    );
    facts.long("notes", "Notes", configuration.notes.as_deref());
    facts.code(
        "device-id",
        "Entra device id",
        configuration.device_id.as_deref(),
    );
    facts.code("id", "Record id", Some(&configuration.id));
    facts.0
}

/// Returns further columns of a record as facts.
pub(super) fn extra(columns: &[(Text, Text)]) -> Vec<Fact> {
    let mut facts = Facts::default();
    for (label, value) in columns {
        facts.long("column", label, Some(value));
    }
    facts.0
}
