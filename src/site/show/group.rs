//! The page of one group (UX.md 6).

use super::cell::custom_value;
use super::known::{self, inside, members_note, unlisted};
use super::list::{edit_url, type_settings, word};
use super::object::manage;
use super::{Markdown, change, facts, health, mark, part, picture};
use crate::config::{FieldKind, GuestsShown};
use crate::model::StatusReason;
use crate::site::model::{GroupEntry, Index, Model, Organization, TenantEntry};
use crate::site::nesting;
use crate::site::parts::PartList;
use crate::site::text::list;
use crate::site::view::{AccessView, CustomValue, GroupView, NestedRow};

/// Returns the page of a group.
pub(super) fn group(
    model: &Model,
    organization: &Organization,
    at: Index,
    markdown: Markdown<'_>,
) -> GroupView {
    let group = organization.group(at);
    let tenant = group.tenant.map(|it| &organization.tenants[it as usize]);
    let members = |list| part::members(organization, group, list, 1);
    GroupView {
        id: group.group.id.to_string(),
        name: group.name.clone(),
        kind_label: group.group.kind.label(),
        icon: type_settings(model, group.list).icon.clone(),
        status: group.status.status.key(),
        word: word(group),
        reasons: group.status.reasons.iter().map(|it| it.words()).collect(),
        archived: group.status.archived,
        manual: group.status.manual,
        frozen: frozen(group),
        connection: tenant.map(|it| it.connection.clone()).unwrap_or_default(),
        marks: mark::of_group(group),
        facts: facts::of_group(group),
        members_note: members_note(group),
        unlisted: unlisted(group),
        members_total: group.people.len()
            + group.others.len()
            + group.manual_contacts.len()
            + group.guests_left_out,
        partial: tenant.is_some_and(TenantEntry::is_partial),
        has_unread: organization.has_unread,
        guests_hidden: organization.hides_guests,
        owners_hidden: organization.hides_guests || group.left_out.owners,
        members_matched: members(PartList::MembersMatched),
        members_unmatched: members(PartList::MembersUnmatched),
        devices_matched: members(PartList::DevicesMatched),
        devices_unmatched: members(PartList::DevicesUnmatched),
        guests_counted: (model.site.privacy.guests == GuestsShown::Count
            && group.guests_left_out > 0)
            .then_some(group.guests_left_out),
        owners: members(PartList::Owners),
        nested_direct: group.nested.len() + group.undocumented.len(),
        nested: part::nested(organization, at, 1),
        parents: part::parents(organization, group, 1),
        cycles: cycles(organization, at),
        picture: picture::picture(organization, at),
        effective: part::effective(organization, at, 1),
        effective_count: group.effective,
        effective_words: known::effective(group),
        effective_least: unlisted(group).is_none() && group.effective_open,
        changes: change::about_group(organization, at),
        health: health::of_group(organization, at),
        custom: custom(model, group),
        notes_html: group
            .overlay
            .as_ref()
            .map(|it| markdown(&it.notes))
            .unwrap_or_default(),
        access: access(group),
        manage_url: tenant.and_then(|it| manage(&it.group_link, group.group.id.object())),
        edit_url: edit_url(model, organization, group),
        json_url: format!("{}/group.json", group.folder),
        csv_url: format!("{}/members.csv", group.folder),
    }
}

fn frozen(group: &GroupEntry) -> Option<String> {
    if !group.status.is_frozen() || group.status.manual {
        return None;
    }
    let reasons: Vec<String> = group.status.reasons.iter().map(|it| it.words()).collect();
    let resume: Vec<&str> = group
        .status
        .reasons
        .iter()
        .filter_map(|it| resume(*it))
        .collect();
    let mut text = format!("The data below is not refreshed: {}.", list(&reasons));
    for step in resume {
        text.push(' ');
        text.push_str(step);
    }
    Some(text)
}

/// Returns what it takes to refresh a group again; nobody but Entra can bring a gone one back.
const fn resume(reason: StatusReason) -> Option<&'static str> {
    match reason {
        StatusReason::Manual => None,
        StatusReason::Archived => Some("To resume, take `archived` out of its overlay."),
        StatusReason::GoneSince(_) => Some("It resumes by itself when the group is back."),
        StatusReason::DisabledByPerson => Some("To resume, take `sync` out of its overlay."),
        StatusReason::TypeSwitchedOff => {
            Some("To resume, switch its type on for the tenant in site.toml.")
        }
        StatusReason::FilteredOut => Some("To resume, change the tenant's filters in site.toml."),
        StatusReason::TenantSwitchedOff => Some("To resume, switch the tenant on in site.toml."),
    }
}

/// Returns a documented group as a row of nested groups.
pub(super) fn nested_row(organization: &Organization, at: Index, depth: usize) -> NestedRow {
    let group = organization.group(at);
    NestedRow {
        id: group.group.id.to_string(),
        name: group.name.clone(),
        url: Some(group.url.clone()),
        kind_label: group.group.kind.label().to_owned(),
        depth,
        cycle: false,
        again: false,
        cut: false,
        inside: inside(organization, group),
        marks: mark::of_related(group),
    }
}

/// Returns a group that is not documented as a row of nested groups: plain text (L3).
pub(super) fn plain_row(id: String, name: &str) -> NestedRow {
    NestedRow {
        id,
        name: name.to_owned(),
        url: None,
        kind_label: String::new(),
        depth: 1,
        cycle: false,
        again: false,
        cut: false,
        inside: String::new(),
        marks: Vec::new(),
    }
}

fn cycles(organization: &Organization, at: Index) -> Vec<String> {
    nesting::cycles(organization, at)
        .into_iter()
        .map(|way| {
            let names: Vec<&str> = way
                .iter()
                .map(|&step| organization.group(step).name.as_str())
                .collect();
            match names.as_slice() {
                [first, second] if first == second => format!("{first} contains itself"),
                [first, rest @ ..] => {
                    format!("{first} contains {}", rest.join(", which contains "))
                }
                [] => String::new(),
            }
        })
        .collect()
}

fn custom(model: &Model, group: &GroupEntry) -> Vec<CustomValue> {
    let settings = type_settings(model, group.list);
    let values = group.overlay.as_ref().map(|it| &it.fields);
    settings
        .fields
        .iter()
        .map(|field| {
            let set = values.and_then(|it| it.get(&field.key)).cloned();
            let value = set.or_else(|| field.default.clone()).unwrap_or_default();
            let value = custom_value(Some(field.kind), &value).to_owned();
            CustomValue {
                key: field.key.clone(),
                label: field.name.clone(),
                kind: field_kind(field.kind),
                missing: field.required && value.is_empty(),
                value,
                hint: field.hint.clone(),
            }
        })
        .collect()
}

const fn field_kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Textbox => "textbox",
        FieldKind::Number => "number",
        FieldKind::Percent => "percent",
        FieldKind::Date => "date",
        FieldKind::Checkbox => "checkbox",
        FieldKind::Select => "select",
        FieldKind::Header => "header",
        FieldKind::Tag => "tag",
        FieldKind::Upload => "upload",
    }
}

fn access(group: &GroupEntry) -> AccessView {
    let audiences = group
        .overlay
        .as_ref()
        .and_then(|it| it.access.clone())
        .unwrap_or_default();
    let text = if audiences.is_empty() {
        "All readers of this organization".to_owned()
    } else {
        format!("Only {}", list(&audiences))
    };
    AccessView { text, audiences }
}
