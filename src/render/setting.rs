//! What `theme.toml` and `strings.toml` of a theme say: the accent colour and the words.
//!
//! It must not know of templates: it gives values.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::ThemeError;
use super::source::{ThemeFile, ThemeFiles};

/// The least contrast of the accent colour with its background (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// The backgrounds that tokens.css gives to pages, light and dark.
const BACKGROUNDS: [(&str, &str); 2] = [("accent", "#ffffff"), ("accent_dark", "#14171c")];

/// The settings of a theme.
#[derive(Debug)]
pub(super) struct Settings {
    /// Rules that put the accent colours in; empty when the theme keeps the built-in ones.
    pub(super) css: String,
    /// Words by section and key.
    pub(super) text: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTheme {
    accent: Option<String>,
    accent_dark: Option<String>,
}

/// Reads the settings; words that a site leaves out are the built-in ones.
pub(super) fn read(files: &ThemeFiles) -> Result<Settings, ThemeError> {
    let mut css = String::new();
    if let Some(file) = files.get("theme.toml") {
        let raw: RawTheme = parse(file)?;
        let colours = [raw.accent, raw.accent_dark];
        for ((key, background), colour) in BACKGROUNDS.into_iter().zip(colours) {
            let Some(colour) = colour else { continue };
            check_colour(key, &colour, background).map_err(|message| ThemeError::Setting {
                path: file.origin.clone(),
                message,
            })?;
            css.push_str(&match key {
                "accent" => format!(":root{{--accent-light:{colour}}}\n"),
                _ => format!(":root{{--accent-dark:{colour}}}\n"),
            });
        }
    }
    let mut text: BTreeMap<String, BTreeMap<String, String>> = built_in_text();
    if let Some(file) = files.get("strings.toml") {
        let own: BTreeMap<String, BTreeMap<String, String>> = parse(file)?;
        for (section, words) in own {
            text.entry(section).or_default().extend(words);
        }
    }
    Ok(Settings { css, text })
}

fn built_in_text() -> BTreeMap<String, BTreeMap<String, String>> {
    toml::from_str(include_str!("../../themes/default/strings.toml"))
        .expect("the built-in words are checked by a test")
}

fn parse<T: serde::de::DeserializeOwned>(file: &ThemeFile) -> Result<T, ThemeError> {
    let text = file.require_text()?;
    toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.matches('\n').count() + 1);
        ThemeError::Setting {
            path: file.origin.clone(),
            message: format!("line {line}: {}", error.message()),
        }
    })
}

fn check_colour(key: &str, colour: &str, background: &str) -> Result<(), String> {
    let (Some(front), Some(back)) = (luminance(colour), luminance(background)) else {
        return Err(format!(
            "`{key}` is `{colour}`, not a colour like `#2f5bd0`"
        ));
    };
    let (light, dark) = if front > back {
        (front, back)
    } else {
        (back, front)
    };
    let contrast = (light + 0.05) / (dark + 0.05);
    if contrast < LEAST_CONTRAST {
        return Err(format!(
            "`{key}` has a contrast of {contrast:.1} to 1 with `{background}`, less than {LEAST_CONTRAST}"
        ));
    }
    Ok(())
}

/// Returns the relative luminance of `#rrggbb` (WCAG 2.2), or `None` when it is no such colour.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)?;
    let channel = |at: usize| -> Option<f64> {
        let value = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let value = f64::from(value) / 255.0;
        Some(if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accent_that_is_hard_to_read_is_refused_with_its_contrast() {
        assert_eq!(check_colour("accent", "#2f5bd0", "#ffffff"), Ok(()));
        assert_eq!(
            check_colour("accent", "#ffcc00", "#ffffff"),
            Err("`accent` has a contrast of 1.5 to 1 with `#ffffff`, less than 4.5".to_owned())
        );
    }

    #[test]
    fn a_colour_that_is_no_colour_is_refused() {
        for colour in ["red", "#12345", "#12345g", "#1234é", "#ffffff;}"] {
            assert_eq!(
                check_colour("accent", colour, "#ffffff"),
                Err(format!(
                    "`accent` is `{colour}`, not a colour like `#2f5bd0`"
                ))
            );
        }
    }
}
