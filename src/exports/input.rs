//! Containers: a path of `site.toml` to the files to read, in folders and zips (EXPORTS.md 3).
//!
//! The only place of this module that touches the disk. From an account export only the three
//! files that are asked for are opened; it must not know what is in them.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::header::is_secret;
use super::{ExportError, RecordKind};
use crate::files;
use crate::model::text_key;

/// The most that is read of one file or zip entry. At most three entries of a zip are read, so
/// that the limit for all of them together (SAFETY.md 7) is kept too.
const MAX_ENTRY: u64 = 512 << 20;
/// A zip entry may not grow more than this when it is unpacked.
const MAX_RATIO: u64 = 100;
/// Small entries may grow more: a page of blanks is no attack.
const FREE_GROWTH: u64 = 1 << 20;

/// A file to read: plain, or an entry of a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    /// The name for messages, relative to the site.
    pub(super) path: PathBuf,
    /// Where the file or zip is.
    place: PathBuf,
    /// The number of the entry, in a zip.
    entry: Option<usize>,
    /// Whether `site.toml` names the file itself.
    pub(super) named: bool,
}

/// The files that a path of `site.toml` stands for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Inputs {
    /// The files with records.
    pub(super) records: Vec<Input>,
    /// The files that turn ids of organizations into names.
    pub(super) organizations: Vec<Input>,
}

/// Finds the files of a kind at `path`, which is relative to `root`.
pub(super) fn find(root: &Path, path: &Path, kind: RecordKind) -> Result<Inputs, ExportError> {
    let place = root.join(path);
    if files::stamp(&place)?.is_none() {
        return Err(ExportError::Missing {
            path: path.to_owned(),
        });
    }
    if let Some(names) = list(&place)? {
        return in_folder(path, &names, kind);
    }
    let mut magic = [0; 4];
    let start = read_start(&mut files::open(&place)?, &mut magic)
        .map_err(|source| unreadable(path, source))?;
    if start == b"PK\x03\x04" || start == b"PK\x05\x06" {
        return in_zip(path, &place, kind);
    }
    let mut inputs = Inputs {
        records: vec![Input {
            path: path.to_owned(),
            place: place.clone(),
            entry: None,
            named: true,
        }],
        organizations: Vec::new(),
    };
    if let Some(neighbour) = neighbour(path)
        && files::stamp(&root.join(&neighbour))?.is_some()
    {
        inputs.organizations.push(Input {
            place: root.join(&neighbour),
            path: neighbour,
            entry: None,
            named: false,
        });
    }
    Ok(inputs)
}

/// Returns the file that is read beside the one that is named, when there is one: of a single file
/// of an unpacked account export, the one that knows the organizations.
pub fn neighbour(path: &Path) -> Option<PathBuf> {
    let is_part = [RecordKind::Contact, RecordKind::Configuration]
        .into_iter()
        .any(|part| file_key(path) == export_name(part));
    is_part.then(|| path.with_file_name(export_name(RecordKind::Organization)))
}

