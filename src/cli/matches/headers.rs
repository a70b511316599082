//! `rosterbook match --headers FILE`: how each column of an export is understood.

use std::path::Path;

use crate::build;
use crate::cli::outcome::{Code, Failure};
use crate::cli::terminal::Terminal;
use crate::config::Site;
use crate::exports::{self, ColumnUse, FileDescription, RecordKind};

/// Prints how each column of a file is understood.
pub(super) fn headers(site: &Site, file: &Path, terminal: &Terminal) -> Result<Code, Failure> {
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
