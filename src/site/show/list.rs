//! Lists of groups: columns, rows and cells (FEATURES.md 5).

use super::cell::cell;
use super::mark;
use super::pager::pager;
use crate::config::TypeSettings;
use crate::model::SyncStatus;
use crate::site::address::{GroupType, group_list as list_folder};
use crate::site::model::{GroupEntry, Index, Model, Organization};
use crate::site::pages::ROWS;
use crate::site::view::{Column, ListRow, ListView};

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
