//! Reading `site.toml`: from text with places to checked values.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::check::Check;
use super::connection::{Auth, Connection};
use super::error::ConfigError;
use super::raw::{OneOrMany, Raw, RawExport};
use super::settings::{ExportSettings, Exports, Guard, Site, Types};
use crate::files;

/// The name of the configuration file.
const FILE: &str = "site.toml";

/// Returns the folder at or above `start` that holds a `site.toml`.
///
/// # Errors
/// [`ConfigError::NoSite`] when there is none.
pub fn find_root(start: &Path) -> Result<PathBuf, ConfigError> {
    start
        .ancestors()
        .find(|folder| files::exists(&folder.join(FILE)))
        .map(Path::to_owned)
        .ok_or_else(|| ConfigError::NoSite {
            start: start.to_owned(),
        })
}

/// Reads the configuration of the site at `root`, from `site.toml` or from `file`.
///
/// # Errors
/// When the file cannot be read, or something in it is unknown or wrong.
pub fn load(root: &Path, file: Option<&Path>) -> Result<Site, ConfigError> {
    let path = file.map_or_else(|| root.join(FILE), Path::to_owned);
    let text = files::read_to_string(&path)?;
    parse(root, &path, &text)
}

/// Checks the text of a configuration file.
///
/// # Errors
/// The first thing that is unknown or wrong, with its place.
pub fn parse(root: &Path, file: &Path, text: &str) -> Result<Site, ConfigError> {
    let shown = file.strip_prefix(root).unwrap_or(file).to_owned();
    let check = Check { path: shown, text };
    let raw: Raw = toml::from_str(text).map_err(|error| check.toml_error(&error))?;
    check.site(root, file, raw)
}

impl Check<'_> {
    fn site(&self, root: &Path, file: &Path, raw: Raw) -> Result<Site, ConfigError> {
        let connections = raw
            .connection
            .into_iter()
            .map(|(key, connection)| self.connection(&key, connection).map(|it| (key, it)))
            .collect::<Result<BTreeMap<_, _>, _>>()?;
        let organizations = self.organizations(raw.organization)?;
        let tenants = self.tenants(raw.tenant, &organizations, &connections)?;
        let runbooks = raw
            .runbook
            .into_iter()
            .map(|runbook| self.runbook(runbook, &organizations))
            .collect::<Result<Vec<_>, _>>()?;
        let types = Types {
            microsoft_365_groups: self.type_settings(
                raw.types.microsoft_365_groups,
                "users",
                1,
                &[&super::tables::MICROSOFT_365_COLUMNS[..], &["actions"]].concat(),
            )?,
            security_groups: self.type_settings(
                raw.types.security_groups,
                "shield",
                2,
                &super::tables::SECURITY_COLUMNS,
            )?,
        };
        let output_dir = match raw.output_dir {
            Some(folder) => self.below_root(&folder)?,
            None => PathBuf::from("public"),
        };
        let timezone = raw.timezone.into_inner();
        Ok(Site {
            root: root.to_owned(),
            file: file.to_owned(),
            title: raw.title,
            language: raw.language,
            theme: raw.theme,
            output_dir,
            base_url: raw.base_url.trim_end_matches('/').to_owned(),
            timezone,
            stale_after: self.duration(&raw.stale_after)?,
            connections,
            organizations,
            tenants,
            types,
            audiences: raw.audience,
            runbooks,
            match_order: self.match_order(raw.match_order)?,
            guard: Guard {
                max_removed_groups: self.percent(raw.guard.max_removed_groups)?,
                max_removed_members: self.percent(raw.guard.max_removed_members)?,
            },
            exports: Exports {
                contacts: export_settings(raw.exports.contacts),
                configurations: export_settings(raw.exports.configurations),
                organizations: raw.exports.organizations,
            },
            links: raw.links,
            sidebar: raw.sidebar,
            privacy: raw.privacy,
            history: raw.history,
            health: self.health(raw.health)?,
        })
    }

    fn connection(
        &self,
        key: &str,
        connection: Spanned<Connection>,
    ) -> Result<Connection, ConfigError> {
        let span = connection.span();
        let connection = connection.into_inner();
        let needs_client = matches!(
            connection.auth,
            Auth::ClientSecret
                | Auth::Certificate
                | Auth::GithubOidc
                | Auth::AzureDevopsOidc
                | Auth::GitlabOidc
                | Auth::DeviceCode
        );
        if needs_client && connection.client_id.is_none() {
            return Err(self.wrong(
                span,
                format!("connection `{key}` has no `client_id`"),
                Some("add `client_id = \"…\"`, the application id of the app registration".into()),
            ));
        }
        Ok(connection)
    }
}

fn export_settings(raw: RawExport) -> ExportSettings {
    let columns = raw
        .columns
        .into_iter()
        .map(|(field, headers)| match headers {
            OneOrMany::One(header) => (field, vec![header]),
            OneOrMany::Many(headers) => (field, headers),
        })
        .collect();
    ExportSettings {
        format: raw.format,
        columns,
    }
}
