//! Large and twisted directories: what is found stays right, and nothing recurses or compares all
//! with all.
//!
//! Groups are nested after they are joined: counting whom each of them reaches is another subject.

use jiff::civil::date;

use super::directory::{Directory, group};
use crate::config::GuestsShown;
use crate::model::HealthRule;
use crate::site::health::{Health, Terms, examine};
use crate::site::model::{Index, Organization};

const TERMS: Terms<'_> = Terms {
    suppressions: &[],
    guests: GuestsShown::Show,
    day: Some(date(2026, 11, 20)),
};

/// Makes groups that each contain the next one, or nothing.
fn nested(count: Index, next: impl Fn(Index) -> Option<Index>) -> Organization {
    let groups = (0..count).map(|at| group(&format!("G{at:05}")));
    let mut organization = Directory::of(groups).join();
    for at in 0..count {
        if let Some(inner) = next(at) {
            organization.groups[at as usize].nested.push(inner);
            organization.groups[inner as usize].parents.push(at);
        }
    }
    organization
}

#[track_caller]
fn only(health: &Health, rule: HealthRule) -> (usize, &str) {
    let found = health.of_rule(rule);
    assert_eq!(found.len(), 1, "{}", rule.id());
    (found[0].groups.len(), &found[0].message)
}

#[test]
fn chain_of_ten_thousand_groups_is_one_finding() {
    let organization = nested(10_000, |at| (at < 9_999).then_some(at + 1));
    let health = examine(&organization, TERMS);
    assert_eq!(
        only(&health, HealthRule::DeepNesting),
        (
            1,
            "groups are nested 9999 levels deep: \
             G00000 > G00001 > G00002 > G00003 > G00004 > G00005 > …"
        )
    );
    assert!(health.of_rule(HealthRule::Cycle).is_empty());
}

#[test]
fn circle_of_ten_thousand_groups_is_one_finding_with_a_short_sentence() {
    let organization = nested(10_000, |at| Some((at + 1) % 10_000));
    let health = examine(&organization, TERMS);
    assert_eq!(
        only(&health, HealthRule::Cycle),
        (
            10_000,
            "G00000 contains G00001, which contains G00002, which contains G00003, which contains \
             G00004, which contains G00005, which contains G00006, and so on through 10000 groups \
             back to it"
        )
    );
    assert!(health.of_rule(HealthRule::DeepNesting).is_empty());
}

#[test]
fn twenty_thousand_groups_of_one_name_are_two_findings_beside_one_of_fifty_thousand_members() {
    let same = (1..=20_000).map(|at| group("Same").keyed(at).members(&["mira", "sam"]));
    let names: Vec<String> = (0..50_000).map(|at| format!("off-{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let organization = Directory::of(same.chain([group("All").members(&names)])).join();
    let begin = std::time::Instant::now();
    let health = examine(&organization, TERMS);
    let took = begin.elapsed();
    assert_eq!(only(&health, HealthRule::NearEqualNames).0, 20_000);
    assert_eq!(only(&health, HealthRule::SameMembers).0, 20_000);
    let (_, message) = only(&health, HealthRule::DisabledMembers);
    assert!(
        message.starts_with("50000 members cannot sign in: "),
        "{message}"
    );
    // All with all would take minutes even in a release.
    assert!(took.as_secs() < 20, "{took:?}");
}
