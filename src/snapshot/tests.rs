//! The canonical form, and what is refused on reading it.

use std::path::{Path, PathBuf};

use super::*;
use crate::model::{
    Coverage, Domain, Event, EventKind, GroupKind, Member, MemberList, MemberType, Membership,
    MembershipType, Seen, StreamCoverage, SyncMark, TenantKey,
};

const GROUP: &str = r#"{
  "id": "3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e77",
  "displayName": "SG-VPN-Users",
  "kind": "security",
  "proxyAddresses": [
    "SMTP:vpn@contoso.example",
    "smtp:vpn-users@contoso.example"
  ],
  "membership": {"type": "dynamic", "rule": "user.department -eq \"Sales\"", "state": "On"},
  "seen": {"first": "2026-01-05T02:17:00Z", "changed": "2026-11-23T02:17:00Z"},
  "sync": {"status": "orphaned", "since": "2026-11-23T02:17:00Z"},
  "owners": [],
  "members": [
    {"id": "1a2b0000-0000-4000-8000-000000000001", "type": "user", "label": "alex@contoso.example"},
    {"id": "77aa0000-0000-4000-8000-000000000002", "type": "group", "label": "SG-Sales"},
    {"id": "b9f00000-0000-4000-8000-000000000003", "type": "device"}
  ]
}
"#;

fn key() -> TenantKey {
    "contoso".parse().expect("valid")
}

fn member(id: &str, kind: MemberType, label: Option<&str>) -> Member {
    Member {
        id: id.parse().expect("valid"),
        kind,
        label: label.map(Into::into),
    }
}

fn group() -> Group {
    let time = |text: &str| text.parse().expect("valid");
    Group {
        id: "3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e77"
            .parse()
            .expect("valid"),
        display_name: Some("SG-VPN-Users".into()),
        kind: GroupKind::Security,
        description: None,
        mail: None,
        mail_nickname: None,
        proxy_addresses: vec![
            "SMTP:vpn@contoso.example".into(),
            "smtp:vpn-users@contoso.example".into(),
        ],
        visibility: None,
        classification: None,
        membership: Membership {
            kind: MembershipType::Dynamic,
            rule: Some("user.department -eq \"Sales\"".into()),
            state: Some("On".into()),
        },
        team: false,
        role_assignable: false,
        created: None,
        renewed: None,
        expires: None,
        security_identifier: None,
        on_premises: None,
        licences: Vec::new(),
        seen: Seen {
            first: time("2026-01-05T02:17:00Z"),
            changed: time("2026-11-23T02:17:00Z"),
            audited: None,
        },
        sync: Some(SyncMark::Orphaned {
            since: time("2026-11-23T02:17:00Z"),
        }),
        owners: Vec::new(),
        members: MemberList::Listed(vec![
            member(
                "1a2b0000-0000-4000-8000-000000000001",
                MemberType::User,
                Some("alex@contoso.example"),
            ),
            member(
                "77aa0000-0000-4000-8000-000000000002",
                MemberType::Group,
                Some("SG-Sales"),
            ),
            member(
                "b9f00000-0000-4000-8000-000000000003",
                MemberType::Device,
                None,
            ),
        ]),
    }
}

fn person(id: &str) -> Person {
    serde_json::from_str(&format!(
        r#"{{"id": "{id}", "displayName": "Alex", "aliases": ["a@contoso.example"]}}"#
    ))
    .expect("valid")
}

fn tenant() -> Tenant {
    Tenant {
        id: "3f1c8a52-0000-4000-8000-000000000001"
            .parse()
            .expect("valid"),
        display_name: Some("Contoso Ltd".into()),
        domains: vec![Domain {
            name: "contoso.example".into(),
            is_default: true,
            initial: false,
        }],
        coverage: Coverage {
            streams: [("groups".to_owned(), StreamCoverage::Full)].into(),
            on_premises: None,
            undocumented: [(GroupKind::Other, 2)].into(),
        },
    }
}

