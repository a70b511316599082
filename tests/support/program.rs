//! The program itself as a child, against the scripted directory: signals, exit codes, memory.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::TestSite;

/// A run of `rosterbook sync` on a site, reading where the site's tests read.
pub fn sync(site: &TestSite) -> Command {
    let mut command = rosterbook(site.root());
    let base = site.options.bases.values().next().expect("a directory");
    command
        .arg("sync")
        .env("ROSTERBOOK_GRAPH_URL", &base.graph)
        .env("ROSTERBOOK_LOGIN_URL", &base.login)
        .env("SECRET", "s3cret-value")
        .env(
            "SOURCE_DATE_EPOCH",
            site.options.now.as_second().to_string(),
        );
    command
}

/// The program in a site, quiet and with its output kept.
pub fn rosterbook(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rosterbook"));
    command
        .arg("-C")
        .arg(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// How a child ended, and how long that took from now on.
pub fn wait(mut child: Child, longest: Duration) -> (Output, Duration) {
    let begin = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        if begin.elapsed() > longest {
            child.kill().expect("killed");
            panic!("the run does not end within {longest:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let time = begin.elapsed();
    (child.wait_with_output().expect("its output"), time)
}

/// Sends a signal by name.
pub fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-s", name, &id]).status();
    assert!(sent.expect("kill").success());
}

/// The most memory in bytes that a child used until its end.
pub fn peak_memory(child: &mut Child) -> u64 {
    let path = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("a child").is_none() {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: u64 = line
            .and_then(|line| line.split_whitespace().next())
            .and_then(|number| number.parse().ok())
            .unwrap_or(0);
        peak = peak.max(kilobytes * 1024);
        std::thread::sleep(Duration::from_millis(3));
    }
    peak
}
