//! Who a member is: its record, its label, or what was known of it before (GRAPH.md 4).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::convert;
use super::directory::{Directory, Entry, Standing};
use super::record::{OtherNames, OtherRecord};
use crate::graph::Stream;
use crate::model::{Device, Member, MemberType, ObjectId, OtherObject, Person};
use crate::snapshot::TenantSnapshot;

/// How many members came without their properties although the app should be able to read them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct LimitedCounts {
    pub(super) people: usize,
    pub(super) devices: usize,
    pub(super) groups: usize,
}

/// What an id stands for: type and label, or nothing when it must not be shown.
type Face = Option<(MemberType, Option<Box<str>>)>;

/// Looks up members, and gathers the records of those that are referred to.
#[derive(Debug)]
pub(super) struct Principals<'a> {
    directory: &'a Directory,
    old: Option<&'a TenantSnapshot>,
    user_fields: &'a [String],
    faces: HashMap<ObjectId, Face>,
    pub(super) people: BTreeMap<ObjectId, Person>,
    pub(super) devices: BTreeMap<ObjectId, Device>,
    pub(super) others: BTreeMap<ObjectId, OtherObject>,
    pub(super) limited: LimitedCounts,
}

impl<'a> Principals<'a> {
    pub(super) fn new(
        directory: &'a Directory,
        old: Option<&'a TenantSnapshot>,
        user_fields: &'a [String],
    ) -> Self {
        Self {
            directory,
            old,
            user_fields,
            faces: HashMap::new(),
            people: BTreeMap::new(),
            devices: BTreeMap::new(),
            others: BTreeMap::new(),
            limited: LimitedCounts::default(),
        }
    }

    /// Returns the member that an edge points at, or `None` when it is hidden or gone.
    pub(super) fn member(&mut self, id: ObjectId, kind: &MemberType) -> Option<Member> {
        if !self.faces.contains_key(&id) {
            let face = self.look(id, kind);
            self.faces.insert(id, face);
        }
        let (kind, label) = self.faces.get(&id).cloned().flatten()?;
        Some(Member { id, kind, label })
    }

    /// Keeps the record of a member of a group that is not refreshed.
    ///
    /// Who is in a stream that was read has a record there, or is gone; of others the snapshot
    /// says all that is known.
    pub(super) fn keep(&mut self, id: ObjectId, kind: &MemberType, denied: &BTreeSet<Stream>) {
        if self.faces.contains_key(&id) {
            return;
        }
        if self.directory.knows(id) {
            self.member(id, kind);
            return;
        }
        let Some(old) = self.old else { return };
        match kind {
            MemberType::User if denied.contains(&Stream::Users) => {
                let known = old.person(id).cloned();
                self.people.extend(known.map(|person| (id, person)));
            }
            MemberType::Device if denied.contains(&Stream::Devices) => {
                let known = old.device(id).cloned();
                self.devices.extend(known.map(|device| (id, device)));
            }
            MemberType::User | MemberType::Device | MemberType::Group => {}
            _ => {
                let known = old.other(id).cloned();
                self.others.extend(known.map(|other| (id, other)));
            }
        }
    }

    fn look(&mut self, id: ObjectId, kind: &MemberType) -> Face {
        if let Some(entry) = self.directory.people.0.get(&id) {
            return self.look_at_person(id, entry.standing, || {
                convert::person(id, &entry.record, self.user_fields)
            });
        }
        if let Some(entry) = self.directory.devices.0.get(&id) {
            return self.look_at_device(id, entry.standing, || convert::device(id, &entry.record));
        }
        if let Some(group) = self.directory.groups.0.get(&id) {
            return self.look_at_group(id, &group.entry);
        }
        if let Some(entry) = self.directory.others.0.get(&id) {
            return self.look_at_other(id, entry);
        }
        // No stream and no look-up told of it: what the snapshot says, else a stub.
        match kind {
            MemberType::User => self.look_at_person(id, Standing::Limited, || Person {
                id,
                ..convert::person(id, &Default::default(), &[])
            }),
            MemberType::Device => self.look_at_device(id, Standing::Limited, || {
                convert::device(id, &Default::default())
            }),
            MemberType::Group => {
                let label = self.old_group_label(id);
                Some((MemberType::Group, label))
            }
            other => {
                let entry = Entry {
                    standing: Standing::Limited,
                    record: OtherRecord {
                        kind: other.clone(),
                        names: OtherNames::default(),
                    },
                };
                self.look_at_other(id, &entry)
            }
        }
    }

    fn look_at_person(
        &mut self,
        id: ObjectId,
        standing: Standing,
        make: impl FnOnce() -> Person,
    ) -> Face {
        if !standing.is_there() {
            return None;
        }
        let mut person = make();
        if standing == Standing::Limited {
            self.limited.people += 1;
            if person.label().is_none() {
                let known = self.old.and_then(|old| old.person(id));
                person = known.cloned().unwrap_or(Person {
                    limited: true,
                    ..person
                });
            }
        }
        let label = person.label().map(Into::into);
        self.people.insert(id, person);
        Some((MemberType::User, label))
    }

    fn look_at_device(
        &mut self,
        id: ObjectId,
        standing: Standing,
        make: impl FnOnce() -> Device,
    ) -> Face {
        if !standing.is_there() {
            return None;
        }
        let mut device = make();
        if standing == Standing::Limited {
            self.limited.devices += 1;
            if device.display_name.is_none() {
                let known = self.old.and_then(|old| old.device(id));
                device = known.cloned().unwrap_or(Device {
                    limited: true,
                    ..device
                });
            }
        }
        let label = device.display_name.as_deref().map(Into::into);
        self.devices.insert(id, device);
        Some((MemberType::Device, label))
    }

    fn look_at_group(
        &mut self,
        id: ObjectId,
        entry: &Entry<super::record::GroupProperties>,
    ) -> Face {
        if !entry.standing.is_there() {
            return None;
        }
        let name = entry.record.plain.display_name.as_deref();
        let label = match name.filter(|name| !name.trim().is_empty()) {
            Some(name) => Some(name.into()),
            None => self.old_group_label(id),
        };
        Some((MemberType::Group, label))
    }

    fn look_at_other(&mut self, id: ObjectId, entry: &Entry<OtherRecord>) -> Face {
        if !entry.standing.is_there() {
            return None;
        }
        let limited = entry.standing == Standing::Limited;
        let mut other = convert::other(id, &entry.record, limited);
        if limited
            && other.display_name.is_none()
            && let Some(known) = self.old.and_then(|old| old.other(id))
        {
            other = known.clone();
        }
        let name = other.display_name.as_deref().or(other.mail.as_deref());
        let face = (other.kind.clone(), name.map(Into::into));
        self.others.insert(id, other);
        Some(face)
    }

    /// Returns the name that the snapshot knows a group by: of its own file, else of an edge.
    fn old_group_label(&self, id: ObjectId) -> Option<Box<str>> {
        let old = self.old?;
        let own = old.group(crate::model::GroupId(id));
        if let Some(name) = own.and_then(|group| group.display_name.as_deref()) {
            return Some(name.into());
        }
        old.groups
            .iter()
            .flat_map(|group| group.members.listed())
            .find(|member| member.id == id)
            .and_then(|member| member.label.clone())
    }
}
