//! The cells of a list of groups, by column (FEATURES.md L2 to L11).

use super::facts::{updated, updated_words};
use super::list::{edit_url, word};
use super::member::{is_matched, other_name};
use crate::model::{MemberList, MembershipType};
use crate::site::model::{GroupEntry, Index, Model, Node, Organization};
use crate::site::text::{day, minute};
use crate::site::view::{Cell, NameItem};

/// The most names in a list of names (FEATURES.md L5).
const NAMES: usize = 200;

/// The most device names in a cell (FEATURES.md L7).
const INLINE: usize = 3;

fn empty(column: &str, kind: &'static str, text: String) -> Cell {
    Cell {
        column: column.to_owned(),
        kind,
        text,
        url: None,
        sort: None,
        note: None,
        label: None,
        names: Vec::new(),
        more: 0,
    }
}

/// Returns the cell of a group in the column `key`.
pub(super) fn cell(model: &Model, organization: &Organization, at: Index, key: &str) -> Cell {
    let group = organization.group(at);
    let data = &group.group;
    let url = &group.url;
    let field = |anchor: &str, words: &str, value: Option<&str>| {
        let value = value.unwrap_or("").trim();
        let mut cell = empty(key, "text", value.to_owned());
        if !value.is_empty() {
            cell.url = Some(format!("{url}#{anchor}"));
            cell.label = Some(format!("{words} of {}: {value}", group.name));
        }
        cell
    };
    let names = |anchor: &str, names: Vec<NameItem>| counted(key, group, anchor, names);
    match key {
        "name" => {
            let mut cell = empty(key, "name", group.name.clone());
            cell.url = Some(url.clone());
            cell.note = twin_note(organization, group, at);
            cell
        }
        "nested_groups" => {
            let mut items: Vec<NameItem> = group
                .nested
                .iter()
                .map(|&at| organization.group(at))
                .map(|it| NameItem {
                    name: it.name.clone(),
                    url: Some(it.url.clone()),
                })
                .collect();
            let plain = group.undocumented.iter();
            items.extend(plain.map(|(_, name)| NameItem {
                name: name.clone(),
                url: None,
            }));
            inline(key, group, "nested", items)
        }
        "members_matched" => names("members-matched", matched_people(organization, group)),
        "members_unmatched" => {
            let mut cell = names("members-unmatched", unmatched_people(organization, group));
            match &data.members {
                MemberList::Listed(_) => {}
                MemberList::Hidden => cell.note = Some("not visible".into()),
                MemberList::Counted(count) => cell.note = Some(format!("{count} members")),
                MemberList::LeftOut => cell.note = Some("left out".into()),
            }
            // One name says more than "1" only where it leads somewhere (FEATURES.md L4, P4).
            cell.text = (cell.names.len() + cell.more).to_string();
            cell
        }
        "devices_matched" => {
            let mut items: Vec<NameItem> = group
                .devices
                .iter()
                .filter_map(|&at| organization.device(at).outcome.record())
                .map(|record| &organization.configurations[record])
                .map(|it| NameItem {
                    name: it.name.clone(),
                    url: Some(it.url.clone()),
                })
                .collect();
            items.extend(group.manual_configurations.iter().map(|&at| {
                let it = organization.configuration(at);
                NameItem {
                    name: it.name.clone(),
                    url: Some(it.url.clone()),
                }
            }));
            inline(key, group, "devices-matched", items)
        }
        "devices_unmatched" => {
            let items = group
                .devices
                .iter()
                .map(|&at| organization.device(at))
                .filter(|it| !is_matched(it))
                .map(|it| NameItem {
                    name: it.name.clone(),
                    url: None,
                })
                .collect();
            inline(key, group, "devices-unmatched", items)
        }
        "email" => field("email", "Mail", data.mail.as_deref()),
        "domain" => field(
            "domain",
            "Domain",
            group.domain.as_ref().map(|it| it.0.as_str()),
        ),
        "description" => field("description", "Description", data.description.as_deref()),
        "membership_type" => {
            let words = match data.membership.kind {
                MembershipType::Dynamic => "Dynamic",
                MembershipType::Assigned => "Assigned",
            };
            field("membership-type", "Membership type", Some(words))
        }
        "sync_status" => {
            let mut cell = empty(key, "status", word(group).to_owned());
            cell.note = group.status.reasons.first().map(|reason| reason.words());
            cell
        }
        "updated" if group.status.manual => empty(key, "time", String::new()),
        "updated" => {
            let (at, source) = updated(data);
            let mut cell = empty(key, "time", day(at));
            cell.sort = Some(at.to_string());
            cell.note = Some(updated_words(source).to_owned());
            cell.label = Some(minute(at));
            cell
        }
        "created" => {
            let mut cell = empty(key, "time", data.created.map(day).unwrap_or_default());
            cell.sort = data.created.map(|at| at.to_string());
            cell
        }
        "owners" => names("owners", owners(organization, group)),
        "effective_members" => {
            let mut cell = empty(key, "text", group.effective.to_string());
            cell.url = Some(format!("{url}#effective"));
            cell.label = Some(format!(
                "Effective members of {}: {}",
                group.name, group.effective
            ));
            cell
        }
        "guests" => {
            let people = group
                .people
                .iter()
                .filter(|&&at| organization.person(at).object.is_guest());
            empty(
                key,
                "text",
                (people.count() + group.guests_left_out).to_string(),
            )
        }
        "visibility" => field("visibility", "Visibility", data.visibility.as_deref()),
        "kind" => field("kind", "Kind", Some(data.kind.label())),
        "licences" => empty(key, "text", data.licences.len().to_string()),
        "actions" => actions(model, organization, group),
        custom => {
            let value = group.overlay.as_ref().and_then(|it| it.fields.get(custom));
            field("custom", custom, value.map(String::as_str))
        }
    }
}

