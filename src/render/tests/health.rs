//! Views of what deserves a look, with `name` wherever data goes.

use super::more::quality;
use super::sample::pager;
use crate::site::view::*;

pub(super) fn counts() -> FindingCounts {
    FindingCounts {
        errors: 1,
        warnings: 2,
        notes: 0,
        url: "contoso/health/index.html".to_owned(),
    }
}

pub(super) fn card(severity: &'static str) -> RuleCard {
    RuleCard {
        id: "no-owner",
        severity,
        title: "No owner",
        why: "Nobody answers for it.",
        count: 2,
        suppressed: 1,
        url: "contoso/health/no-owner/index.html".to_owned(),
    }
}

pub(super) fn sparkline() -> SparklineView {
    SparklineView {
        points: "2.0,22.0 118.0,2.0".to_owned(),
        last_x: "118.0".to_owned(),
        last_y: "2.0".to_owned(),
        min: 10,
        max: 20,
        last: 20,
        since: "2026-09-01".to_owned(),
        until: "2026-11-20".to_owned(),
    }
}

fn suppressed(name: &str) -> Option<SuppressedView> {
    Some(SuppressedView {
        reason: name.to_owned(),
        until: "2027-01-31".to_owned(),
    })
}

pub(super) fn of_group(name: &str) -> GroupHealthView {
    let finding = |suppressed| GroupFinding {
        id: "no-owner",
        severity: "warning",
        title: "No owner",
        message: name.to_owned(),
        fix: "Give it one.",
        url: "contoso/health/no-owner/index.html".to_owned(),
        suppressed,
    };
    GroupHealthView {
        left_out: None,
        findings: vec![finding(None), finding(suppressed(name))],
    }
}

pub(super) fn overview(name: &str) -> HealthView {
    HealthView {
        counts: counts(),
        checked: "3 groups were looked at".to_owned(),
        day: "2026-11-20".to_owned(),
        cards: vec![card("error"), card("warning"), card("note")],
        passed: vec!["Empty group"],
        quality: vec![quality(name)],
        unmatched_url: "contoso/unmatched/index.html".to_owned(),
        streams: vec![StreamNote {
            tenant: name.to_owned(),
            stream: "users",
            label: "People",
            coverage: "denied",
            words: "not readable".to_owned(),
            permission: "User.Read.All",
        }],
        kinds: vec![KindCount {
            tenant: name.to_owned(),
            label: "Other group",
            count: 2,
            words: "No kind of its own.".to_owned(),
        }],
    }
}

pub(super) fn rule(name: &str) -> HealthRuleView {
    let row = |groups: usize, more, place: &str, suppressed| HealthRow {
        groups: (0..groups)
            .map(|_| NameItem {
                name: name.to_owned(),
                url: Some("contoso/groups/a-1/index.html#owners".to_owned()),
            })
            .collect(),
        more,
        message: name.to_owned(),
        place: place.to_owned(),
        fix: "Give it one.",
        suppressed,
    };
    HealthRuleView {
        rule: card("warning"),
        rows: vec![
            row(1, 0, "", None),
            row(3, 0, "", suppressed(name)),
            row(4, 7, "", None),
            row(0, 0, name, None),
        ],
        can_suppress: true,
        pager: pager(),
        overview_url: "contoso/health/index.html".to_owned(),
        guests: Some(super::sample::guest_count()),
    }
}
