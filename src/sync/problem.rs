//! What can stop a sync, or one tenant of it, as data.

use crate::files::{FileError, LockError};
use crate::graph::{AuthorityError, BaseError, GraphError};
use crate::model::{GroupId, SyncOutcome, TenantId, TenantKey};
use crate::snapshot::SnapshotError;

pub use super::guard::Refusal;

/// Why no tenant was read at all.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// Another run is at work.
    #[error(transparent)]
    Locked(#[from] LockError),
    /// A file of the run itself could not be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The snapshot as a whole cannot be used.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// The file of further authorities cannot be used.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// There is no such organization.
    #[error("there is no organization `{name}`")]
    UnknownOrganization {
        /// What was asked for.
        name: String,
        /// The keys that exist.
        known: Vec<String>,
    },
    /// The snapshot of a tenant belongs to another directory than `site.toml` says.
    #[error("tenant `{tenant}` is `{configured}` in `site.toml`, its snapshot is of `{kept}`")]
    OtherTenant {
        /// The tenant.
        tenant: TenantKey,
        /// The id in `site.toml`.
        configured: TenantId,
        /// The id in `tenant.json`.
        kept: TenantId,
    },
    /// The snapshot has a folder that `site.toml` does not name.
    #[error("`snapshot/{tenant}` has no `[[tenant]]` in `site.toml`")]
    UnknownFolder {
        /// The folder.
        tenant: TenantKey,
    },
}

/// What went wrong in one tenant.
#[derive(Debug, thiserror::Error)]
pub enum TenantProblem {
    /// The directory could not be read.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The tenant's snapshot cannot be used.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// An address cannot be used.
    #[error(transparent)]
    Base(#[from] BaseError),
    /// The connection lacks something.
    #[error("connection `{connection}`: {message}")]
    Connection {
        /// The connection.
        connection: String,
        /// What is so.
        message: String,
    },
    /// Another directory answered.
    #[error("tenant `{tenant}`: the directory `{found}` answered instead of `{expected}`")]
    OtherDirectory {
        /// The tenant.
        tenant: TenantKey,
        /// The id in `site.toml`.
        expected: TenantId,
        /// The id of the answer.
        found: TenantId,
    },
    /// The mass-change guard refused.
    #[error(
        "tenant `{tenant}`: refused: {} of {} groups and {} of {} memberships would go{}",
        refusal.groups, refusal.known_groups, refusal.members, refusal.known_members,
        empty(&refusal.empty_streams)
    )]
    Refused {
        /// The tenant.
        tenant: TenantKey,
        /// What would go.
        refusal: Refusal,
    },
    /// Groups from Active Directory wait for an answer.
    #[error(
        "tenant `{tenant}`: {count} groups come from Active Directory, first {}",
        list(names)
    )]
    OnPremisesUnconfirmed {
        /// The tenant.
        tenant: TenantKey,
        /// How many.
        count: usize,
        /// The first names.
        names: Vec<String>,
    },
    /// A stream may not be read: its old data stays.
    #[error("tenant `{tenant}`: `{stream}` kept its old data: {error}")]
    Denied {
        /// The tenant.
        tenant: TenantKey,
        /// The stream.
        stream: &'static str,
        /// What the directory said.
        error: GraphError,
    },
    /// A group that is no longer frozen may not be read: its old data stays.
    #[error("tenant `{tenant}`: group `{group}` kept its old data: {error}")]
    DeniedGroup {
        /// The tenant.
        tenant: TenantKey,
        /// The group.
        group: GroupId,
        /// What the directory said.
        error: GraphError,
    },
    /// Members came without their properties: what was known of them stays.
    #[error(
        "tenant `{tenant}`: {people} people, {devices} devices and {groups} groups came without their properties"
    )]
    Limited {
        /// The tenant.
        tenant: TenantKey,
        /// People.
        people: usize,
        /// Devices.
        devices: usize,
        /// Groups.
        groups: usize,
    },
    /// A task of the run broke down.
    #[error("tenant `{tenant}`: the run broke down: {message}")]
    Broken {
        /// The tenant.
        tenant: TenantKey,
        /// What is known.
        message: String,
    },
}

fn empty(streams: &[&str]) -> String {
    match streams {
        [] => String::new(),
        streams => format!(", and nothing came for {}", streams.join(", ")),
    }
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

impl TenantProblem {
    /// Returns how a tenant with this problem ended.
    pub fn outcome(&self) -> SyncOutcome {
        match self {
            Self::Refused { .. } => SyncOutcome::Refused,
            Self::OnPremisesUnconfirmed { .. }
            | Self::Denied { .. }
            | Self::DeniedGroup { .. }
            | Self::Limited { .. } => SyncOutcome::Partial,
            _ => SyncOutcome::Failed,
        }
    }

    /// Returns whether an administrator of the tenant has to consent before it works.
    pub fn needs_consent(&self) -> bool {
        match self {
            Self::Graph(error) | Self::Denied { error, .. } | Self::DeniedGroup { error, .. } => {
                error.needs_consent()
            }
            _ => false,
        }
    }

    /// Returns the one thing that a person can do, as an instruction.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Graph(error) | Self::Denied { error, .. } | Self::DeniedGroup { error, .. } => {
                error.hint()
            }
            Self::Snapshot(SnapshotError::Unmerged { .. }) => {
                Some("take one side of the merge, then sync".into())
            }
            Self::Snapshot(SnapshotError::Newer { .. }) => Some("update rosterbook".into()),
            Self::Snapshot(SnapshotError::Broken { .. }) => {
                Some("restore the file from git, or read everything anew with `sync --full`".into())
            }
            Self::OtherDirectory { .. } => {
                Some("check `id` of the tenant and the connection it uses".into())
            }
            Self::Refused { refusal, .. } => Some(format!(
                "if this is right, run `sync --allow-deletes {}`",
                refusal.deletes()
            )),
            Self::OnPremisesUnconfirmed { .. } => Some(
                "run `sync --confirm-on-premises`, or set `on_premises` of the tenant to `\"include\"` or `\"exclude\"`"
                    .into(),
            ),
            Self::Limited { .. } => Some(
                "grant `User.Read.All` and `Device.Read.All` as application permissions".into(),
            ),
            Self::File(FileError::Secret { .. }) => Some(
                "take the secret out of the name or description in Entra, and renew it: whoever reads the directory has seen it"
                    .into(),
            ),
            _ => None,
        }
    }
}
