//! The site as it is shown now: the newest finished build, the last good one, what went wrong.
//!
//! Readers take what they need and answer outside the lock, so that no page waits for another.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::source::{BuildProblem, Served, SitePages};

/// One finished build, and whether one of its pages was found to fail.
#[derive(Clone)]
pub(super) struct Generation {
    pages: Arc<dyn SitePages>,
    failed: Arc<AtomicBool>,
}

impl Generation {
    /// Returns a file; a page that fails, or breaks the program, makes this build no fallback.
    pub(super) fn get(&self, path: &str) -> Option<Result<Served, Box<BuildProblem>>> {
        let got = catch_unwind(AssertUnwindSafe(|| self.pages.get(path))).unwrap_or_else(|panic| {
            let problem = BuildProblem::panicked("The page broke", panic.as_ref());
            Some(Err(Box::new(problem)))
        });
        if matches!(got, Some(Err(_))) {
            self.failed.store(true, Ordering::Relaxed);
        }
        got
    }
}

/// What one reader sees; it does not change under its hands.
#[derive(Clone, Default)]
pub(super) struct View {
    /// Grows with every change, a failed build included.
    pub(super) revision: u64,
    /// The newest build that came to its end.
    pub(super) current: Option<Generation>,
    /// An older build whose pages stand in for those that now fail.
    pub(super) fallback: Option<Generation>,
    /// Why the newest try failed, when it did.
    pub(super) problem: Option<Arc<BuildProblem>>,
}

#[derive(Default)]
struct State {
    view: View,
    closed: bool,
}

/// The site that is served, changed by the watcher alone.
#[derive(Default)]
pub(super) struct Site {
    state: Mutex<State>,
    changed: Condvar,
}

impl Site {
    fn lock(&self) -> MutexGuard<'_, State> {
        // What is guarded is replaced as a whole: a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn view(&self) -> View {
        self.lock().view.clone()
    }

    /// Takes in the outcome of a build, then wakes whoever waits; returns the new revision.
    pub(super) fn publish(&self, outcome: Result<Arc<dyn SitePages>, Box<BuildProblem>>) -> u64 {
        let mut state = self.lock();
        let view = &mut state.view;
        view.revision += 1;
        let revision = view.revision;
        match outcome {
            Ok(pages) => {
                let next = Generation {
                    pages,
                    failed: Arc::default(),
                };
                if let Some(before) = view.current.replace(next)
                    && !before.failed.load(Ordering::Relaxed)
                {
                    view.fallback = Some(before);
                }
                view.problem = None;
            }
            Err(problem) => view.problem = Some(Arc::from(problem)),
        }
        drop(state);
        self.changed.notify_all();
        revision
    }

    /// Waits until the revision is no longer `seen`, or for `time`; `None` once all is over.
    pub(super) fn wait(&self, seen: u64, time: Duration) -> Option<u64> {
        let state = self.lock();
        let (state, _) = self
            .changed
            .wait_timeout_while(state, time, |state| {
                !state.closed && state.view.revision == seen
            })
            .unwrap_or_else(PoisonError::into_inner);
        (!state.closed).then_some(state.view.revision)
    }

    /// Wakes all who wait, for good.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }
}
