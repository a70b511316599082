//! Members that no stream told of: found, looked up, or kept as stubs (GRAPH.md 4).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::convert;
use super::decide::Rules;
use super::directory::Directory;
use super::record::{DeviceRecord, GroupProperties, OtherNames, OtherRecord, UserRecord};
use super::streams::merge_others;
use crate::graph::{Claims, Lookup, LookupRequest, Stream, required_permission};
use crate::model::{MemberType, ObjectId};

/// More than this is no news any more: everything is read anew (GRAPH.md 4, rule 8).
pub(super) const TOO_MANY: usize = 2_000;

/// What the app may read.
pub(super) struct Readable<'a> {
    pub(super) claims: &'a Claims,
    /// Streams that were refused in this run.
    pub(super) denied: &'a BTreeSet<Stream>,
}

impl Readable<'_> {
    fn allows(&self, kind: &MemberType) -> bool {
        let stream = match kind {
            MemberType::User => Stream::Users,
            MemberType::Device => Stream::Devices,
            MemberType::Group => Stream::Groups,
            MemberType::OrgContact => Stream::Contacts,
            MemberType::ServicePrincipal => Stream::ServicePrincipals,
            MemberType::Other(_) => return false,
        };
        let granted = self.claims.grants(required_permission(stream));
        !self.denied.contains(&stream) && granted != Some(false)
    }
}

/// Returns the members and owners of documented groups that must be looked up, sorted by id.
pub(super) fn find(
    directory: &Directory,
    rules: &Rules<'_>,
    readable: &Readable<'_>,
) -> Vec<LookupRequest> {
    let mut unknown: BTreeMap<ObjectId, &MemberType> = BTreeMap::new();
    for (id, entry) in &directory.groups.0 {
        if !entry.entry.standing.is_there() {
            continue;
        }
        let group = convert::group(*id, &entry.entry.record, Timestamp::UNIX_EPOCH);
        if !rules.lets_through(&group) || rules.is_frozen(group.id) {
            continue;
        }
        let members = entry
            .members
            .iter()
            .filter(|_| !group.has_hidden_membership());
        for (id, kind) in members.chain(&entry.owners) {
            if readable.allows(kind) && !directory.knows(*id) {
                unknown.insert(*id, kind);
            }
        }
    }
    unknown
        .into_iter()
        .map(|(id, kind)| LookupRequest {
            id,
            kind: kind.clone(),
        })
        .collect()
}

/// Keeps what the look-ups gave, so that they are not made again.
pub(super) fn apply(
    directory: &mut Directory,
    requests: &[LookupRequest],
    mut lookups: BTreeMap<ObjectId, Lookup>,
) {
    for request in requests {
        match lookups.remove(&request.id) {
            Some(Lookup::Found(value)) => found(directory, request, value),
            Some(Lookup::Gone) => bury(directory, request),
            Some(Lookup::Denied) => limit(directory, request),
            None => {}
        }
    }
}

fn found(directory: &mut Directory, request: &LookupRequest, value: serde_json::Value) {
    fn parse<T: DeserializeOwned>(value: serde_json::Value) -> Option<T> {
        serde_json::from_value(value).ok()
    }
    let known = match &request.kind {
        MemberType::User => parse(value).map(|patch| directory.people.merge(patch)),
        MemberType::Device => parse(value).map(|patch| directory.devices.merge(patch)),
        MemberType::Group => parse(value).map(|patch| directory.groups.merge(patch).0),
        kind => parse(value).map(|patch| {
            merge_others(directory, kind, [patch]);
            true
        }),
    };
    if known.is_none() || !directory.knows(request.id) {
        limit(directory, request);
    }
}

fn bury(directory: &mut Directory, request: &LookupRequest) {
    match &request.kind {
        MemberType::User => directory.people.bury(request.id),
        MemberType::Device => directory.devices.bury(request.id),
        MemberType::Group => directory.groups.bury(request.id),
        _ => directory.others.bury(request.id),
    }
}

fn limit(directory: &mut Directory, request: &LookupRequest) {
    let id = request.id;
    match &request.kind {
        MemberType::User => directory.people.limit(id, UserRecord::default()),
        MemberType::Device => directory.devices.limit(id, DeviceRecord::default()),
        MemberType::Group => {
            let group = directory.groups.0.entry(id).or_default();
            if group.entry.record == GroupProperties::default() {
                group.entry.standing = super::directory::Standing::Limited;
            }
        }
        kind => directory.others.limit(
            id,
            OtherRecord {
                kind: kind.clone(),
                names: OtherNames::default(),
            },
        ),
    }
}
