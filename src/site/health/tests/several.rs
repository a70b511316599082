//! Rules that look at several groups together.

use super::check;
use super::directory::{Directory, group};
use crate::model::HealthRule;

#[test]
fn circles_are_found_once_each_and_told_as_a_way() {
    let directory = Directory::of([
        group("A").groups(&["B"]),
        group("B").groups(&["C"]),
        group("C").groups(&["A", "B"]),
        group("Frozen").groups(&["Outside"]).gone(),
        group("Outside").groups(&["Frozen", "A"]),
        group("Self").groups(&["Self"]),
    ]);
    check(
        &directory,
        HealthRule::Cycle,
        &[
            "A, B, C: A contains B, which contains C, which contains A",
            "Self: it contains itself",
        ],
    );
}

#[test]
fn nesting_deeper_than_three_levels_is_told_of_the_outermost_group() {
    let directory = Directory::of([
        group("1").groups(&["2", "flat"]),
        group("2").groups(&["3"]),
        group("3").groups(&["4"]),
        group("4").groups(&["5"]),
        group("5"),
        group("flat"),
        group("three").groups(&["3"]),
    ]);
    check(
        &directory,
        HealthRule::DeepNesting,
        &["1: groups are nested 4 levels deep: 1 > 2 > 3 > 4 > 5"],
    );
}

#[test]
fn names_are_clustered_and_twins_from_on_premises_are_told_apart() {
    let directory = Directory::of([
        group("Kitchen").keyed(1),
        group("KITCHEN").keyed(2).synced("GG-KITCHEN"),
        group("Printers"),
        group("Quality").keyed(3),
        group("Quality").keyed(4),
        group("SG-VPN-Users"),
        group("SG VPN user"),
        group("Warehouse from AD").synced("PRINTERS"),
    ]);
    check(
        &directory,
        HealthRule::NearEqualNames,
        &[
            "Quality, Quality: 2 groups are called Quality",
            "SG VPN user, SG-VPN-Users: 2 groups have almost the same name: SG VPN user and \
             SG-VPN-Users",
        ],
    );
    check(
        &directory,
        HealthRule::OnPremisesTwin,
        &[
            "KITCHEN, Kitchen: Kitchen in the cloud, and KITCHEN (GG-KITCHEN) from Active Directory",
            "Printers, Warehouse from AD: Printers in the cloud, and Warehouse from AD (PRINTERS) \
             from Active Directory",
        ],
    );
}

#[test]
fn groups_with_the_same_members_are_one_finding() {
    let directory = Directory::of([
        group("A").members(&["mira", "sam"]),
        group("B").members(&["sam", "mira"]),
        group("C").members(&["mira", "sam"]),
        group("D").members(&["mira", "zoe"]),
        group("E").members(&["mira"]),
        group("F").members(&["mira"]),
    ]);
    check(
        &directory,
        HealthRule::SameMembers,
        &["A, B, C: 3 groups have the same 2 members: A, B and C"],
    );
}
