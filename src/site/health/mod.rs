//! Group hygiene: what deserves a look in the groups of an organization (FEATURES.md C9).
//!
//! Rules are pure functions of the joined model and a day; no rule reads a clock, and none costs
//! more than one look at each membership.

mod dynamic;
mod lone;
mod names;
mod nesting;
mod suppress;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use jiff::civil::Date;

pub(super) use dynamic::properties as rule_properties;
pub(super) use lone::lacks_owner;
pub use suppress::ended_message;

use super::model::{Index, Model, Organization};
use crate::config::{GuestsShown, Site, Suppression};
use crate::model::{HealthRule, Location, Severity};

/// Something about one group, or several together, that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthFinding {
    /// The rule that found it.
    pub rule: HealthRule,
    /// The groups that are meant, by name; none for a suppression that has ended.
    pub groups: Vec<Index>,
    /// What is so: lower case, without a full stop and without the group's name.
    pub message: String,
    /// The suppression that hides it from counts.
    pub suppressed: Option<Suppression>,
    /// The place in `site.toml` that is meant, for a suppression that has ended.
    pub location: Option<Location>,
}

impl HealthFinding {
    /// Makes a finding about some groups that nobody has accepted yet.
    fn new(rule: HealthRule, groups: Vec<Index>, message: impl Into<String>) -> Self {
        Self {
            rule,
            groups,
            message: message.into(),
            suppressed: None,
            location: None,
        }
    }
}

/// The hygiene of an organization's groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// The findings by rule, the gravest first, then by the first group's name.
    pub findings: Vec<HealthFinding>,
    /// How many groups were looked at.
    pub checked: usize,
    /// How many groups were left out, because their data is not refreshed.
    pub frozen: usize,
    /// The positions in `findings` of the findings about each group.
    of_group: HashMap<Index, Vec<usize>>,
}

impl Health {
    /// Returns the findings of a rule, suppressed ones included.
    pub fn of_rule(&self, rule: HealthRule) -> &[HealthFinding] {
        let begin = self.findings.partition_point(|it| it.rule < rule);
        let end = self.findings.partition_point(|it| it.rule <= rule);
        &self.findings[begin..end]
    }

    /// Returns the findings that name a group, suppressed ones included.
    pub fn of_group(&self, group: Index) -> impl Iterator<Item = &HealthFinding> {
        let places = self.of_group.get(&group).into_iter().flatten();
        places.map(|&at| &self.findings[at])
    }

    /// Counts the findings of a severity that nobody has accepted.
    pub fn count(&self, severity: Severity) -> usize {
        let counts = |it: &&HealthFinding| it.suppressed.is_none();
        self.findings
            .iter()
            .filter(counts)
            .filter(|it| it.rule.severity() == severity)
            .count()
    }
}

/// What the rules depend on beside the organization.
#[derive(Debug, Clone, Copy)]
struct Terms<'a> {
    suppressions: &'a [Suppression],
    guests: GuestsShown,
    /// The day that ages and suppressions are compared with; `None` when there is no data.
    day: Option<Date>,
}

/// Returns what deserves a look in the groups of an organization, as of a UTC day.
///
/// Without a day nothing is old and no suppression has ended.
pub(super) fn health(site: &Site, organization: &Organization, day: Option<Date>) -> Health {
    let terms = Terms {
        suppressions: &site.health.suppressions,
        guests: site.privacy.guests,
        day,
    };
    examine(organization, terms)
}

/// Returns what deserves a look in all organizations of a model as of a UTC day, in their order.
pub fn health_of_all(model: &Model, day: Date) -> Vec<Health> {
    let all = model.organizations.iter();
    all.map(|it| health(&model.site, it, Some(day))).collect()
}

fn examine(organization: &Organization, terms: Terms<'_>) -> Health {
    let live: Vec<Index> = (0..organization.groups.len() as Index)
        .filter(|&at| !organization.group(at).status.is_frozen())
        .collect();
    let mut findings = Vec::new();
    for &at in &live {
        lone::look(organization, at, terms, &mut findings);
        dynamic::look(organization, at, &mut findings);
    }
    nesting::look(organization, &mut findings);
    names::look(organization, &live, &mut findings);
    names::same_members(organization, &live, &mut findings);
    suppress::apply(organization, terms, &mut findings);
    findings.sort_by(|one, other| {
        let place = |it: &HealthFinding| (it.rule, it.groups.first().copied());
        place(one)
            .cmp(&place(other))
            .then_with(|| one.location.cmp(&other.location))
    });
    let mut of_group: HashMap<Index, Vec<usize>> = HashMap::new();
    for (place, finding) in findings.iter().enumerate() {
        for &group in &finding.groups {
            of_group.entry(group).or_default().push(place);
        }
    }
    Health {
        findings,
        checked: live.len(),
        frozen: organization.groups.len() - live.len(),
        of_group,
    }
}

/// Returns a few names as a sentence would, and how many more there are.
fn few<'a>(names: impl Iterator<Item = &'a str>, total: usize) -> String {
    /// More names than this are read by nobody.
    const MOST: usize = 3;
    let shown: Vec<String> = names.take(MOST).map(str::to_owned).collect();
    let more = total - shown.len();
    if more > 0 {
        return format!("{} and {more} more", shown.join(", "));
    }
    super::text::list(&shown)
}
