//! Who did it: events of the journal matched with those of the audit log, and only where both are
//! surely the same (FEATURES.md W2, GRAPH.md 1.2).
//!
//! Pure. What the log does not prove stays "not known": a line of it that is missing, late, or one
//! of two that fit, is no ground for a guess.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::convert;
use crate::graph::{AuditActor, AuditEvent, AuditTarget};
use crate::model::{Event, EventKind, FieldChange, ObjectId};

/// What an event of either side is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Member { group: ObjectId, member: ObjectId },
    Owner { group: ObjectId, owner: ObjectId },
    Group(ObjectId),
    Person(ObjectId),
}

/// An event of the log, as far as it can explain one of the journal.
#[derive(Debug, Clone)]
struct Deed {
    kind: EventKind,
    at: Timestamp,
    actor: Option<String>,
    /// Properties that it names, in letters and digits of lower case, with the value that they got
    /// where the log tells it.
    properties: BTreeMap<String, Option<Vec<String>>>,
}

/// What the log has to tell before it explains a change: the property under one of its names, and
/// the value that is seen now.
#[derive(Debug)]
struct Wanted {
    names: &'static [&'static str],
    /// Sorted; empty when the property has no value any more.
    value: Vec<String>,
}

impl Wanted {
    fn is_named_by(&self, deed: &Deed) -> bool {
        self.names
            .iter()
            .any(|name| deed.properties.contains_key(*name))
    }

    /// Returns whether the deed set what is seen now, under each name that it uses.
    fn is_set_by(&self, deed: &Deed) -> bool {
        let mut told = self
            .names
            .iter()
            .filter_map(|name| Some((*name, deed.properties.get(*name)?)));
        told.all(|(name, value)| match (name, value) {
            (_, None) => false,
            ("ispublic", Some(value)) => {
                value.iter().any(|it| it.eq_ignore_ascii_case("true"))
                    == self.value.iter().any(|it| it == "Public")
            }
            (_, Some(value)) => *value == self.value,
        })
    }
}

/// Notes actor and time in the events that the log surely explains; returns how many.
pub(super) fn attribute(events: &mut [Event], log: &[AuditEvent]) -> usize {
    let mut deeds: BTreeMap<Subject, Vec<Deed>> = BTreeMap::new();
    for entry in log {
        if let Some((subject, deed)) = understand(entry) {
            deeds.entry(subject).or_default().push(deed);
        }
    }
    let mut explained = 0;
    for event in events.iter_mut().filter(|event| can_be_explained(event)) {
        let known = subject_of(event).and_then(|subject| deeds.get(&subject));
        let Some((actor, at)) = known.and_then(|deeds| explain(event, deeds)) else {
            continue;
        };
        event.actor = Some(actor);
        event.happened = Some(at);
        explained += 1;
    }
    explained
}

/// Returns whether the log could tell who did it: not of what was there at the first read.
pub(super) fn can_be_explained(event: &Event) -> bool {
    !event.baseline
}

fn subject_of(event: &Event) -> Option<Subject> {
    let group = event.group.map(|group| group.object());
    Some(match event.kind {
        EventKind::MemberAdded | EventKind::MemberRemoved => Subject::Member {
            group: group?,
            member: event.member?,
        },
        EventKind::OwnerAdded | EventKind::OwnerRemoved => Subject::Owner {
            group: group?,
            owner: event.member?,
        },
        EventKind::GroupCreated
        | EventKind::GroupChanged
        | EventKind::GroupRenamed
        | EventKind::GroupOrphaned
        | EventKind::GroupReturned => Subject::Group(group?),
        EventKind::UserDisabled | EventKind::UserEnabled => Subject::Person(event.member?),
    })
}

/// Finds the one actor who can have done it, and when.
fn explain(event: &Event, deeds: &[Deed]) -> Option<(String, Timestamp)> {
    let fitting: Vec<&Deed> = match event.kind {
        EventKind::GroupChanged | EventKind::GroupRenamed => changes_of(event, deeds)?,
        kind => {
            // What came last made what is seen now; if that is something else, then the line that
            // would explain it is not in the log yet.
            let last = deeds.iter().map(|deed| deed.at).max()?;
            let opposed = |deed: &&Deed| deed.at == last && deed.kind != kind;
            if deeds.iter().any(|deed| opposed(&deed) && !is_change(deed)) {
                return None;
            }
            let undone = deeds
                .iter()
                .filter(|deed| deed.kind != kind && !is_change(deed))
                .map(|deed| deed.at)
                .max();
            deeds
                .iter()
                .filter(|deed| deed.kind == kind && undone.is_none_or(|undone| deed.at > undone))
                .collect()
        }
    };
    let last = fitting.iter().max_by_key(|deed| deed.at)?;
    let actor = last.actor.clone()?;
    let same = |deed: &&Deed| deed.actor.as_ref() == Some(&actor);
    fitting.iter().all(same).then_some((actor, last.at))
}

