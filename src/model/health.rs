//! The rules of group hygiene: what each is called, how grave it is, why, and what to do (C9).
//!
//! It must not know how a rule is decided.

use serde::Serialize;

/// How grave a finding is, in the words of code scanning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Somebody may get what is not meant for them, or nobody can say who gets what.
    Error,
    /// It should be mended.
    Warning,
    /// It is worth a look.
    Note,
}

impl Severity {
    /// All of them, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// Returns the word that pages, JSON and SARIF use.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A rule of group hygiene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each rule is explained by its row in `HealthRule::about`"
)]
pub enum HealthRule {
    RoleAssignableExposed,
    Cycle,
    NoOwner,
    DisabledOwner,
    DisabledMembers,
    RuleUserAttribute,
    RulePaused,
    PublicVisibility,
    DeepNesting,
    NearEqualNames,
    SuppressionEnded,
    OnPremisesTwin,
    RuleMemberOf,
    Guests,
    SameMembers,
    OneOwner,
    Empty,
    OneMember,
    Stale,
    NoDescription,
}

/// What is said of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AboutRule {
    /// Its id: in addresses, `site.toml`, JSON and SARIF.
    pub id: &'static str,
    /// How grave its findings are.
    pub severity: Severity,
    /// Its title.
    pub title: &'static str,
    /// Why it matters, in a sentence.
    pub why: &'static str,
    /// What to do, in a sentence.
    pub fix: &'static str,
}

const fn about(
    id: &'static str,
    severity: Severity,
    title: &'static str,
    why: &'static str,
    fix: &'static str,
) -> AboutRule {
    AboutRule {
        id,
        severity,
        title,
        why,
        fix,
    }
}

impl HealthRule {
    /// All rules, the gravest first.
    pub const ALL: [Self; 20] = [
        Self::RoleAssignableExposed,
        Self::Cycle,
        Self::NoOwner,
        Self::DisabledOwner,
        Self::DisabledMembers,
        Self::RuleUserAttribute,
        Self::RulePaused,
        Self::PublicVisibility,
        Self::DeepNesting,
        Self::NearEqualNames,
        Self::SuppressionEnded,
        Self::OnPremisesTwin,
        Self::RuleMemberOf,
        Self::Guests,
        Self::SameMembers,
        Self::OneOwner,
        Self::Empty,
        Self::OneMember,
        Self::Stale,
        Self::NoDescription,
    ];

