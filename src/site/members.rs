//! Members and owners as indexes: who is in which group, in both directions.

use std::collections::{HashMap, HashSet};

use super::input::OrganizationInput;
use super::model::{GuestEntry, Index, Node, ObjectEntry, Organization};
use super::slug::object_folder;
use super::text::sort_key;
use crate::config::GuestsShown;
use crate::matching::{NoMatch, Outcome};
use crate::model::{Group, GroupId, Member, MemberType, ObjectId, OtherObject, Person};

/// Takes the objects that documented groups refer to, and resolves members and owners.
///
/// Guests are left out here when `[privacy] guests` says so, so that no later step knows them;
/// they are returned, since a contact that fits one of them does not lack an account.
pub(super) fn fill<'a>(
    draft: &mut Organization,
    source: &'a OrganizationInput,
    guests: GuestsShown,
) -> Vec<&'a Person> {
    let groups: Vec<HashMap<GroupId, &Group>> = source
        .tenants
        .iter()
        .map(|tenant| {
            tenant
                .groups()
                .iter()
                .map(|group| (group.id, group))
                .collect()
        })
        .collect();
    let guest_ids = take_objects(draft, source, &groups, guests);
    if guests == GuestsShown::Count {
        draft.guests_left_out = guest_ids.len();
    }
    index_nodes(draft);
    draft.guests = guests_by_home(&draft.people);
    for at in 0..draft.groups.len() {
        let group_id = draft.groups[at].group.id;
        match draft.groups[at].tenant {
            Some(tenant) => {
                let group = groups[tenant as usize][&group_id];
                resolve_members(draft, at, tenant, group, &guest_ids, guests);
                resolve_owners(draft, at, tenant, group, &guest_ids);
            }
            None => resolve_manual(draft, at),
        }
    }
    link_back(draft);
    let people = source.tenants.iter().flat_map(|tenant| tenant.people());
    people.filter(|it| guest_ids.contains(&it.id)).collect()
}

/// Takes people, devices and other objects that some documented group refers to.
///
/// Returns the guests that are left out.
fn take_objects(
    draft: &mut Organization,
    source: &OrganizationInput,
    groups: &[HashMap<GroupId, &Group>],
    guests: GuestsShown,
) -> HashSet<ObjectId> {
    let mut referred: Vec<HashSet<ObjectId>> = vec![HashSet::new(); source.tenants.len()];
    for entry in &draft.groups {
        let Some(tenant) = entry.tenant else { continue };
        let group = groups[tenant as usize][&entry.group.id];
        let members = group.members.listed().iter().chain(&group.owners);
        referred[tenant as usize].extend(members.map(|member| member.id));
    }
    let mut left_out = HashSet::new();
    let address = |folder: &str, stand_in: &str, name: &str, id: ObjectId| {
        format!(
            "{}/{folder}/{}/index.html",
            source.key,
            object_folder(name, stand_in, id)
        )
    };
    for (at, tenant) in source.tenants.iter().enumerate() {
        let wanted = &referred[at];
        for person in tenant.people().iter().filter(|it| wanted.contains(&it.id)) {
            if person.is_guest() && guests != GuestsShown::Show {
                left_out.insert(person.id);
                continue;
            }
            let name = person.name();
            let url = address("people", "p", &name, person.id);
            draft.people.push(object(person.clone(), at, name, url));
        }
        for device in tenant.devices().iter().filter(|it| wanted.contains(&it.id)) {
            let name = device.name();
            let url = address("devices", "d", &name, device.id);
            draft.devices.push(object(device.clone(), at, name, url));
        }
        for other in tenant.others().iter().filter(|it| wanted.contains(&it.id)) {
            let node = Node::Other(draft.others.len() as Index);
            draft.tenants[at].nodes.insert(other.id, node);
            draft.others.push(other.clone());
        }
    }
    left_out
}

fn object<T>(object: T, tenant: usize, name: String, url: String) -> ObjectEntry<T> {
    ObjectEntry {
        object,
        tenant: tenant as Index,
        name,
        url,
        outcome: Outcome::Unmatched(NoMatch::NoCandidate),
        groups: Vec::new(),
        owns: Vec::new(),
        inherited: 0,
    }
}

/// Returns the guests in the order of their list; people are numbered by name.
fn guests_by_home(people: &[ObjectEntry<Person>]) -> Vec<GuestEntry> {
    let mut guests: Vec<GuestEntry> = (0..)
        .zip(people)
        .filter(|(_, it)| it.object.is_guest())
        .map(|(person, it)| GuestEntry {
            person,
            home: it.object.home_domain(),
        })
        .collect();
    guests.sort_by(|one, other| {
        let known = one.home.is_none().cmp(&other.home.is_none());
        known
            .then_with(|| one.home.cmp(&other.home))
            .then(one.person.cmp(&other.person))
    });
    guests
}

/// Sorts people and devices by name and notes what each id stands for.
fn index_nodes(draft: &mut Organization) {
    draft
        .people
        .sort_by_cached_key(|it| (sort_key(&it.name), it.object.id));
    draft
        .devices
        .sort_by_cached_key(|it| (sort_key(&it.name), it.object.id));
    let tenants = &mut draft.tenants;
    for (at, person) in draft.people.iter().enumerate() {
        let node = Node::Person(at as Index);
        tenants[person.tenant as usize]
            .nodes
            .insert(person.object.id, node);
    }
    for (at, device) in draft.devices.iter().enumerate() {
        let node = Node::Device(at as Index);
        tenants[device.tenant as usize]
            .nodes
            .insert(device.object.id, node);
    }
    for (at, group) in draft.groups.iter().enumerate() {
        if let Some(tenant) = group.tenant {
            let node = Node::Group(at as Index);
            tenants[tenant as usize]
                .nodes
                .insert(group.group.id.object(), node);
        }
    }
}

