//! `rosterbook match`: how members meet contacts and configurations, and why not.

mod explain;
mod headers;
mod report;

use std::collections::BTreeMap;

use serde::Serialize;

use super::arguments::{Global, MatchArguments};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::build::{self, LastMatches, Loader, MatchCounts, Matched};
use crate::matching::Outcome;
use crate::model::{Freshness, OrgKey};
use crate::site::{self, Organization};

/// Shows a summary, explains single matches, describes a file, or writes a report.
pub(super) fn run(
    global: &Global,
    arguments: &MatchArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    if let Some(file) = &arguments.headers {
        return headers::headers(&site, file, terminal);
    }
    let only = workspace::organizations(&site, &arguments.organizations)?;
    // Who is nowhere here may well be in the export of another organization.
    let read: &[OrgKey] = if arguments.explain.is_some() && arguments.report.is_none() {
        &[]
    } else {
        &only
    };
    let loaded = Loader::default().load(&site, read, Freshness::default())?;
    let model = site::join(&loaded.input);
    let warnings: Vec<String> = build::all_warnings(&loaded, &model)
        .iter()
        .map(ToString::to_string)
        .collect();
    terminal.warn_all(&warnings);
    let written = match &arguments.report {
        Some(path) => report::write(&site, &loaded, &model, path, terminal)?,
        None => Vec::new(),
    };
    if let Some(text) = &arguments.explain {
        return explain::explain(&site, &loaded, &model, (text, &only), terminal);
    }
    let last = LastMatches::read(&site.root);
    let rows: Vec<Summary> = model
        .organizations
        .iter()
        .map(|it| summary(it, last.last(&it.key)))
        .collect();
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({
            "organizations": rows,
            "warnings": warnings,
            "written": written,
        }));
        return Ok(Code::Done);
    }
    for row in &rows {
        terminal.data(&format!(
            "{}: {}; {}",
            row.organization,
            words("people", &row.people, row.before.map(|it| it.people)),
            words("devices", &row.devices, row.before.map(|it| it.devices)),
        ));
    }
    for fall in last.falls(&build::match_counts(&model)) {
        terminal.warn(&fall.to_string());
    }
    terminal.next_step("rosterbook match --explain NAME");
    Ok(Code::Done)
}

/// Returns the counts of now, and of the last build where they are known.
fn words(members: &str, counts: &Counts, before: Option<Matched>) -> String {
    let mut notes = Vec::new();
    if counts.ambiguous > 0 {
        notes.push(format!("{} ambiguous", counts.ambiguous));
    }
    notes.extend(before.map(|it| format!("before {} of {}", it.matched, it.total)));
    let notes = if notes.is_empty() {
        String::new()
    } else {
        format!(" ({})", notes.join(", "))
    };
    format!(
        "{} of {} {members} matched{notes}",
        counts.matched, counts.total
    )
}

#[derive(Serialize)]
struct Summary {
    organization: String,
    people: Counts,
    devices: Counts,
    contacts: usize,
    configurations: usize,
    /// The counts of the last build, when they are known.
    before: Option<MatchCounts>,
}

#[derive(Serialize)]
struct Counts {
    total: usize,
    matched: usize,
    ambiguous: usize,
    rules: BTreeMap<&'static str, usize>,
}

fn summary(organization: &Organization, before: Option<MatchCounts>) -> Summary {
    Summary {
        organization: organization.key.to_string(),
        people: counts(organization.people.iter().map(|it| &it.outcome)),
        devices: counts(organization.devices.iter().map(|it| &it.outcome)),
        contacts: organization.contacts.len(),
        configurations: organization.configurations.len(),
        before,
    }
}

fn counts<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Counts {
    let mut counts = Counts {
        total: 0,
        matched: 0,
        ambiguous: 0,
        rules: BTreeMap::new(),
    };
    for outcome in outcomes {
        counts.total += 1;
        match outcome {
            Outcome::Matched { rule, .. } => {
                counts.matched += 1;
                *counts.rules.entry(rule.key()).or_default() += 1;
            }
            Outcome::Ambiguous { .. } => counts.ambiguous += 1,
            Outcome::Unmatched(_) => {}
        }
    }
    counts
}
