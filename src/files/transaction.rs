//! Many files that change together: staged, recorded, then moved into place.
//!
//! The record is the point of no return. A run that finds one finishes it before anything else;
//! staged files without a record are swept (SAFETY.md 2). So a kill at any point leaves, after the
//! next start, either the old files or the new ones.
//!
//! Below a root that holds nothing yet there is nothing to compare with: files are staged in their
//! folders, and the folders are moved whole.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{FileError, Secrets, Stamp, halt, write};

/// The name of the record inside the staging folder.
const RECORD: &str = "commit.json";

/// The folder inside the staging folder that holds files in their folders.
const TREE: &str = "tree";

/// What a transaction did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransactionReport {
    /// Files written, new or with other bytes, below the root; sorted.
    pub written: Vec<PathBuf>,
    /// Files that held the bytes already.
    pub unchanged: usize,
    /// Files removed, below the root; sorted.
    pub removed: Vec<PathBuf>,
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Staged {
    /// Whether it is new or had other bytes.
    pub changed: bool,
    /// How it looks once the transaction is committed.
    pub stamp: Stamp,
}

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// From below the staging folder to below the root: files, or whole folders.
    moves: Vec<(PathBuf, PathBuf)>,
    removals: Vec<PathBuf>,
}

/// Changes to files below one root that appear together.
///
/// Staging is safe from many threads at once. Dropped without a commit, it leaves no trace.
#[derive(Debug)]
pub struct Transaction {
    root: PathBuf,
    staging: PathBuf,
    durable: bool,
    /// Whether the root holds nothing, so that files are staged in their folders.
    fresh: bool,
    next: AtomicUsize,
    /// Where each file is staged, and where it belongs; in a fresh root both are the same.
    moves: Mutex<Vec<(PathBuf, PathBuf)>>,
    unchanged: AtomicUsize,
    committed: bool,
    secrets: Secrets,
}

impl Transaction {
    /// Begins changes below `root`, staged in the folder `staging` on the same file system.
    ///
    /// Finishes or sweeps what an earlier run left there. With `durable`, each file and folder is
    /// synced to the disk before the commit is reported.
    ///
    /// # Errors
    /// When the folder cannot be made, or an earlier commit cannot be finished.
    pub fn begin(root: &Path, staging: &Path, durable: bool) -> Result<Self, FileError> {
        recover(root, staging)?;
        Ok(Self {
            root: root.to_owned(),
            staging: staging.to_owned(),
            durable,
            // Folders that are moved whole would have to be synced one by one before.
            fresh: !durable && super::list_dir(root)?.is_empty(),
            next: AtomicUsize::new(0),
            moves: Mutex::new(Vec::new()),
            unchanged: AtomicUsize::new(0),
            committed: false,
            secrets: Secrets::default(),
        })
    }

    /// Returns whether the root held nothing when the transaction began.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Refuses files that hold one of these secrets; tokens are refused in any case.
    pub fn refusing(mut self, secrets: Secrets) -> Self {
        self.secrets = secrets;
        self
    }

    /// Stages `bytes` as the content of `path` (below the root) unless it holds them already.
    ///
    /// # Errors
    /// When the system refuses, something else than a plain file stands there, or the bytes hold a
    /// token or secret.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<Staged, FileError> {
        let target = self.root.join(path);
        if !self.fresh
            && let Some(stamp) = super::stamp(&target)?
            && stamp.len == bytes.len() as u64
            && super::read(&target)? == bytes
        {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            return Ok(Staged {
                changed: false,
                stamp,
            });
        }
        self.secrets.check(&target, bytes)?;
        let staged = if self.fresh {
            path.to_owned()
        } else {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            PathBuf::from(format!("{number}.tmp"))
        };
        let stamp = self.stage(&staged, bytes)?;
        self.moves
            .lock()
            .expect("no thread panics while it holds the list")
            .push((staged, path.to_owned()));
        Ok(Staged {
            changed: true,
            stamp,
        })
    }

    /// Counts a file that is known to hold its bytes already.
    pub fn keep(&self) {
        self.unchanged.fetch_add(1, Ordering::Relaxed);
    }

    fn stage(&self, staged: &Path, bytes: &[u8]) -> Result<Stamp, FileError> {
        let path = if self.fresh {
            self.staging.join(TREE).join(staged)
        } else {
            self.staging.join(staged)
        };
        let attempt = || {
            halt::point();
            let mut file = fs::File::create(&path)?;
            file.write_all(bytes)?;
            halt::point();
            if self.durable {
                file.sync_all()?;
            }
            file.metadata()
        };
        let folder = path.parent().unwrap_or(&self.staging);
        // Most pages have a folder of their own, so that trying without would mostly fail.
        if self.fresh && fs::create_dir(folder).is_err() {
            write::create_dir(folder)?;
        }
        match attempt() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                write::create_dir(folder)?;
                attempt().map_err(FileError::io("write", &path))
            }
            other => other.map_err(FileError::io("write", &path)),
        }
        .map(|metadata| Stamp::of(&metadata))
    }

    /// Moves the staged files into place and removes `removals` (below the root).
    ///
    /// # Errors
    /// When the system refuses. Before the record is written nothing has changed; after it, the
    /// next run finishes the work.
    pub fn commit(mut self, removals: &BTreeSet<PathBuf>) -> Result<TransactionReport, FileError> {
        let mut moves = std::mem::take(
            &mut *self
                .moves
                .lock()
                .expect("no thread panics while it holds the list"),
        );
        moves.par_sort_by(|left, right| left.1.cmp(&right.1));
        let removals: Vec<PathBuf> = removals
            .iter()
            .filter(|path| super::exists(&self.root.join(path)))
            .cloned()
            .collect();
        let mut report = TransactionReport {
            unchanged: self.unchanged.load(Ordering::Relaxed),
            ..TransactionReport::default()
        };
        if !moves.is_empty() || !removals.is_empty() {
            write::create_dir(&self.staging)?;
            let mut record = Record { moves, removals };
            if self.fresh {
                let files = std::mem::take(&mut record.moves);
                report.written = files.into_iter().map(|(_, target)| target).collect();
                record.moves = whole_folders(&report.written);
            }
            let bytes = serde_json::to_vec(&record).expect("paths and lists become JSON");
            let path = self.staging.join(RECORD);
            write::write_atomic(&path, &bytes)?;
            self.committed = true;
            finish(&self.root, &self.staging, &record, self.durable)?;
            if !self.fresh {
                report.written = record.moves.into_iter().map(|(_, target)| target).collect();
            }
            report.removed = record.removals;
        }
        self.committed = true;
        write::remove_tree(&self.staging)?;
        Ok(report)
    }
}

