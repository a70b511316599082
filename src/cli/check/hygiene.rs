//! The findings of `site::health`, as `check` tells them.

use jiff::civil::Date;

use super::finding::{Finding, FindingGroup, FindingKind, FindingSuppression};
use crate::config::Site;
use crate::model::{HealthRule, Severity};
use crate::site::{GroupEntry, HealthFinding, Model, Organization, ended_message, health_of_all};
use crate::snapshot;

/// Returns what deserves a look in the groups of all organizations today.
///
/// Pages compare ages with the day of their data, this with the day of the run: nothing of it is
/// kept.
pub(super) fn findings(site: &Site, model: &Model, today: Date) -> Vec<Finding> {
    let all = health_of_all(model, today);
    let mut findings = Vec::new();
    for (organization, health) in model.organizations.iter().zip(&all) {
        let about_groups = health
            .findings
            .iter()
            .filter(|it| it.rule != HealthRule::SuppressionEnded);
        findings.extend(about_groups.map(|it| of_groups(organization, it)));
    }
    // A line of `site.toml`: once, also when no group fits it any more.
    for suppression in &site.health.suppressions {
        if suppression.has_ended(today) {
            let rule = HealthRule::SuppressionEnded;
            let message = ended_message(suppression);
            let place = Some(&suppression.location);
            findings.push(Finding {
                fix: Some(rule.about().fix),
                ..Finding::of_site(rule.id(), rule.severity(), place, message)
            });
        }
    }
    findings
}

fn of_groups(organization: &Organization, finding: &HealthFinding) -> Finding {
    let about = finding.rule.about();
    let groups: Vec<FindingGroup> = finding
        .groups
        .iter()
        .map(|&at| group(organization, organization.group(at)))
        .collect();
    Finding {
        kind: FindingKind::Hygiene,
        organization: Some(organization.key.to_string()),
        path: groups.first().map(|it| it.path.clone()).unwrap_or_default(),
        fix: Some(about.fix),
        groups,
        suppressed: finding.suppressed.as_ref().map(|it| FindingSuppression {
            reason: it.reason.clone(),
            until: it.until.to_string(),
        }),
        ..Finding::of_site(about.id, about.severity, None, finding.message.clone())
    }
}

fn group(organization: &Organization, entry: &GroupEntry) -> FindingGroup {
    let id = entry.group.id;
    let path = match entry.tenant {
        Some(at) => {
            let below = snapshot::group_path(&organization.tenants[at as usize].key, id);
            let parts = below.iter().map(|it| it.to_string_lossy());
            let parts: Vec<_> = parts.collect();
            format!("{}/{}", snapshot::FOLDER, parts.join("/"))
        }
        None => String::new(),
    };
    FindingGroup {
        id: id.to_string(),
        name: entry.name.clone(),
        path,
    }
}

/// Returns a line per organization with findings: how many its page of health has, and where that
/// is. The numbers are those of the page, which reckons with the day of its data.
pub(super) fn summary(model: &Model) -> Vec<String> {
    let lines = model.organizations.iter().filter_map(|organization| {
        let parts: Vec<String> = [
            (Severity::Error, "error", "errors"),
            (Severity::Warning, "warning", "warnings"),
            (Severity::Note, "note", "notes"),
        ]
        .into_iter()
        .filter_map(
            |(severity, one, many)| match organization.health.count(severity) {
                0 => None,
                1 => Some(format!("1 {one}")),
                count => Some(format!("{count} {many}")),
            },
        )
        .collect();
        let key = &organization.key;
        let words = parts.join(", ");
        (!parts.is_empty()).then(|| format!("{key}: {words} about groups, on `{key}/health/`"))
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}
