//! Overlays: what people write about a group, `content/<org>/groups/<gid>.md`.

use std::collections::BTreeMap;

use super::group::GroupKind;
use super::ids::{GroupId, ObjectId};
use super::location::Location;

/// A person's word on whether a group is synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlaySync {
    /// `sync = "disabled"`: not refreshed (FEATURES.md T5).
    Disabled,
}

/// The fields that only a manual group has: what Entra tells of others (FEATURES.md T13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayManual {
    /// The group's name.
    pub name: String,
    /// The list it is shown in.
    pub kind: GroupKind,
    /// Its description.
    pub description: Option<String>,
    /// Its mail address.
    pub email: Option<String>,
    /// Its domain.
    pub domain: Option<String>,
    /// Ids of contacts of the export that belong to it.
    pub contacts: Vec<String>,
    /// Ids of configurations of the export that belong to it.
    pub configurations: Vec<String>,
    /// Groups that belong to it.
    pub groups: Vec<ObjectId>,
}

/// What people wrote about one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// The group.
    pub group: GroupId,
    /// The file.
    pub location: Location,
    /// Whether a person switched its sync off.
    pub sync: Option<OverlaySync>,
    /// Frozen and hidden from lists (T7).
    pub archived: bool,
    /// Not documented at all (T11).
    pub deleted: bool,
    /// A group that exists in this file only.
    pub manual: Option<OverlayManual>,
    /// The audiences that may see it; absent = all of its organization.
    pub access: Option<Vec<String>>,
    /// Whether changes to it are shown first (W4).
    pub watch: bool,
    /// Values of custom fields, by key, as text.
    pub fields: BTreeMap<String, String>,
    /// The Markdown below the front matter.
    pub notes: String,
}