/// Returns what is moved when all of `files` are staged in their folders: files and folders
/// directly below the root.
fn whole_folders(files: &[PathBuf]) -> Vec<(PathBuf, PathBuf)> {
    let firsts: BTreeSet<Component<'_>> = files
        .iter()
        .filter_map(|path| path.components().next())
        .collect();
    firsts
        .into_iter()
        .map(|first| {
            (
                Path::new(TREE).join(first),
                PathBuf::from(first.as_os_str()),
            )
        })
        .collect()
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.committed {
            // Whatever is left is swept by the next run.
            let _ = write::remove_tree(&self.staging);
        }
    }
}

/// Returns whether a commit staged in `staging` has begun and is not finished.
pub fn has_commit(staging: &Path) -> bool {
    super::exists(&staging.join(RECORD))
}

/// Finishes the commit that an earlier run left in `staging`, or sweeps what it staged.
///
/// Returns whether a commit was finished.
///
/// # Errors
/// When the system refuses, or the record cannot be read.
pub fn recover(root: &Path, staging: &Path) -> Result<bool, FileError> {
    let path = staging.join(RECORD);
    let Some(bytes) = super::read_if_exists(&path)? else {
        write::remove_tree(staging)?;
        return Ok(false);
    };
    let record: Record = serde_json::from_slice(&bytes).map_err(|error| FileError::Io {
        action: "understand",
        path: path.clone(),
        source: error.into(),
    })?;
    let safe = |path: &PathBuf| {
        path.components()
            .all(|part| matches!(part, std::path::Component::Normal(_)))
    };
    if !record.moves.iter().all(|(from, to)| safe(from) && safe(to))
        || !record.removals.iter().all(safe)
    {
        return Err(FileError::NotPlain {
            path,
            kind: "a record that points outside its folder",
        });
    }
    finish(root, staging, &record, true)?;
    write::remove_tree(staging)?;
    Ok(true)
}

/// Moves and removes as recorded; doing it twice does no harm.
fn finish(root: &Path, staging: &Path, record: &Record, durable: bool) -> Result<(), FileError> {
    let folders: BTreeSet<PathBuf> = record
        .moves
        .iter()
        .map(|(_, target)| write::parent(&root.join(target)))
        .collect();
    folders
        .par_iter()
        .try_for_each(|folder| write::create_dir(folder))?;
    record.moves.par_iter().try_for_each(|(staged, target)| {
        halt::point();
        shift(&staging.join(staged), &root.join(target))
    })?;
    for path in &record.removals {
        write::remove_file(&root.join(path))?;
        write::remove_empty_dirs(root, &write::parent(&root.join(path)));
    }
    if durable {
        for folder in &folders {
            write::sync_dir(folder)?;
        }
    }
    Ok(())
}

/// Moves a file or a whole folder; what an earlier run moved already is not there any more.
fn shift(from: &Path, to: &Path) -> Result<(), FileError> {
    use std::io::ErrorKind;
    match fs::rename(from, to) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        // Somebody made the folder meanwhile: what is in it stays, and ours goes beside it.
        Err(_) if super::is_folder(from) && super::is_folder(to) => super::list_dir(from)?
            .iter()
            .try_for_each(|path| shift(path, &to.join(path.file_name().unwrap_or_default()))),
        Err(error) => Err(FileError::io("write", to)(error)),
    }
}

#[cfg(test)]
mod tests;
