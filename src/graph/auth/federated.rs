//! Tokens of other services that stand for a secret: fetched at use, never stored.

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use super::{Credential, SecretSource, credential};
use crate::graph::base::Base;
use crate::graph::client::{Ask, Client, Service};
use crate::graph::error::GraphError;

/// What every federated token must be made for (GRAPH.md 6).
const AUDIENCE: &str = "api://AzureADTokenExchange";

#[derive(Deserialize)]
struct GithubAnswer {
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DevopsAnswer {
    oidc_token: String,
}

impl Client {
    /// Fetches the token that stands for a secret.
    pub(super) async fn federated_assertion(&self) -> Result<SecretString, GraphError> {
        match &self.options.credential {
            Credential::GithubOidc => self.github_assertion().await,
            Credential::AzureDevopsOidc(id) => self.devops_assertion(id).await,
            Credential::GitlabOidc(source) => self.read_secret(source),
            Credential::FederatedFile(path) => {
                let path = match path {
                    Some(path) => path.clone(),
                    None => self.needed("AZURE_FEDERATED_TOKEN_FILE")?.into(),
                };
                self.read_secret(&SecretSource::File(path))
            }
            _ => Err(self.sign_in_error(credential("this way to sign in has no federated token"))),
        }
    }

    async fn github_assertion(&self) -> Result<SecretString, GraphError> {
        let mut url = self.service_url("ACTIONS_ID_TOKEN_REQUEST_URL")?;
        url.query_pairs_mut().append_pair("audience", AUDIENCE);
        let token = self.needed_secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN")?;
        let ask = Ask {
            what: "get the job's token",
            url: &url,
            service: Service::Other,
        };
        let answer: GithubAnswer = self
            .call(ask, |http| {
                http.get(url.clone()).bearer_auth(token.expose_secret())
            })
            .await?;
        Ok(SecretString::from(answer.value))
    }

    async fn devops_assertion(&self, connection_id: &str) -> Result<SecretString, GraphError> {
        let mut url = self.service_url("SYSTEM_OIDCREQUESTURI")?;
        url.query_pairs_mut()
            .append_pair("api-version", "7.1")
            .append_pair("serviceConnectionId", connection_id);
        let token = self.needed_secret("SYSTEM_ACCESSTOKEN")?;
        let ask = Ask {
            what: "get the job's token",
            url: &url,
            service: Service::Other,
        };
        let answer: DevopsAnswer = self
            .call(ask, |http| {
                http.post(url.clone())
                    .bearer_auth(token.expose_secret())
                    .header("Content-Type", "application/json")
                    .header("X-TFS-FedAuthRedirect", "Suppress")
                    .body("")
            })
            .await?;
        Ok(SecretString::from(answer.oidc_token))
    }

    /// Reads the address of a service of the surroundings: encrypted, or on this machine.
    pub(super) fn service_url(&self, name: &str) -> Result<Url, GraphError> {
        let text = self.needed(name)?;
        let refuse = || self.sign_in_error(credential(format!("`{name}` is no address to use")));
        let url = Url::parse(&text).map_err(|_| refuse())?;
        let mut origin = url.clone();
        origin.set_query(None);
        origin.set_fragment(None);
        Base::parse(origin.as_str()).map_err(|_| refuse())?;
        Ok(url)
    }

    pub(super) fn needed(&self, name: &str) -> Result<String, GraphError> {
        self.options.environment.var(name).ok_or_else(|| {
            self.sign_in_error(credential(format!(
                "the environment variable `{name}` is not set"
            )))
        })
    }

    pub(super) fn needed_secret(&self, name: &str) -> Result<SecretString, GraphError> {
        self.read_secret(&SecretSource::Variable(name.to_owned()))
    }
}
