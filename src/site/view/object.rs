//! The pages of people and devices of the directory.

use serde::Serialize;

use super::change::ChangeDay;
use super::group::{Fact, Mark, PathStep};
use super::shell::Link;

/// The link between a person or device and its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchView {
    /// The rule: the value of `data-match`.
    pub key: &'static str,
    /// In words: "Matched by mail address", "Two contacts have this mail address".
    pub words: String,
    /// The record, or all candidates when there are several.
    pub records: Vec<Link>,
    /// The nearest records when there is none, the nearest first; at most three.
    pub near: Vec<NearRow>,
    /// Lines for `matches.toml` that would settle it, when a record is at hand. Or `null`.
    pub pin: Option<String>,
}

/// A group that a person, device or record is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelatedRow {
    /// The group's id: the value of `data-related`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page, relative to the site's root.
    pub url: String,
    /// Its kind in words.
    pub kind_label: &'static str,
    /// Whether the membership is direct.
    pub direct: bool,
    /// For an inherited one, the groups that lead there, from the direct group outwards.
    pub path: Vec<PathStep>,
    /// The account through which a record is in it; empty when there is one account only.
    pub through: String,
    /// When it is left, from 0: rows stand in this order.
    pub step: u8,
    /// What tells it apart from another group of its name, or `null`.
    pub apart: Option<String>,
    /// What it takes to leave it, in a sentence.
    pub leaving: String,
    /// The rule that chooses the members of a dynamic group, for direct members. Or `null`.
    pub rule: Option<String>,
    /// Marks: dynamic, role-assignable, on-premises, archived, orphaned, disabled.
    pub marks: Vec<Mark>,
}

/// A record that is almost the match of a person or device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearRow {
    /// The record's name.
    pub name: String,
    /// Its page, relative to the site's root.
    pub url: String,
    /// Why it is near: "its name is the same but for accents".
    pub reason: &'static str,
}

/// A device that the export says belongs to a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BelongingRow {
    /// The configuration's name.
    pub name: String,
    /// Its page, relative to the site's root.
    pub url: String,
    /// Kind, model and serial number; empty when none is known.
    pub detail: String,
    /// The directory's device behind it: name and page. Or `null`.
    pub device: Option<Link>,
    /// Marks: archived.
    pub marks: Vec<Mark>,
}

/// A group that a person owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnedRow {
    /// The group's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page, relative to the site's root.
    pub url: String,
    /// What tells it apart from another group of its name, or `null`.
    pub apart: Option<String>,
    /// Whether nobody else owns it, and it is neither gone nor archived.
    pub only_owner: bool,
    /// Marks: dynamic, role-assignable, on-premises, archived, orphaned, disabled.
    pub marks: Vec<Mark>,
}

/// The page of a person or device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectView {
    /// The object's id.
    pub id: String,
    /// `person` or `device`.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// Marks beside the name.
    pub marks: Vec<Mark>,
    /// The facts, in order.
    pub facts: Vec<Fact>,
    /// The match.
    pub matched: MatchView,
    /// Whether members of some group were not read, so that it may be in that one.
    pub has_unread: bool,
    /// Groups it is in directly.
    pub direct: Vec<RelatedRow>,
    /// Groups it is in through nesting.
    pub inherited: Vec<RelatedRow>,
    /// Groups it owns; empty for devices.
    pub owned: Vec<OwnedRow>,
    /// Devices that the export says belong to the person's contact; empty for devices.
    pub devices: Vec<BelongingRow>,
    /// Mail and telephone to reach the person at: `mailto:` and `tel:` addresses.
    pub reach: Vec<Link>,
    /// What changed about it, newest first.
    pub changes: Vec<ChangeDay>,
    /// The object in the Entra admin centre, or `null`.
    pub manage_url: Option<String>,
}
