//! A directory that fails: throttling, broken answers, dead tokens, slow servers.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rosterbook::model::SyncOutcome;
use rosterbook::sync::Progress;
use serde_json::json;

use crate::first::small_world;
use crate::support::pages::{Dice, PageStyle};
use crate::support::site::differences;
use crate::support::{FakeGraph, Reply, TestSite, World, id};

/// Makes an answer each time it is asked.
type Answer = Box<dyn Fn() -> Reply + Send + Sync>;

fn paged_world() -> World {
    let mut world = small_world();
    for number in 30..90 {
        let group = world.security_group(number);
        world.add_user(&group, &id('u', 1 + number % 6));
    }
    world
}

fn small_pages(graph: &FakeGraph) {
    graph.set_style(PageStyle {
        objects: 3,
        edges: 2,
        ..PageStyle::default()
    });
}

#[test]
fn storm_of_refusals_is_waited_out_and_no_call_falls_into_a_wait() {
    let clean = FakeGraph::start(paged_world());
    small_pages(&clean);
    let calm = TestSite::new(&clean, "");
    calm.sync_well();
    let clean_calls = clean.requests().len();

    let graph = FakeGraph::start(paged_world());
    small_pages(&graph);
    let dice = Mutex::new(Dice::new(5));
    let refused = Arc::new(AtomicUsize::new(0));
    let closed = Arc::new(Mutex::new(None::<Instant>));
    let inside = Arc::new(AtomicUsize::new(0));
    let (count, gate, broken) = (
        Arc::clone(&refused),
        Arc::clone(&closed),
        Arc::clone(&inside),
    );
    graph.set_fault(move |_, _| {
        let mut gate = gate.lock().expect("lock");
        // Another stream's call may already be on its way when the answer is sent.
        let slack = Duration::from_millis(20);
        if gate.is_some_and(|until| Instant::now() + slack < until) {
            broken.fetch_add(1, Ordering::Relaxed);
        }
        if dice.lock().expect("lock").below(10) >= 3 {
            return None;
        }
        let nth = count.fetch_add(1, Ordering::Relaxed);
        *gate = Some(Instant::now() + Duration::from_millis(50));
        let status = [429, 503, 504][nth % 3];
        Some(Reply::error(status, "TooManyRequests").with("Retry-After", "0.05"))
    });
    let mut site = TestSite::new(&graph, "");
    site.options.jobs = 1;
    site.sync_well();
    assert!(differences(&site.files("snapshot"), &calm.files("snapshot")).is_empty());
    let (refused, inside) = (
        refused.load(Ordering::Relaxed),
        inside.load(Ordering::Relaxed),
    );
    assert!(refused > 5);
    assert_eq!(inside, 0, "no call inside a wait");
    let answered = graph.requests().len() - refused;
    assert!(
        answered * 4 <= clean_calls * 5,
        "{answered} against {clean_calls}"
    );
    let waits = site.notices.lock().expect("lock");
    assert!(
        waits
            .iter()
            .any(|event| matches!(event, Progress::Waiting { .. }))
    );
}

#[test]
fn waits_of_every_form_are_survived_and_a_huge_one_defers_the_tenant() {
    let past = "Mon, 23 Nov 2020 02:17:30 GMT";
    for value in [
        Some("0.01"),
        None,
        Some(past),
        Some("abc"),
        Some("-5"),
        Some("0"),
    ] {
        let graph = FakeGraph::start(small_world());
        graph.set_fault(move |request, nth| {
            let refused = request.path.ends_with("/delta") && nth == 1;
            let reply = Reply::error(429, "activityLimitReached");
            refused.then(|| match value {
                Some(value) => reply.with("Retry-After", value),
                None => reply,
            })
        });
        TestSite::new(&graph, "").sync_well();
    }
    for value in ["86400", "1e99"] {
        let graph = FakeGraph::start(small_world());
        graph.set_fault(move |request, _| {
            let refused = request.path.ends_with("users/delta");
            refused.then(|| Reply::error(429, "TooManyRequests").with("Retry-After", value))
        });
        let site = TestSite::new(&graph, "");
        let begin = Instant::now();
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Failed);
        assert!(begin.elapsed() < Duration::from_secs(10));
        let text = report.tenants[0].problems[0].to_string();
        assert!(text.contains("asks to wait 86400 s"), "{text}");
        assert!(site.snapshot_of("contoso").is_none());
    }
}

