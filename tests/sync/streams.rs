//! The traps of change streams: three states, resets, stubs, limited information.

use rosterbook::graph::redact;
use rosterbook::model::{EventKind, MemberType, StreamCoverage, SyncMark, SyncOutcome};
use rosterbook::sync::TenantProblem;
use serde_json::json;

use crate::first::small_world;
use crate::support::pages::PageStyle;
use crate::support::site::differences;
use crate::support::{FakeGraph, Reply, TestSite, id};

#[test]
fn absent_keeps_null_clears_and_value_sets_in_both_kinds_of_answers() {
    for minimal in [false, true] {
        let graph = FakeGraph::start(small_world());
        graph.set_style(PageStyle {
            minimal,
            ..PageStyle::default()
        });
        let mut site = TestSite::new(&graph, "");
        let group = id('g', 1);
        graph.change(|world| world.set("groups", &group, json!({"description": "old"})));
        site.sync_well();
        let description = |site: &TestSite| {
            let snapshot = site.snapshot();
            let group = snapshot.group(group.parse().expect("id")).expect("group");
            group.description.clone()
        };
        graph.change(|world| world.add_user(&group, &id('u', 5)));
        site.next_hour();
        site.sync_well();
        assert_eq!(description(&site).as_deref(), Some("old"));
        graph.change(|world| world.set("groups", &group, json!({"description": null})));
        site.next_hour();
        site.sync_well();
        assert_eq!(description(&site), None);
    }
}

#[test]
fn dead_links_lead_to_one_full_read_that_finds_deletions() {
    let bodies: [fn() -> Reply; 4] = [
        || Reply::raw(410, "text/plain", "").with("Location", "http://elsewhere.example/"),
        || Reply::error(400, "syncStateNotFound"),
        || Reply::error(400, "SyncStateNotFound"),
        || {
            let inner = json!({"code": "resyncRequired"});
            let error = json!({"code": "Gone", "message": "m", "innererror": inner});
            Reply::json(400, &json!({ "error": error }))
        },
    ];
    for body in bodies {
        let graph = FakeGraph::start(small_world());
        let mut site = TestSite::new(&graph, "");
        site.sync_well();
        graph.change(|world| {
            world.delete("groups", &id('g', 3));
            world.log.clear();
        });
        graph.set_fault(move |request, _| {
            let dead =
                request.path.ends_with("users/delta") && request.query.contains("deltatoken");
            dead.then(body)
        });
        site.next_hour();
        let report = site.sync_well();
        assert!(report.tenants[0].full);
        assert_eq!(report.tenants[0].counts.groups_orphaned, 1);
        assert!(site.took_notice_of("start over"));
        let snapshot = site.snapshot();
        let group = snapshot
            .group(id('g', 3).parse().expect("id"))
            .expect("kept");
        let since = site.options.now;
        assert_eq!(group.sync, Some(SyncMark::Orphaned { since }));
        assert_eq!(group.members.listed().len(), 1, "the last data is kept");
    }
}

#[test]
fn group_that_went_comes_back_with_an_event() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.state_files();
    graph.change(|world| world.delete_softly("groups", &id('g', 3)));
    site.next_hour();
    site.sync_well();
    graph.change(|world| world.restore("groups", &id('g', 3)));
    site.next_hour();
    site.sync_well();
    assert!(differences(&site.state_files(), &before).is_empty());
    let kinds: Vec<EventKind> = site.journal()[3..].iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [EventKind::GroupOrphaned, EventKind::GroupReturned]);
}

