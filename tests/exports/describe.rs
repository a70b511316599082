//! `describe`: how a file is understood, before anybody relies on it.

use std::fmt::Write as _;
use std::path::Path;

use rosterbook::exports::{ColumnUse, ExportOptions, FileDescription, describe};

use crate::Folder;

/// Writes a description as the command does, in short.
fn words(description: &FileDescription) -> String {
    let mut text = format!(
        "{} {} {}",
        description.preset.key(),
        description.kind.plural(),
        description.encoding.words(),
    );
    if let Some(delimiter) = description.delimiter {
        write!(text, " {delimiter:?}").expect("text grows");
    }
    writeln!(
        text,
        ", {} rows: {}",
        description.rows,
        description.samples.join(", ")
    )
    .expect("text grows");
    for (header, column_use) in &description.columns {
        let column_use = match column_use {
            ColumnUse::Feeds(fields) => {
                let keys: Vec<&str> = fields.iter().map(|field| field.key()).collect();
                keys.join(", ")
            }
            ColumnUse::Kept => continue,
            ColumnUse::Secret => "secret, dropped".to_owned(),
        };
        writeln!(text, "{header}: {column_use}").expect("text grows");
    }
    for missing in &description.missing {
        writeln!(text, "add to {}: {}", missing.table, missing.line).expect("text grows");
    }
    text
}

#[track_caller]
fn check(folder: &Folder, path: &str, expected: &str) {
    let files = describe(&folder.root, Path::new(path), None, |_| {
        folder.options.clone()
    })
    .expect("understood");
    let texts: Vec<String> = files.iter().map(words).collect();
    assert_eq!(texts.join("\n"), expected.trim_start());
}

#[test]
fn every_column_is_named_with_what_becomes_of_it() {
    check(
        &Folder::fixtures(),
        "itboost-contacts.csv",
        "
itboost contacts UTF-8 ',', 1 rows: noor.haddad@fabrikam.example
id: id
organization: organization
first_name: first_name
last_name: last_name
title: title
contact_type: type
location: location
primary_email: primary_email
primary_phone: phones
additional_contact_items: emails
notes: notes
password: secret, dropped
",
    );
    check(
        &Folder::fixtures(),
        "itglue-contacts-api.json",
        "
itglue contacts UTF-8, 1 rows: noor.haddad@fabrikam.example
id: id
organization-id: organization_id
organization-name: organization
resource-url: source_url
name: full_name
first-name: first_name
last-name: last_name
title: title
contact-type-name: type
location-name: location
notes: notes
contact-emails: emails
contact-phones: phones
",
    );
}

#[test]
fn every_known_file_is_recognised() {
    let folder = Folder::fixtures();
    let expected = [
        (
            "connectwise-configurations-import.csv",
            "connectwise configurations",
        ),
        (
            "entra-download-group-members.csv",
            "a list of the members of one group",
        ),
        ("entra-download-users-2020.csv", "entra contacts"),
        ("entra-download-users.csv", "entra contacts"),
        ("entra-export-devices.csv", "entra configurations"),
        ("hudu-assets-api.json", "hudu contacts"),
        ("intune-all-devices-export.csv", "intune configurations"),
        ("itboost-configurations.csv", "itboost configurations"),
        ("itboost-contacts.csv", "itboost contacts"),
        ("itboost-organizations.csv", "itboost organizations"),
        ("itflow-assets-template.csv", "itflow configurations"),
        ("itflow-contacts-template.csv", "itflow contacts"),
        (
            "itglue-configurations-account-export.csv",
            "itglue configurations",
        ),
        ("itglue-configurations-api.json", "itglue configurations"),
        ("itglue-configurations-import.csv", "itglue configurations"),
        ("itglue-contacts-account-export.csv", "itglue contacts"),
        ("itglue-contacts-api.json", "itglue contacts"),
        ("itglue-documents-account-export.csv", "a list of documents"),
        (
            "itglue-organizations-account-export.csv",
            "itglue organizations",
        ),
    ];
    for (name, recognised) in expected {
        let files = describe(&folder.root, Path::new(name), None, |_| {
            ExportOptions::default()
        })
        .expect("understood");
        let [file] = files.as_slice() else {
            panic!("{name}: {} files", files.len());
        };
        let shown = match file.not_imported {
            Some(what) => what.to_owned(),
            None => format!("{} {}", file.preset.key(), file.kind.plural()),
        };
        assert_eq!(shown, recognised, "{name}");
    }
}

#[test]
fn missing_fields_come_with_the_line_that_maps_the_nearest_column() {
    let folder = Folder::of(&[(
        "people.csv",
        b"nr;First Name;Surname 2;E_mail_adress\n1;Noor;Haddad;Noor@Fabrikam.example\n",
    )]);
    check(
        &folder,
        "people.csv",
        "
generic contacts UTF-8 ';', 1 rows:\u{20}
First Name: first_name
add to [exports.contacts.columns]: id = \"HEADER\"
add to [exports.contacts.columns]: last_name = \"Surname 2\"
add to [exports.contacts.columns]: primary_email = \"E_mail_adress\"
",
    );
}
