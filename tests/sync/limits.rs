//! Answers without bounds and servers without end: memory and time stay small (SAFETY.md 4).

use std::io::Write as _;
use std::time::{Duration, Instant};

use rosterbook::model::SyncOutcome;

use crate::first::small_world;
use crate::support::{FakeGraph, Reply, TestSite, id, program};

const MIB: usize = 1 << 20;

/// Sixteen megabytes of blanks that are sixteen kilobytes on the wire.
fn packed_blanks() -> Vec<u8> {
    let level = flate2::Compression::best();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
    for _ in 0..16 {
        packer.write_all(&vec![b' '; MIB]).expect("memory takes it");
    }
    let packed = packer.finish().expect("packed");
    assert!(packed.len() < MIB / 50);
    packed
}

#[test]
fn bomb_and_endless_page_stop_at_the_cap_in_little_memory() {
    let packed = packed_blanks();
    let answers: [Box<dyn Fn() -> Reply + Send + Sync>; 2] = [
        // One gigabyte from one megabyte.
        Box::new(move || Reply {
            times: 64,
            ..Reply::raw(200, "application/json", packed.clone()).with("Content-Encoding", "gzip")
        }),
        Box::new(|| Reply {
            times: 200,
            ..Reply::raw(200, "application/json", vec![b' '; MIB])
        }),
    ];
    for answer in answers {
        let graph = FakeGraph::start(small_world());
        graph.set_fault(move |request, _| request.path.ends_with("users/delta").then(&answer));
        let site = TestSite::new(&graph, "");
        let begin = Instant::now();
        let mut child = program::sync(&site).spawn().expect("started");
        let peak = program::peak_memory(&mut child);
        let output = child.wait_with_output().expect("its output");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains("larger than 67108864 bytes"), "{text}");
        assert!(peak > MIB as u64 && peak < 300 * MIB as u64, "{peak} bytes");
        assert!(begin.elapsed() < Duration::from_secs(60));
        assert!(site.snapshot_of("contoso").is_none());
    }
}

#[test]
fn waits_that_are_told_are_kept_to() {
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(3);
    let date = jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&soon)
        .expect("a date");
    // A date has whole seconds, and some of them pass before it is read.
    let cases = [("0.4", 0.4), ("1", 1.0), (date.as_str(), 1.0)];
    for (value, least) in cases {
        let graph = FakeGraph::start(small_world());
        let told = value.to_owned();
        graph.set_fault(move |request, nth| {
            let refused = request.path.ends_with("users/delta") && nth == 1;
            refused.then(|| Reply::error(503, "serviceNotAvailable").with("Retry-After", &told))
        });
        let site = TestSite::new(&graph, "");
        let begin = Instant::now();
        site.sync_well();
        let waited = begin.elapsed().as_secs_f64();
        assert!(
            waited >= least && waited < least + 20.0,
            "{value}: {waited}"
        );
    }
}

#[test]
fn hung_server_fails_its_tenant_alone_and_in_time() {
    for drips in [false, true] {
        let graphs: Vec<FakeGraph> = (1..=3)
            .map(|number| {
                let mut world = small_world();
                world.tenant = id('t', number);
                FakeGraph::start(world)
            })
            .collect();
        let keys = ["one", "two", "three"];
        let tenants: Vec<(&str, &FakeGraph, String)> = keys
            .into_iter()
            .zip(&graphs)
            .zip(1..)
            .map(|((key, graph), number)| (key, graph, id('t', number)))
            .collect();
        let mut site = TestSite::with_tenants(&tenants, "");
        site.sync_well();
        let before = site.files("snapshot/two");
        for graph in &graphs {
            graph.change(|world| world.add_user(&id('g', 2), &id('u', 5)));
        }
        graphs[1].set_fault(move |request, _| {
            request.path.ends_with("/delta").then(|| {
                let mut reply = Reply::raw(200, "application/json", vec![b' '; 100_000]);
                match drips {
                    true => reply.drip = Duration::from_millis(40),
                    false => reply.delay = Duration::from_secs(60),
                }
                reply
            })
        });
        // The bounds of a real run, a fiftieth as long.
        site.options.limits.idle = Duration::from_millis(600);
        site.options.limits.stall = Duration::from_millis(1200);
        site.options.limits.call = Duration::from_millis(2400);
        site.next_hour();
        let begin = Instant::now();
        let report = site.sync();
        let bound = Duration::from_millis(1800);
        assert!(begin.elapsed() < bound + Duration::from_secs(8));
        assert_eq!(report.outcome(), SyncOutcome::Partial);
        for tenant in &report.tenants {
            let hung = tenant.tenant.as_str() == "two";
            let expected = if hung {
                SyncOutcome::Failed
            } else {
                SyncOutcome::Complete
            };
            assert_eq!(tenant.outcome, expected, "{tenant:?}");
            assert_eq!(tenant.counts.members_added, usize::from(!hung));
        }
        assert_eq!(site.files("snapshot/two"), before);
    }
}

#[test]
fn bounds_of_a_real_run_end_it_within_ninety_seconds() {
    let limits = rosterbook::graph::Limits::default();
    // The stall clock starts with the call and is looked at after each silence.
    assert!(limits.stall + limits.idle <= Duration::from_secs(90));
    assert_eq!(limits.connect, Duration::from_secs(10));
    assert_eq!(limits.page_bytes, 64 * MIB);
}
