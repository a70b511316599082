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

#[test]
fn import_sheets_and_templates_are_read_without_ids() {
    let both = "noor.haddad@fabrikam.example";
    let imported = contacts_of("itflow-contacts-template.csv").expect("reads");
    let [contact] = imported.records.as_slice() else {
        panic!("one contact");
    };
    assert_eq!(contact.full_name.as_deref(), Some("Noor Haddad"));
    assert_eq!(contact.primary_email.as_deref(), Some(both));
    assert_eq!(contact.location.as_deref(), Some("Harbour Office"));
    let extra: Vec<(&str, &str)> = contact.extra.iter().map(|(a, b)| (&**a, &**b)).collect();
    assert_eq!(
        extra,
        [
            ("Department Name", "Operations"),
            ("Office Extension", "12")
        ]
    );
    for (file, preset) in [
        ("connectwise-configurations-import.csv", Preset::ConnectWise),
        ("itflow-assets-template.csv", Preset::ItFlow),
        ("itglue-configurations-import.csv", Preset::ItGlue),
    ] {
        let mut folder = Folder::fixtures();
        folder.organization.name = "fabrikam WORKS".into();
        let imported = folder.configurations(&[file]).expect("reads");
        let [record] = imported.records.as_slice() else {
            panic!("one configuration");
        };
        assert_eq!(imported.sources[0].preset, preset);
        assert_eq!(record.name.as_deref(), Some("FAB-NB-031"), "{file}");
        assert_eq!(
            record.serial_number.as_deref(),
            Some("8HK77210QP"),
            "{file}"
        );
        assert_eq!(
            record.manufacturer.as_deref(),
            Some("Contoso Devices"),
            "{file}"
        );
        assert_eq!(record.model.as_deref(), Some("Slim 14"), "{file}");
        assert_eq!(record.id.len(), 16, "{file}");
    }
    let imported = configurations_of("connectwise-configurations-import.csv").expect("reads");
    assert_eq!(imported.records[0].contact.as_deref(), Some("Noor Haddad"));
    assert_eq!(imported.records[0].location.as_deref(), Some("Main"));
}

#[test]
fn known_files_that_are_no_records_are_refused_by_name() {
    for (file, message) in [
        (
            "entra-download-group-members.csv",
            "is a list of the members of one group, which is not imported",
        ),
        (
            "itglue-documents-account-export.csv",
            "is a list of documents, which is not imported",
        ),
        (
            "intune-all-devices-export.csv",
            "holds configurations, not contacts",
        ),
        (
            "itglue-organizations-account-export.csv",
            "holds organizations, not contacts",
        ),
    ] {
        let error = contacts_of(file).expect_err("refused").to_string();
        assert_eq!(error, format!("export `{file}` {message}"));
    }
}

/// Reads JSON or CSV of a tool whose exact form is not certain: names and shapes carry it.
#[track_caller]
fn check_text(text: &str, preset: Preset, contacts: &[&str], configurations: &[&str]) {
    let folder = Folder::of(&[("export", text.as_bytes())]);
    let sources = if contacts.is_empty() {
        let imported = folder.configurations(&["export"]).expect("reads");
        let lines: Vec<String> = imported
            .records
            .iter()
            .map(|record| {
                let texts = [&record.name, &record.hostname, &record.serial_number];
                let texts = texts.map(|text| text.as_deref().unwrap_or("-"));
                let archived = if record.archived { " archived" } else { "" };
                format!("{} | {}{archived}", record.id, texts.join(" | "))
            })
            .collect();
        assert_eq!(lines, configurations);
        imported.sources
    } else {
        let imported = folder.contacts(&["export"]).expect("reads");
        assert_eq!(lines_of_contacts(&imported), contacts);
        imported.sources
    };
    assert_eq!(sources[0].preset, preset);
}

