//! Pages: `content/**/*.md` outside the folders of overlays.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use super::error::ContentError;
use super::front;
use super::source::{Source, shown};
use crate::files;
use crate::model::{Location, OrgKey};

/// The longest part of an address (SAFETY.md 7).
const MAX_SLUG: usize = 60;
/// Names that Windows keeps for devices: no folder of the output may have one.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A page that a person wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentPage {
    /// The file, below the content folder.
    pub path: PathBuf,
    /// The parts of its address, lower-case ASCII; empty for `index.md` at the top.
    pub slug: Vec<String>,
    /// Its title: from the front matter, else the first heading, else the file's name.
    pub title: String,
    /// Its place among its neighbours, lowest first; then they go by title.
    pub order: i64,
    /// The key that its first folder spells; the caller knows whether there is such an
    /// organization, and must not publish the page to everyone when there is none any more.
    pub organization: Option<OrgKey>,
    /// The Markdown, without front matter and without a heading that became the title.
    pub markdown: String,
    /// The file as it is shown.
    pub location: Location,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawPage {
    title: Option<String>,
    order: i64,
}

/// Reads the pages below `content_dir`, sorted by path; none when there is no such folder.
///
/// # Errors
/// When a file cannot be read, something in it is unknown or wrong, or two pages would have one
/// address.
pub fn read_pages(content_dir: &Path) -> Result<Vec<ContentPage>, ContentError> {
    let mut pages: Vec<ContentPage> = Vec::new();
    let mut addresses: BTreeMap<Vec<String>, PathBuf> = BTreeMap::new();
    for entry in files::walk(content_dir)? {
        if !is_markdown(&entry.path) || is_overlay(&entry.path) {
            continue;
        }
        let path = content_dir.join(&entry.path);
        let source = Source::read(content_dir, &path)?;
        let page = read_page(content_dir, entry.path, &source)?;
        if let Some(first) = addresses.insert(page.slug.clone(), source.path.clone()) {
            return Err(ContentError::SameAddress {
                first,
                second: source.path,
                address: format!("{}/", page.slug.join("/")),
            });
        }
        pages.push(page);
    }
    Ok(pages)
}

fn read_page(
    content_dir: &Path,
    path: PathBuf,
    source: &Source,
) -> Result<ContentPage, ContentError> {
    let parts = front::split(source)?;
    let raw: RawPage = source.toml(parts.front)?;
    let body = source.text[parts.body..].trim();
    let title = raw.title.map(|title| title.trim().to_owned());
    let (title, markdown) = match title.filter(|title| !title.is_empty()) {
        Some(title) => (title, body),
        None => match first_heading(body) {
            Some((title, rest)) => (title, rest),
            None => (title_of(&path), body),
        },
    };
    let organization = path
        .parent()
        .and_then(|folder| folder.components().next())
        .and_then(|first| first.as_os_str().to_str()?.parse().ok());
    Ok(ContentPage {
        slug: slug_of(content_dir, &path)?,
        title,
        order: raw.order,
        organization,
        markdown: markdown.to_owned(),
        location: Location::file(&source.path),
        path,
    })
}

/// Returns whether the file is Markdown that a person means to show: no hidden file or backup.
pub(super) fn is_markdown(path: &Path) -> bool {
    let hidden = path
        .components()
        .any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|extension| extension == "md")
}

/// Returns whether the file lies in `<org>/groups/`.
fn is_overlay(path: &Path) -> bool {
    let mut parts = path.components();
    let organization = parts.next();
    organization.is_some()
        && parts.next() == Some(Component::Normal("groups".as_ref()))
        && parts.next().is_some()
}

/// Returns the text of a `# heading` at the top, and what follows it.
fn first_heading(body: &str) -> Option<(String, &str)> {
    let (line, rest) = body.split_once('\n').unwrap_or((body, ""));
    let text = line.strip_prefix("# ")?.trim().trim_end_matches('#').trim();
    (!text.is_empty()).then(|| (text.to_owned(), rest.trim_start()))
}

/// Returns the title of a page without one: its file's or folder's name in words.
fn title_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let folder = path.parent().and_then(Path::file_name);
    let name = match folder {
        Some(folder) if is_index(&stem) => folder.to_string_lossy(),
        _ => stem,
    };
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn is_index(stem: &str) -> bool {
    matches!(stem, "index" | "_index")
}

fn slug_of(content_dir: &Path, path: &Path) -> Result<Vec<String>, ContentError> {
    let mut parts = Vec::new();
    for part in path.with_extension("").components() {
        let name = part.as_os_str().to_string_lossy();
        let slug = slug(&name);
        if slug.is_empty() {
            return Err(ContentError::Name {
                path: shown(content_dir, &content_dir.join(path)),
                message: format!("has no address: nothing is left of `{name}`"),
                hint: Some("name files and folders with letters from a to z or digits".into()),
            });
        }
        parts.push(slug);
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if is_index(&stem) {
        parts.pop();
    }
    Ok(parts)
}

/// Returns `name` as a part of an address: lower-case ASCII letters, digits and single hyphens.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.nfkd() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if !unicode_normalization::char::is_combining_mark(letter) && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(MAX_SLUG);
    let slug = slug.trim_matches('-');
    let is_port = slug.len() == 4
        && (slug.starts_with("com") || slug.starts_with("lpt"))
        && slug.ends_with(|last: char| last.is_ascii_digit());
    if is_port || DEVICES.contains(&slug) {
        return format!("{slug}-page");
    }
    slug.to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_lower_case_ascii_and_no_device_names() {
        for (name, expected) in [
            ("On-boarding (2026)", "on-boarding-2026"),
            ("Über uns", "uber-uns"),
            ("..%2e", "2e"),
            ("NUL", "nul-page"),
            ("com1", "com1-page"),
            ("日本", ""),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(slug(&"a".repeat(300)).len(), 60);
    }
}
