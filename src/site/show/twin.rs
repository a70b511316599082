//! Machine-readable twins of pages and lists (CONTRACT.md 5).

use serde::Serialize;

use super::counts::{WrongCount, check_twin};
use super::facts::updated;
use super::known::unlisted;
use super::list::order;
use super::member::{is_matched, other_name};
use super::twin_rows::{
    ConfigurationMatch, ContactMatch, Counts, DeviceRow, DeviceTwin, GroupRow, GroupTwin,
    MemberTwin, Membership, Named, PersonTwin, Updated,
};
use crate::matching::Outcome;
use crate::model::MembershipType;
use crate::site::address::GroupType;
use crate::site::model::{GroupEntry, Index, Node, Organization};
use crate::site::nesting;
use crate::site::pages::Page;

/// The version of the twins' shape; it grows when a field goes or changes its meaning.
pub const TWIN_VERSION: u32 = 1;

fn bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain fields become JSON");
    bytes.push(b'\n');
    bytes
}

/// Writes one row a line: readable in a diff, a fifth of the size of pretty JSON.
fn lines<T: Serialize>(rows: impl Iterator<Item = T>) -> Vec<u8> {
    let mut bytes = b"[".to_vec();
    for (at, row) in rows.enumerate() {
        bytes.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut bytes, &row).expect("plain fields become JSON");
    }
    bytes.extend_from_slice(b"\n]\n");
    bytes
}

/// Returns `group.json`, its numbers checked.
pub(super) fn group(
    organization: &Organization,
    page: &Page,
    at: Index,
) -> Result<Vec<u8>, WrongCount> {
    let group = organization.group(at);
    let named = |at: &Index| {
        let group = organization.group(*at);
        Named {
            id: group.group.id.to_string(),
            name: group.name.clone(),
        }
    };
    let undocumented = group.undocumented.iter().map(|(id, name)| Named {
        id: id.to_string(),
        name: name.clone(),
    });
    let twin = GroupTwin {
        row: row(organization, group),
        members: members(organization, group),
        devices: devices(organization, group),
        nested_groups: group.nested.iter().map(named).chain(undocumented).collect(),
        parents: group.parents.iter().map(named).collect(),
        owners: group
            .owners
            .iter()
            .map(|owner| owner_named(organization, *owner))
            .collect(),
    };
    check_twin(page, &twin)?;
    Ok(bytes(&twin))
}

/// Returns `groups.json`: the rows of both lists, in their order (FEATURES.md L21).
pub(super) fn groups(organization: &Organization) -> Vec<u8> {
    let groups = GroupType::ALL
        .into_iter()
        .flat_map(|kind| order(organization, kind));
    lines(groups.map(|at| row(organization, organization.group(at))))
}

fn row<'a>(organization: &'a Organization, group: &'a GroupEntry) -> GroupRow<'a> {
    let data = &group.group;
    GroupRow {
        id: data.id.to_string(),
        organization: organization.key.as_str(),
        tenant: group
            .tenant
            .map(|at| organization.tenants[at as usize].key.as_str()),
        name: &group.name,
        kind: data.kind.key(),
        status: group.status.status.key(),
        archived: group.status.archived,
        manual: group.status.manual,
        membership_type: match data.membership.kind {
            MembershipType::Assigned => "assigned",
            MembershipType::Dynamic => "dynamic",
        },
        email: data.mail.as_deref(),
        domain: group.domain.as_ref().map(|it| it.0.as_str()),
        description: data.description.as_deref(),
        updated: (!group.status.manual).then(|| {
            let (at, source) = updated(data);
            Updated {
                at: at.to_string(),
                source,
            }
        }),
        url: &group.url,
        counts: counts(organization, group),
    }
}

/// Returns how many there are of everything in a group, as far as that is known.
pub(super) fn counts(organization: &Organization, group: &GroupEntry) -> Counts {
    let matched = group
        .people
        .iter()
        .filter(|&&at| is_matched(organization.person(at)))
        .count();
    let devices = group
        .devices
        .iter()
        .filter(|&&at| is_matched(organization.device(at)))
        .count();
    let known = |number: usize| unlisted(group).is_none().then_some(number);
    Counts {
        members_matched: known(matched + group.manual_contacts.len()),
        members_unmatched: known(group.people.len() - matched + group.others.len()),
        devices_matched: known(devices + group.manual_configurations.len()),
        devices_unmatched: known(group.devices.len() - devices),
        nested_groups: known(group.nested.len() + group.undocumented.len()),
        owners: group.owners.len(),
        effective_members: (!group.effective_open).then_some(group.effective),
    }
}

