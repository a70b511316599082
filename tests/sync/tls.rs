//! Certificates: bad ones are refused, a further authority is trusted when a file names it.

use rosterbook::graph::Environment;
use rosterbook::model::SyncOutcome;
use rosterbook::sync::SyncError;

use crate::first::small_world;
use crate::support::tls::{self, Authority};
use crate::support::{FakeGraph, TestSite};

fn trust(site: &mut TestSite, file: &str) {
    let file = site.root().join(file).to_string_lossy().into_owned();
    site.options.environment =
        Environment::fixed([("SECRET", "s3cret-value"), ("ROSTERBOOK_CA_FILE", &file)]);
}

#[test]
fn bad_certificate_is_refused_and_a_named_authority_is_trusted() {
    let authority = Authority::new();
    let other = Authority::new();
    let cases = [
        ("good", authority.certificate("localhost", false), true),
        ("expired", authority.certificate("localhost", true), false),
        (
            "wrong host",
            authority.certificate("graph.example", false),
            false,
        ),
        ("self-signed", tls::self_signed("localhost"), false),
        (
            "of another authority",
            other.certificate("localhost", false),
            false,
        ),
    ];
    for (name, config, is_good) in cases {
        let graph = FakeGraph::start_with(small_world(), |handler| tls::serve(config, handler));
        let mut site = TestSite::new(&graph, "");
        std::fs::write(site.root().join("ca.pem"), &authority.pem).expect("written");
        // Without the file the authority is nobody's.
        let report = site.sync();
        assert_eq!(report.outcome(), SyncOutcome::Failed, "{name}");
        trust(&mut site, "ca.pem");
        let report = site.sync();
        let expected = match is_good {
            true => SyncOutcome::Complete,
            false => SyncOutcome::Failed,
        };
        assert_eq!(report.outcome(), expected, "{name}: {report:?}");
        if is_good {
            assert_eq!(site.snapshot().groups.len(), 3);
            continue;
        }
        assert!(graph.requests().is_empty(), "{name}: nothing is sent");
        let problem = &report.tenants[0].problems[0];
        let text = problem.to_string().to_lowercase();
        assert!(text.contains("certificate"), "{name}: {text}");
        let hint = problem.hint().expect("a hint");
        assert!(hint.contains("certificates of this machine"), "{hint}");
        assert!(site.snapshot_of("contoso").is_none());
    }
}

#[test]
fn file_of_authorities_that_holds_none_stops_the_run_before_anything_is_sent() {
    let graph = FakeGraph::start(small_world());
    let mut site = TestSite::new(&graph, "");
    std::fs::write(site.root().join("empty.pem"), "no certificate").expect("written");
    for (file, words) in [
        ("empty.pem", "holds no certificate"),
        ("missing.pem", "cannot"),
    ] {
        trust(&mut site, file);
        let error = site.try_sync().expect_err("refused");
        assert!(matches!(error, SyncError::Authority(_)), "{error}");
        let text = error.to_string();
        assert!(text.contains(words) && text.contains(file), "{text}");
    }
    assert!(graph.requests().is_empty());
    assert!(!site.root().join(".rosterbook").exists());
}
