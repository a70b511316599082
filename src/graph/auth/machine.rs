//! Tokens that the surroundings hand out: the identity of a machine, the Azure command line.

use std::process::Stdio;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use super::credential;
use super::token::{Seconds, Token};
use crate::graph::base::Base;
use crate::graph::client::{Ask, Client, Service};
use crate::graph::error::GraphError;
use crate::graph::redact;

/// Where a virtual machine asks for its own tokens; it never leaves the host.
const MACHINE_HOST: &str = "http://169.254.169.254";

/// The path of the token there.
const MACHINE_PATH: &str = "/metadata/identity/oauth2/token";

/// Puts a service of this machine in the place of that host, for tests.
const MACHINE_URL: &str = "ROSTERBOOK_METADATA_URL";

/// The command line starts an interpreter of its own.
const COMMAND_TIME: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
struct MachineAnswer {
    access_token: String,
    #[serde(default)]
    expires_in: Option<Seconds>,
    #[serde(default)]
    expires_on: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct CommandAnswer {
    #[serde(rename = "accessToken")]
    access_token: String,
    #[serde(default)]
    expires_on: Option<serde_json::Value>,
}

impl Client {
    pub(super) async fn machine_token(&self) -> Result<Token, GraphError> {
        let environment = &self.options.environment;
        let hosted = environment.var("IDENTITY_ENDPOINT").is_some();
        let mut url = if hosted {
            let text = self.needed("IDENTITY_ENDPOINT")?;
            // The address is one of the host's own network, `http` by design.
            Url::parse(&text)
                .map_err(|_| self.sign_in_error(credential("`IDENTITY_ENDPOINT` is no address")))?
        } else {
            self.machine_url()?
        };
        let version = if hosted { "2019-08-01" } else { "2018-02-01" };
        url.query_pairs_mut()
            .append_pair("api-version", version)
            .append_pair("resource", &self.options.graph.text());
        if let Some(id) = &self.options.client_id {
            url.query_pairs_mut().append_pair("client_id", id);
        }
        let header = hosted
            .then(|| self.needed_secret("IDENTITY_HEADER"))
            .transpose()?;
        let ask = Ask {
            what: "get the machine's token",
            url: &url,
            service: Service::Machine,
        };
        let answer: MachineAnswer = self
            .call(ask, |http| {
                let request = http.get(url.clone());
                match &header {
                    Some(secret) => request.header("X-IDENTITY-HEADER", secret.expose_secret()),
                    None => request.header("Metadata", "true"),
                }
            })
            .await?;
        let lifetime = match answer.expires_in {
            Some(seconds) => Duration::from_secs(seconds.0),
            None => lifetime(answer.expires_on.as_ref()),
        };
        let secret = SecretString::from(answer.access_token);
        Ok(Token::lasting(secret, lifetime))
    }

    fn machine_url(&self) -> Result<Url, GraphError> {
        let Some(text) = self.options.environment.var(MACHINE_URL) else {
            let url = Url::parse(MACHINE_HOST).expect("the address is well-formed");
            return Ok(url.join(MACHINE_PATH).expect("the path is well-formed"));
        };
        let base = Base::parse(&text).ok().filter(Base::is_loopback);
        let base = base.ok_or_else(|| {
            self.sign_in_error(credential(format!(
                "`{MACHINE_URL}` is not an address of this machine"
            )))
        })?;
        Ok(base.at(MACHINE_PATH, None))
    }

    pub(super) async fn command_line_token(&self) -> Result<Token, GraphError> {
        let program = if cfg!(windows) { "az.cmd" } else { "az" };
        let tenant_id = self.options.tenant_id.to_string();
        let resource = self.options.graph.text();
        let command = tokio::process::Command::new(program)
            .args(["account", "get-access-token", "--resource", &resource])
            .args(["--tenant", &tenant_id, "-o", "json"])
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let fail = |message: String| self.sign_in_error(credential(message));
        let output = tokio::time::timeout(COMMAND_TIME, command)
            .await
            .map_err(|_| fail(format!("`{program}` did not answer in time")))?
            .map_err(|error| fail(format!("cannot start `{program}`: {error}")))?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            let line = words.lines().find(|line| !line.trim().is_empty());
            return Err(fail(format!(
                "`{program}` failed: {}",
                redact(line.unwrap_or("without a word"))
            )));
        }
        let answer: CommandAnswer = serde_json::from_slice(&output.stdout)
            .map_err(|_| fail(format!("`{program}` did not print a token")))?;
        let lifetime = lifetime(answer.expires_on.as_ref());
        Ok(Token::lasting(
            SecretString::from(answer.access_token),
            lifetime,
        ))
    }
}

/// Turns Unix seconds, a number or text, into the time that remains.
fn lifetime(expires_on: Option<&serde_json::Value>) -> Duration {
    /// What is taken when the answer does not say: the shortest life that was ever seen.
    const SHORTEST: Duration = Duration::from_secs(600);
    let seconds = expires_on.and_then(|value| match value {
        serde_json::Value::Number(number) => number.as_i64(),
        serde_json::Value::String(text) => text.trim().parse().ok(),
        _ => None,
    });
    match seconds {
        Some(seconds) => {
            let remains = seconds.saturating_sub(Timestamp::now().as_second());
            Duration::from_secs(u64::try_from(remains).unwrap_or(0).min(86_400))
        }
        None => SHORTEST,
    }
}
