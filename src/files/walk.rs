//! Walking folders and telling files apart, without following links.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::FileError;

/// Size and time of a file: enough to see that it was touched, as git's index does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub len: u64,
    /// Time of the last change in nanoseconds since 1970; 0 when the system does not tell.
    pub mtime: u64,
}

impl Stamp {
    pub(super) fn of(metadata: &fs::Metadata) -> Self {
        let mtime = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .and_then(|age| u64::try_from(age.as_nanos()).ok())
            .unwrap_or(0);
        Self {
            len: metadata.len(),
            mtime,
        }
    }
}

/// A plain file below a walked folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file's path below the folder.
    pub path: PathBuf,
    /// Its size and time.
    pub stamp: Stamp,
}

/// Returns size and time of a plain file, or `None` when nothing is there.
///
/// # Errors
/// When the system refuses, or something else than a plain file stands there.
pub fn stamp(path: &Path) -> Result<Option<Stamp>, FileError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => {
            refuse_type(path, metadata.file_type())?;
            Ok(Some(Stamp::of(&metadata)))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::io("read", path)(error)),
    }
}

/// Returns the plain files below `root`, sorted by path; none when there is no such folder.
///
/// # Errors
/// When a folder cannot be read, or a link, pipe or device stands in the tree.
pub fn walk(root: &Path) -> Result<Vec<Entry>, FileError> {
    if !super::exists(root) {
        return Ok(Vec::new());
    }
    refuse_special(root)?;
    let mut entries = Vec::new();
    for item in WalkDir::new(root).follow_links(false).sort_by_file_name() {
        let item = match item {
            // Editors and checkouts replace files while others look: what is gone is not there.
            Err(error) if is_gone(&error) => continue,
            other => other.map_err(|error| FileError::Io {
                action: "read",
                path: error.path().unwrap_or(root).to_owned(),
                source: error.into(),
            })?,
        };
        // Emacs marks a file under edit by a dangling link of this name.
        if item.file_name().as_encoded_bytes().starts_with(b".#") {
            continue;
        }
        refuse_type(item.path(), item.file_type())?;
        if item.file_type().is_file() {
            let metadata = match item.metadata() {
                Err(error) if is_gone(&error) => continue,
                other => other.map_err(|error| FileError::Io {
                    action: "read",
                    path: item.path().to_owned(),
                    source: error.into(),
                })?,
            };
            let path = item
                .path()
                .strip_prefix(root)
                .expect("the walk stays below its root");
            entries.push(Entry {
                path: path.to_owned(),
                stamp: Stamp::of(&metadata),
            });
        }
    }
    entries.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(entries)
}

fn is_gone(error: &walkdir::Error) -> bool {
    error.depth() > 0
        && error
            .io_error()
            .is_some_and(|it| it.kind() == std::io::ErrorKind::NotFound)
}

/// Returns whether the path itself is a link, wherever it leads.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink())
}

/// Returns the names directly in a folder, sorted; none when there is no such folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn list_dir(path: &Path) -> Result<Vec<PathBuf>, FileError> {
    let items = match fs::read_dir(path) {
        Ok(items) => items,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(FileError::io("read", path)(error)),
    };
    let mut paths = Vec::new();
    for item in items {
        paths.push(item.map_err(FileError::io("read", path))?.path());
    }
    paths.sort();
    Ok(paths)
}

/// Refuses whatever is neither a plain file nor a folder.
pub(super) fn refuse_special(path: &Path) -> Result<(), FileError> {
    let metadata = fs::symlink_metadata(path).map_err(FileError::io("read", path))?;
    refuse_type(path, metadata.file_type())
}

fn refuse_type(path: &Path, kind: fs::FileType) -> Result<(), FileError> {
    if kind.is_file() || kind.is_dir() {
        return Ok(());
    }
    let kind = if kind.is_symlink() {
        "a symbolic link"
    } else {
        "a pipe, socket or device"
    };
    Err(FileError::NotPlain {
        path: path.to_owned(),
        kind,
    })
}

/// Returns whether a folder stands at `path`; a link to one is none.
pub fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Returns a path with links resolved, as far as the path exists; the rest stays as it is.
pub fn resolve(path: &Path) -> PathBuf {
    for ancestor in path.ancestors() {
        if let Ok(real) = fs::canonicalize(ancestor) {
            let rest = path
                .strip_prefix(ancestor)
                .expect("an ancestor is a prefix");
            return if rest.as_os_str().is_empty() {
                real
            } else {
                real.join(rest)
            };
        }
    }
    path.to_owned()
}