#[test]
fn removals_of_unknown_objects_and_in_a_first_round_do_no_harm() {
    let graph = FakeGraph::start(small_world());
    let stranger = id('u', 77);
    graph.set_fault(move |request, _| {
        let first = request.path.ends_with("users/delta") && request.query.contains("$select");
        first.then(|| {
            let base = format!("http://{}", request.header("host").unwrap_or_default());
            Reply::json(
                200,
                &json!({
                    "value": [
                        {"id": stranger, "@removed": {"reason": "changed"}},
                        {"id": id('u', 1), "displayName": "One", "userPrincipalName": "one@contoso.example"},
                        {"displayName": "no id"},
                        {"id": "632f6bb2-3ec8-4c1f-9073-0027a8c6859"},
                    ],
                    "@odata.deltaLink": format!("{base}/v1.0/users/delta?$deltatoken=0"),
                }),
            )
        })
    });
    let site = TestSite::new(&graph, "");
    let report = site.sync_well();
    assert_eq!(report.tenants[0].counts.skipped, 2);
    assert_eq!(report.tenants[0].warnings.len(), 1);
    assert!(
        site.members(&id('g', 1))
            .contains(&"one@contoso.example".to_owned())
    );
    // The others are unknown to the stream and were looked up one by one.
    assert!(
        site.members(&id('g', 1))
            .contains(&"person2@contoso.example".to_owned())
    );
}

#[test]
fn members_of_missing_and_unknown_type_keep_their_ids() {
    let mut world = small_world();
    let (odd, plain, app) = (id('x', 1), id('x', 2), id('s', 3));
    world.add(&id('g', 1), "members", &odd, "holographicPrincipal");
    world.add(&id('g', 1), "members", &plain, "");
    world.add(&id('g', 1), "members", &app, "servicePrincipal");
    world.set("servicePrincipals", &app, json!({"displayName": "Backup"}));
    let graph = FakeGraph::start(world);
    let site = TestSite::new(&graph, "");
    site.sync_well();
    let snapshot = site.snapshot();
    let group = snapshot
        .group(id('g', 1).parse().expect("id"))
        .expect("group");
    let kind = |id: &str| {
        let id = id.parse().expect("id");
        let member = group.members.listed().iter().find(|member| member.id == id);
        member.map(|member| member.kind.clone())
    };
    assert_eq!(
        kind(&odd),
        Some(MemberType::Other("holographicPrincipal".into()))
    );
    assert_eq!(kind(&plain), Some(MemberType::Other("unknown".into())));
    assert_eq!(kind(&app), Some(MemberType::ServicePrincipal));
    let limited = |id: &str| snapshot.other(id.parse().expect("id")).map(|it| it.limited);
    assert_eq!(limited(&odd), Some(true));
    assert_eq!(limited(&app), Some(false), "its name was looked up");
    assert!(site.members(&id('g', 1)).contains(&"Backup".to_owned()));
}

#[test]
fn person_without_change_joins_a_first_group_with_a_name_and_no_further_request() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    graph.change(|world| world.add_user(&id('g', 1), &id('u', 6)));
    graph.take_requests();
    site.next_hour();
    site.sync_well();
    assert!(
        site.members(&id('g', 1))
            .contains(&"person6@contoso.example".to_owned())
    );
    let requests = graph.take_requests();
    assert!(
        !requests.iter().any(|it| it.contains("batch")),
        "{requests:?}"
    );
}

#[test]
fn nulls_never_overwrite_names() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.files("snapshot");
    let blank = json!({
        "displayName": null, "givenName": null, "surname": null, "userPrincipalName": null,
        "mail": null, "proxyAddresses": null, "userType": null, "accountEnabled": null,
    });
    graph.change(|world| {
        for number in 1..=6 {
            world.set("users", &id('u', number), blank.clone());
        }
    });
    for full in [false, true] {
        site.next_hour();
        let report = if full { site.sync_full() } else { site.sync() };
        assert_eq!(report.outcome(), SyncOutcome::Partial);
        assert!(matches!(
            report.tenants[0].problems[..],
            [TenantProblem::Limited { people: 4, .. }]
        ));
        assert!(
            differences(&site.files("snapshot"), &before).is_empty(),
            "full: {full}"
        );
    }
}

