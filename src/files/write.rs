//! Writing single files atomically: temp file in the same folder, rename, equal bytes untouched.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{FileError, halt};

/// How the names of files begin that are not in their place yet.
const TEMP_FRONT: &str = ".rosterbook-";

/// How they end.
const TEMP_END: &str = ".tmp";

/// Creates a folder and its parents.
///
/// # Errors
/// When the system refuses.
pub fn create_dir(path: &Path) -> Result<(), FileError> {
    halt::point();
    fs::create_dir_all(path).map_err(FileError::io("create", path))
}

/// Creates a folder that only its owner may enter, with a `.gitignore` of its own (SAFETY.md 8).
///
/// # Errors
/// When the system refuses.
pub fn create_private_dir(path: &Path) -> Result<(), FileError> {
    create_dir(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))
            .map_err(FileError::io("protect", path))?;
    }
    write_if_changed(&path.join(".gitignore"), b"*\n")?;
    Ok(())
}

/// Writes `bytes` to `path` unless it holds them already; returns whether it wrote.
///
/// # Errors
/// When the system refuses; the old file is then whole.
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<bool, FileError> {
    if super::read_if_exists(path)?.is_some_and(|old| old == bytes) {
        return Ok(false);
    }
    write_atomic(path, bytes)?;
    Ok(true)
}

/// Writes `bytes` to `path` by temp file, sync and rename.
///
/// # Errors
/// When the system refuses; the old file is then whole.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    write_with_mode(path, bytes, 0o644)
}

/// Writes `bytes` to `path` as [`write_atomic`] does, readable by its owner only.
///
/// # Errors
/// When the system refuses; the old file is then whole.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    write_with_mode(path, bytes, 0o600)
}

fn write_with_mode(path: &Path, bytes: &[u8], mode: u32) -> Result<(), FileError> {
    let folder = parent(path);
    create_dir(&folder)?;
    halt::point();
    let mut file = temp_file(&folder, mode)?;
    halt::point();
    file.write_all(bytes)
        .map_err(FileError::io("write", path))?;
    halt::point();
    file.as_file()
        .sync_all()
        .map_err(FileError::io("write", path))?;
    halt::point();
    file.persist(path)
        .map_err(|error| FileError::io("write", path)(error.error))?;
    sync_dir(&folder)
}

/// Appends one line with a single write; cuts a torn last line first.
///
/// Returns how many bytes of a torn line were cut.
///
/// # Errors
/// When the system refuses.
pub fn append_line(path: &Path, line: &str) -> Result<usize, FileError> {
    let old = super::read_if_exists(path)?.unwrap_or_default();
    let whole = old
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    create_dir(&parent(path))?;
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(FileError::io("write", path))?;
    halt::point();
    if whole < old.len() {
        file.set_len(whole as u64)
            .map_err(FileError::io("write", path))?;
    }
    let mut bytes = line.as_bytes().to_vec();
    bytes.push(b'\n');
    file.write_all(&bytes)
        .map_err(FileError::io("write", path))?;
    file.sync_all().map_err(FileError::io("write", path))?;
    Ok(old.len() - whole)
}

/// Removes a file; nothing there is no error.
///
/// # Errors
/// When the system refuses.
pub fn remove_file(path: &Path) -> Result<(), FileError> {
    halt::point();
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(FileError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// Removes a folder of our own with all that is in it; nothing there is no error.
///
/// Links inside are removed, never followed.
///
/// # Errors
/// When the system refuses.
pub fn remove_tree(path: &Path) -> Result<(), FileError> {
    halt::point();
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(FileError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// Removes `folder` and its parents below `root` as long as they are empty.
pub fn remove_empty_dirs(root: &Path, folder: &Path) {
    let mut folder = folder;
    while folder.starts_with(root) && folder != root {
        halt::point();
        if fs::remove_dir(folder).is_err() {
            return;
        }
        let Some(parent) = folder.parent() else {
            return;
        };
        folder = parent;
    }
}

/// Removes what a killed run left half written in a folder; the caller holds the lock of it.
///
/// # Errors
/// When the system refuses.
pub fn sweep_temp_files(folder: &Path) -> Result<(), FileError> {
    for path in super::list_dir(folder)? {
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with(TEMP_FRONT) && name.ends_with(TEMP_END)) {
            remove_file(&path)?;
        }
    }
    Ok(())
}

pub(super) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

pub(super) fn temp_file(folder: &Path, mode: u32) -> Result<NamedTempFile, FileError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMP_FRONT).suffix(TEMP_END);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder
        .tempfile_in(folder)
        .map_err(FileError::io("create a file in", folder))
}

/// Makes a rename in `folder` survive a power loss.
pub(super) fn sync_dir(folder: &Path) -> Result<(), FileError> {
    halt::point();
    #[cfg(unix)]
    fs::File::open(folder)
        .and_then(|handle| handle.sync_all())
        .map_err(FileError::io("write", folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
