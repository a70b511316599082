//! Lists of groups: columns, rows and cells (FEATURES.md 5).

use super::facts::{updated, updated_words};
use super::mark;
use super::member::{is_matched, other_name};
use super::pager::pager;
use crate::config::TypeSettings;
use crate::model::{MemberList, MembershipType, SyncStatus};
use crate::site::address::{GroupType, group_list as list_folder};
use crate::site::model::{GroupEntry, Index, Model, Node, Organization};
use crate::site::pages::ROWS;
use crate::site::text::{day, minute};
use crate::site::view::{Cell, Column, ListRow, ListView, NameItem};

/// The most names in a list of names (FEATURES.md L5).
const NAMES: usize = 200;

/// The most device names in a cell (FEATURES.md L7).
const INLINE: usize = 3;

/// Returns page `number` of a list of groups.
pub(super) fn group_list(
    model: &Model,
    organization: &Organization,
    kind: GroupType,
    number: usize,
) -> ListView {
    let settings = type_settings(model, kind);
    let order = order(organization, kind);
    let archived = order
        .iter()
        .filter(|&&at| organization.group(at).status.archived)
        .count();
    let folder = list_folder(&organization.key, kind);
    let (pager, range) = pager(&folder, number, order.len(), ROWS);
    let rows = order[range]
        .iter()
        .map(|&at| row(model, organization, at, &settings.columns))
        .collect();
    ListView {
        key: kind.key(),
        caption: format!("{} of {}", kind.label(), organization.name),
        columns: settings
            .columns
            .iter()
            .map(|key| column(key, settings))
            .collect(),
        rows,
        archived,
        shown: order.len() - archived,
        pager,
        json_url: format!("{}/groups.json", organization.key),
        csv_url: format!("{}/groups.csv", organization.key),
    }
}

/// Returns the settings of a type of groups.
pub(super) fn type_settings(model: &Model, kind: GroupType) -> &TypeSettings {
    match kind {
        GroupType::Microsoft365 => &model.site.types.microsoft_365_groups,
        GroupType::Security => &model.site.types.security_groups,
    }
}

/// Returns the groups of a list in its default order: by name, archived ones last.
pub(super) fn order(organization: &Organization, kind: GroupType) -> Vec<Index> {
    let mut order: Vec<Index> = organization.list(kind).collect();
    order.sort_by_key(|&at| (organization.group(at).status.archived, at));
    order
}

fn column(key: &str, settings: &TypeSettings) -> Column {
    let (label, short, sort) = match key {
        "name" => ("Name", "Name", "text"),
        "nested_groups" => ("Nested groups", "Nested", "number"),
        "members_matched" => ("Members matched to a contact", "Matched", "number"),
        "members_unmatched" => ("Members not matched", "Unmatched", "number"),
        "devices_matched" => ("Devices matched to a configuration", "Devices", "number"),
        "devices_unmatched" => ("Devices not matched", "Devices unmatched", "number"),
        "email" => ("Mail", "Mail", "text"),
        "domain" => ("Domain", "Domain", "text"),
        "description" => ("Description", "Description", "text"),
        "membership_type" => ("Membership type", "Type", "text"),
        "sync_status" => ("Sync status", "Status", "text"),
        "updated" => ("Updated", "Updated", "time"),
        "actions" => ("Actions", "Actions", "text"),
        "owners" => ("Owners", "Owners", "number"),
        "effective_members" => ("Effective members", "Effective", "number"),
        "guests" => ("Guests", "Guests", "number"),
        "created" => ("Created", "Created", "time"),
        "visibility" => ("Visibility", "Visibility", "text"),
        "kind" => ("Kind", "Kind", "text"),
        "licences" => ("Licences", "Licences", "number"),
        custom => {
            let field = settings.fields.iter().find(|field| field.key == custom);
            (
                field.map_or(custom, |field| field.name.as_str()),
                custom,
                "text",
            )
        }
    };
    Column {
        key: key.to_owned(),
        label: label.to_owned(),
        short: short.to_owned(),
        sort,
        can_hide: !matches!(key, "name" | "actions"),
    }
}

fn row(model: &Model, organization: &Organization, at: Index, columns: &[String]) -> ListRow {
    let group = organization.group(at);
    ListRow {
        id: group.group.id.to_string(),
        status: group.status.status.key(),
        word: word(group),
        reason: group.status.reasons.first().map(|reason| reason.words()),
        archived: group.status.archived,
        manual: group.status.manual,
        marks: mark::of_group(group),
        cells: columns
            .iter()
            .map(|key| cell(model, organization, at, key))
            .collect(),
    }
}

/// Returns the word for a group's status: "Manual" for a group kept by hand.
pub(super) fn word(group: &GroupEntry) -> &'static str {
    if group.status.manual {
        "Manual"
    } else {
        group.status.status.word()
    }
}

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

fn cell(model: &Model, organization: &Organization, at: Index, key: &str) -> Cell {
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

/// Returns where the overlay of a group is edited, from `[links] edit` (FEATURES.md L11).
pub(super) fn edit_url(
    model: &Model,
    organization: &Organization,
    group: &GroupEntry,
) -> Option<String> {
    let template = model.site.links.edit.as_ref()?;
    let path = format!("content/{}/groups/{}.md", organization.key, group.group.id);
    Some(template.replace("{path}", &path))
}

/// Counts groups by status, archived ones apart.
pub(super) fn status_counts<'a>(
    groups: impl Iterator<Item = &'a GroupEntry>,
) -> crate::site::view::StatusCounts {
    let mut counts = crate::site::view::StatusCounts::default();
    for group in groups {
        if group.status.archived {
            counts.archived += 1;
            continue;
        }
        counts.total += 1;
        match group.status.status {
            SyncStatus::Enabled => counts.enabled += 1,
            SyncStatus::Orphaned => counts.orphaned += 1,
            SyncStatus::Disabled => counts.disabled += 1,
        }
    }
    counts
}
