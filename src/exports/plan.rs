//! The plan for a file: which column feeds which field, is kept, or is dropped as a secret.
//!
//! It must not know where headers come from: a CSV's first row or the keys of JSON.

use std::collections::HashMap;

use super::header::{fold_header, is_secret};
use super::synonyms::{kept, names};
use super::usual::usual_names;
use super::{ExportOptions, Field, Preset, RecordKind};
use crate::model::Text;

/// What becomes of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnUse {
    /// It feeds these fields.
    Feeds(Vec<Field>),
    /// It is kept under its own header.
    Kept,
    /// It names a secret: its values are dropped while reading.
    Secret,
}

/// Which headers feed which field, for one preset, one kind of record and the site's own mapping.
pub(super) struct Names {
    by_header: HashMap<String, Vec<(Field, u16)>>,
}

impl Names {
    /// Puts the site's mapping before the preset's names, and those before the usual ones.
    pub(super) fn new(preset: Preset, kind: RecordKind, options: &ExportOptions) -> Self {
        let mut by_header: HashMap<String, Vec<(Field, u16)>> = HashMap::new();
        let mut rank = 0u16;
        let mut mapped = Vec::new();
        for (field, headers) in &options.columns {
            let Some(field) = Field::of(kind).find(|known| known.key() == field) else {
                continue;
            };
            mapped.push(field);
            for header in headers {
                rank += 1;
                by_header
                    .entry(fold_header(header))
                    .or_default()
                    .push((field, rank));
            }
        }
        let explicit: Vec<String> = by_header.keys().cloned().collect();
        let mut own: Vec<&str> = kept(preset, kind).to_vec();
        for (table, is_usual) in [(names(preset, kind), false), (usual_names(kind), true)] {
            let mut named = Vec::new();
            for (field, headers) in table.iter().filter(|(field, _)| !mapped.contains(field)) {
                for header in *headers {
                    rank += 1;
                    let taken = explicit.iter().any(|known| known == header)
                        || (is_usual && own.contains(header));
                    if !taken {
                        by_header
                            .entry((*header).to_owned())
                            .or_default()
                            .push((*field, rank));
                        named.push(*header);
                    }
                }
            }
            own.extend(named);
        }
        Self { by_header }
    }

    /// Returns the fields that a folded header feeds, with the rank of the header for each.
    ///
    /// There may be any number of addresses and telephone numbers: `email 4` is one more `email`.
    fn of(&self, folded: &str) -> Vec<(Field, u16)> {
        if let Some(fields) = self.by_header.get(folded) {
            return fields.clone();
        }
        let stem = folded.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = folded[stem.len()..].parse::<u16>().unwrap_or(0);
        let known = self.by_header.get(stem.trim_end());
        known
            .into_iter()
            .flatten()
            .filter(|_| stem.len() < folded.len())
            .filter_map(|(field, _)| match field {
                Field::PrimaryEmail | Field::Emails => Some(Field::Emails),
                Field::Phones => Some(Field::Phones),
                _ => None,
            })
            .map(|field| (field, NUMBERED.saturating_add(number)))
            .collect()
    }
}

/// The rank of the numbered columns, behind those that are named.
const NUMBERED: u16 = 10_000;

/// A column that feeds a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Feed {
    /// The field.
    pub(super) field: Field,
    /// How good the header is for it: 1 is best.
    pub(super) rank: u16,
    /// The column.
    pub(super) column: usize,
}

/// The columns of one file and what becomes of them.
pub(super) struct Plan {
    names: Names,
    headers: Vec<Text>,
    folded: HashMap<String, usize>,
    uses: Vec<ColumnUse>,
    /// The first column with the same header.
    repeats: Vec<Option<usize>>,
    feeds: Vec<Feed>,
    kept: Vec<usize>,
}

impl Plan {
    /// Makes a plan without columns.
    pub(super) fn new(names: Names) -> Self {
        Self {
            names,
            headers: Vec::new(),
            folded: HashMap::new(),
            uses: Vec::new(),
            repeats: Vec::new(),
            feeds: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// Adds a column and returns its number.
    pub(super) fn add(&mut self, header: &str) -> usize {
        let column = self.headers.len();
        let folded = fold_header(header);
        let fields = self.names.of(&folded);
        let column_use = if is_secret(header) {
            ColumnUse::Secret
        } else if fields.is_empty() {
            self.kept.push(column);
            ColumnUse::Kept
        } else {
            for (field, rank) in &fields {
                self.feeds.push(Feed {
                    field: *field,
                    rank: *rank,
                    column,
                });
            }
            self.feeds.sort_unstable();
            ColumnUse::Feeds(fields.iter().map(|(field, _)| *field).collect())
        };
        self.uses.push(column_use);
        self.repeats.push(self.folded.get(&folded).copied());
        self.folded.entry(folded).or_insert(column);
        self.headers.push(header.trim().into());
        column
    }

    /// Returns the headers as written, trimmed.
    pub(super) fn headers(&self) -> &[Text] {
        &self.headers
    }

    /// Returns what becomes of each column.
    pub(super) fn uses(&self) -> &[ColumnUse] {
        &self.uses
    }

    /// Returns the columns that feed fields, by field and the best first.
    pub(super) fn feeds(&self) -> &[Feed] {
        &self.feeds
    }

    /// Returns the columns that feed a field, the best first.
    pub(super) fn columns_of(&self, field: Field) -> impl Iterator<Item = usize> {
        let start = self.feeds.partition_point(|feed| feed.field < field);
        self.feeds[start..]
            .iter()
            .take_while(move |feed| feed.field == field)
            .map(|feed| feed.column)
    }

    /// Returns the columns that are kept under their own header.
    pub(super) fn kept(&self) -> &[usize] {
        &self.kept
    }

    /// Returns the first column with the same header, when the column repeats one.
    pub(super) fn repeats(&self, column: usize) -> Option<usize> {
        self.repeats[column]
    }

    /// Returns whether a column has this header.
    pub(super) fn has(&self, header: &str) -> bool {
        self.folded.contains_key(&fold_header(header))
    }

    /// Returns whether any column feeds the field.
    pub(super) fn fed(&self, wanted: impl Fn(Field) -> bool) -> bool {
        self.feeds.iter().any(|feed| wanted(feed.field))
    }
}
