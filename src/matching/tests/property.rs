//! What holds for any people and records, drawn from a small world full of clashes.

use proptest::prelude::*;

use super::*;

fn maybe(texts: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.7, prop::sample::select(texts)).prop_map(|text| text.map(Into::into))
}

const MAILS: &[&str] = &["a@x", "A@X ", "smtp:b@x", "b@x", "c@x", "", "@", "d_e@x"];
const NAMES: &[&str] = &["Mira", "MIRA", "Zoë", "Zoe", " ", "Sam"];
const HOSTS: &[&str] = &[
    "lt-1", "LT-1", "lt-1.x", "lt-1.y", "lt-2", "10.0.0.1", "10", "", ".",
];
const IDS: &[&str] = &[
    "77aa0000-0000-4000-8000-0000000000d1",
    "{77AA0000-0000-4000-8000-0000000000D1}",
    "77aa0000-0000-4000-8000-0000000000d2",
    "00000000-0000-0000-0000-000000000000",
];
const SERIALS: &[&str] = &["5CG1", "5cg-1", "None", "S1", "8HK7"];

fn people() -> impl Strategy<Value = Vec<Person>> {
    let one = (
        maybe(MAILS),
        maybe(MAILS),
        maybe(MAILS),
        maybe(NAMES),
        maybe(NAMES),
        any::<bool>(),
    )
        .prop_map(|(mail, alias, upn, first, last, guest)| Person {
            mail,
            aliases: alias.into_iter().collect(),
            user_principal_name: if guest {
                Some("d_e_x#EXT#@contoso.onmicrosoft.com".into())
            } else {
                upn
            },
            user_type: if guest {
                UserType::Guest
            } else {
                UserType::Member
            },
            given_name: first,
            surname: last,
            ..person()
        });
    prop::collection::vec(one, 1..6).prop_map(|mut people| {
        for (at, person) in people.iter_mut().enumerate() {
            person.id = ObjectId::from_u128(at as u128 + 1);
        }
        people
    })
}

fn contacts() -> impl Strategy<Value = Vec<Contact>> {
    let one = (
        maybe(MAILS),
        maybe(MAILS),
        maybe(NAMES),
        maybe(NAMES),
        any::<bool>(),
    )
        .prop_map(|(primary, email, first, last, archived)| Contact {
            primary_email: primary.map(Into::into),
            emails: email.into_iter().map(Into::into).collect(),
            first_name: first.map(Into::into),
            last_name: last.map(Into::into),
            archived,
            ..contact("")
        });
    prop::collection::vec(one, 0..9).prop_map(|mut contacts| {
        for (at, contact) in contacts.iter_mut().enumerate() {
            contact.id = (at + 1).to_string();
        }
        contacts
    })
}

fn devices() -> impl Strategy<Value = Vec<Device>> {
    let one = (maybe(HOSTS), maybe(IDS)).prop_map(|(name, id)| Device {
        display_name: name,
        device_id: id,
        ..device("")
    });
    prop::collection::vec(one, 1..6)
}

fn configurations() -> impl Strategy<Value = Vec<Configuration>> {
    let one = (
        maybe(HOSTS),
        maybe(HOSTS),
        maybe(IDS),
        maybe(SERIALS),
        any::<bool>(),
    )
        .prop_map(|(name, host, id, serial, archived)| Configuration {
            name: name.map(Into::into),
            hostname: host.map(Into::into),
            device_id: id.map(Into::into),
            serial_number: serial.map(Into::into),
            archived,
            ..configuration("", "", "")
        });
    prop::collection::vec(one, 0..9).prop_map(|mut records| {
        for (at, record) in records.iter_mut().enumerate() {
            record.id = (at + 1).to_string();
        }
        records
    })
}

const ALL_RULES: [ConfigurationRule; 4] = [
    ConfigurationRule::Serial,
    ConfigurationRule::DeviceId,
    ConfigurationRule::Name,
    ConfigurationRule::Hostname,
];

fn of_people(people: &[Person], contacts: &[Contact]) -> Vec<String> {
    let ids: Vec<&str> = contacts.iter().map(|contact| contact.id.as_str()).collect();
    match_people(people, contacts, &ContactRule::DEFAULT, &Pins::default())
        .iter()
        .map(|outcome| words(outcome, &ids))
        .collect()
}

fn of_devices(devices: &[Device], records: &[Configuration]) -> Vec<String> {
    let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    match_devices(devices, records, &ALL_RULES, &Pins::default())
        .iter()
        .map(|outcome| words(outcome, &ids))
        .collect()
}

proptest! {
    #[test]
    fn order_of_records_never_matters(
        people in people(),
        (contacts, shuffled) in contacts()
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        devices in devices(),
        (records, mixed) in configurations()
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        prop_assert_eq!(of_people(&people, &contacts), of_people(&people, &shuffled));
        prop_assert_eq!(of_devices(&devices, &records), of_devices(&devices, &mixed));
    }

    #[test]
    fn one_more_record_never_changes_unrelated_matches(
        people in people(),
        contacts in contacts(),
        devices in devices(),
        records in configurations(),
    ) {
        let mut more = contacts.clone();
        more.push(Contact {
            first_name: Some("Noor".into()),
            last_name: Some("Haddad".into()),
            ..with_email("99", "noor@fabrikam.example")
        });
        prop_assert_eq!(of_people(&people, &contacts), of_people(&people, &more));
        let mut more = records.clone();
        more.push(Configuration {
            device_id: Some("77aa0000-0000-4000-8000-0000000000ff".into()),
            serial_number: Some("9ZZ99999".into()),
            ..configuration("99", "fab-nb-031", "fab-nb-031.fabrikam.example")
        });
        prop_assert_eq!(of_devices(&devices, &records), of_devices(&devices, &more));
    }

    #[test]
    fn match_of_one_member_is_the_same_alone_and_among_others(
        people in people(),
        contacts in contacts(),
    ) {
        let together = of_people(&people, &contacts);
        for (person, among) in people.iter().zip(together) {
            prop_assert_eq!(of_people(std::slice::from_ref(person), &contacts), [among]);
        }
    }

    #[test]
    fn a_matched_record_would_match_alone_too(
        people in people(),
        contacts in contacts(),
    ) {
        let outcomes = match_people(&people, &contacts, &ContactRule::DEFAULT, &Pins::default());
        for (person, outcome) in people.iter().zip(outcomes) {
            if let Outcome::Matched { record, .. } = outcome {
                let matched = [contacts[record].clone()];
                let alone = of_people(std::slice::from_ref(person), &matched);
                let id = format!(" {}", contacts[record].id);
                prop_assert!(alone[0].ends_with(&id), "{}", alone[0]);
            }
        }
    }
}
