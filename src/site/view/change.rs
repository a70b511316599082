//! What changed in Entra, from the journal.

use serde::Serialize;

use super::list::Pager;
use super::shell::Link;

/// A piece of a sentence: plain text, or a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangePart {
    /// The text.
    pub text: String,
    /// Where it leads, relative to the site's root, or `null`.
    pub url: Option<String>,
    /// Whether it is the name of a group, person or device, with or without a page.
    pub is_name: bool,
}

/// One event in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeLine {
    /// The event's kind, as in the journal.
    pub kind: &'static str,
    /// `added`, `removed`, `changed`, `gone` or `returned`: the symbol and the colour.
    pub symbol: &'static str,
    /// The sentence in pieces.
    pub parts: Vec<ChangePart>,
    /// Whether the first sync found it, so that it is no change.
    pub is_baseline: bool,
    /// When it happened, when the audit log told: `2026-11-18 22:37 UTC`. Or `null`.
    pub happened: Option<String>,
    /// The same in full. Or `null`.
    pub happened_iso: Option<String>,
    /// Whether it is about a group that somebody watches.
    pub is_watched: bool,
    /// How many events of the journal the line stands for.
    pub events: usize,
    /// Members that the sentence counts and does not name.
    pub rest: Vec<ChangePart>,
    /// Values before and after, or `null`.
    pub detail: Option<String>,
    /// Who did it, when the audit log told, or `null`.
    pub actor: Option<String>,
}

/// The events that one sync saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeRun {
    /// The time of day: `14:17 UTC`.
    pub time: String,
    /// The time in full.
    pub iso: String,
    /// The events.
    pub lines: Vec<ChangeLine>,
}

/// The events of one UTC day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeDay {
    /// The day: `2026-11-20`.
    pub date: String,
    /// Its syncs, newest first.
    pub runs: Vec<ChangeRun>,
}

/// A kind of changes that the page can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeKind {
    /// A kind of event such as `member.added`, or the part before its dot for all of those.
    pub key: &'static str,
    /// The words for it.
    pub label: &'static str,
    /// How many events of it are on this page; never 0.
    pub count: usize,
}

/// A page of the changes of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangesView {
    /// The days, newest first.
    pub days: Vec<ChangeDay>,
    /// Feeds of the same changes; empty when the site's own address is not known.
    pub feeds: Vec<Link>,
    /// The kinds that are on this page.
    pub kinds: Vec<ChangeKind>,
    /// The pages.
    pub pager: Pager,
}
