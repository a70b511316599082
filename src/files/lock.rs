//! Locks between runs: a file that names its holder (SAFETY.md 2).

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{FileError, halt, write};

/// A lock of another host, or one that cannot be read, is stale after this time:
/// longer than any sane run, shorter than the next hourly one.
const FOREIGN_STALE_AFTER: Duration = Duration::from_secs(30 * 60);

/// How long a run that has the lock may take to write its name into the file.
const NAMING: Duration = Duration::from_millis(200);

/// How often a waiting run looks again.
const POLL: Duration = Duration::from_millis(100);

/// What is to be locked, and how long to wait for it.
#[derive(Debug, Clone)]
pub struct LockRequest {
    /// The lock file.
    pub path: PathBuf,
    /// How long to wait for another run; zero = refuse at once.
    pub timeout: Duration,
}

/// Why a lock was not had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run holds it.
    #[error("locked by {holder} for {age} s: `{}`", path.display())]
    Held {
        /// Who holds it, as process and host.
        holder: String,
        /// For how many seconds.
        age: u64,
        /// The lock file.
        path: PathBuf,
    },
    /// The lock file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
}

#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    pid: u32,
    host: String,
    since: u64,
    nonce: u64,
}

/// A lock that is held until dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    nonce: u64,
    /// Keeps the system's own lock on the file, so that two starters cannot both take it over.
    _file: fs::File,
}

impl Lock {
    /// Takes the lock, or waits for it as long as the request allows.
    ///
    /// The lock of a dead process of this host is taken over.
    ///
    /// # Errors
    /// [`LockError::Held`] when another run holds it until the time is up.
    pub fn take(request: &LockRequest) -> Result<Self, LockError> {
        let begin = Instant::now();
        loop {
            match try_take(&request.path) {
                Err(LockError::Held { .. }) if begin.elapsed() < request.timeout => {
                    std::thread::sleep(POLL);
                }
                other => return other,
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let ours = read_holder(&self.path).is_some_and(|holder| holder.nonce == self.nonce);
        if ours {
            let _ = write::remove_file(&self.path);
        }
    }
}

fn try_take(path: &Path) -> Result<Lock, LockError> {
    write::create_dir(&write::parent(path))?;
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .read(true)
        .open(path)
        .map_err(FileError::io("lock", path))?;
    if file.try_lock().is_err() {
        return Err(held(path));
    }
    // The file may have been removed between opening and locking it: then somebody else may hold
    // a new one, and ours locks nothing.
    if !same_file(&file, path) {
        return Err(held(path));
    }
    let length = file.metadata().map_err(FileError::io("lock", path))?.len();
    if length > 0 && is_alive(path) {
        return Err(held(path));
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let nonce = u64::try_from(now.as_nanos() & u128::from(u64::MAX)).unwrap_or(0)
        ^ (u64::from(std::process::id()) << 32);
    let holder = Holder {
        pid: std::process::id(),
        host: host(),
        since: now.as_secs(),
        nonce,
    };
    let line = serde_json::to_vec(&holder).expect("plain fields become JSON");
    halt::point();
    file.set_len(0).map_err(FileError::io("lock", path))?;
    halt::point();
    file.write_all(&line).map_err(FileError::io("lock", path))?;
    halt::point();
    file.sync_all().map_err(FileError::io("lock", path))?;
    Ok(Lock {
        path: path.to_owned(),
        nonce,
        _file: file,
    })
}

/// Returns whether the holder named in the file may still be at work.
///
/// The system's lock is ours already, so a living process of this host has let go of it; what is
/// left to respect is a run on another host that shares the folder.
fn is_alive(path: &Path) -> bool {
    let age = fs::metadata(path)
        .and_then(|metadata| metadata.modified())
        .ok()
        .and_then(|time| SystemTime::now().duration_since(time).ok())
        .unwrap_or_default();
    match read_holder(path) {
        Some(holder) if holder.host == host() => false,
        _ => age < FOREIGN_STALE_AFTER,
    }
}

fn held(path: &Path) -> LockError {
    // Whoever took the lock at this moment has yet to write its name into it.
    let begin = Instant::now();
    let mut holder = read_holder(path);
    while holder.is_none() && begin.elapsed() < NAMING {
        std::thread::sleep(NAMING / 20);
        holder = read_holder(path);
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let (holder, age) = match holder {
        Some(holder) => (
            format!("process {} on {}", holder.pid, holder.host),
            now.saturating_sub(holder.since),
        ),
        None => ("another run".to_owned(), 0),
    };
    LockError::Held {
        holder,
        age,
        path: path.to_owned(),
    }
}

fn read_holder(path: &Path) -> Option<Holder> {
    let bytes = fs::read(path).ok()?;
    serde_json::from_slice(&bytes).ok()
}

#[cfg(unix)]
fn same_file(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(open), Ok(named)) = (file.metadata(), fs::metadata(path)) else {
        return false;
    };
    open.dev() == named.dev() && open.ino() == named.ino()
}

#[cfg(not(unix))]
fn same_file(_file: &fs::File, path: &Path) -> bool {
    path.exists()
}

fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").ok())
        .or_else(|| std::env::var("COMPUTERNAME").ok());
    name.map(|name| name.trim().to_owned())
        .unwrap_or_else(|| "this host".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: PathBuf) -> LockRequest {
        LockRequest {
            path,
            timeout: Duration::ZERO,
        }
    }

    #[test]
    fn second_run_is_refused_and_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().expect("temp folder");
        let path = folder.path().join("locks/snapshot.lock");
        let lock = Lock::take(&request(path.clone())).expect("free");
        let error = Lock::take(&request(path.clone())).expect_err("held");
        let text = error.to_string();
        assert!(
            text.contains(&format!("process {}", std::process::id())),
            "{text}"
        );
        drop(lock);
        assert!(!path.exists());
        Lock::take(&request(path)).expect("free again");
    }

    #[test]
    fn lock_of_a_dead_process_of_this_host_is_taken_over() {
        let folder = tempfile::tempdir().expect("temp folder");
        let path = folder.path().join("snapshot.lock");
        let holder = Holder {
            pid: 1,
            host: host(),
            since: 0,
            nonce: 7,
        };
        fs::write(&path, serde_json::to_vec(&holder).expect("json")).expect("written");
        Lock::take(&request(path)).expect("taken over");
    }

    #[test]
    fn fresh_lock_of_another_host_and_garbage_are_respected() {
        let folder = tempfile::tempdir().expect("temp folder");
        for (name, content) in [
            (
                "other",
                br#"{"pid":1,"host":"elsewhere.example","since":0,"nonce":1}"#.as_slice(),
            ),
            ("garbage", b"\x00\xff"),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, content).expect("written");
            assert!(matches!(
                Lock::take(&request(path)),
                Err(LockError::Held { .. })
            ));
        }
    }
}
