//! What is known of the members of a group, in words: a number that was not read is not nought
//! (UX.md 1).
//!
//! It must not know where the words stand.

use crate::model::MemberList;
use crate::site::model::{GroupEntry, Organization};
use crate::site::text::count;
use crate::site::view::MemberNote;

/// Returns what stands in the place of each number about the members of a group that are not
/// listed; `None` when they are.
pub(super) const fn unlisted(group: &GroupEntry) -> Option<&'static str> {
    match &group.group.members {
        MemberList::Listed(_) => None,
        MemberList::Hidden => Some("not visible"),
        MemberList::Counted(_) | MemberList::LeftOut => Some("not read"),
    }
}

/// Returns what is said of members beside their number, or in its place: those that are counted
/// and not listed.
pub(super) fn beside(group: &GroupEntry) -> Option<String> {
    match &group.group.members {
        MemberList::Counted(all) => Some(format!("{all} in all")),
        _ if group.guests_left_out > 0 => Some(format!(
            "and {} not shown",
            count(group.guests_left_out, "guest", "guests")
        )),
        _ => None,
    }
}

/// Returns how many effective members there are at least.
pub(super) const fn effective_least(group: &GroupEntry) -> usize {
    group.effective + group.guests_left_out
}

/// Returns the number of effective members in words: it is a least one where it or a group inside
/// it does not list everybody.
pub(super) fn effective(group: &GroupEntry) -> String {
    match unlisted(group) {
        Some(word) => word.to_owned(),
        None if group.effective_open => format!("at least {}", effective_least(group)),
        None => group.effective.to_string(),
    }
}

/// Returns why members are not listed, in sentences.
pub(super) fn members_note(group: &GroupEntry) -> Option<MemberNote> {
    let text = match &group.group.members {
        MemberList::Listed(_) => return None,
        MemberList::Hidden => "The membership of this group is hidden: its members are not \
             visible to the app that reads it. Only an app with Member.Read.Hidden sees them; \
             they are left out here even then."
            .to_owned(),
        MemberList::Counted(all) => format!(
            "{} of all kinds; only their number is kept for dynamic groups of this tenant.",
            count(*all as usize, "member", "members")
        ),
        MemberList::LeftOut => {
            "The members of dynamic groups are left out for this tenant.".to_owned()
        }
    };
    Some(MemberNote { text })
}

/// Returns what is in a group directly, in the words and numbers of the headings of its page:
/// "2 members, 1 device, 3 groups".
pub(super) fn inside(organization: &Organization, group: &GroupEntry) -> String {
    match &group.group.members {
        MemberList::Listed(_) => {}
        MemberList::Hidden => return "members not visible".into(),
        MemberList::Counted(all) => return format!("{all} inside, not read"),
        MemberList::LeftOut => return "members not read".into(),
    }
    let members = group.people.len() + group.others.len() + group.manual_contacts.len();
    let parts: Vec<String> = [
        (members + group.guests_left_out, "member", "members"),
        (
            group.devices.len() + group.manual_configurations.len(),
            "device",
            "devices",
        ),
        (
            group.nested.len() + group.undocumented.len(),
            "group",
            "groups",
        ),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| count(number, one, many))
    .collect();
    match parts.as_slice() {
        // The same words for every group: they tell nobody where a guest is.
        [] if organization.hides_guests => "no members shown".into(),
        [] => "no members".into(),
        parts => parts.join(", "),
    }
}
