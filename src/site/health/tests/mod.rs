//! What each rule finds, on small directories; and that large ones take no longer than they must.

mod directory;
mod several;
mod size;

use directory::{Directory, group};

use crate::config::GuestsShown;
use crate::model::{GroupKind, HealthRule, MemberList, MembershipType};

/// Asserts what is found of one rule: names of the groups, then the message.
#[track_caller]
fn check(directory: &Directory, rule: HealthRule, expected: &[&str]) {
    let organization = directory.join();
    let found: Vec<String> = organization
        .health
        .of_rule(rule)
        .iter()
        .map(|it| {
            let names: Vec<&str> = it
                .groups
                .iter()
                .map(|&at| organization.group(at).name.as_str())
                .collect();
            let mark = if it.suppressed.is_some() {
                "(suppressed) "
            } else {
                ""
            };
            format!("{mark}{}: {}", names.join(", "), it.message)
        })
        .collect();
    assert_eq!(found, expected, "{}", rule.id());
}

#[test]
fn group_without_an_owner_is_found_unless_the_directory_cannot_tell() {
    let directory = Directory::of([
        group("Owned").owners(&["mira", "sam"]),
        group("Nobody's"),
        group("From Active Directory").synced("GG-AD"),
        group("List").kind(GroupKind::Distribution),
        group("Frozen").gone(),
    ]);
    check(
        &directory,
        HealthRule::NoOwner,
        &["Nobody's: no owner is recorded"],
    );
    let health = directory.join().health;
    assert_eq!((health.checked, health.frozen), (4, 1));
}

#[test]
fn owners_who_cannot_sign_in_are_named_and_a_single_owner_is_noted() {
    let directory = Directory::of([
        group("All off").owners(&["off-1", "off-2"]),
        group("One off").owners(&["mira", "off-1"]),
        group("Single").owners(&["mira"]),
        group("Single off").owners(&["off-1"]),
    ]);
    check(
        &directory,
        HealthRule::DisabledOwner,
        &[
            "All off: none of its owners can sign in: off-1 and off-2",
            "One off: 1 owner cannot sign in: off-1",
            "Single off: its only owner cannot sign in: off-1",
        ],
    );
    check(
        &directory,
        HealthRule::OneOwner,
        &[
            "Single: its only owner is mira",
            "Single off: its only owner is off-1",
        ],
    );
}

#[test]
fn numbers_of_members_are_judged_only_where_all_of_them_are_known() {
    let mut hidden = group("Hidden");
    hidden.group.members = MemberList::Hidden;
    let mut counted = group("Counted");
    counted.group.members = MemberList::Counted(0);
    let directory = Directory::of([
        group("Around another").groups(&["Full"]),
        hidden,
        counted,
        group("Empty"),
        group("Full").members(&["mira", "sam"]),
        group("One").members(&["mira"]),
    ]);
    check(&directory, HealthRule::Empty, &["Empty: it has no members"]);
    check(
        &directory,
        HealthRule::OneMember,
        &["One: it has one member"],
    );
}

#[test]
fn guests_that_readers_may_not_see_make_no_finding_out_of_numbers() {
    let with = |shown| {
        let mut directory = Directory::of([
            group("Guests alone")
                .members(&["guest-1", "guest-2"])
                .owners(&["guest-1"]),
            group("Mixed")
                .members(&["guest-1", "mira"])
                .owners(&["mira", "sam"]),
        ]);
        directory.guests = shown;
        directory
    };
    let shown = with(GuestsShown::Show);
    check(
        &shown,
        HealthRule::Guests,
        &[
            "Guests alone: 2 guests are members: guest-1 and guest-2",
            "Mixed: 1 guest is a member: guest-1",
        ],
    );
    let counted = with(GuestsShown::Count);
    check(
        &counted,
        HealthRule::Guests,
        &[
            "Guests alone: 2 guests are members",
            "Mixed: 1 guest is a member",
        ],
    );
    let hidden = with(GuestsShown::Hide);
    for directory in [&counted, &hidden] {
        for rule in [
            HealthRule::Empty,
            HealthRule::OneMember,
            HealthRule::NoOwner,
            HealthRule::OneOwner,
        ] {
            check(directory, rule, &[]);
        }
    }
    check(&hidden, HealthRule::Guests, &[]);
}

#[test]
fn members_who_cannot_sign_in_are_counted_and_three_of_them_named() {
    let directory = Directory::of([
        group("Leavers").members(&["mira", "off-1", "off-2", "off-3", "off-4", "off-5"])
    ]);
    check(
        &directory,
        HealthRule::DisabledMembers,
        &["Leavers: 5 members cannot sign in: off-1, off-2, off-3 and 2 more"],
    );
}

#[test]
fn role_assignable_group_is_exposed_by_nesting_and_by_guests() {
    let role = |name: &str| {
        let mut it = group(name);
        it.group.role_assignable = true;
        it
    };
    let directory = Directory::of([
        group("Inner"),
        role("Clean").members(&["mira"]),
        role("Guests").members(&["guest-1"]).owners(&["guest-2"]),
        role("Nested").groups(&["Inner", "unknown"]),
    ]);
    check(
        &directory,
        HealthRule::RoleAssignableExposed,
        &[
            "Guests: 1 guest is a member (guest-1); 1 guest owns it",
            "Nested: 2 groups are nested in it (Inner and unknown)",
        ],
    );
}

