//! What a caller asks of a sync, and what it may show while it runs.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;

use crate::graph::{DevicePrompt, Environment, Limits};
use crate::model::{GroupId, TenantKey};

/// Addresses that stand in for the cloud's own: both on this machine, or encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseOverride {
    /// Where Graph answers.
    pub graph: String,
    /// Where the sign-in service answers.
    pub login: String,
}

/// What a sync is to do.
#[derive(Debug, Clone)]
pub struct SyncOptions {
    /// Organizations to read, by key; empty = all.
    pub organizations: Vec<String>,
    /// Read everything anew, whatever is known.
    pub full: bool,
    /// Find out what would change, and write nothing.
    pub dry_run: bool,
    /// How many groups and memberships may go in one tenant beyond the guard.
    pub allow_deletes: Option<u64>,
    /// How many requests may be under way at once.
    pub jobs: usize,
    /// How long to wait for another run.
    pub lock_timeout: Duration,
    /// The time that the journal and the snapshot give to what is seen.
    pub now: Timestamp,
    /// The answer "yes" to the question about groups from Active Directory.
    pub confirm_on_premises: bool,
    /// Replaces the cloud's Graph address for every tenant.
    pub graph_url: Option<String>,
    /// Replaces the cloud's sign-in address for every tenant.
    pub login_url: Option<String>,
    /// Addresses by connection, for directories that the caller started.
    pub bases: BTreeMap<String, BaseOverride>,
    /// Groups that people froze, by tenant: their files stay byte for byte.
    pub frozen: BTreeMap<TenantKey, BTreeSet<GroupId>>,
    /// Where secrets come from.
    pub environment: Environment,
    /// The bounds of every client.
    pub limits: Limits,
}

impl SyncOptions {
    /// Returns the options of a plain run at this time, with the environment of the process.
    pub fn at(now: Timestamp) -> Self {
        /// Enough for the streams of two or three tenants; the service allows far more.
        const JOBS: usize = 8;
        Self {
            organizations: Vec::new(),
            full: false,
            dry_run: false,
            allow_deletes: None,
            jobs: JOBS,
            lock_timeout: Duration::ZERO,
            now,
            confirm_on_premises: false,
            graph_url: None,
            login_url: None,
            bases: BTreeMap::new(),
            frozen: BTreeMap::new(),
            environment: Environment::of_process(),
            limits: Limits::default(),
        }
    }
}

/// What happens while a sync runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// So many tenants will be read.
    Begun {
        /// The tenants.
        tenants: usize,
    },
    /// A page arrived.
    Page {
        /// The tenant.
        tenant: TenantKey,
        /// The stream.
        stream: &'static str,
        /// The pages of the stream so far.
        pages: usize,
        /// The objects on this page.
        objects: usize,
    },
    /// The server asked to wait.
    Waiting {
        /// The tenant.
        tenant: TenantKey,
        /// For how long.
        wait: Duration,
    },
    /// A person has to sign in.
    Prompt(DevicePrompt),
    /// Something worth one line: why everything is read anew, for instance.
    Notice {
        /// The tenant.
        tenant: TenantKey,
        /// What is so, in lower case, without a full stop.
        message: String,
    },
    /// A tenant is done, well or not.
    Done {
        /// The tenant.
        tenant: TenantKey,
    },
}
