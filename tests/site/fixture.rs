//! A small site in a folder of its own: one tenant, a handful of groups, people and devices.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rosterbook::build::{BuildError, BuildOptions, BuildReport, build};
use rosterbook::config;
use rosterbook::files;
use rosterbook::model::{
    Coverage, Device, Domain, Freshness, Group, GroupId, GroupKind, Member, MemberList, MemberType,
    Membership, ObjectId, Person, Seen, SyncOutcome, Tenant, TenantFreshness, TenantId, TenantKey,
    UserType,
};
use rosterbook::snapshot::{self, TenantSnapshot};
use tempfile::TempDir;

/// A site in a temporary folder.
pub(crate) struct Fixture {
    pub(crate) folder: TempDir,
    pub(crate) snapshot: TenantSnapshot,
}

/// Returns the id of the object with this number.
pub(crate) fn id(number: u128) -> ObjectId {
    ObjectId::from_u128(number)
}

/// Returns a moment of a day in November.
pub(crate) fn time(day: u32) -> Timestamp {
    format!("2026-11-{day:02}T08:00:00Z")
        .parse()
        .expect("a time")
}

/// Makes a member.
pub(crate) fn member(number: u128, kind: MemberType, label: &str) -> Member {
    Member {
        id: id(number),
        kind,
        label: Some(label.into()),
    }
}

/// Makes a person with the mail address of the first name.
pub(crate) fn person(number: u128, first: &str, last: &str) -> Person {
    let mail = format!("{}@contoso.example", first.to_lowercase());
    Person {
        id: id(number),
        display_name: Some(format!("{first} {last}")),
        given_name: Some(first.into()),
        surname: Some(last.into()),
        user_principal_name: Some(mail.clone()),
        mail: Some(mail),
        aliases: Vec::new(),
        user_type: UserType::Member,
        account_enabled: Some(true),
        on_premises: false,
        fields: Default::default(),
        limited: false,
    }
}

/// Makes a security group.
pub(crate) fn group(number: u128, name: &str, members: Vec<Member>) -> Group {
    let mut members = members;
    members.sort_by_key(|member| member.id);
    Group {
        id: GroupId(id(number)),
        display_name: Some(name.into()),
        kind: GroupKind::Security,
        description: None,
        mail: None,
        mail_nickname: None,
        proxy_addresses: Vec::new(),
        visibility: None,
        classification: None,
        membership: Membership::default(),
        team: false,
        role_assignable: false,
        created: None,
        renewed: None,
        expires: None,
        security_identifier: None,
        on_premises: None,
        licences: Vec::new(),
        seen: Seen {
            first: time(1),
            changed: time(2),
            audited: None,
        },
        sync: None,
        owners: Vec::new(),
        members: MemberList::Listed(members),
    }
}

