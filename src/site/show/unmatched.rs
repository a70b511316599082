//! What found no partner, in both directions (FEATURES.md W5, W8).

use super::member::{self, is_matched};
use crate::matching::Outcome;
use crate::model::Text;
use crate::site::model::{ObjectEntry, Organization, RecordEntry};
use crate::site::view::{MatchView, UnmatchedRow, UnmatchedView};

/// Returns everything of an organization that found no partner.
pub(super) fn unmatched(organization: &Organization) -> UnmatchedView {
    UnmatchedView {
        people: people(organization),
        devices: devices(organization),
        contacts: organization
            .contacts_without_account()
            .map(|it| {
                let reason = "no account in any documented group";
                record_row(&it.record.id, it, it.record.primary_email.as_ref(), reason)
            })
            .collect(),
        configurations: organization
            .configurations_in_no_group()
            .map(|it| {
                let reason = "in no documented group";
                record_row(&it.record.id, it, it.record.serial_number.as_ref(), reason)
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

fn record_row<T>(
    id: &str,
    entry: &RecordEntry<T>,
    detail: Option<&Text>,
    reason: &str,
) -> UnmatchedRow {
    UnmatchedRow {
        id: id.to_owned(),
        name: entry.name.clone(),
        url: Some(entry.url.clone()),
        detail: detail.map(ToString::to_string).unwrap_or_default(),
        reason: reason.to_owned(),
        match_key: "none",
        candidates: Vec::new(),
        groups: 0,
    }
}
