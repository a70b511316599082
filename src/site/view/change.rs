//! What changed in Entra, from the journal.

use serde::Serialize;

use super::list::Pager;

/// A piece of a sentence: plain text, or a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangePart {
    /// The text.
    pub text: String,
    /// Where it leads, relative to the site's root, or `null`.
    pub url: Option<String>,
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

/// A page of the changes of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangesView {
    /// The days, newest first.
    pub days: Vec<ChangeDay>,
    /// The pages.
    pub pager: Pager,
}
