//! `rosterbook snapshot`: canonical form, integrity, older versions.

use super::arguments::{Global, SnapshotAction, SnapshotArguments};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::files::{self, Lock, LockRequest};
use crate::{snapshot, sync};

/// Verifies, formats or migrates the snapshot.
pub(super) fn run(
    global: &Global,
    arguments: &SnapshotArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    let folder = site.root.join(snapshot::FOLDER);
    match arguments.action {
        SnapshotAction::Verify => verify(&folder, terminal),
        SnapshotAction::Fmt => {
            let private = site.root.join(".rosterbook");
            files::create_private_dir(&private)?;
            let _lock = Lock::take(&LockRequest {
                path: private.join("locks").join("snapshot.lock"),
                timeout: std::time::Duration::ZERO,
            })?;
            sync::recover(&site.root)?;
            let mut written = Vec::new();
            for key in snapshot::tenant_folders(&folder)? {
                let staging = private.join("staging").join(format!("fmt-{key}"));
                let report = snapshot::format(&folder, &staging, &key)?;
                written.extend(report.written.iter().map(|it| it.display().to_string()));
            }
            if terminal.wants_json() {
                terminal.document(&serde_json::json!({ "written": written }));
            }
            for path in &written {
                terminal.say(&format!("formatted {path}"));
            }
            if written.is_empty() {
                terminal.say("every file has its canonical form");
            }
            Ok(Code::Done)
        }
        SnapshotAction::Migrate => {
            // The version is checked on every load; there has been no other one to come from.
            let exists = snapshot::check_version(&folder)?;
            let found = if exists { snapshot::VERSION } else { 0 };
            if terminal.wants_json() {
                terminal.document(&serde_json::json!({ "version": found, "migrated": [] }));
            }
            terminal.say(&if exists {
                format!("the snapshot has version {found}, the newest: nothing to do")
            } else {
                "there is no snapshot yet: nothing to do".to_owned()
            });
            Ok(Code::Done)
        }
    }
}

fn verify(folder: &std::path::Path, terminal: &Terminal) -> Result<Code, Failure> {
    let findings = snapshot::verify(folder);
    let lines: Vec<String> = findings.iter().map(|it| it.error.to_string()).collect();
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({ "findings": lines }));
    } else {
        for line in &lines {
            terminal.data(line);
        }
    }
    if findings.is_empty() {
        terminal.say("the snapshot is sound");
        return Ok(Code::Done);
    }
    Ok(Code::Snapshot)
}