fn members<'a>(organization: &'a Organization, group: &'a GroupEntry) -> Vec<MemberTwin<'a>> {
    let people = group.people.iter().map(|&at| {
        let person = organization.person(at);
        MemberTwin {
            id: person.object.id.to_string(),
            kind: "user",
            name: person.name.clone(),
            matched: contact_match(organization, &person.outcome),
        }
    });
    let manual = group.manual_contacts.iter().map(|&at| {
        let contact = organization.contact(at);
        MemberTwin {
            id: contact.record.id.clone(),
            kind: "user",
            name: contact.name.clone(),
            matched: ContactMatch {
                rule: "pin",
                contact: Some(&contact.record.id),
            },
        }
    });
    let others = group.others.iter().map(|&at| {
        let other = &organization.others[at as usize];
        MemberTwin {
            id: other.id.to_string(),
            kind: other.kind.key(),
            name: other_name(other),
            matched: ContactMatch {
                rule: "none",
                contact: None,
            },
        }
    });
    people.chain(manual).chain(others).collect()
}

fn devices<'a>(organization: &'a Organization, group: &'a GroupEntry) -> Vec<DeviceTwin<'a>> {
    let devices = group.devices.iter().map(|&at| {
        let device = organization.device(at);
        DeviceTwin {
            id: device.object.id.to_string(),
            name: &device.name,
            matched: configuration_match(organization, &device.outcome),
        }
    });
    let manual = group.manual_configurations.iter().map(|&at| {
        let configuration = organization.configuration(at);
        let id = configuration.record.id.as_str();
        DeviceTwin {
            id: id.to_owned(),
            name: &configuration.name,
            matched: ConfigurationMatch {
                rule: "pin",
                configuration: Some(id),
            },
        }
    });
    devices.chain(manual).collect()
}

fn contact_match<'a>(organization: &'a Organization, outcome: &Outcome) -> ContactMatch<'a> {
    let contact = outcome
        .record()
        .map(|at| organization.contacts[at].record.id.as_str());
    ContactMatch {
        rule: outcome.key(),
        contact,
    }
}

fn configuration_match<'a>(
    organization: &'a Organization,
    outcome: &Outcome,
) -> ConfigurationMatch<'a> {
    let configuration = outcome
        .record()
        .map(|at| organization.configurations[at].record.id.as_str());
    ConfigurationMatch {
        rule: outcome.key(),
        configuration,
    }
}

fn owner_named(organization: &Organization, owner: Node) -> Named {
    let (id, name) = match owner {
        Node::Person(at) => {
            let it = organization.person(at);
            (it.object.id, it.name.clone())
        }
        Node::Device(at) => {
            let it = organization.device(at);
            (it.object.id, it.name.clone())
        }
        Node::Group(at) => {
            let it = organization.group(at);
            (it.group.id.object(), it.name.clone())
        }
        Node::Other(at) => {
            let it = &organization.others[at as usize];
            (it.id, other_name(it))
        }
    };
    Named {
        id: id.to_string(),
        name,
    }
}

/// Returns direct groups, then inherited ones, each by name.
fn memberships(organization: &Organization, direct: &[Index]) -> Vec<Membership> {
    let membership = |at: Index, direct: bool| {
        let group = organization.group(at);
        Membership {
            id: group.group.id.to_string(),
            name: group.name.clone(),
            direct,
        }
    };
    let mut inherited: Vec<Index> = nesting::inherited(organization, direct)
        .into_iter()
        .skip(direct.len())
        .map(|step| step.group)
        .collect();
    inherited.sort_unstable();
    let direct = direct.iter().map(|&at| membership(at, true));
    direct
        .chain(inherited.into_iter().map(|at| membership(at, false)))
        .collect()
}

/// Returns `people.json`.
pub(super) fn people(organization: &Organization) -> Vec<u8> {
    lines(organization.people.iter().map(|person| {
        PersonTwin {
            id: person.object.id.to_string(),
            organization: organization.key.as_str(),
            tenant: organization.tenants[person.tenant as usize].key.as_str(),
            name: &person.name,
            mail: person.object.mail.as_deref(),
            user_principal_name: person.object.user_principal_name.as_deref(),
            guest: person.object.is_guest(),
            enabled: person.object.account_enabled,
            url: &person.url,
            matched: contact_match(organization, &person.outcome),
            groups: memberships(organization, &person.groups),
            owns: person
                .owns
                .iter()
                .map(|&at| {
                    let group = organization.group(at);
                    Named {
                        id: group.group.id.to_string(),
                        name: group.name.clone(),
                    }
                })
                .collect(),
        }
    }))
}

/// Returns `devices.json`.
pub(super) fn devices_list(organization: &Organization) -> Vec<u8> {
    lines(organization.devices.iter().map(|device| DeviceRow {
        id: device.object.id.to_string(),
        organization: organization.key.as_str(),
        tenant: organization.tenants[device.tenant as usize].key.as_str(),
        name: &device.name,
        device_id: device.object.device_id.as_deref(),
        operating_system: device.object.operating_system.as_deref(),
        url: &device.url,
        matched: configuration_match(organization, &device.outcome),
        groups: memberships(organization, &device.groups),
    }))
}
