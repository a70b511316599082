//! Rows of one file to records: judged, filled, and counted when they are not of use.
//!
//! It must not know how rows are read.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use csv::StringRecord;

use super::belonging::{Belonging, NAMED_OTHERS, Verdict};
use super::draft::Draft;
use super::formula::unguard;
use super::header::fold_header;
use super::json::{FlatRecord, JsonKind};
use super::merge::join_rows;
use super::plan::{Names, Plan};
use super::preset::{Shape, detect};
use super::table::RowTaker;
use super::{ExportError, ExportRequest, Field, Preset, Record, Source};
use crate::model::{Location, Warning};

/// So many rows of a file are named each; the rest is counted.
const NAMED_ROWS: usize = 100;

/// Collects the records of one file.
pub(super) struct Collector<'a, R> {
    request: &'a ExportRequest<'a>,
    path: &'a Path,
    preset: Preset,
    plan: Option<Plan>,
    belonging: Belonging,
    draft: Draft,
    records: Vec<R>,
    /// Rows that name no organization, in a file where others may.
    unsaid: Vec<R>,
    /// Ids made of a name alone: two such rows may be two people.
    weak: HashSet<String>,
    warnings: Vec<Warning>,
    skipped: usize,
    first_skipped: Option<Warning>,
    rows: usize,
    layouts: BTreeMap<String, usize>,
}

/// What one file gave.
pub(super) struct Collected<R> {
    /// Sorted by id, each id once.
    pub(super) records: Vec<R>,
    /// What was imperfect.
    pub(super) warnings: Vec<Warning>,
    /// How it was read.
    pub(super) source: Source,
    /// How many rows were records, of whomever.
    pub(super) rows: usize,
    /// The first row that was skipped.
    pub(super) skipped: Option<Warning>,
}

impl<'a, R: Record> Collector<'a, R> {
    /// Starts a file.
    pub(super) fn new(
        request: &'a ExportRequest<'a>,
        path: &'a Path,
        organizations: &[(String, String)],
    ) -> Self {
        let mut belonging = Belonging::new(request.organization);
        for (id, name) in organizations {
            belonging.learn(id, name);
        }
        Self {
            request,
            path,
            preset: Preset::Generic,
            plan: None,
            belonging,
            draft: Draft::new(),
            records: Vec::new(),
            unsaid: Vec::new(),
            weak: HashSet::new(),
            warnings: Vec::new(),
            skipped: 0,
            first_skipped: None,
            rows: 0,
            layouts: BTreeMap::new(),
        }
    }

    fn warn(&mut self, line: usize, message: String) {
        self.warnings.push(Warning {
            location: Location::line(self.path, line),
            message,
        });
    }

    fn skip(&mut self, line: usize, message: String) {
        self.skipped += 1;
        if self.skipped <= NAMED_ROWS {
            self.warn(line, message);
        }
        if self.first_skipped.is_none() {
            self.first_skipped = self.warnings.last().cloned();
        }
    }

    /// Makes the plan for these headers, or says why the file is of no use.
    fn understand(&mut self, headers: &[String]) -> Result<(), ExportError> {
        let folded: Vec<String> = headers.iter().map(|header| fold_header(header)).collect();
        let path = || PathBuf::from(self.path);
        self.preset = match (
            self.request.options.format,
            detect(folded.iter().map(String::as_str)),
        ) {
            // Whoever names the format knows better than the headers.
            (Some(preset), _) => preset,
            (None, Shape::NotImported(what)) => {
                return Err(ExportError::NotImported { path: path(), what });
            }
            (None, Shape::Records(_, Some(found))) if found != R::KIND => {
                return Err(ExportError::WrongKind {
                    path: path(),
                    expected: R::KIND,
                    found,
                });
            }
            (None, Shape::Records(preset, _)) => preset,
        };
        let names = Names::new(self.preset, R::KIND, self.request.options);
        let mut plan = Plan::new(names);
        for header in headers {
            plan.add(header);
        }
        if !plan.fed(|field| field.is_key_of(R::KIND)) {
            return Err(ExportError::NoKeyColumn {
                path: path(),
                kind: R::KIND,
                found: plan
                    .headers()
                    .iter()
                    .map(|header| header.to_string())
                    .collect(),
            });
        }
        for (field, headers) in &self.request.options.columns {
            for header in headers.iter().filter(|header| !plan.has(header)) {
                self.warn(
                    0,
                    format!("no column `{header}`, which `site.toml` names for `{field}`"),
                );
            }
        }
        self.plan = Some(plan);
        Ok(())
    }

