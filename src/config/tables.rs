//! Checks of single tables: organizations, tenants, runbooks, types, matching.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use toml::Spanned;

use super::check::Check;
use super::connection::Connection;
use super::document::{RUNBOOK_SECTIONS, Runbook};
use super::error::ConfigError;
use super::filter::NameFilter;
use super::raw::{RawOrganization, RawTenant, RawType};
use super::settings::{MatchOrder, Organization, TenantSettings, TypeSettings};
use crate::model::{GroupKind, OrgKey};

/// The columns of a security list, all in their default order (FEATURES.md 3).
pub(super) const SECURITY_COLUMNS: [&str; 12] = [
    "name",
    "nested_groups",
    "members_matched",
    "members_unmatched",
    "devices_matched",
    "devices_unmatched",
    "domain",
    "description",
    "membership_type",
    "sync_status",
    "updated",
    "actions",
];

/// The columns of a Microsoft 365 list.
pub(super) const MICROSOFT_365_COLUMNS: [&str; 9] = [
    "name",
    "members_matched",
    "members_unmatched",
    "email",
    "domain",
    "description",
    "membership_type",
    "sync_status",
    "updated",
];

/// Columns that either list may show, off by default.
const OPTIONAL_COLUMNS: [&str; 7] = [
    "owners",
    "effective_members",
    "guests",
    "created",
    "visibility",
    "kind",
    "licences",
];

