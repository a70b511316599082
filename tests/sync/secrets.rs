//! No file holds a token or the secret of the run (SAFETY.md 8).

use rosterbook::model::SyncOutcome;
use serde_json::json;

use crate::first::small_world;
use crate::support::program;
use crate::support::site::differences;
use crate::support::{FakeGraph, TestSite, id};

const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ.c2lnbmF0dXJl";

#[test]
fn sync_refuses_to_write_a_token_or_its_own_secret_and_says_in_which_file() {
    for secret in [TOKEN, "s3cret-value", "opaque-token-of-this-run"] {
        let graph = FakeGraph::start(small_world());
        graph.accept_token("opaque-token-of-this-run");
        let mut site = TestSite::new(&graph, "");
        site.sync_well();
        if secret.starts_with("opaque") {
            site.edit("auth = \"client_secret\"", "auth = \"access_token\"");
            site.options.environment = rosterbook::graph::Environment::fixed([("SECRET", secret)]);
        }
        let before = (site.files("snapshot"), site.files(".rosterbook/state"));
        let description = json!({ "description": format!("password: {secret}!") });
        graph.change(|world| {
            world.set("groups", &id('g', 2), description.clone());
            world.add_user(&id('g', 1), &id('u', 5));
        });
        for full in [false, true] {
            site.next_hour();
            let report = if full { site.sync_full() } else { site.sync() };
            assert_eq!(report.outcome(), SyncOutcome::Failed);
            let problem = &report.tenants[0].problems[0];
            let text = format!("{problem} {problem:?} {:?}", problem.hint());
            assert!(text.contains("refused to write"), "{text}");
            assert!(text.contains(&format!("{}.json", id('g', 2))), "{text}");
            assert!(!text.contains(secret), "{text}");
            assert!(differences(&site.files("snapshot"), &before.0).is_empty());
            assert!(differences(&site.files(".rosterbook/state"), &before.1).is_empty());
            assert!(site.files(".rosterbook/staging").is_empty());
        }
        graph.change(|world| world.set("groups", &id('g', 2), json!({"description": "clean"})));
        site.next_hour();
        assert_eq!(site.sync_well().tenants[0].counts.members_added, 1);
    }
}

#[test]
fn name_that_looks_like_a_token_is_left_out_of_the_reports_and_fails_no_run() {
    let mut world = small_world();
    let synced = json!({"displayName": TOKEN, "onPremisesSyncEnabled": true});
    world.set("groups", &id('g', 2), synced);
    let graph = FakeGraph::start(world);
    let mut site = TestSite::new(&graph, "");
    for _ in 0..2 {
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Partial);
        for file in ["last-sync.json", "freshness.json"] {
            let path = site.root().join(".rosterbook").join(file);
            let text = std::fs::read_to_string(path).expect("read");
            let expected = "1 groups come from Active Directory, first `[left out]`";
            assert!(text.contains(expected), "{file}: {text}");
            assert!(!text.contains(TOKEN), "{file}: {text}");
        }
        site.next_hour();
    }
}

#[test]
fn build_refuses_the_same_and_leaves_the_old_pages() {
    let graph = FakeGraph::start(small_world());
    let site = TestSite::new(&graph, "");
    site.sync_well();
    let build = || {
        let mut command = program::rosterbook(site.root());
        command.arg("build").env("SECRET", "s3cret-value");
        command.output().expect("a build")
    };
    assert_eq!(build().status.code(), Some(0));
    let before = site.files("public");
    let page = site.root().join("content/handbook.md");
    std::fs::create_dir_all(page.parent().expect("a folder")).expect("made");
    for secret in [TOKEN, "s3cret-value"] {
        let text = format!("+++\ntitle = \"Handbook\"\n+++\nUse {secret} here.\n");
        std::fs::write(&page, text).expect("written");
        let output = build();
        assert_eq!(output.status.code(), Some(7));
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains("refused to write"), "{text}");
        assert!(!text.contains(secret), "{text}");
        assert!(differences(&site.files("public"), &before).is_empty());
    }
    std::fs::write(
        &page,
        "+++\ntitle = \"Handbook\"\n+++\nAsk the help desk.\n",
    )
    .expect("written");
    assert_eq!(build().status.code(), Some(0));
    assert!(site.files("public").len() > before.len());
}