/// Returns what is directly in a folder, sorted, or `None` when it is a file.
fn list(place: &Path) -> Result<Option<Vec<PathBuf>>, ExportError> {
    match files::list_dir(place) {
        Ok(names) => Ok(Some(names)),
        Err(files::FileError::Io { source, .. })
            if source.kind() == io::ErrorKind::NotADirectory =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The name of a file in an account export.
fn export_name(kind: RecordKind) -> String {
    format!("{}.csv", kind.plural())
}

fn file_key(path: &Path) -> String {
    text_key(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Names that only an account export has.
fn is_account_export(keys: &[String]) -> bool {
    const SIGNS: [&str; 7] = [
        "organizations.csv",
        "contacts.csv",
        "configurations.csv",
        "passwords.csv",
        "documents.csv",
        "documents",
        "attachments",
    ];
    keys.iter().any(|key| SIGNS.contains(&key.as_str()))
}

fn in_folder(path: &Path, names: &[PathBuf], kind: RecordKind) -> Result<Inputs, ExportError> {
    let keys: Vec<String> = names.iter().map(|name| file_key(name)).collect();
    let account_export = is_account_export(&keys);
    let pick = |wanted: &dyn Fn(&str) -> bool| -> Vec<Input> {
        names
            .iter()
            .zip(&keys)
            .filter(|(_, key)| wanted(key))
            .map(|(place, _)| Input {
                path: path.join(place.file_name().unwrap_or_default()),
                place: place.clone(),
                entry: None,
                named: false,
            })
            .collect()
    };
    let inputs = Inputs {
        records: pick(&|key| {
            if account_export {
                key == export_name(kind)
            } else {
                has_known_ending(key) && !is_secret(key)
            }
        }),
        organizations: pick(&|key| key == export_name(RecordKind::Organization)),
    };
    if inputs.records.is_empty() {
        return Err(ExportError::NothingInside {
            path: path.to_owned(),
            kind,
        });
    }
    Ok(inputs)
}

fn has_known_ending(key: &str) -> bool {
    [".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl"]
        .into_iter()
        .any(|ending| key.ends_with(ending))
}

fn in_zip(path: &Path, place: &Path, kind: RecordKind) -> Result<Inputs, ExportError> {
    let archive = open_zip(path, place)?;
    if archive.index_for_name("[Content_Types].xml").is_some() {
        return Err(ExportError::NotImported {
            path: path.to_owned(),
            what: "a spreadsheet or document, not a CSV",
        });
    }
    let mut all: Vec<(usize, String, usize)> = (0..archive.len())
        .filter_map(|entry| {
            let name = archive.name_for_index(entry)?.replace('\\', "/");
            let depth = name.matches('/').count();
            Some((depth, name, entry))
        })
        .collect();
    all.sort();
    let pick = |wanted: RecordKind| -> Vec<Input> {
        let wanted = export_name(wanted);
        let mut found = all.iter().filter(|(depth, name, _)| {
            let parts: Vec<String> = name.split('/').map(text_key).collect();
            *depth <= 1
                && parts.last() == Some(&wanted)
                && !["attachments", "documents"].contains(&parts[0].as_str())
        });
        // The one nearest to the top: copies deeper down are somebody's attachments.
        found
            .next()
            .map(|(_, _, entry)| Input {
                path: path.join(&wanted),
                place: place.to_owned(),
                entry: Some(*entry),
                named: false,
            })
            .into_iter()
            .collect()
    };
    let inputs = Inputs {
        records: pick(kind),
        organizations: pick(RecordKind::Organization),
    };
    if inputs.records.is_empty() {
        return Err(ExportError::NothingInside {
            path: path.to_owned(),
            kind,
        });
    }
    Ok(inputs)
}

fn open_zip(
    path: &Path,
    place: &Path,
) -> Result<ZipArchive<impl Read + io::Seek + use<>>, ExportError> {
    let file = files::open(place)?;
    ZipArchive::new(io::BufReader::new(file)).map_err(|error| unreadable(path, zip_cause(error)))
}

fn zip_cause(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(source) => source,
        other => io::Error::other(other),
    }
}

fn unreadable(path: &Path, source: io::Error) -> ExportError {
    ExportError::Unreadable {
        path: path.to_owned(),
        source,
    }
}

/// Fills `start` as far as the file reaches.
pub(super) fn read_start<'a>(source: &mut dyn Read, start: &'a mut [u8]) -> io::Result<&'a [u8]> {
    let mut filled = 0;
    while filled < start.len() {
        match source.read(&mut start[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(&start[..filled])
}

impl Input {
    /// Opens the file and hands its bytes to `take`, within the limits.
    pub(super) fn read_with<T>(
        &self,
        take: impl FnOnce(&mut dyn Read) -> Result<T, ExportError>,
    ) -> Result<T, ExportError> {
        let Some(entry) = self.entry else {
            let file = files::open(&self.place)?;
            return take(&mut Capped::new(file, MAX_ENTRY));
        };
        let mut archive = open_zip(&self.path, &self.place)?;
        let file = archive
            .by_index(entry)
            .map_err(|error| unreadable(&self.path, zip_cause(error)))?;
        let grown = file.compressed_size().saturating_mul(MAX_RATIO);
        take(&mut Capped::new(file, grown.clamp(FREE_GROWTH, MAX_ENTRY)))
    }
}

/// Reads up to a limit and fails beyond it.
struct Capped<R> {
    source: R,
    left: u64,
    limit: u64,
}

impl<R> Capped<R> {
    fn new(source: R, limit: u64) -> Self {
        Self {
            source,
            left: limit,
            limit,
        }
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!(
                    "it holds more than the {} bytes that are read of it",
                    self.limit
                ),
            )
        })?;
        Ok(read)
    }
}
