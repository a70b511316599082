//! Strict reading of single files; every error names file and line.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::{Identified, SnapshotError};
use crate::files;
use crate::model::{Group, Location, MemberList, ObjectId};

/// What git writes before our side of a conflict.
const CONFLICT: &str = "<<<<<<<";

/// A file of the snapshot: where it is, and how messages name it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    pub(super) shown: PathBuf,
}

impl Place {
    /// Names a file below the snapshot's folder `dir`, shown with that folder's own name.
    pub(super) fn new(dir: &Path, below: &Path) -> Self {
        let shown = match dir.file_name() {
            Some(name) => Path::new(name).join(below),
            None => below.to_owned(),
        };
        Self {
            path: dir.join(below),
            shown,
        }
    }

    pub(super) fn broken(&self, line: usize, message: impl Into<String>) -> SnapshotError {
        SnapshotError::broken(Location::line(&self.shown, line), message)
    }

    fn text(&self) -> Result<String, SnapshotError> {
        let bytes = files::read(&self.path)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|&&byte| byte == b'\n').count() + 1;
            self.broken(line, "not UTF-8 text")
        })?;
        Ok(text)
    }

    /// Explains why `text` could not be read: a conflict left open explains everything else.
    fn explain(&self, text: &str, line: usize, error: &serde_json::Error) -> SnapshotError {
        if let Some(at) = text.lines().position(|line| line.starts_with(CONFLICT)) {
            return SnapshotError::Unmerged {
                location: Location::line(&self.shown, at + 1),
            };
        }
        let whole = error.to_string();
        let message = match whole.rfind(" at line ") {
            Some(at) => &whole[..at],
            None => &whole,
        };
        self.broken(line, message.to_owned())
    }
}

/// Reads a file that holds one object.
pub(super) fn parse_file<T: DeserializeOwned>(place: &Place) -> Result<T, SnapshotError> {
    let text = place.text()?;
    serde_json::from_str(&text).map_err(|error| place.explain(&text, error.line().max(1), &error))
}

/// Reads a file that holds one object per line, and hands on the line of each.
pub(super) fn parse_lines<T: DeserializeOwned>(
    place: &Place,
) -> Result<Vec<(usize, T)>, SnapshotError> {
    let text = place.text()?;
    let mut items = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let item =
            serde_json::from_str(line).map_err(|error| place.explain(&text, at + 1, &error))?;
        items.push((at + 1, item));
    }
    Ok(items)
}

/// Reads a group's file and checks that it is the group its name says.
pub(super) fn parse_group(place: &Place) -> Result<Group, SnapshotError> {
    let mut group: Group = parse_file(place)?;
    let named = place.path.file_stem().and_then(|stem| stem.to_str());
    if named != Some(group.id.to_string().as_str()) {
        return Err(place.broken(1, format!("the file holds the group `{}`", group.id)));
    }
    group.owners.sort_by_key(|owner| owner.id);
    let owners: Vec<ObjectId> = group.owners.iter().map(|owner| owner.id).collect();
    refuse_doubles(place, "owner", &owners)?;
    if let MemberList::Listed(members) = &mut group.members {
        members.sort_by_key(|member| member.id);
        let ids: Vec<ObjectId> = members.iter().map(|member| member.id).collect();
        refuse_doubles(place, "member", &ids)?;
    }
    Ok(group)
}

fn refuse_doubles(place: &Place, what: &str, sorted: &[ObjectId]) -> Result<(), SnapshotError> {
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(place.broken(1, format!("{what} `{}` is there twice", pair[0]))),
        None => Ok(()),
    }
}

/// Reads a shard and checks that each object belongs there, once.
pub(super) fn parse_shard<T>(place: &Place) -> Result<Vec<T>, SnapshotError>
where
    T: DeserializeOwned + Identified,
{
    let mut items: Vec<(usize, T)> = parse_lines(place)?;
    let shard = place
        .path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    for (line, item) in &items {
        let id = item.object_id();
        if id.shard() != shard {
            return Err(place.broken(*line, format!("`{id}` does not belong into this file")));
        }
    }
    items.sort_by_key(|(_, item)| item.object_id());
    if let Some(pair) = items
        .windows(2)
        .find(|pair| pair[0].1.object_id() == pair[1].1.object_id())
    {
        let (line, item) = &pair[1];
        return Err(place.broken(*line, format!("`{}` is there twice", item.object_id())));
    }
    Ok(items.into_iter().map(|(_, item)| item).collect())
}
