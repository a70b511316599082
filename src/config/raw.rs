//! The tables of `site.toml` as they are written, with places, before anything is checked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::connection::Connection;
use super::document::{Audience, Runbook};
use super::filter::GlobSet;
use super::health::RawHealth;
use super::settings::{
    CustomField, DynamicMembers, History, Links, MatchOrder, OnPremisesChoice, Privacy, Sidebar,
};
use crate::model::{GroupKind, OrgKey, TenantId, TenantKey};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub(super) title: String,
    #[serde(default = "language")]
    pub(super) language: String,
    #[serde(default = "theme")]
    pub(super) theme: String,
    #[serde(default)]
    pub(super) output_dir: Option<Spanned<PathBuf>>,
    #[serde(default)]
    pub(super) base_url: String,
    #[serde(default = "timezone")]
    pub(super) timezone: Spanned<String>,
    #[serde(default = "stale_after")]
    pub(super) stale_after: Spanned<String>,
    #[serde(default)]
    pub(super) connection: BTreeMap<String, Spanned<Connection>>,
    #[serde(default)]
    pub(super) organization: Vec<RawOrganization>,
    #[serde(default)]
    pub(super) tenant: Vec<RawTenant>,
    #[serde(default)]
    pub(super) types: RawTypes,
    #[serde(default)]
    pub(super) audience: Vec<Audience>,
    #[serde(default)]
    pub(super) runbook: Vec<Spanned<Runbook>>,
    #[serde(default, rename = "match")]
    pub(super) match_order: Option<Spanned<MatchOrder>>,
    #[serde(default)]
    pub(super) guard: RawGuard,
    #[serde(default)]
    pub(super) exports: RawExports,
    #[serde(default)]
    pub(super) links: Links,
    #[serde(default)]
    pub(super) sidebar: Sidebar,
    #[serde(default)]
    pub(super) privacy: Privacy,
    #[serde(default)]
    pub(super) history: History,
    #[serde(default)]
    pub(super) health: RawHealth,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOrganization {
    pub(super) key: Spanned<OrgKey>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) contacts: Vec<Spanned<PathBuf>>,
    #[serde(default)]
    pub(super) configurations: Vec<Spanned<PathBuf>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTenant {
    pub(super) key: Spanned<TenantKey>,
    pub(super) id: Spanned<TenantId>,
    #[serde(default)]
    pub(super) organization: Option<Spanned<OrgKey>>,
    pub(super) connection: Spanned<String>,
    #[serde(default = "yes")]
    pub(super) enabled: bool,
    #[serde(default = "yes")]
    pub(super) microsoft_365_groups: bool,
    #[serde(default = "yes")]
    pub(super) security_groups: bool,
    #[serde(default)]
    pub(super) on_premises: OnPremisesChoice,
    #[serde(default)]
    pub(super) include: GlobSet,
    #[serde(default)]
    pub(super) exclude: GlobSet,
    #[serde(default)]
    pub(super) kinds: Vec<Spanned<GroupKind>>,
    #[serde(default)]
    pub(super) audit_log: bool,
    #[serde(default)]
    pub(super) dynamic_members: DynamicMembers,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawTypes {
    pub(super) microsoft_365_groups: RawType,
    pub(super) security_groups: RawType,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawType {
    pub(super) icon: Option<String>,
    pub(super) hidden: bool,
    pub(super) section: Option<String>,
    pub(super) order: Option<i64>,
    pub(super) columns: Option<Vec<Spanned<String>>>,
    pub(super) fields: Vec<CustomField>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawGuard {
    pub(super) max_removed_groups: Option<Spanned<String>>,
    pub(super) max_removed_members: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawExports {
    pub(super) contacts: RawExport,
    pub(super) configurations: RawExport,
    pub(super) organizations: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawExport {
    pub(super) format: Option<String>,
    pub(super) columns: BTreeMap<String, OneOrMany>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

fn yes() -> bool {
    true
}

fn language() -> String {
    "en".to_owned()
}

fn theme() -> String {
    "default".to_owned()
}

fn timezone() -> Spanned<String> {
    Spanned::new(0..0, "UTC".to_owned())
}

fn stale_after() -> Spanned<String> {
    Spanned::new(0..0, "3h".to_owned())
}
