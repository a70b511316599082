//! Tokens that the surroundings hand out: virtual machines, hosted apps, the Azure command line.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use rosterbook::graph::Environment;
use rosterbook::model::SyncOutcome;
use serde_json::{Value, json};

use crate::first::small_world;
use crate::support::{FakeGraph, Reply, TestSite, http, id, program};

/// A service that answers everything with one body, and what it was asked.
fn service(
    status: u16,
    body: Value,
) -> (String, std::sync::Arc<std::sync::Mutex<Vec<http::Request>>>) {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let keep = std::sync::Arc::clone(&seen);
    let base = http::serve(std::sync::Arc::new(move |request| {
        keep.lock().expect("lock").push(request);
        Reply::json(status, &body)
    }));
    (base, seen)
}

fn site(graph: &FakeGraph, auth: &str) -> TestSite {
    let mut site = TestSite::new(graph, "");
    site.edit("auth = \"client_secret\"", &format!("auth = \"{auth}\""));
    site
}

#[test]
fn virtual_machine_asks_the_service_of_its_host() {
    let graph = FakeGraph::start(small_world());
    // Numbers come as text.
    let body = json!({"access_token": "opaque-0", "expires_in": "3599", "token_type": "Bearer"});
    let (base, seen) = service(200, body);
    let mut site = site(&graph, "managed_identity");
    site.options.environment = Environment::fixed([("ROSTERBOOK_METADATA_URL", base.as_str())]);
    site.sync_well();
    let seen = seen.lock().expect("lock");
    assert_eq!(seen.len(), 1, "one token for a run");
    assert_eq!(seen[0].path, "/metadata/identity/oauth2/token");
    assert_eq!(seen[0].header("metadata"), Some("true"));
    assert_eq!(seen[0].header("x-identity-header"), None);
    let resource = url::form_urlencoded::byte_serialize(graph.base.as_bytes());
    let resource: String = resource.collect();
    assert_eq!(
        seen[0].query,
        format!("api-version=2018-02-01&resource={resource}&client_id=app")
    );
}

#[test]
fn address_that_stands_in_for_the_host_is_one_of_this_machine() {
    let graph = FakeGraph::start(small_world());
    let mut site = site(&graph, "managed_identity");
    for address in [
        "http://metadata.example",
        "https://metadata.example",
        "nonsense",
    ] {
        site.options.environment = Environment::fixed([("ROSTERBOOK_METADATA_URL", address)]);
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Failed);
        let text = report.tenants[0].problems[0].to_string();
        assert!(text.contains("is not an address of this machine"), "{text}");
    }
    assert!(graph.requests().is_empty());
}

#[test]
fn hosted_app_asks_its_own_endpoint() {
    let graph = FakeGraph::start(small_world());
    let on = "1893456000";
    let body = json!({"access_token": "opaque-0", "expires_on": on, "token_type": "Bearer"});
    let (base, seen) = service(200, body);
    let mut site = site(&graph, "managed_identity");
    let url = format!("{base}/msi/token");
    site.options.environment = Environment::fixed([
        ("IDENTITY_ENDPOINT", url.as_str()),
        ("IDENTITY_HEADER", "hush"),
    ]);
    site.sync_well();
    let seen = seen.lock().expect("lock");
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].path, "/msi/token");
    assert_eq!(seen[0].header("x-identity-header"), Some("hush"));
    assert_eq!(seen[0].header("metadata"), None);
    let front = "api-version=2019-08-01&resource=";
    assert!(seen[0].query.starts_with(front), "{}", seen[0].query);
}

#[test]
fn machine_without_an_identity_is_told_so() {
    let graph = FakeGraph::start(small_world());
    let body = json!({"error": "invalid_request", "error_description": "Identity not found"});
    let (base, _) = service(400, body);
    let mut site = site(&graph, "managed_identity");
    site.options.environment = Environment::fixed([("ROSTERBOOK_METADATA_URL", base.as_str())]);
    let report = site.sync();
    assert_eq!(report.outcome(), SyncOutcome::Failed);
    let text = report.tenants[0].problems[0].to_string();
    assert!(
        text.contains("cannot get the machine's token: 400"),
        "{text}"
    );
}

/// Puts a program called `az` into a folder.
fn fake_az(folder: &Path, script: &str) {
    let path = folder.join("az");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("allowed");
}

#[test]
fn azure_command_line_is_asked_for_this_tenant_and_its_refusal_is_shown() {
    let graph = FakeGraph::start(small_world());
    let site = site(&graph, "azure_cli");
    let tools = tempfile::tempdir().expect("a folder");
    let asked = tools.path().join("asked");
    let run = || {
        let mut command = program::sync(&site);
        command.env("PATH", tools.path());
        let child = command.spawn().expect("started");
        let (output, _) = program::wait(child, Duration::from_secs(60));
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), text)
    };
    let (code, text) = run();
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("cannot start `az`"), "{text}");

    fake_az(
        tools.path(),
        "echo 'ERROR: Please run az login' >&2; exit 1",
    );
    let (code, text) = run();
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains("`az` failed: ERROR: Please run az login"),
        "{text}"
    );

    fake_az(tools.path(), "echo 'opaque-0 is not JSON'");
    let (code, text) = run();
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("`az` did not print a token"), "{text}");
    assert!(!text.contains("opaque-0"), "{text}");

    let answer = json!({"accessToken": "opaque-0", "expires_on": 1893456000, "tenant": id('t', 1)});
    fake_az(
        tools.path(),
        &format!("echo \"$@\" > {}; echo '{answer}'", asked.display()),
    );
    let (code, text) = run();
    assert_eq!(code, Some(0), "{text}");
    let expected = format!(
        "account get-access-token --resource {} --tenant {} -o json\n",
        graph.base,
        id('t', 1)
    );
    assert_eq!(std::fs::read_to_string(&asked).expect("asked"), expected);
    assert_eq!(site.snapshot().groups.len(), 3);
}