    /// Returns the rule with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.id() == id)
    }

    /// Returns the id of the rule.
    pub const fn id(self) -> &'static str {
        self.about().id
    }

    /// Returns how grave its findings are.
    pub const fn severity(self) -> Severity {
        self.about().severity
    }

    /// Returns what is said of the rule.
    pub const fn about(self) -> AboutRule {
        use Severity::{Error, Note, Warning};
        match self {
            Self::RoleAssignableExposed => about(
                "role-assignable-exposed",
                Error,
                "Role-assignable group with nested groups or guests",
                "Whoever gets into the group gets its directory roles: nested groups let others \
                 decide who that is, and guests are managed elsewhere.",
                "Take nested groups and guests out, and add the people who need the role directly.",
            ),
            Self::Cycle => about(
                "cycle",
                Error,
                "Groups that contain each other",
                "Nobody can say from the top down who is in, and some applications give up on it.",
                "Take one of the groups out of the next, so that the circle is open.",
            ),
            Self::NoOwner => about(
                "no-owner",
                Warning,
                "No owner",
                "Nobody answers for who is in the group.",
                "Give the group two owners in Entra.",
            ),
            Self::DisabledOwner => about(
                "disabled-owner",
                Warning,
                "Owner who cannot sign in",
                "An owner who left cannot review the group.",
                "Replace owners whose sign-in is off.",
            ),
            Self::DisabledMembers => about(
                "disabled-members",
                Warning,
                "Members who cannot sign in",
                "They get everything back at once when somebody enables the account.",
                "Take members who left out of the group; keep shared mailboxes by suppressing the rule.",
            ),
            Self::RuleUserAttribute => about(
                "rule-user-attribute",
                Warning,
                "Dynamic rule on what people set themselves",
                "Whoever can write the attribute can join the group: people change their own mobile \
                 number, and whoever invites a guest chooses the guest's name and address.",
                "Build the rule on attributes that administrators keep, or let in members only with \
                 user.userType -eq \"Member\".",
            ),
            Self::RulePaused => about(
                "rule-paused",
                Warning,
                "Dynamic rule that is paused",
                "Joiners are missing and leavers stay while the rule is not processed.",
                "Resume the rule in Entra, or make the group an assigned one.",
            ),
            Self::PublicVisibility => about(
                "public-visibility",
                Warning,
                "Public group",
                "Everybody in the tenant may join and read what is in the group.",
                "Make the group private in Entra, unless everybody is meant.",
            ),
            Self::DeepNesting => about(
                "deep-nesting",
                Warning,
                "Nesting deeper than three levels",
                "Who is reached in the end is hard to see, and many applications do not look so deep.",
                "Put the inner groups into the outer one directly.",
            ),
            Self::NearEqualNames => about(
                "near-equal-names",
                Warning,
                "Names that differ in almost nothing",
                "Sooner or later somebody adds a person to the wrong one.",
                "Rename the groups so that each name says what it is for, or merge them.",
            ),
            Self::SuppressionEnded => about(
                "suppression-ended",
                Warning,
                "Suppression past its end",
                "What was accepted for a while is waiting for a decision.",
                "Mend what was suppressed, or set a new end in site.toml and say why.",
            ),
            Self::OnPremisesTwin => about(
                "on-premises-twin",
                Note,
                "Possible twin from on-premises",
                "Two groups of one name, one from Active Directory, are often kept up to date only \
                 in one place.",
                "Keep one of the two, or tell them apart by name.",
            ),
            Self::RuleMemberOf => about(
                "rule-member-of",
                Note,
                "Dynamic rule on memberships",
                "Such rules are a preview: groups inside the named ones do not count, and who leaves a \
                 named group stays in this one until the rule is changed.",
                "Nest the named groups instead, or build the rule on attributes.",
            ),
            Self::Guests => about(
                "guests",
                Note,
                "Guests in the group",
                "People of other organizations get what the group gives.",
                "Check that each guest still works with you, and suppress the rule with a review date.",
            ),
            Self::SameMembers => about(
                "same-members",
                Note,
                "Same members as another group",
                "Two groups that are kept the same by hand drift apart.",
                "Use one group for both purposes, or nest one in the other.",
            ),
            Self::OneOwner => about(
                "one-owner",
                Note,
                "Only one owner",
                "When that person leaves, nobody answers for the group.",
                "Add a second owner in Entra.",
            ),
            Self::Empty => about(
                "empty",
                Note,
                "No members",
                "It gives nothing to anybody, and may be forgotten.",
                "Delete the group in Entra, or note what it waits for.",
            ),
            Self::OneMember => about(
                "one-member",
                Note,
                "Only one member",
                "It may have outlived its purpose.",
                "Check whether the group is still needed.",
            ),
            Self::Stale => about(
                "stale",
                Note,
                "Not changed for a year",
                "Nobody has added or removed anybody for a year.",
                "Ask the owners whether the members are still right.",
            ),
            Self::NoDescription => about(
                "no-description",
                Note,
                "No description",
                "Whoever finds the group must guess what it is for.",
                "Write in Entra what membership gives.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_listed_once_each_the_gravest_first_with_plain_ids() {
        let mut sorted = HealthRule::ALL;
        sorted.sort();
        assert_eq!(sorted, HealthRule::ALL);
        let grave: Vec<Severity> = HealthRule::ALL.iter().map(|it| it.severity()).collect();
        assert!(grave.is_sorted(), "{grave:?}");
        for rule in HealthRule::ALL {
            let plain = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(rule.id().chars().all(plain), "{}", rule.id());
            assert_eq!(HealthRule::from_id(rule.id()), Some(rule));
            for sentence in [rule.about().why, rule.about().fix] {
                assert!(sentence.ends_with('.'), "{sentence}");
                assert!(!sentence.contains("  "), "{sentence}");
            }
        }
    }
}
