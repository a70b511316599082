//! What the watched files held when they were last looked at: content decides what has changed.
//!
//! Events only say where to look; it knows nothing of what the files mean.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{self, Stamp};

#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    stamp: Stamp,
    hash: blake3::Hash,
}

/// The files below the watched places, with their content's hash.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    files: BTreeMap<PathBuf, Known>,
    /// Places that cannot be read, with the reason: a new reason is a change.
    troubles: BTreeMap<PathBuf, String>,
}

impl Fingerprints {
    /// Looks at all of it; returns what differs from before, sorted.
    ///
    /// A file whose size and time are as before is taken to be as before.
    pub(super) fn rescan(&mut self, roots: &[PathBuf]) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        let strays: Vec<PathBuf> = self
            .files
            .keys()
            .chain(self.troubles.keys())
            .filter(|path| !roots.iter().any(|root| path.starts_with(root)))
            .cloned()
            .collect();
        for path in strays {
            self.files.remove(&path);
            self.troubles.remove(&path);
        }
        for root in roots {
            self.look(root, root, false, &mut changed);
        }
        changed
    }

    /// Looks at these places; returns what differs from before, sorted.
    pub(super) fn look_at(
        &mut self,
        paths: &BTreeSet<PathBuf>,
        roots: &[PathBuf],
    ) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        for path in paths {
            if let Some(root) = roots.iter().find(|root| path.starts_with(root)) {
                self.look(root, path, true, &mut changed);
            } else {
                // A folder above a watched place came or went.
                for root in roots.iter().filter(|root| root.starts_with(path)) {
                    self.look(root, root, true, &mut changed);
                }
            }
        }
        changed
    }

    fn look(&mut self, root: &Path, path: &Path, read: bool, changed: &mut BTreeSet<PathBuf>) {
        let below = path.strip_prefix(root).unwrap_or(Path::new(""));
        if is_noise(below) {
            return;
        }
        let entries = match walk_calmly(path) {
            Ok(entries) => entries,
            // Still in motion: events are on their way that bring us here again.
            Err(error) if error.is_not_found() => return,
            Err(error) => {
                let trouble = error.to_string();
                if self.troubles.get(path) != Some(&trouble) {
                    self.troubles.insert(path.to_owned(), trouble);
                    changed.insert(path.to_owned());
                }
                return;
            }
        };
        let troubles: Vec<PathBuf> = below_of(&self.troubles, path);
        for trouble in troubles {
            self.troubles.remove(&trouble);
            changed.insert(trouble);
        }
        let mut gone: BTreeSet<PathBuf> = below_of(&self.files, path).into_iter().collect();
        for entry in entries {
            if is_noise(&entry.path) {
                continue;
            }
            let file = match entry.path.as_os_str().is_empty() {
                true => path.to_owned(),
                false => path.join(&entry.path),
            };
            gone.remove(&file);
            let before = self.files.get(&file);
            if !read && before.is_some_and(|known| known.stamp == entry.stamp) {
                continue;
            }
            match hash(&file) {
                Ok(hash) => {
                    if before.is_none_or(|known| known.hash != hash) {
                        changed.insert(file.clone());
                    }
                    let stamp = entry.stamp;
                    self.files.insert(file, Known { stamp, hash });
                }
                // Removed or replaced since it was listed; its next event tells more.
                Err(_) => {
                    self.files.remove(&file);
                    changed.insert(file);
                }
            }
        }
        for file in gone {
            self.files.remove(&file);
            changed.insert(file);
        }
    }
}

/// Walks a folder whose files may go while they are listed: then once more, a few times.
fn walk_calmly(path: &Path) -> Result<Vec<files::Entry>, files::FileError> {
    const TRIES: usize = 5;
    let mut walked = files::walk(path);
    for _ in 1..TRIES {
        if !walked.as_ref().is_err_and(files::FileError::is_not_found) {
            break;
        }
        walked = files::walk(path);
    }
    walked
}

