//! A directory as its streams tell it: a pure merge of pages with set semantics (GRAPH.md 2.1).
//!
//! Properties: the last one wins. Edges: added and removed in order of arrival. Applied twice,
//! a page changes nothing more.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::record::{DeviceRecord, GroupProperties, OtherRecord, Record, UserRecord};
use crate::graph::{EdgePatch, GroupPatch, Patch, Removed};
use crate::model::{MemberType, ObjectId};

/// Whether an object is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Standing {
    /// It is.
    #[default]
    Present,
    /// It is, but came without its properties: what was known before stays (GRAPH.md 7).
    Limited,
    /// It was deleted and may come back: hidden, its edges kept.
    Deleted,
    /// It is gone for good; kept only while an edge still points at it.
    Gone,
}

impl Standing {
    pub(super) fn is_there(self) -> bool {
        matches!(self, Self::Present | Self::Limited)
    }

    fn is_present(&self) -> bool {
        *self == Self::Present
    }
}

/// An object with what is known of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Entry<R> {
    #[serde(default, skip_serializing_if = "Standing::is_present")]
    pub(super) standing: Standing,
    #[serde(flatten)]
    pub(super) record: R,
}

/// The objects that a group holds, by id.
pub(super) type Edges = BTreeMap<ObjectId, MemberType>;

/// A group with its edges.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct GroupEntry {
    pub(super) entry: Entry<GroupProperties>,
    pub(super) members: Edges,
    pub(super) owners: Edges,
}

/// Everything that the streams told of one tenant.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Directory {
    pub(super) groups: Groups,
    pub(super) people: Objects<UserRecord>,
    pub(super) devices: Objects<DeviceRecord>,
    pub(super) others: Objects<OtherRecord>,
}

/// All objects of one kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Objects<R>(pub(super) BTreeMap<ObjectId, Entry<R>>);

/// All groups.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Groups(pub(super) BTreeMap<ObjectId, GroupEntry>);

impl<R: Record> Objects<R> {
    /// Merges one object; returns whether anything changed.
    pub(super) fn merge(&mut self, patch: R::Patch) -> bool {
        let Some(id) = patch.id() else { return false };
        let is_new = !self.0.contains_key(&id);
        merge_entry(self.0.entry(id).or_default(), is_new, patch)
    }

    /// Notes that the object is gone for good.
    pub(super) fn bury(&mut self, id: ObjectId) {
        let entry = self.0.entry(id).or_default();
        *entry = Entry {
            standing: Standing::Gone,
            record: R::default(),
        };
    }

    /// Notes that the object is there but not readable, unless it is known already.
    pub(super) fn limit(&mut self, id: ObjectId, record: R) {
        self.0.entry(id).or_insert(Entry {
            standing: Standing::Limited,
            record,
        });
    }

    /// Returns how many objects are there.
    pub(super) fn count(&self) -> usize {
        let there = |entry: &&Entry<R>| entry.standing.is_there();
        self.0.values().filter(there).count()
    }

    fn prune(&mut self, referred: &BTreeSet<ObjectId>) {
        self.0
            .retain(|id, entry| entry.standing != Standing::Gone || referred.contains(id));
    }
}

/// Merges one object into its entry, which is a default one when the object is new.
fn merge_entry<R: Record>(entry: &mut Entry<R>, is_new: bool, patch: R::Patch) -> bool {
    let before = entry.clone();
    match R::removed(&patch) {
        Some(Removed::Soft) if entry.standing != Standing::Gone || is_new => {
            entry.standing = Standing::Deleted;
        }
        Some(Removed::Soft) => {}
        Some(Removed::Hard) => {
            *entry = Entry {
                standing: Standing::Gone,
                record: R::default(),
            };
        }
        None if !R::has_values(&patch) && (R::is_blank(&patch) || is_new) => {
            // Only nulls: what is known is never overwritten by that.
            entry.standing = Standing::Limited;
        }
        None => {
            let tells_something = R::has_values(&patch);
            entry.record.apply(patch);
            if tells_something {
                entry.standing = Standing::Present;
            }
        }
    }
    is_new || *entry != before
}

impl Groups {
    /// Merges one group; returns whether anything changed, and how many edges had no good id.
    pub(super) fn merge(&mut self, mut patch: GroupPatch) -> (bool, usize) {
        let Some(id) = patch.id() else {
            return (false, 0);
        };
        let is_new = !self.0.contains_key(&id);
        let group = self.0.entry(id).or_default();
        let (members, owners) = (patch.members.take(), patch.owners.take());
        let only_edges = !GroupProperties::has_values(&patch)
            && !GroupProperties::is_blank(&patch)
            && patch.removed.is_none()
            && (members.is_some() || owners.is_some());
        let mut changed = is_new;
        if patch.removed == Some(Removed::Hard) {
            changed |= !group.members.is_empty() || !group.owners.is_empty();
            group.members.clear();
            group.owners.clear();
        }
        // A page may hold nothing but edges of a group that another page describes.
        if only_edges && is_new {
            group.entry.standing = Standing::Limited;
        } else {
            changed |= merge_entry(&mut group.entry, is_new, patch);
        }
        let mut skipped = 0;
        for (edges, patches) in [(&mut group.members, members), (&mut group.owners, owners)] {
            for edge in patches.into_iter().flatten() {
                match merge_edge(edges, edge) {
                    Some(differs) => changed |= differs,
                    None => skipped += 1,
                }
            }
        }
        (changed, skipped)
    }

