//! Who did it: the audit log beside the streams (FEATURES.md W2).

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rosterbook::graph::Environment;
use rosterbook::model::{Event, EventKind, SyncOutcome};
use serde_json::{Value, json};

use crate::first::small_world;
use crate::support::http::Request;
use crate::support::site::differences;
use crate::support::{FakeGraph, Reply, TestSite, id};

const LOG: &str = "auditLogs/directoryAudits";

/// Makes an answer each time it is asked.
type Answer = fn() -> Reply;

fn site(graph: &FakeGraph) -> TestSite {
    TestSite::new(graph, "audit_log = true")
}

fn added(time: &str, actor: &str, group: u32, user: u32) -> Value {
    json!({
        "activityDisplayName": "Add member to group", "activityDateTime": time,
        "result": "success", "loggedByService": "Core Directory",
        "initiatedBy": {"user": {"userPrincipalName": actor, "ipAddress": "10.20.30.40"}},
        "targetResources": [
            {"id": id('u', user), "type": "User", "modifiedProperties": [
                {"displayName": "Group.ObjectID", "newValue": format!("\"{}\"", id('g', group))}]},
        ],
    })
}

/// Lets the directory answer for its log.
fn serve(graph: &FakeGraph, answer: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) {
    graph.set_fault(move |request, nth| (request.resource() == LOG).then(|| answer(request, nth)));
}

fn asked(graph: &FakeGraph) -> usize {
    let requests = graph.take_requests();
    requests.iter().filter(|it| it.ends_with(LOG)).count()
}

fn newest(site: &TestSite) -> Vec<Event> {
    let mut events = site.journal();
    events.retain(|event| event.at == site.options.now);
    events
}

#[test]
fn changes_of_a_round_get_actor_and_time_from_the_log_and_an_idle_round_asks_nothing() {
    let graph = FakeGraph::start(small_world());
    let mut site = site(&graph);
    let queries = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&queries);
    serve(&graph, move |request, _| {
        seen.lock().expect("lock").push(request.query.clone());
        let log = [added("2026-11-23T02:40:11.5Z", "ada@contoso.example", 1, 5)];
        Reply::json(200, &json!({ "value": log }))
    });
    site.sync_well();
    assert_eq!(
        asked(&graph),
        0,
        "what was there at the first read is nobody's"
    );
    graph.change(|world| {
        world.add_user(&id('g', 1), &id('u', 5));
        world.add_user(&id('g', 2), &id('u', 5));
    });
    site.next_hour();
    let report = site.sync_well();
    assert!(report.tenants[0].warnings.is_empty());
    assert_eq!(asked(&graph), 1);
    let query = queries.lock().expect("lock").remove(0);
    assert_eq!(
        query,
        "$filter=activityDateTime%20ge%202026-11-23T02:12:00Z%20and%20\
         loggedByService%20eq%20%27Core%20Directory%27"
    );
    let events = newest(&site);
    assert_eq!(events.len(), 2);
    for event in &events {
        assert_eq!(event.kind, EventKind::MemberAdded);
        let sure = event.group.map(|group| group.to_string()) == Some(id('g', 1));
        let actor = sure.then_some("ada@contoso.example");
        assert_eq!(event.actor.as_deref(), actor);
        let time = sure.then(|| "2026-11-23T02:40:11Z".parse().expect("a time"));
        assert_eq!(event.happened, time);
        let snapshot = site.snapshot();
        let group = snapshot
            .group(event.group.expect("a group"))
            .expect("group");
        assert_eq!(group.seen.audited, time);
        assert_eq!(group.seen.changed, site.options.now);
    }
    // What the log has beyond that is not kept.
    for (path, bytes) in site.files("") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("10.20.30.40"), "{}", path.display());
    }
    let before = site.files("snapshot");
    site.next_hour();
    site.sync_well();
    assert_eq!(asked(&graph), 0);
    site.next_hour();
    site.sync_full();
    assert!(differences(&site.files("snapshot"), &before).is_empty());
    // A later change that nobody explains takes the exact time back.
    graph.change(|world| world.remove(&id('g', 1), "members", &id('u', 2)));
    site.next_hour();
    site.sync_well();
    let snapshot = site.snapshot();
    let group = snapshot
        .group(id('g', 1).parse().expect("id"))
        .expect("group");
    assert_eq!(group.seen.audited, None);
}

