//! What it takes to leave a group, in words: where the change is made, and what to mind.

use crate::model::{GroupKind, MembershipType, SyncMark};
use crate::site::health::rule_properties;
use crate::site::model::GroupEntry;
use crate::site::text::list;
use crate::site::view::PathStep;

/// Returns what it takes to leave a group that one is in directly.
pub(super) fn direct(group: &GroupEntry) -> String {
    let data = &group.group;
    if group.status.manual {
        return "Kept by hand: take it out of the group's overlay.".into();
    }
    if matches!(data.sync, Some(SyncMark::Orphaned { .. })) {
        return "Gone from Entra: nothing to remove.".into();
    }
    let synced = data.on_premises.as_ref().is_some_and(|it| it.synced);
    let mut words = if synced {
        "Change it in Active Directory.".to_owned()
    } else if data.membership.kind == MembershipType::Dynamic {
        by_rule(data.membership.rule.as_deref().unwrap_or_default())
    } else if matches!(
        data.kind,
        GroupKind::MailEnabledSecurity | GroupKind::Distribution
    ) {
        "Remove it in the Exchange admin center.".to_owned()
    } else {
        "Remove it in Entra.".to_owned()
    };
    if data.role_assignable {
        words.push_str(" Directory roles can hang on it: this takes a privileged administrator.");
    }
    if !data.licences.is_empty() {
        words.push_str(" It gives licences: remove it last.");
    }
    if group.status.is_frozen() {
        words.push_str(" Its data is not refreshed: look first whether it is still so.");
    }
    words
}

/// Returns when a group that one is in directly is left: what can be removed by hand, what rules
/// bring, roles, what Active Directory keeps, what is gone, and licences last, because who leaves
/// such a group first loses mailbox and files (FEATURES.md W9).
pub(super) fn step(group: &GroupEntry) -> u8 {
    let data = &group.group;
    let gone = matches!(data.sync, Some(SyncMark::Orphaned { .. }));
    let synced = data.on_premises.as_ref().is_some_and(|it| it.synced);
    let dynamic = data.membership.kind == MembershipType::Dynamic;
    match () {
        () if gone => 5,
        () if !data.licences.is_empty() => 6,
        () if synced => 4,
        () if data.role_assignable => 3,
        () if dynamic => 2,
        () if group.status.manual => 1,
        () => 0,
    }
}

/// Returns what it takes to leave a group that one is in by nesting only.
pub(super) fn inherited(path: &[PathStep]) -> String {
    match path.first() {
        Some(first) => format!("Nothing to remove here: it ends with {}.", first.text),
        None => "Nothing to remove here.".into(),
    }
}

/// Names the properties that a rule looks at.
fn by_rule(rule: &str) -> String {
    let properties = rule_properties(rule);
    if properties.is_empty() {
        return "By rule: nobody can be removed by hand.".into();
    }
    format!(
        "By rule: it ends when the rule, which looks at {}, no longer fits.",
        list(&properties)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Licence, ObjectId, OnPremises};
    use crate::site::join;
    use crate::site::testing::{group, organization};

    #[track_caller]
    fn check(change: impl Fn(&mut crate::model::Group), expected: &str) {
        let mut made = group(0, &[], &[1]);
        change(&mut made);
        let model = join(&organization(vec![made]));
        assert_eq!(direct(model.organizations[0].group(0)), expected);
    }

    #[test]
    fn groups_are_left_in_working_order_and_licences_last() {
        let licence = || {
            vec![Licence {
                sku_id: ObjectId::from_u128(7),
                disabled_plans: Vec::new(),
            }]
        };
        let mut made: Vec<crate::model::Group> = (0..6).map(|at| group(at, &[], &[1])).collect();
        made[0].licences = licence();
        made[1].sync = Some(SyncMark::Orphaned {
            since: made[1].seen.first,
        });
        made[2].on_premises = Some(OnPremises {
            synced: true,
            ..OnPremises::default()
        });
        made[3].role_assignable = true;
        made[4].membership.kind = MembershipType::Dynamic;
        let model = join(&organization(made));
        let page = crate::site::person(&model.organizations[0], 0);
        let names: Vec<&str> = page.direct.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, [5, 4, 3, 2, 1, 0].map(|at| format!("Group {at:06}")));
    }

    #[test]
    fn only_owner_of_what_is_gone_is_no_alarm_and_equal_names_are_told_apart() {
        let mut made = vec![group(0, &[], &[1]), group(1, &[], &[1])];
        for one in &mut made {
            one.display_name = Some("Twins".into());
            one.owners = one.members.listed().to_vec();
        }
        made[1].sync = Some(SyncMark::Orphaned {
            since: made[1].seen.first,
        });
        let model = join(&organization(made));
        let page = crate::site::person(&model.organizations[0], 0);
        let owned: Vec<_> = page
            .owned
            .iter()
            .map(|it| {
                let marks: Vec<&str> = it.marks.iter().map(|mark| mark.key).collect();
                (it.apart.as_deref(), it.only_owner, marks)
            })
            .collect();
        assert_eq!(
            owned,
            [
                (Some("id 00000000"), true, vec![]),
                (Some("id 00000000"), false, vec!["orphaned"])
            ]
        );
        assert!(page.direct.iter().all(|it| it.apart.is_some()));
    }

    #[test]
    fn what_it_takes_to_leave_depends_on_where_the_group_is_kept() {
        check(|_| {}, "Remove it in Entra.");
        check(
            |it| {
                it.on_premises = Some(OnPremises {
                    synced: true,
                    ..OnPremises::default()
                });
            },
            "Change it in Active Directory.",
        );
        check(
            |it| {
                it.membership.kind = MembershipType::Dynamic;
                it.membership.rule = Some(
                    "(user.department -eq \"user.fake\") and user.accountEnabled -eq true \
                     and (user.department -ne null)"
                        .into(),
                );
            },
            "By rule: it ends when the rule, which looks at department and accountEnabled, no \
             longer fits.",
        );
        check(
            |it| it.membership.kind = MembershipType::Dynamic,
            "By rule: nobody can be removed by hand.",
        );
        check(
            |it| {
                it.role_assignable = true;
                it.licences = vec![Licence {
                    sku_id: ObjectId::from_u128(7),
                    disabled_plans: Vec::new(),
                }];
            },
            "Remove it in Entra. Directory roles can hang on it: this takes a privileged \
             administrator. It gives licences: remove it last.",
        );
        check(
            |it| {
                it.sync = Some(SyncMark::Orphaned {
                    since: it.seen.first,
                });
            },
            "Gone from Entra: nothing to remove.",
        );
    }
}
