//! Styles and scripts of a theme: joined, named after their content, and listed for the templates.
//!
//! It must not know which page uses what.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tera::{Map, Value};

use super::error::ThemeError;
use super::setting::Settings;
use super::source::{ThemeFile, ThemeFiles};

/// The style of the runbook, which carries it inside.
const RUNBOOK: &str = "css/runbook.css";

/// The values of colours and sizes: the runbook needs them too.
const TOKENS: &str = "css/tokens.css";

/// The order of the cascade, said before any rule.
const LAYERS: &str = "@layer reset, base, components, utilities;\n";

/// What a theme gives beside its templates.
#[derive(Debug)]
pub(super) struct Bundle {
    /// Path below the site's root and content, by path.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// What templates get as `assets`.
    pub(super) names: Value,
}

/// Joins styles and scripts, and names everything.
pub(super) fn bundle(files: &ThemeFiles, settings: &Settings) -> Result<Bundle, ThemeError> {
    let mut styles: Vec<(usize, &str, &ThemeFile)> = Vec::new();
    let mut out = libraries(files)?;
    let mut script = head(settings, &out);
    for (path, file) in files.below("static/") {
        if path == RUNBOOK {
            continue;
        } else if path.starts_with("css/") && path.ends_with(".css") {
            styles.push((rank(path), path, file));
        } else if path.starts_with("js/") && path.ends_with(".js") {
            script.push_str(file.require_text()?);
            script.push('\n');
        } else {
            out.push((format!("assets/{path}"), file.bytes.clone()));
        }
    }
    styles.sort_by_key(|&(rank, path, _)| (rank, path));
    let mut style = String::from(LAYERS);
    for (_, path, file) in styles {
        style.push_str(&strip(file.require_text()?));
        if path == TOKENS {
            style.push_str(&settings.css);
        }
    }
    let runbook = runbook_style(files, settings)?;
    let style_path = named("style", "css", style.as_bytes());
    let script_path = named("site", "js", script.as_bytes());
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        STANDARD.encode(digest(&SHA256, runbook.as_bytes()))
    );
    let mut names = Map::new();
    for (key, value) in [
        ("style", &style_path),
        ("script", &script_path),
        ("runbook_css", &runbook),
        ("runbook_policy", &policy),
    ] {
        names.insert(key.into(), Value::from(value.as_str()));
    }
    out.push((style_path, style.into_bytes()));
    out.push((script_path, script.into_bytes()));
    out.sort();
    Ok(Bundle {
        files: out,
        names: Value::from(names),
    })
}

/// Returns the scripts of others, `vendor/<name>/<name>.js`, each with its licence at the top.
///
/// They are loaded when first needed.
fn libraries(files: &ThemeFiles) -> Result<Vec<(String, Vec<u8>)>, ThemeError> {
    let mut out = Vec::new();
    for (path, file) in files.below("vendor/") {
        let Some((name, _)) = path.split_once('/') else {
            continue;
        };
        if path != format!("{name}/{name}.js") {
            continue;
        }
        let mut script = String::new();
        if let Some(licence) = files.get(&format!("vendor/{name}/LICENSE")) {
            let licence = licence.require_text()?.replace("*/", "* /");
            script.push_str(&format!("/*!\n{}\n*/\n", licence.trim()));
        }
        script.push_str(file.require_text()?);
        out.push((named(name, "js", script.as_bytes()), script.into_bytes()));
    }
    Ok(out)
}

/// Returns the first statement of the script: words that it shows, and where to find libraries.
fn head(settings: &Settings, libraries: &[(String, Vec<u8>)]) -> String {
    let words = settings.text.get("script");
    let words = serde_json::to_string(&words).expect("words are plain text");
    let paths: BTreeMap<&str, &str> = libraries
        .iter()
        .filter_map(|(path, _)| {
            let name = path.strip_prefix("assets/")?.split('.').next()?;
            Some((name, path.as_str()))
        })
        .collect();
    let paths = serde_json::to_string(&paths).expect("paths are plain text");
    format!("window.rosterbook = {{ strings: {words}, libraries: {paths} }};\n")
}

fn runbook_style(files: &ThemeFiles, settings: &Settings) -> Result<String, ThemeError> {
    let mut style = String::new();
    for path in [TOKENS, RUNBOOK] {
        let Some(file) = files.get(&format!("static/{path}")) else {
            continue;
        };
        let text = strip(file.require_text()?);
        if text.contains("</") {
            return Err(ThemeError::Asset {
                path: file.origin.clone(),
                message: "holds `</`, which could end the style inside the runbook".to_owned(),
            });
        }
        style.push_str(&text);
        if path == TOKENS {
            style.push_str(&settings.css);
        }
    }
    Ok(style)
}

/// Returns the place of a style in the cascade.
fn rank(path: &str) -> usize {
    match path {
        TOKENS => 0,
        "css/reset.css" => 1,
        "css/base.css" => 2,
        "css/utilities.css" => 4,
        _ => 3,
    }
}

fn named(name: &str, extension: &str, content: &[u8]) -> String {
    let hash = blake3::hash(content).to_hex();
    format!("assets/{name}.{}.{extension}", &hash[..12])
}

/// Takes comments and indentation out of a style; strings stay as they are.
fn strip(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['/', '"', '\'']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = if from.starts_with("/*") {
            from.find("*/").map_or(from.len(), |end| end + 2)
        } else if from.starts_with('/') {
            out.push('/');
            1
        } else {
            let quote = &from[..1];
            let end = from[1..].find(quote).map_or(from.len(), |end| end + 2);
            out.push_str(&from[..end]);
            end
        };
        rest = &from[end..];
    }
    out.push_str(rest);
    let mut lines = String::with_capacity(out.len());
    for line in out.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines.push_str(line);
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_do_not_reach_the_reader_but_strings_do() {
        assert_eq!(
            strip("/* a */\n.b {\n  content: \"/* c */\"; /* 'd */\n  width: calc(1px / 2);\n}\n"),
            ".b {\ncontent: \"/* c */\";\nwidth: calc(1px / 2);\n}\n"
        );
        assert_eq!(strip("/* never closed"), "");
        assert_eq!(strip("a{content:'"), "a{content:'\n");
    }

    #[test]
    fn a_file_is_named_after_its_content() {
        assert_eq!(named("style", "css", b"a"), "assets/style.17762fddd969.css");
    }
}
