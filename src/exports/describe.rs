//! How a file is understood: for `match --headers`, before anybody relies on it.
//!
//! It must not keep records; of the rows it shows three keys.

use std::path::{Path, PathBuf};

use csv::StringRecord;

use super::draft::Draft;
use super::formula::unguard;
use super::header::fold_header;
use super::input::{self, Input};
use super::json::{self, FlatRecord, JsonKind};
use super::plan::{ColumnUse, Names, Plan};
use super::preset::{Shape, detect};
use super::read::{json_text, read_table};
use super::table::RowTaker;
use super::usual::usual_names;
use super::{Encoding, ExportError, ExportOptions, Field, Preset, RecordKind};
use crate::model::{Location, Text, email_key, text_key};

/// So many rows show their key.
const SAMPLES: usize = 3;

/// How one file is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDescription {
    /// The file.
    pub path: PathBuf,
    /// What it is read as.
    pub kind: RecordKind,
    /// The preset that was judged or set.
    pub preset: Preset,
    /// What it is instead of an export, with its article, when it is known and not imported.
    pub not_imported: Option<&'static str>,
    /// What separates its cells; JSON has no such thing.
    pub delimiter: Option<char>,
    /// Its encoding.
    pub encoding: Encoding,
    /// Its columns in their order, and what becomes of each.
    pub columns: Vec<(Text, ColumnUse)>,
    /// How many rows or records it has.
    pub rows: usize,
    /// The folded key of each of the first rows: an address, a name or a device id.
    pub samples: Vec<String>,
    /// Fields that matching would use and no column feeds.
    pub missing: Vec<MissingField>,
}

/// A field that no column feeds, and the lines that would change that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingField {
    /// The field.
    pub field: Field,
    /// The table of `site.toml`: `[exports.contacts.columns]`.
    pub table: String,
    /// The line to add to it; it names the most similar column, if one is.
    pub line: String,
}

/// Describes the files that a path stands for.
///
/// Without a kind the columns decide. `options` gives the settings for each kind.
///
/// # Errors
/// When a file is missing, not readable, or neither a table nor JSON.
pub fn describe(
    root: &Path,
    path: &Path,
    kind: Option<RecordKind>,
    options: impl Fn(RecordKind) -> ExportOptions,
) -> Result<Vec<FileDescription>, ExportError> {
    let kinds = match kind {
        Some(kind) => vec![kind],
        None => vec![RecordKind::Contact, RecordKind::Configuration],
    };
    let mut inputs: Vec<(Input, RecordKind)> = Vec::new();
    let mut nothing = None;
    for wanted in kinds {
        match input::find(root, path, wanted) {
            Ok(found) => {
                for input in found.records {
                    if !inputs.iter().any(|(known, _)| *known == input) {
                        inputs.push((input, wanted));
                    }
                }
            }
            Err(error @ ExportError::NothingInside { .. }) => nothing = Some(error),
            Err(error) => return Err(error),
        }
    }
    if let (true, Some(error)) = (inputs.is_empty(), nothing) {
        return Err(error);
    }
    inputs
        .iter()
        .map(|(input, wanted)| {
            let kind = kind.or((!input.named).then_some(*wanted));
            describe_file(input, kind, &options)
        })
        .collect()
}

fn describe_file(
    input: &Input,
    kind: Option<RecordKind>,
    options: &dyn Fn(RecordKind) -> ExportOptions,
) -> Result<FileDescription, ExportError> {
    let start = || Describer {
        kind,
        options,
        understood: None,
        draft: Draft::new(),
        rows: 0,
        samples: Vec::new(),
    };
    if let Some((text, encoding)) = json_text(input)? {
        let records = json::parse(&text).map_err(|(line, reason)| ExportError::Broken {
            location: Location::line(&input.path, line),
            reason,
        })?;
        let mut describer = start();
        describer.take_json(&records);
        return describer.finish(input, None, encoding);
    }
    let (describer, dialect) = read_table(input, start)?;
    describer.finish(input, Some(char::from(dialect.delimiter)), dialect.encoding)
}

/// What the headers of a file were understood as.
struct Understood {
    kind: RecordKind,
    preset: Preset,
    not_imported: Option<&'static str>,
    plan: Plan,
}

struct Describer<'a> {
    kind: Option<RecordKind>,
    options: &'a dyn Fn(RecordKind) -> ExportOptions,
    understood: Option<Understood>,
    draft: Draft,
    rows: usize,
    samples: Vec<String>,
}

