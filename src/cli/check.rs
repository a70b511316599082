//! `rosterbook check`: what is wrong or stale, for people, scripts and code scanning.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;

use super::arguments::{CheckArguments, CheckFormat, Global};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::{links, workspace};
use crate::build::{LastMatches, Loader, match_counts};
use crate::config::Site;
use crate::model::{Freshness, Location, SyncOutcome, TenantKey};
use crate::render::Theme;
use crate::site::Organization;
use crate::{site, snapshot, sync};

/// Something that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Finding {
    /// The rule that found it.
    pub(super) rule: &'static str,
    /// `error`, `warning` or `note`.
    pub(super) severity: &'static str,
    /// The file, or empty.
    pub(super) path: String,
    /// The line, from 1; 0 when it is not known.
    pub(super) line: usize,
    /// What is so.
    pub(super) message: String,
}

/// What to look at beside configuration, theme, exports and content.
#[derive(Debug, Clone, Default)]
pub(super) struct CheckOptions {
    /// The age from which data is a finding; `stale_after` of `site.toml` otherwise.
    pub(super) max_age: Option<SignedDuration>,
    /// Whether to look for dead links in the built site.
    pub(super) links: bool,
}

/// Checks the site and prints what was found.
pub(super) fn run(
    global: &Global,
    arguments: &CheckArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    let options = CheckOptions {
        max_age: arguments.max_age,
        links: arguments.links,
    };
    let findings = findings(&site, &options, super::sync::now()?)?;
    let format = if terminal.wants_json() {
        CheckFormat::Json
    } else {
        arguments.format
    };
    match format {
        CheckFormat::Text => {
            print(&findings, usize::MAX, terminal);
            if findings.is_empty() {
                terminal.say("nothing found");
            }
        }
        CheckFormat::Json => terminal.document(&json!({ "findings": findings })),
        CheckFormat::Sarif => terminal.document(&sarif(&findings)),
    }
    let grave = findings.iter().any(|it| it.severity != "note");
    Ok(if !grave { Code::Done } else { Code::Findings })
}

/// Prints a line per finding, `most` at the most.
pub(super) fn print(findings: &[Finding], most: usize, terminal: &Terminal) {
    if findings.len() > most {
        let more = findings.len() - most;
        terminal.warn(&format!(
            "{more} more findings; `rosterbook check --links` lists all"
        ));
    }
    for finding in findings.iter().take(most) {
        let place = match (finding.path.as_str(), finding.line) {
            ("", _) => String::new(),
            (path, 0) => format!("{path}: "),
            (path, line) => format!("{path}:{line}: "),
        };
        terminal.data(&format!(
            "{} {place}{} [{}]",
            finding.severity, finding.message, finding.rule
        ));
    }
}

/// Returns everything that deserves a look, sorted.
///
/// # Errors
/// When the site cannot be read at all: then there is one error instead of findings.
pub(super) fn findings(
    site: &Site,
    options: &CheckOptions,
    now: Timestamp,
) -> Result<Vec<Finding>, Failure> {
    Theme::load(&site.root, &site.theme)?;
    let snapshot_dir = site.root.join(snapshot::FOLDER);
    let mut findings: Vec<Finding> = snapshot::verify(&snapshot_dir)
        .into_iter()
        .map(|it| {
            finding(
                "snapshot",
                "error",
                it.error.location(),
                it.error.to_string(),
            )
        })
        .collect();
    if findings.is_empty() {
        let freshness = sync::read_freshness(&site.root);
        let loaded = Loader::default().load(site, &[], freshness.clone())?;
        let model = site::join(&loaded.input);
        for warning in crate::build::all_warnings(&loaded, &model) {
            findings.push(finding(
                "input",
                "warning",
                Some(&warning.location),
                warning.message,
            ));
        }
        let falls = LastMatches::read(&site.root).falls(&match_counts(&model));
        findings.extend(
            falls
                .iter()
                .map(|it| finding("matches", "warning", None, it.to_string())),
        );
        findings.extend(model.organizations.iter().flat_map(without_partner));
        findings.extend(stale(site, &freshness, options.max_age, now));
    }
    if options.links {
        findings.extend(dead_links(site)?);
    }
    findings.sort();
    findings.dedup();
    Ok(findings)
}

