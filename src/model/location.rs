//! Places in files and the warnings that point at them.

use std::fmt;
use std::path::PathBuf;

/// A place in a file that a person may open: line and column count from 1, 0 means not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file, relative to the site root where possible.
    pub path: PathBuf,
    /// The line, from 1; 0 when it is not known.
    pub line: usize,
    /// The column in characters, from 1; 0 when it is not known.
    pub column: usize,
}

impl Location {
    /// Points at a whole file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            line: 0,
            column: 0,
        }
    }

    /// Points at a line of a file.
    pub fn line(path: impl Into<PathBuf>, line: usize) -> Self {
        Self {
            path: path.into(),
            line,
            column: 0,
        }
    }

    /// Points at the byte `offset` of `text`, which is the content of `path`.
    pub fn offset(path: impl Into<PathBuf>, text: &str, offset: usize) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Self {
            path: path.into(),
            line,
            column,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.path.display())?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(out, ":{}", self.column)?;
        }
        Ok(())
    }
}

/// Input that was imperfect but read: what was wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// Where the input is.
    pub location: Location,
    /// What is so, in lower case, without a full stop.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.location, self.message)
    }
}

/// A place in a text, with the text itself, so that an error can show the lines it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The place.
    pub location: Location,
    /// The bytes of the text that are meant.
    pub span: std::ops::Range<usize>,
    /// The whole text of the file.
    pub text: String,
}

impl Excerpt {
    /// Points at the bytes `span` of `text`, which is the content of `path`.
    pub fn new(path: impl Into<PathBuf>, text: &str, span: std::ops::Range<usize>) -> Self {
        let location = Location::offset(path, text, span.start);
        Self {
            location,
            span,
            text: text.to_owned(),
        }
    }
}
