//! Who reads, and what is printed for them: `[[audience]]` and `[[runbook]]`.

use std::path::PathBuf;

use serde::Deserialize;

use super::filter::GlobSet;
use crate::model::OrgKey;

/// A set of readers with an output tree of their own: `[[audience]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Its name.
    pub name: String,
    /// The organizations it sees; `*` = all.
    pub organizations: Vec<String>,
    /// Its output folder.
    pub output_dir: PathBuf,
    /// The types of groups it sees; empty = both.
    #[serde(default)]
    pub types: Vec<String>,
    /// Its theme, when it has one of its own.
    #[serde(default)]
    pub theme: Option<String>,
    /// Its menu entries; empty = all.
    #[serde(default)]
    pub sidebar: Vec<String>,
    /// Further fields of people that it may see.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Whether left-out groups are mentioned without name or number.
    #[serde(default)]
    pub show_redacted: bool,
}

/// A print-ready document: `[[runbook]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runbook {
    /// Its name: a folder name.
    pub name: String,
    /// The organization it is about.
    pub organization: OrgKey,
    /// Its title; the organization's name otherwise.
    #[serde(default)]
    pub title: Option<String>,
    /// Its sections in order.
    #[serde(default = "default_sections")]
    pub sections: Vec<String>,
    /// Groups to take, by name or id; empty = all.
    #[serde(default)]
    pub include: GlobSet,
    /// Groups to leave out.
    #[serde(default)]
    pub exclude: GlobSet,
    /// Whether archived groups are in.
    #[serde(default)]
    pub include_archived: bool,
    /// The classification printed on each page.
    #[serde(default)]
    pub classification: Option<String>,
    /// A logo for the cover, a file of the site.
    #[serde(default)]
    pub logo: Option<PathBuf>,
}

/// The sections that a runbook may have, in their default order.
pub const RUNBOOK_SECTIONS: [&str; 6] = [
    "summary",
    "changes",
    "microsoft_365_groups",
    "security_groups",
    "people",
    "unmatched",
];

fn default_sections() -> Vec<String> {
    RUNBOOK_SECTIONS
        .iter()
        .map(|&name| name.to_owned())
        .collect()
}