#[test]
fn public_microsoft_365_groups_and_groups_without_description_are_found() {
    let mut public = group("Public").kind(GroupKind::Microsoft365);
    public.group.visibility = Some("public".into());
    public.group.description = Some("Everybody".into());
    let mut security = group("Security");
    security.group.visibility = Some("Public".into());
    security.group.description = Some(" \n".into());
    let directory = Directory::of([public, security]);
    check(
        &directory,
        HealthRule::PublicVisibility,
        &["Public: everybody in the tenant may join it and read what is in it"],
    );
    check(
        &directory,
        HealthRule::NoDescription,
        &["Security: nothing says what it is for"],
    );
}

#[test]
fn dynamic_rules_are_read_and_assigned_groups_have_none() {
    let dynamic = |name: &str, rule: &str| {
        let mut it = group(name);
        it.group.membership.kind = MembershipType::Dynamic;
        it.group.membership.rule = Some(rule.into());
        it
    };
    let mut paused = dynamic("Paused", "user.department -eq \"Sales\"");
    paused.group.membership.state = Some("Paused".into());
    let mut assigned = group("Assigned");
    assigned.group.membership.rule = Some("user.mobile -ne null".into());
    let directory = Directory::of([
        assigned,
        dynamic(
            "Both",
            "user.mobile -ne null -or user.displayName -contains \"x\"",
        ),
        dynamic("Of others", "user.memberof -any (group.objectId -in ['1'])"),
        paused,
    ]);
    check(
        &directory,
        HealthRule::RuleUserAttribute,
        &[
            "Both: its rule reads user.mobile, which people change themselves; and \
             user.displayName, which whoever invites a guest chooses",
        ],
    );
    check(
        &directory,
        HealthRule::RuleMemberOf,
        &["Of others: its rule takes the members of other groups"],
    );
    check(
        &directory,
        HealthRule::RulePaused,
        &["Paused: its rule is not processed: members are as they were when it was paused"],
    );
}

#[test]
fn group_is_stale_a_year_after_its_last_change_by_the_day_of_the_data() {
    let directory = Directory::of([
        group("Changed").changed("2026-11-20T08:00:00Z"),
        group("Nearly").changed("2025-11-21T08:00:00Z"),
        group("Old").changed("2025-11-20T08:00:00Z"),
    ]);
    check(
        &directory,
        HealthRule::Stale,
        &["Old: no change has been seen since 2025-11-20"],
    );
}

#[test]
fn suppressed_finding_stays_and_does_not_count() {
    let mut directory = Directory::of([group("SG-One"), group("SG-Two"), group("Other")]);
    directory.suppress("no-owner", "SG-*", "2026-11-20");
    check(
        &directory,
        HealthRule::NoOwner,
        &[
            "Other: no owner is recorded",
            "(suppressed) SG-One: no owner is recorded",
            "(suppressed) SG-Two: no owner is recorded",
        ],
    );
    let health = directory.join().health;
    let warnings = health.count(crate::model::Severity::Warning);
    assert_eq!(warnings, 1, "suppressed findings do not count");
    check(&directory, HealthRule::SuppressionEnded, &[]);
}

#[test]
fn suppression_past_its_end_is_a_finding_and_suppresses_nothing() {
    let mut directory = Directory::of([group("SG-One")]);
    directory.suppress("no-owner", "SG-*", "2026-11-19");
    directory.suppress("no-owner", "Nothing of this name", "2026-11-19");
    check(
        &directory,
        HealthRule::NoOwner,
        &["SG-One: no owner is recorded"],
    );
    check(
        &directory,
        HealthRule::SuppressionEnded,
        &[": the suppression of no-owner for “SG-*” ended on 2026-11-19; its reason was: a reason"],
    );
}

#[test]
fn finding_about_several_groups_is_suppressed_when_only_one_is_left() {
    let mut directory = Directory::of([
        group("A").members(&["mira", "sam"]),
        group("B").members(&["mira", "sam"]),
        group("C").members(&["mira", "sam"]),
    ]);
    let message = "3 groups have the same 2 members: A, B and C";
    directory.suppress("same-members", "A", "2027-01-31");
    check(
        &directory,
        HealthRule::SameMembers,
        &[&format!("A, B, C: {message}")],
    );
    directory.suppress("same-members", "B", "2027-01-31");
    check(
        &directory,
        HealthRule::SameMembers,
        &[&format!("(suppressed) A, B, C: {message}")],
    );
}

#[test]
fn findings_are_ordered_by_rule_and_each_group_knows_its_own() {
    let organization = Directory::of([
        group("A").groups(&["B"]),
        group("B").groups(&["A"]).members(&["off-1"]),
    ])
    .join();
    let rules: Vec<HealthRule> = organization
        .health
        .findings
        .iter()
        .map(|it| it.rule)
        .collect();
    assert!(rules.is_sorted(), "{rules:?}");
    let of_b: Vec<&str> = organization
        .health
        .of_group(1)
        .map(|it| it.rule.id())
        .collect();
    assert_eq!(
        of_b,
        ["cycle", "no-owner", "disabled-members", "no-description"]
    );
}
