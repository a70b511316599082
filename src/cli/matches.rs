//! `rosterbook match`: how members meet contacts and configurations, and why not.

use std::path::Path;

use serde::Serialize;

use super::arguments::{Global, MatchArguments};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::build::{self, Loaded, Loader};
use crate::config::Site;
use crate::exports::{self, ColumnUse, FileDescription, RecordKind};
use crate::files;
use crate::matching::{
    ConfigurationRule, ContactRule, Explanation, Outcome, explain_device, explain_person,
};
use crate::model::{Configuration, Contact, Freshness, ObjectId, text_key};
use crate::site::{self, Model, Organization};

/// Shows a summary, explains single matches, describes a file, or writes a report.
pub(super) fn run(
    global: &Global,
    arguments: &MatchArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    if let Some(file) = &arguments.headers {
        return headers(&site, file, terminal);
    }
    let only = workspace::organizations(&site, &arguments.organizations)?;
    let loaded = Loader::default().load(&site, &only, Freshness::default())?;
    let model = site::join(&loaded.input);
    let warnings: Vec<String> = build::all_warnings(&loaded, &model)
        .iter()
        .map(ToString::to_string)
        .collect();
    terminal.warn_all(&warnings);
    if let Some(path) = &arguments.report {
        write_report(&model, path)?;
        terminal.say(&format!("wrote {}", workspace::shown(path)));
    }
    if let Some(text) = &arguments.explain {
        return explain(&site, &loaded, &model, text, terminal);
    }
    let rows: Vec<Summary> = model.organizations.iter().map(summary).collect();
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({ "organizations": rows, "warnings": warnings }));
        return Ok(Code::Done);
    }
    for row in &rows {
        terminal.data(&format!(
            "{}: {} of {} people matched, {} ambiguous; {} of {} devices matched, {} ambiguous",
            row.organization,
            row.people.matched,
            row.people.total,
            row.people.ambiguous,
            row.devices.matched,
            row.devices.total,
            row.devices.ambiguous,
        ));
    }
    terminal.next_step("rosterbook match --explain NAME");
    Ok(Code::Done)
}

#[derive(Serialize)]
struct Summary {
    organization: String,
    people: Counts,
    devices: Counts,
    contacts: usize,
    configurations: usize,
}

#[derive(Serialize)]
struct Counts {
    total: usize,
    matched: usize,
    ambiguous: usize,
    rules: std::collections::BTreeMap<&'static str, usize>,
}

fn summary(organization: &Organization) -> Summary {
    Summary {
        organization: organization.key.to_string(),
        people: counts(organization.people.iter().map(|it| &it.outcome)),
        devices: counts(organization.devices.iter().map(|it| &it.outcome)),
        contacts: organization.contacts.len(),
        configurations: organization.configurations.len(),
    }
}

