//! A company while its story is told: its directory, and short ways to find and change things.

use super::draft::GroupDraft;
use super::machine::Machine;
use super::rule::Rule;
use super::staff::{Employee, Hire};
use crate::demo::DemoTenant;
use crate::demo::object::{Directory, Edges, Kind};
use crate::model::ObjectId;

/// A company while its story is told.
pub(in crate::demo) struct Company {
    pub(in crate::demo) directory: Directory,
    /// People in the order in which they came.
    pub(in crate::demo) staff: Vec<Employee>,
    /// Devices in the order in which they came.
    pub(in crate::demo) machines: Vec<Machine>,
    rules: Vec<(ObjectId, Rule)>,
}

impl Company {
    pub(in crate::demo) fn new(tenant: DemoTenant) -> Self {
        Self {
            directory: Directory::new(tenant),
            staff: Vec::new(),
            machines: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// Gives a person an account.
    pub(in crate::demo) fn hire(&mut self, hire: Hire) -> ObjectId {
        let (employee, object) = hire.account(&self.directory.tenant, &self.staff);
        let id = self.directory.insert(object);
        self.staff.push(employee);
        id
    }

    /// Registers a device.
    pub(in crate::demo) fn enrol(&mut self, machine: Machine) -> ObjectId {
        let id = self
            .directory
            .insert(machine.object(&self.directory.tenant));
        self.machines.push(machine);
        id
    }

    /// Makes a group.
    pub(in crate::demo) fn add(&mut self, draft: GroupDraft) -> ObjectId {
        let (object, rule) = draft.finish(&self.directory.tenant);
        let id = self.directory.insert(object);
        self.rules.extend(rule.map(|rule| (id, rule)));
        id
    }

    /// Returns the ids of the people that fit, in the order in which they came.
    pub(in crate::demo) fn people(&self, fits: impl Fn(&Employee) -> bool) -> Vec<ObjectId> {
        let fitting = self.staff.iter().filter(|employee| fits(employee));
        fitting.map(|employee| employee.id).collect()
    }

    /// Returns the people of a department.
    pub(in crate::demo) fn department(&self, name: &str) -> Vec<ObjectId> {
        self.people(|employee| employee.is_staff() && employee.department == name)
    }

    /// Returns each `step`-th of the staff, starting with the `first`-th.
    pub(in crate::demo) fn some(&self, step: usize, first: usize) -> Vec<ObjectId> {
        self.people(|employee| employee.is_staff() && employee.number % step == first)
    }

    /// Returns the person with this sign-in name, the part before the `@` being enough.
    pub(in crate::demo) fn person(&self, name: &str) -> ObjectId {
        self.staff
            .iter()
            .find(|employee| employee.login == name)
            .map(|employee| employee.id)
            .unwrap_or_else(|| unreachable!("the story names people that exist: {name}"))
    }

    /// Returns the devices that fit.
    pub(in crate::demo) fn devices(&self, fits: impl Fn(&Machine) -> bool) -> Vec<ObjectId> {
        let tenant = &self.directory.tenant;
        let fitting = self.machines.iter().filter(|machine| fits(machine));
        fitting.map(|machine| machine.id(tenant)).collect()
    }

    /// Returns the group with this name.
    pub(in crate::demo) fn group(&self, name: &str) -> ObjectId {
        self.directory
            .group_named(name)
            .map(|group| group.id)
            .unwrap_or_else(|| unreachable!("the story names groups that exist: {name}"))
    }

    /// Adds members to a group.
    pub(in crate::demo) fn join(&mut self, group: &str, kind: Kind, members: &[ObjectId]) {
        let id = self.group(group);
        self.directory.change(id, |group| {
            let edges = members.iter().map(|member| (*member, kind));
            group.members.extend(edges);
        });
    }

    /// Removes members from a group.
    pub(in crate::demo) fn leave(&mut self, group: &str, members: &[ObjectId]) {
        let id = self.group(group);
        self.directory.change(id, |group| {
            group.members.retain(|member, _| !members.contains(member));
        });
    }

    /// Sets a property of an object; `null` clears it.
    pub(in crate::demo) fn set(
        &mut self,
        id: ObjectId,
        property: &str,
        value: impl Into<serde_json::Value>,
    ) {
        let value = value.into();
        self.directory.change(id, |object| {
            if value.is_null() {
                object.properties.remove(property);
            } else {
                object.properties.insert(property.to_owned(), value);
            }
        });
    }

    /// Puts a person or group into the bin, or takes it out.
    pub(in crate::demo) fn bin(&mut self, id: ObjectId, in_bin: bool) {
        self.directory.change(id, |object| object.in_bin = in_bin);
    }

    /// Fills the dynamic groups as their rules say; whoever is in the bin stays as it was.
    pub(in crate::demo) fn apply_rules(&mut self) {
        for (id, rule) in &self.rules {
            let Some(group) = self.directory.get(Kind::Group, *id) else {
                continue;
            };
            let paused = group.text("membershipRuleProcessingState") == "Paused";
            if group.in_bin || (paused && !group.members.is_empty()) {
                continue;
            }
            let members: Edges = self
                .directory
                .of(rule.kind())
                .filter(|object| match object.in_bin {
                    true => group.members.contains_key(&object.id),
                    false => rule.fits(object),
                })
                .map(|object| (object.id, object.kind))
                .collect();
            if group.members != members {
                self.directory.change(*id, |group| group.members = members);
            }
        }
    }
}
