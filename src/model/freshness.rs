//! When each tenant was last read, and how that went: kept in `.rosterbook/` only (FEATURES.md S10).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::TenantKey;

/// How the last sync of a tenant ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncOutcome {
    /// Everything was read.
    Complete,
    /// Some streams kept their old data.
    Partial,
    /// Nothing was read: the old data stays.
    Failed,
    /// The mass-change guard refused it: the old data stays.
    Refused,
}

/// When a tenant was last read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantFreshness {
    /// The last try.
    pub tried: Timestamp,
    /// How it ended.
    pub outcome: SyncOutcome,
    /// One line on why it did not end well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Per stream (`groups`, `users`, `devices` …), the last sync that read it.
    pub streams: BTreeMap<String, Timestamp>,
}

/// When all tenants were last read; empty when that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Freshness {
    /// By tenant.
    pub tenants: BTreeMap<TenantKey, TenantFreshness>,
}
