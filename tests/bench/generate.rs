//! Makes a site of any size for measurements, through the real snapshot format.
//!
//! Deterministic: the same numbers give the same bytes.
//! `cargo run --release --example bench-site -- DIR --groups 1000 --people 5000 --devices 4000`

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rosterbook::files;
use rosterbook::model::{
    Coverage, Device, Domain, Group, GroupId, GroupKind, Member, MemberList, MemberType,
    Membership, MembershipType, ObjectId, Person, Seen, StreamCoverage, Tenant, TenantId,
    TenantKey, UserType,
};
use rosterbook::snapshot::{self, TenantSnapshot};

struct Size {
    groups: usize,
    people: usize,
    devices: usize,
    members: usize,
    aliases: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name the folder to make")?);
    let mut size = Size {
        groups: 1_000,
        people: 5_000,
        devices: 4_000,
        members: 20,
        aliases: 0,
    };
    while let Some(name) = arguments.next() {
        let value: usize = arguments.next().ok_or("a number is missing")?.parse()?;
        match name.as_str() {
            "--groups" => size.groups = value,
            "--people" => size.people = value,
            "--devices" => size.devices = value,
            "--members" => size.members = value,
            "--aliases" => size.aliases = value,
            other => return Err(format!("unknown flag {other}").into()),
        }
    }
    make(&folder, &size)?;
    println!(
        "made {} groups, {} people, {} devices",
        size.groups, size.people, size.devices
    );
    Ok(())
}

/// A generator of numbers that look random and are the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

const FIRST: [&str; 20] = [
    "Mira", "Jonas", "Zoë", "Sam", "Ada", "Pat", "Noor", "Ines", "Liam", "Yuki", "Olga", "Tariq",
    "Freya", "Hugo", "Lena", "Marek", "Nia", "Oscar", "Priya", "Quinn",
];
const LAST: [&str; 20] = [
    "Okafor",
    "Weber",
    "Lindqvist",
    "Hale",
    "Bell",
    "Ng",
    "Haddad",
    "Costa",
    "Murphy",
    "Tanaka",
    "Petrov",
    "Aziz",
    "Berg",
    "Laurent",
    "Koch",
    "Nowak",
    "Jones",
    "Silva",
    "Sharma",
    "Reed",
];
const TEAMS: [&str; 10] = [
    "Sales",
    "Finance",
    "Support",
    "Design",
    "Legal",
    "Logistics",
    "Research",
    "Facilities",
    "Marketing",
    "Operations",
];

fn id(kind: u128, number: usize) -> ObjectId {
    let hash = blake3::hash(&[kind.to_le_bytes(), (number as u128).to_le_bytes()].concat());
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    ObjectId::from_u128(u128::from_be_bytes(bytes))
}

fn make(folder: &Path, size: &Size) -> Result<(), Box<dyn Error>> {
    let key: TenantKey = "contoso".parse()?;
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let time: Timestamp = "2026-11-20T14:17:00Z".parse()?;
    let people = (0..size.people).map(|at| person(at, size.aliases));
    let people: Vec<Person> = people.collect();
    let devices: Vec<Device> = (0..size.devices).map(device).collect();
    let groups: Vec<Group> = (0..size.groups)
        .map(|at| group(at, size, time, &people, &devices, &mut numbers))
        .collect();
    let snapshot = TenantSnapshot {
        tenant: Tenant {
            id: TenantId(id(9, 0)),
            display_name: Some("Contoso Ltd".into()),
            domains: vec![Domain {
                name: "contoso.example".into(),
                is_default: true,
                initial: false,
            }],
            coverage: Coverage {
                streams: ["devices", "groups", "users"]
                    .map(|name| (name.to_owned(), StreamCoverage::Full))
                    .into(),
                ..Coverage::default()
            },
        },
        groups: sorted(groups, |it| it.id.object()),
        people: sorted(people, |it| it.id),
        devices: sorted(devices, |it| it.id),
        others: Vec::new(),
    };
    write_exports(folder, &snapshot)?;
    let root = folder.join(snapshot::FOLDER);
    files::write_if_changed(
        &root.join(snapshot::VERSION_FILE),
        &snapshot::version_bytes(),
    )?;
    let canonical: BTreeMap<PathBuf, Vec<u8>> = snapshot::canonical_files(&key, &snapshot);
    for (path, bytes) in canonical {
        files::write_if_changed(&root.join(path), &bytes)?;
    }
    let site = format!(
        "title = \"Bench\"\n\n[connection.demo]\nauth = \"demo\"\n\n[[organization]]\nkey = \"contoso\"\n\
         name = \"Contoso Ltd\"\ncontacts = [\"exports/contacts.csv\"]\n\
         configurations = [\"exports/configurations.csv\"]\n\n[[tenant]]\nkey = \"contoso\"\n\
         id = \"{}\"\norganization = \"contoso\"\nconnection = \"demo\"\n",
        snapshot.tenant.id
    );
    files::write_if_changed(&folder.join("site.toml"), site.as_bytes())?;
    Ok(())
}

fn sorted<T>(mut items: Vec<T>, id: impl Fn(&T) -> ObjectId) -> Vec<T> {
    items.sort_by_key(|item| id(item));
    items
}

