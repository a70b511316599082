//! What `match --explain` says about one member.

use super::*;

#[track_caller]
fn check_near(person: &Person, contacts: &[Contact], near: &[(NearReason, &str)], fix: bool) {
    let rules = &ContactRule::DEFAULT;
    let found = explain_person(person, contacts, rules, &Pins::default(), &[]);
    let named: Vec<(NearReason, &str)> = found
        .near
        .iter()
        .map(|near| (near.reason, near.record.as_str()))
        .collect();
    assert_eq!(named, near);
    assert_eq!(found.fix.is_some(), fix);
    assert_eq!(
        found.outcome.record(),
        None,
        "a near record is never matched"
    );
}

#[test]
fn near_records_are_named_and_never_matched() {
    let zoe = Person {
        mail: Some("zoe@contoso.example".into()),
        ..named("Zoë", "Lindqvist")
    };
    check_near(
        &zoe,
        &[
            with_name("5", "Lindqvist Zoë"),
            with_name("4", "Zoë Lindqvistt"),
            with_name("3", "Zoe Lindqvist"),
            with_email("2", "zo@contoso.example"),
            with_name("1", "Mira Okafor"),
        ],
        &[
            (NearReason::WithoutAccents, "3"),
            (NearReason::NamesSwapped, "5"),
            (NearReason::AddressOneLetter, "2"),
            (NearReason::NameOneLetter, "4"),
        ],
        true,
    );
    check_near(&zoe, &[with_name("1", "Mira Okafor")], &[], false);
}

#[test]
fn right_address_in_another_organization_is_named_without_a_line_to_add() {
    let pat = Person {
        mail: Some("pat@fabrikam.example".into()),
        user_type: UserType::Guest,
        ..named("Pat", "Ng")
    };
    let theirs = [
        with_email("77", "Pat@Fabrikam.example"),
        with_name("78", "Pat Ng"),
    ];
    let rules = &ContactRule::DEFAULT;
    let others = [("fabrikam", theirs.as_slice())];
    let found = explain_person(&pat, &[], rules, &Pins::default(), &others);
    assert_eq!(
        found.near,
        [Near {
            reason: NearReason::OtherOrganization,
            organization: Some("fabrikam".into()),
            record: "77".into(),
            name: "Pat@Fabrikam.example".into(),
        }]
    );
    assert_eq!(found.fix, None);
}

#[test]
fn rules_are_shown_with_their_keys_up_to_the_one_that_decided() {
    let sam = Person {
        mail: Some("Info@contoso.example".into()),
        user_principal_name: Some("sam@contoso.example".into()),
        ..named("Sam", "Hale")
    };
    let tried = |contacts: &[Contact]| {
        let rules = &ContactRule::DEFAULT;
        let found = explain_person(&sam, contacts, rules, &Pins::default(), &[]);
        let keys: Vec<String> = found
            .tried
            .iter()
            .map(|tried| format!("{} {}", tried.rule.key(), tried.keys.join(" ")))
            .collect();
        (keys, found.fix)
    };
    let shared = ["8128", "8127"].map(|id| with_email(id, "info@contoso.example"));
    let (keys, fix) = tried(&shared);
    assert_eq!(keys, ["alias info@contoso.example"]);
    assert_eq!(
        fix.as_deref(),
        Some("[[contact]]\nuser = \"00000000-0000-0000-0000-000000000001\"\ncontact = \"8127\"\n")
    );
    let (keys, fix) = tried(&[with_name("1", "Sam Hale")]);
    assert_eq!(
        keys,
        [
            "alias info@contoso.example",
            "username sam@contoso.example",
            "full_name sam hale"
        ]
    );
    assert_eq!(fix, None);
}

#[test]
fn near_configurations_are_those_a_person_would_look_at() {
    let laptop = device("nwt-lt-014.northwind.example");
    let records = [
        configuration("3", "Printer", "prn-1"),
        configuration("2", "nwt-lt-014.northwind.exampl", ""),
        configuration("1", "", "nwt-lt-014.fabrikam.example"),
    ];
    let rules = &ConfigurationRule::DEFAULT;
    let found = explain_device(&laptop, &records, rules, &Pins::default(), &[]);
    let near: Vec<&str> = found.near.iter().map(|near| near.record.as_str()).collect();
    assert_eq!(near, ["1", "2"]);
    assert_eq!(found.outcome, Outcome::Unmatched(NoMatch::NoCandidate));
}

#[test]
fn machines_that_are_numbered_differently_are_not_near() {
    let rules = &ConfigurationRule::DEFAULT;
    let near = |name: &str, other: &str| {
        let records = [configuration("1", other, "")];
        let found = explain_device(&device(name), &records, rules, &Pins::default(), &[]);
        found.near.first().map(|near| near.reason)
    };
    assert_eq!(near("CON-LT-014", "con-lt-015"), None);
    assert_eq!(near("CON-LT-014", "CON-LT-041"), None);
    assert_eq!(near("CON-LT-9", "CON-LT-10"), None);
    assert_eq!(
        near("CON-LT-O14", "CON-LT-014"),
        Some(NearReason::NameOneLetter)
    );
    assert_eq!(
        near("CON-LT-014", "CON-LP-014"),
        Some(NearReason::NameOneLetter)
    );
}
