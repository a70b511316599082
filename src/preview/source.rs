//! What the preview asks of the build: pages by path, and a new set of them after a change.
//!
//! It says nothing about how pages are made, or when.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::Location;

/// Makes the pages of a site, again and again.
pub trait SiteSource: Send {
    /// Returns the files and folders whose changes concern the site; they need not exist.
    ///
    /// Asked again after each rebuild, for a change may bring others in.
    fn watched(&self) -> Vec<PathBuf>;

    /// Makes the site as its files are now.
    ///
    /// # Errors
    /// When it cannot be made; the preview then goes on showing the pages it has.
    fn rebuild(&mut self, changes: &Changes) -> Result<Arc<dyn SitePages>, Box<BuildProblem>>;
}

/// The pages of one finished build; none of them changes any more.
pub trait SitePages: Send + Sync {
    /// Returns the file of this path below the output folder (`contoso/index.html`), if there is
    /// one; it may be rendered only now, and fail.
    fn get(&self, path: &str) -> Option<Result<Served, Box<BuildProblem>>>;
}

/// Returns the digest of a file's bytes.
pub(super) fn digest_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// What is known to differ since the last build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Anything may differ: the first build, or changes that nobody saw.
    Anything,
    /// These files were added, changed or removed, sorted by path.
    Files(Vec<PathBuf>),
}

/// A file of the site, ready to be sent.
#[derive(Debug, Clone)]
pub struct Served {
    /// The bytes.
    pub bytes: Arc<[u8]>,
    /// The media type, with its charset.
    pub content_type: &'static str,
}

/// Why the site, or one page of it, could not be made: what a person needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildProblem {
    /// What failed, in a few words.
    pub title: String,
    /// What is so.
    pub message: String,
    /// Where, when that is known.
    pub location: Option<Location>,
    /// The lines around that place, as they shall be shown.
    pub excerpt: Option<String>,
    /// What to do, when there is one thing to do.
    pub hint: Option<String>,
}

impl BuildProblem {
    /// Makes a problem of a panic: what was caught so that the preview goes on.
    pub(super) fn panicked(title: &str, panic: &(dyn Any + Send)) -> Self {
        let message = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
            (Some(text), _) => (*text).to_owned(),
            (_, Some(text)) => text.clone(),
            _ => "it ended without a reason".to_owned(),
        };
        Self {
            title: title.to_owned(),
            message,
            location: None,
            excerpt: None,
            hint: Some("please report this".into()),
        }
    }
}
