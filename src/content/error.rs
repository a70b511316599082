//! What can be wrong with a file below `content/`, as data.

use std::path::PathBuf;

use crate::files::FileError;
use crate::model::{Excerpt, Location, ObjectId};

/// Why a file below `content/` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// The file could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A key that does not exist.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// The key.
        key: String,
        /// The nearest key that exists there.
        nearest: Option<String>,
        /// The keys that exist there.
        known: Vec<String>,
        /// Where it stands.
        at: Box<Excerpt>,
    },
    /// The text is not TOML, or a value has the wrong type or form.
    #[error("{message}")]
    Invalid {
        /// What is wrong, in lower case, without a full stop.
        message: String,
        /// What to do, when there is one thing to do.
        hint: Option<String>,
        /// Where it stands.
        at: Box<Excerpt>,
    },
    /// The name of the file says nothing usable.
    #[error("`{}` {message}", path.display())]
    Name {
        /// The file.
        path: PathBuf,
        /// What is wrong with its name.
        message: String,
        /// What to do, when there is one thing to do.
        hint: Option<String>,
    },
    /// Two pages would have one address.
    #[error("`{}` and `{}` both become the page `{address}`", first.display(), second.display())]
    SameAddress {
        /// The page that comes first.
        first: PathBuf,
        /// The other page.
        second: PathBuf,
        /// The address that both would have.
        address: String,
    },
    /// Two pins for one member.
    #[error("`{member}` is pinned twice: at `{first}` and at `{}`", second.location)]
    PinnedTwice {
        /// The person or device.
        member: ObjectId,
        /// The place that comes first.
        first: Location,
        /// The other place.
        second: Box<Excerpt>,
    },
}