    /// Takes one row, whose cells are asked for by column.
    fn take<'c>(&mut self, line: usize, cell: impl Fn(usize) -> Option<&'c str>) {
        let plan = self.plan.as_ref().expect("headers come before rows");
        // First, because most rows of a large export may be of others.
        let verdict = if plan.fed(is_organization) {
            let [name, id] = [Field::Organization, Field::OrganizationId].map(|field| {
                let mut cells = plan.columns_of(field).filter_map(&cell);
                cells.find(|value| !value.trim().is_empty())
            });
            self.belonging.judge(name, id)
        } else {
            Verdict::Ours
        };
        if verdict == Verdict::Others {
            self.rows += 1;
            return;
        }
        self.draft.fill(plan, cell);
        if !R::is_known(&self.draft) {
            let needs = R::KIND.needs();
            self.skip(line, format!("the row is skipped: it lacks {needs}"));
            return;
        }
        self.rows += 1;
        let id = match self.draft.get(Field::Id).map(str::trim) {
            Some(id) => id.to_owned(),
            None => {
                let (own, strong) = R::own_id(&self.draft);
                let id = self.hash(&own);
                if !strong {
                    self.weak.insert(id.clone());
                }
                id
            }
        };
        let origin = Location::line(self.path, line);
        let record = R::from_draft(&mut self.draft, plan, id, origin);
        match verdict {
            Verdict::Unsaid => self.unsaid.push(record),
            _ => self.records.push(record),
        }
    }

    fn hash(&self, text: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.request.organization.key.as_bytes());
        hasher.update(&[0]);
        hasher.update(R::KIND.plural().as_bytes());
        hasher.update(&[0]);
        hasher.update(text.as_bytes());
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// Rows without id that have a name in common and nothing stronger may be two people: those
    /// that differ get an id from all they say.
    fn part_homonyms(&mut self) {
        let mut contents: BTreeMap<String, HashSet<String>> = BTreeMap::new();
        let content = |record: &mut R| {
            let origin = record.origin().clone();
            record.set_origin(Location::file(""));
            let text = format!("{record:?}");
            record.set_origin(origin);
            text
        };
        for record in self
            .records
            .iter_mut()
            .filter(|record| self.weak.contains(record.id()))
        {
            contents
                .entry(record.id().to_owned())
                .or_default()
                .insert(content(record));
        }
        contents.retain(|_, texts| texts.len() > 1);
        let mut records = std::mem::take(&mut self.records);
        for record in records
            .iter_mut()
            .filter(|record| contents.contains_key(record.id()))
        {
            let id = self.hash(&content(record));
            record.set_id(id);
        }
        self.records = records;
    }

    /// Ends the file, which was a table or else JSON.
    pub(super) fn finish(mut self, is_table: bool) -> Result<Collected<R>, ExportError> {
        let Some(plan) = self.plan.take() else {
            return Err(ExportError::NoRecords {
                path: self.path.to_owned(),
                skipped: None,
            });
        };
        let others = self.belonging.others();
        if self.records.is_empty() && others.is_empty() {
            // No row says whose it is: the file belongs whole to the organization that lists it.
            self.records = std::mem::take(&mut self.unsaid);
        } else if self.records.is_empty() {
            let names: Vec<String> = others
                .iter()
                .take(NAMED_OTHERS)
                .map(|name| format!("`{name}`"))
                .collect();
            let more = if others.len() > NAMED_OTHERS {
                " and others"
            } else {
                ""
            };
            let message = format!(
                "all {} belong to other organizations: {}{more}",
                R::KIND.plural(),
                names.join(", ")
            );
            self.warn(0, message);
        }
        if !self.unsaid.is_empty() {
            let message = format!(
                "rows that name no organization are skipped: {}",
                self.unsaid.len()
            );
            self.warn(0, message);
        }
        if !self.weak.is_empty() {
            self.part_homonyms();
        }
        if self.skipped > NAMED_ROWS {
            let message = format!("{} more rows are skipped", self.skipped - NAMED_ROWS);
            self.warn(0, message);
        }
        for (layout, count) in std::mem::take(&mut self.layouts) {
            self.warn(
                0,
                format!("{count} records of `{layout}` are no {}", R::KIND.plural()),
            );
        }
        let (records, differences) = join_rows(std::mem::take(&mut self.records), plan.headers());
        for (field, (count, id)) in differences {
            let whose = match count {
                1 => format!("record `{id}`"),
                _ => format!("{count} records, first `{id}`"),
            };
            self.warn(
                0,
                format!(
                    "`{field}` differs between the rows of {whose}: the smallest value is taken"
                ),
            );
        }
        self.warnings.sort();
        Ok(Collected {
            source: Source {
                path: self.path.to_owned(),
                preset: self.preset,
                columns: plan.headers().to_vec(),
                is_table,
                records: records.len(),
            },
            records,
            warnings: self.warnings,
            rows: self.rows,
            skipped: self.first_skipped,
        })
    }

    /// Takes the records of a JSON file.
    pub(super) fn take_json(&mut self, records: Vec<FlatRecord>) -> Result<(), ExportError> {
        let mut other_kind = None;
        let mut wanted = Vec::with_capacity(records.len());
        for record in records {
            match &record.kind {
                JsonKind::Told(kind) if *kind != R::KIND => other_kind = Some(*kind),
                JsonKind::Other(name) => *self.layouts.entry(name.clone()).or_default() += 1,
                _ => wanted.push(record),
            }
        }
        if wanted.is_empty() {
            return match other_kind {
                Some(found) => Err(ExportError::WrongKind {
                    path: self.path.to_owned(),
                    expected: R::KIND,
                    found,
                }),
                None => Ok(()),
            };
        }
        let mut columns: std::collections::HashMap<&str, usize> = Default::default();
        let mut headers: Vec<String> = Vec::new();
        for (key, _) in wanted.iter().flat_map(|record| &record.cells) {
            if !columns.contains_key(key.as_str()) {
                columns.insert(key, headers.len());
                headers.push(key.clone());
            }
        }
        self.understand(&headers)?;
        let mut row: Vec<Option<&str>> = vec![None; headers.len()];
        for record in &wanted {
            row.fill(None);
            for (key, value) in &record.cells {
                let place = &mut row[columns[key.as_str()]];
                let filled = place.filter(|text| !text.trim().is_empty());
                *place = filled.or(value.as_deref());
            }
            self.take(0, |column| row[column]);
        }
        Ok(())
    }
}

fn is_organization(field: Field) -> bool {
    matches!(field, Field::Organization | Field::OrganizationId)
}

impl<R: Record> RowTaker for Collector<'_, R> {
    type Error = ExportError;

    fn header(&mut self, cells: &StringRecord, _line: usize) -> Result<(), ExportError> {
        let headers: Vec<String> = cells.iter().map(str::to_owned).collect();
        self.understand(&headers)
    }

    fn row(&mut self, cells: &StringRecord, line: usize) -> Result<(), ExportError> {
        let plan = self.plan.as_ref().expect("headers come before rows");
        let expected = plan.headers().len();
        if cells.len() != expected {
            let found = cells.len();
            self.skip(
                line,
                format!("the row is skipped: it has {found} cells, the header has {expected}"),
            );
            return Ok(());
        }
        self.take(line, |column| cells.get(column).map(unguard));
        Ok(())
    }
}
