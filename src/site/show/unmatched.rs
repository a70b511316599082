//! What found no partner, in both directions (FEATURES.md W5, W8).

use super::member::{self, is_matched};
use crate::matching::Outcome;
use crate::site::model::{ObjectEntry, Organization};
use crate::site::view::{MatchView, UnmatchedRow, UnmatchedView};

/// Returns everything of an organization that found no partner.
pub(super) fn unmatched(organization: &Organization) -> UnmatchedView {
    UnmatchedView {
        people: people(organization),
        devices: devices(organization),
        contacts: organization
            .contacts
            .iter()
            .filter(|it| it.objects.is_empty() && it.manual_groups.is_empty())
            .map(|it| {
                let detail = it
                    .record
                    .primary_email
                    .as_deref()
                    .unwrap_or_default()
                    .to_owned();
                let reason = "no account in any documented group";
                record_row(
                    &it.record.id,
                    &it.name,
                    &it.url,
                    detail,
                    reason,
                    it.record.archived,
                )
            })
            .collect(),
        configurations: organization
            .configurations
            .iter()
            .filter(|it| it.objects.is_empty() && it.manual_groups.is_empty())
            .map(|it| {
                let detail = it
                    .record
                    .serial_number
                    .as_deref()
                    .unwrap_or_default()
                    .to_owned();
                let reason = "in no documented group";
                record_row(
                    &it.record.id,
                    &it.name,
                    &it.url,
                    detail,
                    reason,
                    it.record.archived,
                )
            })
            .collect(),
    }
}

/// Returns the people in groups without a contact.
pub(super) fn people(organization: &Organization) -> Vec<UnmatchedRow> {
    let rows = organization
        .people
        .iter()
        .filter(|it| !is_matched(it))
        .map(|it| {
            let matched = member::matched_contact(organization, it);
            object_row(
                it.object.id.to_string(),
                it,
                member::address(&it.object),
                matched,
            )
        });
    rows.collect()
}

/// Returns the devices in groups without a configuration.
pub(super) fn devices(organization: &Organization) -> Vec<UnmatchedRow> {
    let rows = organization
        .devices
        .iter()
        .filter(|it| !is_matched(it))
        .map(|it| {
            let matched = member::matched_configuration(organization, it);
            object_row(
                it.object.id.to_string(),
                it,
                member::system(&it.object),
                matched,
            )
        });
    rows.collect()
}

fn object_row<T>(
    id: String,
    entry: &ObjectEntry<T>,
    detail: String,
    matched: MatchView,
) -> UnmatchedRow {
    let ambiguous = matches!(entry.outcome, Outcome::Ambiguous { .. });
    UnmatchedRow {
        id,
        name: entry.name.clone(),
        url: Some(entry.url.clone()),
        detail,
        reason: matched.words,
        match_key: entry.outcome.key(),
        candidates: if ambiguous {
            matched.records
        } else {
            Vec::new()
        },
        groups: entry.groups.len(),
    }
}

fn record_row(
    id: &str,
    name: &str,
    url: &str,
    detail: String,
    reason: &str,
    archived: bool,
) -> UnmatchedRow {
    UnmatchedRow {
        id: id.to_owned(),
        name: name.to_owned(),
        url: Some(url.to_owned()),
        detail,
        reason: if archived {
            format!("{reason}; archived record")
        } else {
            reason.to_owned()
        },
        match_key: "none",
        candidates: Vec::new(),
        groups: 0,
    }
}
