//! Lists of groups: columns, rows and cells (FEATURES.md 5).

use super::cell::{NAMES, cell};
use super::column::column;
use super::list_data::list_data_url;
use super::mark;
use super::names::behind;
use super::pager::pager_of;
use crate::config::{Site, TypeSettings};
use crate::model::SyncStatus;
use crate::site::address::{GroupType, group_list as list_folder};
use crate::site::model::{GroupEntry, Index, Model, Organization};
use crate::site::pages::ROWS;
use crate::site::view::{Column, ListRow, ListView};

/// The most bytes that the rows of a page may take: the frame around them has the rest of 2 MB.
const MOST_BYTES: usize = 1_800_000;

/// Returns page `number` of a list of groups.
pub(super) fn group_list(
    model: &Model,
    organization: &Organization,
    kind: GroupType,
    number: usize,
) -> ListView {
    let settings = type_settings(model, kind);
    let columns = columns(settings, &settings.columns);
    let order = order(organization, kind);
    let archived = order
        .iter()
        .filter(|&&at| organization.group(at).status.archived)
        .count();
    let folder = list_folder(&organization.key, kind);
    let (pager, range) = pager_of(&folder, number, organization.page_ends(kind));
    let rows = order[range]
        .iter()
        .map(|&at| row(model, organization, at, &columns))
        .collect();
    ListView {
        key: kind.key(),
        data_url: list_data_url(&organization.key, kind.key()),
        caption: format!("{} of {}", kind.label(), organization.name),
        columns,
        rows,
        archived,
        shown: order.len() - archived,
        pager,
        json_url: format!("{}/groups.json", organization.key),
        csv_url: format!("{}/groups.csv", organization.key),
        guests: None,
    }
}

/// Returns where the pages of a list of groups end: after [`ROWS`] rows, or earlier when the page
/// would pass [`MOST_BYTES`]. A list without rows has one page.
pub(in crate::site) fn page_ends(
    organization: &Organization,
    kind: GroupType,
    site: &Site,
) -> Vec<usize> {
    let settings = match kind {
        GroupType::Microsoft365 => &site.types.microsoft_365_groups,
        GroupType::Security => &site.types.security_groups,
    };
    let order = order(organization, kind);
    let mut ends = Vec::new();
    let (mut rows, mut bytes) = (0, 0);
    for (at, &index) in order.iter().enumerate() {
        let row = row_bytes(organization, index, &settings.columns);
        if rows == ROWS || (rows > 0 && bytes + row > MOST_BYTES) {
            ends.push(at);
            (rows, bytes) = (0, 0);
        }
        rows += 1;
        bytes += row;
    }
    ends.push(order.len());
    ends
}

/// Returns about how many bytes a row of a page takes, rather more than less.
fn row_bytes(organization: &Organization, at: Index, columns: &[String]) -> usize {
    /// What stands around the text of a cell, and around a name.
    const CELL: usize = 220;
    const NAME: usize = 64;
    let group = organization.group(at);
    let texts = [&group.group.description, &group.group.mail];
    let own: usize = texts.into_iter().flatten().map(|text| 3 * text.len()).sum();
    let mut bytes = 500 + own + columns.len() * (CELL + 2 * (group.name.len() + group.url.len()));
    for column in columns {
        let names = behind(organization, group, column).into_iter().flatten();
        for it in names.take(NAMES) {
            bytes += NAME + 2 * it.name.len() + it.url.map_or(0, str::len);
        }
    }
    bytes
}

/// Returns the columns of these keys.
pub(super) fn columns(settings: &TypeSettings, keys: &[String]) -> Vec<Column> {
    keys.iter().map(|key| column(key, settings)).collect()
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

fn row(model: &Model, organization: &Organization, at: Index, columns: &[Column]) -> ListRow {
    let group = organization.group(at);
    ListRow {
        id: group.group.id.to_string(),
        status: group.status.status.key(),
        match_key: "",
        reason: group.status.reasons.first().map(|reason| reason.words()),
        archived: group.status.archived,
        manual: group.status.manual,
        kind_label: group.group.kind.label(),
        marks: mark::of_group(group),
        anchor: None,
        cells: columns
            .iter()
            .map(|column| cell(model, organization, at, column))
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
            _ if group.status.manual => counts.manual += 1,
            SyncStatus::Enabled => counts.enabled += 1,
            SyncStatus::Orphaned => counts.orphaned += 1,
            SyncStatus::Disabled => counts.disabled += 1,
        }
    }
    counts
}
