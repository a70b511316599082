//! The plain road: first read, second read, idle read.

use rosterbook::model::{EventKind, GroupKind, MemberList, SyncOutcome};
use serde_json::json;

use crate::support::site::differences;
use crate::support::{FakeGraph, TestSite, World, id};

/// A directory with every kind of member.
pub fn small_world() -> World {
    let mut world = World::default();
    for number in 1..=6 {
        world.user(number);
    }
    let laptop = world.device(1);
    let sales = world.security_group(1);
    let nested = world.security_group(2);
    let team = world.team(3);
    world.add_user(&sales, &id('u', 1));
    world.add_user(&sales, &id('u', 2));
    world.add(&sales, "members", &nested, "group");
    world.add(&sales, "members", &laptop, "device");
    world.add(&sales, "owners", &id('u', 3), "user");
    world.add_user(&nested, &id('u', 1));
    world.add_user(&team, &id('u', 4));
    world
}

#[test]
fn groups_of_undocumented_kinds_are_counted_the_same_by_every_way_of_reading() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let counts = |site: &TestSite| site.snapshot().tenant.coverage.undocumented;
    assert!(counts(&site).is_empty());
    graph.change(|world| {
        for (number, mail) in [(7, true), (8, true), (9, false)] {
            let group = world.security_group(number);
            let flags = json!({"mailEnabled": mail, "securityEnabled": false});
            world.set("groups", &group, flags);
        }
    });
    site.next_hour();
    let report = site.sync_well();
    assert!(!report.tenants[0].full);
    let expected = [(GroupKind::Distribution, 2), (GroupKind::Other, 1)].into();
    assert_eq!(counts(&site), expected);
    let before = site.files("snapshot");
    site.next_hour();
    site.sync_full();
    assert_eq!(
        differences(&before, &site.files("snapshot")),
        Vec::<String>::new()
    );
    assert_eq!(site.snapshot().groups.len(), 3);
}

#[test]
fn first_sync_documents_all_and_the_second_one_touches_nothing() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    let report = site.sync_well();
    assert!(report.tenants[0].full);
    assert_eq!(report.tenants[0].counts.groups_created, 3);
    assert_eq!(
        site.members(&id('g', 1)),
        [
            "LT-0001",
            "SG-0002",
            "person1@contoso.example",
            "person2@contoso.example"
        ]
    );
    let snapshot = site.snapshot();
    assert_eq!(
        snapshot.people.len(),
        4,
        "only people that a group refers to"
    );
    assert_eq!(snapshot.tenant.default_domain(), Some("contoso.example"));
    assert!(site.journal().iter().all(|event| event.baseline
        && event.kind == EventKind::GroupCreated
        && event.members.is_some()));
    assert_eq!(site.journal().len(), 3);

    graph.take_requests();
    let before = site.files("snapshot");
    let stamps = rosterbook::files::walk(&site.root().join("snapshot")).expect("walk");
    let state = site.files(".rosterbook/state");
    site.next_hour();
    let report = site.sync_well();
    assert!(differences(&site.files("snapshot"), &before).is_empty());
    assert_eq!(
        rosterbook::files::walk(&site.root().join("snapshot")).expect("walk"),
        stamps,
        "no file is touched"
    );
    assert_eq!(site.files(".rosterbook/state"), state);
    assert!(!report.tenants[0].full);
    let mut requests = graph.take_requests();
    requests.sort();
    assert_eq!(
        requests,
        [
            "GET devices/delta".to_owned(),
            "GET groups/delta".to_owned(),
            "GET users/delta".to_owned(),
            format!("POST /{}/oauth2/v2.0/token", id('t', 1)),
        ],
        "one request per stream and one for the token"
    );
    let freshness = rosterbook::sync::read_freshness(site.root());
    let tenant = &freshness.tenants[&"contoso".parse().expect("key")];
    assert_eq!(tenant.outcome, SyncOutcome::Complete);
    assert_eq!(tenant.streams.len(), 3);
}

