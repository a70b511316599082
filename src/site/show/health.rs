//! What deserves a look in the groups of an organization (UX.md 9).

use std::ops::Range;

use jiff::tz::TimeZone;

use super::home::{device_quality, people_quality};
use super::{guests, pager};
use crate::graph::{Stream, required_permission};
use crate::model::{GroupKind, HealthRule, Severity, StreamCoverage};
use crate::site::address::list_page;
use crate::site::apart::full_name;
use crate::site::health::HealthFinding;
use crate::site::model::{Index, Model, Organization, TenantEntry};
use crate::site::text::count;
use crate::site::view::{
    FindingCounts, GroupFinding, GroupHealthView, HealthRow, HealthRuleView, HealthView, KindCount,
    NameItem, RuleCard, StreamNote, SuppressedView,
};

/// The most rows on a page.
const ROWS: usize = 200;

/// The most names of groups on a page, so that it stays below 2 MB (FEATURES.md L19).
const NAMES: usize = 1_500;

/// The most names in a row.
const NAMES_OF_ROW: usize = 1_000;

/// Returns the findings of an organization that nobody has accepted.
pub(super) fn counts(organization: &Organization) -> FindingCounts {
    let health = &organization.health;
    FindingCounts {
        errors: health.count(Severity::Error),
        warnings: health.count(Severity::Warning),
        notes: health.count(Severity::Note),
        url: format!("{}/health/index.html", organization.key),
    }
}

/// Returns the page of all rules.
pub(super) fn overview(organization: &Organization) -> HealthView {
    let health = &organization.health;
    let cards = cards(organization);
    let found = |rule: &HealthRule| cards.iter().any(|it| it.id == rule.id());
    let day = organization.state;
    HealthView {
        counts: counts(organization),
        checked: checked(health.checked, health.frozen),
        day: day.map_or_else(String::new, |it| {
            it.to_zoned(TimeZone::UTC).date().to_string()
        }),
        passed: HealthRule::ALL
            .iter()
            .filter(|rule| !found(rule))
            .map(|rule| rule.about().title)
            .collect(),
        cards,
        quality: vec![people_quality(organization), device_quality(organization)],
        unmatched_url: format!("{}/unmatched/index.html", organization.key),
        streams: organization.tenants.iter().flat_map(streams).collect(),
        kinds: organization.tenants.iter().flat_map(kinds).collect(),
    }
}

/// Returns the rules with findings, the gravest first.
pub(super) fn cards(organization: &Organization) -> Vec<RuleCard> {
    let found = |rule: &HealthRule| !organization.health.of_rule(*rule).is_empty();
    HealthRule::ALL
        .into_iter()
        .filter(found)
        .map(|rule| card(organization, rule))
        .collect()
}

fn card(organization: &Organization, rule: HealthRule) -> RuleCard {
    let findings = organization.health.of_rule(rule);
    let suppressed = findings.iter().filter(|it| it.suppressed.is_some()).count();
    let about = rule.about();
    RuleCard {
        id: about.id,
        severity: about.severity.key(),
        title: about.title,
        why: about.why,
        count: findings.len() - suppressed,
        suppressed,
        url: list_page(&folder(organization, rule), 1),
    }
}

fn folder(organization: &Organization, rule: HealthRule) -> String {
    format!("{}/health/{}", organization.key, rule.id())
}

fn checked(checked: usize, frozen: usize) -> String {
    let looked = count(checked, "group was looked at", "groups were looked at");
    match frozen {
        0 => looked,
        1 => format!("{looked}; 1 that is not refreshed was left out"),
        _ => format!("{looked}; {frozen} that are not refreshed were left out"),
    }
}

/// Returns the pages of a rule with their numbers, none for a rule without findings.
pub(in crate::site) fn rule_pages(
    organization: &Organization,
    rule: HealthRule,
) -> impl Iterator<Item = (String, usize)> {
    let pages = ranges(&ordered(organization, rule)).len();
    let folder = folder(organization, rule);
    (1..=pages).map(move |number| (list_page(&folder, number), number))
}

/// Returns the findings of a rule, those that count first.
fn ordered(organization: &Organization, rule: HealthRule) -> Vec<&HealthFinding> {
    let findings = organization.health.of_rule(rule).iter();
    let (mut open, accepted): (Vec<_>, Vec<_>) = findings.partition(|it| it.suppressed.is_none());
    open.extend(accepted);
    open
}

/// Cuts findings into pages that stay small, however many groups each of them names.
fn ranges(findings: &[&HealthFinding]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut begin, mut names) = (0, 0);
    for (at, finding) in findings.iter().enumerate() {
        let more = finding.groups.len().min(NAMES_OF_ROW);
        if at > begin && (at - begin == ROWS || names + more > NAMES) {
            ranges.push(begin..at);
            (begin, names) = (at, 0);
        }
        names += more;
    }
    if begin < findings.len() {
        ranges.push(begin..findings.len());
    }
    ranges
}