fn counts<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Counts {
    let mut counts = Counts {
        total: 0,
        matched: 0,
        ambiguous: 0,
        rules: std::collections::BTreeMap::new(),
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

/// Prints how each column of a file is understood.
fn headers(site: &Site, file: &Path, terminal: &Terminal) -> Result<Code, Failure> {
    let contacts = build::export_options(&site.exports.contacts)?;
    let configurations = build::export_options(&site.exports.configurations)?;
    let full = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let root = std::path::absolute(&site.root).unwrap_or_else(|_| site.root.clone());
    let (root, path) = match full.strip_prefix(&root) {
        Ok(path) => (root.clone(), path.to_owned()),
        Err(_) => (std::path::PathBuf::from("."), file.to_owned()),
    };
    let descriptions = exports::describe(&root, &path, None, |kind| match kind {
        RecordKind::Contact => contacts.clone(),
        RecordKind::Configuration | RecordKind::Organization => configurations.clone(),
    })?;
    if terminal.wants_json() {
        let files: Vec<_> = descriptions.iter().map(description_json).collect();
        terminal.document(&serde_json::json!({ "files": files }));
        return Ok(Code::Done);
    }
    for description in &descriptions {
        print_description(description, terminal);
    }
    Ok(Code::Done)
}

fn use_words(column: &ColumnUse) -> String {
    match column {
        ColumnUse::Feeds(fields) => {
            let names: Vec<&str> = fields.iter().map(|it| it.key()).collect();
            names.join(", ")
        }
        ColumnUse::Kept => "kept".to_owned(),
        ColumnUse::Secret => "secret, dropped".to_owned(),
    }
}

fn description_json(it: &FileDescription) -> serde_json::Value {
    let columns: Vec<_> = it
        .columns
        .iter()
        .map(|(name, column)| serde_json::json!({ "column": &**name, "use": use_words(column) }))
        .collect();
    serde_json::json!({
        "path": it.path,
        "kind": it.kind.plural(),
        "preset": it.preset.key(),
        "delimiter": it.delimiter,
        "encoding": it.encoding.words(),
        "rows": it.rows,
        "columns": columns,
        "samples": it.samples,
        "missing": it.missing.iter().map(|it| it.field.key()).collect::<Vec<_>>(),
    })
}

fn print_description(it: &FileDescription, terminal: &Terminal) {
    terminal.data(&format!(
        "{}: {} of preset {}",
        it.path.display(),
        it.kind.plural(),
        it.preset.key()
    ));
    if let Some(what) = it.not_imported {
        terminal.data(&format!("  this is {what}, which is not imported"));
    }
    let delimiter = match it.delimiter {
        Some('\t') => "cells separated by tabs".to_owned(),
        Some(delimiter) => format!("cells separated by `{delimiter}`"),
        None => "JSON".to_owned(),
    };
    terminal.data(&format!(
        "  {delimiter}, {}, {} rows",
        it.encoding.words(),
        it.rows
    ));
    let width = it
        .columns
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0)
        .min(40);
    for (name, column) in &it.columns {
        terminal.data(&format!("  {name:<width$}  {}", use_words(column)));
    }
    if !it.samples.is_empty() {
        terminal.data(&format!("  first keys: {}", it.samples.join(", ")));
    }
    for missing in &it.missing {
        terminal.data(&format!(
            "  no column feeds {}; add to site.toml:",
            missing.field.key()
        ));
        terminal.data(&format!("    {}", missing.table));
        terminal.data(&format!("    {}", missing.line));
    }
}

/// Prints the rule that fired, or the nearest candidates and the line that would fix it.
fn explain(
    site: &Site,
    loaded: &Loaded,
    model: &Model,
    text: &str,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let contact_rules: Vec<ContactRule> = site
        .match_order
        .contacts
        .iter()
        .filter_map(|it| ContactRule::from_key(it))
        .collect();
    let configuration_rules: Vec<ConfigurationRule> = site
        .match_order
        .configurations
        .iter()
        .filter_map(|it| ConfigurationRule::from_key(it))
        .collect();
    let words: Vec<String> = text_key(text).split(' ').map(str::to_owned).collect();
    let fits = |texts: &[&str]| {
        let text = text_key(&texts.join(" "));
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let mut found = Vec::new();
    for source in &loaded.input.organizations {
        let Some(joined) = model.organizations.iter().find(|it| it.key == source.key) else {
            continue;
        };
        let other_contacts: Vec<(&str, &[Contact])> = loaded
            .input
            .organizations
            .iter()
            .filter(|it| it.key != source.key)
            .map(|it| (it.key.as_str(), it.contacts.as_slice()))
            .collect();
        let other_configurations: Vec<(&str, &[Configuration])> = loaded
            .input
            .organizations
            .iter()
            .filter(|it| it.key != source.key)
            .map(|it| (it.key.as_str(), it.configurations.as_slice()))
            .collect();
        for person in &joined.people {
            let it = &person.object;
            let mail = it.mail.as_deref().unwrap_or("");
            let sign_in = it.user_principal_name.as_deref().unwrap_or("");
            if fits(&[&person.name, mail, sign_in, &it.id.to_string()]) {
                let explanation = explain_person(
                    it,
                    &source.contacts,
                    &contact_rules,
                    &source.contact_pins,
                    &other_contacts,
                );
                let record = explanation.outcome.record().map(|at| &source.contacts[at]);
                let record = record.map(|it| (it.id.to_string(), it.name()));
                found.push(explained(joined, &person.name, it.id, explanation, record));
            }
        }
        for device in &joined.devices {
            let it = &device.object;
            let device_id = it.device_id.as_deref().unwrap_or("");
            if fits(&[&device.name, device_id, &it.id.to_string()]) {
                let explanation = explain_device(
                    it,
                    &source.configurations,
                    &configuration_rules,
                    &source.configuration_pins,
                    &other_configurations,
                );
                let record = explanation
                    .outcome
                    .record()
                    .map(|at| &source.configurations[at]);
                let record = record.map(|it| (it.id.to_string(), it.name()));
                found.push(explained(joined, &device.name, it.id, explanation, record));
            }
        }
    }
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({ "query": text, "members": found }));
        return Ok(if found.is_empty() {
            Code::Failed
        } else {
            Code::Done
        });
    }
    if found.is_empty() {
        let message = format!("no person or device in a documented group is called `{text}`");
        return Err(Failure::new(Code::Failed, message));
    }
    for it in &found {
        print_explained(it, terminal);
    }
    Ok(Code::Done)
}

