//! What can be wrong with `site.toml`, as data.

use std::path::PathBuf;

use crate::files::FileError;
use crate::model::Excerpt;

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No `site.toml` in the folder or above it.
    #[error("no `site.toml` in `{}` or any folder above it", start.display())]
    NoSite {
        /// Where the search began.
        start: PathBuf,
    },
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
}