fn resolve_members(
    draft: &mut Organization,
    at: usize,
    tenant: Index,
    group: &Group,
    guest_ids: &HashSet<ObjectId>,
    guests: GuestsShown,
) {
    for member in group.members.listed() {
        if guest_ids.contains(&member.id) {
            if guests == GuestsShown::Count {
                draft.groups[at].guests_left_out += 1;
            }
            draft.groups[at].left_out.members = true;
            continue;
        }
        match node(draft, tenant, member) {
            Some(Node::Person(index)) => draft.groups[at].people.push(index),
            Some(Node::Device(index)) => draft.groups[at].devices.push(index),
            Some(Node::Other(index)) => draft.groups[at].others.push(index),
            Some(Node::Group(index)) => draft.groups[at].nested.push(index),
            None => {
                let label = member.label.as_deref().map(str::to_owned);
                let label = label.unwrap_or_else(|| member.id.to_string());
                draft.groups[at].undocumented.push((member.id, label));
            }
        }
    }
    let entry = &mut draft.groups[at];
    // People, devices and groups are numbered by name, so the numbers sort as the names do.
    entry.people.sort_unstable();
    entry.devices.sort_unstable();
    entry.nested.sort_unstable();
    entry
        .undocumented
        .sort_by_cached_key(|(id, label)| (sort_key(label), *id));
    let others = &draft.others;
    entry.others.sort_by_cached_key(|&index| {
        let other = &others[index as usize];
        (
            sort_key(other.display_name.as_deref().unwrap_or("")),
            other.id,
        )
    });
}

fn resolve_owners(
    draft: &mut Organization,
    at: usize,
    tenant: Index,
    group: &Group,
    guest_ids: &HashSet<ObjectId>,
) {
    let mut owners: Vec<Node> = group
        .owners
        .iter()
        .filter(|owner| !guest_ids.contains(&owner.id))
        .filter_map(|owner| node(draft, tenant, owner))
        .collect();
    owners.sort_by_cached_key(|owner| match owner {
        Node::Person(index) => (0, *index),
        Node::Device(index) => (1, *index),
        Node::Group(index) => (2, *index),
        Node::Other(index) => (3, *index),
    });
    draft.groups[at].left_out.owners = owners.len() < group.owners.len();
    draft.groups[at].owners = owners;
}

/// Returns what a member stands for; `None` for a group that is not documented.
///
/// A member that no file describes becomes an object of its own, known by its label.
fn node(draft: &mut Organization, tenant: Index, member: &Member) -> Option<Node> {
    let nodes = &mut draft.tenants[tenant as usize].nodes;
    if let Some(node) = nodes.get(&member.id) {
        return Some(*node);
    }
    if member.kind == MemberType::Group {
        return None;
    }
    let node = Node::Other(draft.others.len() as Index);
    nodes.insert(member.id, node);
    draft.others.push(OtherObject {
        id: member.id,
        kind: member.kind.clone(),
        display_name: member.label.as_deref().map(str::to_owned),
        mail: None,
        limited: true,
    });
    Some(node)
}

/// Finds what the overlay of a manual group names.
fn resolve_manual(draft: &mut Organization, at: usize) {
    let Some(manual) = draft.groups[at]
        .overlay
        .as_ref()
        .and_then(|it| it.manual.clone())
    else {
        return;
    };
    let find = |ids: &[String], known: Vec<&str>| -> Vec<Index> {
        let mut found: Vec<Index> = ids
            .iter()
            .filter_map(|id| known.iter().position(|it| it == id))
            .map(|index| index as Index)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let contacts = find(
        &manual.contacts,
        draft
            .contacts
            .iter()
            .map(|it| it.record.id.as_str())
            .collect(),
    );
    let configurations = find(
        &manual.configurations,
        draft
            .configurations
            .iter()
            .map(|it| it.record.id.as_str())
            .collect(),
    );
    let mut nested: Vec<Index> = Vec::new();
    for (index, group) in draft.groups.iter().enumerate() {
        if index != at && manual.groups.contains(&group.group.id.object()) {
            nested.push(index as Index);
        }
    }
    let entry = &mut draft.groups[at];
    entry.manual_contacts = contacts;
    entry.manual_configurations = configurations;
    entry.nested = nested;
}

/// Tells members, owners and records which groups they are in.
fn link_back(draft: &mut Organization) {
    for at in 0..draft.groups.len() {
        let index = at as Index;
        let group = &draft.groups[at];
        for &person in &group.people {
            draft.people[person as usize].groups.push(index);
        }
        for &device in &group.devices {
            draft.devices[device as usize].groups.push(index);
        }
        for owner in &group.owners {
            if let Node::Person(person) = owner {
                draft.people[*person as usize].owns.push(index);
            }
        }
        for &contact in &group.manual_contacts {
            draft.contacts[contact as usize].manual_groups.push(index);
        }
        for &configuration in &group.manual_configurations {
            draft.configurations[configuration as usize]
                .manual_groups
                .push(index);
        }
        for nested in group.nested.clone() {
            draft.groups[nested as usize].parents.push(index);
        }
    }
}
