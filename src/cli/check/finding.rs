//! What `check` finds, as a value: for people, scripts and code scanning.

use serde::Serialize;

use crate::model::{Location, Severity};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FindingKind {
    /// The site itself: its files, input, age and links.
    Site,
    /// The groups in Entra, which the site only describes (FEATURES.md C9).
    Hygiene,
}

/// A group that a finding names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct FindingGroup {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Its file, relative to the site's root.
    pub(crate) path: String,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct FindingSuppression {
    /// The reason that a person gave.
    pub(crate) reason: String,
    /// The last day on which it holds.
    pub(crate) until: String,
}

/// Something that deserves a look. The order of the fields is the order of the output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Finding {
    /// How grave it is.
    pub(crate) severity: Severity,
    /// What it is about.
    pub(crate) kind: FindingKind,
    /// The rule that found it.
    pub(crate) rule: &'static str,
    /// The organization, where there is one.
    pub(crate) organization: Option<String>,
    /// The file, with forward slashes; empty where there is none.
    pub(crate) path: String,
    /// The line, from 1; 0 when it is not known.
    pub(crate) line: usize,
    /// What is so.
    pub(crate) message: String,
    /// What to do.
    pub(crate) fix: Option<&'static str>,
    /// The groups that are meant.
    pub(crate) groups: Vec<FindingGroup>,
    /// Why it does not count.
    pub(crate) suppressed: Option<FindingSuppression>,
}

impl Finding {
    /// Makes a finding about the site.
    pub(crate) fn of_site(
        rule: &'static str,
        severity: Severity,
        location: Option<&Location>,
        message: String,
    ) -> Self {
        Self {
            severity,
            kind: FindingKind::Site,
            rule,
            organization: None,
            path: location.map_or_else(String::new, slashed),
            line: location.map_or(0, |it| it.line),
            message,
            fix: None,
            groups: Vec::new(),
            suppressed: None,
        }
    }

    /// Returns whether somebody has to do something about it.
    pub(crate) fn is_grave(&self) -> bool {
        self.suppressed.is_none() && self.severity != Severity::Note
    }

    /// Returns what is so, with organization and group where the message does not name them.
    pub(crate) fn text(&self) -> String {
        match (&self.organization, self.groups.as_slice()) {
            (Some(organization), [group]) => {
                format!("{organization}: `{}`: {}", group.name, self.message)
            }
            (Some(organization), _) => format!("{organization}: {}", self.message),
            (None, _) => self.message.clone(),
        }
    }

    /// Returns the finding as a line for people.
    pub(crate) fn line(&self) -> String {
        let place = match (self.path.as_str(), self.line) {
            ("", _) => String::new(),
            (path, 0) => format!("{path}: "),
            (path, line) => format!("{path}:{line}: "),
        };
        let severity = self.severity.key();
        format!("{severity} {place}{} [{}]", self.text(), self.rule)
    }
}

/// Returns the path of a place with forward slashes, as every system understands it.
fn slashed(location: &Location) -> String {
    let parts = location.path.iter().map(|it| it.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
