//! What the heads of answers tell beside their bodies: the server's clock, the cost of a request.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use super::body::Answer;

/// What was told last.
#[derive(Debug, Default)]
pub struct Told(Mutex<Heads>);

#[derive(Debug, Default, Clone, Copy)]
struct Heads {
    ahead: Option<SignedDuration>,
    units: Option<u64>,
}

impl Told {
    pub(super) fn note(&self, answer: &Answer, now: Timestamp) {
        let date = answer.header("date");
        let date = date.and_then(|text| jiff::fmt::rfc2822::parse(text).ok());
        let units = answer.header("x-ms-resource-unit");
        let mut heads = self.lock();
        if let Some(date) = date {
            heads.ahead = Some(now.duration_since(date.timestamp()));
        }
        heads.units = units.and_then(|text| text.trim().parse().ok());
    }

    /// Returns how far the clock of this machine is ahead of the server's, if it told the time.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.lock().ahead
    }

    /// Returns what the last request cost in resource units, if the server told (GRAPH.md 5).
    pub fn units(&self) -> Option<u64> {
        self.lock().units
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Heads> {
        self.0
            .lock()
            .expect("no thread panics while it holds the heads")
    }
}
