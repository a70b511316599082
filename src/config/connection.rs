//! Connections: how the app registration signs in, and to which cloud.

use serde::Deserialize;

/// How a connection signs in (CONTRACT.md 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// A client secret from the environment or a file.
    ClientSecret,
    /// A certificate with its private key.
    Certificate,
    /// The token of a GitHub Actions job.
    GithubOidc,
    /// The token of an Azure DevOps job.
    AzureDevopsOidc,
    /// The token of a GitLab job.
    GitlabOidc,
    /// A token in a file that something else keeps fresh.
    FederatedFile,
    /// The identity of the machine.
    ManagedIdentity,
    /// A person who types a code in a browser.
    DeviceCode,
    /// The signed-in Azure command line.
    AzureCli,
    /// A token that was given.
    AccessToken,
    /// The built-in demo directory.
    Demo,
}

/// The national cloud of a connection (GRAPH.md 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cloud {
    /// The public cloud, GCC included.
    #[default]
    Global,
    /// US government, GCC High.
    Usgov,
    /// US Department of Defense.
    UsgovDod,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// Returns the base of sign-in addresses.
    pub const fn login(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::Usgov | Self::UsgovDod => "https://login.microsoftonline.us",
            Self::China => "https://login.partner.microsoftonline.cn",
        }
    }

    /// Returns the base of Graph addresses.
    pub const fn graph(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::Usgov => "https://graph.microsoft.us",
            Self::UsgovDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Returns the base of the admin centre's addresses.
    pub const fn portal(self) -> &'static str {
        match self {
            Self::Global => "https://entra.microsoft.com",
            Self::Usgov | Self::UsgovDod => "https://entra.microsoft.us",
            Self::China => "https://portal.azure.cn",
        }
    }
}

/// An app registration that reads tenants: `[connection.<key>]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// The name that is shown beside the sync status; the key when absent.
    #[serde(default)]
    pub name: Option<String>,
    /// How it signs in.
    pub auth: Auth,
    /// The app's id.
    #[serde(default)]
    pub client_id: Option<String>,
    /// The NAME of the environment variable that holds the secret, token or private key.
    #[serde(default)]
    pub secret_env: Option<String>,
    /// A file that holds the secret, token, or the private key in PEM form.
    #[serde(default)]
    pub secret_file: Option<String>,
    /// A file that holds the certificate in PEM form (`auth = "certificate"`).
    #[serde(default)]
    pub certificate_file: Option<String>,
    /// The id of the service connection (`auth = "azure_devops_oidc"`).
    #[serde(default)]
    pub service_connection_id: Option<String>,
    /// The cloud.
    #[serde(default)]
    pub cloud: Cloud,
    /// The point in time that the demo directory shows (`auth = "demo"`); the last by default.
    #[serde(default)]
    pub state: Option<u32>,
}
