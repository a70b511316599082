//! From input to model: matches, statuses, nesting and addresses, for one set of readers.

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::address::GroupType;
use super::frames::Frames;
use super::groups::groups;
use super::health::{Health, health};
use super::input::{Input, OrganizationInput, TenantInput};
use super::model::{GroupEntry, Index, Model, Organization, RecordEntry, TenantEntry};
use super::show::page_ends;
use super::slug::record_folder;
use super::text::sort_key;
use super::{events, members, nesting, parts, written};
use crate::config::{Connection, GuestsShown, Site};
use crate::matching::{ConfigurationRule, ContactRule, Outcome, match_devices, match_people};
use crate::model::{MemberList, Person};

/// Joins everything that has been read into what pages show.
pub fn join(input: &Input) -> Model {
    let mut organizations: Vec<Organization> = input
        .organizations
        .par_iter()
        .map(|it| organization(input, it))
        .collect();
    organizations.sort_by_cached_key(|it| (sort_key(&it.name), it.key.clone()));
    let mut all: Vec<_> = input
        .site
        .organizations
        .iter()
        .map(|it| (it.key.clone(), it.name.clone()))
        .collect();
    all.sort_by_cached_key(|(key, name)| (sort_key(name), key.clone()));
    Model {
        site: input.site.clone(),
        organizations,
        all,
        pages: written::pages(input, None),
        intro: written::intro(input, None),
        freshness: input.freshness.clone(),
        frames: Frames::default(),
        names: OnceLock::new(),
    }
}

fn organization(input: &Input, source: &OrganizationInput) -> Organization {
    let site = &input.site;
    let mut draft = Organization {
        key: source.key.clone(),
        name: source.name.clone(),
        tenants: source
            .tenants
            .iter()
            .map(|tenant| tenant_entry(site, tenant))
            .collect(),
        groups: Vec::new(),
        page_ends: Default::default(),
        people: Vec::new(),
        guests: Vec::new(),
        guests_left_out: 0,
        devices: Vec::new(),
        others: Vec::new(),
        contacts: records(
            &source.contacts,
            |it| (it.name(), it.id.clone()),
            |it, name| {
                format!(
                    "{}/contacts/{}/index.html",
                    source.key,
                    record_folder(name, "c", &it.id)
                )
            },
        ),
        configurations: records(
            &source.configurations,
            |it| (it.name(), it.id.clone()),
            |it, name| {
                let folder = record_folder(name, "d", &it.id);
                format!("{}/configurations/{folder}/index.html", source.key)
            },
        ),
        events: Vec::new(),
        events_of_group: HashMap::new(),
        events_of_object: HashMap::new(),
        pages: written::pages(input, Some(&source.key)),
        intro: written::intro(input, Some(&source.key)),
        has_unread: false,
        hides_guests: site.privacy.guests != GuestsShown::Show,
        state: None,
        near_contacts: OnceLock::new(),
        near_configurations: OnceLock::new(),
        health: Health::default(),
    };
    draft.groups = groups(source);
    draft.has_unread = has_unread(&draft);
    let hidden = members::fill(&mut draft, source, site.privacy.guests);
    match_objects(&mut draft, source, site, &hidden);
    belong(&mut draft);
    nesting::count(&mut draft);
    draft.page_ends = GroupType::ALL.map(|kind| page_ends(&draft, kind, site));
    parts::fill(&mut draft);
    events::fill(&mut draft, source, site);
    let day = draft.state.map(|it| it.to_zoned(TimeZone::UTC).date());
    draft.health = health(site, &draft, day);
    draft
}

fn tenant_entry(site: &Site, tenant: &TenantInput) -> TenantEntry {
    let connection: Option<&Connection> = site.connections.get(&tenant.settings.connection);
    let portal = connection.map_or("", |it| it.cloud.portal());
    let id = tenant.settings.id;
    let custom = site.links.entra.as_ref();
    let link = |blade: &str| format!("{portal}/{id}/#view/{blade}/{{id}}");
    TenantEntry {
        key: tenant.settings.key.clone(),
        name: tenant
            .tenant()
            .and_then(|it| it.display_name.clone())
            .unwrap_or_else(|| tenant.settings.key.to_string()),
        connection: connection
            .and_then(|it| it.name.clone())
            .unwrap_or_else(|| tenant.settings.connection.clone()),
        group_link: custom.map_or_else(
            || link("Microsoft_AAD_IAM/GroupDetailsMenuBlade/~/Overview/groupId"),
            |it| {
                it.replace("{portal}", portal)
                    .replace("{tenant}", &id.to_string())
            },
        ),
        person_link: link("Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId"),
        device_link: link("Microsoft_AAD_Devices/DeviceDetailsMenuBlade/~/Properties/objectId"),
        nodes: HashMap::new(),
        enabled: tenant.settings.enabled,
        coverage: tenant.tenant().map(|it| it.coverage.clone()),
    }
}

