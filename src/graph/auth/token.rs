//! The access token of a tenant: asked for, kept in memory, renewed before it ends.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};
use tokio::time::Instant;

use super::claims::Claims;
use super::{Credential, SecretSource};
use crate::files::Secrets;
use crate::graph::client::{Ask, Client, Service};
use crate::graph::error::GraphError;

/// A token is renewed when less than this remains: a page of a slow server fits well into it.
const MARGIN: Duration = Duration::from_secs(300);

/// The type of assertion that certificates and federated tokens are.
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What the demo directory takes for a secret.
const DEMO_SECRET: &str = "demo";

/// An access token with what it says of itself.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Token {
    pub(in crate::graph) secret: SecretString,
    pub(in crate::graph) claims: Claims,
    pub(super) renew_at: Option<Instant>,
    /// Gives the next token without asking a person again; of device codes only.
    pub(super) refresh: Option<SecretString>,
}

impl Token {
    pub(super) fn given(secret: SecretString) -> Self {
        Self {
            claims: Claims::of(&secret),
            secret,
            renew_at: None,
            refresh: None,
        }
    }

    pub(super) fn lasting(secret: SecretString, lifetime: Duration) -> Self {
        // Of a short-lived token half its life is used, or it would be asked for all the time.
        let margin = MARGIN.min(lifetime / 2);
        Self {
            renew_at: Some(Instant::now() + (lifetime - margin)),
            ..Self::given(secret)
        }
    }

    fn is_fresh(&self) -> bool {
        self.renew_at.is_none_or(|time| time > Instant::now())
    }
}

/// The token of a tenant, when there is one.
#[derive(Debug, Default)]
pub(in crate::graph) struct TokenStore {
    kept: tokio::sync::Mutex<Option<Token>>,
    /// Everything secret that passed here, so that no file will hold it.
    known: std::sync::Mutex<Secrets>,
}

impl TokenStore {
    fn note(&self, secret: &SecretString) {
        self.lock().add(secret.expose_secret());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Secrets> {
        self.known
            .lock()
            .expect("no thread panics while it holds the secrets")
    }
}

/// A number that some endpoints write as text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seconds(pub(super) u64);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(f64),
            Text(String),
        }
        let seconds = match Either::deserialize(deserializer)? {
            Either::Number(number) => number,
            Either::Text(text) => text.trim().parse().map_err(serde::de::Error::custom)?,
        };
        // A year is longer than any token lives, and far from any overflow.
        Ok(Self(seconds.clamp(0.0, 31_536_000.0) as u64))
    }
}

/// A good answer of a token endpoint.
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    access_token: String,
    #[serde(default = "an_hour")]
    expires_in: Seconds,
    #[serde(default)]
    refresh_token: Option<String>,
}

fn an_hour() -> Seconds {
    Seconds(3600)
}

impl TokenAnswer {
    pub(super) fn token(self) -> Token {
        let lifetime = Duration::from_secs(self.expires_in.0);
        Token {
            refresh: self.refresh_token.map(SecretString::from),
            ..Token::lasting(SecretString::from(self.access_token), lifetime)
        }
    }
}

impl Client {
    /// Returns a token that is good for some minutes more.
    pub(in crate::graph) async fn token(&self) -> Result<Token, GraphError> {
        let mut kept = self.tokens.kept.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| token.is_fresh()) {
            return Ok(token.clone());
        }
        let refresh = kept.take().and_then(|token| token.refresh);
        let token = self.sign_in(refresh).await?;
        self.tokens.note(&token.secret);
        *kept = Some(token.clone());
        Ok(token)
    }

    /// Returns the secrets that were used so far: no file may hold one of them (SAFETY.md 8).
    pub fn secrets(&self) -> Secrets {
        self.tokens.lock().clone()
    }

    /// Forgets a token that the server did not take, unless another call renewed it already.
    pub(in crate::graph) async fn forget_token(&self, refused: &SecretString) {
        let mut kept = self.tokens.kept.lock().await;
        let same = kept
            .as_ref()
            .is_some_and(|token| token.secret.expose_secret() == refused.expose_secret());
        if let Some(token) = kept.as_mut().filter(|_| same) {
            token.renew_at = Some(Instant::now());
        }
    }

    async fn sign_in(&self, refresh: Option<SecretString>) -> Result<Token, GraphError> {
        match &self.options.credential {
            Credential::AccessToken(source) => Ok(Token::given(self.read_secret(source)?)),
            Credential::ClientSecret(source) => {
                let secret = self.read_secret(source)?;
                self.with_secret(secret.expose_secret()).await
            }
            Credential::Demo => self.with_secret(DEMO_SECRET).await,
            Credential::ManagedIdentity => self.machine_token().await,
            Credential::AzureCli => self.command_line_token().await,
            Credential::DeviceCode => self.device_token(refresh).await,
            Credential::Certificate { key, certificate } => {
                let assertion = self.signed_assertion(key, certificate)?;
                self.with_assertion(&assertion).await
            }
            Credential::GithubOidc
            | Credential::AzureDevopsOidc(_)
            | Credential::GitlabOidc(_)
            | Credential::FederatedFile(_) => {
                let assertion = self.federated_assertion().await?;
                self.with_assertion(&assertion).await
            }
        }
    }

    pub(super) fn read_secret(&self, source: &SecretSource) -> Result<SecretString, GraphError> {
        let secret = source
            .read(&self.options.environment)
            .map_err(|kind| self.sign_in_error(kind))?;
        self.tokens.note(&secret);
        Ok(secret)
    }

    async fn with_secret(&self, secret: &str) -> Result<Token, GraphError> {
        self.client_credentials(&[("client_secret", secret)]).await
    }

    async fn with_assertion(&self, assertion: &SecretString) -> Result<Token, GraphError> {
        self.tokens.note(assertion);
        self.client_credentials(&[
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion.expose_secret()),
        ])
        .await
    }

    async fn client_credentials(&self, proof: &[(&str, &str)]) -> Result<Token, GraphError> {
        let scope = self.scope();
        let client_id = self.client_id()?;
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_id", client_id.as_str()),
            ("scope", scope.as_str()),
        ];
        form.extend_from_slice(proof);
        self.post_form("/oauth2/v2.0/token", &form)
            .await
            .map(TokenAnswer::token)
    }

    /// Posts a form to the tenant's sign-in address.
    pub(super) async fn post_form<T: serde::de::DeserializeOwned + Send>(
        &self,
        path: &str,
        form: &[(&str, &str)],
    ) -> Result<T, GraphError> {
        let path = format!("/{}{path}", self.options.tenant_id);
        let url = self.options.login.at(&path, None);
        let ask = Ask {
            what: "sign in",
            url: &url,
            service: Service::SignIn,
        };
        self.call(ask, |http| http.post(url.clone()).form(form))
            .await
    }

    pub(super) fn scope(&self) -> String {
        format!("{}/.default", self.options.graph.text())
    }

    pub(super) fn client_id(&self) -> Result<String, GraphError> {
        match (&self.options.client_id, &self.options.credential) {
            (Some(id), _) => Ok(id.clone()),
            (None, Credential::Demo) => Ok(DEMO_SECRET.to_owned()),
            (None, Credential::FederatedFile(_)) => self
                .options
                .environment
                .var("AZURE_CLIENT_ID")
                .ok_or_else(|| self.no_client_id()),
            _ => Err(self.no_client_id()),
        }
    }

    fn no_client_id(&self) -> GraphError {
        self.sign_in_error(super::credential("the connection has no `client_id`"))
    }
}