fn finding(
    rule: &'static str,
    severity: &'static str,
    location: Option<&Location>,
    message: String,
) -> Finding {
    Finding {
        rule,
        severity,
        path: location
            .map(|it| it.path.display().to_string())
            .unwrap_or_default(),
        line: location.map_or(0, |it| it.line),
        message,
    }
}

/// Counts the records of an organization that nothing in its groups matches (FEATURES.md W8).
///
/// A note, for a documentation system rightly knows people without an account.
fn without_partner(organization: &Organization) -> Vec<Finding> {
    let contacts = organization
        .contacts
        .iter()
        .filter(|it| it.objects.is_empty() && it.manual_groups.is_empty() && !it.record.archived)
        .count();
    let configurations = organization
        .configurations
        .iter()
        .filter(|it| it.objects.is_empty() && it.manual_groups.is_empty() && !it.record.archived)
        .count();
    let mut findings = Vec::new();
    let key = &organization.key;
    let mut add = |rule, count: usize, one: &str, many: &str| {
        if count > 0 {
            let what = if count == 1 { one } else { many };
            let message = format!("{key}: {count} {what}; `{key}/unmatched/` lists them");
            findings.push(finding(rule, "note", None, message));
        }
    };
    add(
        "contact-without-account",
        contacts,
        "contact has no account in any documented group",
        "contacts have no account in any documented group",
    );
    add(
        "configuration-in-no-group",
        configurations,
        "configuration is in no documented group",
        "configurations are in no documented group",
    );
    findings
}

/// Finds tenants that were not read in time, or whose last read did not end well.
fn stale(
    site: &Site,
    freshness: &Freshness,
    max_age: Option<SignedDuration>,
    now: Timestamp,
) -> Vec<Finding> {
    let limit = max_age.unwrap_or(site.stale_after);
    let mut findings = Vec::new();
    let mut add = |key: &TenantKey, message: String| {
        findings.push(finding(
            "freshness",
            "warning",
            None,
            format!("tenant `{key}`: {message}"),
        ));
    };
    for tenant in site.tenants.iter().filter(|it| it.enabled) {
        let Some(known) = freshness.tenants.get(&tenant.key) else {
            // Without a limit that somebody asked for, a fresh clone is no finding.
            if max_age.is_some() {
                add(&tenant.key, "the last sync is not known".to_owned());
            }
            continue;
        };
        if known.outcome != SyncOutcome::Complete {
            let why = known.problem.as_deref().unwrap_or("it did not end well");
            add(&tenant.key, format!("the last sync kept old data: {why}"));
        }
        for (stream, at) in &known.streams {
            let age = now.duration_since(*at);
            if age > limit {
                add(
                    &tenant.key,
                    format!("`{stream}` was last read {} hours ago", age.as_hours()),
                );
            }
        }
    }
    findings
}

fn dead_links(site: &Site) -> Result<Vec<Finding>, Failure> {
    let output = site.root.join(&site.output_dir);
    if !crate::files::exists(&output) {
        let failure = Failure::new(
            Code::Failed,
            format!("`{}` does not exist", site.output_dir.display()),
        );
        return Err(failure.hint("build the site first: `rosterbook build`"));
    }
    let dead = links::dead(&output)?;
    Ok(dead
        .into_iter()
        .map(|it| {
            let location = Location::file(Path::new(&site.output_dir).join(&it.page));
            let message = format!("dead link `{}`: {}", it.address, it.reason);
            finding("links", "error", Some(&location), message)
        })
        .collect())
}

/// Returns findings in the form that code scanning reads.
fn sarif(findings: &[Finding]) -> serde_json::Value {
    let rules: std::collections::BTreeSet<&str> = findings.iter().map(|it| it.rule).collect();
    let results: Vec<_> = findings
        .iter()
        .map(|it| {
            let mut result = json!({
                "ruleId": it.rule,
                "level": it.severity,
                "message": { "text": it.message },
            });
            if !it.path.is_empty() {
                result["locations"] = json!([{
                    "physicalLocation": {
                        "artifactLocation": { "uri": it.path },
                        "region": { "startLine": it.line.max(1) },
                    },
                }]);
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "rosterbook",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
            }},
            "results": results,
        }],
    })
}
