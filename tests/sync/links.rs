//! Links are input of an attacker: nothing leaves the configured address, no round is endless.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rosterbook::model::SyncOutcome;
use serde_json::json;

use crate::first::small_world;
use crate::support::http::serve;
use crate::support::site::differences;
use crate::support::{FakeGraph, Reply, TestSite};

/// A second server that must never see a request, and how many it saw.
fn trap() -> (String, Arc<AtomicUsize>) {
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    let base = serve(Arc::new(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        Reply::json(200, &json!({"value": []}))
    }));
    (base, seen)
}

fn hostile(base: &str, trap: &str) -> Vec<String> {
    let host = base.trim_start_matches("http://");
    let other = trap.trim_start_matches("http://");
    let port = other.rsplit(':').next().unwrap_or_default();
    vec![
        format!("{trap}/v1.0/users/delta?$deltatoken=1"),
        format!("https://{host}/v1.0/users/delta?$deltatoken=1"),
        format!("http://127.0.0.1:{port}/v1.0/users/delta"),
        format!("http://localhost:{port}/v1.0/users/delta"),
        format!("http://{host}@{other}/v1.0/users/delta"),
        format!("http://me:pass@{host}/v1.0/users/delta"),
        format!("http://{host}.evil.example/v1.0/users/delta"),
        format!("{base}/v1.0.evil.example/users/delta"),
        format!("{base}/v1.0/../beta/users/delta"),
        format!("{base}/v1.0/%2e%2e/beta/users"),
        format!("//{other}/v1.0/users/delta"),
        format!("{base}\\@{other}/v1.0/users/delta"),
        "file:///etc/passwd".into(),
        "not a link".into(),
    ]
}

#[test]
fn no_link_of_an_answer_leaves_the_configured_address() {
    let (trap, seen) = trap();
    let graph = FakeGraph::start(small_world());
    let links = hostile(&graph.base, &trap);
    for name in ["@odata.nextLink", "@odata.deltaLink"] {
        for link in links.clone() {
            let shown = link.clone();
            graph.set_fault(move |request, _| {
                let asked = request.path.ends_with("users/delta");
                asked.then(|| Reply::json(200, &json!({"value": [], name: link})))
            });
            let site = TestSite::new(&graph, "");
            graph.take_requests();
            let report = site.sync();
            assert_eq!(report.outcome(), SyncOutcome::Failed, "{shown}");
            let text = report.tenants[0].problems[0].to_string();
            assert!(text.contains("is not the configured address"), "{text}");
            assert!(!text.contains("pass"), "{text}");
            let users = graph.take_requests();
            let users = users.iter().filter(|it| it.contains("users"));
            assert!(users.count() <= 1, "{shown}");
        }
    }
    graph.set_fault({
        let trap = trap.clone();
        move |request, _| {
            let asked = request.path.ends_with("users/delta");
            let target = format!("{trap}/v1.0/users/delta");
            asked.then(|| Reply::raw(307, "text/plain", "").with("Location", &target))
        }
    });
    let report = TestSite::new(&graph, "").sync();
    assert_eq!(report.outcome(), SyncOutcome::Failed);
    assert_eq!(seen.load(Ordering::Relaxed), 0);
}

#[test]
fn edited_link_in_the_state_is_refused_and_everything_is_read_anew() {
    let (trap, seen) = trap();
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    let before = site.files("snapshot");
    let path = site.root().join(".rosterbook/state/contoso.json");
    for link in hostile(&graph.base, &trap) {
        let text = std::fs::read_to_string(&path).expect("state");
        let mut header: serde_json::Value = serde_json::from_str(&text).expect("json");
        header["links"]["users"] = json!(link);
        std::fs::write(&path, header.to_string()).expect("written");
        site.next_hour();
        let report = site.sync_well();
        assert!(report.tenants[0].full, "{link}");
        assert!(site.took_notice_of("points away"));
        assert!(differences(&site.files("snapshot"), &before).is_empty());
    }
    assert_eq!(seen.load(Ordering::Relaxed), 0);
}

#[test]
fn empty_pages_are_followed_and_rounds_that_never_end_are_stopped() {
    let graph = FakeGraph::start(small_world());
    graph.set_fault(|request, nth| {
        if !request.path.ends_with("devices/delta") || nth > 3 {
            return None;
        }
        let base = format!("http://{}", request.header("host").unwrap_or_default());
        let link = match nth {
            3 => format!("{base}/v1.0/devices/delta?$select=id"),
            _ => format!("{base}/v1.0/devices/delta?$skiptoken=x.{nth}"),
        };
        Some(Reply::json(
            200,
            &json!({"value": [], "@odata.nextLink": link}),
        ))
    });
    let site = TestSite::new(&graph, "");
    site.sync_well();
    assert_eq!(site.snapshot().devices.len(), 1);

    for own in [true, false] {
        let graph = FakeGraph::start(small_world());
        graph.set_fault(move |request, nth| {
            let asked = request.path.ends_with("devices/delta");
            let base = format!("http://{}", request.header("host").unwrap_or_default());
            let number = if own { 1 } else { nth };
            let link = format!("{base}/v1.0/devices/delta?$skiptoken={number}");
            let same = json!({"id": crate::support::id('d', 1), "displayName": "LT-0001"});
            let body = json!({"value": [same], "@odata.nextLink": link});
            asked.then(|| Reply::json(200, &body))
        });
        let mut site = TestSite::new(&graph, "");
        site.options.limits.idle_pages = 50;
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Failed);
        let text = report.tenants[0].problems[0].to_string();
        let words = if own {
            "a link came twice"
        } else {
            "50 pages in a row change nothing"
        };
        assert!(text.contains(words), "{text}");
    }
}