#[test]
fn answers_that_are_none_leave_everything_as_it_was() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cut = || Reply {
        cut: Some(9),
        ..Reply::raw(200, "application/json", "{\"value\": [{\"id\": 1")
    };
    let cases: Vec<(Answer, &str)> = vec![
        (
            Box::new(|| Reply::raw(200, "text/html", "<html>\u{1b}[31mSign in</html>")),
            "expected JSON, got text/html",
        ),
        (
            Box::new(|| Reply::raw(200, "application/json", "{}")),
            "missing field `value`",
        ),
        (
            Box::new(|| Reply::raw(200, "application/json", "[]")),
            "cannot understand",
        ),
        (
            Box::new(|| Reply::raw(200, "application/json", "{\"value\": []}")),
            "no link to what comes next",
        ),
        (
            Box::new(move || Reply::raw(200, "application/json", deep.clone())),
            "cannot understand",
        ),
        (
            Box::new(|| Reply::raw(200, "application/json", "{\"value\": [{\"id\": {}}]}")),
            "cannot understand",
        ),
        (Box::new(cut), "broke off"),
        (
            Box::new(|| Reply::error(500, "InternalServerError")),
            "InternalServerError",
        ),
        (
            Box::new(|| {
                Reply::raw(302, "text/plain", "").with("Location", "http://127.0.0.1:1/v1.0/x")
            }),
            "302",
        ),
        (
            Box::new(|| Reply::raw(200, "application/json", vec![b' '; 70 << 20])),
            "larger than",
        ),
    ];
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = (site.files("snapshot"), site.files(".rosterbook/state"));
    for (reply, words) in cases {
        graph.change(|world| world.add_user(&id('g', 2), &id('u', 2)));
        graph.set_fault(move |request, _| request.path.ends_with("users/delta").then(&reply));
        for full in [false, true] {
            site.next_hour();
            let report = if full { site.sync_full() } else { site.sync() };
            let problem = &report.tenants[0].problems[0];
            let text = problem.to_string();
            assert!(text.contains(words), "{words}: {text}");
            assert!(
                text.contains("tenant `contoso`") && !text.contains('\u{1b}'),
                "{text}"
            );
            assert_eq!(report.outcome(), SyncOutcome::Failed, "{text}");
            assert!(
                differences(&site.files("snapshot"), &before.0).is_empty(),
                "{words}"
            );
            assert!(differences(&site.files(".rosterbook/state"), &before.1).is_empty());
        }
    }
    graph.clear_fault();
    site.next_hour();
    assert_eq!(site.sync_well().tenants[0].counts.members_added, 1);
}

#[test]
fn passing_faults_in_the_middle_of_a_round_are_survived() {
    let graph = FakeGraph::start(paged_world());
    small_pages(&graph);
    graph.set_fault(|request, nth| {
        if !request.path.ends_with("groups/delta") {
            return None;
        }
        match nth {
            3 => Some(Reply::error(503, "serviceNotAvailable")),
            5 => Some(Reply::error(504, "UnknownError")),
            7 => Some(Reply {
                cut: Some(5),
                ..Reply::raw(200, "application/json", "{\"value\": []}")
            }),
            9 => Some(Reply::raw(200, "application/json", "{\"value\": [")),
            11 => Some(Reply {
                declared: Some(500),
                ..Reply::raw(200, "application/json", "{\"value\": []}")
            }),
            _ => None,
        }
    });
    let site = TestSite::new(&graph, "");
    site.sync_well();
    assert_eq!(site.snapshot().groups.len(), 63);
}

#[test]
fn token_that_dies_in_a_long_round_is_renewed_once() {
    let graph = FakeGraph::start(paged_world());
    small_pages(&graph);
    let graph = Arc::new(graph);
    let weak = Arc::downgrade(&graph);
    graph.set_fault(move |request, nth| {
        if request.path.ends_with("groups/delta") && nth == 6 {
            weak.upgrade()?.expire_tokens();
        }
        None
    });
    let site = TestSite::new(&graph, "");
    let report = site.sync_well();
    assert_eq!(report.tenants[0].counts.token_requests, 2);
    // A refused refresh ends the tenant, and does not ask for ever.
    graph.set_fault(|request, _| {
        let graph = !request.path.ends_with("/token");
        graph.then(|| Reply::error(401, "InvalidAuthenticationToken"))
    });
    let report = site.sync();
    assert_eq!(report.outcome(), SyncOutcome::Failed);
    assert!(report.tenants[0].counts.token_requests <= 4);
}

