//! Every way to sign in, against services on loopback; and no secret in any text.

use std::sync::{Arc, Mutex};

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rosterbook::graph::Environment;
use rosterbook::sync::Progress;
use serde_json::{Value, json};

use crate::first::small_world;
use crate::support::http::{Request, serve};
use crate::support::{FakeGraph, Reply, TestSite, id};

const ASSERTION: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ.c2lnbmF0dXJl";

/// A service that answers everything with one body and keeps what it was asked.
fn service(body: Value) -> (String, Arc<Mutex<Vec<Request>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let base = serve(Arc::new(move |request| {
        keep.lock().expect("lock").push(request);
        Reply::json(200, &body)
    }));
    (base, seen)
}

fn site(graph: &FakeGraph, auth: &str) -> TestSite {
    let mut site = TestSite::new(graph, "");
    site.edit("auth = \"client_secret\"", auth);
    site
}

/// The form of the last sign-in, decoded.
fn form(graph: &FakeGraph) -> Vec<(String, String)> {
    let requests = graph.requests();
    let token = requests.iter().rfind(|it| it.path.ends_with("/token"));
    let body = &token.expect("a sign-in").body;
    url::form_urlencoded::parse(body).into_owned().collect()
}

fn value(form: &[(String, String)], name: &str) -> String {
    let found = form.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

#[track_caller]
fn assert_federated(graph: &FakeGraph) {
    let form = form(graph);
    assert_eq!(value(&form, "client_assertion"), ASSERTION);
    assert_eq!(
        value(&form, "client_assertion_type"),
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    );
    assert_eq!(value(&form, "scope"), format!("{}/.default", graph.base));
    assert_eq!(value(&form, "client_secret"), "");
}

#[test]
fn github_job_trades_its_token() {
    let (base, seen) = service(json!({ "value": ASSERTION }));
    let graph = FakeGraph::start(small_world());
    let mut site = site(&graph, "auth = \"github_oidc\"");
    let url = format!("{base}/token?api-version=2.0");
    site.options.environment = Environment::fixed([
        ("ACTIONS_ID_TOKEN_REQUEST_URL", url.as_str()),
        ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "job-token"),
    ]);
    site.sync_well();
    assert_federated(&graph);
    let seen = seen.lock().expect("lock");
    assert_eq!(seen[0].header("authorization"), Some("Bearer job-token"));
    assert_eq!(
        seen[0].query,
        "api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange"
    );
}

#[test]
fn azure_devops_job_trades_its_token() {
    let (base, seen) = service(json!({ "oidcToken": ASSERTION }));
    let graph = FakeGraph::start(small_world());
    let auth = "auth = \"azure_devops_oidc\"\nservice_connection_id = \"sc-1\"";
    let mut site = site(&graph, auth);
    let url = format!("{base}/oidctoken");
    site.options.environment = Environment::fixed([
        ("SYSTEM_OIDCREQUESTURI", url.as_str()),
        ("SYSTEM_ACCESSTOKEN", "job-token"),
    ]);
    site.sync_well();
    assert_federated(&graph);
    let seen = seen.lock().expect("lock");
    assert_eq!(seen[0].method, "POST");
    assert_eq!(seen[0].query, "api-version=7.1&serviceConnectionId=sc-1");
    assert_eq!(seen[0].header("x-tfs-fedauthredirect"), Some("Suppress"));
}

#[test]
fn gitlab_job_and_token_file_give_their_token_afresh() {
    let graph = FakeGraph::start(small_world());
    let mut gitlab = site(&graph, "auth = \"gitlab_oidc\"");
    gitlab.options.environment = Environment::fixed([("SECRET", ASSERTION)]);
    gitlab.sync_well();
    assert_federated(&graph);

    let mut file = site(&graph, "auth = \"federated_file\"");
    let path = file.root().join("token");
    std::fs::write(&path, format!("{ASSERTION}\n")).expect("written");
    let path = path.to_string_lossy().into_owned();
    file.options.environment = Environment::fixed([("AZURE_FEDERATED_TOKEN_FILE", path.as_str())]);
    file.sync_well();
    assert_federated(&graph);
}

