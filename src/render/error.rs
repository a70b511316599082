//! What can go wrong with a theme, as data with the place in the file.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::source::ThemeFile;
use crate::files::FileError;

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// There is no such theme.
    #[error("there is no theme `{name}`")]
    Missing {
        /// The name that was asked for.
        name: String,
        /// The themes that there are.
        known: Vec<String>,
    },
    /// A file of the theme could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The name of a file is not text.
    #[error("`{}` has a name that is not UTF-8", path.display())]
    Name {
        /// The file.
        path: PathBuf,
    },
    /// A file that has to be text is not UTF-8.
    #[error("`{path}` is not UTF-8 text (first bad byte at offset {offset})")]
    NotText {
        /// The file.
        path: String,
        /// Offset of the first bad byte.
        offset: usize,
    },
    /// A template does not compile, or puts data where escaping does not protect.
    #[error("{0}")]
    Template(TemplateProblem),
    /// A setting of `theme.toml` or `strings.toml` cannot be used.
    #[error("`{path}`: {message}")]
    Setting {
        /// The file.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// An icon, style or script cannot be used.
    #[error("`{path}` {message}")]
    Asset {
        /// The file.
        path: String,
        /// What is wrong with it.
        message: String,
    },
}

/// Why a page could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The template failed on this view.
    #[error("{0}")]
    Template(TemplateProblem),
}

/// A place in a template, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// The template's name: `group.html`.
    pub template: String,
    /// The file that it comes from; empty when there is no such template.
    pub path: String,
    /// The line, from 1; 0 when the place is not known.
    pub line: usize,
    /// The column, from 1; 0 when the place is not known.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// The line of the template; empty when the place is not known.
    pub excerpt: String,
}

impl TemplateProblem {
    /// Makes a problem at a byte of a template.
    pub(super) fn at(template: &str, file: &ThemeFile, offset: usize, message: String) -> Self {
        let text = file.text();
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            template: template.to_owned(),
            path: file.origin.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message,
            excerpt: line_of(text, before.matches('\n').count()),
        }
    }

    /// Makes a problem of what Tera reports; `template` is the one that was asked for.
    pub(super) fn from_tera(
        error: &tera::Error,
        template: &str,
        templates: &BTreeMap<String, ThemeFile>,
    ) -> Self {
        use tera::ErrorKind;
        if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
            let file = templates.get(report.filename());
            let span = report.span();
            return Self {
                template: report.filename().to_owned(),
                path: file.map(|file| file.origin.clone()).unwrap_or_default(),
                line: span.start_line,
                column: span.start_col + 1,
                message: plain(report.message()),
                excerpt: file
                    .map(|file| line_of(file.text(), span.start_line.saturating_sub(1)))
                    .unwrap_or_default(),
            };
        }
        // Names that no template knows are reported as text only, with the place in an arrow.
        let report = error.to_string();
        let place = report.lines().find_map(place);
        let (template, line, column) = place.unwrap_or((template, 0, 0));
        let file = templates.get(template);
        let message = report.lines().next().unwrap_or_default();
        Self {
            template: template.to_owned(),
            path: file.map(|file| file.origin.clone()).unwrap_or_default(),
            line,
            column,
            message: plain(message.strip_prefix("error: ").unwrap_or(message)),
            excerpt: file
                .filter(|_| line > 0)
                .map(|file| line_of(file.text(), line - 1))
                .unwrap_or_default(),
        }
    }
}

impl fmt::Display for TemplateProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.path.is_empty() {
            &self.template
        } else {
            &self.path
        };
        if !name.is_empty() {
            write!(formatter, "`{name}`")?;
            if self.line > 0 {
                write!(formatter, ":{}:{}", self.line, self.column)?;
            }
            write!(formatter, ": ")?;
        }
        write!(formatter, "{}", self.message)
    }
}

/// Reads ` --> page.html:1:17`.
fn place(line: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = line.trim().strip_prefix("--> ")?.rsplit_once(':')?;
    let (template, line) = rest.rsplit_once(':')?;
    Some((template, line.parse().ok()?, column.parse().ok()?))
}

fn line_of(text: &str, index: usize) -> String {
    text.lines()
        .nth(index)
        .unwrap_or_default()
        .trim_end()
        .to_owned()
}

/// Says it in the voice of the tool: lower case, no full stop.
fn plain(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
