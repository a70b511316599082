//! `.rosterbook/`: when each tenant was last read, run reports, and unfinished commits.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::report::SyncReport;
use crate::files::{self, FileError, Secrets};
use crate::model::{Freshness, SyncOutcome, TenantFreshness};
use crate::snapshot;

/// Returns the folder that is the site's own business and may be lost at any time.
pub(super) fn private(root: &Path) -> PathBuf {
    root.join(".rosterbook")
}

/// Returns the file that keeps when each tenant was last read.
pub fn freshness_file(root: &Path) -> PathBuf {
    private(root).join("freshness.json")
}

/// Returns where a tenant's files are staged.
pub(super) fn staging(root: &Path, name: &str) -> PathBuf {
    private(root).join("staging").join(name)
}

/// Reads when each tenant was last read; empty when that is not known.
pub fn read_freshness(root: &Path) -> Freshness {
    files::read_if_exists(&freshness_file(root))
        .ok()
        .flatten()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// Finishes or discards what a killed run left; the caller holds the lock of the snapshot.
///
/// # Errors
/// When the system refuses, or a record of a commit cannot be read.
pub fn recover(root: &Path) -> Result<(), FileError> {
    for folder in files::list_dir(&private(root).join("staging"))? {
        files::recover(&root.join(snapshot::FOLDER), &folder)?;
    }
    // Only sync writes there: the other folders may hold what a build is about to rename.
    files::sweep_temp_files(&private(root).join("state"))?;
    Ok(())
}

/// Keeps what is known about this run; tenants that were not asked for keep theirs.
pub(super) fn write(root: &Path, report: &SyncReport, now: Timestamp) -> Result<(), FileError> {
    let mut freshness = read_freshness(root);
    for tenant in &report.tenants {
        let old = freshness.tenants.remove(&tenant.tenant);
        let mut streams = old.map(|old| old.streams).unwrap_or_default();
        let has_read = !matches!(tenant.outcome, SyncOutcome::Failed | SyncOutcome::Refused);
        if has_read {
            let read = tenant.streams.iter().map(|name| ((*name).to_owned(), now));
            streams.extend(read);
        }
        let entry = TenantFreshness {
            tried: now,
            outcome: tenant.outcome,
            problem: tenant.problems.first().map(ToString::to_string),
            streams,
        };
        freshness.tenants.insert(tenant.tenant.clone(), entry);
    }
    let mut bytes = serde_json::to_vec_pretty(&freshness).expect("plain fields become JSON");
    bytes.push(b'\n');
    Secrets::default().check(&freshness_file(root), &bytes)?;
    files::write_if_changed(&freshness_file(root), &bytes)?;
    let mut bytes = serde_json::to_vec_pretty(report).expect("plain fields become JSON");
    bytes.push(b'\n');
    let path = private(root).join("last-sync.json");
    Secrets::default().check(&path, &bytes)?;
    files::write_if_changed(&path, &bytes)?;
    Ok(())
}
