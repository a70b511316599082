//! Why an export could not be used, as data.
//!
//! It must not know what a person should do about it: hints are written where errors are printed.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use super::{Preset, RecordKind};
use crate::files::FileError;
use crate::model::{Location, Warning};

/// Why an export, or a setting for exports, could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The system refused, or a link or device stands there.
    #[error(transparent)]
    File(#[from] FileError),
    /// Nothing is at the path that `site.toml` names.
    #[error("export `{}` does not exist", path.display())]
    Missing {
        /// The file or folder.
        path: PathBuf,
    },
    /// Reading stopped in the middle: a failing disk, a broken zip, a cap.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// The file, or the zip with the entry.
        path: PathBuf,
        /// What stopped it.
        source: io::Error,
    },
    /// The text does not have the form of a table or of JSON.
    #[error("export `{location}` is broken: {reason}")]
    Broken {
        /// The row that is broken.
        location: Location,
        /// What is wrong with it.
        reason: String,
    },
    /// The file gives neither of the fields by which a record is known.
    #[error(
        "export `{}` has no column for {}{}",
        path.display(), kind.needs(), found_columns(found)
    )]
    NoKeyColumn {
        /// The file.
        path: PathBuf,
        /// What it was read as.
        kind: RecordKind,
        /// The columns that it has.
        found: Vec<String>,
    },
    /// The file holds records of another kind.
    #[error("export `{}` holds {}, not {}", path.display(), found.plural(), expected.plural())]
    WrongKind {
        /// The file.
        path: PathBuf,
        /// The kind that `site.toml` lists it under.
        expected: RecordKind,
        /// The kind that its columns show.
        found: RecordKind,
    },
    /// The file is known and not imported on purpose.
    #[error("export `{}` is {what}, which is not imported", path.display())]
    NotImported {
        /// The file.
        path: PathBuf,
        /// What it is, with its article.
        what: &'static str,
    },
    /// A zip or folder without a file of the kind that is asked for.
    #[error("export `{}` has no {} in it", path.display(), kind.plural())]
    NothingInside {
        /// The zip or folder.
        path: PathBuf,
        /// The kind that is asked for.
        kind: RecordKind,
    },
    /// A file without a single record.
    #[error("export `{}` is empty: no record in it{}", path.display(), first_skipped(skipped))]
    NoRecords {
        /// The file.
        path: PathBuf,
        /// The first row that was skipped, when rows were.
        skipped: Option<Warning>,
    },
    /// `columns` names a field that records do not have.
    #[error("{} have no field `{field}`{}", kind.plural(), found_fields(known))]
    UnknownField {
        /// The name in `site.toml`.
        field: String,
        /// The records.
        kind: RecordKind,
        /// The fields that they have.
        known: Vec<&'static str>,
    },
    /// `format` names a preset that does not exist.
    #[error("there is no format `{name}`{}", known_presets())]
    UnknownPreset {
        /// The name in `site.toml`.
        name: String,
    },
}

fn listed(intro: &str, names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for (at, name) in names.into_iter().enumerate() {
        let before = if at == 0 { intro } else { ", " };
        write!(text, "{before}`{}`", name.as_ref()).expect("text grows");
    }
    text
}

fn first_skipped(skipped: &Option<Warning>) -> String {
    match skipped {
        Some(warning) => format!("\n  at `{}` {}", warning.location, warning.message),
        None => String::new(),
    }
}

fn found_columns(found: &[String]) -> String {
    listed("\n  found ", found)
}

fn found_fields(known: &[&str]) -> String {
    listed("\n  known ", known)
}

fn known_presets() -> String {
    listed("\n  known ", Preset::ALL.map(Preset::key))
}
