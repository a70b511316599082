//! The tables of `site.toml` as plain values.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::SignedDuration;
use serde::Deserialize;

use super::connection::Connection;
use super::document::{Audience, Runbook};
use super::filter::NameFilter;
use super::health::HealthSettings;
use crate::model::{GroupKind, OrgKey, TenantId, TenantKey};

/// A whole site, checked.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder that holds `site.toml`; all paths of the site are below it.
    pub root: PathBuf,
    /// The configuration file.
    pub file: PathBuf,
    /// The site's title.
    pub title: String,
    /// The language of the pages.
    pub language: String,
    /// The theme's name.
    pub theme: String,
    /// The output folder, relative to the root.
    pub output_dir: PathBuf,
    /// The address that the site is published at; empty = not known.
    pub base_url: String,
    /// The time zone in which sync times are shown beside UTC.
    pub timezone: String,
    /// The age after which data is called stale.
    pub stale_after: SignedDuration,
    /// Connections by key.
    pub connections: BTreeMap<String, Connection>,
    /// Organizations in the order of the file.
    pub organizations: Vec<Organization>,
    /// Tenants in the order of the file.
    pub tenants: Vec<TenantSettings>,
    /// The two types of groups.
    pub types: Types,
    /// Audiences in the order of the file.
    pub audiences: Vec<Audience>,
    /// Runbooks in the order of the file.
    pub runbooks: Vec<Runbook>,
    /// The order of the matching rules.
    pub match_order: MatchOrder,
    /// The mass-change guard.
    pub guard: Guard,
    /// How exports are read.
    pub exports: Exports,
    /// Link templates.
    pub links: Links,
    /// Menu sections and their order.
    pub sidebar: Sidebar,
    /// Privacy switches.
    pub privacy: Privacy,
    /// How much history is shown.
    pub history: History,
    /// Findings of group hygiene that are accepted.
    pub health: HealthSettings,
}

impl Site {
    /// Returns the organization with this key.
    pub fn organization(&self, key: &str) -> Option<&Organization> {
        self.organizations
            .iter()
            .find(|organization| organization.key.as_str() == key)
    }

    /// Returns the tenants of an organization, in the order of the file.
    pub fn tenants_of<'a>(
        &'a self,
        organization: &'a OrgKey,
    ) -> impl Iterator<Item = &'a TenantSettings> {
        self.tenants
            .iter()
            .filter(move |tenant| &tenant.organization == organization)
    }
}

/// A client or department: `[[organization]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its key: URL and folder name.
    pub key: OrgKey,
    /// Its name.
    pub name: String,
    /// Exports of contacts, relative to the root.
    pub contacts: Vec<PathBuf>,
    /// Exports of configurations, relative to the root.
    pub configurations: Vec<PathBuf>,
}

/// What to do with groups that Entra Connect brings in (FEATURES.md S7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnPremisesChoice {
    /// Ask, once, before they come in.
    #[default]
    Ask,
    /// Take them.
    Include,
    /// Leave them out.
    Exclude,
}

/// How members of dynamic groups are kept (FEATURES.md C14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DynamicMembers {
    /// All of them.
    #[default]
    Full,
    /// Their number.
    Count,
    /// Not at all.
    None,
}

/// An Entra directory: `[[tenant]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantSettings {
    /// Its key: the folder below `snapshot/`.
    pub key: TenantKey,
    /// The directory's id.
    pub id: TenantId,
    /// The organization it belongs to.
    pub organization: OrgKey,
    /// The connection that reads it.
    pub connection: String,
    /// Whether it is read.
    pub enabled: bool,
    /// Whether Microsoft 365 groups are read.
    pub microsoft_365_groups: bool,
    /// Whether security groups are read.
    pub security_groups: bool,
    /// What to do with groups from Active Directory.
    pub on_premises: OnPremisesChoice,
    /// Which groups are documented, by name or id.
    pub filter: NameFilter,
    /// Further kinds: mail-enabled security groups, distribution lists.
    pub kinds: Vec<GroupKind>,
    /// Whether the directory's audit log is read.
    pub audit_log: bool,
    /// How members of dynamic groups are kept.
    pub dynamic_members: DynamicMembers,
}

impl TenantSettings {
    /// Returns whether groups of this kind are documented for the tenant (FEATURES.md S5, S6, S12).
    pub fn documents_kind(&self, kind: GroupKind) -> bool {
        match kind {
            GroupKind::Microsoft365 => self.microsoft_365_groups,
            GroupKind::Security => self.security_groups,
            GroupKind::MailEnabledSecurity | GroupKind::Distribution => {
                self.security_groups && self.kinds.contains(&kind)
            }
            GroupKind::Other => false,
        }
    }
}

