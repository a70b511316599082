//! `GET /v1.0/auditLogs/directoryAudits`: who made the changes of the story, derived from it.
//!
//! It has the habits of the real log that readers must survive (GRAPH.md 1.2): the group of a
//! membership stands in the modified properties of the other target, values are quoted twice, and
//! what follows from the end of an object has no line of its own.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::encoding::{guid_of, number_of};
use super::history::{directory_at, time_of};
use super::object::{Directory, Edges, Kind, Object};
use super::query::Query;
use super::reply::Reply;
use crate::model::ObjectId;

/// Changes were made in the last three days before they were seen.
const MINUTES: u64 = 3 * 24 * 60;

/// Answers with all events since the time of the filter, up to a point of the story.
pub(super) fn log(base: &str, directory: &Directory, state: u32, query: &Query) -> Reply {
    let since = match query.get("$filter").map(since) {
        None => Timestamp::MIN,
        Some(Some(since)) => since,
        Some(None) => return Reply::unsupported("The demo directory filters by time only."),
    };
    let mut events = Vec::new();
    for at in 1..=state {
        let chapters = (
            directory_at(directory.tenant.key, at - 1),
            directory_at(directory.tenant.key, at),
        );
        if let (Some(before), Some(after)) = chapters {
            let mut chapter = Chapter {
                before,
                after,
                seen: time_of(at),
                events: Vec::new(),
            };
            chapter.tell();
            events.append(&mut chapter.events);
        }
    }
    events.retain(|(at, _)| *at >= since);
    // The newest first, as the real log has them.
    events.sort_by(|(left, one), (right, other)| {
        right
            .cmp(left)
            .then_with(|| one["id"].as_str().cmp(&other["id"].as_str()))
    });
    let top = query.get("$top").and_then(|top| top.parse().ok());
    let events: Vec<Value> = events
        .into_iter()
        .map(|(_, event)| event)
        .take(top.unwrap_or(usize::MAX))
        .collect();
    Reply::ok(json!({
        "@odata.context": format!("{base}/v1.0/$metadata#auditLogs/directoryAudits"),
        "value": events,
    }))
}

/// Reads the only filter that is understood.
fn since(filter: &str) -> Option<Timestamp> {
    let rest = filter.strip_prefix("activityDateTime ge ")?;
    let (time, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let known = ["", "and loggedByService eq 'Core Directory'"].contains(&rest);
    time.parse().ok().filter(|_| known)
}

/// What happened between two points of the story.
struct Chapter<'d> {
    before: &'d Directory,
    after: &'d Directory,
    seen: Timestamp,
    events: Vec<(Timestamp, Value)>,
}

