//! What a read gave, merged with what is known: the step between the network and the snapshot.

use std::collections::BTreeSet;

use super::directory::Directory;
use super::job::Job;
use super::state::{self, Header};
use super::streams::Changes;
use super::tenant::Stop;
use super::thaw::Thawed;
use super::unit::FullReason;
use super::unknown::{self, Readable};
use crate::graph::{LookupRequest, Stream};
use crate::model::GroupId;
use crate::snapshot::{self, SnapshotError, TenantSnapshot};

/// What was read, ready to be merged into what is known.
pub(super) enum Data {
    Whole(Directory),
    Changes(Changes),
}

/// What is known before unknown members are looked up.
pub(super) struct Loaded {
    pub(super) directory: Directory,
    pub(super) old: Option<TenantSnapshot>,
    pub(super) unknown: Vec<LookupRequest>,
    pub(super) skipped: usize,
    /// Frozen groups that the stream told of.
    pub(super) told: BTreeSet<GroupId>,
    /// Streams that had objects and gave none.
    pub(super) empty: Vec<&'static str>,
}

/// What the streams and the direct reads gave.
pub(super) struct Given {
    pub(super) data: Data,
    pub(super) thawed: Thawed,
    /// Groups that stay frozen in this run.
    pub(super) frozen: BTreeSet<GroupId>,
}

/// Merges what was read; returns nothing when it was no news.
pub(super) fn load(
    job: &Job,
    header: Option<&Header>,
    given: Given,
    readable: &Readable<'_>,
) -> Result<Option<Loaded>, Stop> {
    let (root, key) = (&job.site.root, &job.settings.key);
    let (mut skipped, mut is_news) = (0, true);
    let mut told = BTreeSet::new();
    let directory = match (given.data, header) {
        (Data::Whole(directory), _) => directory,
        (Data::Changes(_), None) => return Err(Stop::ReadAll(FullReason::Lost)),
        (Data::Changes(changes), Some(header)) => {
            let known = state::read_body(root, key, header)?;
            let Some(mut directory) = known else {
                return Err(Stop::ReadAll(FullReason::Lost));
            };
            told = header.told.clone();
            told.extend(changes.groups());
            told.retain(|group| given.frozen.contains(group));
            let (changed, left_out) = changes.apply(&mut directory);
            let thawed = given.thawed.apply(&mut directory);
            is_news = changed || header.pending || header.frozen != job.frozen;
            skipped = left_out + thawed;
            directory
        }
    };
    if !is_news {
        return Ok(None);
    }
    let old = match snapshot::read_checked_tenant(&root.join(snapshot::FOLDER), key) {
        Ok(old) => old,
        // What cannot be read is overwritten only when that was asked for.
        Err(SnapshotError::Broken { .. } | SnapshotError::Unmerged { .. }) if job.options.full => {
            None
        }
        Err(error) => return Err(error.into()),
    };
    let rules = job.rules(old.as_ref(), &given.frozen);
    let unknown = unknown::find(&directory, &rules, readable);
    let empty = match &old {
        Some(old) => empty_streams(&directory, old, readable),
        None => Vec::new(),
    };
    Ok(Some(Loaded {
        empty,
        directory,
        old,
        unknown,
        skipped,
        told,
    }))
}

/// Returns the streams that had objects and give none: more likely a lost permission than a
/// directory without anybody.
fn empty_streams(
    directory: &Directory,
    old: &TenantSnapshot,
    readable: &Readable<'_>,
) -> Vec<&'static str> {
    let had_groups = old.groups.iter().any(|group| group.sync.is_none());
    let mut empty = Vec::new();
    if had_groups && directory.groups.count() == 0 {
        empty.push(Stream::Groups.key());
    }
    let denied = readable.denied.contains(&Stream::Users);
    if !denied && !old.people.is_empty() && directory.people.count() == 0 {
        empty.push(Stream::Users.key());
    }
    empty
}
