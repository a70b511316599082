//! Members of a group by list: which rows a list has, before any row is made.
//!
//! The one place that says who is matched and who is not: pages, twins and counts ask here.

use super::member::{self, is_matched};
use crate::site::model::{GroupEntry, Index, Node, Organization};
use crate::site::parts::PartList;
use crate::site::view::{Mark, MemberRow};

/// Somebody or something that a list of members shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site) enum MemberItem {
    /// A person.
    Person(Index),
    /// A contact that a manual group names.
    Contact(Index),
    /// A device.
    Device(Index),
    /// A configuration that a manual group names.
    Configuration(Index),
    /// An application, external contact or unknown object.
    Other(Index),
    /// An owner.
    Owner(Node),
}

/// Returns what a list of members, devices or owners shows, in its order; nothing for the lists
/// of groups and of effective members.
pub(in crate::site) fn member_items(
    organization: &Organization,
    group: &GroupEntry,
    list: PartList,
) -> Vec<MemberItem> {
    let people = |matched: bool| {
        let people = group.people.iter().copied();
        people
            .filter(move |&at| is_matched(organization.person(at)) == matched)
            .map(MemberItem::Person)
    };
    let devices = |matched: bool| {
        let devices = group.devices.iter().copied();
        devices
            .filter(move |&at| is_matched(organization.device(at)) == matched)
            .map(MemberItem::Device)
    };
    match list {
        PartList::MembersMatched => {
            let named = group.manual_contacts.iter().copied();
            people(true).chain(named.map(MemberItem::Contact)).collect()
        }
        PartList::MembersUnmatched => {
            let others = group.others.iter().copied();
            people(false).chain(others.map(MemberItem::Other)).collect()
        }
        PartList::DevicesMatched => {
            let named = group.manual_configurations.iter().copied();
            devices(true)
                .chain(named.map(MemberItem::Configuration))
                .collect()
        }
        PartList::DevicesUnmatched => devices(false).collect(),
        PartList::Owners => group
            .owners
            .iter()
            .copied()
            .map(MemberItem::Owner)
            .collect(),
        PartList::Nested | PartList::Parents | PartList::Effective => Vec::new(),
    }
}

/// Returns the row of a member.
pub(super) fn member_row(organization: &Organization, item: MemberItem) -> MemberRow {
    match item {
        MemberItem::Person(at) => member::person(organization, at),
        MemberItem::Contact(at) => member::manual_contact(organization.contact(at)),
        MemberItem::Device(at) => member::device(organization, at),
        MemberItem::Configuration(at) => {
            member::manual_configuration(organization.configuration(at))
        }
        MemberItem::Other(at) => member::other(organization, &organization.others[at as usize]),
        MemberItem::Owner(node) => member::owner(organization, node),
    }
}

/// Returns what a row takes as HTML, at most.
pub(in crate::site) fn member_weight(organization: &Organization, item: MemberItem) -> usize {
    /// Tags, attributes, ids and the ways to the site's root.
    const ROW: usize = 470;
    const MARK: usize = 60;
    let detail = |mark: &Mark| mark.detail.as_deref().map_or(0, |it| 40 + text_weight(it));
    let row = member_row(organization, item);
    let address = |url: &Option<String>| url.as_deref().map_or(0, text_weight);
    ROW + 2 * text_weight(&row.name)
        + text_weight(&row.detail)
        + text_weight(&row.match_words)
        + text_weight(&row.kind_label)
        + text_weight(&row.kind)
        + row.pin.as_deref().map_or(0, |it| 120 + text_weight(it))
        + address(&row.url)
        + address(&row.object_url)
        + row.marks.iter().map(|it| MARK + detail(it)).sum::<usize>()
}

/// Returns what a text takes once it is escaped, at most.
pub(in crate::site) fn text_weight(text: &str) -> usize {
    let grown = |byte: u8| match byte {
        b'"' => 6,
        b'&' | b'\'' => 5,
        b'<' | b'>' => 4,
        // Controls of direction are written out.
        0xe2 => 6,
        0..32 | 127 => 3,
        _ => 1,
    };
    text.bytes().map(grown).sum()
}
