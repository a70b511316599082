//! Rules that look at one group alone: owners, members, visibility, age.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::{HealthFinding, Terms, few};
use crate::config::GuestsShown;
use crate::model::{GroupKind, HealthRule, MemberList, MembershipType, Person};
use crate::site::events::group_state;
use crate::site::model::{GroupEntry, Index, Node, ObjectEntry, Organization};
use crate::site::text::{count, day};

/// Adds what deserves a look in one group.
pub(super) fn look(
    organization: &Organization,
    at: Index,
    terms: Terms<'_>,
    found: &mut Vec<HealthFinding>,
) {
    let group = organization.group(at);
    let mut add = |rule, message: String| found.push(HealthFinding::new(rule, vec![at], message));
    owners(organization, group, &mut add);
    members(organization, group, terms.guests, &mut add);
    if group.group.kind == GroupKind::Microsoft365 && is(&group.group.visibility, "public") {
        let message = "everybody in the tenant may join it and read what is in it";
        add(HealthRule::PublicVisibility, message.to_owned());
    }
    let described = group.group.description.as_deref().map(str::trim);
    if described.is_none_or(str::is_empty) {
        add(
            HealthRule::NoDescription,
            "nothing says what it is for".to_owned(),
        );
    }
    if let Some(since) = unchanged_since(group, terms) {
        let message = format!("no change has been seen since {}", day(since));
        add(HealthRule::Stale, message);
    }
}

fn is(value: &Option<String>, wanted: &str) -> bool {
    value
        .as_deref()
        .is_some_and(|it| it.eq_ignore_ascii_case(wanted))
}

/// Returns whether the directory would tell who owns the group.
///
/// Graph has no owners of groups that come from Active Directory or were made in Exchange.
fn tells_owners(group: &GroupEntry) -> bool {
    let synced = group.group.on_premises.as_ref().is_some_and(|it| it.synced);
    let exchange = matches!(
        group.group.kind,
        GroupKind::MailEnabledSecurity | GroupKind::Distribution
    );
    !synced && !exchange
}

/// Returns whether it can be said that a group has no owner: the directory would tell, and none
/// of those it told were left out.
pub(in crate::site) fn lacks_owner(group: &GroupEntry) -> bool {
    knows_owners(group) && group.owners.is_empty()
}

fn knows_owners(group: &GroupEntry) -> bool {
    !group.status.is_frozen() && !group.left_out.owners && tells_owners(group)
}

fn owners(
    organization: &Organization,
    group: &GroupEntry,
    add: &mut impl FnMut(HealthRule, String),
) {
    let people: Vec<&ObjectEntry<Person>> = group
        .owners
        .iter()
        .filter_map(|owner| match owner {
            Node::Person(at) => Some(organization.person(*at)),
            _ => None,
        })
        .collect();
    let off: Vec<&ObjectEntry<Person>> =
        people.into_iter().filter(|it| cannot_sign_in(it)).collect();
    if !off.is_empty() {
        let names = few(off.iter().map(|it| it.name.as_str()), off.len());
        let all = off.len() == group.owners.len() && !group.left_out.owners;
        let message = match (all, off.len()) {
            (true, 1) => format!("its only owner cannot sign in: {names}"),
            (true, _) => format!("none of its owners can sign in: {names}"),
            (false, 1) => format!("1 owner cannot sign in: {names}"),
            (false, number) => format!("{number} owners cannot sign in: {names}"),
        };
        add(HealthRule::DisabledOwner, message);
    }
    if lacks_owner(group) {
        add(HealthRule::NoOwner, "no owner is recorded".to_owned());
    }
    if let ([only], true) = (group.owners.as_slice(), knows_owners(group)) {
        let name = owner_name(organization, *only);
        add(HealthRule::OneOwner, format!("its only owner is {name}"));
    }
}

fn owner_name(organization: &Organization, owner: Node) -> &str {
    match owner {
        Node::Person(at) => &organization.person(at).name,
        Node::Device(at) => &organization.device(at).name,
        Node::Group(at) => &organization.group(at).name,
        Node::Other(at) => {
            let other = &organization.others[at as usize];
            other.display_name.as_deref().unwrap_or("an application")
        }
    }
}

