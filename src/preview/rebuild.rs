//! From events on the disk to a new site: what is watched, when it is made anew.
//!
//! One thread runs it; nothing else changes the site that is served.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::fingerprint::Fingerprints;
use super::quiet::{Batch, Signal, gather};
use super::server::Notice;
use super::site::Site;
use super::source::{BuildProblem, Changes, SitePages, SiteSource};
use super::watch::DiskWatch;
use crate::files;

/// How often places are looked at where the system cannot watch them.
const POLL: Duration = Duration::from_secs(1);
/// How long a polled place has to stay as it is before it is built.
const SETTLE: Duration = Duration::from_millis(100);

pub(super) type Outcome = Result<Arc<dyn SitePages>, Box<BuildProblem>>;

/// Makes the site; a panic in it is one more problem to show.
pub(super) fn rebuild(source: &mut impl SiteSource, changes: &Changes) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| source.rebuild(changes))).unwrap_or_else(|panic| {
        Err(Box::new(BuildProblem::panicked(
            "The build broke",
            panic.as_ref(),
        )))
    })
}

pub(super) fn tell(
    site: &Site,
    outcome: Outcome,
    changed: Vec<PathBuf>,
    notices: &impl Fn(Notice),
) {
    let problem = outcome.as_ref().err().cloned();
    let revision = site.publish(outcome);
    notices(match problem {
        None => Notice::Built { revision, changed },
        Some(problem) => Notice::Failed(problem),
    });
}

/// What is watched, and what it held.
pub(super) struct Watching {
    roots: Vec<PathBuf>,
    known: Fingerprints,
    /// `None` where the disk is polled.
    disk: Option<DiskWatch>,
}

impl Watching {
    pub(super) fn new(
        roots: Vec<PathBuf>,
        signals: Sender<Signal>,
        notices: &impl Fn(Notice),
    ) -> Self {
        let disk = DiskWatch::new(signals).and_then(|mut disk| disk.watch(&roots).map(|()| disk));
        let mut watching = Self {
            roots,
            known: Fingerprints::default(),
            disk: None,
        };
        match disk {
            Ok(disk) => watching.disk = Some(disk),
            Err(error) => watching.poll(error.to_string(), notices),
        }
        watching
    }

    /// Remembers what the files hold now: later changes are told apart from that.
    pub(super) fn take_stock(&mut self) {
        self.known.rescan(&self.roots);
    }

    fn poll(&mut self, reason: String, notices: &impl Fn(Notice)) {
        self.disk = None;
        notices(Notice::Polling { reason });
    }

    /// Rebuilds the site whenever its files hold something else, until it is told to stop.
    pub(super) fn run(
        mut self,
        signals: &Receiver<Signal>,
        source: &mut impl SiteSource,
        site: &Site,
        notices: &impl Fn(Notice),
        failed: bool,
    ) {
        // Until a first build succeeds there is nothing that changes could be told apart from.
        let mut anything = failed;
        let mut pending = BTreeSet::new();
        let mut carried = BTreeSet::new();
        loop {
            let mut changed = std::mem::take(&mut carried);
            if changed.is_empty() {
                match self.next(signals) {
                    Some(batch) if !batch.stop => changed = self.look(&batch, notices),
                    _ => return,
                }
            }
            if changed.is_empty() {
                continue;
            }
            pending.extend(changed);
            let files: Vec<PathBuf> = pending.iter().cloned().collect();
            let changes = match anything {
                true => Changes::Anything,
                false => Changes::Files(files.clone()),
            };
            let outcome = rebuild(source, &changes);
            if outcome.is_ok() {
                pending.clear();
                anything = false;
            }
            tell(site, outcome, files, notices);
            let roots = source.watched();
            if roots != self.roots {
                self.roots = roots;
                self.watch_anew(notices);
                // What was written before this is in no build for sure: once more, and all is.
                carried = self.known.rescan(&self.roots);
            }
        }
    }

    /// Waits for the next batch; polls where the disk cannot be watched.
    fn next(&self, signals: &Receiver<Signal>) -> Option<Batch> {
        if self.disk.is_some() {
            return Some(gather(signals.recv().ok()?, signals));
        }
        match signals.recv_timeout(POLL) {
            Ok(signal) => Some(gather(signal, signals)),
            Err(RecvTimeoutError::Timeout) => Some(gather(Signal::LookEverywhere, signals)),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn look(&mut self, batch: &Batch, notices: &impl Fn(Notice)) -> BTreeSet<PathBuf> {
        if let Some(reason) = &batch.failed
            && self.disk.is_some()
        {
            self.poll(reason.clone(), notices);
        }
        let moved = self
            .disk
            .as_mut()
            .is_some_and(|disk| disk.forget(&batch.paths));
        self.watch_anew(notices);
        if self.disk.is_none() {
            self.settled()
        } else if batch.everywhere || moved {
            self.known.rescan(&self.roots)
        } else {
            self.known
                .look_at(&self.as_given(&batch.paths), &self.roots)
        }
    }

    /// Returns the paths by the names that the site uses: some systems tell where links lead to.
    fn as_given(&self, paths: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let real: Vec<(&PathBuf, PathBuf)> = self
            .roots
            .iter()
            .map(|root| (root, files::resolve(root)))
            .filter(|(root, real)| *root != real)
            .collect();
        let given = |path: &PathBuf| {
            real.iter().find_map(|(root, real)| {
                let below = path.strip_prefix(real).ok()?;
                Some(match below.as_os_str().is_empty() {
                    true => (*root).clone(),
                    false => root.join(below),
                })
            })
        };
        let is_above = |path: &PathBuf| real.iter().any(|(_, real)| real.starts_with(path));
        paths
            .iter()
            .flat_map(|path| match given(path) {
                Some(path) => vec![path],
                None if is_above(path) => self.roots.clone(),
                None => vec![path.clone()],
            })
            .collect()
    }

    /// Looks until nothing differs any more: no event tells when somebody is done.
    fn settled(&mut self) -> BTreeSet<PathBuf> {
        /// Somebody who writes without pause still sees pages.
        const ROUNDS: usize = 20;
        let mut changed = self.known.rescan(&self.roots);
        for _ in 0..ROUNDS {
            if changed.is_empty() {
                break;
            }
            thread::sleep(SETTLE);
            let more = self.known.rescan(&self.roots);
            if more.is_empty() {
                break;
            }
            changed.extend(more);
        }
        changed
    }

    fn watch_anew(&mut self, notices: &impl Fn(Notice)) {
        let watched = self.disk.as_mut().map(|disk| disk.watch(&self.roots));
        if let Some(Err(error)) = watched {
            self.poll(error.to_string(), notices);
        }
    }
}

#[cfg(test)]
mod tests;
