//! `rosterbook check`: what is wrong or stale, for people, scripts and code scanning.

mod finding;
mod hygiene;
mod sarif;

use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::arguments::{CheckArguments, CheckFormat, Global};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::{links, workspace};
use crate::build::{LastMatches, Loader, match_counts};
use crate::config::Site;
use crate::model::{Freshness, Location, Severity, SyncOutcome, TenantKey};
use crate::render::Theme;
use crate::site::Organization;
use crate::{site, snapshot, sync};

pub(super) use finding::{Finding, FindingKind};

/// The version of the shape of the JSON document.
const VERSION: u32 = 1;

/// What to look at beside configuration, theme, exports and content.
#[derive(Debug, Clone, Default)]
pub(super) struct CheckOptions {
    /// The age from which data is a finding; `stale_after` of `site.toml` otherwise.
    pub(super) max_age: Option<SignedDuration>,
    /// Whether to look for dead links in the built site.
    pub(super) links: bool,
}

/// What a look at the site gave.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// Everything that deserves a look, sorted.
    pub(super) findings: Vec<Finding>,
    /// A line per organization: how many findings its page of health has.
    pub(super) health: Vec<String>,
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
    let findings = check(&site, &options, super::sync::now()?)?.findings;
    let format = if terminal.wants_json() {
        CheckFormat::Json
    } else {
        arguments.format
    };
    match format {
        CheckFormat::Text => {
            print(&findings, usize::MAX, terminal);
            tell_rest(&findings, terminal);
        }
        CheckFormat::Json => terminal.document(&document(&findings)),
        CheckFormat::Sarif => terminal.document(&sarif::document(&findings)),
    }
    let grave = findings.iter().any(Finding::is_grave);
    Ok(if !grave { Code::Done } else { Code::Findings })
}

/// Returns findings as JSON.
pub(super) fn document(findings: &[Finding]) -> Value {
    json!({ "format": "rosterbook-check", "version": VERSION, "findings": findings })
}

/// Prints a line per finding that counts, `most` at the most.
pub(super) fn print<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    most: usize,
    terminal: &Terminal,
) {
    let counts = |it: &&Finding| it.suppressed.is_none();
    let findings: Vec<&Finding> = findings.into_iter().filter(counts).collect();
    if findings.len() > most {
        let more = findings.len() - most;
        terminal.warn(&format!(
            "{more} more findings; `rosterbook check --links` lists all"
        ));
    }
    for finding in findings.iter().take(most) {
        terminal.data(&finding.line());
    }
}

/// Says what the lines do not: that there are none, or that people have accepted some.
fn tell_rest(findings: &[Finding], terminal: &Terminal) {
    let suppressed = findings.iter().filter(|it| it.suppressed.is_some()).count();
    if findings.len() == suppressed {
        terminal.say("nothing found");
    }
    match suppressed {
        0 => {}
        1 => terminal.say("1 finding is suppressed in `site.toml`"),
        count => terminal.say(&format!("{count} findings are suppressed in `site.toml`")),
    }
}

/// Looks at everything that deserves it.
///
/// # Errors
/// When the site cannot be read at all: then there is one error instead of findings.
pub(super) fn check(
    site: &Site,
    options: &CheckOptions,
    now: Timestamp,
) -> Result<Checked, Failure> {
    Theme::load(&site.root, &site.theme)?;
    let snapshot_dir = site.root.join(snapshot::FOLDER);
    let mut findings: Vec<Finding> = snapshot::verify(&snapshot_dir)
        .into_iter()
        .map(|it| {
            let message = it.error.to_string();
            Finding::of_site("snapshot", Severity::Error, it.error.location(), message)
        })
        .collect();
    let mut health = Vec::new();
    if findings.is_empty() {
        let freshness = sync::read_freshness(&site.root);
        let loaded = Loader::default().load(site, &[], freshness.clone())?;
        let model = site::join(&loaded.input);
        for warning in crate::build::all_warnings(&loaded, &model) {
            let place = Some(&warning.location);
            let message = warning.message;
            findings.push(Finding::of_site("input", Severity::Warning, place, message));
        }
        let falls = LastMatches::read(&site.root).falls(&match_counts(&model));
        findings.extend(
            falls
                .iter()
                .map(|it| Finding::of_site("matches", Severity::Warning, None, it.to_string())),
        );
        let today = now.to_zoned(TimeZone::UTC).date();
        findings.extend(hygiene::findings(site, &model, today));
        health = hygiene::summary(&model);
        findings.extend(model.organizations.iter().flat_map(without_partner));
        findings.extend(stale(site, &freshness, options.max_age, now));
    }
    if options.links {
        findings.extend(dead_links(site)?);
    }
    findings.sort();
    findings.dedup();
    Ok(Checked { findings, health })
}

/// Counts the records of an organization that nothing in its groups matches (FEATURES.md W8).
///
/// A note, for a documentation system rightly knows people without an account.
fn without_partner(organization: &Organization) -> Vec<Finding> {
    let contacts = organization.contacts_without_account().count();
    let configurations = organization.configurations_in_no_group().count();
    let mut findings = Vec::new();
    let key = &organization.key;
    let mut add = |rule, count: usize, one: &str, many: &str| {
        if count > 0 {
            let what = if count == 1 { one } else { many };
            let message = format!("{count} {what}; `{key}/unmatched/` lists them");
            findings.push(Finding {
                organization: Some(key.to_string()),
                ..Finding::of_site(rule, Severity::Note, None, message)
            });
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
        let message = format!("tenant `{key}`: {message}");
        findings.push(Finding::of_site(
            "freshness",
            Severity::Warning,
            None,
            message,
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
            Finding::of_site("links", Severity::Error, Some(&location), message)
        })
        .collect())
}
