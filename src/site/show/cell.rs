//! The cells of a list of groups, by column (FEATURES.md L2 to L11).

use super::facts::{updated, updated_words, visibility};
use super::known::{self, beside, unlisted};
use super::list::{edit_url, type_settings, word};
use super::names::{Named, behind};
use crate::config::FieldKind;
use crate::model::MembershipType;
use crate::site::apart::apart;
use crate::site::model::{GroupEntry, Index, Model, Organization};
use crate::site::text::{day, minute};
use crate::site::view::{Cell, Column, NameItem};

/// The most names in a list of names (FEATURES.md L5).
pub(super) const NAMES: usize = 200;

/// The most names that stand in a cell themselves (FEATURES.md L7).
pub(super) const INLINE: usize = 3;

/// Returns an empty cell of a column.
pub(super) fn empty(column: &Column, text: String) -> Cell {
    Cell {
        column: column.key.clone(),
        kind: column.kind,
        text,
        url: None,
        sort: None,
        unknown: false,
        note: None,
        label: None,
        names: Vec::new(),
        more: 0,
    }
}

/// Has the text of a cell lead to its place on the page at `url`, and say whose it is.
pub(super) fn lead(mut cell: Cell, column: &Column, url: &str, name: &str) -> Cell {
    if !column.anchor.is_empty() && !cell.text.is_empty() {
        cell.url = Some(format!("{url}#{}", column.anchor));
        cell.label = Some(format!("{} of {name}: {}", column.label, cell.text));
    }
    cell
}

/// Returns the cell of a group in a column.
pub(super) fn cell(model: &Model, organization: &Organization, at: Index, column: &Column) -> Cell {
    let group = organization.group(at);
    let data = &group.group;
    let field = |value: &str| {
        let cell = empty(column, value.trim().to_owned());
        lead(cell, column, &group.url, &group.name)
    };
    if let Some(names) = behind(organization, group, &column.key) {
        if let Some(text) = in_place(&column.key, group) {
            let mut cell = lead(empty(column, text), column, &group.url, &group.name);
            cell.unknown = true;
            return cell;
        }
        return if column.kind == "inline" {
            inline(column, group, &names)
        } else {
            counted(column, group, &names)
        };
    }
    match column.key.as_str() {
        "name" => {
            let mut cell = empty(column, group.name.clone());
            cell.url = Some(group.url.clone());
            cell.note = apart(organization, at);
            cell
        }
        "email" => field(data.mail.as_deref().unwrap_or_default()),
        "domain" => field(group.domain.as_ref().map_or("", |it| it.0.as_str())),
        "description" => field(data.description.as_deref().unwrap_or_default()),
        "membership_type" => field(membership(group)),
        "sync_status" => {
            let mut cell = empty(column, word(group).to_owned());
            cell.note = group.status.reasons.first().map(|reason| reason.words());
            cell
        }
        "updated" if group.status.manual => empty(column, String::new()),
        "updated" => {
            let (at, source) = updated(data);
            let mut cell = empty(column, day(at));
            cell.sort = Some(at.to_string());
            cell.note = Some(updated_words(source).to_owned());
            cell.label = Some(minute(at));
            cell
        }
        "created" => {
            let mut cell = empty(column, data.created.map(day).unwrap_or_default());
            cell.sort = data.created.map(|at| at.to_string());
            cell
        }
        "effective_members" => {
            let mut cell = field(&known::effective(group));
            let open = unlisted(group).is_none() && group.effective_open;
            cell.sort = open.then(|| known::effective_least(group).to_string());
            cell
        }
        "guests" => match unlisted(group) {
            Some(word) => field(word),
            None => field(&guests(organization, group).to_string()),
        },
        "visibility" => field(data.visibility.as_deref().map_or("", visibility)),
        "kind" => field(data.kind.label()),
        "licences" => field(&data.licences.len().to_string()),
        "actions" => actions(model, organization, group, column),
        custom => {
            let value = group.overlay.as_ref().and_then(|it| it.fields.get(custom));
            let fields = &type_settings(model, group.list).fields;
            let kind = fields.iter().find(|it| it.key == custom).map(|it| it.kind);
            field(custom_value(kind, value.map_or("", String::as_str)))
        }
    }
}

/// Returns the value of a custom field as people read it.
pub(super) fn custom_value(kind: Option<FieldKind>, value: &str) -> &str {
    match (kind, value) {
        (Some(FieldKind::Checkbox), "true") => "Yes",
        (Some(FieldKind::Checkbox), "false") => "No",
        _ => value,
    }
}

/// Returns how many guests are in a group directly, those that the site leaves out included.
pub(super) fn guests(organization: &Organization, group: &GroupEntry) -> usize {
    let people = group.people.iter();
    let guests = people.filter(|&&at| organization.person(at).object.is_guest());
    guests.count() + group.guests_left_out
}

/// Returns the word for how a group gets its members.
pub(super) fn membership(group: &GroupEntry) -> &'static str {
    match group.group.membership.kind {
        MembershipType::Dynamic => "Dynamic",
        MembershipType::Assigned => "Assigned",
    }
}

/// Returns the text in the place of a number about members that were not read.
pub(super) fn in_place(column: &str, group: &GroupEntry) -> Option<String> {
    let word = unlisted(group).filter(|_| column != "owners")?;
    let all = beside(group).filter(|_| column == "members_unmatched");
    Some(match all {
        Some(all) => format!("{word}, {all}"),
        None => word.to_owned(),
    })
}

/// Returns a cell that counts, with its names behind it; one name stands for itself (L4).
fn counted(column: &Column, group: &GroupEntry, names: &[Named<'_>]) -> Cell {
    let total = names.len();
    let mut cell = empty(column, total.to_string());
    cell.sort = Some(total.to_string());
    match names {
        [] => {}
        // One name says more than "1" only where it leads somewhere (FEATURES.md L4, P4).
        [only] if only.url.is_some() => {
            cell.text = only.name.to_string();
            cell.url = only.url.map(str::to_owned);
        }
        _ => cell = lead(cell, column, &group.url, &group.name),
    }
    if column.key == "members_unmatched" {
        cell.note = beside(group);
    }
    cell.more = total.saturating_sub(NAMES);
    cell.names = names.iter().take(NAMES).map(Named::item).collect();
    cell
}

/// Returns a cell that shows up to three names, then "and N more" (L7).
fn inline(column: &Column, group: &GroupEntry, names: &[Named<'_>]) -> Cell {
    let total = names.len();
    let mut cell = lead(
        empty(column, total.to_string()),
        column,
        &group.url,
        &group.name,
    );
    cell.sort = Some(total.to_string());
    cell.more = total.saturating_sub(INLINE);
    cell.names = names.iter().take(INLINE).map(Named::item).collect();
    cell
}

fn actions(
    model: &Model,
    organization: &Organization,
    group: &GroupEntry,
    column: &Column,
) -> Cell {
    let mut cell = empty(column, String::new());
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
