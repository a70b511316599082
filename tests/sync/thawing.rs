//! Frozen groups stay as they are; thawed ones are read directly (FEATURES.md T5 to T10).

use rosterbook::model::{GroupId, SyncMark, SyncOutcome, TenantKey};
use serde_json::json;

use crate::first::small_world;
use crate::support::pages::PageStyle;
use crate::support::site::differences;
use crate::support::{FakeGraph, Reply, TestSite, id};

fn contoso() -> TenantKey {
    "contoso".parse().expect("a key")
}

fn group_id(number: u32) -> GroupId {
    id('g', number).parse().expect("an id")
}

fn freeze(site: &mut TestSite, groups: &[u32]) {
    let frozen = groups.iter().map(|number| group_id(*number)).collect();
    site.options.frozen = [(contoso(), frozen)].into();
}

/// The requests for single groups since the last time.
fn direct(graph: &FakeGraph) -> Vec<String> {
    let mut requests = graph.take_requests();
    requests.retain(|it| it.starts_with("GET groups/") && !it.ends_with("delta"));
    requests.sort();
    requests
}

/// Reads everything anew beside, and compares: no road leads to other bytes.
fn assert_equals_a_full_read(site: &mut TestSite) {
    let bit_by_bit = site.state_files();
    let report = site.sync_full();
    assert!(report.tenants[0].full && report.tenants[0].problems.is_empty());
    let differences = differences(&site.state_files(), &bit_by_bit);
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn frozen_group_stays_byte_for_byte_and_is_read_directly_when_thawed() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.state_files();
    freeze(&mut site, &[1, 3]);
    graph.change(|world| {
        world.remove(&id('g', 1), "members", &id('u', 2));
        world.add_user(&id('g', 1), &id('u', 6));
        world.set("groups", &id('g', 1), json!({"description": "new"}));
        world.delete("groups", &id('g', 3));
    });
    for _ in 0..2 {
        site.next_hour();
        site.sync_well();
        let path = rosterbook::snapshot::group_path(&contoso(), group_id(1));
        assert_eq!(site.state_files()[&path], before[&path]);
        assert!(direct(&graph).is_empty());
    }
    freeze(&mut site, &[]);
    site.next_hour();
    let report = site.sync_well();
    assert!(!report.tenants[0].full);
    assert_eq!(
        direct(&graph),
        [
            format!("GET groups/{}", id('g', 1)),
            format!("GET groups/{}/members", id('g', 1)),
            format!("GET groups/{}/owners", id('g', 1)),
            format!("GET groups/{}", id('g', 3)),
        ]
    );
    let counts = &report.tenants[0].counts;
    assert_eq!((counts.members_removed, counts.members_added), (1, 1));
    assert_eq!(counts.groups_orphaned, 1);
    let snapshot = site.snapshot();
    let group = |number| snapshot.group(group_id(number)).expect("a file");
    assert_eq!(group(1).description.as_deref(), Some("new"));
    let since = site.options.now;
    assert_eq!(group(3).sync, Some(SyncMark::Orphaned { since }));
    assert_equals_a_full_read(&mut site);
}

/// What a stream says must not be needed: here it says nothing of the changes.
#[test]
fn thawed_group_is_right_although_the_stream_told_nothing() {
    let graph = FakeGraph::start(small_world());
    graph.set_style(PageStyle {
        edges: 1,
        ..PageStyle::default()
    });
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    freeze(&mut site, &[1, 2]);
    graph.change(|world| {
        let quiet = world.log.len();
        world.add_user(&id('g', 1), &id('u', 5));
        world.remove(&id('g', 1), "members", &id('u', 2));
        world.remove(&id('g', 1), "owners", &id('u', 3));
        world.add(&id('g', 1), "owners", &id('u', 4), "user");
        world.delete_softly("groups", &id('g', 2));
        world.log.truncate(quiet);
    });
    site.next_hour();
    site.sync_well();
    freeze(&mut site, &[]);
    site.next_hour();
    let report = site.sync_well();
    assert!(!report.tenants[0].full);
    assert_eq!(report.tenants[0].counts.groups_orphaned, 1);
    assert_eq!(
        site.members(&id('g', 1)),
        [
            "LT-0001",
            "person1@contoso.example",
            "person5@contoso.example"
        ]
    );
    let snapshot = site.snapshot();
    let owners = &snapshot.group(group_id(1)).expect("group").owners;
    assert_eq!(owners.len(), 1);
    assert_eq!(owners[0].id.to_string(), id('u', 4));
}

