//! Many files that change together: staged, recorded, then moved into place.
//!
//! The record is the point of no return. A run that finds one finishes it before anything else;
//! staged files without a record are swept (SAFETY.md 2). So a kill at any point leaves, after the
//! next start, either the old files or the new ones.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{FileError, Secrets, halt, write};

/// The name of the record inside the staging folder.
const RECORD: &str = "commit.json";

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

#[derive(Debug, Serialize, Deserialize)]
struct Record {
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
    next: AtomicUsize,
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
            next: AtomicUsize::new(0),
            moves: Mutex::new(Vec::new()),
            unchanged: AtomicUsize::new(0),
            committed: false,
            secrets: Secrets::default(),
        })
    }

    /// Refuses files that hold one of these secrets; tokens are refused in any case.
    pub fn refusing(mut self, secrets: Secrets) -> Self {
        self.secrets = secrets;
        self
    }

    /// Stages `bytes` as the content of `path` (below the root) unless it holds them already.
    ///
    /// Returns whether it differs.
    ///
    /// # Errors
    /// When the system refuses, something else than a plain file stands there, or the bytes hold a
    /// token or secret.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<bool, FileError> {
        let target = self.root.join(path);
        let same_size = super::stamp(&target)?.is_some_and(|stamp| stamp.len == bytes.len() as u64);
        if same_size && super::read(&target)? == bytes {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            return Ok(false);
        }
        self.secrets.check(&target, bytes)?;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number == 0 {
            write::create_dir(&self.staging)?;
        }
        let staged = PathBuf::from(format!("{number}.tmp"));
        self.stage(&self.staging.join(&staged), bytes)?;
        self.moves
            .lock()
            .expect("no thread panics while it holds the list")
            .push((staged, path.to_owned()));
        Ok(true)
    }

    fn stage(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        let attempt = || {
            halt::point();
            fs::write(path, bytes)?;
            halt::point();
            if self.durable {
                fs::File::open(path)?.sync_all()
            } else {
                Ok(())
            }
        };
        match attempt() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                write::create_dir(&self.staging)?;
                attempt().map_err(FileError::io("write", path))
            }
            other => other.map_err(FileError::io("write", path)),
        }
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
        moves.sort_by(|left, right| left.1.cmp(&right.1));
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
            let record = Record { moves, removals };
            let bytes = serde_json::to_vec(&record).expect("paths and lists become JSON");
            let path = self.staging.join(RECORD);
            write::write_atomic(&path, &bytes)?;
            self.committed = true;
            finish(&self.root, &self.staging, &record, self.durable)?;
            report.written = record.moves.into_iter().map(|(_, target)| target).collect();
            report.removed = record.removals;
        }
        self.committed = true;
        write::remove_tree(&self.staging)?;
        Ok(report)
    }
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
        let target = root.join(target);
        halt::point();
        match fs::rename(staging.join(staged), &target) {
            // An earlier run moved it already.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => other.map_err(FileError::io("write", &target)),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(root: &Path, name: &str) -> Option<Vec<u8>> {
        super::super::read_if_exists(&root.join(name)).expect("readable")
    }

    #[test]
    fn files_appear_together_and_equal_ones_stay_untouched() {
        let folder = tempfile::tempdir().expect("temp folder");
        let (root, staging) = (folder.path().join("out"), folder.path().join("staging"));
        write::write_atomic(&root.join("same"), b"1").expect("written");
        write::write_atomic(&root.join("old/gone"), b"2").expect("written");
        let before = super::super::stamp(&root.join("same")).expect("stamp");

        let transaction = Transaction::begin(&root, &staging, false).expect("begun");
        assert!(!transaction.write(Path::new("same"), b"1").expect("staged"));
        assert!(
            transaction
                .write(Path::new("new/file"), b"3")
                .expect("staged")
        );
        assert_eq!(read(&root, "new/file"), None);
        let report = transaction
            .commit(&[PathBuf::from("old/gone")].into())
            .expect("committed");

        assert_eq!(report.written, [PathBuf::from("new/file")]);
        assert_eq!(report.removed, [PathBuf::from("old/gone")]);
        assert_eq!(report.unchanged, 1);
        assert_eq!(read(&root, "new/file"), Some(b"3".to_vec()));
        assert!(!super::super::exists(&root.join("old")));
        assert!(!super::super::exists(&staging));
        assert_eq!(
            super::super::stamp(&root.join("same")).expect("stamp"),
            before
        );
    }

    #[test]
    fn commit_that_was_cut_short_is_finished_by_the_next_run() {
        let folder = tempfile::tempdir().expect("temp folder");
        let (root, staging) = (folder.path().join("out"), folder.path().join("staging"));
        write::write_atomic(&staging.join("0.tmp"), b"new").expect("written");
        let record = Record {
            moves: vec![
                ("0.tmp".into(), "a".into()),
                ("1.tmp".into(), "moved-before".into()),
            ],
            removals: vec!["never-there".into()],
        };
        let bytes = serde_json::to_vec(&record).expect("json");
        write::write_atomic(&staging.join(RECORD), &bytes).expect("written");

        assert!(recover(&root, &staging).expect("recovered"));
        assert_eq!(read(&root, "a"), Some(b"new".to_vec()));
        assert!(!recover(&root, &staging).expect("nothing left"));
    }

    #[test]
    fn staged_files_without_a_record_are_swept() {
        let folder = tempfile::tempdir().expect("temp folder");
        let (root, staging) = (folder.path().join("out"), folder.path().join("staging"));
        write::write_atomic(&staging.join("0.tmp"), b"half").expect("written");
        assert!(!recover(&root, &staging).expect("swept"));
        assert!(!super::super::exists(&staging));
    }

    #[test]
    fn record_that_points_outside_is_refused() {
        let folder = tempfile::tempdir().expect("temp folder");
        let (root, staging) = (folder.path().join("out"), folder.path().join("staging"));
        write::write_atomic(
            &staging.join(RECORD),
            br#"{"moves":[],"removals":["../x"]}"#,
        )
        .expect("written");
        assert!(recover(&root, &staging).is_err());
    }
}
