//! What can be wrong with a snapshot, as data.

use crate::files::FileError;
use crate::model::Location;

/// Why a snapshot cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// A file could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file does not hold what its place says.
    #[error("`{location}`: {message}")]
    Broken {
        /// The file, with the line where it is known.
        location: Location,
        /// What is wrong, in lower case, without a full stop.
        message: String,
    },
    /// A merge of git was left open.
    #[error("unresolved merge in `{location}`")]
    Unmerged {
        /// The first marker of the conflict.
        location: Location,
    },
    /// The snapshot was written by a newer program.
    #[error(
        "`{location}` needs version {version} of the snapshot format, this program knows {known}"
    )]
    Newer {
        /// The file that names the version.
        location: Location,
        /// The version that is needed.
        version: u64,
        /// The newest version that this program knows.
        known: u64,
    },
}

impl SnapshotError {
    pub(super) fn broken(location: Location, message: impl Into<String>) -> Self {
        Self::Broken {
            location,
            message: message.into(),
        }
    }

    /// Returns the place that is wrong, when the content of a file is at fault.
    pub fn location(&self) -> Option<&Location> {
        match self {
            Self::File(_) => None,
            Self::Broken { location, .. }
            | Self::Unmerged { location }
            | Self::Newer { location, .. } => Some(location),
        }
    }
}
