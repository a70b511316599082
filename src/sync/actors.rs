//! Who did it: events of the journal matched with those of the audit log, and only where both are
//! surely the same (FEATURES.md W2, GRAPH.md 1.2).
//!
//! Pure. What the log does not prove stays "not known": a line of it that is missing, late, or one
//! of two that fit, is no ground for a guess.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::convert;
use crate::graph::{AuditActor, AuditEvent, AuditTarget};
use crate::model::{Event, EventKind, ObjectId};

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
    /// Properties that it names, in letters and digits of lower case.
    properties: BTreeSet<String>,
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

/// Returns the deeds that touched the properties of the event, when they name all of them.
fn changes_of<'d>(event: &Event, deeds: &'d [Deed]) -> Option<Vec<&'d Deed>> {
    let mut fitting = Vec::new();
    let mut wanted = Vec::new();
    for change in &event.changes {
        wanted.push(names_of(&change.field)?);
    }
    let names = |deed: &Deed, field: &[&str]| {
        let known = &deed.properties;
        field.iter().any(|name| known.contains(*name))
    };
    for deed in deeds.iter().filter(|deed| is_change(deed)) {
        // One that names nothing may have touched everything.
        if deed.properties.is_empty() || wanted.iter().any(|field| names(deed, field)) {
            fitting.push(deed);
        }
    }
    let told = |field: &&[&str]| fitting.iter().any(|deed| names(deed, field));
    wanted.iter().all(told).then_some(fitting)
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

fn properties(targets: &[AuditTarget]) -> BTreeSet<String> {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.collect::<String>().to_ascii_lowercase()
    };
    let mut names = BTreeSet::new();
    for property in targets.iter().flat_map(|target| &target.properties) {
        match plain(&property.name).as_str() {
            // A list of all others in one value.
            "includedupdatedproperties" => {
                let listed = property.new.as_deref().unwrap_or_default();
                names.extend(listed.split(',').map(plain).filter(|name| !name.is_empty()));
            }
            // Notes of the log about itself.
            "actionclientname" | "targetidusertype" => {}
            name => {
                names.insert(name.to_owned());
            }
        }
    }
    names
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
