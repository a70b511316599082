//! Checks that several tables share, each error with its place.

use std::ops::Range;
use std::path::{Component, PathBuf};

use jiff::SignedDuration;
use toml::Spanned;

use super::error::ConfigError;
use crate::model::{Excerpt, nearest};

/// The file under check: its shown path and text, to point into.
pub(super) struct Check<'a> {
    pub(super) path: PathBuf,
    pub(super) text: &'a str,
}

impl Check<'_> {
    fn excerpt(&self, span: Range<usize>) -> Box<Excerpt> {
        Box::new(Excerpt::new(&self.path, self.text, span))
    }

    /// Returns the line of a byte of the text, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        crate::model::Location::offset(&self.path, self.text, offset).line
    }

    pub(super) fn wrong(
        &self,
        span: Range<usize>,
        message: String,
        hint: Option<String>,
    ) -> ConfigError {
        ConfigError::Invalid {
            message,
            hint,
            at: self.excerpt(span),
        }
    }

    /// Turns the parser's error into ours; the parser names an unknown key and the known ones.
    pub(super) fn toml_error(&self, error: &toml::de::Error) -> ConfigError {
        let span = error.span().unwrap_or(0..0);
        let message = error.message();
        let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match names.split_first() {
            Some((key, known)) if message.starts_with("unknown field") => ConfigError::UnknownKey {
                key: (*key).to_owned(),
                nearest: nearest(key, known.iter().copied()).map(str::to_owned),
                known: known.iter().map(|&name| name.to_owned()).collect(),
                at: self.excerpt(span),
            },
            _ => self.wrong(span, message.replace('\n', ", "), None),
        }
    }

    /// Checks that a name is one of the known ones, or names the nearest.
    pub(super) fn one_of<'k>(
        &self,
        what: &str,
        span: Range<usize>,
        name: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Result<(), ConfigError> {
        if known.clone().any(|it| it == name) {
            return Ok(());
        }
        let hint = match nearest(name, known.clone()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => {
                let names: Vec<String> = known.map(|it| format!("`{it}`")).collect();
                if names.is_empty() {
                    format!("declare the {what} first")
                } else {
                    format!("known are {}", names.join(", "))
                }
            }
        };
        Err(self.wrong(span, format!("there is no {what} `{name}`"), Some(hint)))
    }

    pub(super) fn duration(&self, text: &Spanned<String>) -> Result<SignedDuration, ConfigError> {
        text.get_ref().parse::<SignedDuration>().map_err(|_| {
            self.wrong(
                text.span(),
                format!("`{}` is not a length of time", text.get_ref()),
                Some("write it as `90m`, `3h` or `36h`".into()),
            )
        })
    }

    pub(super) fn percent(&self, text: Option<Spanned<String>>) -> Result<f64, ConfigError> {
        /// What a tenant may lose in one run unless a person allows more (CONTRACT.md 3).
        const DEFAULT: f64 = 20.0;
        let Some(text) = text else { return Ok(DEFAULT) };
        let number = text.get_ref().trim().strip_suffix('%').map(str::trim);
        number
            .and_then(|number| number.parse::<f64>().ok())
            .filter(|number| (0.0..=100.0).contains(number))
            .ok_or_else(|| {
                self.wrong(
                    text.span(),
                    format!("`{}` is not a share", text.get_ref()),
                    Some("write it as `\"20%\"`, from 0 to 100".into()),
                )
            })
    }

    /// Checks that a path stays inside the site.
    pub(super) fn below_root(&self, path: &Spanned<PathBuf>) -> Result<PathBuf, ConfigError> {
        let inside = path
            .get_ref()
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if inside
            && path
                .get_ref()
                .components()
                .any(|part| matches!(part, Component::Normal(_)))
        {
            return Ok(path.get_ref().components().collect());
        }
        Err(self.wrong(
            path.span(),
            format!(
                "`{}` does not stay inside the site",
                path.get_ref().display()
            ),
            Some("write a path relative to the folder of `site.toml`".into()),
        ))
    }
}
