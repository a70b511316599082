//! Groups that people thawed: read whole and directly, because a stream does not repeat what it told
//! while they were frozen (FEATURES.md T6 and T8, GRAPH.md 4, rule 10).

use std::collections::{BTreeMap, BTreeSet};

use super::directory::Directory;
use super::job::Job;
use super::state::Header;
use super::tenant::Stop;
use super::unit::FullReason;
use crate::graph::{GraphError, GroupPatch, Select, Stream};
use crate::model::GroupId;

/// Three requests each: from here on one full read is cheaper than asking group by group.
const TOO_MANY: usize = 200;

/// What the directory says of one group.
enum Direct {
    /// The group with all its members and owners.
    There(Box<GroupPatch>),
    /// There is none.
    Gone,
}

/// What the direct reads gave.
#[derive(Default)]
pub(super) struct Thawed {
    read: BTreeMap<GroupId, Direct>,
    /// Groups that the app may not read: they stay as they are, and are asked for again.
    pub(super) denied: BTreeMap<GroupId, GraphError>,
}

/// Reads the groups that were frozen in the last run and are not any more.
pub(super) async fn read(job: &Job, header: &Header) -> Result<Thawed, Stop> {
    let mut groups: BTreeSet<GroupId> = header.frozen.difference(&job.frozen).copied().collect();
    if groups.len() > TOO_MANY {
        // What no stream told of while it was frozen is what it was.
        groups.retain(|group| header.told.contains(group));
    }
    if groups.len() > TOO_MANY {
        return Err(Stop::ReadAll(FullReason::Thawed));
    }
    let mut select = Select::of(Stream::Groups, &[]);
    if header.reduced.contains(Stream::Groups.key()) {
        select = select.without_optional();
    }
    let mut thawed = Thawed::default();
    for group in groups {
        match whole(job, group, &select).await {
            Ok(patch) => {
                thawed.read.insert(group, Direct::There(Box::new(patch)));
            }
            Err(error) if error.is_gone() => {
                thawed.read.insert(group, Direct::Gone);
            }
            Err(error) if error.is_denied() => {
                thawed.denied.insert(group, error);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(thawed)
}

async fn whole(job: &Job, group: GroupId, select: &Select) -> Result<GroupPatch, GraphError> {
    let mut patch = job.client.group(group, select).await?;
    let (members, owners) = tokio::try_join!(
        job.client.edges(group, "members"),
        job.client.edges(group, "owners"),
    )?;
    patch.id = Some(group.object());
    patch.members = Some(members);
    patch.owners = Some(owners);
    Ok(patch)
}

impl Thawed {
    /// Puts the groups in the place of what was known; returns how many edges had no good id.
    pub(super) fn apply(self, directory: &mut Directory) -> usize {
        let mut skipped = 0;
        for (group, direct) in self.read {
            match direct {
                Direct::There(patch) => skipped += directory.replace(group.object(), *patch),
                Direct::Gone => directory.groups.lose(group.object()),
            }
        }
        skipped
    }
}