/// Returns the keys that are `path` or lie below it.
fn below_of<T>(map: &BTreeMap<PathBuf, T>, path: &Path) -> Vec<PathBuf> {
    map.range(path.to_owned()..)
        .map(|(key, _)| key)
        .take_while(|key| key.starts_with(path))
        .cloned()
        .collect()
}

/// Hidden files and backups: editors and git write them beside what a person means.
fn is_noise(below: &Path) -> bool {
    below.components().any(|part| {
        let name = part.as_os_str().as_encoded_bytes();
        name.starts_with(b".") || name.ends_with(b"~") || name.ends_with(b".swp")
    })
}

fn hash(path: &Path) -> Result<blake3::Hash, files::FileError> {
    let mut hasher = blake3::Hasher::new();
    let read = |source: io::Error| files::FileError::Io {
        action: "read",
        path: path.to_owned(),
        source,
    };
    hasher.update_reader(files::open(path)?).map_err(read)?;
    Ok(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str) {
        files::create_dir(path.parent().expect("below the site")).expect("a folder");
        files::write_atomic(path, text.as_bytes()).expect("a file");
    }

    fn set(paths: &[&Path]) -> BTreeSet<PathBuf> {
        paths.iter().map(|&path| path.to_owned()).collect()
    }

    #[test]
    fn only_other_content_is_a_change() {
        let site = tempfile::tempdir().expect("a folder");
        let content = site.path().join("content");
        let page = content.join("a/page.md");
        let roots = [content.clone()];
        write(&page, "one");
        let mut known = Fingerprints::default();
        assert_eq!(known.rescan(&roots), set(&[&page]));
        assert_eq!(known.rescan(&roots), set(&[]));
        write(&page, "one");
        assert_eq!(known.look_at(&set(&[&page]), &roots), set(&[]));
        write(&page, "two");
        assert_eq!(
            known.look_at(&set(&[&content.join("a")]), &roots),
            set(&[&page])
        );
        let next = content.join("b/next.md");
        write(&next, "new");
        assert_eq!(known.look_at(&set(&[site.path()]), &roots), set(&[&next]));
        files::remove_tree(&content.join("a")).expect("removed");
        assert_eq!(
            known.look_at(&set(&[&content.join("a")]), &roots),
            set(&[&page])
        );
        assert_eq!(known.rescan(&[]), set(&[]));
    }

    #[test]
    fn hidden_files_backups_and_other_places_are_no_change() {
        let site = tempfile::tempdir().expect("a folder");
        let content = site.path().join(".site/content");
        let roots = [content.clone(), site.path().join("site.toml")];
        let noise = [
            content.join(".page.md.swp"),
            content.join("page.md~"),
            content.join(".git/x"),
        ];
        for path in &noise {
            write(path, "x");
        }
        let other = site.path().join("public/index.html");
        write(&other, "x");
        let mut known = Fingerprints::default();
        assert_eq!(known.rescan(&roots), set(&[]));
        let paths = noise.into_iter().chain([other]).collect();
        assert_eq!(known.look_at(&paths, &roots), set(&[]));
        write(&roots[1], "title = 1");
        assert_eq!(known.look_at(&set(&[&roots[1]]), &roots), set(&[&roots[1]]));
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_read_is_a_change_once_and_again_when_it_can() {
        let site = tempfile::tempdir().expect("a folder");
        let theme = site.path().join("theme");
        let link = theme.join("base.html");
        let roots = [theme.clone()];
        write(&theme.join("a.html"), "a");
        let mut known = Fingerprints::default();
        known.rescan(&roots);
        std::os::unix::fs::symlink("/etc/passwd", &link).expect("a link");
        assert_eq!(known.look_at(&set(&[&link]), &roots), set(&[&link]));
        assert_eq!(known.look_at(&set(&[&link]), &roots), set(&[]));
        files::remove_file(&link).expect("removed");
        assert_eq!(known.look_at(&set(&[&link]), &roots), set(&[&link]));
    }
}
