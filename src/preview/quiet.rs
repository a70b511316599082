//! Waiting until the disk is quiet: many events become one look.
//!
//! It knows nothing of what the events mean.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Editors save by rename; this covers the pair.
const QUIET: Duration = Duration::from_millis(100);
/// Somebody who writes without pause still sees pages.
const CAP: Duration = Duration::from_secs(1);
/// So many events are a checkout or an unpacking: it is waited for, or it would be built twice.
const MANY: usize = 200;
/// Such work pauses for longer than an editor does, the more so on a busy machine.
const QUIET_MANY: Duration = Duration::from_secs(1);
/// And takes longer.
const CAP_MANY: Duration = Duration::from_secs(30);

/// What the watcher says.
#[derive(Debug)]
pub(super) enum Signal {
    /// Something happened at these places.
    Look(Vec<PathBuf>),
    /// Events were lost: look at everything.
    LookEverywhere,
    /// Watching failed, for this reason.
    Failed(String),
    /// The preview ends.
    Stop,
}

/// What came while the disk was not quiet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) paths: BTreeSet<PathBuf>,
    pub(super) everywhere: bool,
    pub(super) failed: Option<String>,
    pub(super) stop: bool,
    events: usize,
}

impl Batch {
    fn add(&mut self, signal: Signal) {
        self.events += 1;
        match signal {
            Signal::Look(paths) => self.paths.extend(paths),
            Signal::LookEverywhere => self.everywhere = true,
            Signal::Failed(reason) => self.failed = Some(reason),
            Signal::Stop => self.stop = true,
        }
    }
}

/// Gathers signals, from `first` on, until none has come for a while.
pub(super) fn gather(first: Signal, signals: &Receiver<Signal>) -> Batch {
    let start = Instant::now();
    let mut batch = Batch::default();
    batch.add(first);
    loop {
        let (quiet, cap) = match batch.events < MANY {
            true => (QUIET, CAP),
            false => (QUIET_MANY, CAP_MANY),
        };
        let left = cap.saturating_sub(start.elapsed());
        if batch.stop || left.is_zero() {
            return batch;
        }
        match signals.recv_timeout(quiet.min(left)) {
            Ok(signal) => batch.add(signal),
            Err(RecvTimeoutError::Timeout) => return batch,
            Err(RecvTimeoutError::Disconnected) => batch.stop = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn signals_that_come_together_are_one_batch() {
        let (sender, receiver) = channel();
        for at in 0..5000 {
            let signal = Signal::Look(vec![format!("/content/{}", at % 100).into()]);
            sender.send(signal).expect("received");
        }
        sender.send(Signal::LookEverywhere).expect("received");
        let batch = gather(Signal::Look(vec![]), &receiver);
        assert_eq!(
            (batch.paths.len(), batch.everywhere, batch.stop),
            (100, true, false)
        );
        drop(sender);
        assert!(gather(Signal::Look(vec![]), &receiver).stop);
    }
}
