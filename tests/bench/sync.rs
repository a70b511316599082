//! Measures the sync of a large directory, against a made-up one on loopback.
//!
//! `cargo build --release && cargo run --release --example bench-sync -- --users 100000 --groups
//! 20000 --members 75 --latency 0`; with `--bulk` it compares the two roads of a first read instead.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the server is that of the tests"
)]

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rosterbook::graph::{
    Base, Client, ClientOptions, Connector, Credential, Environment, GroupPatch, Limits, Round,
    SecretSource, Select, Stream,
};
use rosterbook::model::{GroupId, TenantId};
use tokio::sync::Semaphore;

#[path = "../support/http.rs"]
#[allow(dead_code, reason = "faults are for tests")]
mod http;

use http::{Reply, Request};

/// What a page of the real service holds, by the assumption of GRAPH.md 10.
const OBJECTS: usize = 100;
const LINKS: usize = 1_000;
/// A page of an ordinary list.
const LIST: usize = 999;
/// How many groups change between two runs.
const CHANGED: usize = 40;

#[derive(Clone, Copy)]
struct Size {
    users: usize,
    groups: usize,
    members: usize,
    latency: u64,
}

/// The n-th object of a kind.
fn id(kind: u32, number: usize) -> String {
    let number = number as u32;
    let spread = number.wrapping_mul(0x9e37_79b9);
    format!("{spread:08x}-{kind:04x}-4000-8000-{number:012x}")
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut size = Size {
        users: 100_000,
        groups: 20_000,
        members: 75,
        latency: 0,
    };
    let mut bulk = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        if name == "--bulk" {
            bulk = true;
            continue;
        }
        let value: usize = arguments.next().ok_or("a number is missing")?.parse()?;
        match name.as_str() {
            "--users" => size.users = value,
            "--groups" => size.groups = value,
            "--members" => size.members = value,
            "--latency" => size.latency = value as u64,
            other => return Err(format!("unknown flag {other}").into()),
        }
    }
    let (changed, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (version, count) = (Arc::clone(&changed), Arc::clone(&requests));
    let base = http::serve(Arc::new(move |request| {
        count.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(size.latency));
        answer(&request, size, version.load(Ordering::Relaxed))
    }));
    match bulk {
        true => compare(&base, size, &requests),
        false => measure(&base, size, &changed, &requests),
    }
}

