//! The last step of a tenant: assemble, guard, commit, and keep the state that belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::{Assembled, Input, assemble};
use super::commit::{Change, commit};
use super::directory::Directory;
use super::guard;
use super::job::Job;
use super::problem::TenantProblem;
use super::report::Counts;
use super::state::{self, Header};
use super::streams::StreamOutcome;
use super::{unit, unknown};
use crate::files::Secrets;
use crate::graph::{GraphError, Lookup, LookupRequest, OrganizationPatch, Select, Stream};
use crate::model::{Coverage, Domain, GroupId, ObjectId, StreamCoverage, Tenant, TenantKey};
use crate::snapshot::{self, TenantSnapshot};

/// How many names of groups a question carries.
const NAMES: usize = 5;

/// Everything that was found out about a tenant.
pub(super) struct Found {
    pub(super) outcomes: BTreeMap<Stream, StreamOutcome>,
    pub(super) organization: Option<OrganizationPatch>,
    pub(super) directory: Directory,
    pub(super) old: Option<TenantSnapshot>,
    pub(super) unknown: Vec<LookupRequest>,
    pub(super) lookups: BTreeMap<ObjectId, Lookup>,
    pub(super) skipped: usize,
    /// The unit that the read went on from; absent after a full read.
    pub(super) header: Option<Header>,
    pub(super) denied: BTreeSet<Stream>,
    /// Groups that are no longer frozen and may not be read.
    pub(super) denied_groups: BTreeMap<GroupId, GraphError>,
    /// Groups that stay as they are in this run.
    pub(super) frozen: BTreeSet<GroupId>,
    /// Those of them that the stream told of.
    pub(super) told: BTreeSet<GroupId>,
    /// Streams that had objects and gave none.
    pub(super) empty: Vec<&'static str>,
}

/// What a tenant's report is made of.
#[derive(Default)]
pub(super) struct Finished {
    pub(super) problems: Vec<TenantProblem>,
    pub(super) counts: Counts,
    pub(super) warnings: Vec<String>,
    pub(super) streams: Vec<&'static str>,
}

impl Finished {
    /// Takes over links and problems of the streams.
    pub(super) fn note_outcomes(
        &mut self,
        tenant: &TenantKey,
        header: &mut Header,
        outcomes: BTreeMap<Stream, StreamOutcome>,
    ) {
        for (stream, outcome) in outcomes {
            let key = stream.key();
            match outcome {
                StreamOutcome::Read { link, reduced } => {
                    self.streams.push(key);
                    header.links.insert(key.to_owned(), link);
                    if reduced {
                        header.reduced.insert(key.to_owned());
                    }
                }
                StreamOutcome::Denied(error) => self.problems.push(TenantProblem::Denied {
                    tenant: tenant.clone(),
                    stream: key,
                    error,
                }),
            }
        }
    }
}

/// The next snapshot of a tenant, allowed by the guard and not on the disk yet.
pub(super) struct Prepared {
    pub(super) finished: Finished,
    pub(super) assembled: Assembled,
    directory: Directory,
    old: Option<TenantSnapshot>,
    header: Header,
}

/// Builds the next snapshot of a tenant, and asks the guard.
pub(super) fn prepare(job: &Job, found: Found) -> Result<Prepared, TenantProblem> {
    let key = &job.settings.key;
    let Found {
        outcomes,
        organization,
        mut directory,
        old,
        unknown,
        lookups,
        skipped,
        header,
        denied,
        denied_groups,
        frozen,
        told,
        empty,
    } = found;
    unknown::apply(&mut directory, &unknown, lookups);
    directory.prune();
    let assembled = assemble(Input {
        directory: &directory,
        old: old.as_ref(),
        tenant: tenant(job, old.as_ref(), organization, &outcomes),
        rules: job.rules(old.as_ref(), &frozen),
        privacy: &job.site.privacy,
        denied: &denied,
        now: job.options.now,
    });
    let mut finished = Finished {
        counts: Counts {
            other_groups: assembled.others,
            skipped,
            ..Counts::of(&assembled.events)
        },
        ..Finished::default()
    };
    if let Some(old) = &old {
        let allowed = job.options.allow_deletes;
        let refusal = guard::check(&job.site.guard, old, &assembled.events, empty, allowed);
        if let Some(refusal) = refusal {
            return Err(TenantProblem::Refused {
                tenant: key.clone(),
                refusal,
            });
        }
    }
    let mut header = Header {
        frozen,
        told,
        ..next_header(job, header)
    };
    finished.note_outcomes(key, &mut header, outcomes);
    let complaints = complaints(job, &assembled, &denied);
    header.pending = !complaints.is_empty();
    finished.problems.extend(complaints);
    finished
        .problems
        .extend(
            denied_groups
                .into_iter()
                .map(|(group, error)| TenantProblem::DeniedGroup {
                    tenant: key.clone(),
                    group,
                    error,
                }),
        );
    if skipped > 0 {
        let line = format!("{skipped} objects were left out, because their ids are malformed");
        finished.warnings.push(line);
    }
    Ok(Prepared {
        finished,
        assembled,
        directory,
        old,
        header,
    })
}