#[test]
fn changes_come_in_with_one_event_each_and_only_their_files() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    graph.change(|world| {
        world.remove(&id('g', 1), "members", &id('u', 2));
        world.add_user(&id('g', 1), &id('u', 5));
        world.set(
            "groups",
            &id('g', 2),
            serde_json::json!({"displayName": "SG-New"}),
        );
        world.set(
            "users",
            &id('u', 4),
            serde_json::json!({"accountEnabled": false}),
        );
    });
    site.next_hour();
    let before = site.files("snapshot");
    let report = site.sync_well();
    assert!(!report.tenants[0].full);
    let mut kinds: Vec<EventKind> = site.journal()[3..].iter().map(|it| it.kind).collect();
    kinds.sort();
    assert_eq!(
        kinds,
        [
            EventKind::GroupRenamed,
            EventKind::MemberAdded,
            EventKind::MemberRemoved,
            EventKind::UserDisabled
        ]
    );
    assert!(site.members(&id('g', 1)).contains(&"SG-New".to_owned()));
    let snapshot = site.snapshot();
    let group = |number| {
        snapshot
            .group(id('g', number).parse().expect("id"))
            .expect("group")
    };
    assert_eq!(group(1).seen.changed, site.options.now);
    assert_ne!(group(3).seen.changed, site.options.now);
    let after = site.files("snapshot");
    let untouched = std::path::Path::new("contoso").join(format!(
        "groups/{}/{}.json",
        &id('g', 3)[..2],
        id('g', 3)
    ));
    assert_eq!(after[&untouched], before[&untouched]);
}

#[test]
fn lost_state_costs_one_full_read_and_changes_nothing_else() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    graph.change(|world| world.add_user(&id('g', 2), &id('u', 6)));
    site.next_hour();
    site.sync_well();
    let before = site.files("snapshot");
    std::fs::remove_dir_all(site.root().join(".rosterbook")).expect("removed");
    site.next_hour();
    let report = site.sync_well();
    assert!(report.tenants[0].full);
    assert!(site.took_notice_of("read anew"));
    assert!(differences(&site.files("snapshot"), &before).is_empty());
}

#[test]
fn hidden_membership_is_neither_listed_nor_counted() {
    let mut world = small_world();
    let secret = world.team(9);
    world.set(
        "groups",
        &secret,
        serde_json::json!({"visibility": "hiddenmembership"}),
    );
    world.add_user(&secret, &id('u', 6));
    let graph = FakeGraph::start(world);
    let site = TestSite::new(&graph, "");
    site.sync_well();
    let snapshot = site.snapshot();
    let group = snapshot.group(secret.parse().expect("id")).expect("group");
    assert_eq!(group.members, MemberList::Hidden);
    assert_eq!(snapshot.person(id('u', 6).parse().expect("id")), None);
    for (path, bytes) in site.files("snapshot") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains(&id('u', 6)), "{}", path.display());
    }
}

#[test]
fn soft_deleted_member_is_hidden_and_comes_back_without_a_membership_event() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let first = site.state_files();
    graph.change(|world| world.delete_softly("users", &id('u', 1)));
    site.next_hour();
    site.sync_well();
    assert!(
        !site
            .members(&id('g', 1))
            .contains(&"person1@contoso.example".to_owned())
    );
    graph.change(|world| world.restore("users", &id('u', 1)));
    site.next_hour();
    site.sync_well();
    assert!(
        site.members(&id('g', 1))
            .contains(&"person1@contoso.example".to_owned())
    );
    assert_eq!(site.state_files().len(), first.len());
}

#[test]
fn directory_that_moves_to_another_port_is_still_read_from_where_it_was() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let moved = FakeGraph::start(graph.change(|world| world.clone()));
    moved.change(|world| world.add_user(&id('g', 2), &id('u', 5)));
    for base in site.options.bases.values_mut() {
        base.graph.clone_from(&moved.base);
        base.login.clone_from(&moved.base);
    }
    graph.take_requests();
    site.next_hour();
    let report = site.sync_well();
    assert!(!report.tenants[0].full);
    assert_eq!(report.tenants[0].counts.members_added, 1);
    assert!(graph.requests().is_empty(), "the old port is not asked");
}