fn answer(request: &Request, size: Size, changed: usize) -> Reply {
    let host = request.header("host").unwrap_or_default();
    let base = format!("http://{host}/v1.0");
    let parameter = |name: &str| -> Option<usize> {
        let (_, rest) = request.query.split_once(&format!("{name}="))?;
        rest.split('&').next()?.parse().ok()
    };
    let resource = request.resource();
    if resource.ends_with("/token") {
        return raw(
            r#"{"token_type":"Bearer","expires_in":3599,"access_token":"measured"}"#.into(),
        );
    }
    if resource == "organization" {
        let tenant = id(9, 1);
        return raw(format!(
            r#"{{"value":[{{"id":"{tenant}","displayName":"Large"}}]}}"#
        ));
    }
    if let Some(stream) = resource.strip_suffix("/delta") {
        let (pages, since) = match parameter("$deltatoken") {
            Some(since) => (1, Some(since)),
            None => (pages_of(stream, size), None),
        };
        let page = parameter("$skiptoken").unwrap_or(0);
        let objects: Vec<String> = match (stream, since) {
            ("users", None) => numbers(page * OBJECTS, OBJECTS, size.users)
                .map(user)
                .collect(),
            ("groups", None) => {
                let many = groups_per_page(size);
                let groups = numbers(page * many, many, size.groups);
                groups.map(|number| group(number, size)).collect()
            }
            ("groups", Some(since)) if since < changed => (0..CHANGED)
                .map(|number| change(number, size, changed))
                .collect(),
            _ => Vec::new(),
        };
        let link = match page + 1 < pages {
            true => format!(
                r#""@odata.nextLink":"{base}/{resource}?$skiptoken={}""#,
                page + 1
            ),
            false => format!(r#""@odata.deltaLink":"{base}/{resource}?$deltatoken={changed}""#),
        };
        return raw(format!(r#"{{"value":[{}],{link}}}"#, objects.join(",")));
    }
    // Members and owners of one group.
    let members = resource.ends_with("/members");
    let all = if members { size.members.min(LIST) } else { 0 };
    let edges: Vec<String> = (0..all).map(edge).collect();
    raw(format!(r#"{{"value":[{}]}}"#, edges.join(",")))
}

fn raw(body: String) -> Reply {
    Reply::raw(200, "application/json", body)
}

fn numbers(from: usize, many: usize, all: usize) -> std::ops::Range<usize> {
    from.min(all)..(from + many).min(all)
}

fn groups_per_page(size: Size) -> usize {
    (LINKS / size.members.max(1)).clamp(1, OBJECTS)
}

fn pages_of(stream: &str, size: Size) -> usize {
    match stream {
        "users" => size.users.div_ceil(OBJECTS),
        "groups" => size.groups.div_ceil(groups_per_page(size)),
        _ => 1,
    }
}

fn user(number: usize) -> String {
    format!(
        r#"{{"id":"{}","displayName":"Person {number}","givenName":"Person","surname":"{number}","userPrincipalName":"person{number}@contoso.example","mail":"person{number}@contoso.example","proxyAddresses":["SMTP:person{number}@contoso.example"],"userType":"Member","accountEnabled":true}}"#,
        id(1, number)
    )
}

fn edge(number: usize) -> String {
    format!(
        r##"{{"@odata.type":"#microsoft.graph.user","id":"{}"}}"##,
        id(1, number)
    )
}

fn group(number: usize, size: Size) -> String {
    let edges: Vec<String> = (0..size.members)
        .map(|member| edge((number * 31 + member * 97) % size.users))
        .collect();
    let (id, edges) = (id(2, number), edges.join(","));
    format!(
        r#"{{"id":"{id}","displayName":"SG-{number:05}","groupTypes":[],"mailEnabled":false,"securityEnabled":true,"createdDateTime":"2024-03-01T08:00:00Z","members@delta":[{edges}]}}"#
    )
}

fn change(number: usize, size: Size, changed: usize) -> String {
    let member = edge((number * 31 + size.members * 97 + changed) % size.users);
    let id = id(2, number);
    format!(r#"{{"id":"{id}","displayName":"SG-{number:05}","members@delta":[{member}]}}"#)
}

/// Runs the program three times: first, idle, after changes.
fn measure(
    base: &str,
    size: Size,
    changed: &AtomicUsize,
    requests: &AtomicUsize,
) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let tenant = id(9, 1);
    let text = format!(
        "title = \"Large\"\n[connection.large]\nauth = \"client_secret\"\nclient_id = \"app\"\n\
         secret_env = \"SECRET\"\n[[organization]]\nkey = \"large\"\nname = \"Large\"\n[[tenant]]\n\
         key = \"large\"\nid = \"{tenant}\"\norganization = \"large\"\nconnection = \"large\"\n"
    );
    std::fs::write(folder.path().join("site.toml"), text)?;
    println!(
        "{} users, {} groups, {} memberships, {} ms an answer",
        size.users,
        size.groups,
        size.groups * size.members,
        size.latency
    );
    for (run, hour) in [("first", 0), ("idle", 1), ("changes", 2)] {
        if run == "changes" {
            changed.store(1, Ordering::Relaxed);
        }
        requests.store(0, Ordering::Relaxed);
        let (seconds, peak) = sync(folder.path(), base, hour)?;
        let report = std::fs::read(folder.path().join(".rosterbook/last-sync.json"))?;
        let report: serde_json::Value = serde_json::from_slice(&report)?;
        let counts = &report["tenants"][0]["counts"];
        println!(
            "{run:8} {seconds:7.2} s  {:5} MB  {:5} requests  {} files  {} members added",
            peak >> 20,
            requests.load(Ordering::Relaxed),
            counts["files"],
            counts["members_added"],
        );
    }
    Ok(())
}

fn sync(root: &Path, base: &str, hour: u64) -> Result<(f64, u64), Box<dyn Error>> {
    let program = std::env::current_exe()?;
    let folder = program.parent().and_then(Path::parent).ok_or("no folder")?;
    let begin = Instant::now();
    let mut child = Command::new(folder.join("rosterbook"))
        .arg("-C")
        .arg(root)
        .args(["-q", "sync"])
        .env("ROSTERBOOK_GRAPH_URL", base)
        .env("ROSTERBOOK_LOGIN_URL", base)
        .env("SECRET", "s3cret-value")
        .env(
            "SOURCE_DATE_EPOCH",
            (1_790_000_000 + hour * 3600).to_string(),
        )
        .stdin(Stdio::null())
        .spawn()?;
    let path = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        peak = peak.max(number.unwrap_or(0) << 10);
        std::thread::sleep(Duration::from_millis(2));
    };
    if !status.success() {
        return Err(format!("the sync ended with {status}").into());
    }
    Ok((begin.elapsed().as_secs_f64(), peak))
}

/// Reads the groups with their members by both roads: the delta chain, and group by group.
fn compare(base: &str, size: Size, requests: &AtomicUsize) -> Result<(), Box<dyn Error>> {
    const JOBS: usize = 8;
    let options = ClientOptions {
        tenant: "large".parse()?,
        tenant_id: TenantId(id(9, 1).parse()?),
        graph: Base::parse(base)?,
        login: Base::parse(base)?,
        client_id: Some("app".into()),
        credential: Credential::ClientSecret(SecretSource::Variable("SECRET".into())),
        environment: Environment::fixed([("SECRET", "s3cret-value")]),
        limits: Limits::default(),
        permits: Arc::new(Semaphore::new(JOBS)),
        on_event: Arc::new(|_| {}),
    };
    let client = Arc::new(Client::new(options, Arc::new(Connector::default())));
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        client.claims().await?;
        requests.store(0, Ordering::Relaxed);
        let begin = Instant::now();
        let mut round = Round::full(&client, &Select::of(Stream::Groups, &[]));
        let mut links = 0;
        while let Some(page) = round.next_page::<GroupPatch>().await? {
            let edges = |group: &GroupPatch| group.members.as_ref().map_or(0, Vec::len);
            links += page.objects.iter().map(edges).sum::<usize>();
            round.note(true);
        }
        tell("delta chain", begin, requests, links);

        requests.store(0, Ordering::Relaxed);
        let begin = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..size.groups {
            let (client, group) = (Arc::clone(&client), GroupId(id(2, number).parse()?));
            tasks.spawn(async move {
                let members = client.edges(group, "members").await?.len();
                let owners = client.edges(group, "owners").await?.len();
                Ok::<usize, rosterbook::graph::GraphError>(members + owners)
            });
        }
        let mut links = 0;
        while let Some(edges) = tasks.join_next().await {
            links += edges??;
        }
        tell("8 at once", begin, requests, links);
        Ok(())
    })
}

fn tell(road: &str, begin: Instant, requests: &AtomicUsize, links: usize) {
    println!(
        "{road:12} {:7.2} s  {:6} requests  {links} memberships",
        begin.elapsed().as_secs_f64(),
        requests.load(Ordering::Relaxed),
    );
}