fn cannot_sign_in(person: &ObjectEntry<Person>) -> bool {
    person.object.account_enabled == Some(false)
}

fn members(
    organization: &Organization,
    group: &GroupEntry,
    shown: GuestsShown,
    add: &mut impl FnMut(HealthRule, String),
) {
    let people = || group.people.iter().map(|&at| organization.person(at));
    let off: Vec<_> = people().filter(|it| cannot_sign_in(it)).collect();
    if !off.is_empty() {
        let names = few(off.iter().map(|it| it.name.as_str()), off.len());
        let number = count(off.len(), "member", "members");
        add(
            HealthRule::DisabledMembers,
            format!("{number} cannot sign in: {names}"),
        );
    }
    let guests = guests(organization, group, shown);
    if let Some((number, names)) = &guests {
        let people = count(*number, "guest is a member", "guests are members");
        add(HealthRule::Guests, with_names(people, names));
    }
    exposed(organization, group, guests, add);
    if !matches!(group.group.members, MemberList::Listed(_)) || group.left_out.members {
        return;
    }
    let groups = group.nested.len() + group.undocumented.len();
    let others = group.people.len() + group.devices.len() + group.others.len();
    match (others, groups) {
        (0, 0) => add(HealthRule::Empty, "it has no members".to_owned()),
        // A group around one other group may be there to give that one something.
        (1, 0) => add(HealthRule::OneMember, "it has one member".to_owned()),
        _ => {}
    }
}

fn with_names(text: String, names: &str) -> String {
    if names.is_empty() {
        text
    } else {
        format!("{text}: {names}")
    }
}

/// Returns how many guests are members and a few of their names, as far as pages may tell.
fn guests(
    organization: &Organization,
    group: &GroupEntry,
    shown: GuestsShown,
) -> Option<(usize, String)> {
    if shown == GuestsShown::Count {
        let number = group.guests_left_out;
        return (number > 0).then(|| (number, String::new()));
    }
    let all = group.people.iter().map(|&at| organization.person(at));
    let guests: Vec<_> = all.filter(|it| it.object.is_guest()).collect();
    let names = few(guests.iter().map(|it| it.name.as_str()), guests.len());
    (!guests.is_empty()).then_some((guests.len(), names))
}

/// Looks at what may bring somebody a directory role who is not meant.
fn exposed(
    organization: &Organization,
    group: &GroupEntry,
    guests: Option<(usize, String)>,
    add: &mut impl FnMut(HealthRule, String),
) {
    if !group.group.role_assignable {
        return;
    }
    let mut reasons = Vec::new();
    let nested = group.nested.len() + group.undocumented.len();
    if nested > 0 {
        let documented = group.nested.iter();
        let names = documented.map(|&at| organization.group(at).name.as_str());
        let names = names.chain(group.undocumented.iter().map(|(_, name)| name.as_str()));
        let text = count(nested, "group is nested in it", "groups are nested in it");
        reasons.push(format!("{text} ({})", few(names, nested)));
    }
    if let Some((number, names)) = guests {
        let text = count(number, "guest is a member", "guests are members");
        reasons.push(if names.is_empty() {
            text
        } else {
            format!("{text} ({names})")
        });
    }
    let is_guest = |owner: &&Node| matches!(owner, Node::Person(at) if organization.person(*at).object.is_guest());
    let owning = group.owners.iter().filter(is_guest).count();
    if owning > 0 {
        reasons.push(count(owning, "guest owns it", "guests own it"));
    }
    if !reasons.is_empty() {
        add(HealthRule::RoleAssignableExposed, reasons.join("; "));
    }
}

/// Returns when an assigned group was last seen to change, if that is a year ago or more.
///
/// A dynamic group follows its rule: that nothing changes says nothing about it.
fn unchanged_since(group: &GroupEntry, terms: Terms<'_>) -> Option<Timestamp> {
    if group.group.membership.kind == MembershipType::Dynamic {
        return None;
    }
    let last = group_state(group)
        .max(group.group.created)
        .max(group.group.renewed)?;
    let limit = last
        .to_zoned(TimeZone::UTC)
        .date()
        .checked_add(1.year())
        .ok()?;
    (limit <= terms.day?).then_some(last)
}
