//! What one tenant's sync works with.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::decide::{OnPremises, Rules};
use super::options::{Progress, SyncOptions};
use crate::config::{Site, TenantSettings};
use crate::graph::Client;
use crate::model::GroupId;
use crate::snapshot::TenantSnapshot;

/// What one tenant's sync works with.
pub(super) struct Job {
    pub(super) site: Arc<Site>,
    pub(super) options: Arc<SyncOptions>,
    pub(super) settings: TenantSettings,
    pub(super) client: Client,
    pub(super) progress: Arc<dyn Fn(Progress) + Send + Sync>,
    /// Groups that people froze.
    pub(super) frozen: BTreeSet<GroupId>,
}

impl Job {
    pub(super) fn rules<'a>(
        &'a self,
        old: Option<&TenantSnapshot>,
        frozen: &'a BTreeSet<GroupId>,
    ) -> Rules<'a> {
        Rules {
            settings: &self.settings,
            frozen,
            on_premises: OnPremises::answer(
                &self.settings,
                self.options.confirm_on_premises,
                old.map(|old| &old.tenant),
            ),
        }
    }

    /// Names what the links of the tenant are good for: the address of Graph, or the directory that
    /// the caller started for the connection, at whatever port.
    pub(super) fn address(&self) -> String {
        match self.options.bases.contains_key(&self.settings.connection) {
            true => format!("{} on this machine", self.settings.connection),
            false => self.client.graph_address(),
        }
    }

    pub(super) fn notice(&self, message: impl Into<String>) {
        (self.progress)(Progress::Notice {
            tenant: self.settings.key.clone(),
            message: message.into(),
        });
    }
}
