//! The output folder: which ones are refused, which files in it are ours (SAFETY.md 2).

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::error::BuildError;
use super::names;
use crate::files;

/// The file that marks a folder as ours.
pub(super) const MARKER: &str = "build.json";

/// Where files are staged, inside the output folder so that they can be moved.
pub(super) const STAGING: &str = ".rosterbook-staging";

/// What every page carries, so that a page of ours is known without a manifest.
const GENERATOR: &[u8] = b"<meta name=\"generator\" content=\"rosterbook\"";

/// Refuses folders that a build must not write to.
///
/// # Errors
/// [`BuildError::Output`] for the root of the disk, a home folder, the site itself or a folder
/// above it, one of the site's own folders, and a folder that holds files of somebody else.
pub(super) fn check(root: &Path, output: &Path) -> Result<(), BuildError> {
    let refuse = |reason| {
        Err(BuildError::Output {
            path: output.to_owned(),
            reason,
        })
    };
    let full = absolute(output);
    let site = absolute(root);
    if full.parent().is_none() {
        return refuse("it is the root of the disk");
    }
    let home = std::env::home_dir().map(|it| absolute(&it));
    if home.is_some_and(|home| home.starts_with(&full)) {
        return refuse("it is or holds a home folder");
    }
    if site.starts_with(&full) {
        return refuse("it is or holds the site itself");
    }
    for own in [
        "snapshot",
        "content",
        "exports",
        "themes",
        "activity",
        ".rosterbook",
        ".git",
        "src",
    ] {
        if full.starts_with(site.join(own)) {
            return refuse("it is one of the site's own folders");
        }
    }
    let ours = files::exists(&output.join(MARKER)) || files::exists(&output.join(STAGING));
    if !ours && files::exists(output) && !files::list_dir(output)?.is_empty() {
        return refuse(
            "it is not empty and was not made by rosterbook; choose another folder, or empty it",
        );
    }
    Ok(())
}

/// Returns a path without `.` and `..`, from the root of the disk, with links resolved as far as
/// the path exists.
fn absolute(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in full.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    files::resolve(&plain)
}

/// Returns the files of an earlier build that no longer belong, when its manifest was lost.
///
/// Only what is surely ours: pages that carry our mark, what lies beside them in the folder of an
/// organization, and data whose names nobody else gives.
pub(super) fn strays(
    output: &Path,
    expected: &BTreeSet<String>,
) -> Result<BTreeSet<PathBuf>, BuildError> {
    let is_expected = |path: &Path| slashed(path).is_some_and(|it| expected.contains(&it));
    let mut strays = BTreeSet::new();
    let mut folders = BTreeSet::new();
    // The organizations whose folders are ours, by the pages that they have or had.
    let html = expected.iter().filter(|path| path.ends_with(".html"));
    let first = |path: &str| Some(path.split_once('/')?.0.to_owned());
    let mut organizations: BTreeSet<String> = html.filter_map(|path| first(path)).collect();
    let entries = files::walk(output)?;
    for entry in &entries {
        let html = entry.path.extension().is_some_and(|it| it == "html");
        if html && !is_expected(&entry.path) {
            let bytes = files::read(&output.join(&entry.path))?;
            let head = &bytes[..bytes.len().min(4096)];
            if head.windows(GENERATOR.len()).any(|it| it == GENERATOR) {
                folders.extend(entry.path.parent().map(Path::to_owned));
                organizations.extend(slashed(&entry.path).and_then(|it| first(&it)));
                strays.insert(entry.path.clone());
            }
        }
    }
    for entry in entries {
        let twin = entry.path.file_name();
        let twin = twin.is_some_and(|it| it == "group.json" || it == "members.csv")
            && entry.path.parent().is_some_and(|it| folders.contains(it));
        let named = slashed(&entry.path).is_some_and(|path| {
            let beside = names::beside(&path);
            names::is_ours(&path) || beside.is_some_and(|it| organizations.contains(it))
        });
        if (twin || named) && !is_expected(&entry.path) {
            strays.insert(entry.path);
        }
    }
    Ok(strays)
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(root: &Path, output: &Path) -> &'static str {
        match check(root, output) {
            Err(BuildError::Output { reason, .. }) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn folders_that_hold_something_else_are_refused() {
        let folder = tempfile::tempdir().expect("temp folder");
        let root = folder.path().join("site");
        files::create_dir(&root.join("content")).expect("made");
        assert_eq!(refused(&root, Path::new("/")), "it is the root of the disk");
        assert_eq!(refused(&root, &root), "it is or holds the site itself");
        assert_eq!(
            refused(&root, &root.join("x/../..")),
            "it is or holds the site itself"
        );
        assert_eq!(
            refused(&root, &root.join("content/out")),
            "it is one of the site's own folders"
        );
        let foreign = folder.path().join("photos");
        files::write_atomic(&foreign.join("cat.jpg"), b"cat").expect("written");
        assert!(refused(&root, &foreign).starts_with("it is not empty"));
        check(&root, &root.join("public")).expect("new folders are fine");
    }

    #[test]
    fn without_a_manifest_only_what_is_surely_ours_is_a_stray() {
        let folder = tempfile::tempdir().expect("temp folder");
        let page = b"<!doctype html><meta name=\"generator\" content=\"rosterbook\">";
        for (name, bytes) in [
            ("contoso/groups/old/index.html", page.as_slice()),
            ("contoso/groups/old/group.json", b"{}"),
            ("contoso/groups/old/members.csv", b"group"),
            ("contoso/groups/new/index.html", page),
            ("mine/index.html", b"<!doctype html>"),
            ("mine/group.json", b"{}"),
            ("mine/people.csv", b"name"),
            ("mine/changes/feed.xml", b"<feed/>"),
            ("contoso/people.csv", b"name"),
            ("contoso/mine.csv", b"name"),
            ("contoso/groups/old/people.csv", b"name"),
            ("assets/data/mine.js", b""),
            ("assets/data/list-contoso-people.js", b""),
        ] {
            files::write_atomic(&folder.path().join(name), bytes).expect("written");
        }
        let expected = ["contoso/groups/new/index.html".to_owned()].into();
        let found = strays(folder.path(), &expected).expect("walked");
        assert_eq!(
            found,
            [
                "assets/data/list-contoso-people.js",
                "contoso/groups/old/group.json",
                "contoso/groups/old/index.html",
                "contoso/groups/old/members.csv",
                "contoso/people.csv",
            ]
            .map(PathBuf::from)
            .into()
        );
    }
}
