//! The files of a theme: the built-in ones, replaced one by one by those of the site.
//!
//! It must not know what the files hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use super::error::ThemeError;
use crate::files;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Larger files are no templates, styles or icons: somebody put a film there.
const MAX_FILE: u64 = 8 * 1024 * 1024;

/// A file of a theme.
#[derive(Debug, Clone)]
pub(super) struct ThemeFile {
    /// Where it comes from, for messages: a path below the site's root.
    pub(super) origin: String,
    /// Its content.
    pub(super) bytes: Vec<u8>,
}

impl ThemeFile {
    /// Fails unless the file is UTF-8.
    pub(super) fn require_text(&self) -> Result<&str, ThemeError> {
        std::str::from_utf8(&self.bytes).map_err(|error| ThemeError::NotText {
            path: self.origin.clone(),
            offset: error.valid_up_to(),
        })
    }

    /// Returns the text of a file that has been checked to be text.
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("templates are checked when they are collected")
    }
}

/// The files of a theme by their path below its folder.
#[derive(Debug)]
pub(super) struct ThemeFiles {
    files: BTreeMap<String, ThemeFile>,
}

impl ThemeFiles {
    /// Returns the file of this path.
    pub(super) fn get(&self, path: &str) -> Option<&ThemeFile> {
        self.files.get(path)
    }

    /// Returns the files below `folder` (with its slash), their paths without it, by path.
    pub(super) fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a ThemeFile)> {
        self.files
            .iter()
            .filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, file)))
    }

    /// Returns a digest of all paths and contents.
    pub(super) fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, file) in &self.files {
            hasher.update(&(path.len() as u64).to_le_bytes());
            hasher.update(path.as_bytes());
            hasher.update(&(file.bytes.len() as u64).to_le_bytes());
            hasher.update(&file.bytes);
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// Collects the files of the theme `name`.
pub(super) fn collect(site_root: &Path, name: &str) -> Result<ThemeFiles, ThemeError> {
    let mut found = BTreeMap::new();
    for (path, bytes) in built_in_files() {
        let file = ThemeFile {
            origin: format!("themes/default/{path} (built in)"),
            bytes: bytes.to_vec(),
        };
        found.insert(path, file);
    }
    let themes = site_root.join("themes");
    let folder = themes.join(name);
    if !is_plain(name) || (name != super::BUILT_IN && !files::exists(&folder)) {
        return Err(ThemeError::Missing {
            name: name.to_owned(),
            known: known(&themes)?,
        });
    }
    for entry in files::walk(&folder)? {
        let Some(path) = slashed(&entry.path) else {
            return Err(ThemeError::Name {
                path: folder.join(&entry.path),
            });
        };
        if is_used(&path) {
            let file = ThemeFile {
                origin: format!("themes/{name}/{path}"),
                bytes: files::read_limited(&folder.join(&entry.path), MAX_FILE)?,
            };
            found.insert(path, file);
        }
    }
    Ok(ThemeFiles { files: found })
}

/// Returns whether the name of a theme can only be that of a folder directly below `themes/`.
pub fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\', ':']) && !name.starts_with('.')
}

/// Returns the files of the built-in theme: path and content, by path.
pub fn built_in_files() -> impl Iterator<Item = (String, &'static [u8])> {
    fn collect(dir: &'static Dir<'static>, found: &mut BTreeMap<String, &'static [u8]>) {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => collect(dir, found),
                DirEntry::File(file) => {
                    let path = slashed(file.path()).expect("built-in files have plain names");
                    if is_used(&path) {
                        found.insert(path, file.contents());
                    }
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(&DEFAULT, &mut found);
    found.into_iter()
}

/// Returns whether a theme uses the file: not notes, licences, or what editors leave behind.
fn is_used(path: &str) -> bool {
    let hidden = path
        .split('/')
        .any(|part| part.starts_with('.') || part.ends_with('~'));
    let place = ["templates/", "static/", "icons/", "vendor/"]
        .iter()
        .any(|folder| path.starts_with(folder));
    !hidden && (place || path == "theme.toml" || path == "strings.toml")
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// Returns the names of the themes that can be chosen.
fn known(themes: &Path) -> Result<Vec<String>, ThemeError> {
    let mut names = vec![super::BUILT_IN.to_owned()];
    let folders: Vec<PathBuf> = files::list_dir(themes)?;
    names.extend(
        folders
            .iter()
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())),
    );
    names.sort();
    names.dedup();
    Ok(names)
}
