//! What deserves a look in the groups of an organization, and how much of it is known.

use serde::Serialize;

use super::home::QualityBar;
use super::list::{GuestCount, NameItem, Pager};

/// How many findings nobody has accepted, by severity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct FindingCounts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// The page that explains them, relative to the site's root.
    pub url: String,
}

/// A rule with its findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCard {
    /// The rule's id: the value of `data-rule`.
    pub id: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The rule's title.
    pub title: &'static str,
    /// Why it matters, in a sentence.
    pub why: &'static str,
    /// How many findings nobody has accepted.
    pub count: usize,
    /// How many findings are suppressed.
    pub suppressed: usize,
    /// The page with its rows, relative to the site's root.
    pub url: String,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuppressedView {
    /// The reason that a person gave.
    pub reason: String,
    /// The last day on which it holds: `2027-01-31`.
    pub until: String,
}

/// A finding on the page of its rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HealthRow {
    /// The groups that are meant, with their place on their pages; at most 1,000.
    pub groups: Vec<NameItem>,
    /// How many groups are left out.
    pub more: usize,
    /// What is so, as a sentence without a full stop.
    pub message: String,
    /// The place in `site.toml`, for findings that are about no group; else empty.
    pub place: String,
    /// What to do, in a sentence.
    pub fix: &'static str,
    /// Why it does not count, or `null`.
    pub suppressed: Option<SuppressedView>,
}

/// A page of the findings of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HealthRuleView {
    /// The rule.
    pub rule: RuleCard,
    /// The rows of this page; suppressed ones are last.
    pub rows: Vec<HealthRow>,
    /// Whether findings of the rule can be accepted in `site.toml`.
    pub can_suppress: bool,
    /// The pages of the rule.
    pub pager: Pager,
    /// The page of all rules, relative to the site's root.
    pub overview_url: String,
    /// On the page about guests, all of them. Else `null`.
    pub guests: Option<GuestCount>,
}

/// How much of a stream is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StreamNote {
    /// The directory's name, or the tenant's key.
    pub tenant: String,
    /// The stream: `users`, `servicePrincipals` …
    pub stream: &'static str,
    /// What it tells of, in words.
    pub label: &'static str,
    /// `full`, `denied` or `not_read`.
    pub coverage: &'static str,
    /// The coverage in words.
    pub words: String,
    /// The permission that reads it; empty when it was read.
    pub permission: &'static str,
}

/// Groups of a kind that is not documented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindCount {
    /// The directory's name, or the tenant's key.
    pub tenant: String,
    /// The kind in words.
    pub label: &'static str,
    /// How many groups there are.
    pub count: u64,
    /// How to document them, or why that cannot be.
    pub words: String,
}

/// The health of an organization's groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HealthView {
    /// How many findings nobody has accepted.
    pub counts: FindingCounts,
    /// How many groups were looked at, and which were not, in words.
    pub checked: String,
    /// The day that ages are compared with; empty when there is no data.
    pub day: String,
    /// Rules with findings, the gravest first.
    pub cards: Vec<RuleCard>,
    /// Titles of the rules without any.
    pub passed: Vec<&'static str>,
    /// Shares of people and devices that are matched.
    pub quality: Vec<QualityBar>,
    /// What found no partner, relative to the site's root.
    pub unmatched_url: String,
    /// What was read, per tenant and stream.
    pub streams: Vec<StreamNote>,
    /// Kinds of groups that are not documented.
    pub kinds: Vec<KindCount>,
}

/// A finding on the page of its group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupFinding {
    /// The rule's id: the value of `data-rule`.
    pub id: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The rule's title.
    pub title: &'static str,
    /// What is so, as a sentence without a full stop.
    pub message: String,
    /// What to do, in a sentence.
    pub fix: &'static str,
    /// The page of the rule, relative to the site's root.
    pub url: String,
    /// Why it does not count, or `null`.
    pub suppressed: Option<SuppressedView>,
}

/// The findings about one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupHealthView {
    /// Why the group was not looked at, or `null`.
    pub left_out: Option<String>,
    /// The findings, the gravest first.
    pub findings: Vec<GroupFinding>,
}
