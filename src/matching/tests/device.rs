//! Devices against configurations.

use super::*;

#[test]
fn devices_meet_configurations_by_id_name_and_host_name() {
    let rules = &ConfigurationRule::DEFAULT;
    let laptop = device("NWT-LT-014");
    let by_id = Configuration {
        device_id: Some("{77AA0000-0000-4000-8000-0000000000D1}".into()),
        ..configuration("551", "Mira's laptop", "")
    };
    let by_name = configuration("552", "nwt-lt-014", "");
    let by_part = configuration("553", "Laptop", "nwt-lt-014.northwind.example.");
    check_device(&laptop, &[by_id, by_name.clone()], rules, "device_id 551");
    check_device(&laptop, &[by_name, by_part.clone()], rules, "name 552");
    check_device(&laptop, &[by_part], rules, "hostname 553");
}

#[test]
fn whole_host_name_comes_before_its_first_part() {
    let rules = &ConfigurationRule::DEFAULT;
    let whole = configuration("554", "", "nwt-lt-014");
    let longer = configuration("555", "", "nwt-lt-014.northwind.example");
    check_device(
        &device("NWT-LT-014"),
        &[whole, longer.clone()],
        rules,
        "hostname 554",
    );
    let dotted = device("nwt-lt-014.northwind.example");
    let foreign = configuration("556", "", "nwt-lt-014.fabrikam.example");
    check_device(
        &dotted,
        std::slice::from_ref(&foreign),
        rules,
        "none: NoCandidate",
    );
    let short = configuration("554", "", "nwt-lt-014");
    check_device(&dotted, &[short, foreign.clone()], rules, "hostname 554");
    check_device(
        &device("nwt-lt-014"),
        &[longer, foreign],
        rules,
        "ambiguous hostname 555, 556",
    );
}

#[test]
fn an_address_has_no_host_part() {
    let rules = &ConfigurationRule::DEFAULT;
    let ten = configuration("557", "", "10");
    check_device(&device("10.20.0.14"), &[ten], rules, "none: NoCandidate");
    let address = configuration("557", "", "10.20.0.14");
    check_device(
        &device("10"),
        std::slice::from_ref(&address),
        rules,
        "none: NoCandidate",
    );
    check_device(&device("10.20.0.14"), &[address], rules, "hostname 557");
}

#[test]
fn devices_without_a_sound_key_stay_unmatched() {
    let rules = &ConfigurationRule::DEFAULT;
    let twins = ["558", "559"].map(|id| configuration(id, "NWT-LT-015", ""));
    check_device(
        &device("NWT-LT-015"),
        &twins,
        rules,
        "ambiguous name 558, 559",
    );
    let zeros = Device {
        device_id: Some("00000000-0000-0000-0000-000000000000".into()),
        ..device("DESKTOP-7")
    };
    let desk = Configuration {
        device_id: Some("00000000-0000-0000-0000-000000000000".into()),
        ..configuration("560", "Desk 7", "")
    };
    check_device(&zeros, &[desk], rules, "none: NoCandidate");
    let unreadable = Device {
        device_id: None,
        display_name: None,
        limited: true,
        ..device("")
    };
    let nameless = configuration("561", "", "");
    check_device(&unreadable, &[nameless], rules, "none: Limited");
}

#[test]
fn serial_leads_from_intune_to_the_record_when_asked() {
    let intune = Configuration {
        device_id: Some("77aa0000-0000-4000-8000-0000000000d1".into()),
        serial_number: Some("5CG1234XYZ".into()),
        ..configuration("f1", "NWT-LT-014", "")
    };
    let glue = Configuration {
        serial_number: Some("5cg-1234-xyz".into()),
        ..configuration("551", "Mira's laptop", "")
    };
    let rules = [ConfigurationRule::Serial, ConfigurationRule::DeviceId];
    let laptop = device("NWT-LT-014");
    check_device(
        &laptop,
        &[intune.clone(), glue.clone()],
        &rules,
        "serial 551",
    );
    check_device(&laptop, std::slice::from_ref(&intune), &rules, "serial f1");
    let junk = |record: Configuration| Configuration {
        serial_number: Some("Default string".into()),
        ..record
    };
    check_device(&laptop, &[junk(intune), junk(glue)], &rules, "device_id f1");
}
