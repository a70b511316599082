//! Events of one sync as sentences, with a link for each group, person and device in them.
//!
//! What happened to many members of one group is one line; it must not know days or pages.

use jiff::Timestamp;

use super::change_words::detail;
use super::feed::is_about_watched;
use crate::model::{Event, EventKind, GroupId};
use crate::site::model::{EventEntry, Index, Node, Organization};
use crate::site::text::{count, minute};
use crate::site::view::{ChangeLine, ChangePart};

/// Returns events of one sync, in the journal's order, in words.
///
/// Members of one group that came or went together share a line, which names `names` of them and
/// keeps the others in `rest`; one more than that is still named.
pub(super) fn lines(
    organization: &Organization,
    events: &[&EventEntry],
    names: usize,
) -> Vec<ChangeLine> {
    events
        .chunk_by(|one, next| shared(one) && shared(next) && is_alike(one, next))
        .map(|alike| line(organization, alike, names))
        .collect()
}

/// Returns whether events of this kind share a line.
fn shared(entry: &EventEntry) -> bool {
    use EventKind::{MemberAdded, MemberRemoved, OwnerAdded, OwnerRemoved};
    matches!(
        entry.event.kind,
        MemberAdded | MemberRemoved | OwnerAdded | OwnerRemoved
    )
}

fn is_alike(one: &EventEntry, other: &EventEntry) -> bool {
    one.tenant == other.tenant
        && one.event.kind == other.event.kind
        && one.event.group == other.event.group
        && one.event.actor == other.event.actor
}

fn plain(text: &str) -> ChangePart {
    ChangePart {
        text: text.to_owned(),
        url: None,
        is_name: false,
    }
}

/// Returns the members of the events as parts of a sentence, and those that are left out of it.
fn members(
    organization: &Organization,
    alike: &[&EventEntry],
    names: usize,
) -> (Vec<ChangePart>, Vec<ChangePart>) {
    let mut named: Vec<ChangePart> = alike
        .iter()
        .map(|entry| member_part(organization, entry.tenant, &entry.event))
        .collect();
    // "and 1 more" is as long as the name.
    let rest = if named.len() > names.saturating_add(1) {
        named.split_off(names)
    } else {
        Vec::new()
    };
    let more = (!rest.is_empty()).then(|| plain(&format!("{} more", rest.len())));
    let parts: Vec<ChangePart> = named.into_iter().chain(more).collect();
    let last = parts.len() - 1;
    let mut sentence = Vec::with_capacity(parts.len() * 2);
    for (at, part) in parts.into_iter().enumerate() {
        match at {
            0 => {}
            _ if at == last => sentence.push(plain(" and ")),
            _ => sentence.push(plain(", ")),
        }
        sentence.push(part);
    }
    (sentence, rest)
}