impl Describer<'_> {
    fn understand(&mut self, headers: &[&str]) {
        let folded: Vec<String> = headers.iter().map(|header| fold_header(header)).collect();
        let shape = detect(folded.iter().map(String::as_str));
        let (judged, told, not_imported) = match shape {
            Shape::Records(preset, told) => (preset, told, None),
            Shape::NotImported(what) => (Preset::Generic, None, Some(what)),
        };
        let plan_of = |kind| {
            let options = (self.options)(kind);
            let preset = options.format.unwrap_or(judged);
            let mut plan = Plan::new(Names::new(preset, kind, &options));
            for header in headers {
                plan.add(header);
            }
            (kind, preset, plan)
        };
        let (kind, preset, plan) = match self.kind.or(told) {
            Some(kind) => plan_of(kind),
            // Nothing tells: the kind that more columns feed, contacts when it is even.
            None => [RecordKind::Contact, RecordKind::Configuration]
                .map(plan_of)
                .into_iter()
                .rev()
                .max_by_key(|(_, _, plan)| plan.feeds().len())
                .expect("there are two"),
        };
        self.understood = Some(Understood {
            kind,
            preset,
            not_imported,
            plan,
        });
    }

    fn take<'c>(&mut self, cell: impl Fn(usize) -> Option<&'c str>) {
        self.rows += 1;
        if let (Some(understood), true) = (&self.understood, self.samples.len() < SAMPLES) {
            self.draft.fill(&understood.plan, cell);
            self.samples.extend(sample_key(&self.draft));
        }
    }

    fn take_json(&mut self, records: &[FlatRecord]) {
        let told = records.iter().find_map(|record| match record.kind {
            JsonKind::Told(kind) => Some(kind),
            _ => None,
        });
        self.kind = self.kind.or(told);
        let ours = |record: &&FlatRecord| match (&record.kind, self.kind) {
            (JsonKind::Told(kind), Some(wanted)) => *kind == wanted,
            _ => true,
        };
        let records: Vec<&FlatRecord> = records.iter().filter(ours).collect();
        let mut headers: Vec<&str> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (key, _) in records.iter().flat_map(|record| &record.cells) {
            if seen.insert(key.as_str()) {
                headers.push(key);
            }
        }
        self.understand(&headers);
        for record in records {
            let find = |column: usize| {
                let header = headers[column];
                let cell = record.cells.iter().find(|(key, _)| key == header);
                cell.and_then(|(_, value)| value.as_deref())
            };
            self.take(find);
        }
    }

    fn finish(
        self,
        input: &Input,
        delimiter: Option<char>,
        encoding: Encoding,
    ) -> Result<FileDescription, ExportError> {
        let Some(understood) = self.understood else {
            return Err(ExportError::NoRecords {
                path: input.path.clone(),
                skipped: None,
            });
        };
        let Understood {
            kind,
            preset,
            not_imported,
            plan,
        } = understood;
        Ok(FileDescription {
            path: input.path.clone(),
            kind,
            preset,
            not_imported,
            delimiter,
            encoding,
            columns: plan
                .headers()
                .iter()
                .cloned()
                .zip(plan.uses().iter().cloned())
                .collect(),
            rows: self.rows,
            samples: self.samples,
            missing: match not_imported {
                Some(_) => Vec::new(),
                None => missing(&plan, kind),
            },
        })
    }
}

impl RowTaker for Describer<'_> {
    type Error = ExportError;

    fn header(&mut self, cells: &StringRecord, _line: usize) -> Result<(), ExportError> {
        let headers: Vec<&str> = cells.iter().collect();
        self.understand(&headers);
        Ok(())
    }

    fn row(&mut self, cells: &StringRecord, _line: usize) -> Result<(), ExportError> {
        self.take(|column| cells.get(column).map(unguard));
        Ok(())
    }
}

/// Returns the best key of a row, as matching would compare it.
fn sample_key(draft: &Draft) -> Option<String> {
    if let Some(email) = draft.first_email() {
        return email_key(email);
    }
    let names = [Field::FirstName, Field::LastName].map(|field| draft.get(field));
    if let [Some(first), Some(last)] = names {
        return Some(text_key(&format!("{first} {last}")));
    }
    [
        Field::FullName,
        Field::Name,
        Field::Hostname,
        Field::DeviceId,
    ]
    .into_iter()
    .find_map(|field| draft.get(field))
    .map(text_key)
}

/// Returns the fields that matching would use and no column feeds.
fn missing(plan: &Plan, kind: RecordKind) -> Vec<MissingField> {
    let has = |field| plan.fed(|fed| fed == field);
    let wanted: &[Field] = match kind {
        RecordKind::Contact if has(Field::FullName) => &[Field::Id, Field::PrimaryEmail],
        RecordKind::Contact => &[
            Field::Id,
            Field::FirstName,
            Field::LastName,
            Field::PrimaryEmail,
        ],
        RecordKind::Configuration => &[Field::Id, Field::Name, Field::Hostname, Field::DeviceId],
        RecordKind::Organization => &[Field::Id, Field::Name],
    };
    wanted
        .iter()
        .filter(|field| !has(**field))
        .filter(|field| **field != Field::PrimaryEmail || !has(Field::Emails))
        .map(|field| {
            let header = nearest(plan, kind, *field).unwrap_or("HEADER");
            MissingField {
                field: *field,
                table: format!("[exports.{}.columns]", kind.plural()),
                line: format!("{} = {}", field.key(), toml::Value::from(header)),
            }
        })
        .collect()
}

/// Returns the kept column whose header is most like one of the field's usual ones.
fn nearest(plan: &Plan, kind: RecordKind, field: Field) -> Option<&str> {
    /// Below this, two headers have nothing to do with each other.
    const ALIKE: f64 = 0.85;
    let own = fold_header(field.key());
    let usual = usual_names(kind)
        .iter()
        .filter(|(known, _)| *known == field);
    let wanted: Vec<&str> = usual
        .flat_map(|(_, headers)| headers.iter().copied())
        .chain([own.as_str()])
        .collect();
    plan.kept()
        .iter()
        .map(|column| &*plan.headers()[*column])
        .filter_map(|header| {
            let folded = fold_header(header);
            wanted
                .iter()
                .map(|name| strsim::jaro_winkler(&folded, name))
                .filter(|likeness| *likeness >= ALIKE)
                .max_by(f64::total_cmp)
                .map(|likeness| (likeness, header))
        })
        .max_by(|(a, first), (b, second)| a.total_cmp(b).then(second.cmp(first)))
        .map(|(_, header)| header)
}
