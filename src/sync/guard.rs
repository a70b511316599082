//! The mass-change guard: refuses loudly what looks more like a fault than like work
//! (SAFETY.md 3).

use crate::config::Guard;
use crate::model::{Event, EventKind};
use crate::snapshot::TenantSnapshot;

/// Fewer groups than this never trip the guard.
const GROUPS: usize = 10;

/// Fewer memberships than this never trip the guard.
const MEMBERSHIPS: usize = 100;

/// How many names of groups a refusal carries.
const NAMES: usize = 5;

/// What would go, and why that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Groups that would become orphaned.
    pub groups: usize,
    /// Groups that are documented and not orphaned now.
    pub known_groups: usize,
    /// Memberships that would go.
    pub members: usize,
    /// Memberships that are documented now.
    pub known_members: usize,
    /// Streams that had objects and return none.
    pub empty_streams: Vec<&'static str>,
    /// The first names of the groups that would go, sorted.
    pub names: Vec<String>,
}

impl Refusal {
    /// Returns the number that `--allow-deletes` needs.
    pub fn deletes(&self) -> u64 {
        (self.groups + self.members) as u64
    }
}

/// Decides whether a change of this size may go on.
pub(super) fn check(
    guard: &Guard,
    old: &TenantSnapshot,
    events: &[Event],
    empty_streams: Vec<&'static str>,
    allowed: Option<u64>,
) -> Option<Refusal> {
    let of = |kind: EventKind| events.iter().filter(move |event| event.kind == kind);
    let (groups, members) = (
        of(EventKind::GroupOrphaned).count(),
        of(EventKind::MemberRemoved).count(),
    );
    let live = || old.groups.iter().filter(|group| group.sync.is_none());
    let known_groups = live().count();
    let known_members = live().map(|group| group.members.listed().len()).sum();
    let exceeds = |gone: usize, least: usize, known: usize, share: f64| {
        gone > least && gone as f64 * 100.0 > share * known as f64
    };
    let refused = !empty_streams.is_empty()
        || exceeds(groups, GROUPS, known_groups, guard.max_removed_groups)
        || exceeds(
            members,
            MEMBERSHIPS,
            known_members,
            guard.max_removed_members,
        );
    let mut names: Vec<String> = of(EventKind::GroupOrphaned)
        .filter_map(|event| event.group_label.clone())
        .collect();
    names.sort();
    names.truncate(NAMES);
    let refusal = Refusal {
        groups,
        known_groups,
        members,
        known_members,
        empty_streams,
        names,
    };
    let covered = allowed.is_some_and(|allowed| refusal.deletes() <= allowed);
    (refused && !covered).then_some(refusal)
}
