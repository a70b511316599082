//! `rosterbook match --report FILE.csv`: every member with its match, and beside it the contacts
//! that are missing, ready to import (FEATURES.md W5, W7).

use std::path::{Path, PathBuf};

use crate::build::{self, Loaded};
use crate::cli::outcome::Failure;
use crate::cli::terminal::Terminal;
use crate::cli::workspace;
use crate::config::{GlobSet, Site};
use crate::exports::{self, CsvWriter, Sheet};
use crate::files;
use crate::matching::{NoMatch, Outcome};
use crate::model::Person;
use crate::site::{self, Model, ObjectEntry, Organization, TableKind};

/// Writes the report, and says on stderr what was written; returns the files.
pub(super) fn write(
    site: &Site,
    loaded: &Loaded,
    model: &Model,
    path: &Path,
    terminal: &Terminal,
) -> Result<Vec<String>, Failure> {
    let table = site::table_csv(
        TableKind::Matches,
        &model.organizations,
        &GlobSet::default(),
    );
    files::write_atomic(path, &table)?;
    let mut written = vec![workspace::shown(path)];
    terminal.say(&format!("wrote {}", written[0]));
    let options = build::export_options(&site.exports.contacts)?;
    for organization in &model.organizations {
        let place = missing_path(path, organization);
        let lacking = Lacking::of(organization);
        if lacking.people.is_empty() {
            if files::exists(&place) {
                terminal.warn(&format!(
                    "`{}` is of an earlier report: nobody of `{}` lacks a contact now",
                    workspace::shown(&place),
                    organization.key
                ));
            }
            continue;
        }
        let sources = loaded.contact_sources.get(&organization.key);
        let source = sources.into_iter().flatten().find(|it| it.is_table);
        let sheet = exports::missing_contacts(
            source,
            &options,
            &name_in_exports(site, organization),
            lacking.people.iter().copied(),
        );
        files::write_atomic(&place, &csv(&sheet))?;
        let shown = workspace::shown(&place);
        let like = source.map_or_else(
            || "the usual columns".to_owned(),
            |it| format!("the columns of {}", it.path.display()),
        );
        terminal.say(&format!(
            "wrote {shown}: {} of {} without a contact, in {like}{}",
            people(lacking.people.len()),
            organization.key,
            lacking.left_out(),
        ));
        written.push(shown);
    }
    Ok(written)
}

fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut writer = CsvWriter::new(&sheet.headers);
    for row in &sheet.rows {
        writer.row(row);
    }
    writer.finish()
}

/// Returns `report-missing-contoso.csv` for `report.csv`.
fn missing_path(path: &Path, organization: &Organization) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-missing-{}.", organization.key));
    name.push(path.extension().unwrap_or("csv".as_ref()));
    path.with_file_name(name)
}

/// Returns what the exports call an organization: a further name of `site.toml` is there because
/// they do not call it as the site does.
fn name_in_exports(site: &Site, organization: &Organization) -> String {
    let known = site.exports.organizations.get(organization.key.as_str());
    known
        .into_iter()
        .flatten()
        .find(|name| name.contains(char::is_alphabetic))
        .unwrap_or(&organization.name)
        .clone()
}

/// People without a contact, and how many of them no contact is to be made for.
#[derive(Default)]
struct Lacking<'a> {
    people: Vec<&'a Person>,
    guests: usize,
    disabled: usize,
    ambiguous: usize,
    pinned: usize,
    unreadable: usize,
}

impl<'a> Lacking<'a> {
    fn of(organization: &'a Organization) -> Self {
        let mut lacking = Self::default();
        for ObjectEntry {
            object, outcome, ..
        } in &organization.people
        {
            match outcome {
                Outcome::Matched { .. } => {}
                Outcome::Ambiguous { .. } => lacking.ambiguous += 1,
                Outcome::Unmatched(NoMatch::Limited) => lacking.unreadable += 1,
                Outcome::Unmatched(NoMatch::PinnedNever | NoMatch::PinTargetMissing(_)) => {
                    lacking.pinned += 1;
                }
                Outcome::Unmatched(NoMatch::NoCandidate) => {
                    if object.is_guest() {
                        lacking.guests += 1;
                    } else if object.account_enabled == Some(false) {
                        lacking.disabled += 1;
                    } else {
                        lacking.people.push(object);
                    }
                }
            }
        }
        lacking
    }

    fn left_out(&self) -> String {
        let all = [
            (self.guests, "guest", "guests"),
            (self.disabled, "disabled account", "disabled accounts"),
            (self.ambiguous, "ambiguous", "ambiguous"),
            (self.pinned, "pinned", "pinned"),
            (self.unreadable, "unreadable", "unreadable"),
        ];
        let parts: Vec<String> = all
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect();
        if parts.is_empty() {
            String::new()
        } else {
            format!("; left out: {}", parts.join(", "))
        }
    }
}

fn people(count: usize) -> String {
    match count {
        1 => "1 person".to_owned(),
        many => format!("{many} people"),
    }
}
