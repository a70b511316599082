//! A directory with a history: every change is kept, so that streams can tell it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// Returns the id of the n-th object of a kind: `g` group, `u` user, `d` device, `s` application.
pub fn id(kind: char, number: u32) -> String {
    let spread = number.wrapping_mul(0x9e37_79b9);
    format!("{spread:08x}-{:04x}-4000-8000-{number:012x}", kind as u32)
}

/// One change of one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Properties,
    Removed(&'static str),
    Edge {
        relation: &'static str,
        member: String,
        kind: &'static str,
        added: bool,
    },
}

/// An object of a stream.
#[derive(Debug, Clone, Default)]
pub struct Object {
    pub properties: serde_json::Map<String, Value>,
    /// Soft-deleted: it can come back.
    pub deleted: bool,
    /// By relation (`members`, `owners`): ids with their type.
    pub edges: BTreeMap<&'static str, BTreeMap<String, &'static str>>,
}

/// The directory.
#[derive(Debug, Clone)]
pub struct World {
    pub tenant: String,
    pub name: String,
    /// By stream (`groups`, `users`, `devices`), then id.
    pub objects: BTreeMap<&'static str, BTreeMap<String, Object>>,
    /// Everything that happened, in order: stream, id, change.
    pub log: Vec<(&'static str, String, Change)>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            tenant: id('t', 1),
            name: "Contoso Ltd".into(),
            objects: BTreeMap::new(),
            log: Vec::new(),
        }
    }
}

impl World {
    fn object(&mut self, stream: &'static str, id: &str) -> &mut Object {
        let objects = self.objects.entry(stream).or_default();
        objects.entry(id.to_owned()).or_default()
    }

    fn note(&mut self, stream: &'static str, id: &str, change: Change) {
        self.log.push((stream, id.to_owned(), change));
    }

    /// Makes an object or changes its properties.
    pub fn set(&mut self, stream: &'static str, id: &str, properties: Value) {
        let Value::Object(properties) = properties else {
            panic!("properties are an object");
        };
        self.object(stream, id).properties.extend(properties);
        self.note(stream, id, Change::Properties);
    }

    pub fn user(&mut self, number: u32) -> String {
        let id = id('u', number);
        self.set(
            "users",
            &id,
            json!({
                "displayName": format!("Person {number}"),
                "givenName": "Person",
                "surname": number.to_string(),
                "userPrincipalName": format!("person{number}@contoso.example"),
                "mail": format!("person{number}@contoso.example"),
                "proxyAddresses": [format!("SMTP:person{number}@contoso.example")],
                "userType": "Member",
                "accountEnabled": true,
                "onPremisesSyncEnabled": null,
            }),
        );
        id
    }

    pub fn device(&mut self, number: u32) -> String {
        let id = id('d', number);
        self.set(
            "devices",
            &id,
            json!({"displayName": format!("LT-{number:04}"), "deviceId": id, "accountEnabled": true}),
        );
        id
    }

    pub fn security_group(&mut self, number: u32) -> String {
        let id = id('g', number);
        self.set(
            "groups",
            &id,
            json!({
                "displayName": format!("SG-{number:04}"),
                "description": null,
                "groupTypes": [],
                "mailEnabled": false,
                "securityEnabled": true,
                "createdDateTime": "2024-03-01T08:00:00Z",
                "onPremisesSyncEnabled": null,
            }),
        );
        id
    }

    pub fn team(&mut self, number: u32) -> String {
        let id = id('g', number);
        self.set(
            "groups",
            &id,
            json!({
                "displayName": format!("Team {number}"),
                "groupTypes": ["Unified"],
                "mailEnabled": true,
                "securityEnabled": false,
                "mail": format!("team{number}@contoso.example"),
                "visibility": "Private",
                "resourceProvisioningOptions": ["Team"],
            }),
        );
        id
    }

    pub fn add(&mut self, group: &str, relation: &'static str, member: &str, kind: &'static str) {
        let edges = &mut self.object("groups", group).edges;
        let old = edges
            .entry(relation)
            .or_default()
            .insert(member.to_owned(), kind);
        if old.is_none() {
            self.edge(group, relation, member, kind, true);
        }
    }

    pub fn add_user(&mut self, group: &str, member: &str) {
        self.add(group, "members", member, "user");
    }

    pub fn remove(&mut self, group: &str, relation: &'static str, member: &str) {
        let edges = &mut self.object("groups", group).edges;
        if let Some(kind) = edges.entry(relation).or_default().remove(member) {
            self.edge(group, relation, member, kind, false);
        }
    }

    fn edge(
        &mut self,
        group: &str,
        relation: &'static str,
        member: &str,
        kind: &'static str,
        added: bool,
    ) {
        let change = Change::Edge {
            relation,
            member: member.to_owned(),
            kind,
            added,
        };
        self.note("groups", group, change);
    }

    /// Deletes an object so that it can come back; its edges stay.
    pub fn delete_softly(&mut self, stream: &'static str, id: &str) {
        if self.is_there(stream, id) {
            self.object(stream, id).deleted = true;
            self.note(stream, id, Change::Removed("changed"));
        }
    }

    pub fn restore(&mut self, stream: &'static str, id: &str) {
        let known = self
            .objects
            .get(stream)
            .is_some_and(|it| it.contains_key(id));
        if known && !self.is_there(stream, id) {
            self.object(stream, id).deleted = false;
            self.note(stream, id, Change::Properties);
        }
    }

    /// Deletes an object for good; every membership of it ends.
    pub fn delete(&mut self, stream: &'static str, id: &str) {
        let known = self.objects.get_mut(stream).and_then(|it| it.remove(id));
        if known.is_none() {
            return;
        }
        self.note(stream, id, Change::Removed("deleted"));
        let groups: BTreeSet<String> = match self.objects.get("groups") {
            Some(groups) => groups.keys().cloned().collect(),
            None => BTreeSet::new(),
        };
        for group in groups {
            self.remove(&group, "members", id);
            self.remove(&group, "owners", id);
        }
    }

    pub fn is_there(&self, stream: &str, id: &str) -> bool {
        let object = self.objects.get(stream).and_then(|it| it.get(id));
        object.is_some_and(|object| !object.deleted)
    }

    /// Whether any stream shows the object now.
    pub fn shows(&self, id: &str) -> bool {
        self.objects.keys().any(|stream| self.is_there(stream, id))
    }
}
