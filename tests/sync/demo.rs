//! The built-in demo directory, read like any other: over HTTP, state after state.

use rosterbook::config;
use rosterbook::demo;
use rosterbook::sync::{BaseOverride, SyncOptions};

use crate::support::site::differences;

#[test]
fn demo_directory_read_state_by_state_equals_one_full_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("title = \"Demo\"\n[connection.demo]\nauth = \"demo\"\n");
    for tenant in demo::tenants() {
        text.push_str(&format!(
            "[[organization]]\nkey = \"{key}\"\nname = \"{key}\"\n[[tenant]]\nkey = \"{key}\"\n\
             id = \"{id}\"\norganization = \"{key}\"\nconnection = \"demo\"\n\
             on_premises = \"include\"\n",
            key = tenant.key,
            id = tenant.id,
        ));
    }
    std::fs::write(folder.path().join("site.toml"), &text).expect("written");
    let site = config::load(folder.path(), None).expect("a good site.toml");
    let server = demo::start(Some(1)).expect("the demo directory starts");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let sync = |state: u32, full: bool| {
        let base = BaseOverride {
            graph: server.base_url().to_owned(),
            login: server.base_url().to_owned(),
        };
        let options = SyncOptions {
            bases: [("demo".to_owned(), base)].into(),
            full,
            allow_deletes: Some(10_000),
            // Hourly, so that no week passes between two states.
            ..SyncOptions::at(demo::state_time(1) + jiff::SignedDuration::from_hours(state.into()))
        };
        let run = rosterbook::sync::run(&site, &options, &|_| {});
        let report = runtime.block_on(run).expect("a report");
        for tenant in &report.tenants {
            assert!(tenant.problems.is_empty(), "{:?}", tenant.problems);
        }
        report
    };
    let files = || {
        let root = folder.path().join("snapshot");
        let entries = rosterbook::files::walk(&root).expect("walk");
        let read = |path: std::path::PathBuf| {
            let bytes = std::fs::read(root.join(&path)).expect("read");
            (path, bytes)
        };
        entries.into_iter().map(|entry| read(entry.path)).collect()
    };
    let mut state = 1;
    sync(state, false);
    while server.go_to(Some(state + 1)).is_ok() {
        state += 1;
        let report = sync(state, false);
        assert!(report.tenants.iter().all(|tenant| !tenant.full));
    }
    assert!(state > 1);
    let bit_by_bit = files();
    assert!(sync(state, true).tenants.iter().all(|tenant| tenant.full));
    let differences = differences(&files(), &bit_by_bit);
    assert!(differences.is_empty(), "{differences:#?}");
    let report = sync(state, false);
    for tenant in &report.tenants {
        assert_eq!((tenant.counts.requests, tenant.counts.files), (3, 0));
    }
}