fn records<T: Clone>(
    source: &[T],
    name: impl Fn(&T) -> (String, String),
    url: impl Fn(&T, &str) -> String,
) -> Vec<RecordEntry<T>> {
    let mut entries: Vec<(String, RecordEntry<T>)> = source
        .iter()
        .map(|record| {
            let (name, id) = name(record);
            let url = url(record, &name);
            let entry = RecordEntry {
                record: record.clone(),
                name,
                url,
                objects: Vec::new(),
                manual_groups: Vec::new(),
                belongings: Vec::new(),
                belongs_to: None,
                candidate_of: Vec::new(),
                fits_hidden: false,
            };
            (id, entry)
        })
        .collect();
    entries.sort_by_cached_key(|(id, entry)| (sort_key(&entry.name), id.clone()));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Tells contacts which configurations name them: by id, or by a name that only one of them has.
fn belong(draft: &mut Organization) {
    let mut named: HashMap<String, Option<Index>> = HashMap::new();
    for (at, contact) in draft.contacts.iter().enumerate() {
        named
            .entry(sort_key(contact.name.trim()).0)
            .and_modify(|it| *it = None)
            .or_insert(Some(at as Index));
    }
    // An id is unique, so it goes before any name.
    for (at, contact) in draft.contacts.iter().enumerate() {
        named.insert(contact.record.id.to_lowercase(), Some(at as Index));
    }
    for at in 0..draft.configurations.len() {
        let Some(text) = draft.configurations[at].record.contact.as_deref() else {
            continue;
        };
        if let Some(Some(contact)) = named.get(&sort_key(text.trim()).0) {
            draft.configurations[at].belongs_to = Some(*contact);
            draft.contacts[*contact as usize]
                .belongings
                .push(at as Index);
        }
    }
}

/// Returns whether somebody may be in a group without being seen there.
fn has_unread(draft: &Organization) -> bool {
    let listed = |it: &GroupEntry| matches!(it.group.members, MemberList::Listed(_));
    !draft.groups.iter().all(listed) || draft.tenants.iter().any(TenantEntry::is_partial)
}

/// Matches people and devices; `hidden` are people whom pages leave out.
fn match_objects(
    draft: &mut Organization,
    source: &OrganizationInput,
    site: &Site,
    hidden: &[&Person],
) {
    let contact_rules: Vec<ContactRule> = site
        .match_order
        .contacts
        .iter()
        .filter_map(|key| ContactRule::from_key(key))
        .collect();
    let configuration_rules: Vec<ConfigurationRule> = site
        .match_order
        .configurations
        .iter()
        .filter_map(|key| ConfigurationRule::from_key(key))
        .collect();
    let contacts: Vec<_> = draft.contacts.iter().map(|it| it.record.clone()).collect();
    let configurations: Vec<_> = draft
        .configurations
        .iter()
        .map(|it| it.record.clone())
        .collect();
    let (people, devices) = rayon::join(
        || {
            let people = draft.people.iter().map(|it| &it.object);
            let people = people.chain(hidden.iter().copied());
            match_people(people, &contacts, &contact_rules, &source.contact_pins)
        },
        || {
            let devices = draft.devices.iter().map(|it| &it.object);
            match_devices(
                devices,
                &configurations,
                &configuration_rules,
                &source.configuration_pins,
            )
        },
    );
    let mut people = people;
    for outcome in people.split_off(draft.people.len()) {
        for record in fitting(&outcome) {
            draft.contacts[record].fits_hidden = true;
        }
    }
    for (at, outcome) in people.into_iter().enumerate() {
        link(&mut draft.contacts, at as Index, &outcome);
        draft.people[at].outcome = outcome;
    }
    for (at, outcome) in devices.into_iter().enumerate() {
        link(&mut draft.configurations, at as Index, &outcome);
        draft.devices[at].outcome = outcome;
    }
}

/// Returns the records that an outcome speaks of.
fn fitting(outcome: &Outcome) -> Vec<usize> {
    match outcome {
        Outcome::Matched { record, .. } => vec![*record],
        Outcome::Ambiguous { records, .. } => records.clone(),
        Outcome::Unmatched(_) => Vec::new(),
    }
}

/// Tells records what they match, or may match.
fn link<T>(records: &mut [RecordEntry<T>], at: Index, outcome: &Outcome) {
    for record in fitting(outcome) {
        let record = &mut records[record];
        match outcome.record() {
            Some(_) => record.objects.push(at),
            None => record.candidate_of.push(at),
        }
    }
}
