//! From a directory and the snapshot before to the snapshot after: pure, and the same for full
//! and incremental reads, because only the directory's state counts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::compare;
use super::convert;
use super::decide::{OnPremises, Rules, is_security_stream};
use super::directory::{Directory, Edges, GroupEntry, Standing};
use super::principals::{LimitedCounts, Principals};
use crate::config::{DynamicMembers, Privacy, TenantSettings};
use crate::graph::Stream;
use crate::model::{
    Event, EventKind, Group, GroupId, GroupKind, Member, MemberList, MembershipType, ObjectId,
    SyncMark, Tenant,
};
use crate::snapshot::TenantSnapshot;

/// Everything that the next snapshot depends on.
pub(super) struct Input<'a> {
    pub(super) directory: &'a Directory,
    pub(super) old: Option<&'a TenantSnapshot>,
    pub(super) tenant: Tenant,
    pub(super) rules: Rules<'a>,
    pub(super) privacy: &'a Privacy,
    /// Streams that may not be read: of their objects the snapshot knows the most.
    pub(super) denied: &'a BTreeSet<Stream>,
    pub(super) now: Timestamp,
}

/// The next snapshot, and what is worth telling about it.
#[derive(Debug)]
pub(super) struct Assembled {
    pub(super) snapshot: TenantSnapshot,
    pub(super) events: Vec<Event>,
    pub(super) limited: LimitedCounts,
    /// Groups of kind `other`, which are counted and not documented.
    pub(super) others: usize,
    /// Names of on-premises groups that wait for an answer, sorted.
    pub(super) waiting: Vec<String>,
}

/// Builds the next snapshot.
pub(super) fn assemble(input: Input<'_>) -> Assembled {
    let mut builder = Builder {
        principals: Principals::new(input.directory, input.old, &input.privacy.user_fields),
        events: Vec::new(),
        groups: Vec::new(),
        others: 0,
        undocumented: BTreeMap::new(),
        hold_security: false,
        input: &input,
    };
    let waiting = builder.waiting();
    builder.hold_security = !waiting.is_empty();
    builder.run();
    let Builder {
        mut principals,
        mut events,
        groups,
        others,
        undocumented,
        ..
    } = builder;
    // People of frozen and orphaned groups still follow their own records.
    for group in &groups {
        for member in group.members.listed().iter().chain(&group.owners) {
            principals.keep(member.id, &member.kind, input.denied);
        }
    }
    let mut tenant = input.tenant.clone();
    tenant.coverage.on_premises = match input.rules.on_premises {
        OnPremises::Ask => input
            .old
            .and_then(|old| old.tenant.coverage.on_premises.clone()),
        answered => answered.coverage(),
    };
    tenant.coverage.undocumented = undocumented;
    let snapshot = TenantSnapshot {
        tenant,
        groups,
        people: principals.people.into_values().collect(),
        devices: principals.devices.into_values().collect(),
        others: principals.others.into_values().collect(),
    };
    if let Some(old) = input.old {
        events.extend(compare::people_events(old, &snapshot, input.now));
    }
    Assembled {
        snapshot,
        events,
        limited: principals.limited,
        others,
        waiting,
    }
}

/// Returns whether groups of this kind are documented when their switch is on (FEATURES.md S12).
fn is_listed(settings: &TenantSettings, kind: GroupKind) -> bool {
    match kind {
        GroupKind::Microsoft365 | GroupKind::Security => true,
        GroupKind::MailEnabledSecurity | GroupKind::Distribution => settings.kinds.contains(&kind),
        GroupKind::Other => false,
    }
}

struct Builder<'a> {
    input: &'a Input<'a>,
    principals: Principals<'a>,
    events: Vec<Event>,
    groups: Vec<Group>,
    others: usize,
    undocumented: BTreeMap<GroupKind, u64>,
    hold_security: bool,
}

