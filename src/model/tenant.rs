//! A tenant as the snapshot keeps it: `snapshot/<tenant>/tenant.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::group::GroupKind;
use super::ids::TenantId;

/// A verified domain of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Domain {
    /// The domain's name.
    pub name: String,
    /// Whether new accounts get it.
    #[serde(
        default,
        skip_serializing_if = "std::ops::Not::not",
        rename = "default"
    )]
    pub is_default: bool,
    /// Whether it is the one the tenant was made with.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub initial: bool,
}

/// How much of a stream the snapshot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamCoverage {
    /// All of it.
    Full,
    /// Not readable with the permissions of the app: what was known is kept.
    Denied,
    /// Not asked for.
    NotRead,
}

/// What was fetched of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Coverage {
    /// Per stream (`groups`, `users`, `devices`, `contacts`, `servicePrincipals`), how much was read.
    pub streams: BTreeMap<String, StreamCoverage>,
    /// The answer to the question of FEATURES.md S7: `include` or `exclude`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_premises: Option<String>,
    /// How many groups there are of each kind that is not documented (FEATURES.md S12).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub undocumented: BTreeMap<GroupKind, u64>,
}

/// One Entra directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tenant {
    /// The directory's id; the snapshot is pinned to it (SAFETY.md 3).
    pub id: TenantId,
    /// The directory's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Its verified domains, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<Domain>,
    /// What was fetched.
    pub coverage: Coverage,
}

impl Tenant {
    /// Returns the domain that new accounts get.
    pub fn default_domain(&self) -> Option<&str> {
        self.domains
            .iter()
            .find(|domain| domain.is_default)
            .or_else(|| self.domains.first())
            .map(|domain| domain.name.as_str())
    }
}