fn snapshot() -> TenantSnapshot {
    TenantSnapshot {
        tenant: tenant(),
        groups: vec![group()],
        people: vec![
            person("1a2b0000-0000-4000-8000-000000000001"),
            person("1a2b0000-0000-4000-8000-000000000004"),
            person("ff2b0000-0000-4000-8000-000000000001"),
        ],
        devices: Vec::new(),
        others: Vec::new(),
    }
}

/// Writes the snapshot of the tests and returns its folder.
fn written() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("temp folder");
    let dir = folder.path().join("snapshot");
    put(&dir.join(VERSION_FILE), &version_bytes());
    for (path, bytes) in canonical_files(&key(), &snapshot()) {
        put(&dir.join(path), &bytes);
    }
    (folder, dir)
}

fn put(path: &Path, bytes: &[u8]) {
    crate::files::write_atomic(path, bytes).expect("written");
}

#[track_caller]
fn refused(dir: &Path) -> String {
    read_tenant(dir, &key()).expect_err("refused").to_string()
}

#[test]
fn group_is_written_with_one_member_per_line() {
    assert_eq!(
        String::from_utf8(encode_group(&group())).expect("text"),
        GROUP
    );
}

#[test]
fn tenant_and_person_and_event_have_one_form() {
    assert_eq!(
        String::from_utf8(encode_tenant(&tenant())).expect("text"),
        r#"{
  "id": "3f1c8a52-0000-4000-8000-000000000001",
  "displayName": "Contoso Ltd",
  "domains": [
    {"name": "contoso.example", "default": true}
  ],
  "coverage": {"streams": {"groups": "full"}, "undocumented": {"other": 2}}
}
"#
    );
    let line = encode_line(&person("1a2b0000-0000-4000-8000-000000000001"));
    assert_eq!(
        String::from_utf8(line).expect("text"),
        "{\"id\": \"1a2b0000-0000-4000-8000-000000000001\", \"displayName\": \"Alex\", \
         \"aliases\": [\"a@contoso.example\"]}\n"
    );
    let at = "2026-11-23T02:17:00Z".parse().expect("valid");
    let line = encode_line(&Event::new(at, EventKind::GroupCreated));
    assert_eq!(
        String::from_utf8(line).expect("text"),
        "{\"at\": \"2026-11-23T02:17:00Z\", \"event\": \"group.created\"}\n"
    );
    assert_eq!(
        journal_path(&key(), at),
        Path::new("contoso/journal/2026-11-23.ndjson")
    );
}

#[test]
fn what_is_written_is_read_back_equal() {
    let (_folder, dir) = written();
    assert_eq!(read_tenant(&dir, &key()).expect("read"), Some(snapshot()));
    assert_eq!(tenant_folders(&dir).expect("read"), [key()]);
    assert!(verify(&dir).is_empty());
    let other = "fabrikam".parse().expect("valid");
    assert_eq!(read_tenant(&dir, &other).expect("read"), None);
}

#[test]
fn checkout_with_carriage_returns_is_read_and_formatted_back() {
    let (folder, dir) = written();
    let path = dir.join(group_path(&key(), group().id));
    put(&path, GROUP.replace('\n', "\r\n").as_bytes());
    let shard = dir.join("contoso/users/1a.ndjson");
    let lines = crate::files::read_to_string(&shard).expect("text");
    put(&shard, lines.replace('\n', "\r\n").as_bytes());
    assert_eq!(read_tenant(&dir, &key()).expect("read"), Some(snapshot()));
    let report = format(&dir, &folder.path().join("staging"), &key()).expect("formatted");
    assert_eq!(report.written.len(), 2);
    assert_eq!(crate::files::read_to_string(&path).expect("text"), GROUP);
}

#[test]
fn open_merge_is_named_with_its_line() {
    let (_folder, dir) = written();
    let path = dir.join(group_path(&key(), group().id));
    let text = GROUP.replace(
        "  \"owners\"",
        "<<<<<<< HEAD\n  \"owners\": [],\n=======\n  \"owners\"",
    );
    put(&path, text.as_bytes());
    assert_eq!(
        refused(&dir),
        "unresolved merge in \
         `snapshot/contoso/groups/3f/3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e77.json:12`"
    );
}

