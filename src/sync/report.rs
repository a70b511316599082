//! What a sync did, tenant by tenant.

use serde::{Serialize, Serializer};

use super::problem::TenantProblem;
use crate::model::{Event, EventKind, SyncOutcome, TenantKey};

/// How much changed in one tenant, and what that cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(
    missing_docs,
    reason = "the fields are named after the events they count"
)]
pub struct Counts {
    pub groups_created: usize,
    pub groups_changed: usize,
    pub groups_orphaned: usize,
    pub groups_returned: usize,
    pub members_added: usize,
    pub members_removed: usize,
    /// Files of the snapshot that were written or removed.
    pub files: usize,
    /// Groups of no documented kind.
    pub other_groups: usize,
    /// Objects that were skipped, because their id is malformed.
    pub skipped: usize,
    /// Requests to Graph.
    pub requests: u64,
    /// Requests for tokens.
    pub token_requests: u64,
}

impl Counts {
    /// Counts what the events say.
    pub(super) fn of(events: &[Event]) -> Self {
        let mut counts = Self::default();
        let mut last_changed = None;
        for event in events {
            match event.kind {
                EventKind::GroupCreated => counts.groups_created += 1,
                EventKind::GroupOrphaned => counts.groups_orphaned += 1,
                EventKind::GroupReturned => counts.groups_returned += 1,
                EventKind::MemberAdded => counts.members_added += 1,
                EventKind::MemberRemoved => counts.members_removed += 1,
                EventKind::GroupChanged | EventKind::GroupRenamed => {
                    counts.groups_changed += usize::from(last_changed != event.group);
                    last_changed = event.group;
                }
                EventKind::OwnerAdded
                | EventKind::OwnerRemoved
                | EventKind::UserDisabled
                | EventKind::UserEnabled => {}
            }
        }
        counts
    }
}

/// What a sync did in one tenant.
#[derive(Debug, Serialize)]
pub struct TenantReport {
    /// The tenant.
    pub tenant: TenantKey,
    /// How it ended.
    pub outcome: SyncOutcome,
    /// What went wrong, the gravest first.
    #[serde(serialize_with = "as_texts")]
    pub problems: Vec<TenantProblem>,
    /// Whether everything was read anew.
    pub full: bool,
    /// How much changed.
    pub counts: Counts,
    /// What is worth a line without being wrong.
    pub warnings: Vec<String>,
    /// The streams that were read.
    pub streams: Vec<&'static str>,
    /// Where an administrator of the tenant consents, when a problem is that nobody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_url: Option<String>,
}

impl TenantReport {
    /// Reports a tenant that could not be read.
    pub(super) fn failed(tenant: TenantKey, problem: TenantProblem) -> Self {
        Self {
            tenant,
            outcome: problem.outcome(),
            problems: vec![problem],
            full: false,
            counts: Counts::default(),
            warnings: Vec::new(),
            streams: Vec::new(),
            consent_url: None,
        }
    }
}

fn as_texts<S: Serializer>(problems: &[TenantProblem], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(problems.iter().map(ToString::to_string))
}

/// What a sync did.
#[derive(Debug, Serialize)]
pub struct SyncReport {
    /// One report per tenant, in the order of `site.toml`.
    pub tenants: Vec<TenantReport>,
}

impl SyncReport {
    /// Returns how the whole ended: complete, refused, failed when no tenant finished, else partial.
    pub fn outcome(&self) -> SyncOutcome {
        let any = |outcome: SyncOutcome| self.tenants.iter().any(|it| it.outcome == outcome);
        let all = |outcome: SyncOutcome| self.tenants.iter().all(|it| it.outcome == outcome);
        if all(SyncOutcome::Complete) {
            SyncOutcome::Complete
        } else if any(SyncOutcome::Refused) {
            SyncOutcome::Refused
        } else if all(SyncOutcome::Failed) {
            SyncOutcome::Failed
        } else {
            SyncOutcome::Partial
        }
    }

    /// Returns whether the snapshot of some tenant is invalid.
    pub fn has_invalid_snapshot(&self) -> bool {
        self.tenants
            .iter()
            .flat_map(|tenant| &tenant.problems)
            .any(|problem| matches!(problem, TenantProblem::Snapshot(_)))
    }
}
