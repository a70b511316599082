//! Asking the audit log who made the changes of a round, for tenants that want it (FEATURES.md W2).
//!
//! Whatever goes wrong here is one line for the reader and nothing more: the groups are read, and
//! "not known" is a true answer.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::actors;
use super::assemble::Assembled;
use super::finish::Prepared;
use super::freshness::read_freshness;
use super::job::Job;
use crate::graph::{AUDIT_PERMISSION, Claims, Stream};
use crate::model::GroupId;

/// The log goes back no further; where nothing is paid for it is a week (GRAPH.md 1.2).
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The clocks of this machine and of the directory may differ by this much.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// Notes actors and exact times in the changes of a round, as far as the log proves them.
pub(super) async fn explain(job: &Job, claims: &Claims, prepared: &mut Prepared) {
    let wanted = job.settings.audit_log
        && !job.options.dry_run
        && prepared
            .assembled
            .events
            .iter()
            .any(actors::can_be_explained);
    if !wanted {
        return;
    }
    if claims.names(AUDIT_PERMISSION) == Some(false) {
        prepared.finished.warnings.push(not_granted(job));
        return;
    }
    match job.client.directory_audits(since(job)).await {
        Ok(log) => {
            actors::attribute(&mut prepared.assembled.events, &log);
            note_times(&mut prepared.assembled, job.options.now);
        }
        Err(error) if error.is_denied() => prepared.finished.warnings.push(not_granted(job)),
        Err(error) => {
            let line = format!("{error}; who made the changes stays not known");
            prepared.finished.warnings.push(line);
        }
    }
}

fn not_granted(job: &Job) -> String {
    format!(
        "tenant `{}`: who made the changes is not known: `audit_log` needs the application \
         permission `{AUDIT_PERMISSION}` and the consent of an administrator",
        job.settings.key
    )
}

/// Returns when the changes of this round can have begun: at the last one that read the groups.
fn since(job: &Job) -> Timestamp {
    let earliest = job.options.now - LONGEST;
    let known = read_freshness(&job.site.root);
    let last = known
        .tenants
        .get(&job.settings.key)
        .and_then(|tenant| tenant.streams.get(Stream::Groups.key()));
    match last {
        Some(last) => earliest.max(*last - SLACK),
        None => earliest,
    }
}

/// Gives a group the time of its newest change, when all that changed in it is explained.
fn note_times(assembled: &mut Assembled, now: Timestamp) {
    let mut times: BTreeMap<GroupId, Option<Timestamp>> = BTreeMap::new();
    for event in &assembled.events {
        let Some(group) = event.group else { continue };
        times
            .entry(group)
            .and_modify(|known| *known = known.zip(event.happened).map(|(a, b)| a.max(b)))
            .or_insert(event.happened);
    }
    for group in &mut assembled.snapshot.groups {
        if let Some(Some(time)) = times.get(&group.id)
            && group.seen.changed == now
        {
            group.seen.audited = Some(*time);
        }
    }
}
