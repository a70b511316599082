//! The start page and the overview of an organization.

use serde::Serialize;

use super::change::ChangeDay;
use super::health::{FindingCounts, RuleCard};
use super::shell::Link;

/// How many groups have which status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
pub struct StatusCounts {
    /// All groups that lists show; archived ones are not counted.
    pub total: usize,
    /// Enabled ones.
    pub enabled: usize,
    /// Orphaned ones.
    pub orphaned: usize,
    /// Disabled ones.
    pub disabled: usize,
    /// Those kept by hand.
    pub manual: usize,
    /// Archived ones, beside the total.
    pub archived: usize,
}

/// A share in words and figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QualityBar {
    /// What it counts: "People matched to a contact".
    pub label: String,
    /// How many are matched.
    pub matched: usize,
    /// Of how many.
    pub total: usize,
    /// Whole percent, rounded down; 0 when there are none.
    pub percent: usize,
}

/// An organization on the start page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HomeRow {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its overview, relative to the site's root.
    pub url: String,
    /// Its groups, a number for each list of them.
    pub lists: Vec<Counter>,
    /// People that some group refers to.
    pub people: usize,
    /// Their list, relative to the site's root.
    pub people_url: String,
    /// Devices that some group refers to.
    pub devices: usize,
    /// Their list, relative to the site's root.
    pub devices_url: String,
    /// People without a contact and devices without a configuration.
    pub unmatched: usize,
    /// The page that lists them, relative to the site's root.
    pub unmatched_url: String,
    /// The share of people with a contact.
    pub quality: QualityBar,
    /// Events in the seven days up to the newest change.
    pub changes: usize,
    /// Exactly these, relative to the site's root.
    pub changes_url: String,
    /// The UTC day up to which they are counted; empty when there is no change.
    pub changes_until: String,
    /// Findings in its groups.
    pub findings: FindingCounts,
    /// The newest change: `2026-11-20 14:17 UTC`; empty when there is none.
    pub state: String,
    /// The keys of its tenants, joined by blanks.
    pub tenants: String,
}

/// The start page. With one organization the site shows its overview instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HomeView {
    /// The organizations, those with the gravest findings first, then by name.
    pub organizations: Vec<HomeRow>,
    /// What a person wrote in `content/index.md`, as safe HTML; empty when there is none.
    pub intro_html: String,
}

/// Memberships over time: a curve in a picture of 120 by 24.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SparklineView {
    /// The curve: `2.0,22.0 60.0,12.0 …`.
    pub points: String,
    /// Where its end is, from the left.
    pub last_x: String,
    /// Where its end is, from the top.
    pub last_y: String,
    /// The fewest memberships.
    pub min: i64,
    /// The most.
    pub max: i64,
    /// Those of the last day.
    pub last: i64,
    /// The first day: `2026-09-01`.
    pub since: String,
    /// The last day.
    pub until: String,
}

/// A part of a number, with its own rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CounterPart {
    /// `enabled`, `orphaned`, `disabled`, `manual`; `archived` for those beside the number.
    pub key: &'static str,
    /// The word for it.
    pub word: &'static str,
    /// How many there are; never 0.
    pub count: usize,
    /// Exactly these rows, relative to the site's root.
    pub url: String,
}

/// A number that links to its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counter {
    /// A stable key: `people`, `devices`, `unmatched`, `guests`, or that of a list of groups.
    pub key: &'static str,
    /// What is counted.
    pub label: &'static str,
    /// The number.
    pub count: usize,
    /// Its rows, relative to the site's root; empty when only the number may be told.
    pub url: String,
    /// A second line: "112 enabled, 5 orphaned". Empty when there is nothing to add.
    pub note: String,
    /// Of groups: the parts by status, which make up the number, and archived ones beside it.
    pub parts: Vec<CounterPart>,
}

/// The overview of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrganizationView {
    /// Its name.
    pub name: String,
    /// Counters: a list of groups each, people, devices, unmatched.
    pub counters: Vec<Counter>,
    /// Lists to open: the two types and the guests, with their counts.
    pub lists: Vec<Counter>,
    /// Shares of people and devices that are matched.
    pub quality: Vec<QualityBar>,
    /// Events in the 24 hours up to the newest change.
    pub changes_day: usize,
    /// Exactly these, relative to the site's root.
    pub changes_day_url: String,
    /// Events in the seven days up to the newest change.
    pub changes_week: usize,
    /// Exactly these, relative to the site's root.
    pub changes_week_url: String,
    /// The UTC day up to which they are counted; empty when there is no change.
    pub changes_until: String,
    /// The newest events, at most 20.
    pub changes: Vec<ChangeDay>,
    /// All changes, relative to the site's root.
    pub changes_url: String,
    /// Memberships over time, or `null`.
    pub sparkline: Option<SparklineView>,
    /// Findings in its groups.
    pub findings: FindingCounts,
    /// The rules with the gravest findings, at most five.
    pub top_findings: Vec<RuleCard>,
    /// Runbooks.
    pub runbooks: Vec<Link>,
    /// Pages that people wrote.
    pub pages: Vec<Link>,
    /// What a person wrote in the organization's `index.md`, as safe HTML; empty when there is none.
    pub intro_html: String,
    /// What to add when there is nothing to show, or `null`.
    pub empty_hint: Option<String>,
}

/// When a stream was last read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StreamRow {
    /// The stream: `groups`, `users`, `devices`.
    pub name: String,
    /// When: `2026-11-20 14:17 UTC`.
    pub text: String,
    /// When, in full.
    pub iso: String,
}

/// When a tenant was last read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreshnessRow {
    /// The tenant's key.
    pub tenant: String,
    /// The directory's name, or the key.
    pub name: String,
    /// The connection's name.
    pub connection: String,
    /// `complete`, `partial`, `failed`, `refused`, `off` or `unknown`.
    pub outcome: &'static str,
    /// The outcome in words.
    pub words: String,
    /// The last sync that read it: `2026-11-20 14:17 UTC`, or "last sync not known".
    pub text: String,
    /// The same time in the site's time zone; empty when that is UTC.
    pub local: String,
    /// The last sync in full, or `null`.
    pub iso: Option<String>,
    /// One line on why it did not end well, or `null`.
    pub problem: Option<String>,
    /// Per stream.
    pub streams: Vec<StreamRow>,
}

/// When the data was last read: the only part of a page that an idle run changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreshnessView {
    /// The keys of the organizations by how the last sync of their tenants ended, the worst first.
    pub worst: Vec<Vec<String>>,
    /// The tenants of the page, by name.
    pub tenants: Vec<FreshnessRow>,
    /// Seconds after which data is called stale.
    pub stale_after: i64,
    /// Digest of all visible data, 12 hexadecimal digits.
    pub digest: String,
}