/// Returns whether the deed changed properties, which neither makes nor ends anything.
fn is_change(deed: &Deed) -> bool {
    deed.kind == EventKind::GroupChanged
}

/// Returns the deeds that touched the properties of the event, when what came last of them set
/// the values that are seen now.
///
/// Another value means that the line which explains what is seen is not in the log yet.
fn changes_of<'d>(event: &Event, deeds: &'d [Deed]) -> Option<Vec<&'d Deed>> {
    let mut wanted = Vec::new();
    for change in &event.changes {
        wanted.extend(wanted_of(change)?);
    }
    let touches = |deed: &&Deed| {
        // One that names nothing may have touched everything.
        let names = deed.properties.is_empty() || wanted.iter().any(|it| it.is_named_by(deed));
        is_change(deed) && names
    };
    let fitting: Vec<&Deed> = deeds.iter().filter(touches).collect();
    let proved = |wanted: &Wanted| {
        let named = || fitting.iter().filter(|deed| wanted.is_named_by(deed));
        let last = named().map(|deed| deed.at).max();
        last.is_some_and(|last| {
            named()
                .filter(|deed| deed.at == last)
                .all(|deed| wanted.is_set_by(deed))
        })
    };
    (!wanted.is_empty() && wanted.iter().all(proved)).then_some(fitting)
}

/// Returns what the log has to tell of a change; `None` when it cannot explain it.
fn wanted_of(change: &FieldChange) -> Option<Vec<Wanted>> {
    let names = names_of(&change.field)?;
    let parsed = |text: &Option<String>| -> Option<Value> {
        text.as_deref()
            .map_or(Some(Value::Null), |text| serde_json::from_str(text).ok())
    };
    Some(match change.field.as_str() {
        "proxyAddresses" => vec![Wanted {
            names,
            value: values(&parsed(&change.to)?),
        }],
        // Rule and state are one property of the snapshot and two of the log.
        "membership" => {
            let (from, to) = (parsed(&change.from)?, parsed(&change.to)?);
            let parts = [("rule", &names[..1]), ("state", &names[1..])];
            let differing = parts.into_iter().filter(|(key, _)| from[*key] != to[*key]);
            differing
                .map(|(key, names)| Wanted {
                    names,
                    value: values(&to[key]),
                })
                .collect()
        }
        _ => vec![Wanted {
            names,
            value: change.to.iter().cloned().collect(),
        }],
    })
}

/// Returns the texts of a value of JSON, sorted, without those that say nothing.
fn values(value: &Value) -> Vec<String> {
    let mut texts: Vec<String> = match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(values).collect(),
        other => vec![other.to_string()],
    };
    texts.retain(|text| !text.trim().is_empty());
    texts.sort();
    texts.dedup();
    texts
}

/// Returns the value that the log tells, which it writes as JSON: `"X"` or `["X"]`, and `[]` for
/// none; `None` when it tells nothing.
fn told(text: Option<&str>) -> Option<Vec<String>> {
    match serde_json::from_str(text?) {
        Ok(Value::Null) => None,
        Ok(value) => Some(values(&value)),
        Err(_) => Some(values(&Value::String(text?.to_owned()))),
    }
}

/// Returns the log's names of a property; `None` for those that other activities change.
fn names_of(field: &str) -> Option<&'static [&'static str]> {
    Some(match field {
        "displayName" => &["displayname"],
        "description" => &["description"],
        "mail" => &["mail"],
        "mailNickname" => &["mailnickname"],
        "proxyAddresses" => &["proxyaddresses"],
        "visibility" => &["visibility", "accesstype", "ispublic"],
        "classification" => &["classification"],
        "membership" => &["membershiprule", "membershipruleprocessingstate"],
        _ => return None,
    })
}

