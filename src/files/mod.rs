//! All access to the disk: reading, atomic writing, transactions over many files, locks, walking.
//!
//! It knows nothing of what the files mean. Links, pipes and devices are refused by name without
//! being opened (SAFETY.md 7).

#![expect(
    clippy::disallowed_methods,
    reason = "the one place that touches the disk"
)]

mod halt;
mod lock;
mod read;
mod secrets;
mod transaction;
mod walk;
mod write;

use std::io;
use std::path::{Path, PathBuf};

pub use lock::{Lock, LockError, LockRequest};
pub use read::{exists, open, read, read_if_exists, read_limited, read_to_string};
pub use secrets::Secrets;
pub use transaction::{Staged, Transaction, TransactionReport, has_commit, recover};
pub use walk::{Entry, Stamp, is_folder, is_link, list_dir, resolve, stamp, walk};
pub use write::{
    append_line, create_dir, create_private_dir, remove_empty_dirs, remove_file, remove_tree,
    sweep_temp_files, write_atomic, write_if_changed, write_private,
};

/// Why a file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused or failed.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried, as a verb: `read`, `write`, `rename` …
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A link, pipe, socket or device stands where a file or folder was expected.
    #[error("`{}` is {kind}, not a file or folder", path.display())]
    NotPlain {
        /// The offending path.
        path: PathBuf,
        /// What it is, with its article.
        kind: &'static str,
    },
    /// The file would hold what must not be written.
    #[error("refused to write `{}`: it would hold {what}", path.display())]
    Secret {
        /// The file.
        path: PathBuf,
        /// What it would hold, with its article.
        what: &'static str,
    },
    /// The file is not UTF-8.
    #[error("`{}` is not UTF-8 text (first bad byte at offset {offset})", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Offset of the first bad byte.
        offset: usize,
    },
    /// The file is larger than its reader accepts.
    #[error("`{}` is larger than {limit} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
}

impl FileError {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// Returns whether the cause is that the file does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}
