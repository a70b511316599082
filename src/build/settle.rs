//! Reading a snapshot that is whole: not in the middle of a commit, and not of a run that was killed.

use std::path::Path;
use std::time::{Duration, Instant};

use super::error::BuildError;
use crate::files::{self, Lock, LockError, LockRequest};
use crate::sync;

/// How long a commit may take before waiting for it is given up: it moves files, nothing else.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often to look whether a commit has ended.
const POLL: Duration = Duration::from_millis(20);

/// Waits until no commit of a sync is under way, and finishes one that was cut short.
///
/// # Errors
/// When another run holds the snapshot for longer than a commit takes, or the system refuses.
pub fn settle(root: &Path) -> Result<(), BuildError> {
    let begin = Instant::now();
    while is_under_way(root)? {
        let request = LockRequest {
            path: root.join(".rosterbook").join("locks").join("snapshot.lock"),
            timeout: Duration::ZERO,
        };
        match Lock::take(&request) {
            Ok(_lock) => return Ok(sync::recover(root)?),
            Err(LockError::Held { .. }) if begin.elapsed() < PATIENCE => std::thread::sleep(POLL),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Returns whether some commit has begun to move files and has not said that it is done.
fn is_under_way(root: &Path) -> Result<bool, BuildError> {
    let folders = files::list_dir(&root.join(".rosterbook").join("staging"))?;
    Ok(folders.iter().any(|folder| files::has_commit(folder)))
}