#[test]
fn direct_read_forgets_neither_people_who_may_come_back_nor_applications() {
    let mut world = small_world();
    let app = id('s', 3);
    world.add(&id('g', 1), "members", &app, "servicePrincipal");
    world.set("servicePrincipals", &app, json!({"displayName": "Backup"}));
    let graph = FakeGraph::start(world);
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.members(&id('g', 1));
    freeze(&mut site, &[1]);
    graph.change(|world| world.delete_softly("users", &id('u', 1)));
    site.next_hour();
    site.sync_well();
    freeze(&mut site, &[]);
    site.next_hour();
    site.sync_well();
    assert_eq!(direct(&graph).len(), 3);
    let without: Vec<String> = before
        .iter()
        .filter(|label| *label != "person1@contoso.example")
        .cloned()
        .collect();
    assert_eq!(site.members(&id('g', 1)), without);
    graph.change(|world| world.restore("users", &id('u', 1)));
    site.next_hour();
    site.sync_well();
    assert_eq!(site.members(&id('g', 1)), before);
}

#[test]
fn group_that_may_not_be_read_stays_frozen_and_is_asked_for_again() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    freeze(&mut site, &[1]);
    graph.change(|world| {
        world.remove(&id('g', 1), "members", &id('u', 2));
        world.add_user(&id('g', 2), &id('u', 6));
    });
    site.next_hour();
    site.sync_well();
    let path = rosterbook::snapshot::group_path(&contoso(), group_id(1));
    let frozen = site.state_files()[&path].clone();
    freeze(&mut site, &[]);
    graph.set_fault(|request, _| {
        let refused = request.path.ends_with("/owners");
        refused.then(|| Reply::error(403, "Authorization_RequestDenied"))
    });
    for _ in 0..2 {
        site.next_hour();
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Partial);
        let problem = &report.tenants[0].problems[0];
        let words = format!("group `{}` kept its old data", id('g', 1));
        assert!(problem.to_string().contains(&words), "{problem}");
        let hint = problem.hint().expect("a hint");
        assert!(hint.contains("`GroupMember.Read.All`"), "{hint}");
        assert_eq!(site.state_files()[&path], frozen);
    }
    // A fault that passes is no reason to guess either: the tenant keeps all of its data.
    graph.set_fault(|request, _| {
        let fails = request.path.ends_with("/owners");
        fails.then(|| Reply::error(500, "InternalServerError"))
    });
    site.next_hour();
    assert_eq!(site.sync().outcome(), SyncOutcome::Failed);
    graph.clear_fault();
    site.next_hour();
    let report = site.sync_well();
    assert_eq!(report.tenants[0].counts.members_removed, 1);
    assert_equals_a_full_read(&mut site);
}

#[test]
fn hundreds_of_thawed_groups_cost_one_full_read_instead() {
    let mut world = small_world();
    for number in 100..320 {
        world.security_group(number);
    }
    let graph = FakeGraph::start(world);
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let all: Vec<u32> = (100..320).collect();
    for changed in [5, 220] {
        freeze(&mut site, &all);
        graph.change(|world| {
            for number in 100..100 + changed {
                world.add_user(&id('g', number), &id('u', 1 + changed / 40));
            }
        });
        site.next_hour();
        site.sync_well();
        graph.take_requests();
        freeze(&mut site, &[]);
        site.next_hour();
        let report = site.sync_well();
        // Of few changes the stream told; the rest is as it was.
        assert_eq!(report.tenants[0].full, changed == 220);
        assert_eq!(direct(&graph).len(), if changed == 5 { 15 } else { 0 });
        assert_eq!(report.tenants[0].counts.members_added, changed as usize);
    }
    assert!(site.took_notice_of("no longer frozen"));
}

#[test]
fn tenant_that_was_switched_off_is_read_anew_when_it_is_switched_on() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "enabled = true");
    site.sync_well();
    let before = site.files("snapshot");
    site.edit("enabled = true", "enabled = false");
    graph.change(|world| world.add_user(&id('g', 2), &id('u', 6)));
    site.next_hour();
    assert!(site.sync().tenants.is_empty());
    assert!(differences(&site.files("snapshot"), &before).is_empty());
    let state = site.files(".rosterbook/state");
    assert!(state.is_empty(), "the names of its directory are forgotten");
    site.edit("enabled = false", "enabled = true");
    site.next_hour();
    let report = site.sync_well();
    assert!(report.tenants[0].full);
    assert_eq!(report.tenants[0].counts.members_added, 1);
}