/// The columns of a list, by key (FEATURES.md 3).
pub type Columns = Vec<String>;

/// The settings of one type of groups: `[types.security_groups]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeSettings {
    /// The icon's name in the theme.
    pub icon: String,
    /// Whether the menu entry is left out; pages stay.
    pub hidden: bool,
    /// The section of the menu.
    pub section: String,
    /// The place within the section.
    pub order: i64,
    /// The columns of the list, `actions` always last.
    pub columns: Columns,
    /// All columns that readers can choose, `actions` always last (FEATURES.md L13).
    pub choices: Columns,
    /// Custom fields in the order of the file.
    pub fields: Vec<CustomField>,
}

/// Both types of groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Types {
    /// Microsoft 365 groups.
    pub microsoft_365_groups: TypeSettings,
    /// Security groups.
    pub security_groups: TypeSettings,
}

/// The kind of a custom field (FEATURES.md A3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the kinds are explained by the row A3")]
pub enum FieldKind {
    Text,
    Textbox,
    Number,
    Percent,
    Date,
    Checkbox,
    Select,
    Header,
    Tag,
    Upload,
}

/// A custom field of a type of groups.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomField {
    /// The label.
    pub name: String,
    /// The key in overlays.
    pub key: String,
    /// The kind of value.
    pub kind: FieldKind,
    /// Whether a value is asked for.
    #[serde(default)]
    pub required: bool,
    /// A hint for whoever fills it in.
    #[serde(default)]
    pub hint: Option<String>,
    /// The value when none is set.
    #[serde(default)]
    pub default: Option<String>,
    /// Whether the lists may show it.
    #[serde(default)]
    pub show_in_list: bool,
    /// The choices of a `select`.
    #[serde(default)]
    pub options: Vec<String>,
}

/// The order of the matching rules: `[match]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MatchOrder {
    /// Rules from person to contact.
    pub contacts: Vec<String>,
    /// Rules from device to configuration.
    pub configurations: Vec<String>,
}

impl Default for MatchOrder {
    fn default() -> Self {
        let own = |names: [&str; 3]| names.map(str::to_owned).to_vec();
        Self {
            contacts: own(["alias", "username", "full_name"]),
            configurations: own(["device_id", "name", "hostname"]),
        }
    }
}

/// The mass-change guard: `[guard]`, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guard {
    /// The share of groups that may go in one run.
    pub max_removed_groups: f64,
    /// The share of memberships that may go in one run.
    pub max_removed_members: f64,
}

/// How the exports of one kind are read: `[exports.contacts]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportSettings {
    /// The preset; without it the header decides.
    pub format: Option<String>,
    /// Field to header names, in order of preference.
    pub columns: BTreeMap<String, Vec<String>>,
}

/// How exports are read: `[exports.*]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exports {
    /// Exports of contacts.
    pub contacts: ExportSettings,
    /// Exports of configurations.
    pub configurations: ExportSettings,
    /// Other names and ids of organizations, by key.
    pub organizations: BTreeMap<String, Vec<String>>,
}

/// Link templates: `[links]`. None is set by default but `entra`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Links {
    /// Where an overlay is edited; `{path}` is its path below the root.
    pub edit: Option<String>,
    /// A group in the admin centre; `{portal}`, `{tenant}` and `{id}` are filled in.
    pub entra: Option<String>,
    /// Help for readers.
    pub help: Option<String>,
    /// Feedback of readers.
    pub feedback: Option<String>,
}

/// Menu sections: `[sidebar]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sidebar {
    /// Sections in order; absent ones follow in their default order.
    pub sections: Vec<String>,
}

/// What is shown of guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GuestsShown {
    /// Names and mail addresses.
    #[default]
    Show,
    /// Their number.
    Count,
    /// Nothing.
    Hide,
}

/// Privacy switches: `[privacy]` (SAFETY.md 9).
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// Further fields of people that are read and kept.
    pub user_fields: Vec<String>,
    /// What is shown of guests.
    pub guests: GuestsShown,
    /// Ids of groups whose hidden membership is read and kept.
    pub hidden_membership: Vec<String>,
}

/// How much history is shown: `[history]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct History {
    /// Days of the journal that are shown; absent = all.
    pub keep_days: Option<u32>,
}
