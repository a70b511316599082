//! `rosterbook doctor`: tries what a sync would need, and prints the fix for each fault.

use jiff::SignedDuration;
use serde::Serialize;

use super::arguments::Global;
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::{sync as sync_command, workspace};
use crate::build::Loader;
use crate::config::Site;
use crate::sync::{self, Diagnosis, PageFacts, PermissionCheck};

/// One thing that was tried.
#[derive(Debug, Serialize)]
struct Trial {
    /// What was tried.
    what: String,
    /// `ok`, `note` or `fault`.
    result: &'static str,
    /// What was found.
    found: String,
    /// What to do, or `null`.
    fix: Option<String>,
}

/// Tries configuration, exports, sign-in, permissions and the age of the data.
pub(super) fn run(global: &Global, terminal: &Terminal) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    let mut trials = vec![Trial {
        what: "site.toml".into(),
        result: "ok",
        found: format!(
            "{} organizations, {} tenants",
            site.organizations.len(),
            site.tenants.len()
        ),
        fix: None,
    }];
    trials.push(inputs(&site));
    trials.extend(ages(&site)?);
    for diagnosis in sync_command::diagnose(&site)? {
        trials.extend(clock(&diagnosis));
        trials.extend(tenant(&diagnosis));
        trials.extend(diagnosis.pages.iter().map(|it| page(&diagnosis, it)));
    }
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({ "trials": trials }));
    } else {
        for trial in &trials {
            terminal.data(&format!(
                "{:<5} {}: {}",
                trial.result, trial.what, trial.found
            ));
            if let Some(fix) = &trial.fix {
                terminal.data(&format!("      fix: {fix}"));
            }
        }
    }
    let faulty = trials.iter().any(|trial| trial.result == "fault");
    Ok(if faulty { Code::Failed } else { Code::Done })
}

/// Reads exports, overlays and snapshot as a build would.
fn inputs(site: &Site) -> Trial {
    let what = "exports, content and snapshot".to_owned();
    match Loader::default().load(site, &[], sync::read_freshness(&site.root)) {
        Ok(loaded) => Trial {
            what,
            result: if loaded.warnings.is_empty() {
                "ok"
            } else {
                "note"
            },
            found: format!("readable, {} warnings", loaded.warnings.len()),
            fix: (!loaded.warnings.is_empty()).then(|| "`rosterbook check` lists them".to_owned()),
        },
        Err(error) => {
            let failure = Failure::from(error);
            Trial {
                what,
                result: "fault",
                found: failure.message,
                fix: failure.hint,
            }
        }
    }
}

/// Looks at when each tenant was last read.
fn ages(site: &Site) -> Result<Vec<Trial>, Failure> {
    let now = sync_command::now()?;
    let known = sync::read_freshness(&site.root);
    let trials = site
        .tenants
        .iter()
        .filter(|tenant| tenant.enabled)
        .map(|tenant| {
            let what = format!("age of `{}`", tenant.key);
            let last = known
                .tenants
                .get(&tenant.key)
                .and_then(|it| it.streams.values().min());
            match last {
                None => Trial {
                    what,
                    result: "note",
                    found: "last sync not known here".into(),
                    fix: Some("run `rosterbook sync`, or look at the machine that does".into()),
                },
                Some(last) if now.duration_since(*last) > site.stale_after => Trial {
                    what,
                    result: "fault",
                    found: format!(
                        "last read {} hours ago",
                        now.duration_since(*last).as_hours()
                    ),
                    fix: Some("look whether the hourly job still runs".into()),
                },
                Some(last) => Trial {
                    what,
                    result: "ok",
                    found: format!(
                        "last read {} minutes ago",
                        now.duration_since(*last).as_mins()
                    ),
                    fix: None,
                },
            }
        });
    Ok(trials.collect())
}

/// Compares the clocks: sign-in by certificate or federation fails when they differ much.
fn clock(diagnosis: &Diagnosis) -> Option<Trial> {
    /// Assertions are good for some minutes before and after.
    const BEARABLE: SignedDuration = SignedDuration::from_mins(5);
    let ahead = diagnosis.clock_ahead?;
    let is_good = ahead.abs() <= BEARABLE;
    let word = if ahead.is_negative() {
        "behind"
    } else {
        "ahead of"
    };
    Some(Trial {
        what: format!("clock, by `{}`", diagnosis.tenant),
        result: if is_good { "ok" } else { "fault" },
        found: format!(
            "this machine is {} s {word} the directory",
            ahead.as_secs().unsigned_abs()
        ),
        fix: (!is_good).then(|| "set the clock of this machine from a time server".to_owned()),
    })
}

/// Tells what the documentation leaves open: useful in a report to those who write this program.
fn page(diagnosis: &Diagnosis, facts: &PageFacts) -> Trial {
    let mut parts = vec![format!("{} objects", facts.objects)];
    if !facts.edges.is_empty() {
        let edges = facts
            .edges
            .iter()
            .map(|(kind, many)| format!("{many} {kind}"));
        let edges: Vec<String> = edges.collect();
        parts.push(format!("members and owners: {}", edges.join(", ")));
    }
    if facts.removed > 0 {
        parts.push(format!("{} told as removed", facts.removed));
    }
    if facts.hidden > 0 {
        parts.push(format!(
            "{} groups of hidden membership with members",
            facts.hidden
        ));
    }
    parts.extend(facts.units.map(|units| format!("cost {units}")));
    Trial {
        what: format!("first page of `{}` of `{}`", facts.stream, diagnosis.tenant),
        result: "ok",
        found: parts.join("; "),
        fix: None,
    }
}

fn tenant(diagnosis: &Diagnosis) -> Vec<Trial> {
    let what = format!("sign-in to `{}`", diagnosis.tenant);
    if let Some(problem) = &diagnosis.problem {
        let consent = diagnosis
            .consent_url
            .as_ref()
            .filter(|_| problem.needs_consent());
        let fix = match (problem.hint(), consent) {
            (Some(hint), Some(url)) => Some(format!("{hint}; an administrator consents at {url}")),
            (hint, url) => hint.or_else(|| url.map(|it| format!("consent at {it}"))),
        };
        return vec![Trial {
            what,
            result: "fault",
            found: problem.to_string(),
            fix,
        }];
    }
    let name = diagnosis
        .directory
        .as_deref()
        .unwrap_or("a directory without a name");
    let mut trials = vec![Trial {
        what,
        result: "ok",
        found: format!("{name} answered"),
        fix: None,
    }];
    trials.extend(
        diagnosis
            .permissions
            .iter()
            .map(|it| permission(diagnosis, it)),
    );
    trials
}

fn permission(diagnosis: &Diagnosis, check: &PermissionCheck) -> Trial {
    let what = format!("`{}` of `{}`", check.stream, diagnosis.tenant);
    let grant = || {
        let consent = diagnosis.consent_url.as_ref();
        let place = consent
            .map(|it| format!(", then consent at {it}"))
            .unwrap_or_default();
        format!(
            "grant `{}` as an application permission{place}",
            check.permission
        )
    };
    match &check.tried {
        Some(Ok(())) => Trial {
            what,
            result: "ok",
            found: format!("readable with `{}`", check.permission),
            fix: None,
        },
        Some(Err(error)) => Trial {
            what,
            result: "fault",
            found: error.to_string(),
            fix: Some(match check.granted {
                Some(false) => grant(),
                _ => error.hint().unwrap_or_else(grant),
            }),
        },
        None => Trial {
            what,
            result: "note",
            found: "not read: optional, and not granted".into(),
            fix: Some(grant()),
        },
    }
}
