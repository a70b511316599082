//! Runbooks, pages that people wrote, the index of names, the 404 page.

use serde::Serialize;

use super::change::ChangeDay;
use super::group::{Fact, Mark, MemberRow, NestedRow};
use super::home::{QualityBar, StatusCounts};
use super::list::Pager;
use super::record::UnmatchedRow;

/// A line of the document control table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentRow {
    /// The label.
    pub label: &'static str,
    /// The value; empty = a line to fill in by hand.
    pub value: String,
}

/// A group in a runbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookGroup {
    /// The group's id.
    pub id: String,
    /// The anchor inside the document.
    pub anchor: String,
    /// The name.
    pub name: String,
    /// The kind in words.
    pub kind_label: &'static str,
    /// `enabled`, `orphaned` or `disabled`.
    pub status: &'static str,
    /// The word for the status.
    pub word: &'static str,
    /// The deciding reason, or `null`.
    pub reason: Option<String>,
    /// Marks beside the name.
    pub marks: Vec<Mark>,
    /// The most telling facts.
    pub facts: Vec<Fact>,
    /// Why members are not listed, or `null`.
    pub members_note: Option<String>,
    /// Members, matched or not, by name; groups and devices are below.
    pub members: Vec<MemberRow>,
    /// Devices, matched or not, by name.
    pub devices: Vec<MemberRow>,
    /// Owners by name.
    pub owners: Vec<MemberRow>,
    /// Nested groups, direct ones only; `url` is an anchor inside the document or `null`.
    pub nested: Vec<NestedRow>,
    /// Groups that contain it.
    pub parents: Vec<NestedRow>,
    /// Notes of the overlay as safe HTML; empty when there are none.
    pub notes_html: String,
}

/// A person in the index of a runbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookPerson {
    /// The object's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Mail or sign-in name; empty when there is none.
    pub detail: String,
    /// Marks: guest, disabled.
    pub marks: Vec<Mark>,
    /// Direct groups: name and anchor inside the document; the anchor is `null` when it is not in it.
    pub groups: Vec<super::list::NameItem>,
}

/// A section of a runbook: `key` says which of the fields a template shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookSection {
    /// `summary`, `changes`, `microsoft_365_groups`, `security_groups`, `people` or `unmatched`.
    pub key: String,
    /// The heading.
    pub title: String,
    /// The anchor inside the document.
    pub anchor: String,
    /// Groups, for the two group sections.
    pub groups: Vec<RunbookGroup>,
    /// People, for `people`.
    pub people: Vec<RunbookPerson>,
    /// Events, for `changes`.
    pub changes: Vec<ChangeDay>,
    /// The day that the events begin with, or `null`.
    pub since: Option<String>,
    /// Groups by status, for `summary`.
    pub counts: Option<StatusCounts>,
    /// Shares matched, for `summary`.
    pub quality: Vec<QualityBar>,
    /// People and devices without a record, for `unmatched`.
    pub unmatched: Vec<UnmatchedRow>,
}

/// A print-ready document of one organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookView {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The organization's name.
    pub organization: String,
    /// The title of the site: who wrote it.
    pub author: String,
    /// The language.
    pub language: String,
    /// The state of the data: `2026-11-20 14:17 UTC`; empty when there is no data.
    pub state: String,
    /// Digest of the document's data, 12 hexadecimal digits.
    pub digest: String,
    /// The classification, or `null`.
    pub classification: Option<String>,
    /// The logo as a `data:` address, or `null`.
    pub logo: Option<String>,
    /// The document control table.
    pub control: Vec<DocumentRow>,
    /// The sections in order.
    pub sections: Vec<RunbookSection>,
    /// The tool's version.
    pub version: &'static str,
}

/// A runbook in the index of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookLink {
    /// Its title.
    pub title: String,
    /// Its page, relative to the site's root.
    pub url: String,
    /// Its sections in words.
    pub sections: String,
    /// Its classification, or `null`.
    pub classification: Option<String>,
}

/// The runbooks of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookListView {
    /// The runbooks in the order of `site.toml`.
    pub runbooks: Vec<RunbookLink>,
}

/// A page that a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentView {
    /// Its title.
    pub title: String,
    /// Its content, rendered from Markdown to safe HTML.
    pub html: String,
}

/// A name in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexEntry {
    /// The name.
    pub name: String,
    /// Its page, relative to the site's root.
    pub url: String,
    /// `Person`, `Group`, `Device`.
    pub kind: &'static str,
    /// What tells equal names apart: organization, mail.
    pub detail: String,
}

/// The names under one letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexLetter {
    /// The letter, or `#` for anything else.
    pub letter: String,
    /// The anchor.
    pub anchor: String,
    /// The names.
    pub entries: Vec<IndexEntry>,
}

/// The index from A to Z: the search without a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchView {
    /// The letters on this page.
    pub letters: Vec<IndexLetter>,
    /// The pages of all letters, when each has its own; empty when all stand on this page.
    pub jumps: Vec<IndexJump>,
    /// The pages of this letter, or `null`.
    pub pager: Option<Pager>,
    /// How many names there are in all.
    pub total: usize,
}

/// The page of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexJump {
    /// The letter, or `#` for anything else.
    pub letter: String,
    /// Its first page, relative to the site's root.
    pub url: String,
    /// How many names stand under it.
    pub count: usize,
    /// Whether it is this page.
    pub current: bool,
}

/// The page for an address that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotFoundView {
    /// Where to go instead.
    pub home_url: String,
}