#[derive(Serialize)]
struct Explained {
    organization: String,
    id: ObjectId,
    name: String,
    #[serde(rename = "match")]
    rule: &'static str,
    words: String,
    record: Option<String>,
    tried: Vec<TriedRule>,
    near: Vec<NearRecord>,
    fix: Option<String>,
}

#[derive(Serialize)]
struct TriedRule {
    rule: &'static str,
    keys: Vec<String>,
}

#[derive(Serialize)]
struct NearRecord {
    id: String,
    name: String,
    reason: &'static str,
    organization: Option<String>,
}

fn explained(
    organization: &Organization,
    name: &str,
    id: ObjectId,
    explanation: Explanation,
    record: Option<(String, String)>,
) -> Explained {
    let words = match (&explanation.outcome, &record) {
        (Outcome::Matched { rule, .. }, Some((id, name))) => {
            format!("matched by {} to {name} ({id})", rule.words())
        }
        (Outcome::Ambiguous { rule, records }, _) => {
            format!(
                "ambiguous: {} records fit by {}",
                records.len(),
                rule.words()
            )
        }
        _ => "no record fits by any rule".to_owned(),
    };
    Explained {
        organization: organization.key.to_string(),
        id,
        name: name.to_owned(),
        rule: explanation.outcome.key(),
        words,
        record: record.map(|(id, _)| id),
        tried: explanation
            .tried
            .into_iter()
            .map(|it| TriedRule {
                rule: it.rule.key(),
                keys: it.keys,
            })
            .collect(),
        near: explanation
            .near
            .into_iter()
            .map(|it| NearRecord {
                id: it.record,
                name: it.name,
                reason: it.reason.words(),
                organization: it.organization,
            })
            .collect(),
        fix: explanation.fix,
    }
}

fn print_explained(it: &Explained, terminal: &Terminal) {
    terminal.data(&format!("{} ({}): {}", it.name, it.organization, it.words));
    for tried in &it.tried {
        let keys = if tried.keys.is_empty() {
            "nothing".to_owned()
        } else {
            tried.keys.join(", ")
        };
        terminal.data(&format!("  {} compared {keys}", tried.rule));
    }
    for near in &it.near {
        let place = near
            .organization
            .as_ref()
            .map(|it| format!(" of {it}"))
            .unwrap_or_default();
        terminal.data(&format!(
            "  near: {} ({}){place}: {}",
            near.name, near.id, near.reason
        ));
    }
    if let Some(fix) = &it.fix {
        terminal.data(&format!(
            "  to settle it, add to content/{}/matches.toml:",
            it.organization
        ));
        for line in fix.lines() {
            terminal.data(&format!("    {line}"));
        }
    }
}

/// Writes every person and device with its match as a table that spreadsheets cannot run.
fn write_report(model: &Model, path: &Path) -> Result<(), Failure> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    let failed = |error: csv::Error| Failure::new(Code::Failed, format!("cannot write: {error}"));
    writer
        .write_record([
            "organization",
            "type",
            "id",
            "name",
            "match",
            "record_id",
            "record",
            "groups",
        ])
        .map_err(failed)?;
    for organization in &model.organizations {
        let mut row = |kind: &str,
                       id: String,
                       name: &str,
                       outcome: &Outcome,
                       record: Option<(String, String)>,
                       groups: usize| {
            let (record_id, record) = record.unwrap_or_default();
            let cells = [
                organization.key.as_str(),
                kind,
                &id,
                name,
                outcome.key(),
                &record_id,
                &record,
                &groups.to_string(),
            ]
            .map(|cell| exports::guard(cell).into_owned());
            writer.write_record(cells).map_err(failed)
        };
        for person in &organization.people {
            let record = person.outcome.record().map(|at| &organization.contacts[at]);
            let record = record.map(|it| (it.record.id.to_string(), it.name.clone()));
            row(
                "person",
                person.object.id.to_string(),
                &person.name,
                &person.outcome,
                record,
                person.groups.len(),
            )?;
        }
        for device in &organization.devices {
            let record = device
                .outcome
                .record()
                .map(|at| &organization.configurations[at]);
            let record = record.map(|it| (it.record.id.to_string(), it.name.clone()));
            row(
                "device",
                device.object.id.to_string(),
                &device.name,
                &device.outcome,
                record,
                device.groups.len(),
            )?;
        }
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Failure::new(Code::Failed, format!("cannot write: {error}")))?;
    files::write_atomic(path, &bytes)?;
    Ok(())
}
