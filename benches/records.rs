//! Importing and matching at the sizes of PERFORMANCE.md: `cargo bench --bench records`.
//!
//! A million CSV rows; 100,000 people against as many contacts; 60,000 devices against as many
//! configurations. Each figure is one line: what, seconds, and the peak memory so far.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use rosterbook::exports::{
    ExportOptions, ExportRequest, OrganizationSelector, read_configurations, read_contacts,
};
use rosterbook::matching::{
    ConfigurationRule, ContactRule, Outcome, Pins, match_devices, match_people,
};
use rosterbook::model::{Device, ObjectId, Person};

fn main() {
    // `cargo test --all-targets` starts this too; it has no business there.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, header: &str, count: usize, row: &dyn Fn(usize) -> String| {
        let file = std::fs::File::create(folder.path().join(name)).expect("writable");
        let mut file = std::io::BufWriter::new(file);
        writeln!(file, "{header}").expect("writable");
        for at in 0..count {
            writeln!(file, "{}", row(at)).expect("writable");
        }
    };
    write("million.csv", CONTACTS, 1_000_000, &contact);
    write("contacts.csv", CONTACTS, 100_000, &contact);
    write("configurations.csv", CONFIGURATIONS, 60_000, &configuration);

    let organization = OrganizationSelector {
        key: "contoso".into(),
        name: "Contoso Ltd".into(),
        aliases: Vec::new(),
    };
    let other = OrganizationSelector {
        key: "fabrikam".into(),
        ..OrganizationSelector::default()
    };
    let options = ExportOptions::default();
    let request = |paths, organization| ExportRequest {
        root: folder.path(),
        paths,
        organization,
        options: &options,
    };
    let million = [PathBuf::from("million.csv")];
    timed("1,000,000 rows of another organization", || {
        read_contacts(&request(&million, &other))
            .expect("reads")
            .records
            .len()
    });
    timed("1,000,000 rows, all kept", || {
        read_contacts(&request(&million, &organization))
            .expect("reads")
            .records
            .len()
    });

    let contacts = [PathBuf::from("contacts.csv")];
    let contacts = read_contacts(&request(&contacts, &organization))
        .expect("reads")
        .records;
    let configurations = [PathBuf::from("configurations.csv")];
    let configurations = read_configurations(&request(&configurations, &organization))
        .expect("reads")
        .records;
    let people: Vec<Person> = (0..100_000).map(person).collect();
    let devices: Vec<Device> = (0..60_000).map(device).collect();
    let matched = |outcomes: &[Outcome]| {
        outcomes
            .iter()
            .filter(|outcome| outcome.record().is_some())
            .count()
    };
    let pins = Pins::default();
    timed("100,000 people against 100,000 contacts", || {
        matched(&match_people(
            &people,
            &contacts,
            &ContactRule::DEFAULT,
            &pins,
        ))
    });
    timed("60,000 devices against 60,000 configurations", || {
        matched(&match_devices(
            &devices,
            &configurations,
            &ConfigurationRule::DEFAULT,
            &pins,
        ))
    });
}

/// Runs `work` three times and writes the shortest time.
fn timed(what: &str, work: impl Fn() -> usize) {
    let mut best = f64::INFINITY;
    let mut count = 0;
    for _ in 0..3 {
        let start = Instant::now();
        count = work();
        best = best.min(start.elapsed().as_secs_f64());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or("VmHWM: unknown");
    writeln!(std::io::stdout(), "{best:8.3} s  {what}: {count}; {peak}").expect("stdout is open");
}

const CONTACTS: &str = "id,organization,first_name,last_name,primary_email,title";

fn contact(at: usize) -> String {
    let (first, last) = (at % 7_919, at % 104_729);
    format!("{at},Contoso Ltd,First{first},Läst{last},User{at}@contoso.example,Dispatcher")
}

const CONFIGURATIONS: &str = "id,organization,name,hostname,Azure AD Device ID,serial_number";

fn configuration(at: usize) -> String {
    let (name, host, id) = match at % 3 {
        0 => (format!("nwt-lt-{at}"), String::new(), String::new()),
        1 => (
            String::new(),
            format!("nwt-lt-{at}.contoso.example"),
            String::new(),
        ),
        _ => (
            String::new(),
            String::new(),
            ObjectId::from_u128(at as u128 + 1).to_string(),
        ),
    };
    format!("{at},Contoso Ltd,{name},{host},{id},SN{at}ABCD")
}

/// One person in three is found by name only.
fn person(at: usize) -> Person {
    let (first, last) = (at % 7_919, at % 104_729);
    let mail = match at % 3 {
        0 => String::new(),
        _ => format!(r#""mail":"user{at}@contoso.example","#),
    };
    let id = ObjectId::from_u128(at as u128);
    let json = format!(
        r#"{{"id":"{id}","givenName":"First{first}","surname":"Läst{last}",{mail}
            "aliases":["a{at}@contoso.example","b{at}@contoso.example"],
            "userPrincipalName":"u{at}@contoso.example"}}"#
    );
    serde_json::from_str(&json).expect("a person")
}

fn device(at: usize) -> Device {
    let (id, own) = (
        ObjectId::from_u128(at as u128),
        ObjectId::from_u128(at as u128 + 1),
    );
    let json = format!(r#"{{"id":"{id}","deviceId":"{own}","displayName":"NWT-LT-{at}"}}"#);
    serde_json::from_str(&json).expect("a device")
}