#[test]
fn certificate_signs_with_ps256_and_names_itself_by_its_hash() {
    let keys = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der: Pkcs8V1Der = keys.as_der().expect("pkcs8");
    let pem = |kind: &str, der: &[u8]| {
        let body = STANDARD.encode(der);
        format!("-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n")
    };
    let graph = FakeGraph::start(small_world());
    let auth = "auth = \"certificate\"\ncertificate_file = \"app.pem\"";
    let mut site = site(&graph, auth);
    let certificate = pem("CERTIFICATE", b"what a certificate holds");
    std::fs::write(site.root().join("app.pem"), certificate).expect("written");
    let key = pem("PRIVATE KEY", der.as_ref());
    site.options.environment = Environment::fixed([("SECRET", key.as_str())]);
    site.sync_well();

    let assertion = value(&form(&graph), "client_assertion");
    let audience = format!("{}/{}/oauth2/v2.0/token", graph.base, id('t', 1));
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::PS256);
    validation.set_audience(&[&audience]);
    let public = jsonwebtoken::DecodingKey::from_rsa_der(keys.public_key().as_ref());
    let token = jsonwebtoken::decode::<Value>(&assertion, &public, &validation).expect("signed");
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b"what a certificate holds");
    let hash = URL_SAFE_NO_PAD.encode(hash.as_ref());
    assert_eq!(token.header.x5t_s256, Some(hash));
    assert_eq!(token.claims["iss"], "app");
    assert_eq!(token.claims["sub"], "app");
    let lifetime = token.claims["exp"]
        .as_i64()
        .zip(token.claims["nbf"].as_i64());
    assert!(lifetime.is_some_and(|(end, begin)| (300..=600).contains(&(end - begin))));

    for (key, words) in [("not a key", "not an RSA key"), ("", "is not set")] {
        site.options.environment = Environment::fixed([("SECRET", key)]);
        let text = site.sync().tenants[0].problems[0].to_string();
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn person_types_a_code_and_is_waited_for() {
    let graph = FakeGraph::start(small_world());
    graph.set_fault(|request, nth| {
        if request.path.ends_with("/devicecode") {
            let body = json!({
                "device_code": "long-code", "user_code": "ABCD-EFGH", "expires_in": 900,
                "verification_uri": "https://login.example/device", "interval": 1,
            });
            return Some(Reply::json(200, &body));
        }
        if request.path.ends_with("/token") {
            let pending = json!({"error": "authorization_pending", "error_description": "wait"});
            let done = json!({"access_token": "opaque-0", "expires_in": "3599"});
            return Some(match nth {
                1 => Reply::json(400, &pending),
                _ => Reply::json(200, &done),
            });
        }
        None
    });
    let site = site(&graph, "auth = \"device_code\"");
    site.sync_well();
    let notices = site.notices.lock().expect("lock");
    let prompt = notices.iter().find_map(|event| match event {
        Progress::Prompt(prompt) => Some(prompt),
        _ => None,
    });
    assert_eq!(prompt.expect("a prompt").code, "ABCD-EFGH");
}

#[test]
fn given_token_is_used_as_it_is_and_says_which_permissions_it_lacks() {
    let graph = FakeGraph::start(small_world());
    let mut site = site(&graph, "auth = \"access_token\"");
    let token = |claims: Value| {
        let payload = URL_SAFE_NO_PAD.encode(claims.to_string());
        format!("eyJhbGciOiJub25lIn0.{payload}.c2ln")
    };
    let other = token(json!({"tid": id('t', 2), "roles": []}));
    site.options.environment = Environment::fixed([("SECRET", other.as_str())]);
    let report = site.sync();
    let text = report.tenants[0].problems[0].to_string();
    assert!(text.contains("answered instead of"), "{text}");
    assert!(
        graph.requests().is_empty(),
        "nothing is asked of another directory"
    );

    let poor = token(json!({"tid": id('t', 1), "roles": ["GroupMember.Read.All"]}));
    site.options.environment = Environment::fixed([("SECRET", poor.as_str())]);
    graph.set_fault(|_, _| Some(Reply::error(401, "InvalidAuthenticationToken")));
    let report = site.sync();
    assert_eq!(report.tenants[0].counts.token_requests, 0);
    let text = report.tenants[0].problems[0].to_string();
    assert!(!text.contains(&poor), "{text}");
}

#[test]
fn no_secret_token_or_link_reaches_a_text() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    site.sync_well();
    graph.set_fault(|request, _| {
        let echo = format!(
            "{:?} {} Bearer opaque-1 client_secret=s3cret-value {ASSERTION} {}",
            request.header("authorization"),
            request.query,
            "https://x.example/v1.0/groups/delta?$deltatoken=tell-nobody",
        );
        let body = json!({"error": {"code": "BadRequest", "message": echo}});
        let is_graph = !request.path.ends_with("/token");
        is_graph.then(|| Reply::json(400, &body))
    });
    site.next_hour();
    let report = site.sync();
    let mut text = format!(
        "{report:?} {:?} {:?}",
        site.options,
        site.notices.lock().expect("lock")
    );
    for tenant in &report.tenants {
        for problem in &tenant.problems {
            text.push_str(&format!("{problem} {:?}", problem.hint()));
        }
    }
    for file in ["last-sync.json", "freshness.json"] {
        let path = site.root().join(".rosterbook").join(file);
        text.push_str(&std::fs::read_to_string(path).expect("read"));
    }
    for secret in ["s3cret-value", "opaque-1", ASSERTION, "tell-nobody"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn diagnosis_names_each_permission_and_where_to_consent() {
    let graph = FakeGraph::start(small_world());
    let site = TestSite::new(&graph, "");
    graph.set_fault(|request, _| {
        let refused = request.path.ends_with("devices/delta");
        refused.then(|| Reply::error(403, "Authorization_RequestDenied"))
    });
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let diagnoses = runtime.block_on(rosterbook::sync::diagnose(&site.site, &site.options));
    let diagnoses = diagnoses.expect("no file of authorities");
    let [diagnosis] = &diagnoses[..] else {
        panic!("one tenant");
    };
    assert!(diagnosis.problem.is_none());
    assert_eq!(diagnosis.directory.as_deref(), Some("Contoso Ltd"));
    let ends: Vec<(&str, Option<bool>)> = diagnosis
        .permissions
        .iter()
        .map(|it| (it.permission, it.tried.as_ref().map(Result::is_ok)))
        .collect();
    assert_eq!(
        ends,
        [
            ("GroupMember.Read.All", Some(true)),
            ("User.Read.All", Some(true)),
            ("Device.Read.All", Some(false)),
            ("OrgContact.Read.All", None),
            ("Application.Read.All", None),
        ]
    );
    let consent = format!("{}/{}/adminconsent?client_id=app", graph.base, id('t', 1));
    assert_eq!(diagnosis.consent_url.as_deref(), Some(consent.as_str()));
    assert!(!site.root().join("snapshot").exists());
    let report = site.sync();
    assert_eq!(
        report.tenants[0].consent_url.as_deref(),
        Some(consent.as_str())
    );
}
