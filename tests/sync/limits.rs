//! Answers without bounds and servers without end: memory and time stay small (SAFETY.md 4).

use std::time::{Duration, Instant};

use rosterbook::model::SyncOutcome;

use crate::first::small_world;
use crate::support::{FakeGraph, Reply, TestSite, id, program};

const MIB: usize = 1 << 20;

/// One gigabyte of blanks that is one megabyte on the wire: one packed block, again and again.
fn bomb() -> Vec<u8> {
    let mut packer = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(MIB);
    let blanks = vec![b' '; 16 * MIB];
    packer
        .compress_vec(&blanks, &mut block, flate2::FlushCompress::Full)
        .expect("packed");
    assert!(packer.total_in() == blanks.len() as u64 && block.len() < MIB / 50);
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    packed.extend(block.repeat(64));
    packed
}

#[test]
fn bomb_and_endless_page_stop_at_the_cap_in_little_memory() {
    let packed = bomb();
    let answers: [Box<dyn Fn() -> Reply + Send + Sync>; 2] = [
        Box::new(move || {
            Reply::raw(200, "application/json", packed.clone()).with("Content-Encoding", "gzip")
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
    let date = || {
        let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(3);
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&soon)
            .expect("a date")
    };
    // A date has whole seconds, of which a part has passed already when it is made.
    for (value, least) in [(Some("0.4"), 0.4), (Some("1"), 1.0), (None, 1.9)] {
        let graph = FakeGraph::start(small_world());
        graph.set_fault(move |request, nth| {
            let refused = request.path.ends_with("users/delta") && nth == 1;
            let told = value.map_or_else(date, str::to_owned);
            refused.then(|| Reply::error(503, "serviceNotAvailable").with("Retry-After", &told))
        });
        let site = TestSite::new(&graph, "");
        let begin = Instant::now();
        site.sync_well();
        let waited = begin.elapsed().as_secs_f64();
        assert!(
            waited >= least && waited < least + 20.0,
            "{value:?}: {waited}"
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