/// Returns a page of the findings of one rule.
pub(super) fn rule(
    model: &Model,
    organization: &Organization,
    rule: HealthRule,
    number: usize,
) -> HealthRuleView {
    let findings = ordered(organization, rule);
    let ranges = ranges(&findings);
    let range = ranges.get(number - 1).cloned().unwrap_or(0..0);
    HealthRuleView {
        rule: card(organization, rule),
        rows: findings[range]
            .iter()
            .map(|it| row(organization, it))
            .collect(),
        pager: pager::of_ranges(&folder(organization, rule), number, &ranges),
        can_suppress: rule != HealthRule::SuppressionEnded,
        overview_url: format!("{}/health/index.html", organization.key),
        guests: guests::count(model, organization).filter(|_| rule == HealthRule::Guests),
    }
}

fn row(organization: &Organization, finding: &HealthFinding) -> HealthRow {
    let anchor = anchor(finding.rule);
    let shown = finding.groups.iter().take(NAMES_OF_ROW);
    let groups: Vec<NameItem> = shown
        .map(|&at| {
            let group = organization.group(at);
            NameItem {
                name: full_name(organization, at).into_owned(),
                url: Some(format!("{}#{anchor}", group.url)),
            }
        })
        .collect();
    let place = finding.location.as_ref();
    HealthRow {
        more: finding.groups.len() - groups.len(),
        groups,
        message: sentence(&finding.message),
        place: place.map_or_else(String::new, ToString::to_string),
        fix: finding.rule.about().fix,
        suppressed: suppressed(finding),
    }
}

fn suppressed(finding: &HealthFinding) -> Option<SuppressedView> {
    let suppression = finding.suppressed.as_ref()?;
    Some(SuppressedView {
        reason: suppression.reason.clone(),
        until: suppression.until.to_string(),
    })
}

/// Returns the section of a group's page that shows what a rule is about.
const fn anchor(rule: HealthRule) -> &'static str {
    match rule {
        HealthRule::NoOwner | HealthRule::OneOwner | HealthRule::DisabledOwner => "owners",
        HealthRule::DisabledMembers
        | HealthRule::Guests
        | HealthRule::SameMembers
        | HealthRule::Empty
        | HealthRule::OneMember => "members",
        HealthRule::Cycle | HealthRule::DeepNesting => "nested",
        HealthRule::RuleUserAttribute | HealthRule::RuleMemberOf => "rule",
        HealthRule::RulePaused => "rule-state",
        HealthRule::PublicVisibility => "visibility",
        HealthRule::OnPremisesTwin
        | HealthRule::NearEqualNames
        | HealthRule::Stale
        | HealthRule::NoDescription
        | HealthRule::RoleAssignableExposed
        | HealthRule::SuppressionEnded => "health",
    }
}

/// Returns a message as a sentence begins.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Returns the findings about one group.
pub(super) fn of_group(organization: &Organization, at: Index) -> GroupHealthView {
    let group = organization.group(at);
    GroupHealthView {
        left_out: group.status.is_frozen().then(|| {
            "Groups that are not refreshed are left out: their data is old on purpose.".to_owned()
        }),
        findings: organization
            .health
            .of_group(at)
            .map(|finding| {
                let about = finding.rule.about();
                GroupFinding {
                    id: about.id,
                    severity: about.severity.key(),
                    title: about.title,
                    message: sentence(&finding.message),
                    fix: about.fix,
                    url: list_page(&folder(organization, finding.rule), 1),
                    suppressed: suppressed(finding),
                }
            })
            .collect(),
    }
}

fn streams(tenant: &TenantEntry) -> Vec<StreamNote> {
    let Some(coverage) = &tenant.coverage else {
        return Vec::new();
    };
    Stream::ALL
        .into_iter()
        .map(|stream| {
            let known = coverage.streams.get(stream.key()).copied();
            let permission = required_permission(stream);
            let (coverage, words) = match known.unwrap_or(StreamCoverage::NotRead) {
                StreamCoverage::Full => ("full", "read".to_owned()),
                StreamCoverage::Denied => (
                    "denied",
                    format!("not readable: grant {permission} and consent"),
                ),
                StreamCoverage::NotRead if stream.is_optional() => (
                    "not_read",
                    format!("not read: optional, needs {permission}"),
                ),
                StreamCoverage::NotRead => {
                    ("not_read", format!("not read yet: needs {permission}"))
                }
            };
            StreamNote {
                tenant: tenant.name.clone(),
                stream: stream.key(),
                label: label(stream),
                permission: if coverage == "full" { "" } else { permission },
                coverage,
                words,
            }
        })
        .collect()
}

const fn label(stream: Stream) -> &'static str {
    match stream {
        Stream::Groups => "Groups, members and owners",
        Stream::Users => "People",
        Stream::Devices => "Devices",
        Stream::Contacts => "Names of external contacts",
        Stream::ServicePrincipals => "Names of applications",
    }
}

fn kinds(tenant: &TenantEntry) -> Vec<KindCount> {
    let counts = tenant.coverage.iter().flat_map(|it| &it.undocumented);
    counts
        .map(|(kind, number)| KindCount {
            tenant: tenant.name.clone(),
            label: kind.label(),
            count: *number,
            words: match kind {
                GroupKind::Other => "A combination of flags that is no kind of its own.".to_owned(),
                kind => format!("Add \"{}\" to the tenant's kinds in site.toml.", kind.key()),
            },
        })
        .collect()
}