/// Makes the prepared snapshot the current one, with the state that belongs to it.
pub(super) fn finish(job: &Job, prepared: Prepared) -> Result<Finished, TenantProblem> {
    let Prepared {
        mut finished,
        assembled,
        directory,
        old,
        header,
    } = prepared;
    if job.options.dry_run {
        return Ok(finished);
    }
    let secrets = job.client.secrets();
    let report = commit(&Change {
        root: &job.site.root,
        key: &job.settings.key,
        old: old.as_ref(),
        new: &assembled.snapshot,
        events: &assembled.events,
        now: job.options.now,
        secrets: &secrets,
    })?;
    finished.counts.files = report.written.len() + report.removed.len();
    keep_state(job, header, &directory, &secrets)?;
    Ok(finished)
}

/// Writes the unit that belongs to the snapshot as it is on disk now.
fn keep_state(
    job: &Job,
    header: Header,
    directory: &Directory,
    secrets: &Secrets,
) -> Result<(), TenantProblem> {
    let (root, key) = (&job.site.root, &job.settings.key);
    let dir = root.join(snapshot::FOLDER);
    let header = Header {
        stamps: snapshot::stamp_digest(&dir, key)?,
        digest: snapshot::digest(&dir, key)?,
        fingerprint: unit::fingerprint(job)?,
        ..header
    };
    state::write(root, key, header, directory, secrets)?;
    Ok(())
}

fn next_header(job: &Job, known: Option<Header>) -> Header {
    let selects = Stream::ALL.into_iter().map(|stream| {
        let select = Select::of(stream, &job.site.privacy.user_fields);
        (stream.key().to_owned(), select.delta())
    });
    let (links, reduced, full) = match known {
        Some(known) => (known.links, known.reduced, known.full),
        None => (BTreeMap::new(), BTreeSet::new(), job.options.now),
    };
    Header {
        version: 0,
        tenant: job.settings.id,
        graph: job.address(),
        selects: selects.collect(),
        reduced,
        fingerprint: String::new(),
        digest: String::new(),
        stamps: String::new(),
        links,
        frozen: BTreeSet::new(),
        told: BTreeSet::new(),
        pending: false,
        full,
        body: String::new(),
    }
}

/// Names what keeps the tenant from being complete although it was read.
fn complaints(job: &Job, assembled: &Assembled, denied: &BTreeSet<Stream>) -> Vec<TenantProblem> {
    let tenant = job.settings.key.clone();
    let mut problems = Vec::new();
    if !assembled.waiting.is_empty() {
        problems.push(TenantProblem::OnPremisesUnconfirmed {
            tenant: tenant.clone(),
            count: assembled.waiting.len(),
            names: assembled.waiting.iter().take(NAMES).cloned().collect(),
        });
    }
    // A stream that was refused has its own line.
    let unless = |stream: Stream, count: usize| if denied.contains(&stream) { 0 } else { count };
    let people = unless(Stream::Users, assembled.limited.people);
    let devices = unless(Stream::Devices, assembled.limited.devices);
    let groups = assembled.limited.groups;
    if people + devices + groups > 0 {
        problems.push(TenantProblem::Limited {
            tenant,
            people,
            devices,
            groups,
        });
    }
    problems
}

fn tenant(
    job: &Job,
    old: Option<&TenantSnapshot>,
    organization: Option<OrganizationPatch>,
    outcomes: &BTreeMap<Stream, StreamOutcome>,
) -> Tenant {
    let kept = old.map(|old| &old.tenant);
    let streams = Stream::ALL.into_iter().map(|stream| {
        let key = stream.key().to_owned();
        let before = kept.and_then(|kept| kept.coverage.streams.get(&key).copied());
        let coverage = match outcomes.get(&stream) {
            Some(StreamOutcome::Read { .. }) => StreamCoverage::Full,
            // What was read once is kept, so it is still covered.
            Some(StreamOutcome::Denied(_)) => before.unwrap_or(StreamCoverage::Denied),
            None => StreamCoverage::NotRead,
        };
        (key, coverage)
    });
    let coverage = Coverage {
        streams: streams.collect(),
        on_premises: None,
        undocumented: BTreeMap::new(),
    };
    let (display_name, domains) = match (organization, kept) {
        (Some(organization), _) => {
            let mut domains: Vec<Domain> = organization
                .verified_domains
                .into_iter()
                .map(|domain| Domain {
                    name: domain.name,
                    is_default: domain.is_default,
                    initial: domain.is_initial,
                })
                .collect();
            domains.sort();
            (organization.display_name, domains)
        }
        (None, Some(kept)) => (kept.display_name.clone(), kept.domains.clone()),
        (None, None) => (None, Vec::new()),
    };
    Tenant {
        id: job.settings.id,
        display_name,
        domains,
        coverage,
    }
}
