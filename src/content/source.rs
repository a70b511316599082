//! One text file below `content/`, and errors that point into it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::depth::too_deep;
use super::error::ContentError;
use crate::files::{self, FileError};
use crate::model::{Excerpt, Location, nearest};

/// A person writes no longer text; a sparse file must not fill the memory.
const MAX_FILE: u64 = 16 * 1024 * 1024;
/// Levels of tables and arrays (SAFETY.md 7); deeper nesting is an attack on the stack.
pub(super) const MAX_DEPTH: usize = 32;

/// A file's text with the name by which it is shown.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

impl Source {
    /// Reads `path`, which lies below `content_dir`; shown with the name of that folder.
    pub(super) fn read(content_dir: &Path, path: &Path) -> Result<Self, ContentError> {
        let bytes = files::read_limited(path, MAX_FILE)?;
        let text = String::from_utf8(bytes).map_err(|error| FileError::NotText {
            path: path.to_owned(),
            offset: error.utf8_error().valid_up_to(),
        })?;
        let text = match text.strip_prefix('\u{feff}') {
            Some(stripped) => stripped.to_owned(),
            None => text,
        };
        Ok(Self {
            path: shown(content_dir, path),
            text,
        })
    }

    pub(super) fn location(&self, offset: usize) -> Location {
        Location::offset(&self.path, &self.text, offset)
    }

    pub(super) fn excerpt(&self, span: Range<usize>) -> Box<Excerpt> {
        Box::new(Excerpt::new(&self.path, &self.text, span))
    }

    pub(super) fn wrong(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> ContentError {
        ContentError::Invalid {
            message: message.into(),
            hint,
            at: self.excerpt(span),
        }
    }

    /// Parses the TOML that stands at the bytes `span` of the file; its spans count from there.
    pub(super) fn toml<T: DeserializeOwned>(&self, span: Range<usize>) -> Result<T, ContentError> {
        let text = &self.text[span.clone()];
        if let Some(offset) = too_deep(text, MAX_DEPTH) {
            let at = span.start + offset;
            return Err(self.wrong(
                at..at + 1,
                format!("tables and arrays lie deeper than {MAX_DEPTH} levels"),
                None,
            ));
        }
        toml::from_str(text).map_err(|error| self.toml_error(span.start, &error))
    }

    /// Turns the parser's error into ours; the parser names what is unknown and what is known.
    fn toml_error(&self, base: usize, error: &toml::de::Error) -> ContentError {
        let span = error.span().unwrap_or(0..0);
        let span = base + span.start..base + span.end;
        let message = error.message();
        let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match names.split_first() {
            Some((key, known)) if message.starts_with("unknown field") => {
                ContentError::UnknownKey {
                    key: (*key).to_owned(),
                    nearest: nearest(key, known.iter().copied()).map(str::to_owned),
                    known: known.iter().map(|&name| name.to_owned()).collect(),
                    at: self.excerpt(span),
                }
            }
            Some((value, known)) if message.starts_with("unknown variant") => {
                let hint = match nearest(value, known.iter().copied()) {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => format!("it can be `{}`", known.join("`, `")),
                };
                self.wrong(
                    span,
                    format!("`{value}` is no value of this key"),
                    Some(hint),
                )
            }
            _ => self.wrong(span, message.replace('\n', ", "), None),
        }
    }
}

/// Returns the path as people know it: with the name of the content folder, not where it lies.
pub(super) fn shown(content_dir: &Path, path: &Path) -> PathBuf {
    let root = content_dir.parent().unwrap_or(content_dir);
    path.strip_prefix(root).unwrap_or(path).to_owned()
}
