//! When the tenants were last read: the only part of a page that an idle run changes (S10).

use std::collections::BTreeMap;

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
        worst: worst(site, known, tenants),
        tenants: tenants
            .iter()
            .map(|tenant| row(site, known, tenant, &zone))
            .collect(),
        stale_after: site.stale_after.as_secs(),
        digest: digest.chars().take(12).collect(),
    }
}

/// Returns the organizations of tenants by how their last sync ended, the worst first: failed, kept
/// old in part or left behind the others, refused by the guard, all others (UX.md 3).
///
/// What is behind is measured against the newest sync: the clock has no say.
fn worst(site: &Site, known: &Freshness, tenants: &[FreshTenant]) -> Vec<Vec<String>> {
    let oldest = |tenant: &FreshTenant| {
        let known = known.tenants.get(&tenant.key)?;
        known.streams.values().min().copied()
    };
    let newest = tenants.iter().filter_map(oldest).max();
    let rank = |tenant: &FreshTenant| {
        let outcome = known.tenants.get(&tenant.key).map(|it| it.outcome);
        let behind = oldest(tenant)
            .zip(newest)
            .is_some_and(|(own, newest)| newest.duration_since(own) > site.stale_after);
        match outcome {
            _ if !tenant.enabled => 3,
            Some(SyncOutcome::Failed) => 0,
            Some(SyncOutcome::Refused) if !behind => 2,
            Some(SyncOutcome::Partial) => 1,
            _ if behind => 1,
            _ => 3,
        }
    };
    let all = site.organizations.iter();
    let mut ranks: BTreeMap<&str, usize> = all.map(|it| (it.key.as_str(), 3)).collect();
    for tenant in tenants {
        let settings = site.tenants.iter().find(|it| it.key == tenant.key);
        if let Some(settings) = settings {
            let rank_of = ranks.entry(settings.organization.as_str()).or_insert(3);
            *rank_of = rank(tenant).min(*rank_of);
        }
    }
    (0..4)
        .map(|wanted| {
            let keys = ranks.iter().filter(|(_, rank)| **rank == wanted);
            keys.map(|(key, _)| (*key).to_owned()).collect()
        })
        .collect()
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::TenantFreshness;

    #[test]
    fn organizations_are_ranked_by_failure_then_age_then_refusal_without_a_clock() {
        let names = ["bad", "late", "part", "no", "off", "unknown", "well"];
        let mut text = "title = \"x\"\n[connection.app]\nauth = \"demo\"\n".to_owned();
        for (at, name) in names.iter().enumerate() {
            text.push_str(&format!(
                "[[organization]]\nkey = \"{name}\"\nname = \"{name}\"\n\
                 [[tenant]]\nkey = \"{name}-t\"\norganization = \"{name}\"\nconnection = \"app\"\n\
                 id = \"00000000-0000-4000-8000-00000000000{at}\"\nenabled = {}\n",
                *name != "off"
            ));
        }
        let site = crate::config::parse(Path::new("/s"), Path::new("/s/site.toml"), &text)
            .expect("a good site.toml");
        let tenants: Vec<FreshTenant> = site
            .tenants
            .iter()
            .map(|it| FreshTenant {
                key: it.key.clone(),
                name: String::new(),
                connection: String::new(),
                enabled: it.enabled,
            })
            .collect();
        let known = |outcome, hour: u32| {
            let at: Timestamp = format!("2026-11-20T{hour:02}:00:00Z")
                .parse()
                .expect("a time");
            TenantFreshness {
                tried: at,
                outcome,
                problem: None,
                streams: [("groups".to_owned(), at)].into(),
            }
        };
        let freshness = Freshness {
            tenants: [
                ("bad-t", known(SyncOutcome::Failed, 14)),
                ("late-t", known(SyncOutcome::Complete, 10)),
                ("part-t", known(SyncOutcome::Partial, 14)),
                ("no-t", known(SyncOutcome::Refused, 14)),
                ("off-t", known(SyncOutcome::Failed, 1)),
                ("well-t", known(SyncOutcome::Complete, 14)),
            ]
            .map(|(key, it)| (key.parse().expect("a key"), it))
            .into(),
        };
        let found = worst(&site, &freshness, &tenants);
        assert_eq!(
            found,
            [
                vec!["bad"],
                vec!["late", "part"],
                vec!["no"],
                vec!["off", "unknown", "well"]
            ]
        );
    }
}