fn device(number: u128, name: &str) -> Device {
    Device {
        id: id(number),
        device_id: None,
        display_name: Some(name.into()),
        account_enabled: Some(true),
        operating_system: Some("Windows".into()),
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

/// The settings of the site.
pub(crate) const SITE: &str = r#"
title = "Northwind"

[connection.partner]
name = "Partner app"
auth = "demo"

[[organization]]
key = "contoso"
name = "Contoso Ltd"
contacts = ["exports/contacts.csv"]
configurations = ["exports/configurations.csv"]

[[organization]]
key = "fabrikam"
name = "Fabrikam Works"

[[tenant]]
key = "contoso"
id = "00000000-0000-0000-0000-000000000009"
organization = "contoso"
connection = "partner"

[[runbook]]
name = "monthly"
organization = "contoso"
"#;

impl Fixture {
    /// Finance (Mira, Sam, an application, a laptop) is in All Staff, which is in Finance again.
    pub(crate) fn new() -> Self {
        let groups = vec![
            group(
                0x100,
                "Finance",
                vec![
                    member(0x11, MemberType::User, "mira@contoso.example"),
                    member(0x12, MemberType::User, "sam@contoso.example"),
                    member(0x31, MemberType::ServicePrincipal, "Ledger"),
                    member(0x21, MemberType::Device, "LT-0042"),
                    member(0x101, MemberType::Group, "All Staff"),
                ],
            ),
            group(
                0x101,
                "All Staff",
                vec![
                    member(0x100, MemberType::Group, "Finance"),
                    member(0x13, MemberType::User, "zoe@contoso.example"),
                    member(0x999, MemberType::Group, "Not documented"),
                ],
            ),
            group(0x102, "<b>Empty</b> & \"quoted\"", vec![]),
        ];
        let snapshot = TenantSnapshot {
            tenant: Tenant {
                id: TenantId(id(9)),
                display_name: Some("Contoso Ltd".into()),
                domains: vec![Domain {
                    name: "contoso.example".into(),
                    is_default: true,
                    initial: false,
                }],
                coverage: Coverage::default(),
            },
            groups,
            people: vec![
                person(0x11, "Mira", "Okafor"),
                person(0x12, "Sam", "Hale"),
                person(0x13, "Zoe", "Lindqvist"),
            ],
            devices: vec![device(0x21, "LT-0042")],
            others: Vec::new(),
        };
        let fixture = Self {
            folder: tempfile::tempdir().expect("temp folder"),
            snapshot,
        };
        fixture.write("site.toml", SITE);
        fixture.write(
            "exports/contacts.csv",
            "id,first_name,last_name,primary_email,password\n\
             8123,Mira,Okafor,mira@contoso.example,hunter2\n\
             8124,Zoe,Lindqvist,zoe@contoso.example,hunter2\n\
             8125,Nobody,Here,nobody@contoso.example,hunter2\n",
        );
        fixture.write(
            "exports/configurations.csv",
            "id,name,serial_number\n551,LT-0042,SN1\n",
        );
        fixture.write_snapshot();
        fixture
    }

    /// Returns the root of the site.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the site.
    pub(crate) fn write(&self, path: &str, text: &str) {
        files::write_if_changed(&self.root().join(path), text.as_bytes()).expect("written");
    }

    /// Writes the snapshot in its canonical form.
    pub(crate) fn write_snapshot(&self) {
        let key: TenantKey = "contoso".parse().expect("a key");
        let folder = self.root().join(snapshot::FOLDER);
        files::write_if_changed(
            &folder.join(snapshot::VERSION_FILE),
            &snapshot::version_bytes(),
        )
        .expect("written");
        for (path, bytes) in snapshot::canonical_files(&key, &self.snapshot) {
            files::write_if_changed(&folder.join(path), &bytes).expect("written");
        }
    }

    /// Builds the site.
    pub(crate) fn build(&self) -> BuildReport {
        self.try_build(&BuildOptions::default()).expect("built")
    }

    /// Builds the site as asked.
    #[expect(
        clippy::result_large_err,
        reason = "a test that fails anyway may be slow"
    )]
    pub(crate) fn try_build(&self, options: &BuildOptions) -> Result<BuildReport, BuildError> {
        let site = config::load(self.root(), None).expect("a good site.toml");
        build(&site, options, &|_, _| {})
    }

    /// Reads a file of the output.
    pub(crate) fn page(&self, path: &str) -> String {
        files::read_to_string(&self.root().join("public").join(path)).expect(path)
    }

    /// Returns the files of the output with their bytes.
    pub(crate) fn output(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let root = self.root().join("public");
        let entries = files::walk(&root).expect("a readable folder");
        entries
            .into_iter()
            .map(|entry| {
                let bytes = files::read(&root.join(&entry.path)).expect("readable");
                (entry.path, bytes)
            })
            .collect()
    }
}

/// Returns what is known of a sync at this time.
pub(crate) fn synced(at: Timestamp) -> Freshness {
    let tenant = TenantFreshness {
        tried: at,
        outcome: SyncOutcome::Complete,
        problem: None,
        streams: [("groups".to_owned(), at)].into(),
    };
    Freshness {
        tenants: [("contoso".parse().expect("a key"), tenant)].into(),
    }
}
