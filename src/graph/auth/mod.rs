//! Signing in: each way ends in an access token that is kept in memory only.

mod certificate;
mod claims;
mod device;
mod federated;
mod machine;
mod token;

use std::path::PathBuf;

use secrecy::SecretString;

use super::Environment;
use super::error::GraphErrorKind;
use crate::files;

pub use claims::Claims;
pub use device::DevicePrompt;
pub(super) use token::TokenStore;

/// The largest secret, key or token file that is read; real ones have a few kilobytes.
const LARGEST_SECRET: u64 = 64 << 10;

/// Where a secret stands: never in a flag, never in `site.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// The environment variable of this name.
    Variable(String),
    /// This file.
    File(PathBuf),
}

impl SecretSource {
    /// Reads the secret.
    pub(super) fn read(&self, environment: &Environment) -> Result<SecretString, GraphErrorKind> {
        match self {
            Self::Variable(name) => environment
                .secret(name)
                .ok_or_else(|| credential(format!("the environment variable `{name}` is not set"))),
            Self::File(path) => {
                let bytes = files::read_limited(path, LARGEST_SECRET)
                    .map_err(|error| credential(error.to_string()))?;
                let text = String::from_utf8(bytes)
                    .map_err(|_| credential(format!("`{}` is not text", path.display())))?;
                match text.trim() {
                    "" => Err(credential(format!("`{}` is empty", path.display()))),
                    text => Ok(SecretString::from(text.to_owned())),
                }
            }
        }
    }
}

/// How an app proves who it is (GRAPH.md 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// A client secret.
    ClientSecret(SecretSource),
    /// A certificate, both parts in PEM form.
    Certificate {
        /// The private key.
        key: SecretSource,
        /// The certificate.
        certificate: PathBuf,
    },
    /// The token of a GitHub Actions job.
    GithubOidc,
    /// The token of an Azure DevOps job, for this service connection.
    AzureDevopsOidc(String),
    /// The token of a GitLab job, in this place.
    GitlabOidc(SecretSource),
    /// A token in a file that something else keeps fresh; `AZURE_FEDERATED_TOKEN_FILE` by default.
    FederatedFile(Option<PathBuf>),
    /// The identity of the machine.
    ManagedIdentity,
    /// A person who types a code in a browser.
    DeviceCode,
    /// The signed-in Azure command line.
    AzureCli,
    /// A token that was given.
    AccessToken(SecretSource),
    /// The built-in demo directory: the same request, with a word that is no secret.
    Demo,
}

impl Credential {
    /// Returns whether asking again gives a new token.
    pub(super) fn is_renewable(&self) -> bool {
        !matches!(self, Self::AccessToken(_))
    }
}

pub(super) fn credential(message: impl Into<String>) -> GraphErrorKind {
    GraphErrorKind::Credential {
        message: message.into(),
    }
}