/// Returns a cell that counts, with its names behind it; one name stands for itself (L4).
fn counted(key: &str, group: &GroupEntry, anchor: &str, names: Vec<NameItem>) -> Cell {
    let total = names.len();
    let mut cell = empty(key, "names", total.to_string());
    cell.sort = Some(total.to_string());
    match names.as_slice() {
        [] => {}
        [only] => {
            cell.text = only.name.clone();
            cell.url = only.url.clone();
        }
        _ => {
            cell.url = Some(format!("{}#{anchor}", group.url));
            cell.label = Some(format!(
                "{total}: {} of {}",
                anchor.replace('-', " "),
                group.name
            ));
        }
    }
    cell.more = total.saturating_sub(NAMES);
    cell.names = names.into_iter().take(NAMES).collect();
    cell
}

/// Returns a cell that shows up to three names, then "and N more" (L7).
fn inline(key: &str, group: &GroupEntry, anchor: &str, names: Vec<NameItem>) -> Cell {
    let total = names.len();
    let mut cell = empty(key, "inline", total.to_string());
    cell.sort = Some(total.to_string());
    cell.url = Some(format!("{}#{anchor}", group.url));
    cell.label = Some(format!(
        "{total}: {} of {}",
        anchor.replace('-', " "),
        group.name
    ));
    cell.more = total.saturating_sub(INLINE);
    cell.names = names.into_iter().take(INLINE).collect();
    cell
}

fn matched_people(organization: &Organization, group: &GroupEntry) -> Vec<NameItem> {
    let mut items: Vec<NameItem> = group
        .people
        .iter()
        .filter_map(|&at| organization.person(at).outcome.record())
        .map(|record| &organization.contacts[record])
        .map(|it| NameItem {
            name: it.name.clone(),
            url: Some(it.url.clone()),
        })
        .collect();
    items.extend(group.manual_contacts.iter().map(|&at| {
        let it = organization.contact(at);
        NameItem {
            name: it.name.clone(),
            url: Some(it.url.clone()),
        }
    }));
    items
}

fn unmatched_people(organization: &Organization, group: &GroupEntry) -> Vec<NameItem> {
    let people = group
        .people
        .iter()
        .map(|&at| organization.person(at))
        .filter(|it| !is_matched(it))
        .map(|it| it.name.clone());
    let others = group
        .others
        .iter()
        .map(|&at| other_name(&organization.others[at as usize]));
    people
        .chain(others)
        .map(|name| NameItem { name, url: None })
        .collect()
}

fn owners(organization: &Organization, group: &GroupEntry) -> Vec<NameItem> {
    let owners = group.owners.iter().map(|owner| match owner {
        Node::Person(at) => {
            let it = organization.person(*at);
            NameItem {
                name: it.name.clone(),
                url: Some(it.url.clone()),
            }
        }
        Node::Group(at) => {
            let it = organization.group(*at);
            NameItem {
                name: it.name.clone(),
                url: Some(it.url.clone()),
            }
        }
        Node::Device(at) => {
            let it = organization.device(*at);
            NameItem {
                name: it.name.clone(),
                url: Some(it.url.clone()),
            }
        }
        Node::Other(at) => NameItem {
            name: other_name(&organization.others[*at as usize]),
            url: None,
        },
    });
    owners.collect()
}

/// Returns what tells a group apart from another of the same name: mail, domain or short id (L2).
fn twin_note(organization: &Organization, group: &GroupEntry, at: Index) -> Option<String> {
    // Groups are sorted by name, so equal names stand beside each other.
    let same = |other: Option<u32>| {
        let other = other.and_then(|other| organization.groups.get(other as usize));
        other.is_some_and(|other| other.name == group.name)
    };
    if !same(at.checked_sub(1)) && !same(at.checked_add(1)) {
        return None;
    }
    Some(match &group.group.mail {
        Some(mail) => mail.clone(),
        None => format!("id {}", &group.group.id.to_string()[..8]),
    })
}

fn actions(model: &Model, organization: &Organization, group: &GroupEntry) -> Cell {
    let mut cell = empty("actions", "actions", String::new());
    if let Some(url) = edit_url(model, organization, group) {
        cell.names.push(NameItem {
            name: "Edit".into(),
            url: Some(url),
        });
    }
    let access = format!("{}#access", group.url);
    cell.names.push(NameItem {
        name: "Access".into(),
        url: Some(access),
    });
    cell.label = Some(group.name.clone());
    cell
}
