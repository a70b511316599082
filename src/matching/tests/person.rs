//! People against contacts.

use super::*;

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
        last_name: Some("".into()),
        primary_email: Some("".into()),
        emails: vec!["".into(), "@".into()],
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