#[test]
fn log_that_may_not_or_cannot_be_read_is_a_line_and_no_failure() {
    let answers: [(Answer, &str); 5] = [
        (
            || Reply::error(403, "Authentication_MSGraphPermissionMissing"),
            "`AuditLog.Read.All` and the consent",
        ),
        (
            || Reply::error(500, "InternalServerError"),
            "stays not known",
        ),
        (|| Reply::raw(200, "text/html", "<p>"), "stays not known"),
        (
            || {
                let good = added("2026-11-23T02:40:11Z", "ada@contoso.example", 1, 5);
                let mut broken = good.clone();
                broken["activityDateTime"] = json!("soon");
                Reply::json(200, &json!({"value": [good, broken]}))
            },
            "stays not known",
        ),
        (
            || Reply::error(429, "TooManyRequests").with("Retry-After", "4000"),
            "stays not known",
        ),
    ];
    for (answer, words) in answers {
        let graph = FakeGraph::start(small_world());
        let mut site = site(&graph);
        site.sync_well();
        serve(&graph, move |_, _| answer());
        graph.change(|world| world.add_user(&id('g', 1), &id('u', 5)));
        site.next_hour();
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Complete);
        let tenant = &report.tenants[0];
        assert!(tenant.problems.is_empty(), "{:?}", tenant.problems);
        let [warning] = &tenant.warnings[..] else {
            panic!("one line: {:?}", tenant.warnings);
        };
        assert!(
            warning.contains(words) && warning.contains("`contoso`"),
            "{warning}"
        );
        let events = newest(&site);
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].actor, None);
        let graph_calls = graph.take_requests();
        let denied = words.contains("consent");
        let calls = graph_calls.iter().filter(|it| it.ends_with(LOG)).count();
        assert!(!denied || calls == 1, "a refusal is not asked for again");
    }
}

#[test]
fn token_without_the_permission_is_not_tried() {
    let graph = FakeGraph::start(small_world());
    let mut site = site(&graph);
    site.edit("auth = \"client_secret\"", "auth = \"access_token\"");
    let claims = json!({
        "tid": id('t', 1),
        "roles": ["GroupMember.Read.All", "User.Read.All", "Device.Read.All"],
    });
    let payload = URL_SAFE_NO_PAD.encode(claims.to_string());
    let token = format!("eyJhbGciOiJub25lIn0.{payload}.c2ln");
    site.options.environment = Environment::fixed([("SECRET", token.as_str())]);
    graph.accept_token(&token);
    site.sync_well();
    graph.change(|world| world.add_user(&id('g', 1), &id('u', 5)));
    site.next_hour();
    let report = site.sync_well();
    assert!(report.tenants[0].warnings[0].contains("`AuditLog.Read.All`"));
    assert_eq!(asked(&graph), 0);
}

#[test]
fn log_of_many_pages_is_read_slowly_enough_and_a_log_without_end_proves_nothing() {
    for pages in [8, 100] {
        let graph = FakeGraph::start(small_world());
        let mut site = site(&graph);
        site.options.limits.audit_window = Duration::from_millis(400);
        site.options.limits.audit_pages = 12;
        site.sync_well();
        let times = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&times);
        let base = graph.base.clone();
        serve(&graph, move |_, nth| {
            seen.lock().expect("lock").push(Instant::now());
            let log = [added("2026-11-23T02:40:11Z", "ada@contoso.example", 1, 5)];
            let mut body = json!({ "value": log });
            if nth < pages {
                body["@odata.nextLink"] = json!(format!("{base}/v1.0/{LOG}?$skiptoken={nth}"));
            }
            Reply::json(200, &body)
        });
        graph.change(|world| world.add_user(&id('g', 1), &id('u', 5)));
        site.next_hour();
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Complete);
        let times = times.lock().expect("lock");
        assert_eq!(times.len(), pages.min(12));
        for window in times.windows(6) {
            let passed = window[5] - window[0];
            assert!(passed >= Duration::from_millis(380), "{passed:?}");
        }
        let known = newest(&site)[0].actor.is_some();
        assert_eq!(known, pages == 8);
        assert_eq!(report.tenants[0].warnings.is_empty(), pages == 8);
    }
}

#[test]
fn link_of_the_log_that_leads_elsewhere_gets_no_request() {
    let graph = FakeGraph::start(small_world());
    let mut site = site(&graph);
    site.sync_well();
    let other = FakeGraph::start(small_world());
    let link = format!("{}/v1.0/{LOG}?$skiptoken=1", other.base);
    serve(&graph, move |_, _| {
        Reply::json(200, &json!({"value": [], "@odata.nextLink": link}))
    });
    graph.change(|world| world.add_user(&id('g', 1), &id('u', 5)));
    site.next_hour();
    let report = site.sync();
    assert!(report.tenants[0].warnings[0].contains("not the configured address"));
    assert!(other.requests().is_empty());
}