#[test]
fn refused_stream_keeps_its_data_and_says_which_permission_is_missing() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.files("snapshot");
    graph.set_fault(|request, _| {
        let refused = request.path.ends_with("users/delta");
        refused.then(|| Reply::error(403, "Authorization_RequestDenied"))
    });
    for full in [false, true, false] {
        site.next_hour();
        let report = if full { site.sync_full() } else { site.sync() };
        assert_eq!(report.outcome(), SyncOutcome::Partial);
        let hint = report.tenants[0].problems[0].hint().expect("a hint");
        assert!(hint.contains("`User.Read.All`"), "{hint}");
        assert!(
            differences(&site.files("snapshot"), &before).is_empty(),
            "full: {full}"
        );
    }
    graph.clear_fault();
    graph.change(|world| {
        world.set("users", &id('u', 1), json!({"displayName": "New Name"}));
    });
    site.next_hour();
    site.sync_well();
    let snapshot = site.snapshot();
    let person = snapshot
        .person(id('u', 1).parse().expect("id"))
        .expect("person");
    assert_eq!(person.display_name.as_deref(), Some("New Name"));
}

#[test]
fn stream_refused_from_the_start_gives_stubs_and_is_covered_as_denied() {
    let graph = FakeGraph::start(small_world());
    graph.set_fault(|request, _| {
        let refused = request.path.ends_with("devices/delta");
        refused.then(|| Reply::error(403, "Authorization_RequestDenied"))
    });
    let site = TestSite::new(&graph, "");
    let report = site.sync();
    assert_eq!(report.outcome(), SyncOutcome::Partial);
    let snapshot = site.snapshot();
    let device = snapshot
        .device(id('d', 1).parse().expect("id"))
        .expect("a stub");
    assert!(device.limited);
    assert_eq!(
        snapshot.tenant.coverage.streams["devices"],
        StreamCoverage::Denied
    );
}

#[test]
fn refused_properties_are_left_out_with_one_notice() {
    let graph = FakeGraph::start(small_world());
    graph.set_fault(|request, _| {
        let named = request.query.contains("assignedLicenses");
        named.then(|| {
            let error = json!({"code": "Request_BadRequest",
                "message": "Could not find a property named 'assignedLicenses'"});
            Reply::json(400, &json!({ "error": error }))
        })
    });
    let site = TestSite::new(&graph, "");
    site.sync_well();
    assert_eq!(site.snapshot().groups.len(), 3);
    assert!(site.took_notice_of("without optional properties"));
}

#[test]
fn documented_bodies_of_errors_are_understood() {
    // From Microsoft's documentation, concepts/throttling.md and concepts/errors.md (CC-BY-4.0).
    let text = "Please retry after, token eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.x.y";
    assert_eq!(redact(text), "Please retry after, token [left out]");
}

#[test]
fn replayed_changes_are_no_news() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    graph.change(|world| {
        world.add_user(&id('g', 2), &id('u', 5));
        world.remove(&id('g', 1), "members", &id('u', 2));
        world.set("users", &id('u', 1), json!({"displayName": "Once"}));
    });
    site.next_hour();
    site.sync_well();
    let before = (site.files("snapshot"), site.files(".rosterbook/state"));
    // The same changes come again, as if the links were a little older than the data.
    graph.change(|world| {
        let recent = world.log[world.log.len() - 3..].to_vec();
        world.log.extend(recent);
    });
    site.next_hour();
    let report = site.sync_well();
    assert_eq!(report.tenants[0].counts.files, 0);
    assert!(differences(&site.files("snapshot"), &before.0).is_empty());
    let bodies = |files: &std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>| {
        let body = |path: &&std::path::PathBuf| path.extension() == Some("ndjson".as_ref());
        files.keys().filter(body).cloned().collect::<Vec<_>>()
    };
    assert_eq!(bodies(&site.files(".rosterbook/state")), bodies(&before.1));
}
