//! The formats of EXPORTS.md 2, read from files as a site does.

use std::path::{Path, PathBuf};

use rosterbook::exports::{
    ExportError, ExportOptions, ExportRequest, Imported, OrganizationSelector, Preset,
    read_configurations, read_contacts,
};
use rosterbook::model::{Configuration, Contact, Text};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports")
}

fn fabrikam() -> OrganizationSelector {
    OrganizationSelector {
        key: "fabrikam".into(),
        name: "Fabrikam Works".into(),
        aliases: Vec::new(),
    }
}

fn contacts_of(file: &str) -> Result<Imported<Contact>, ExportError> {
    read_contacts(&ExportRequest {
        root: &fixtures(),
        paths: &[file.into()],
        organization: &fabrikam(),
        options: &ExportOptions::default(),
    })
}

fn configurations_of(file: &str) -> Result<Imported<Configuration>, ExportError> {
    read_configurations(&ExportRequest {
        root: &fixtures(),
        paths: &[file.into()],
        organization: &fabrikam(),
        options: &ExportOptions::default(),
    })
}

/// Writes the fields that matching and pages need, as one line a record.
fn contact_lines(imported: &Imported<Contact>) -> Vec<String> {
    imported
        .records
        .iter()
        .map(|contact| {
            format!(
                "{} | {} | {} | {} | {}",
                contact.id,
                contact.name(),
                contact.emails.join(" "),
                contact.phones.join(", "),
                contact.title.as_deref().unwrap_or("-"),
            )
        })
        .collect()
}

#[track_caller]
fn check_contacts(file: &str, preset: Preset, expected: &[&str]) {
    let imported = contacts_of(file).expect("reads");
    assert_eq!(contact_lines(&imported), expected, "{file}");
    assert_eq!(imported.warnings, [], "{file}");
    assert_eq!(imported.sources[0].preset, preset, "{file}");
}

#[track_caller]
fn check_configurations(file: &str, preset: Preset, expected: &[&str]) {
    let imported = configurations_of(file).expect("reads");
    let lines: Vec<String> = imported
        .records
        .iter()
        .map(|record| {
            let show = |value: &Option<Text>| value.clone().unwrap_or_else(|| "-".into());
            format!(
                "{} | {} | {} | {} | {} | {} {}",
                record.id,
                show(&record.name),
                show(&record.hostname),
                show(&record.device_id),
                show(&record.serial_number),
                show(&record.manufacturer),
                show(&record.model),
            )
        })
        .collect();
    assert_eq!(lines, expected, "{file}");
    assert_eq!(imported.sources[0].preset, preset, "{file}");
}

#[test]
fn contacts_of_every_known_tool_are_read() {
    let both = "noor.haddad@fabrikam.example";
    let glue = format!("60003 | Noor Haddad | n.haddad@fabrikam.example {both}");
    check_contacts(
        "itglue-contacts-account-export.csv",
        Preset::ItGlue,
        &[&format!("{glue} | +44 20 7946 0101 | Planner")],
    );
    check_contacts(
        "itglue-contacts-api.json",
        Preset::ItGlue,
        &[&format!("{glue} | 02079460000 | Planner")],
    );
    check_contacts(
        "itboost-contacts.csv",
        Preset::ItBoost,
        &[&format!(
            "7001 | Noor Haddad | {both} | +44 20 7946 0101 | Planner"
        )],
    );
    check_contacts(
        "entra-download-users.csv",
        Preset::Entra,
        &[
            &format!("00000000-0000-4000-8000-000000000001 | Noor Haddad | {both} |  | Planner"),
            "00000000-0000-4000-8000-000000000002 | Pat Ng | pat@partner.example |  | -",
        ],
    );
}

#[test]
fn configurations_of_every_known_tool_are_read() {
    let rest = "fab-nb-031 | - | 8HK77210QP | Contoso Devices Slim 14";
    check_configurations(
        "itglue-configurations-account-export.csv",
        Preset::ItGlue,
        &[&format!("60017 | FAB-NB-031 | {rest}")],
    );
    check_configurations(
        "itglue-configurations-api.json",
        Preset::ItGlue,
        &[&format!("60017 | FAB-NB-031 | {rest}")],
    );
    check_configurations(
        "itboost-configurations.csv",
        Preset::ItBoost,
        &[&format!("8001 | FAB-NB-031 | {rest}")],
    );
    check_configurations(
        "intune-all-devices-export.csv",
        Preset::Intune,
        &["00000000-0000-4000-8000-0000000000f1 | FAB-NB-031 | - | \
           00000000-0000-4000-8000-0000000000a7 | 8HK77210QP | Contoso Devices Slim 14"],
    );
    check_configurations(
        "entra-export-devices.csv",
        Preset::Entra,
        &["00000000-0000-4000-8000-0000000000a7 | FAB-NB-031 | - | \
           00000000-0000-4000-8000-0000000000a7 | - | - Slim 14"],
    );
}

#[test]
fn assets_of_hudu_are_parted_by_their_layout() {
    let people = contacts_of("hudu-assets-api.json").expect("reads");
    assert_eq!(
        contact_lines(&people),
        ["77 | Noor Haddad | noor.haddad@fabrikam.example |  | -"]
    );
    assert_eq!(people.sources[0].preset, Preset::Hudu);
    check_configurations(
        "hudu-assets-api.json",
        Preset::Hudu,
        &["78 | FAB-NB-031 | - | - | 8HK77210QP | Contoso Devices Slim 14"],
    );
}
