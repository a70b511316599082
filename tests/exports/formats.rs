//! The formats of EXPORTS.md 2, read from files as a site does.

use rosterbook::exports::{ExportError, Imported, Preset};
use rosterbook::model::{Configuration, Contact, Text};

use crate::{Folder, lines_of_contacts};

fn contacts_of(file: &str) -> Result<Imported<Contact>, ExportError> {
    Folder::fixtures().contacts(&[file])
}

fn configurations_of(file: &str) -> Result<Imported<Configuration>, ExportError> {
    Folder::fixtures().configurations(&[file])
}

#[track_caller]
fn check_contacts(file: &str, preset: Preset, expected: &[&str]) {
    let imported = contacts_of(file).expect("reads");
    assert_eq!(lines_of_contacts(&imported), expected, "{file}");
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
        lines_of_contacts(&people),
        ["77 | Noor Haddad | noor.haddad@fabrikam.example |  | -"]
    );
    assert_eq!(people.sources[0].preset, Preset::Hudu);
    check_configurations(
        "hudu-assets-api.json",
        Preset::Hudu,
        &["78 | FAB-NB-031 | - | - | 8HK77210QP | Contoso Devices Slim 14"],
    );
}
