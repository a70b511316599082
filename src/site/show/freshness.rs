//! When the tenants were last read: the only part of a page that an idle run changes (S10).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::config::Site;
use crate::model::{Freshness, SyncOutcome, TenantKey};
use crate::site::model::Model;
use crate::site::text::minute;
use crate::site::view::{FreshnessRow, FreshnessView, StreamRow};

/// A tenant whose freshness a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshTenant {
    /// Its key.
    pub key: TenantKey,
    /// The directory's name, or the key.
    pub name: String,
    /// The name of the connection that reads it.
    pub connection: String,
    /// Whether it is switched on.
    pub enabled: bool,
}

/// Returns the tenants of an organization, or of all.
pub fn fresh_tenants(model: &Model, organization: Option<usize>) -> Vec<FreshTenant> {
    let organizations = match organization {
        Some(at) => &model.organizations[at..=at],
        None => &model.organizations,
    };
    organizations
        .iter()
        .flat_map(|it| &it.tenants)
        .map(|tenant| FreshTenant {
            key: tenant.key.clone(),
            name: tenant.name.clone(),
            connection: tenant.connection.clone(),
            enabled: tenant.enabled,
        })
        .collect()
}

/// Returns when tenants were last read, in words; `digest` is that of all visible data.
pub fn freshness(
    site: &Site,
    known: &Freshness,
    tenants: &[FreshTenant],
    digest: &str,
) -> FreshnessView {
    let zone = TimeZone::get(&site.timezone).unwrap_or(TimeZone::UTC);
    FreshnessView {
        tenants: tenants
            .iter()
            .map(|tenant| row(site, known, tenant, &zone))
            .collect(),
        stale_after: site.stale_after.as_secs(),
        digest: digest.chars().take(12).collect(),
    }
}

fn row(site: &Site, known: &Freshness, tenant: &FreshTenant, zone: &TimeZone) -> FreshnessRow {
    let known = known.tenants.get(&tenant.key);
    let last: Option<Timestamp> = known.and_then(|it| it.streams.values().min().copied());
    let (outcome, words) = match known.map(|it| it.outcome) {
        _ if !tenant.enabled => ("off", "switched off"),
        None => ("unknown", "last sync not known"),
        Some(SyncOutcome::Complete) => ("complete", "complete"),
        Some(SyncOutcome::Partial) => ("partial", "some of it kept its old data"),
        Some(SyncOutcome::Failed) => ("failed", "failed: the old data stays"),
        Some(SyncOutcome::Refused) => ("refused", "refused by the mass-change guard"),
    };
    let utc = site.timezone == "UTC";
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
