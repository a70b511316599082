//! From `site.toml` to a client: addresses, credential, limits.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::Semaphore;

use super::options::SyncOptions;
use super::problem::TenantProblem;
use crate::config::{Auth, Connection, Site, TenantSettings};
use crate::graph::{
    AuthorityError, Base, Client, ClientEvent, ClientOptions, Connector, Credential, SecretSource,
};

/// What all clients of a run share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) connector: Arc<Connector>,
    pub(super) permits: Arc<Semaphore>,
    pub(super) on_event: Arc<dyn Fn(ClientEvent) + Send + Sync>,
}

/// Names a PEM file with further authorities that encrypted connections may be signed by.
const CA_FILE: &str = "ROSTERBOOK_CA_FILE";

/// Makes the connections of a run, which trust the system's authorities and those of a file.
pub(super) fn connector(options: &SyncOptions) -> Result<Arc<Connector>, AuthorityError> {
    let connector = match options.environment.var(CA_FILE) {
        Some(file) => Connector::trusting(Path::new(&file))?,
        None => Connector::default(),
    };
    Ok(Arc::new(connector))
}

/// Makes the client of a tenant.
pub(super) fn client(
    site: &Site,
    options: &SyncOptions,
    tenant: &TenantSettings,
    shared: Shared,
) -> Result<Client, TenantProblem> {
    let name = &tenant.connection;
    let wrong = |message: String| TenantProblem::Connection {
        connection: name.clone(),
        message,
    };
    let connection = site
        .connections
        .get(name)
        .ok_or_else(|| wrong("there is no such connection".into()))?;
    let (graph, login) = addresses(options, connection, name).map_err(wrong)?;
    let client_options = ClientOptions {
        tenant: tenant.key.clone(),
        tenant_id: tenant.id,
        graph: Base::parse(&graph)?,
        login: Base::parse(&login)?,
        client_id: connection.client_id.clone(),
        credential: credential(site, connection).map_err(wrong)?,
        environment: options.environment.clone(),
        limits: options.limits,
        permits: shared.permits,
        on_event: shared.on_event,
    };
    Ok(Client::new(client_options, shared.connector))
}

/// Finds the addresses: those of the connection, of the run, of the environment, of the cloud.
fn addresses(
    options: &SyncOptions,
    connection: &Connection,
    name: &str,
) -> Result<(String, String), String> {
    if let Some(base) = options.bases.get(name) {
        return Ok((base.graph.clone(), base.login.clone()));
    }
    let environment = &options.environment;
    let set = |option: &Option<String>, variable: &str| {
        option.clone().or_else(|| environment.var(variable))
    };
    let graph = set(&options.graph_url, "ROSTERBOOK_GRAPH_URL");
    let login = set(&options.login_url, "ROSTERBOOK_LOGIN_URL");
    if connection.auth == Auth::Demo && (graph.is_none() || login.is_none()) {
        return Err("the demo directory is not running".into());
    }
    let login = login
        .or_else(|| match connection.auth {
            Auth::FederatedFile => environment.var("AZURE_AUTHORITY_HOST"),
            _ => None,
        })
        .unwrap_or_else(|| connection.cloud.login().to_owned());
    let graph = graph.unwrap_or_else(|| connection.cloud.graph().to_owned());
    Ok((graph, login))
}

fn credential(site: &Site, connection: &Connection) -> Result<Credential, String> {
    let given = secret(site, connection);
    let needed = |default: &str| {
        given
            .clone()
            .unwrap_or_else(|| SecretSource::Variable(default.to_owned()))
    };
    Ok(match connection.auth {
        Auth::ClientSecret => Credential::ClientSecret(needed("ROSTERBOOK_SECRET")),
        Auth::AccessToken => Credential::AccessToken(needed("ROSTERBOOK_ACCESS_TOKEN")),
        Auth::Certificate => {
            let file = connection
                .certificate_file
                .as_ref()
                .ok_or("the connection has no `certificate_file`")?;
            Credential::Certificate {
                key: needed("ROSTERBOOK_PRIVATE_KEY"),
                certificate: site.root.join(file),
            }
        }
        Auth::GithubOidc => Credential::GithubOidc,
        Auth::AzureDevopsOidc => Credential::AzureDevopsOidc(
            connection
                .service_connection_id
                .clone()
                .ok_or("the connection has no `service_connection_id`")?,
        ),
        Auth::GitlabOidc => Credential::GitlabOidc(needed("ROSTERBOOK_ID_TOKEN")),
        Auth::FederatedFile => {
            let file = connection.secret_file.as_ref();
            Credential::FederatedFile(file.map(|file| site.root.join(file)))
        }
        Auth::ManagedIdentity => Credential::ManagedIdentity,
        Auth::DeviceCode => Credential::DeviceCode,
        Auth::AzureCli => Credential::AzureCli,
        Auth::Demo => Credential::Demo,
    })
}

fn secret(site: &Site, connection: &Connection) -> Option<SecretSource> {
    match (&connection.secret_env, &connection.secret_file) {
        (Some(name), _) => Some(SecretSource::Variable(name.clone())),
        (None, Some(file)) => Some(SecretSource::File(site.root.join(file))),
        (None, None) => None,
    }
}