    /// Notes that a direct read did not find the group; it may be one that can come back.
    pub(super) fn lose(&mut self, id: ObjectId) {
        let standing = &mut self.0.entry(id).or_default().entry.standing;
        if standing.is_there() {
            *standing = Standing::Deleted;
        }
    }

    /// Notes that the group is gone for good.
    pub(super) fn bury(&mut self, id: ObjectId) {
        let group = self.0.entry(id).or_default();
        *group = GroupEntry::default();
        group.entry.standing = Standing::Gone;
    }

    /// Returns how many groups are there.
    pub(super) fn count(&self) -> usize {
        let there = |group: &&GroupEntry| group.entry.standing.is_there();
        self.0.values().filter(there).count()
    }
}

/// Adds or removes an edge; returns whether that changed anything, or `None` for a malformed id.
fn merge_edge(edges: &mut Edges, patch: EdgePatch) -> Option<bool> {
    let id = patch.id?;
    if patch.removed.is_some() {
        return Some(edges.remove(&id).is_some());
    }
    let is_unknown = patch.kind == MemberType::from_key("");
    match edges.get(&id) {
        // A known type is never forgotten for an unknown one.
        Some(kind) if is_unknown || *kind == patch.kind => Some(false),
        _ => {
            edges.insert(id, patch.kind);
            Some(true)
        }
    }
}

impl Directory {
    /// Forgets what is gone for good and nothing points at any more.
    pub(super) fn prune(&mut self) {
        let mut gone = BTreeSet::new();
        let ids = |gone: &mut BTreeSet<ObjectId>, id: &ObjectId, standing: Standing| {
            if standing == Standing::Gone {
                gone.insert(*id);
            }
        };
        for (id, group) in &self.groups.0 {
            ids(&mut gone, id, group.entry.standing);
        }
        for (id, entry) in &self.people.0 {
            ids(&mut gone, id, entry.standing);
        }
        for (id, entry) in &self.devices.0 {
            ids(&mut gone, id, entry.standing);
        }
        for (id, entry) in &self.others.0 {
            ids(&mut gone, id, entry.standing);
        }
        if gone.is_empty() {
            return;
        }
        let mut referred = BTreeSet::new();
        for group in self.groups.0.values() {
            for id in group.members.keys().chain(group.owners.keys()) {
                if gone.contains(id) {
                    referred.insert(*id);
                }
            }
        }
        self.groups
            .0
            .retain(|id, group| group.entry.standing != Standing::Gone || referred.contains(id));
        self.people.prune(&referred);
        self.devices.prune(&referred);
        self.others.prune(&referred);
    }

    /// Returns whether the object is not known to be deleted.
    pub(super) fn is_visible(&self, id: ObjectId) -> bool {
        let standing = None
            .or_else(|| self.people.0.get(&id).map(|entry| entry.standing))
            .or_else(|| self.devices.0.get(&id).map(|entry| entry.standing))
            .or_else(|| self.groups.0.get(&id).map(|group| group.entry.standing))
            .or_else(|| self.others.0.get(&id).map(|entry| entry.standing));
        standing.is_none_or(Standing::is_there)
    }

    /// Takes a group as a direct read gave it, members and owners whole; returns how many edges had
    /// no good id.
    ///
    /// Such a read is silent on two kinds of members, which stay: objects that are deleted and may
    /// come back, and applications (GRAPH.md 2.2 and 3). A list that is not visible comes empty.
    pub(super) fn replace(&mut self, id: ObjectId, patch: GroupPatch) -> usize {
        let known = self.groups.0.get(&id);
        let silent = |edges: &Edges| -> Edges {
            edges
                .iter()
                .filter(|(id, kind)| {
                    **kind == MemberType::ServicePrincipal || !self.is_visible(**id)
                })
                .map(|(id, kind)| (*id, kind.clone()))
                .collect()
        };
        let (members, owners) = match known {
            Some(group) if patch.hides_members() => (group.members.clone(), silent(&group.owners)),
            Some(group) => (silent(&group.members), silent(&group.owners)),
            None => (Edges::new(), Edges::new()),
        };
        if let Some(group) = self.groups.0.get_mut(&id) {
            (group.members, group.owners) = (members, owners);
        }
        self.groups.merge(patch).1
    }

    /// Returns whether any stream told of the object.
    pub(super) fn knows(&self, id: ObjectId) -> bool {
        self.people.0.contains_key(&id)
            || self.devices.0.contains_key(&id)
            || self.groups.0.contains_key(&id)
            || self.others.0.contains_key(&id)
    }
}