#[test]
fn token_that_soon_ends_is_renewed_before_it_does() {
    let graph = FakeGraph::start(paged_world());
    small_pages(&graph);
    graph.set_lifetime(json!("1"));
    graph.set_fault(|_, _| {
        std::thread::sleep(Duration::from_millis(60));
        None
    });
    let site = TestSite::new(&graph, "");
    let report = site.sync_well();
    assert!(report.tenants[0].counts.token_requests > 1);
}

#[test]
fn wrong_secret_is_said_with_number_trace_and_one_thing_to_do() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.options.environment = rosterbook::graph::Environment::fixed([("SECRET", "wrong")]);
    let report = site.sync();
    let problem = &report.tenants[0].problems[0];
    assert_eq!(
        problem.to_string(),
        "tenant `contoso`: cannot sign in: 401 `invalid_client`: AADSTS7000215: Invalid client \
         secret provided. (trace `255d1aef-8c98-452f-ac51-23d051240864`)"
    );
    assert_eq!(
        problem.hint().as_deref(),
        Some("use the secret's value, not its id")
    );
    site.options.environment = rosterbook::graph::Environment::fixed([]);
    let report = site.sync();
    let text = report.tenants[0].problems[0].to_string();
    assert!(
        text.contains("environment variable `SECRET` is not set"),
        "{text}"
    );
}

#[test]
fn one_tenant_down_stops_no_other() {
    let graphs: Vec<FakeGraph> = (1..=6)
        .map(|number| {
            let mut world = small_world();
            world.tenant = id('t', number);
            FakeGraph::start(world)
        })
        .collect();
    let names: Vec<String> = (1..=6).map(|number| format!("tenant{number}")).collect();
    let tenants: Vec<(&str, &FakeGraph, String)> = names
        .iter()
        .zip(&graphs)
        .zip(1..)
        .map(|((name, graph), number)| (name.as_str(), graph, id('t', number)))
        .collect();
    graphs[3].set_fault(|_, _| Some(Reply::error(500, "InternalServerError")));
    let site = TestSite::with_tenants(&tenants, "");
    let report = site.sync();
    assert_eq!(report.outcome(), SyncOutcome::Partial);
    let failed: Vec<&str> = report
        .tenants
        .iter()
        .filter(|tenant| tenant.outcome == SyncOutcome::Failed)
        .map(|tenant| tenant.tenant.as_str())
        .collect();
    assert_eq!(failed, ["tenant4"], "{:#?}", report.tenants);
    for name in &names {
        assert_eq!(site.snapshot_of(name).is_some(), name != "tenant4");
    }
    let freshness = rosterbook::sync::read_freshness(site.root());
    assert_eq!(freshness.tenants.len(), 6);
}

#[test]
fn silent_and_dripping_servers_fail_their_tenant_in_bounded_time() {
    for drip in [false, true] {
        let graph = FakeGraph::start(small_world());
        graph.set_fault(move |request, _| {
            let slow = request.path.ends_with("devices/delta");
            slow.then(|| {
                let mut reply = Reply::raw(200, "application/json", vec![b' '; 10_000]);
                match drip {
                    true => reply.drip = Duration::from_millis(30),
                    false => reply.delay = Duration::from_secs(30),
                }
                reply
            })
        });
        let mut site = TestSite::new(&graph, "");
        site.options.limits.idle = Duration::from_millis(400);
        site.options.limits.stall = Duration::from_millis(900);
        let begin = Instant::now();
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Failed);
        assert!(begin.elapsed() < Duration::from_secs(10));
    }
}

#[test]
fn second_run_at_the_same_time_is_told_who_is_at_work() {
    let graph = FakeGraph::start(small_world());
    let site = TestSite::new(&graph, "");
    std::fs::create_dir_all(site.root().join(".rosterbook/locks")).expect("made");
    let request = rosterbook::files::LockRequest {
        path: site.root().join(".rosterbook/locks/snapshot.lock"),
        timeout: Duration::ZERO,
    };
    let _held = rosterbook::files::Lock::take(&request).expect("free");
    let error = site.try_sync().expect_err("locked");
    assert!(
        error.to_string().starts_with("locked by process"),
        "{error}"
    );
    assert!(graph.requests().is_empty());
}