impl Check<'_> {
    pub(super) fn organizations(
        &self,
        raw: Vec<RawOrganization>,
    ) -> Result<Vec<Organization>, ConfigError> {
        /// Names of files and folders that stand beside the organizations' folders in the output.
        const RESERVED: [&str; 4] = ["assets", "search", "page", "pages"];
        let mut seen = BTreeSet::new();
        let mut organizations = Vec::new();
        for organization in raw {
            let span = organization.key.span();
            let key = organization.key.into_inner();
            if RESERVED.contains(&key.as_str()) {
                return Err(self.wrong(
                    span,
                    format!("`{key}` cannot be the key of an organization"),
                    Some("the site has a folder of that name: choose another key".into()),
                ));
            }
            if !seen.insert(key.clone()) {
                return Err(self.wrong(span, format!("organization `{key}` is there twice"), None));
            }
            let paths = |paths: Vec<Spanned<PathBuf>>| {
                paths
                    .iter()
                    .map(|path| self.below_root(path))
                    .collect::<Result<Vec<_>, _>>()
            };
            organizations.push(Organization {
                name: organization.name,
                contacts: paths(organization.contacts)?,
                configurations: paths(organization.configurations)?,
                key,
            });
        }
        Ok(organizations)
    }

    pub(super) fn tenants(
        &self,
        raw: Vec<RawTenant>,
        organizations: &[Organization],
        connections: &BTreeMap<String, Connection>,
    ) -> Result<Vec<TenantSettings>, ConfigError> {
        let mut tenants: Vec<TenantSettings> = Vec::new();
        for tenant in raw {
            let span = tenant.key.span();
            let key = tenant.key.into_inner();
            let Some(organization) = tenant.organization else {
                return Err(self.wrong(
                    span,
                    format!("tenant `{key}` has no `organization`"),
                    Some(
                        match organizations
                            .iter()
                            .find(|it| it.key.as_str() == key.as_str())
                        {
                            Some(same) => format!("add `organization = \"{}\"`", same.key),
                            None => "add `organization = \"…\"`, the key of an `[[organization]]`"
                                .into(),
                        },
                    ),
                ));
            };
            let known = organizations.iter().map(|it| it.key.as_str());
            self.one_of(
                "organization",
                organization.span(),
                organization.get_ref().as_str(),
                known,
            )?;
            let known = connections.keys().map(String::as_str);
            self.one_of(
                "connection",
                tenant.connection.span(),
                tenant.connection.get_ref(),
                known,
            )?;
            if tenants.iter().any(|other| other.key == key) {
                return Err(self.wrong(span, format!("tenant `{key}` is there twice"), None));
            }
            let id = *tenant.id.get_ref();
            if let Some(other) = tenants.iter().find(|other| other.id == id) {
                return Err(self.wrong(
                    tenant.id.span(),
                    format!("tenant `{key}` has the id of tenant `{}`", other.key),
                    None,
                ));
            }
            for kind in &tenant.kinds {
                if !matches!(
                    kind.get_ref(),
                    GroupKind::MailEnabledSecurity | GroupKind::Distribution
                ) {
                    return Err(self.wrong(
                        kind.span(),
                        format!("`{}` is no further kind of groups", kind.get_ref().key()),
                        Some("`kinds` takes `mail_enabled_security` and `distribution`".into()),
                    ));
                }
            }
            tenants.push(TenantSettings {
                key,
                id,
                organization: organization.into_inner(),
                connection: tenant.connection.into_inner(),
                enabled: tenant.enabled,
                microsoft_365_groups: tenant.microsoft_365_groups,
                security_groups: tenant.security_groups,
                on_premises: tenant.on_premises,
                filter: NameFilter {
                    include: tenant.include,
                    exclude: tenant.exclude,
                },
                kinds: tenant.kinds.into_iter().map(Spanned::into_inner).collect(),
                audit_log: tenant.audit_log,
                dynamic_members: tenant.dynamic_members,
            });
        }
        Ok(tenants)
    }

    pub(super) fn runbook(
        &self,
        runbook: Spanned<Runbook>,
        organizations: &[Organization],
    ) -> Result<Runbook, ConfigError> {
        let span = runbook.span();
        let runbook = runbook.into_inner();
        if runbook.name.parse::<OrgKey>().is_err() {
            return Err(self.wrong(
                span,
                format!("`{}` cannot be the name of a runbook", runbook.name),
                Some("use 1 to 40 of `a-z`, `0-9` and `-`: the name is a folder's".into()),
            ));
        }
        let known = organizations.iter().map(|it| it.key.as_str());
        self.one_of(
            "organization",
            span.clone(),
            runbook.organization.as_str(),
            known,
        )?;
        for section in &runbook.sections {
            self.one_of(
                "section",
                span.clone(),
                section,
                RUNBOOK_SECTIONS.into_iter(),
            )?;
        }
        Ok(runbook)
    }

    pub(super) fn type_settings(
        &self,
        raw: RawType,
        icon: &str,
        order: i64,
        columns: &[&str],
    ) -> Result<TypeSettings, ConfigError> {
        let custom = raw.fields.iter().filter(|field| field.show_in_list);
        let known: Vec<&str> = columns
            .iter()
            .copied()
            .chain(OPTIONAL_COLUMNS)
            .chain(custom.map(|field| field.key.as_str()))
            .collect();
        let chosen: Vec<String> = match raw.columns {
            None => columns.iter().map(|&name| name.to_owned()).collect(),
            Some(chosen) => {
                let mut names: Vec<String> = Vec::new();
                for column in &chosen {
                    self.one_of(
                        "column",
                        column.span(),
                        column.get_ref(),
                        known.iter().copied(),
                    )?;
                    if column.get_ref() != "actions" && !names.contains(column.get_ref()) {
                        names.push(column.get_ref().clone());
                    }
                }
                names.push("actions".to_owned());
                names
            }
        };
        Ok(TypeSettings {
            icon: raw.icon.unwrap_or_else(|| icon.to_owned()),
            hidden: raw.hidden,
            section: raw.section.unwrap_or_else(|| "Apps & Services".to_owned()),
            order: raw.order.unwrap_or(order),
            choices: choices(&chosen, &known),
            columns: chosen,
            fields: raw.fields,
        })
    }

    pub(super) fn match_order(
        &self,
        order: Option<Spanned<MatchOrder>>,
    ) -> Result<MatchOrder, ConfigError> {
        let Some(order) = order else {
            return Ok(MatchOrder::default());
        };
        let span = order.span();
        let order = order.into_inner();
        for rule in &order.contacts {
            let known = ["alias", "username", "full_name"];
            self.one_of("rule", span.clone(), rule, known.into_iter())?;
        }
        for rule in &order.configurations {
            let known = ["device_id", "name", "hostname", "serial"];
            self.one_of("rule", span.clone(), rule, known.into_iter())?;
        }
        Ok(order)
    }
}

/// Returns the columns that are shown, then those that can be, then `actions`.
fn choices(shown: &[String], known: &[&str]) -> Vec<String> {
    let others = known.iter().copied();
    let mut choices: Vec<String> = Vec::new();
    for key in shown.iter().map(String::as_str).chain(others) {
        if key != "actions" && !choices.iter().any(|it| it == key) {
            choices.push(key.to_owned());
        }
    }
    choices.push("actions".to_owned());
    choices
}
