//! The worked examples of EXPORTS.md 5.4 and the rules of 5.2, as tables.

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

fn named(first: &str, last: &str) -> Person {
    Person {
        display_name: Some(format!("{first} {last}")),
        given_name: Some(first.into()),
        surname: Some(last.into()),
        ..person()
    }
}

fn contact(id: &str) -> Contact {
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

fn device(name: &str) -> Device {
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

fn configuration(id: &str, name: &str, hostname: &str) -> Configuration {
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
fn alias_wins_and_ignores_case_and_blanks() {
    let mira = Person {
        user_principal_name: Some("mira@contoso.onmicrosoft.com".into()),
        aliases: vec![
            "SMTP:Mira.Okafor@contoso.example".into(),
            "smtp:mokafor@contoso.example".into(),
        ],
        ..named("Mira", "Okafor")
    };
    check(
        &mira,
        &[
            with_email("8123", "MOkafor@Contoso.example "),
            with_name("8124", "Mira Okafor"),
            with_email("8125", "mira@contoso.onmicrosoft.com"),
        ],
        "alias 8123",
    );
}

#[test]
fn sign_in_name_is_asked_second() {
    let jonas = Person {
        user_principal_name: Some("jonas@contoso.example".into()),
        ..named("Jonas", "Weber")
    };
    check(
        &jonas,
        &[with_email("8124", "jonas@contoso.example")],
        "username 8124",
    );
}

#[test]
fn full_name_keeps_accents() {
    let zoe = Person {
        mail: Some("zoe@contoso.example".into()),
        ..named("Zoë", "Lindqvist")
    };
    check(
        &zoe,
        &[with_name("8125", "ZOË  LINDQVIST")],
        "full_name 8125",
    );
    check(
        &zoe,
        &[with_name("8125", "Lindqvist, Zoë")],
        "full_name 8125",
    );
    check(
        &zoe,
        &[with_name("8126", "Zoe Lindqvist")],
        "none: NoCandidate",
    );
}

#[test]
fn ambiguity_ends_the_search() {
    let sam = Person {
        mail: Some("info@contoso.example".into()),
        ..named("Sam", "Hale")
    };
    check(
        &sam,
        &[
            with_email("8127", "info@contoso.example"),
            with_email("8128", "info@contoso.example"),
            with_name("8129", "Sam Hale"),
        ],
        "ambiguous alias 8127, 8128",
    );
}

#[test]
fn active_record_displaces_archived_ones_of_the_same_rule_only() {
    let sam = Person {
        mail: Some("sam@contoso.example".into()),
        ..named("Sam", "Hale")
    };
    let archived = |id| Contact {
        archived: true,
        ..with_email(id, "sam@contoso.example")
    };
    check(
        &sam,
        &[archived("8130"), with_email("8131", "sam@contoso.example")],
        "alias 8131",
    );
    check(
        &sam,
        &[archived("8132"), with_name("8133", "Sam Hale")],
        "alias 8132",
    );
    check(
        &sam,
        &[archived("8132"), archived("8130")],
        "ambiguous alias 8130, 8132",
    );
}

#[test]
fn empty_never_meets_empty() {
    let printer = Person {
        user_principal_name: Some("printer@contoso.example".into()),
        ..person()
    };
    let blank = Contact {
        first_name: Some(" ".into()),
        last_name: Some(String::new()),
        primary_email: Some(String::new()),
        emails: vec![String::new(), "@".into()],
        ..contact("8135")
    };
    check(
        &printer,
        &[contact("8134"), blank.clone()],
        "none: NoCandidate",
    );
    let nobody = Person {
        given_name: Some(" ".into()),
        surname: Some("\u{200b}".into()),
        mail: Some(String::new()),
        user_principal_name: Some("@".into()),
        ..person()
    };
    check(&nobody, &[blank, contact("8134")], "none: NoCandidate");
}

#[test]
fn guest_is_found_by_the_address_it_was_invited_by() {
    let raw = "pat_ng_fabrikam.example#EXT#@contoso.onmicrosoft.com";
    let contacts = [with_email("8135", "pat_ng@fabrikam.example")];
    for name in [raw, "pat_ng@fabrikam.example"] {
        let pat = Person {
            user_principal_name: Some(name.into()),
            user_type: UserType::Guest,
            ..named("Pat", "Ng")
        };
        check(&pat, &contacts, "alias 8135");
        let with_mail = Person {
            mail: Some("pat@fabrikam.example".into()),
            ..pat
        };
        check(&with_mail, &contacts, "none: NoCandidate");
    }
    let own_name = [with_email("8136", raw)];
    let pat = Person {
        user_principal_name: Some(raw.into()),
        mail: Some("pat@fabrikam.example".into()),
        ..person()
    };
    check(&pat, &own_name, "none: NoCandidate");
}

#[test]
fn several_accounts_may_have_one_contact() {
    let contacts = [with_name("8123", "Mira Okafor")];
    let mira = named("Mira", "Okafor");
    let admin = Person {
        display_name: Some("Admin Mira".into()),
        account_enabled: Some(false),
        ..named("Mira", "Okafor")
    };
    let none = Pins::default();
    let outcomes = match_people([&mira, &admin], &contacts, &ContactRule::DEFAULT, &none);
    assert_eq!(outcomes[0], outcomes[1]);
    check(&admin, &contacts, "full_name 8123");
}

#[test]
fn pin_wins_over_every_rule() {
    let jonas = Person {
        user_principal_name: Some("jonas@contoso.example".into()),
        ..named("Jonas", "Weber")
    };
    let archived = Contact {
        archived: true,
        ..contact("9000")
    };
    let contacts = [with_email("8124", "jonas@contoso.example"), archived];
    let pins = |target| {
        Pins::collect([Pin {
            member: jonas.id,
            target,
            location: Location::line("content/contoso/matches.toml", 1),
        }])
        .expect("one pin")
    };
    let record = |id: &str| PinTarget::Record(id.into());
    check_pinned(&jonas, &contacts, &pins(record("9000")), "pin 9000");
    check_pinned(
        &jonas,
        &contacts,
        &pins(record("8199")),
        "none: PinTargetMissing(\"8199\")",
    );
    check_pinned(
        &jonas,
        &contacts,
        &pins(PinTarget::Never),
        "none: PinnedNever",
    );
}

#[test]
fn unreadable_member_keeps_the_match_of_its_last_known_properties() {
    let bare = Person {
        limited: true,
        ..person()
    };
    let known = Person {
        mail: Some("mira@contoso.example".into()),
        ..bare.clone()
    };
    let contacts = [with_email("8123", "mira@contoso.example")];
    check(&bare, &contacts, "none: Limited");
    check(&known, &contacts, "alias 8123");
}

#[test]
fn rules_run_in_the_configured_order_and_no_others_run() {
    let mira = Person {
        mail: Some("mira@contoso.example".into()),
        ..named("Mira", "Okafor")
    };
    let contacts = [
        with_email("1", "mira@contoso.example"),
        with_name("2", "Mira Okafor"),
    ];
    let find = |rules: &[ContactRule]| {
        match_people([&mira], &contacts, rules, &Pins::default())[0].record()
    };
    assert_eq!(find(&[ContactRule::Alias, ContactRule::FullName]), Some(0));
    assert_eq!(find(&[ContactRule::FullName, ContactRule::Alias]), Some(1));
    assert_eq!(find(&[ContactRule::Username]), None);
    assert_eq!(find(&[]), None);
}

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
