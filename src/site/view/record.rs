//! The pages of contacts and configurations, and of what found no partner.

use serde::Serialize;

use super::group::{Fact, Mark};
use super::object::{BelongingRow, OwnedRow, RelatedRow};
use super::shell::Link;

/// The page of a contact or configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordView {
    /// The record's id in its source.
    pub id: String,
    /// `contact` or `configuration`.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// Marks: archived.
    pub marks: Vec<Mark>,
    /// The facts of the export, in order.
    pub facts: Vec<Fact>,
    /// All other columns of the export: label and value.
    pub extra: Vec<Fact>,
    /// The record in its source, or `null`.
    pub source_url: Option<String>,
    /// The people or devices behind it, with the rule in words.
    pub objects: Vec<Link>,
    /// How they were matched, in the same order.
    pub rules: Vec<String>,
    /// People or devices that it fits as well as another record does.
    pub candidate_of: Vec<Link>,
    /// Whether directory entries may be left out, so that an empty list does not say "none".
    pub entries_hidden: bool,
    /// Whether members of some group were not read, so that it may be in that one.
    pub has_unread: bool,
    /// Groups it is in directly, through any of them.
    pub direct: Vec<RelatedRow>,
    /// Groups it is in through nesting.
    pub inherited: Vec<RelatedRow>,
    /// Groups that the people behind it own.
    pub owned: Vec<OwnedRow>,
    /// Devices that the export says belong to a contact; empty for configurations.
    pub devices: Vec<BelongingRow>,
    /// The contact that the export says a configuration belongs to, when there is one of that
    /// name. Or `null`.
    pub belongs_to: Option<Link>,
    /// Mail and telephone to reach a contact at: `mailto:` and `tel:` addresses.
    pub reach: Vec<Link>,
}

/// Something that found no partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnmatchedRow {
    /// The object's or record's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Its page, relative to the site's root, or `null`.
    pub url: Option<String>,
    /// Mail, sign-in name, serial number; empty when there is none.
    pub detail: String,
    /// Why, in words.
    pub reason: String,
    /// `ambiguous` or `none`.
    pub match_key: &'static str,
    /// Candidates, when there are several.
    pub candidates: Vec<Link>,
    /// In how many groups it is.
    pub groups: usize,
}

/// What found no partner, in both directions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnmatchedView {
    /// People in groups without a contact.
    pub people: Vec<UnmatchedRow>,
    /// Devices in groups without a configuration.
    pub devices: Vec<UnmatchedRow>,
    /// Contacts without an account in any group; archived ones are not asked about.
    pub contacts: Vec<UnmatchedRow>,
    /// Configurations in no group; archived ones are not asked about.
    pub configurations: Vec<UnmatchedRow>,
}
