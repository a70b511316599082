//! The guard, the question about on-premises groups, filters, switches, frozen groups.

use rosterbook::model::{GroupId, SyncOutcome};
use rosterbook::sync::{SyncError, TenantProblem};
use serde_json::json;

use crate::first::small_world;
use crate::support::site::differences;
use crate::support::{FakeGraph, Reply, TestSite, World, id};

fn large_world() -> World {
    let mut world = World::default();
    world.user(1);
    for number in 1..=50 {
        let group = world.security_group(number);
        world.add_user(&group, &id('u', 1));
    }
    world
}

fn group_id(number: u32) -> GroupId {
    id('g', number).parse().expect("an id")
}

#[test]
fn mass_removal_is_refused_until_a_number_allows_it() {
    let graph = FakeGraph::start(large_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.files("snapshot");
    graph.change(|world| {
        for number in 1..=15 {
            world.delete("groups", &id('g', number));
        }
    });
    for allowed in [None, Some(10)] {
        site.next_hour();
        site.options.allow_deletes = allowed;
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Refused);
        let text = report.tenants[0].problems[0].to_string();
        assert!(text.contains("15 of 50 groups"), "{text}");
        let hint = report.tenants[0].problems[0].hint().expect("a hint");
        assert!(hint.contains("--allow-deletes 15"), "{hint}");
        assert!(differences(&site.files("snapshot"), &before).is_empty());
    }
    site.options.allow_deletes = Some(15);
    let report = site.sync_well();
    assert_eq!(report.tenants[0].counts.groups_orphaned, 15);
}

#[test]
fn few_removals_pass_unattended_and_an_empty_answer_never_does() {
    let graph = FakeGraph::start(large_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    graph.change(|world| {
        for number in 1..=2 {
            world.delete("groups", &id('g', number));
        }
    });
    site.next_hour();
    assert_eq!(site.sync_well().tenants[0].counts.groups_orphaned, 2);
    let before = site.files("snapshot");
    for stream in ["groups", "users"] {
        graph.set_fault(move |request, _| {
            let asked = request.path.ends_with(&format!("{stream}/delta"));
            let base = format!("http://{}", request.header("host").unwrap_or_default());
            let link = format!("{base}/v1.0/{stream}/delta?$deltatoken=0");
            asked.then(|| Reply::json(200, &json!({"value": [], "@odata.deltaLink": link})))
        });
        site.next_hour();
        let report = site.sync_full();
        assert_eq!(report.outcome(), SyncOutcome::Refused, "{stream}");
        assert!(differences(&site.files("snapshot"), &before).is_empty());
    }
}

#[test]
fn on_premises_groups_wait_for_an_answer_that_is_kept() {
    let mut world = small_world();
    let synced = world.security_group(20);
    world.set(
        "groups",
        &synced,
        json!({"onPremisesSyncEnabled": true, "onPremisesSamAccountName": "SG20"}),
    );
    let graph = FakeGraph::start(world);
    let mut site = TestSite::new(&graph, "");
    for _ in 0..2 {
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Partial);
        assert!(matches!(
            &report.tenants[0].problems[..],
            [TenantProblem::OnPremisesUnconfirmed { count: 1, names, .. }] if names == &["SG-0020"]
        ));
        let snapshot = site.snapshot();
        assert_eq!(
            snapshot.groups.len(),
            1,
            "the security stream is left as it was"
        );
        site.next_hour();
    }
    site.options.confirm_on_premises = true;
    site.sync_well();
    assert_eq!(site.snapshot().groups.len(), 4);
    site.options.confirm_on_premises = false;
    site.next_hour();
    let report = site.sync_well();
    assert!(!report.tenants[0].full);
    let coverage = site.snapshot().tenant.coverage;
    assert_eq!(coverage.on_premises.as_deref(), Some("include"));
}

#[test]
fn excluded_on_premises_groups_and_switched_off_types_are_left_out() {
    let mut world = small_world();
    let synced = world.security_group(20);
    world.set("groups", &synced, json!({"onPremisesSyncEnabled": true}));
    let graph = FakeGraph::start(world);
    let site = TestSite::new(
        &graph,
        "on_premises = \"exclude\"\nmicrosoft_365_groups = false",
    );
    site.sync_well();
    let names: Vec<String> = site.snapshot().groups.iter().map(|it| it.name()).collect();
    assert_eq!(names.len(), 2);
    assert!(
        names.iter().all(|name| name.starts_with("SG-000")),
        "{names:?}"
    );
}

#[test]
fn type_that_is_switched_off_keeps_its_files_and_switched_on_is_refreshed() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "security_groups = true");
    site.sync_well();
    let before = site.files("snapshot");
    site.edit("security_groups = true", "security_groups = false");
    graph.change(|world| {
        world.remove(&id('g', 1), "members", &id('u', 2));
        world.delete("groups", &id('g', 2));
    });
    site.next_hour();
    let report = site.sync_well();
    assert!(report.tenants[0].full);
    let after = site.files("snapshot");
    let groups = |files: &std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>| {
        let mut files = files.clone();
        files.retain(|path, _| path.to_string_lossy().contains("groups"));
        files
    };
    assert_eq!(groups(&after), groups(&before));
    site.edit("security_groups = false", "security_groups = true");
    site.next_hour();
    let report = site.sync_well();
    assert!(report.tenants[0].full);
    assert_eq!(report.tenants[0].counts.groups_orphaned, 1);
    assert_eq!(report.tenants[0].counts.members_removed, 2);
}

#[test]
fn filters_decide_what_is_documented_and_a_rename_shows_why_it_is_left_out() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "include = [\"SG-*\"]");
    site.sync_well();
    assert_eq!(site.snapshot().groups.len(), 2);
    graph.change(|world| {
        world.set("groups", &id('g', 2), json!({"displayName": "Other name"}));
        world.set("groups", &id('g', 3), json!({"displayName": "SG-Team"}));
    });
    site.next_hour();
    site.sync_well();
    let snapshot = site.snapshot();
    let name = |number| {
        snapshot
            .group(group_id(number))
            .map(rosterbook::model::Group::name)
    };
    assert_eq!(name(2).as_deref(), Some("Other name"));
    assert_eq!(name(3).as_deref(), Some("SG-Team"));
}

#[test]
fn other_tenant_is_refused_by_configuration_and_by_answer() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.files("snapshot");
    graph.change(|world| world.tenant = id('t', 2));
    graph.set_fault(|request, _| {
        let token = json!({"access_token": "opaque-1", "expires_in": 3599});
        request
            .path
            .ends_with("/token")
            .then(|| Reply::json(200, &token))
    });
    site.next_hour();
    let report = site.sync_full();
    assert_eq!(report.outcome(), SyncOutcome::Failed);
    assert!(matches!(
        report.tenants[0].problems[..],
        [TenantProblem::OtherDirectory { .. }]
    ));
    site.edit(&id('t', 1), &id('t', 2));
    let error = site.try_sync().expect_err("refused");
    assert!(matches!(error, SyncError::OtherTenant { .. }), "{error}");
    assert!(differences(&site.files("snapshot"), &before).is_empty());
}

#[test]
fn rehearsal_counts_and_writes_nothing() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.options.dry_run = true;
    let report = site.sync_well();
    assert_eq!(report.tenants[0].counts.groups_created, 3);
    let names: Vec<_> = std::fs::read_dir(site.root())
        .expect("read")
        .flatten()
        .collect();
    assert_eq!(names.len(), 1, "only site.toml is there");
}