fn understand(entry: &AuditEvent) -> Option<(Subject, Deed)> {
    let kind = kind_of(&entry.activity)?;
    let subject = match kind {
        EventKind::MemberAdded | EventKind::MemberRemoved => {
            let (group, member) = pair(&entry.targets)?;
            Subject::Member { group, member }
        }
        EventKind::OwnerAdded | EventKind::OwnerRemoved => {
            let (group, owner) = pair(&entry.targets)?;
            Subject::Owner { group, owner }
        }
        EventKind::UserDisabled | EventKind::UserEnabled => {
            Subject::Person(only(&entry.targets, "user")?)
        }
        _ => Subject::Group(only(&entry.targets, "group")?),
    };
    let deed = Deed {
        kind,
        // Times in the snapshot have no fractions.
        at: Timestamp::from_second(entry.at.as_second()).unwrap_or(entry.at),
        actor: actor(&entry.actor),
        properties: properties(&entry.targets),
    };
    Some((subject, deed))
}

fn kind_of(activity: &str) -> Option<EventKind> {
    Some(match activity.to_ascii_lowercase().as_str() {
        "add member to group" => EventKind::MemberAdded,
        "remove member from group" => EventKind::MemberRemoved,
        "add owner to group" => EventKind::OwnerAdded,
        "remove owner from group" => EventKind::OwnerRemoved,
        "add group" => EventKind::GroupCreated,
        "update group" => EventKind::GroupChanged,
        "delete group" | "hard delete group" => EventKind::GroupOrphaned,
        "restore group" => EventKind::GroupReturned,
        "disable account" => EventKind::UserDisabled,
        "enable account" => EventKind::UserEnabled,
        _ => return None,
    })
}

/// Returns the only target of a type.
fn only(targets: &[AuditTarget], kind: &str) -> Option<ObjectId> {
    let mut ids = targets
        .iter()
        .filter(|target| target.kind == kind)
        .filter_map(|target| target.id);
    let id = ids.next()?;
    ids.next().is_none().then_some(id)
}

/// Returns the group and the other object of an event about both.
///
/// The group may stand in the modified properties of the other target alone; of two groups only
/// those tell which one holds the other.
fn pair(targets: &[AuditTarget]) -> Option<(ObjectId, ObjectId)> {
    let named: BTreeSet<ObjectId> = targets
        .iter()
        .flat_map(|target| &target.properties)
        .filter(|property| property.name.eq_ignore_ascii_case("Group.ObjectID"))
        .flat_map(|property| [&property.new, &property.old])
        .filter_map(|value| value.as_deref()?.trim_matches(['"', ' ']).parse().ok())
        .collect();
    let group = match named.len() {
        0 => only(targets, "group")?,
        1 => *named.first()?,
        _ => return None,
    };
    let others: BTreeSet<ObjectId> = targets
        .iter()
        .filter_map(|target| target.id)
        .filter(|id| *id != group)
        .collect();
    (others.len() == 1).then(|| others.first().map(|other| (group, *other)))?
}

fn properties(targets: &[AuditTarget]) -> BTreeMap<String, Option<Vec<String>>> {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.collect::<String>().to_ascii_lowercase()
    };
    let mut known: BTreeMap<String, Option<Vec<String>>> = BTreeMap::new();
    for property in targets.iter().flat_map(|target| &target.properties) {
        match plain(&property.name).as_str() {
            // A list of all others in one value.
            "includedupdatedproperties" => {
                let listed = property.new.as_deref().unwrap_or_default();
                for name in listed.split(',').map(plain).filter(|name| !name.is_empty()) {
                    known.entry(name).or_default();
                }
            }
            // Notes of the log about itself.
            "actionclientname" | "targetidusertype" => {}
            name => {
                if let Some(value) = told(property.new.as_deref()) {
                    let entry = known.entry(name.to_owned()).or_default();
                    entry.get_or_insert_with(Vec::new).extend(value);
                } else {
                    known.entry(name.to_owned()).or_default();
                }
            }
        }
    }
    known
}

/// Returns what an actor is called: as members are, by the sign-in name first.
fn actor(actor: &AuditActor) -> Option<String> {
    let sign_in = actor.user_principal_name.as_deref();
    let name = sign_in.and_then(|name| convert::decode_guest(name.trim()));
    let display = actor.display_name.as_deref().map(str::trim);
    name.or_else(|| {
        display
            .filter(|name| !convert::is_marked(name))
            .map(str::to_owned)
    })
}

#[cfg(test)]
mod tests;
