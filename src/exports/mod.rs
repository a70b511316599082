//! Exports: contacts and configurations from the files people and CI drop into a site.
//!
//! It reads what other tools wrote, in any of their forms, and never writes or calls them
//! (EXPORTS.md 1 to 4). It must not know who is matched to a record.

mod address;
mod belonging;
mod collect;
mod describe;
mod draft;
mod error;
mod field;
mod formula;
mod header;
mod input;
mod json;
mod merge;
mod plan;
mod preset;
mod read;
mod record;
mod sheet;
mod synonyms;
mod table;
mod text;
mod usual;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use belonging::OrganizationSelector;
pub use describe::{FileDescription, MissingField, describe};
pub use error::ExportError;
pub use field::{Field, RecordKind};
pub use formula::{guard, unguard};
pub use input::neighbour;
pub use plan::ColumnUse;
pub use preset::Preset;
pub use sheet::{Sheet, missing_contacts};
pub use text::Encoding;
pub use write::CsvWriter;

use crate::model::{Configuration, Contact, Location, Text, Warning};
use draft::Draft;
use plan::Plan;

/// What `[exports.contacts]` or `[exports.configurations]` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// The preset; without it the header decides.
    pub format: Option<Preset>,
    /// Per field, by its name, the headers that feed it instead of the usual ones.
    pub columns: BTreeMap<String, Vec<String>>,
}

/// Which files to read, and whose records of them.
#[derive(Debug, Clone, Copy)]
pub struct ExportRequest<'a> {
    /// The root of the site.
    pub root: &'a Path,
    /// Files, folders and zips, relative to the root; messages name them so.
    pub paths: &'a [PathBuf],
    /// The organization whose records are wanted.
    pub organization: &'a OrganizationSelector,
    /// The settings for this kind of record.
    pub options: &'a ExportOptions,
}

/// How one file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file, relative to the site.
    pub path: PathBuf,
    /// The preset that was judged or set.
    pub preset: Preset,
    /// The headers, in the order of the file; of JSON the keys.
    pub columns: Vec<Text>,
    /// Whether it is a CSV, not JSON.
    pub is_table: bool,
    /// How many records of the organization are in it.
    pub records: usize,
}

/// Records with what was imperfect about their files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported<T> {
    /// Sorted by id, each id once.
    pub records: Vec<T>,
    /// Rows that were skipped, values that differ, files that belong to others.
    pub warnings: Vec<Warning>,
    /// The files that were read.
    pub sources: Vec<Source>,
}

/// Reads the contacts of an organization.
///
/// # Errors
/// When a file is missing, cannot be understood, or is without a single record.
pub fn read_contacts(request: &ExportRequest<'_>) -> Result<Imported<Contact>, ExportError> {
    read::read_all(request)
}

/// Reads the configurations of an organization.
///
/// # Errors
/// When a file is missing, cannot be understood, or is without a single record.
pub fn read_configurations(
    request: &ExportRequest<'_>,
) -> Result<Imported<Configuration>, ExportError> {
    read::read_all(request)
}

impl ExportOptions {
    /// Makes options from the texts of `site.toml`.
    ///
    /// # Errors
    /// When there is no such format, or records of the kind have no such field.
    pub fn new(
        kind: RecordKind,
        format: Option<&str>,
        columns: BTreeMap<String, Vec<String>>,
    ) -> Result<Self, ExportError> {
        let format = match format {
            None => None,
            Some(name) => {
                Some(
                    Preset::from_key(name).ok_or_else(|| ExportError::UnknownPreset {
                        name: name.to_owned(),
                    })?,
                )
            }
        };
        for field in columns.keys() {
            if !Field::of(kind).any(|known| known.key() == field) {
                return Err(ExportError::UnknownField {
                    field: field.clone(),
                    kind,
                    known: Field::of(kind).map(Field::key).collect(),
                });
            }
        }
        Ok(Self { format, columns })
    }
}

/// A kind of record that rows become.
trait Record: Sized + std::fmt::Debug {
    /// The kind.
    const KIND: RecordKind;
    /// Makes a record of a filled draft.
    fn from_draft(draft: &mut Draft, plan: &Plan, id: String, origin: Location) -> Self;
    /// Returns whether the row says enough to be of use.
    fn is_known(draft: &Draft) -> bool;
    /// Returns the text from which an id is made when the row has none, and whether more than a
    /// name is in it.
    fn own_id(draft: &Draft) -> (String, bool);
    /// Returns the id.
    fn id(&self) -> &str;
    /// Gives the record another id.
    fn set_id(&mut self, id: String);
    /// Returns where it was read.
    fn origin(&self) -> &Location;
    /// Forgets where it was read.
    fn set_origin(&mut self, origin: Location);
    /// Joins it with another row of the same record.
    fn join(&mut self, other: Self, headers: &[Text], differs: &mut dyn FnMut(&str));
    /// Puts its lists in order, once all its rows are joined.
    fn settle(&mut self);
}