#[test]
fn contacts_of_tools_with_an_uncertain_form_are_read_by_their_names() {
    check_text(
        r#"[{"id":9,"firstName":"Noor","lastName":"Haddad","title":"Planner","inactiveFlag":false,
            "company":{"id":5,"name":"Fabrikam Works"},"communicationItems":[
            {"value":"555 0101","communicationType":"Phone","defaultFlag":true},
            {"value":"n.haddad@fabrikam.example","communicationType":"Email","defaultFlag":false},
            {"value":"noor@fabrikam.example","communicationType":"Email","defaultFlag":true}]},
            {"id":10,"firstName":"Mira","lastName":"Okafor","company":{"id":6,"name":"Contoso"}}]"#,
        Preset::ConnectWise,
        &["9 | Noor Haddad | n.haddad@fabrikam.example noor@fabrikam.example | 555 0101 | Planner"],
        &[],
    );
    check_text(
        "Organization ID,Organization Name,Contact ID,External ID,Prefix,Suffix,First Name,\
         Last Name,Title,Email Address,New Email Address\n\
         5,Fabrikam Works,9,x1,,,Noor,Haddad,Planner,noor@fabrikam.example,\n",
        Preset::Autotask,
        &["9 | Noor Haddad | noor@fabrikam.example |  | Planner"],
        &[],
    );
    check_text(
        r#"{"record_count":1,"users":[{"id":9,"firstname":"Noor","surname":"Haddad",
            "emailaddress":"noor@fabrikam.example","site_id":3,"client_name":"Fabrikam Works"}]}"#,
        Preset::Halo,
        &["9 | Noor Haddad | noor@fabrikam.example |  | -"],
        &[],
    );
}

#[test]
fn devices_of_tools_with_an_uncertain_form_are_read_by_their_names() {
    check_text(
        r#"{"items":[{"id":7,"companyID":5,"referenceTitle":"FAB-NB-031","referenceNumber":"K-031",
            "serialNumber":"8HK77210QP","isActive":false}]}"#
            .replace("\"companyID\":5,", "")
            .as_str(),
        Preset::Autotask,
        &[],
        &["7 | FAB-NB-031 | - | 8HK77210QP archived"],
    );
    check_text(
        "id,devicename,serialnumber,assettag,macaddress,manufacturer,model,inactive\n\
         7,FAB-NB-031,8HK77210QP,K-031,AABB,Contoso Devices,Slim 14,true\n",
        Preset::Halo,
        &[],
        &["7 | FAB-NB-031 | - | 8HK77210QP archived"],
    );
    check_text(
        r#"{"pageDetails":{"count":1},"devices":[{"id":1,"uid":"u-7","hostname":"FAB-NB-031",
            "description":"x","siteName":"Fabrikam Works","serialNumber":"8HK77210QP",
            "intIpAddress":"10.44.0.14","macAddresses":["AABB","CCDD"]}]}"#,
        Preset::Datto,
        &[],
        &["u-7 | FAB-NB-031 | FAB-NB-031 | 8HK77210QP"],
    );
    check_text(
        r#"[{"id":7,"systemName":"FAB-NB-031","dnsName":"fab-nb-031.fabrikam.example",
            "displayName":"Noor's laptop","system":{"serialNumber":"8HK77210QP"}}]"#,
        Preset::Ninja,
        &[],
        &["7 | Noor's laptop | fab-nb-031.fabrikam.example | 8HK77210QP"],
    );
}

#[test]
fn people_without_contact_fit_the_columns_of_the_export() {
    use rosterbook::exports::missing_contacts;
    use rosterbook::model::{ObjectId, Person};
    let person = |id: u128, first: &str, last: &str| {
        let json = format!(
            r#"{{"id":"{}","givenName":"{first}","surname":"{last}",
                "mail":"{first}@fabrikam.example","fields":{{"jobTitle":"Planner"}}}}"#,
            ObjectId::from_u128(id)
        );
        serde_json::from_str::<Person>(&json).expect("a person")
    };
    let people = [person(2, "Sam", "Hale"), person(1, "Ada", "Bell")];
    let folder = Folder::fixtures();
    let sheet = |file: Option<&str>| {
        let source = file.map(|file| contacts_of(file).expect("reads").sources.remove(0));
        let sheet = missing_contacts(source.as_ref(), &folder.options, "Fabrikam Works", &people);
        let mut lines = vec![sheet.headers.join(",")];
        lines.extend(sheet.rows.iter().map(|row| row.join(",")));
        lines
    };
    assert_eq!(
        sheet(Some("itglue-contacts-account-export.csv")),
        [
            "organization,first_name,last_name,title,primary_email,primary_phone",
            "Fabrikam Works,Ada,Bell,Planner,Ada@fabrikam.example,",
            "Fabrikam Works,Sam,Hale,Planner,Sam@fabrikam.example,",
        ]
    );
    assert_eq!(
        sheet(Some("itflow-contacts-template.csv"))[..2],
        [
            "Full Name,Job Title,Email Address,Office Phone",
            "Ada Bell,Planner,Ada@fabrikam.example,",
        ]
    );
    let usual = sheet(Some("itglue-contacts-api.json"));
    assert_eq!(usual, sheet(None));
    assert_eq!(
        usual[0],
        "organization,first_name,last_name,title,primary_email,primary_phone"
    );
}