/// Returns one line for events that are alike; there is at least one.
fn line(organization: &Organization, alike: &[&EventEntry], names: usize) -> ChangeLine {
    let entry = alike[0];
    let event = &entry.event;
    let group = || match event.group {
        Some(id) => group_part(organization, entry.tenant, id, event),
        None => plain("a group"),
    };
    let (mut who, rest) = members(organization, alike, names);
    let mut about = |words: &str, group: Option<ChangePart>| {
        who.push(plain(words));
        who.extend(group);
        std::mem::take(&mut who)
    };
    let several = alike.len() > 1;
    let (kind, symbol, parts) = match event.kind {
        EventKind::GroupCreated => {
            let verb = if event.baseline {
                " was first documented"
            } else {
                " is new"
            };
            let with = event.members.map(|members| {
                plain(&format!(
                    ", with {} in it",
                    // The page counts members, devices and groups apart: this is all of them.
                    count(
                        members as usize,
                        "person, device or group",
                        "people, devices and groups"
                    )
                ))
            });
            let mut parts = vec![group(), plain(verb)];
            parts.extend(with);
            ("group.created", "added", parts)
        }
        EventKind::GroupChanged => (
            "group.changed",
            "changed",
            vec![group(), plain("’s properties changed")],
        ),
        EventKind::GroupRenamed => (
            "group.renamed",
            "changed",
            vec![group(), plain(" has another name")],
        ),
        EventKind::GroupOrphaned => (
            "group.orphaned",
            "gone",
            vec![group(), plain(" is gone from Entra")],
        ),
        EventKind::GroupReturned => (
            "group.returned",
            "returned",
            vec![group(), plain(" is back in Entra")],
        ),
        EventKind::MemberAdded => ("member.added", "added", about(" joined ", Some(group()))),
        EventKind::MemberRemoved => ("member.removed", "removed", about(" left ", Some(group()))),
        EventKind::OwnerAdded => (
            "owner.added",
            "added",
            about(
                if several {
                    " became owners of "
                } else {
                    " became an owner of "
                },
                Some(group()),
            ),
        ),
        EventKind::OwnerRemoved => (
            "owner.removed",
            "removed",
            about(
                if several {
                    " are no longer owners of "
                } else {
                    " is no longer an owner of "
                },
                Some(group()),
            ),
        ),
        EventKind::UserDisabled => (
            "user.disabled",
            "changed",
            about("’s sign-in was switched off", None),
        ),
        EventKind::UserEnabled => (
            "user.enabled",
            "changed",
            about("’s sign-in was switched on", None),
        ),
    };
    ChangeLine {
        kind,
        symbol,
        parts,
        events: alike.len(),
        is_watched: is_about_watched(organization, entry.tenant, event.group),
        rest,
        detail: detail(event),
        actor: event.actor.clone(),
        is_baseline: event.baseline,
        happened: happened(alike).map(|(first, last)| {
            if minute(first) == minute(last) {
                minute(first)
            } else {
                format!("{} to {}", minute(first), minute(last))
            }
        }),
        happened_iso: happened(alike).map(|(first, _)| first.to_string()),
    }
}

/// Returns when the first and the last of the events happened; `None` when that is not known of
/// all of them, because a guess is worse (FEATURES.md W2).
fn happened(alike: &[&EventEntry]) -> Option<(Timestamp, Timestamp)> {
    let times: Option<Vec<Timestamp>> = alike.iter().map(|it| it.event.happened).collect();
    let times = times?;
    Some((*times.iter().min()?, *times.iter().max()?))
}

fn group_part(
    organization: &Organization,
    tenant: Index,
    id: GroupId,
    event: &Event,
) -> ChangePart {
    let known = match organization.tenants[tenant as usize]
        .nodes
        .get(&id.object())
    {
        Some(Node::Group(at)) => Some(organization.group(*at)),
        _ => None,
    };
    let text = event
        .group_label
        .clone()
        .or_else(|| known.map(|it| it.name.clone()));
    ChangePart {
        text: text.unwrap_or_else(|| id.to_string()),
        url: known.map(|it| it.url.clone()),
        is_name: true,
    }
}

fn member_part(organization: &Organization, tenant: Index, event: &Event) -> ChangePart {
    let Some(id) = event.member else {
        return ChangePart {
            text: "somebody".into(),
            url: None,
            is_name: false,
        };
    };
    let node = organization.tenants[tenant as usize].nodes.get(&id);
    let (name, url) = match node {
        Some(Node::Person(at)) => {
            let it = organization.person(*at);
            (Some(it.name.clone()), Some(it.url.clone()))
        }
        Some(Node::Device(at)) => {
            let it = organization.device(*at);
            (Some(it.name.clone()), Some(it.url.clone()))
        }
        Some(Node::Group(at)) => {
            let it = organization.group(*at);
            (Some(it.name.clone()), Some(it.url.clone()))
        }
        _ => (None, None),
    };
    let text = name
        .or_else(|| event.member_label.clone())
        .unwrap_or_else(|| id.to_string());
    ChangePart {
        text,
        url,
        is_name: true,
    }
}
