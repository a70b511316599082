//! `rosterbook publish`: sync, build, check in one go (FEATURES.md S21).

use std::time::Duration;

use super::arguments::{Global, PublishArguments};
use super::check::{self, CheckOptions, Finding, FindingKind};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::{build, sync, workspace};
use crate::build::BuildOptions;
use crate::model::Severity;
use crate::sync::read_freshness;

/// The most findings that an hourly log repeats.
const FINDINGS: usize = 20;

/// Does the whole hourly job.
pub(super) fn run(
    global: &Global,
    arguments: &PublishArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    let mut codes = Vec::new();
    let options = sync::options(&site)?;
    let synced = match sync::read(&site, &options, terminal) {
        Ok(report) => {
            sync::tell(&report, false, terminal);
            codes.push(sync::code(&report));
            Some(report)
        }
        Err(failure) if matches!(failure.code, Code::Failed | Code::Locked) => {
            // The old data is whole: it is still worth publishing, with its age on every page.
            codes.push(failure.code);
            terminal.failure_only(&failure);
            None
        }
        Err(failure) => return Err(failure),
    };
    let options = BuildOptions {
        organizations: Vec::new(),
        output: None,
        strict: arguments.strict,
        freshness: read_freshness(&site.root),
        lock_timeout: Duration::from_secs(0),
    };
    let built = build::build(&site, &options, terminal).map_err(|failure| Failure {
        code: Code::worst(codes.iter().copied().chain([failure.code])),
        ..failure
    })?;
    let checks = CheckOptions {
        max_age: None,
        links: !built.idle,
    };
    let checked = check::check(&site, &checks, sync::now()?)?;
    let findings = checked.findings;
    if !terminal.wants_json() {
        let about_site = findings.iter().filter(|it| it.kind == FindingKind::Site);
        check::print(about_site, FINDINGS, terminal);
        for line in &checked.health {
            terminal.say(line);
        }
    }
    if findings.iter().any(|it| counts(it, arguments.strict)) {
        codes.push(Code::Findings);
    }
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({
            "sync": synced,
            "build": build::document(&built),
            "check": check::document(&findings),
        }));
    }
    terminal.next_step("rosterbook serve --open");
    Ok(Code::worst(codes))
}

/// Returns whether a finding decides the exit code.
///
/// What is wrong with groups in Entra would fail every hour of every real tenant, so it is told and
/// counts only in strict mode, as warnings do (FEATURES.md S21).
fn counts(finding: &Finding, strict: bool) -> bool {
    let error = finding.kind == FindingKind::Site && finding.severity == Severity::Error;
    error || (strict && finding.is_grave())
}