#[test]
fn newer_version_and_missing_version_are_named() {
    let (_folder, dir) = written();
    let version = br#"{"format":"rosterbook-snapshot","version":7}"#;
    put(&dir.join(VERSION_FILE), version);
    assert_eq!(
        refused(&dir),
        "`snapshot/snapshot.json` needs version 7 of the snapshot format, this program knows 1"
    );
    crate::files::remove_file(&dir.join(VERSION_FILE)).expect("removed");
    assert_eq!(
        refused(&dir),
        "`snapshot/snapshot.json`: the file is missing"
    );
    // A run that checked the version does not fall over another tenant's first commit.
    let tenants = tenant_folders(&dir).expect("listed");
    let read = read_checked_tenant(&dir, &tenants[0]).expect("read");
    assert!(read.is_some());
}

#[test]
fn damage_is_named_with_file_and_line() {
    let group_file = "groups/3f/3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e77.json";
    let line = |id: &str| format!("{{\"id\": \"{id}\"}}\n");
    let one = line("1a2b0000-0000-4000-8000-000000000001");
    let cases = [
        (group_file, String::new(), 1, "EOF while parsing a value"),
        (group_file, "\0\0".into(), 1, "expected value"),
        (
            group_file,
            GROUP.replace("security", "secrity"),
            4,
            "unknown variant `secrity`",
        ),
        (
            group_file,
            GROUP.replace("3f2a9c1e", "3f2a9c1f"),
            1,
            "the file holds the group",
        ),
        (
            group_file,
            GROUP.replace(
                "77aa0000-0000-4000-8000-000000000002",
                "1a2b0000-0000-4000-8000-000000000001",
            ),
            1,
            "is there twice",
        ),
        (
            "users/1a.ndjson",
            format!("{one}{one}"),
            2,
            "is there twice",
        ),
        ("users/1b.ndjson", one.clone(), 1, "does not belong"),
        ("users/1a.ndjson", format!("{one}{{\"id\""), 2, "EOF"),
        ("users/1a.ndjson", format!("{one}\n"), 2, "EOF"),
        ("groups/notes.txt", "x".into(), 0, "does not belong"),
    ];
    for (file, content, line, words) in cases {
        let (_folder, dir) = written();
        put(&dir.join("contoso").join(file), content.as_bytes());
        let error = read_tenant(&dir, &key()).expect_err(words);
        let location = error.location().expect("a place").clone();
        assert_eq!(location.path, Path::new("snapshot/contoso").join(file));
        assert_eq!(location.line, line, "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(verify(&dir).len(), 1);
    }
}

#[test]
fn digest_follows_content_and_stamp_digest_follows_files() {
    let (_folder, dir) = written();
    let before = digest(&dir, &key()).expect("digest");
    let stamps = stamp_digest(&dir, &key()).expect("digest");
    assert_eq!(digest(&dir, &key()).expect("digest"), before);
    let path = dir.join(group_path(&key(), group().id));
    put(&path, GROUP.replace("VPN", "vpn").as_bytes());
    assert_ne!(digest(&dir, &key()).expect("digest"), before);
    put(&path, GROUP.as_bytes());
    assert_eq!(digest(&dir, &key()).expect("digest"), before);
    assert_ne!(stamp_digest(&dir, &key()).expect("digest"), stamps);
}

#[test]
fn journal_is_read_in_the_order_of_time() {
    let (_folder, dir) = written();
    let event = |text: &str| {
        let at = text.parse().expect("valid");
        Event::new(at, EventKind::GroupChanged)
    };
    let (early, late) = (event("2026-11-22T02:17:00Z"), event("2026-11-23T02:17:00Z"));
    for event in [&late, &early] {
        put(
            &dir.join(journal_path(&key(), event.at)),
            &encode_line(event),
        );
    }
    assert_eq!(read_journal(&dir, &key()).expect("read"), [early, late]);
    put(&dir.join("contoso/journal/2026-11-24.ndjson"), b"{}\n");
    let error = read_journal(&dir, &key()).expect_err("broken");
    assert_eq!(
        error.to_string(),
        "`snapshot/contoso/journal/2026-11-24.ndjson:1`: missing field `at`"
    );
}
