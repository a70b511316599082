//! How long and how much: each bound is one of SAFETY.md 4.

use std::time::Duration;

/// The bounds of a client.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The time for making a connection.
    pub connect: Duration,
    /// The longest silence inside an answer.
    pub idle: Duration,
    /// The time of one request, answer included.
    pub call: Duration,
    /// The time without a completed answer, announced waits left out: a server that drips a byte
    /// per second is never silent, yet must not hold a run for ever.
    pub stall: Duration,
    /// The longest wait that a server may ask for; beyond it the tenant is put off.
    pub longest_wait: Duration,
    /// The first wait when the server names none; it doubles up to a minute.
    pub first_backoff: Duration,
    /// Tries of one call when the server names no wait.
    pub tries: usize,
    /// Tries of one call when the server does name waits.
    pub told_tries: usize,
    /// The size of one answer after decompression.
    pub page_bytes: usize,
    /// Pages of one round.
    pub pages: usize,
    /// Pages in a row that change nothing.
    pub idle_pages: usize,
    /// The time in which the service takes five requests for its audit log (GRAPH.md 5).
    pub audit_window: Duration,
    /// Pages of the audit log: half a minute of pauses for what explains one hour.
    pub audit_pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            call: Duration::from_secs(120),
            stall: Duration::from_secs(60),
            longest_wait: Duration::from_secs(300),
            first_backoff: Duration::from_secs(1),
            tries: 6,
            told_tries: 40,
            page_bytes: 64 << 20,
            pages: 100_000,
            idle_pages: 1_000,
            audit_window: Duration::from_secs(10),
            audit_pages: 20,
        }
    }
}