fn person(at: usize, aliases: usize) -> Person {
    let (first, last) = (FIRST[at % 20], LAST[at / 20 % 20]);
    let mail = format!(
        "{}.{}{at}@contoso.example",
        first.to_lowercase(),
        last.to_lowercase()
    );
    Person {
        id: id(1, at),
        display_name: Some(format!("{first} {last} {at}")),
        given_name: Some(first.into()),
        surname: Some(format!("{last} {at}")),
        user_principal_name: Some(mail.clone()),
        mail: Some(mail),
        aliases: (0..aliases)
            .map(|number| alias(first, last, at, number))
            .collect(),
        user_type: UserType::Member,
        account_enabled: Some(true),
        on_premises: false,
        fields: BTreeMap::new(),
        limited: false,
    }
}

fn alias(first: &str, last: &str, at: usize, number: usize) -> String {
    let initial = first.chars().next().unwrap_or('x');
    let domain = if number == 0 {
        "contoso.example".to_owned()
    } else {
        format!("old{number}.contoso.example")
    };
    format!("{initial}{last}{at}@{domain}").to_lowercase()
}

fn device(at: usize) -> Device {
    Device {
        id: id(2, at),
        device_id: Some(id(3, at).to_string()),
        display_name: Some(format!("LT-{at:05}")),
        account_enabled: Some(true),
        operating_system: Some("Windows".into()),
        operating_system_version: Some("10.0.26100".into()),
        manufacturer: Some("Contoso Devices".into()),
        model: Some("Book 14".into()),
        trust_type: Some("AzureAd".into()),
        profile_type: None,
        device_ownership: Some("Company".into()),
        is_managed: Some(true),
        is_compliant: Some(true),
        registered: None,
        on_premises: false,
        limited: false,
    }
}

fn group(
    at: usize,
    size: &Size,
    time: Timestamp,
    people: &[Person],
    devices: &[Device],
    numbers: &mut Numbers,
) -> Group {
    let member = |id: ObjectId, kind: MemberType, label: &str| Member {
        id,
        kind,
        label: Some(label.into()),
    };
    let mut members: BTreeMap<ObjectId, Member> = BTreeMap::new();
    // Everybody is in some group, so that every person and device has a page.
    let mut chosen: Vec<usize> = (at..people.len())
        .step_by(size.groups)
        .take(size.members)
        .collect();
    while chosen.len() < size.members.min(people.len()) {
        chosen.push(numbers.below(people.len()));
    }
    for index in chosen {
        let person = &people[index];
        let label = person.user_principal_name.as_deref().unwrap_or("");
        members.insert(person.id, member(person.id, MemberType::User, label));
    }
    for index in (at..devices.len()).step_by(size.groups) {
        let device = &devices[index];
        let label = device.display_name.as_deref().unwrap_or("");
        members.insert(device.id, member(device.id, MemberType::Device, label));
    }
    if at.is_multiple_of(10) && at + 1 < size.groups {
        let nested = id(0, at + 1);
        members.insert(nested, member(nested, MemberType::Group, &name(at + 1)));
    }
    let owner = &people[numbers.below(people.len())];
    let unified = at.is_multiple_of(3) && !at.is_multiple_of(10);
    Group {
        id: GroupId(id(0, at)),
        display_name: Some(name(at)),
        kind: if unified {
            GroupKind::Microsoft365
        } else {
            GroupKind::Security
        },
        description: Some(format!("Members of {} at the main office", TEAMS[at % 10])),
        mail: unified.then(|| format!("group{at}@contoso.example")),
        mail_nickname: Some(format!("group{at}")),
        proxy_addresses: Vec::new(),
        visibility: unified.then(|| "Private".to_owned()),
        classification: None,
        membership: Membership {
            kind: MembershipType::Assigned,
            rule: None,
            state: None,
        },
        team: unified && at.is_multiple_of(2),
        role_assignable: false,
        created: "2025-03-01T09:00:00Z".parse().ok(),
        renewed: None,
        expires: None,
        security_identifier: None,
        on_premises: None,
        licences: Vec::new(),
        seen: Seen {
            first: time,
            changed: time,
            audited: None,
        },
        sync: None,
        owners: vec![member(
            owner.id,
            MemberType::User,
            owner.user_principal_name.as_deref().unwrap_or(""),
        )],
        members: MemberList::Listed(members.into_values().collect()),
    }
}

fn name(at: usize) -> String {
    format!("SG-{}-{at:05}", TEAMS[at % 10])
}

/// Writes exports that match five of six people and devices.
fn write_exports(folder: &Path, snapshot: &TenantSnapshot) -> Result<(), Box<dyn Error>> {
    let mut contacts = String::from("id,organization,first_name,last_name,primary_email\n");
    for (at, person) in snapshot
        .people
        .iter()
        .enumerate()
        .filter(|(at, _)| !at.is_multiple_of(6))
    {
        writeln!(
            contacts,
            "{},Contoso Ltd,{},{},{}",
            10_000 + at,
            person.given_name.as_deref().unwrap_or(""),
            person.surname.as_deref().unwrap_or(""),
            person.mail.as_deref().unwrap_or(""),
        )?;
    }
    let mut configurations = String::from("id,organization,name,serial_number\n");
    for (at, device) in snapshot
        .devices
        .iter()
        .enumerate()
        .filter(|(at, _)| !at.is_multiple_of(6))
    {
        let name = device.display_name.as_deref().unwrap_or("");
        writeln!(
            configurations,
            "{},Contoso Ltd,{name},SN{at:08}",
            500_000 + at
        )?;
    }
    files::write_if_changed(&folder.join("exports/contacts.csv"), contacts.as_bytes())?;
    files::write_if_changed(
        &folder.join("exports/configurations.csv"),
        configurations.as_bytes(),
    )?;
    Ok(())
}
