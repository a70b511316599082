//! What `theme.toml` and `strings.toml` of a theme say: the accent colour and the words.
//!
//! It must not know of templates: it gives values.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::ThemeError;
use super::source::{ThemeFile, ThemeFiles};
use crate::model::nearest;

/// The least contrast of the accent colour with its background (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// The accents with their tokens, and the tokens of the backgrounds they are read on.
const BACKGROUNDS: [(&str, &str, &str); 2] = [
    ("accent", "accent-light", "gray-0"),
    ("accent_dark", "accent-dark", "night-0"),
];

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
    #[serde(default)]
    tokens: BTreeMap<String, String>,
}

/// Reads the settings; words that a site leaves out are the built-in ones.
pub(super) fn read(files: &ThemeFiles) -> Result<Settings, ThemeError> {
    let mut css = String::new();
    if let Some(file) = files.get("theme.toml") {
        let raw: RawTheme = parse(file)?;
        css = rules(raw, files).map_err(|message| ThemeError::Setting {
            path: file.origin.clone(),
            message,
        })?;
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

/// Returns the rules that put accents and tokens in, all of them checked.
fn rules(raw: RawTheme, files: &ThemeFiles) -> Result<String, String> {
    let mut tokens = raw.tokens;
    for (key, token, colour) in [
        ("accent", "accent-light", raw.accent),
        ("accent_dark", "accent-dark", raw.accent_dark),
    ] {
        let Some(colour) = colour else { continue };
        if tokens.insert(token.to_owned(), colour).is_some() {
            return Err(format!(
                "`{key}` and the token `{token}` say the same twice"
            ));
        }
    }
    let file = files.get("static/css/tokens.css");
    let known =
        known_tokens(file.map_or("", |it| std::str::from_utf8(&it.bytes).unwrap_or_default()));
    let mut css = String::new();
    for (name, value) in &tokens {
        check_token(name, value, &known)?;
        css.push_str(&format!(":root{{--{name}:{value}}}\n"));
    }
    // An accent is read on the background of its palette, whichever of the two was changed.
    for (key, token, background) in BACKGROUNDS {
        let of = |name: &str| {
            tokens
                .get(name)
                .map(String::as_str)
                .or(known.get(name).copied())
        };
        if !tokens.contains_key(token) && !tokens.contains_key(background) {
            continue;
        }
        let (Some(colour), Some(behind)) = (of(token), of(background)) else {
            continue;
        };
        check_colour(key, colour, behind)?;
    }
    Ok(css)
}

/// Returns the tokens that a style declares with their first value, by name without its dashes.
fn known_tokens(css: &str) -> BTreeMap<&str, &str> {
    let mut known = BTreeMap::new();
    for line in css.lines() {
        let Some((name, value)) = line
            .trim()
            .strip_prefix("--")
            .and_then(|it| it.split_once(':'))
        else {
            continue;
        };
        known
            .entry(name.trim())
            .or_insert(value.trim().trim_end_matches(';').trim());
    }
    known
}

/// Fails unless the style knows the token and the value stays within its declaration.
fn check_token(name: &str, value: &str, known: &BTreeMap<&str, &str>) -> Result<(), String> {
    if !known.contains_key(name) {
        return Err(match nearest(name, known.keys().copied()) {
            Some(nearest) => format!("there is no token `{name}`; did you mean `{nearest}`?"),
            None => format!("there is no token `{name}` in `static/css/tokens.css`"),
        });
    }
    let outside = |letter: char| letter.is_control() || ";{}<>@\\".contains(letter);
    let foreign = value.to_ascii_lowercase().contains("url(") || value.contains("/*");
    if value.trim().is_empty() || value.contains(outside) || foreign {
        return Err(format!(
            "the token `{name}` has the value `{value}`, which is no value of its own"
        ));
    }
    Ok(())
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
    fn tokens_are_replaced_one_by_one_and_stay_within_their_declaration() {
        let css = "  --gray-0: #ffffff;\n  --radius-m: 6px;\n  --radius-m: 9px;\n";
        let known = known_tokens(css);
        assert_eq!(known["radius-m"], "6px");
        assert_eq!(check_token("radius-m", "2px", &known), Ok(()));
        assert_eq!(
            check_token("radus-m", "2px", &known),
            Err("there is no token `radus-m`; did you mean `radius-m`?".to_owned())
        );
        assert_eq!(
            check_token("shadow-of-a-doubt", "2px", &known),
            Err("there is no token `shadow-of-a-doubt` in `static/css/tokens.css`".to_owned())
        );
        for value in [
            "",
            "1px;color:red",
            "1px}a{",
            "url(//evil.example/)",
            "</style>",
            "1px/*",
        ] {
            assert!(check_token("radius-m", value, &known).is_err(), "{value}");
        }
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
