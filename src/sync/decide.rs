//! Which groups are documented: switches, filters, the on-premises question, frozen groups.

use std::collections::BTreeSet;

use crate::config::{OnPremisesChoice, TenantSettings};
use crate::model::{Group, GroupId, GroupKind, Tenant};

/// The answer to the question of FEATURES.md S7, as the tenant's coverage keeps it.
const INCLUDE: &str = "include";
const EXCLUDE: &str = "exclude";

/// What decides whether a group is documented by this run.
#[derive(Debug, Clone)]
pub(super) struct Rules<'a> {
    /// The tenant's table of `site.toml`.
    pub(super) settings: &'a TenantSettings,
    /// Groups that people froze: left alone byte for byte.
    pub(super) frozen: &'a BTreeSet<GroupId>,
    /// What is to be done with groups from Active Directory.
    pub(super) on_premises: OnPremises,
}

/// What is to be done with groups from Active Directory, once the answer is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnPremises {
    /// Take them.
    Include,
    /// Leave them out.
    Exclude,
    /// Nobody answered yet.
    Ask,
}

impl OnPremises {
    /// Finds the answer: in `site.toml`, in this run's options, in the snapshot.
    pub(super) fn answer(
        settings: &TenantSettings,
        confirmed: bool,
        kept: Option<&Tenant>,
    ) -> Self {
        match settings.on_premises {
            OnPremisesChoice::Include => Self::Include,
            OnPremisesChoice::Exclude => Self::Exclude,
            OnPremisesChoice::Ask if confirmed => Self::Include,
            OnPremisesChoice::Ask => {
                match kept.and_then(|tenant| tenant.coverage.on_premises.as_deref()) {
                    Some(INCLUDE) => Self::Include,
                    _ => Self::Ask,
                }
            }
        }
    }

    /// Returns the answer as the tenant's coverage keeps it.
    pub(super) fn coverage(self) -> Option<String> {
        match self {
            Self::Include => Some(INCLUDE.to_owned()),
            Self::Exclude => Some(EXCLUDE.to_owned()),
            Self::Ask => None,
        }
    }
}

impl Rules<'_> {
    /// Returns whether switches and filters let a group through, wherever it comes from.
    pub(super) fn lets_through(&self, group: &Group) -> bool {
        self.settings.documents_kind(group.kind)
            && self
                .settings
                .filter
                .lets_through(&group.name(), group.id.object())
    }

    /// Returns whether a group is documented.
    pub(super) fn documents(&self, group: &Group) -> bool {
        let synced = group
            .on_premises
            .as_ref()
            .is_some_and(|on_premises| on_premises.synced);
        self.lets_through(group) && !(synced && self.on_premises == OnPremises::Exclude)
    }

    /// Returns whether a person froze the group.
    pub(super) fn is_frozen(&self, group: GroupId) -> bool {
        self.frozen.contains(&group)
    }
}

/// Returns whether a group belongs to the security stream, which the question of S7 can hold back.
pub(super) fn is_security_stream(kind: GroupKind) -> bool {
    kind != GroupKind::Microsoft365
}
