//! Who stands behind a number in a list: names, and where each of them leads.

use std::borrow::Cow;

use super::member::{is_matched, other_name};
use crate::site::model::{GroupEntry, Index, Node, Organization};
use crate::site::view::NameItem;

/// What a name belongs to; the same thing under the same name has the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Thing {
    Contact(Index),
    Configuration(Index),
    Group(Index),
    Undocumented(Index),
    Person(Index),
    Device(Index),
    PlainPerson(Index),
    PlainDevice(Index),
    Other(Index),
}

/// A name in a cell.
#[derive(Debug, Clone)]
pub(super) struct Named<'a> {
    pub(super) thing: Thing,
    pub(super) name: Cow<'a, str>,
    /// Its page; `None` for plain text (FEATURES.md L3, P4).
    pub(super) url: Option<&'a str>,
}

impl Named<'_> {
    pub(super) fn item(&self) -> NameItem {
        NameItem {
            name: self.name.to_string(),
            url: self.url.map(str::to_owned),
        }
    }
}

fn named<'a>(thing: Thing, name: &'a str, url: Option<&'a str>) -> Named<'a> {
    Named {
        thing,
        name: Cow::Borrowed(name),
        url,
    }
}

/// Returns whether a column counts names, and with them what it counts.
pub(super) fn behind<'a>(
    organization: &'a Organization,
    group: &'a GroupEntry,
    column: &str,
) -> Option<Vec<Named<'a>>> {
    Some(match column {
        "nested_groups" => nested(organization, group),
        "members_matched" => matched_people(organization, group),
        "members_unmatched" => unmatched_people(organization, group),
        "devices_matched" => matched_devices(organization, group),
        "devices_unmatched" => unmatched_devices(organization, group),
        "owners" => owners(organization, group),
        _ => return None,
    })
}

fn nested<'a>(organization: &'a Organization, group: &'a GroupEntry) -> Vec<Named<'a>> {
    let documented = group.nested.iter().map(|&at| {
        let it = organization.group(at);
        named(Thing::Group(at), &it.name, Some(&it.url))
    });
    let plain = group.undocumented.iter().enumerate();
    let plain = plain.map(|(at, (_, name))| named(Thing::Undocumented(at as Index), name, None));
    documented.chain(plain).collect()
}

fn contact(organization: &Organization, at: Index) -> Named<'_> {
    let it = organization.contact(at);
    named(Thing::Contact(at), &it.name, Some(&it.url))
}

fn configuration(organization: &Organization, at: Index) -> Named<'_> {
    let it = organization.configuration(at);
    named(Thing::Configuration(at), &it.name, Some(&it.url))
}

fn matched_people<'a>(organization: &'a Organization, group: &'a GroupEntry) -> Vec<Named<'a>> {
    let people = group.people.iter();
    let records = people.filter_map(|&at| organization.person(at).outcome.record());
    records
        .map(|record| record as Index)
        .chain(group.manual_contacts.iter().copied())
        .map(|at| contact(organization, at))
        .collect()
}

fn unmatched_people<'a>(organization: &'a Organization, group: &'a GroupEntry) -> Vec<Named<'a>> {
    let people = group.people.iter().filter_map(|&at| {
        let it = organization.person(at);
        (!is_matched(it)).then(|| named(Thing::PlainPerson(at), &it.name, None))
    });
    let others = group.others.iter().map(|&at| other(organization, at));
    people.chain(others).collect()
}

fn other(organization: &Organization, at: Index) -> Named<'_> {
    Named {
        thing: Thing::Other(at),
        name: Cow::Owned(other_name(&organization.others[at as usize])),
        url: None,
    }
}

fn matched_devices<'a>(organization: &'a Organization, group: &'a GroupEntry) -> Vec<Named<'a>> {
    let devices = group.devices.iter();
    let records = devices.filter_map(|&at| organization.device(at).outcome.record());
    records
        .map(|record| record as Index)
        .chain(group.manual_configurations.iter().copied())
        .map(|at| configuration(organization, at))
        .collect()
}

fn unmatched_devices<'a>(organization: &'a Organization, group: &'a GroupEntry) -> Vec<Named<'a>> {
    let devices = group.devices.iter().filter_map(|&at| {
        let it = organization.device(at);
        (!is_matched(it)).then(|| named(Thing::PlainDevice(at), &it.name, None))
    });
    devices.collect()
}

fn owners<'a>(organization: &'a Organization, group: &'a GroupEntry) -> Vec<Named<'a>> {
    let owners = group.owners.iter().map(|&owner| match owner {
        Node::Person(at) => {
            let it = organization.person(at);
            named(Thing::Person(at), &it.name, Some(&it.url))
        }
        Node::Group(at) => {
            let it = organization.group(at);
            named(Thing::Group(at), &it.name, Some(&it.url))
        }
        Node::Device(at) => {
            let it = organization.device(at);
            named(Thing::Device(at), &it.name, Some(&it.url))
        }
        Node::Other(at) => other(organization, at),
    });
    owners.collect()
}
