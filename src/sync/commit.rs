//! Writing one tenant: files and journal in one transaction, then the state unit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;
use serde::Serialize;

use super::freshness::staging;
use crate::files::{self, FileError, Secrets, Transaction, TransactionReport};
use crate::model::{Event, TenantKey};
use crate::snapshot::{
    self, FOLDER, GITATTRIBUTES, Identified, TenantSnapshot, VERSION_FILE, encode_group,
    encode_lines, encode_tenant, group_path, journal_path, shard_path, tenant_path,
};

/// The change of one tenant's folder.
pub(super) struct Change<'a> {
    pub(super) root: &'a Path,
    pub(super) key: &'a TenantKey,
    /// What the folder holds; absent when it holds nothing readable.
    pub(super) old: Option<&'a TenantSnapshot>,
    pub(super) new: &'a TenantSnapshot,
    pub(super) events: &'a [Event],
    pub(super) now: Timestamp,
    /// What no file may hold.
    pub(super) secrets: &'a Secrets,
}

/// Makes the change: all of it or, until the next run, none.
pub(super) fn commit(change: &Change<'_>) -> Result<TransactionReport, FileError> {
    let Change {
        root,
        key,
        old,
        new,
        ..
    } = *change;
    let dir = root.join(FOLDER);
    let transaction = Transaction::begin(&dir, &staging(root, key.as_str()), true)?
        .refusing(change.secrets.clone());
    let mut removals = BTreeSet::new();
    if old.is_none_or(|old| old.tenant != new.tenant) {
        transaction.write(Path::new(VERSION_FILE), &snapshot::version_bytes())?;
        transaction.write(Path::new(".gitattributes"), GITATTRIBUTES.as_bytes())?;
        transaction.write(&tenant_path(key), &encode_tenant(&new.tenant))?;
    }
    new.groups.par_iter().try_for_each(|group| {
        let same = old.and_then(|old| old.group(group.id)) == Some(group);
        if !same {
            transaction.write(&group_path(key, group.id), &encode_group(group))?;
        }
        Ok::<(), FileError>(())
    })?;
    let mut shards = Shards {
        key,
        transaction: &transaction,
        removals: &mut removals,
    };
    shards.write("users", old.map(|old| &old.people[..]), &new.people)?;
    shards.write("devices", old.map(|old| &old.devices[..]), &new.devices)?;
    shards.write("others", old.map(|old| &old.others[..]), &new.others)?;
    if !change.events.is_empty() {
        let path = journal_path(key, change.now);
        let mut bytes = files::read_if_exists(&dir.join(&path))?.unwrap_or_default();
        if bytes.last().is_some_and(|&last| last != b'\n') {
            bytes.push(b'\n');
        }
        bytes.extend(encode_lines(change.events));
        transaction.write(&path, &bytes)?;
    }
    if old.is_none() {
        removals.extend(leftovers(&dir, key, new)?);
    }
    transaction.commit(&removals)
}

/// Finds files of an unreadable snapshot that the new one does not have.
fn leftovers(dir: &Path, key: &TenantKey, new: &TenantSnapshot) -> Result<Vec<PathBuf>, FileError> {
    let folder = Path::new(key.as_str());
    let entries = files::walk(&dir.join(folder))?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = snapshot::canonical_files(key, new);
    Ok(entries
        .into_iter()
        .filter(|entry| !entry.path.starts_with("journal"))
        .map(|entry| folder.join(entry.path))
        .filter(|path| !wanted.contains_key(path))
        .collect())
}

struct Shards<'a> {
    key: &'a TenantKey,
    transaction: &'a Transaction,
    removals: &'a mut BTreeSet<PathBuf>,
}

impl Shards<'_> {
    /// Writes the shards that differ, and removes those that are empty now.
    fn write<T>(&mut self, folder: &str, old: Option<&[T]>, new: &[T]) -> Result<(), FileError>
    where
        T: Identified + PartialEq + Serialize,
    {
        let (before, after) = (by_shard(old.unwrap_or_default()), by_shard(new));
        for (shard, items) in &after {
            if before.get(shard) != Some(items) {
                let path = shard_path(self.key, folder, shard);
                self.transaction.write(&path, &encode_lines(*items))?;
            }
        }
        for shard in before.keys().filter(|shard| !after.contains_key(*shard)) {
            self.removals.insert(shard_path(self.key, folder, shard));
        }
        Ok(())
    }
}

fn by_shard<T: Identified>(sorted: &[T]) -> BTreeMap<String, &[T]> {
    sorted
        .chunk_by(|left, right| left.object_id().shard() == right.object_id().shard())
        .map(|chunk| (chunk[0].object_id().shard(), chunk))
        .collect()
}
