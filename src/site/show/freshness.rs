//! When the tenants were last read: the only part of a page that an idle run changes (S10).

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::SyncOutcome;
use crate::site::model::{Model, Organization, TenantEntry};
use crate::site::text::minute;
use crate::site::view::{FreshnessRow, FreshnessView, StreamRow};

/// Returns the freshness of the tenants of an organization, or of all.
///
/// `digest` is that of all visible data.
pub fn freshness(model: &Model, organization: Option<usize>, digest: &str) -> FreshnessView {
    let organizations: Vec<&Organization> = match organization {
        Some(at) => vec![&model.organizations[at]],
        None => model.organizations.iter().collect(),
    };
    let zone = TimeZone::get(&model.site.timezone).unwrap_or(TimeZone::UTC);
    FreshnessView {
        tenants: organizations
            .iter()
            .flat_map(|it| &it.tenants)
            .map(|tenant| row(model, tenant, &zone))
            .collect(),
        stale_after: model.site.stale_after.as_secs(),
        digest: digest.chars().take(12).collect(),
    }
}

fn row(model: &Model, tenant: &TenantEntry, zone: &TimeZone) -> FreshnessRow {
    let known = model.freshness.tenants.get(&tenant.key);
    let last: Option<Timestamp> = known.and_then(|it| it.streams.values().min().copied());
    let (outcome, words) = match known.map(|it| it.outcome) {
        _ if !tenant.enabled => ("off", "switched off"),
        None => ("unknown", "last sync not known"),
        Some(SyncOutcome::Complete) => ("complete", "complete"),
        Some(SyncOutcome::Partial) => ("partial", "some of it kept its old data"),
        Some(SyncOutcome::Failed) => ("failed", "failed: the old data stays"),
        Some(SyncOutcome::Refused) => ("refused", "refused by the mass-change guard"),
    };
    let utc = model.site.timezone == "UTC";
    FreshnessRow {
        tenant: tenant.key.to_string(),
        name: tenant.name.clone(),
        connection: tenant.connection.clone(),
        outcome,
        words: words.to_owned(),
        text: last.map_or_else(|| "last sync not known".to_owned(), minute),
        local: match last {
            Some(last) if !utc => last
                .to_zoned(zone.clone())
                .strftime("%Y-%m-%d %H:%M %Z")
                .to_string(),
            _ => String::new(),
        },
        iso: last.map(|it| it.to_string()),
        problem: known.and_then(|it| it.problem.clone()),
        streams: known
            .iter()
            .flat_map(|it| &it.streams)
            .map(|(name, at)| StreamRow {
                name: name.clone(),
                text: minute(*at),
                iso: at.to_string(),
            })
            .collect(),
    }
}
