//! Reading plain files.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use super::FileError;
use super::walk::refuse_special;

/// Returns whether something stands at `path`, a dangling link included.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Opens a plain file for reading.
///
/// # Errors
/// When it is missing, not readable, or not a plain file.
pub fn open(path: &Path) -> Result<fs::File, FileError> {
    refuse_special(path)?;
    fs::File::open(path).map_err(FileError::io("read", path))
}

/// Reads a plain file whole.
///
/// # Errors
/// When it is missing, not readable, or not a plain file.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    refuse_special(path)?;
    fs::read(path).map_err(FileError::io("read", path))
}

/// Reads a plain file whole, or returns `None` when nothing is there.
///
/// # Errors
/// When it is there but not readable or not a plain file.
pub fn read_if_exists(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    match read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a plain file of at most `limit` bytes.
///
/// # Errors
/// As [`read`], and when it is larger.
pub fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    open(path)?
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(FileError::io("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(FileError::TooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    Ok(bytes)
}

/// Reads a plain file as UTF-8 text, without a byte order mark.
///
/// # Errors
/// As [`read`], and when it is not UTF-8.
pub fn read_to_string(path: &Path) -> Result<String, FileError> {
    let bytes = read(path)?;
    let text = String::from_utf8(bytes).map_err(|error| FileError::NotText {
        path: path.to_owned(),
        offset: error.utf8_error().valid_up_to(),
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(stripped) => stripped.to_owned(),
        None => text,
    })
}