impl Builder<'_> {
    /// Returns the on-premises groups that would come in and that nobody decided about.
    fn waiting(&self) -> Vec<String> {
        if self.input.rules.on_premises != OnPremises::Ask {
            return Vec::new();
        }
        let mut names: Vec<String> = self
            .input
            .directory
            .groups
            .0
            .iter()
            .filter(|(_, group)| group.entry.standing == Standing::Present)
            .filter(|(_, group)| convert::is_synced(&group.entry.record))
            .map(|(id, group)| convert::group(*id, &group.entry.record, self.input.now))
            .filter(|group| self.input.rules.lets_through(group))
            .map(|group| group.name())
            .collect();
        names.sort();
        names
    }

    fn run(&mut self) {
        let mut old: BTreeMap<ObjectId, &Group> = self
            .input
            .old
            .iter()
            .flat_map(|old| &old.groups)
            .map(|group| (group.id.object(), group))
            .collect();
        let directory = self.input.directory;
        for (id, entry) in &directory.groups.0 {
            let before = old.remove(id);
            self.group(*id, Some(entry), before);
        }
        for (id, before) in old {
            self.group(id, None, Some(before));
        }
        self.groups.sort_by_key(|group| group.id);
        let place = |event: &Event| (event.group, event.kind, event.member);
        self.events.sort_by_key(place);
    }

    fn group(&mut self, id: ObjectId, entry: Option<&GroupEntry>, old: Option<&Group>) {
        let rules = &self.input.rules;
        let keep = |builder: &mut Self| builder.groups.extend(old.cloned());
        if rules.is_frozen(GroupId(id)) {
            return keep(self);
        }
        let held = |kind: GroupKind| self.hold_security && is_security_stream(kind);
        let there = entry.filter(|entry| entry.entry.standing.is_there());
        let Some(entry) = there else {
            if let Some(old) = old.filter(|old| rules.documents(old) && !held(old.kind)) {
                return self.orphan(old);
            }
            return keep(self);
        };
        let now = self.input.now;
        let mut group = match (entry.entry.standing, old) {
            (Standing::Limited, None) => return,
            // Without properties only the edges are news.
            (Standing::Limited, Some(old)) => {
                self.principals.limited.groups += 1;
                Group {
                    sync: None,
                    ..old.clone()
                }
            }
            _ => convert::group(id, &entry.entry.record, now),
        };
        if group.kind == GroupKind::Other {
            self.others += 1;
        }
        if old.is_none() && !is_listed(rules.settings, group.kind) {
            *self.undocumented.entry(group.kind).or_default() += 1;
        }
        // A group that a new name or kind takes out of the filters is refreshed this once, so that
        // its page shows why it is left out.
        let documented = rules.documents(&group) || old.is_some_and(|old| rules.documents(old));
        if !documented || held(group.kind) || old.is_some_and(|old| held(old.kind)) {
            return keep(self);
        }
        group.owners = self.list(&entry.owners);
        group.members = self.members(&group, entry);
        self.settle(group, old);
    }

    fn list(&mut self, edges: &Edges) -> Vec<Member> {
        edges
            .iter()
            .filter_map(|(id, kind)| self.principals.member(*id, kind))
            .collect()
    }

    fn members(&mut self, group: &Group, entry: &GroupEntry) -> MemberList {
        if group.has_hidden_membership() {
            let wanted = |id: &String| id.parse() == Ok(group.id.object());
            let opted_in = self.input.privacy.hidden_membership.iter().any(wanted);
            // An empty list means "not visible to this app" here (GRAPH.md 2.2).
            if !opted_in || entry.members.is_empty() {
                return MemberList::Hidden;
            }
        }
        let dynamic = group.membership.kind == MembershipType::Dynamic;
        let choice = match dynamic {
            true => self.input.rules.settings.dynamic_members,
            false => DynamicMembers::Full,
        };
        match choice {
            DynamicMembers::Full => MemberList::Listed(self.list(&entry.members)),
            DynamicMembers::None => MemberList::LeftOut,
            DynamicMembers::Count => {
                let there = |id: &&ObjectId| self.input.directory.is_visible(**id);
                let count = entry.members.keys().filter(there).count();
                MemberList::Counted(count as u64)
            }
        }
    }

    /// Takes times from the state before, and notes what differs from it.
    fn settle(&mut self, mut group: Group, old: Option<&Group>) {
        let now = self.input.now;
        let Some(old) = old else {
            let baseline = self.input.old.is_none();
            let events = compare::new_group_events(&group, baseline, now);
            self.events.extend(events);
            self.groups.push(group);
            return;
        };
        let events = compare::group_events(old, &group, now);
        group.seen = old.seen;
        if !events.is_empty() {
            group.seen.changed = now;
            group.seen.audited = None;
        }
        self.events.extend(events);
        if old.sync.is_some() {
            let event = compare::presence_event(&group, EventKind::GroupReturned, now);
            self.events.push(event);
        }
        self.groups.push(group);
    }

    fn orphan(&mut self, old: &Group) {
        let mut group = old.clone();
        if group.sync.is_none() {
            let now = self.input.now;
            group.sync = Some(SyncMark::Orphaned { since: now });
            let event = compare::presence_event(&group, EventKind::GroupOrphaned, now);
            self.events.push(event);
        }
        self.groups.push(group);
    }
}
