//! Events of the journal: what changed in Entra, one line of JSON each (CONTRACT.md 4).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::group::MemberType;
use super::ids::{GroupId, ObjectId};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EventKind {
    /// A group was seen for the first time.
    #[serde(rename = "group.created")]
    GroupCreated,
    /// A property of a group differs.
    #[serde(rename = "group.changed")]
    GroupChanged,
    /// A group has another name.
    #[serde(rename = "group.renamed")]
    GroupRenamed,
    /// A group is gone from Entra.
    #[serde(rename = "group.orphaned")]
    GroupOrphaned,
    /// A group that was gone is back.
    #[serde(rename = "group.returned")]
    GroupReturned,
    /// An object became a member.
    #[serde(rename = "member.added")]
    MemberAdded,
    /// An object is no longer a member.
    #[serde(rename = "member.removed")]
    MemberRemoved,
    /// An object became an owner.
    #[serde(rename = "owner.added")]
    OwnerAdded,
    /// An object is no longer an owner.
    #[serde(rename = "owner.removed")]
    OwnerRemoved,
    /// A person's sign-in was switched off.
    #[serde(rename = "user.disabled")]
    UserDisabled,
    /// A person's sign-in was switched on.
    #[serde(rename = "user.enabled")]
    UserEnabled,
}

/// A property that differs: its name in the snapshot, and both values as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldChange {
    /// The key in the group's file.
    pub field: String,
    /// The value before; absent when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The value after; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// One line of `snapshot/<tenant>/journal/<UTC-day>.ndjson`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    /// The sync that saw it.
    pub at: Timestamp,
    /// What happened.
    #[serde(rename = "event")]
    pub kind: EventKind,
    /// The group it happened to; absent for events about a person alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The group's name at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_label: Option<String>,
    /// The member, owner or person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<ObjectId>,
    /// The type of the member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_type: Option<MemberType>,
    /// What the member was known by at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_label: Option<String>,
    /// The properties that differ, for `group.changed` and `group.renamed`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// For `group.created` and `group.returned`: how many members the group had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u64>,
    /// For `group.created`: whether it was there when the tenant was first read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub baseline: bool,
    /// Who did it, when the audit log told (FEATURES.md W2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// When it was done, when the audit log told; `at` is only when a sync saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened: Option<Timestamp>,
}

impl Event {
    /// Makes an event without details.
    pub fn new(at: Timestamp, kind: EventKind) -> Self {
        Self {
            at,
            kind,
            group: None,
            group_label: None,
            member: None,
            member_type: None,
            member_label: None,
            changes: Vec::new(),
            members: None,
            baseline: false,
            actor: None,
            happened: None,
        }
    }
}
