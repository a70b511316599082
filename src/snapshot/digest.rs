//! The digest of a tenant's folder, and the cheap check that comes before it.
//!
//! As git does with its index: size and time of every file first, content only when they differ.

use std::path::Path;

use rayon::prelude::*;

use super::SnapshotError;
use crate::files::{self, Entry};
use crate::model::TenantKey;

/// Returns the digest of the paths and contents below a tenant's folder, as hexadecimal digits.
///
/// # Errors
/// When a file cannot be read.
pub fn digest(snapshot_dir: &Path, tenant: &TenantKey) -> Result<String, SnapshotError> {
    let folder = snapshot_dir.join(tenant.as_str());
    let entries = entries(&folder)?;
    let hashes: Vec<blake3::Hash> = entries
        .par_iter()
        .map(|entry| files::read(&folder.join(&entry.path)).map(|bytes| blake3::hash(&bytes)))
        .collect::<Result<_, _>>()?;
    let mut all = blake3::Hasher::new();
    for (entry, hash) in entries.iter().zip(&hashes) {
        add_path(&mut all, entry);
        all.update(hash.as_bytes());
    }
    Ok(all.finalize().to_hex().to_string())
}

/// Returns the digest of the paths, sizes and times below a tenant's folder.
///
/// While it stays the same, [`digest`] does too.
///
/// # Errors
/// When the folder cannot be read.
pub fn stamp_digest(snapshot_dir: &Path, tenant: &TenantKey) -> Result<String, SnapshotError> {
    let mut all = blake3::Hasher::new();
    for entry in entries(&snapshot_dir.join(tenant.as_str()))? {
        add_path(&mut all, &entry);
        all.update(&entry.stamp.len.to_le_bytes());
        all.update(&entry.stamp.mtime.to_le_bytes());
    }
    Ok(all.finalize().to_hex().to_string())
}

/// Finds the files of the snapshot; hidden ones belong to editors and desktops.
fn entries(folder: &Path) -> Result<Vec<Entry>, SnapshotError> {
    let mut entries = files::walk(folder)?;
    entries.retain(|entry| {
        let name = entry.path.file_name();
        !name.is_some_and(|name| name.to_string_lossy().starts_with('.'))
    });
    Ok(entries)
}

/// Adds a path, the same on every system, with an end that no path contains.
fn add_path(all: &mut blake3::Hasher, entry: &Entry) {
    for part in entry.path.components() {
        all.update(part.as_os_str().to_string_lossy().as_bytes());
        all.update(b"/");
    }
    all.update(b"\0");
}
