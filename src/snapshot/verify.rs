//! Checking a snapshot file by file, and bringing it into its canonical form.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{
    Identified, SnapshotError, TenantSnapshot, encode_group, encode_lines, encode_tenant,
    group_path, read_journal, read_tenant, shard_path, tenant_folders, tenant_path,
};
use crate::files::{self, FileError, Transaction, TransactionReport};
use crate::model::TenantKey;

/// What [`verify`] found in one tenant's folder, or in the snapshot itself.
#[derive(Debug)]
pub struct Finding {
    /// The tenant; absent when the snapshot as a whole is at fault.
    pub tenant: Option<TenantKey>,
    /// What is wrong.
    pub error: SnapshotError,
}

/// Checks the whole snapshot; returns what is wrong, at most one thing per tenant.
pub fn verify(snapshot_dir: &Path) -> Vec<Finding> {
    let whole = |error| Finding {
        tenant: None,
        error,
    };
    if let Err(error) = super::check_version(snapshot_dir) {
        return vec![whole(error)];
    }
    let tenants = match tenant_folders(snapshot_dir) {
        Ok(tenants) => tenants,
        Err(error) => return vec![whole(error)],
    };
    tenants
        .into_iter()
        .filter_map(|tenant| {
            let read = read_tenant(snapshot_dir, &tenant)
                .and_then(|_| read_journal(snapshot_dir, &tenant));
            read.err().map(|error| Finding {
                tenant: Some(tenant),
                error,
            })
        })
        .collect()
}

/// Returns every file of a tenant but its journal, as canonical bytes by path.
pub fn canonical_files(key: &TenantKey, snapshot: &TenantSnapshot) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut bytes = BTreeMap::new();
    bytes.insert(tenant_path(key), encode_tenant(&snapshot.tenant));
    for group in &snapshot.groups {
        bytes.insert(group_path(key, group.id), encode_group(group));
    }
    shards(key, "users", &snapshot.people, &mut bytes);
    shards(key, "devices", &snapshot.devices, &mut bytes);
    shards(key, "others", &snapshot.others, &mut bytes);
    bytes
}

fn shards<T: Identified + serde::Serialize>(
    key: &TenantKey,
    folder: &str,
    sorted: &[T],
    bytes: &mut BTreeMap<PathBuf, Vec<u8>>,
) {
    for chunk in
        sorted.chunk_by(|left, right| left.object_id().shard() == right.object_id().shard())
    {
        let shard = chunk[0].object_id().shard();
        bytes.insert(shard_path(key, folder, &shard), encode_lines(chunk));
    }
}

/// Rewrites a tenant's files in their canonical form; those that have it stay untouched.
///
/// # Errors
/// When the snapshot cannot be read or written.
pub fn format(
    snapshot_dir: &Path,
    staging: &Path,
    key: &TenantKey,
) -> Result<TransactionReport, SnapshotError> {
    let Some(snapshot) = read_tenant(snapshot_dir, key)? else {
        return Ok(TransactionReport::default());
    };
    let mut canonical = canonical_files(key, &snapshot);
    for path in journal_files(snapshot_dir, key)? {
        let text = files::read_to_string(&snapshot_dir.join(&path))?;
        let lines: Vec<&str> = text.lines().collect();
        canonical.insert(path, (lines.join("\n") + "\n").into_bytes());
    }
    let transaction = Transaction::begin(snapshot_dir, staging, true)?;
    for (path, bytes) in &canonical {
        transaction.write(path, bytes)?;
    }
    Ok(transaction.commit(&BTreeSet::new())?)
}

fn journal_files(snapshot_dir: &Path, key: &TenantKey) -> Result<Vec<PathBuf>, FileError> {
    let below = Path::new(key.as_str()).join("journal");
    let entries = files::walk(&snapshot_dir.join(&below))?;
    Ok(entries
        .into_iter()
        .map(|entry| below.join(entry.path))
        .collect())
}
