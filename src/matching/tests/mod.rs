//! The worked examples of EXPORTS.md 5.4 and the rules of 5.2, as tables.
//!
//! Here are the invented members and records, and the check that all tables pass through.

mod device;
mod explain;
mod person;
mod property;

use super::*;
use crate::model::{Configuration, Contact, Device, Location, ObjectId, Person, UserType};

fn person() -> Person {
    Person {
        id: ObjectId::from_u128(1),
        display_name: None,
        given_name: None,
        surname: None,
        user_principal_name: None,
        mail: None,
        aliases: Vec::new(),
        user_type: UserType::Member,
        account_enabled: Some(true),
        on_premises: false,
        fields: Default::default(),
        limited: false,
    }
}

pub(super) fn named(first: &str, last: &str) -> Person {
    Person {
        display_name: Some(format!("{first} {last}")),
        given_name: Some(first.into()),
        surname: Some(last.into()),
        ..person()
    }
}

pub(super) fn contact(id: &str) -> Contact {
    Contact {
        id: id.into(),
        first_name: None,
        last_name: None,
        full_name: None,
        primary_email: None,
        emails: Vec::new(),
        phones: Vec::new(),
        title: None,
        kind: None,
        location: None,
        notes: None,
        archived: false,
        source_url: None,
        extra: Vec::new(),
        origin: Location::file("contacts.csv"),
    }
}

fn with_email(id: &str, email: &str) -> Contact {
    Contact {
        primary_email: Some(email.into()),
        emails: vec![email.into()],
        ..contact(id)
    }
}

fn with_name(id: &str, full_name: &str) -> Contact {
    Contact {
        full_name: Some(full_name.into()),
        ..contact(id)
    }
}

pub(super) fn device(name: &str) -> Device {
    Device {
        id: ObjectId::from_u128(2),
        device_id: Some("77aa0000-0000-4000-8000-0000000000d1".into()),
        display_name: Some(name.into()),
        account_enabled: None,
        operating_system: None,
        operating_system_version: None,
        manufacturer: None,
        model: None,
        trust_type: None,
        profile_type: None,
        device_ownership: None,
        is_managed: None,
        is_compliant: None,
        registered: None,
        on_premises: false,
        limited: false,
    }
}

pub(super) fn configuration(id: &str, name: &str, hostname: &str) -> Configuration {
    Configuration {
        id: id.into(),
        name: Some(name.into()),
        hostname: Some(hostname.into()),
        device_id: None,
        serial_number: None,
        asset_tag: None,
        kind: None,
        status: None,
        manufacturer: None,
        model: None,
        operating_system: None,
        primary_ip: None,
        mac_address: None,
        contact: None,
        location: None,
        warranty_expires_at: None,
        purchased_at: None,
        installed_at: None,
        notes: None,
        archived: false,
        source_url: None,
        extra: Vec::new(),
        origin: Location::file("configurations.csv"),
    }
}

/// Writes an outcome as the tables of EXPORTS.md do: the rule and the ids.
fn words(outcome: &Outcome, ids: &[&str]) -> String {
    match outcome {
        Outcome::Matched { record, .. } => format!("{} {}", outcome.key(), ids[*record]),
        Outcome::Ambiguous { rule, records } => {
            let named: Vec<&str> = records.iter().map(|at| ids[*at]).collect();
            format!("ambiguous {} {}", rule.key(), named.join(", "))
        }
        Outcome::Unmatched(reason) => format!("none: {reason:?}"),
    }
}

#[track_caller]
fn check_pinned(person: &Person, contacts: &[Contact], pins: &Pins, expected: &str) {
    let mut contacts = contacts.to_vec();
    for _ in 0..2 {
        let outcome = match_people([person], &contacts, &ContactRule::DEFAULT, pins);
        let ids: Vec<&str> = contacts.iter().map(|contact| contact.id.as_str()).collect();
        assert_eq!(words(&outcome[0], &ids), expected);
        contacts.reverse();
    }
}

#[track_caller]
fn check(person: &Person, contacts: &[Contact], expected: &str) {
    check_pinned(person, contacts, &Pins::default(), expected);
}

#[track_caller]
fn check_device(
    device: &Device,
    configurations: &[Configuration],
    rules: &[ConfigurationRule],
    expected: &str,
) {
    let mut records = configurations.to_vec();
    for _ in 0..2 {
        let outcome = match_devices([device], &records, rules, &Pins::default());
        let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
        assert_eq!(words(&outcome[0], &ids), expected);
        records.reverse();
    }
}

#[test]
fn rule_names_are_those_of_site_toml() {
    let contacts = ["alias", "username", "full_name"];
    assert_eq!(
        contacts.map(ContactRule::from_key),
        ContactRule::DEFAULT.map(Some)
    );
    let configurations = ["device_id", "name", "hostname"];
    assert_eq!(
        configurations.map(ConfigurationRule::from_key),
        ConfigurationRule::DEFAULT.map(Some)
    );
    assert_eq!(
        ConfigurationRule::from_key("serial"),
        Some(ConfigurationRule::Serial)
    );
    assert_eq!(ContactRule::from_key("pin"), None);
}
