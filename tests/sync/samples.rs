//! Bodies as Microsoft prints them (`tests/fixtures/graph/SOURCES.md`): read without a panic.

use std::path::Path;

use rosterbook::graph::{DevicePatch, Field, GroupPatch, OrganizationPatch, OtherPatch, UserPatch};
use rosterbook::model::SyncOutcome;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::first::small_world;
use crate::support::site::differences;
use crate::support::{FakeGraph, Reply, TestSite};

fn body(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/graph")
        .join(name);
    let text = std::fs::read_to_string(path).expect("a fixture");
    serde_json::from_str(&text).expect("json")
}

fn objects<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let mut body = body(name);
    serde_json::from_value(body["value"].take()).expect(name)
}

#[test]
fn printed_objects_are_understood() {
    let groups: Vec<GroupPatch> = objects("groups-delta-series2021-1-initial.json");
    assert_eq!(groups[0].members.as_ref().map(Vec::len), Some(2));
    assert!(
        groups[1].members.is_none(),
        "a group without members names none"
    );
    assert_eq!(
        groups[0].description,
        Field::Value("Employees in test group 1".into())
    );
    assert_eq!(groups[0].mail, Field::Absent);
    let changed: Vec<GroupPatch> = objects("groups-delta-series2021-5-changed.json");
    let edges = changed[0].members.as_ref().expect("edges");
    assert_eq!(edges[0].id, None, "an id of 35 characters is none");
    assert!(edges[0].removed.is_some() && edges[1].removed.is_none());
    let devices: Vec<DevicePatch> = objects("devices-list.json");
    assert!(
        devices
            .iter()
            .any(|device| device.manufacturer != Field::Absent)
    );
    for name in [
        "users-delta-default.json",
        "users-delta-minimal.json",
        "users-list-count-top1.json",
    ] {
        assert!(!objects::<UserPatch>(name).is_empty());
    }
    for name in [
        "contacts-delta-default.json",
        "serviceprincipals-delta.json",
    ] {
        assert!(!objects::<OtherPatch>(name).is_empty());
    }
    for name in ["groups-delta-default.json", "groups-delta-minimal.json"] {
        assert!(!objects::<GroupPatch>(name).is_empty());
    }
    let organization: Vec<OrganizationPatch> = objects("organization-get.json");
    assert_eq!(organization[0].display_name.as_deref(), Some("Contoso"));
}

#[test]
fn printed_series_replays_in_order() {
    const PAGES: [&str; 3] = ["1-initial", "2-next", "3-final"];
    let graph = FakeGraph::start(small_world());
    graph.set_fault(|request, nth| {
        if !request.path.ends_with("groups/delta") {
            return None;
        }
        let base = format!("http://{}", request.header("host").unwrap_or_default());
        let name = match nth {
            1..=3 => PAGES[nth - 1],
            4 => "4-empty",
            _ => "5-changed",
        };
        let mut body = body(&format!("groups-delta-series2021-{name}.json"));
        for key in ["@odata.nextLink", "@odata.deltaLink"] {
            if let Some(link) = body[key].as_str() {
                let link = link.replace("https://graph.microsoft.com", &base);
                body[key] = json!(link);
            }
        }
        // The printed groups have no flags: say what they are.
        for group in body["value"].as_array_mut().expect("objects") {
            group["securityEnabled"] = json!(true);
        }
        Some(Reply::json(200, &body))
    });
    let mut site = TestSite::new(&graph, "");
    let first = site.sync();
    assert_eq!(first.outcome(), SyncOutcome::Complete);
    let before = site.snapshot().groups.len();
    assert!(before >= 3);
    let files = site.files("snapshot");
    site.next_hour();
    site.sync_well();
    assert!(differences(&site.files("snapshot"), &files).is_empty());
    site.next_hour();
    let report = site.sync();
    assert_eq!(report.tenants[0].counts.skipped, 1);
}

#[test]
fn printed_errors_name_code_message_and_request() {
    let cases = [
        (
            "error-501-notimplemented.json",
            501,
            "501 `NotImplemented`",
            "report this as a bug, with the address above",
        ),
        (
            "error-generic-invalidrange.json",
            400,
            "400 `invalidRange`",
            "report this as a bug, with the address above",
        ),
    ];
    for (name, status, words, hint) in cases {
        let graph = FakeGraph::start(small_world());
        let reply = Reply::json(status, &body(name));
        graph.set_fault(move |request, _| {
            request.path.ends_with("users/delta").then(|| reply.clone())
        });
        let report = TestSite::new(&graph, "").sync();
        let problem = &report.tenants[0].problems[0];
        assert!(problem.to_string().contains(words), "{problem}");
        assert!(
            !problem.to_string().contains("request `unknown`"),
            "{problem}"
        );
        assert_eq!(problem.hint().as_deref(), Some(hint));
    }
}