impl Chapter<'_> {
    fn tell(&mut self) {
        for group in self.after.of(Kind::Group) {
            match self.before.get(Kind::Group, group.id) {
                Some(old) if old.in_bin && group.in_bin => {}
                Some(old) if old.in_bin => self.about(group, "Restore Group", &[]),
                Some(_) if group.in_bin => self.about(group, "Delete group", &[]),
                old => self.group(old, group),
            }
        }
        let before = self.before;
        for old in before.of(Kind::Group) {
            if self.after.get(Kind::Group, old.id).is_none() && !old.in_bin {
                self.about(old, "Delete group", &[]);
            }
        }
        for person in self.after.of(Kind::User) {
            let enabled = |object: &Object| object.properties.get("accountEnabled").cloned();
            let old = before.get(Kind::User, person.id).and_then(enabled);
            match (old, enabled(person)) {
                (Some(Value::Bool(true)), Some(Value::Bool(false))) => {
                    self.about(person, "Disable account", &["AccountEnabled"]);
                }
                (Some(Value::Bool(false)), Some(Value::Bool(true))) => {
                    self.about(person, "Enable account", &["AccountEnabled"]);
                }
                _ => {}
            }
        }
    }

    fn group(&mut self, old: Option<&Object>, group: &Object) {
        let none = Edges::new();
        match old {
            None => self.about(group, "Add group", &[]),
            Some(old) => {
                let differs =
                    |name: &&&str| old.properties.get(**name) != group.properties.get(**name);
                let names: Vec<&str> = Kind::Group
                    .properties()
                    .iter()
                    .filter(differs)
                    .copied()
                    .collect();
                if !names.is_empty() {
                    self.about(group, "Update group", &names);
                }
            }
        }
        let lists = [
            (
                "member",
                old.map_or(&none, |old| &old.members),
                &group.members,
            ),
            ("owner", old.map_or(&none, |old| &old.owners), &group.owners),
        ];
        for (what, before, after) in lists {
            if what == "member" && group.hides_members() {
                continue;
            }
            for id in after.keys().filter(|id| !before.contains_key(id)) {
                self.edge(group, *id, &format!("Add {what} to group"), true);
            }
            for id in before.keys().filter(|id| !after.contains_key(id)) {
                self.edge(group, *id, &format!("Remove {what} from group"), false);
            }
        }
    }

    /// Notes a change of one object.
    fn about(&mut self, object: &Object, activity: &str, names: &[&str]) {
        let properties: Vec<Value> = names
            .iter()
            .map(|name| {
                let new = match object.properties.get(*name) {
                    None | Some(Value::Null) => json!([]),
                    Some(Value::Array(items)) => json!(items),
                    Some(value) => json!([value]),
                };
                let mut letters = name.chars();
                let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                let name: String = first.into_iter().chain(letters).collect();
                json!({"displayName": name, "oldValue": null, "newValue": new.to_string()})
            })
            .collect();
        let target = target(object, properties);
        self.note(object, activity, object.id, vec![target]);
    }

    /// Notes a membership or ownership that began or ended.
    fn edge(&mut self, group: &Object, id: ObjectId, activity: &str, added: bool) {
        // Who is gone has no line: the membership ended with the object.
        let Some(other) = self.after.objects.get(&id).filter(|it| !it.in_bin) else {
            return;
        };
        let value = |is_used: bool, text: &str| is_used.then(|| format!("\"{text}\""));
        let property = |name: &str, text: &str| {
            json!({
                "displayName": name,
                "oldValue": value(!added, text),
                "newValue": value(added, text),
            })
        };
        let properties = vec![
            property("Group.ObjectID", &group.id.to_string()),
            property("Group.DisplayName", group.text("displayName")),
        ];
        let targets = vec![target(other, properties), target(group, Vec::new())];
        self.note(group, activity, id, targets);
    }

    fn note(&mut self, about: &Object, activity: &str, other: ObjectId, targets: Vec<Value>) {
        let seen = self.seen.to_string();
        let (about_id, other) = (about.id.to_string(), other.to_string());
        let parts = [activity, &about_id, &other, &seen];
        let minutes = number_of(&parts, MINUTES) + 1;
        let minutes = SignedDuration::from_mins(i64::try_from(minutes).unwrap_or(1));
        let at = self.seen - minutes;
        let event = json!({
            "id": guid_of(&parts).to_string(),
            "category": if about.kind == Kind::User { "UserManagement" } else { "GroupManagement" },
            "correlationId": guid_of(&[&about_id, &seen]).to_string(),
            "result": "success",
            "resultReason": "",
            "activityDisplayName": activity,
            "activityDateTime": at.to_string(),
            "loggedByService": "Core Directory",
            "initiatedBy": self.actor(about),
            "targetResources": targets,
        });
        self.events.push((at, event));
    }

    /// Returns who changes an object: a rule, the synchronization, an owner, or the help desk.
    fn actor(&self, about: &Object) -> Value {
        let app = |name: &str| json!({"user": null, "app": {"displayName": name}});
        let person = |name: &str| json!({"user": {"userPrincipalName": name}, "app": null});
        if about.properties.contains_key("membershipRule") {
            return app("Dynamic group processing");
        }
        if about.properties.get("onPremisesSyncEnabled") == Some(&Value::Bool(true)) {
            return app("Entra Connect synchronization");
        }
        let owners = about
            .owners
            .keys()
            .filter_map(|id| self.after.get(Kind::User, *id));
        let owner = owners.map(|owner| owner.text("userPrincipalName")).next();
        match owner {
            Some(owner) => person(owner),
            None => person(&format!("helpdesk@{}", self.after.tenant.domain)),
        }
    }
}

fn target(object: &Object, properties: Vec<Value>) -> Value {
    let name = object.kind.type_name();
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let kind: String = first.into_iter().chain(letters).collect();
    json!({
        "id": object.id.to_string(),
        "displayName": object.text("displayName"),
        "type": kind,
        "modifiedProperties": properties,
    })
}
