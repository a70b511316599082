//! `.rosterbook/`: when each tenant was last read, run reports, and unfinished commits.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::report::SyncReport;
use crate::files::{self, FileError, Secrets};
use crate::graph::redact;
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
    write_report(&freshness_file(root), &freshness)?;
    write_report(&private(root).join("last-sync.json"), report)
}

/// Writes a report of the run.
///
/// Its texts name groups as the directory does. A name that looks like a token is left out: the run
/// is over, and refusing its report would make a failure of it.
fn write_report(path: &Path, report: &impl Serialize) -> Result<(), FileError> {
    let mut bytes = document(report);
    if is_refused(path, &bytes) {
        let mut value = serde_json::to_value(report).expect("plain fields become JSON");
        leave_out_tokens(path, &mut value);
        bytes = document(&value);
        Secrets::default().check(path, &bytes)?;
    }
    files::write_if_changed(path, &bytes)?;
    Ok(())
}

fn document(report: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(report).expect("plain fields become JSON");
    bytes.push(b'\n');
    bytes
}

fn is_refused(path: &Path, bytes: &[u8]) -> bool {
    Secrets::default().check(path, bytes).is_err()
}

fn leave_out_tokens(path: &Path, value: &mut Value) {
    match value {
        Value::String(text) if is_refused(path, text.as_bytes()) => {
            *text = redact(text);
            // What a file may not hold is wider than what a log leaves out.
            if is_refused(path, text.as_bytes()) {
                "[left out]".clone_into(text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| leave_out_tokens(path, it)),
        Value::Object(map) => map.values_mut().for_each(|it| leave_out_tokens(path, it)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_lose_what_looks_like_a_token_and_nothing_else() {
        const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ.c2lnbmF0dXJl";
        let mut report = json!({"tenants": [{"tenant": "contoso", "problems": [
            format!("3 groups, first `{TOKEN}`, `Sales`"), format!("x{TOKEN}"), "plain"]}]});
        leave_out_tokens(Path::new("last-sync.json"), &mut report);
        let expected = json!({"tenants": [{"tenant": "contoso", "problems": [
            "3 groups, first `[left out]`, `Sales`", "[left out]", "plain"]}]});
        assert_eq!(report, expected);
    }
}
