//! Suppressions: findings that people have accepted until a day, and those that have ended.

use super::{HealthFinding, Terms};
use crate::config::Suppression;
use crate::model::HealthRule;
use crate::site::model::{Index, Organization};

/// Marks what is suppressed, and adds a finding for each suppression that has ended.
///
/// A finding about several groups is suppressed when fewer than two of them are left without a
/// suppression: one group alone does not resemble another.
pub(super) fn apply(organization: &Organization, terms: Terms<'_>, found: &mut Vec<HealthFinding>) {
    let has_ended = |it: &&Suppression| terms.day.is_some_and(|day| it.has_ended(day));
    let (ended, active): (Vec<_>, Vec<_>) = terms.suppressions.iter().partition(has_ended);
    for finding in found.iter_mut() {
        finding.suppressed = suppression(organization, &active, finding);
    }
    for suppression in ended {
        let all = 0..organization.groups.len() as Index;
        let mut meant = all.filter(|&at| names(organization, suppression, at));
        if meant.next().is_some() {
            found.push(HealthFinding {
                location: Some(suppression.location.clone()),
                ..HealthFinding::new(
                    HealthRule::SuppressionEnded,
                    Vec::new(),
                    ended_message(suppression),
                )
            });
        }
    }
}

/// Returns what is said of a suppression that has ended.
pub fn ended_message(suppression: &Suppression) -> String {
    format!(
        "the suppression of {} for “{}” ended on {}; its reason was: {}",
        suppression.rule.id(),
        suppression.pattern(),
        suppression.until,
        suppression.reason
    )
}

fn names(organization: &Organization, suppression: &Suppression, at: Index) -> bool {
    let group = organization.group(at);
    suppression.names(&group.name, group.group.id.object())
}

fn suppression(
    organization: &Organization,
    active: &[&Suppression],
    finding: &HealthFinding,
) -> Option<Suppression> {
    let of_rule = active.iter().filter(|it| it.rule == finding.rule);
    let of_rule: Vec<&Suppression> = of_rule.copied().collect();
    if of_rule.is_empty() {
        return None;
    }
    let mut first = None;
    let mut left = 0;
    for &at in &finding.groups {
        let accepted = of_rule.iter().find(|it| names(organization, it, at));
        match accepted {
            // The one that ends first is the one to look at again.
            Some(it) if first.is_none_or(|first: &Suppression| it.until < first.until) => {
                first = Some(it);
            }
            Some(_) => {}
            None => left += 1,
        }
    }
    let enough = left == 0 || (left == 1 && finding.groups.len() > 1);
    first.filter(|_| enough).cloned()
}
