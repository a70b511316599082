//! The status of a group, computed and never stored as a whole (FEATURES.md 2).

use jiff::Timestamp;
use serde::Serialize;

use super::group::SyncMark;

/// Whether the next sync will refresh this group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SyncStatus {
    /// Refreshed by each sync.
    Enabled,
    /// Gone from Entra, or archived: the last data is kept.
    Orphaned,
    /// Left out by a person or a switch: the last data is kept.
    Disabled,
}

impl SyncStatus {
    /// Returns the status as hooks and JSON write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Orphaned => "orphaned",
            Self::Disabled => "disabled",
        }
    }

    /// Returns the word that is always shown beside the symbol.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Orphaned => "Orphaned",
            Self::Disabled => "Disabled",
        }
    }
}

/// Why a group is not refreshed; all that apply are shown on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusReason {
    /// It exists in an overlay only.
    Manual,
    /// A person archived it.
    Archived,
    /// It is gone from Entra since this time.
    GoneSince(Timestamp),
    /// A person disabled its sync.
    DisabledByPerson,
    /// The switch of its type is off for the tenant.
    TypeSwitchedOff,
    /// The filters of the tenant leave it out.
    FilteredOut,
    /// The tenant is switched off.
    TenantSwitchedOff,
}

impl StatusReason {
    /// Returns the reason in words, as a sentence without a full stop.
    pub fn words(self) -> String {
        match self {
            Self::Manual => "kept by hand, never synced".into(),
            Self::Archived => "archived".into(),
            Self::GoneSince(since) => {
                format!(
                    "gone from Entra since {}",
                    since.strftime("%Y-%m-%d %H:%M UTC")
                )
            }
            Self::DisabledByPerson => "sync disabled by a person".into(),
            Self::TypeSwitchedOff => "this type of group is switched off for the tenant".into(),
            Self::FilteredOut => "left out by the tenant's filters".into(),
            Self::TenantSwitchedOff => "the tenant is switched off".into(),
        }
    }
}

/// Everything the status depends on.
#[derive(Debug, Clone, Copy, Default)]
pub struct StatusInput {
    /// The overlay says `deleted = true`.
    pub deleted: bool,
    /// The overlay says `manual = true`.
    pub manual: bool,
    /// The overlay says `archived = true`.
    pub archived: bool,
    /// The overlay says `sync = "disabled"`.
    pub sync_disabled: bool,
    /// The mark in the group's snapshot file.
    pub mark: Option<SyncMark>,
    /// The switch of the group's type is on.
    pub type_enabled: bool,
    /// The filters let the group through.
    pub included: bool,
    /// The tenant is switched on.
    pub tenant_enabled: bool,
}

/// The status of a group with the reasons for it and the marks beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupStatus {
    /// The status.
    pub status: SyncStatus,
    /// All reasons that apply; the deciding one is first.
    pub reasons: Vec<StatusReason>,
    /// Whether the group carries the mark "archived".
    pub archived: bool,
    /// Whether the group carries the mark "manual".
    pub manual: bool,
}

impl GroupStatus {
    /// Returns whether the group is not refreshed.
    pub fn is_frozen(&self) -> bool {
        self.status != SyncStatus::Enabled
    }
}

/// Returns the status of a group, or `None` when it is not documented at all.
///
/// The first line of the table in FEATURES.md 2 that fits decides.
pub fn group_status(input: StatusInput) -> Option<GroupStatus> {
    if input.deleted {
        return None;
    }
    let mut reasons = Vec::new();
    let mut statuses = Vec::new();
    let mut note = |applies: bool, status: SyncStatus, reason: StatusReason| {
        if applies {
            reasons.push(reason);
            statuses.push(status);
        }
    };
    note(input.manual, SyncStatus::Disabled, StatusReason::Manual);
    note(input.archived, SyncStatus::Orphaned, StatusReason::Archived);
    if let Some(SyncMark::Orphaned { since }) = input.mark {
        note(true, SyncStatus::Orphaned, StatusReason::GoneSince(since));
    }
    note(
        input.sync_disabled,
        SyncStatus::Disabled,
        StatusReason::DisabledByPerson,
    );
    if !input.manual {
        note(
            !input.type_enabled,
            SyncStatus::Disabled,
            StatusReason::TypeSwitchedOff,
        );
        note(
            !input.included,
            SyncStatus::Disabled,
            StatusReason::FilteredOut,
        );
        note(
            !input.tenant_enabled,
            SyncStatus::Disabled,
            StatusReason::TenantSwitchedOff,
        );
    }
    Some(GroupStatus {
        status: statuses.first().copied().unwrap_or(SyncStatus::Enabled),
        reasons,
        archived: input.archived,
        manual: input.manual,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: StatusInput = StatusInput {
        deleted: false,
        manual: false,
        archived: false,
        sync_disabled: false,
        mark: None,
        type_enabled: true,
        included: true,
        tenant_enabled: true,
    };

    fn gone() -> Option<SyncMark> {
        Some(SyncMark::Orphaned {
            since: Timestamp::UNIX_EPOCH,
        })
    }

    #[track_caller]
    fn check(input: StatusInput, expected: Option<(SyncStatus, Vec<StatusReason>)>) {
        let actual = group_status(input).map(|status| (status.status, status.reasons));
        assert_eq!(actual, expected);
    }

    #[test]
    fn first_line_of_the_table_that_fits_decides() {
        use StatusReason as R;
        use SyncStatus::{Disabled, Enabled, Orphaned};
        let since = R::GoneSince(Timestamp::UNIX_EPOCH);
        check(
            StatusInput {
                deleted: true,
                archived: true,
                ..ON
            },
            None,
        );
        check(
            StatusInput { manual: true, ..ON },
            Some((Disabled, vec![R::Manual])),
        );
        check(
            StatusInput {
                manual: true,
                archived: true,
                tenant_enabled: false,
                ..ON
            },
            Some((Disabled, vec![R::Manual, R::Archived])),
        );
        check(
            StatusInput {
                archived: true,
                sync_disabled: true,
                ..ON
            },
            Some((Orphaned, vec![R::Archived, R::DisabledByPerson])),
        );
        check(
            StatusInput {
                mark: gone(),
                sync_disabled: true,
                ..ON
            },
            Some((Orphaned, vec![since, R::DisabledByPerson])),
        );
        check(
            StatusInput {
                sync_disabled: true,
                ..ON
            },
            Some((Disabled, vec![R::DisabledByPerson])),
        );
        check(
            StatusInput {
                type_enabled: false,
                ..ON
            },
            Some((Disabled, vec![R::TypeSwitchedOff])),
        );
        check(
            StatusInput {
                included: false,
                ..ON
            },
            Some((Disabled, vec![R::FilteredOut])),
        );
        check(
            StatusInput {
                tenant_enabled: false,
                ..ON
            },
            Some((Disabled, vec![R::TenantSwitchedOff])),
        );
        check(ON, Some((Enabled, vec![])));
    }
}
