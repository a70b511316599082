//! One tenant from beginning to end: read, look up, assemble, guard, commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::audit;
use super::directory::Directory;
use super::finish::{Finished, Found, finish, prepare};
use super::job::Job;
use super::load::{Data, Given, load};
use super::problem::TenantProblem;
use super::report::TenantReport;
use super::state::{self, Header};
use super::streams::{Reader, Reading, StreamOutcome};
use super::thaw::{self, Thawed};
use super::unit::{self, FullReason};
use super::unknown::{Readable, TOO_MANY};
use crate::graph::{
    Claims, GraphError, GraphErrorKind, Link, Lookup, LookupRequest, Stream, required_permission,
};
use crate::model::ObjectId;

/// Why a tenant's sync goes another round.
pub(super) enum Stop {
    /// Everything must be read anew.
    ReadAll(FullReason),
    /// The tenant cannot be synced.
    Problem(Box<TenantProblem>),
}

impl<E: Into<TenantProblem>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Problem(Box::new(error.into()))
    }
}

/// Syncs one tenant; whatever happens ends in its report.
pub(super) async fn sync(job: Arc<Job>) -> TenantReport {
    let mut report = match try_sync(&job).await {
        Ok(report) => report,
        Err(problem) => TenantReport::failed(job.settings.key.clone(), problem),
    };
    let requests = job.client.requests();
    report.counts.requests = requests.graph;
    report.counts.token_requests = requests.tokens;
    if report.problems.iter().any(TenantProblem::needs_consent) {
        report.consent_url = job.client.consent_url();
    }
    report
}

async fn try_sync(job: &Arc<Job>) -> Result<TenantReport, TenantProblem> {
    let opening = Arc::clone(job);
    let opened = blocking(job, move || unit::open(&opening)).await??;
    let claims = job.client.claims().await?;
    if let Some(found) = claims.tenant_id.filter(|id| *id != job.settings.id) {
        return Err(other_directory(job, found));
    }
    let warnings = missing_permissions(&claims);
    let mut header = match opened {
        Ok(header) => Some(header),
        Err(reason) => {
            if let Some(message) = reason.notice() {
                job.notice(message);
            }
            None
        }
    };
    loop {
        match round(job, &claims, header.take()).await {
            Ok(mut report) => {
                report.warnings.splice(0..0, warnings);
                return Ok(report);
            }
            Err(Stop::Problem(problem)) => return Err(*problem),
            // Only a round that went on from a link asks for a full one, so this ends.
            Err(Stop::ReadAll(reason)) => {
                if let Some(message) = reason.notice() {
                    job.notice(message);
                }
            }
        }
    }
}

async fn round(
    job: &Arc<Job>,
    claims: &Claims,
    header: Option<Header>,
) -> Result<TenantReport, Stop> {
    let optional = Stream::ALL.into_iter().filter(|stream| {
        stream.is_optional() && claims.grants(required_permission(*stream)) == Some(true)
    });
    let reader = Reader {
        client: &job.client,
        user_fields: &job.site.privacy.user_fields,
        progress: Arc::clone(&job.progress),
        optional: optional.collect(),
    };
    let reading = match &header {
        None => whole(reader.full().await?),
        Some(header) => match since(&reader, header).await {
            Ok(reading) => reading,
            Err(error) if error.is_reset() || error.is_broken_chain() => {
                return Err(Stop::ReadAll(FullReason::Reset));
            }
            Err(error) => return Err(error.into()),
        },
    };
    if let Some(found) = reading.organization.as_ref().and_then(|it| it.id)
        && found != job.settings.id.object()
    {
        let found = crate::model::TenantId(found);
        return Err(other_directory(job, found).into());
    }
    let denied: BTreeSet<Stream> = reading
        .outcomes
        .iter()
        .filter(|(_, outcome)| matches!(outcome, StreamOutcome::Denied(_)))
        .map(|(stream, _)| *stream)
        .collect();
    if let (Some(header), Data::Changes(changes)) = (&header, &reading.data)
        && changes.is_empty()
        && !header.pending
        && header.frozen == job.frozen
    {
        return idle(job, header.clone(), reading.outcomes, reading.skipped).await;
    }
    let mut thawed = match &header {
        Some(header) => thaw::read(job, header).await?,
        None => Thawed::default(),
    };
    let mut frozen = job.frozen.clone();
    frozen.extend(thawed.denied.keys());
    let Reading {
        outcomes,
        organization,
        data,
        skipped,
    } = reading;
    let is_full = header.is_none();
    let denied_groups = std::mem::take(&mut thawed.denied);
    let given = Given {
        data,
        thawed,
        frozen: frozen.clone(),
    };
    let (job_for_load, known_header) = (Arc::clone(job), header.clone());
    let (claims_for_load, denied_for_load) = (claims.clone(), denied.clone());
    let loaded = blocking(job, move || {
        let readable = Readable {
            claims: &claims_for_load,
            denied: &denied_for_load,
        };
        load(&job_for_load, known_header.as_ref(), given, &readable)
    })
    .await?;
    let mut loaded = match (loaded?, &header) {
        (Some(loaded), _) => loaded,
        (None, Some(header)) => return idle(job, header.clone(), outcomes, skipped).await,
        (None, None) => return Err(Stop::ReadAll(FullReason::Lost)),
    };
    if loaded.unknown.len() > TOO_MANY && !is_full {
        return Err(Stop::ReadAll(FullReason::TooManyUnknown));
    }
    loaded.unknown.truncate(TOO_MANY);
    let lookups = look_up(job, &loaded.unknown).await?;
    let found = Found {
        outcomes,
        organization,
        directory: loaded.directory,
        old: loaded.old,
        unknown: loaded.unknown,
        lookups,
        skipped: skipped + loaded.skipped,
        header,
        denied,
        denied_groups,
        frozen,
        told: loaded.told,
        empty: loaded.empty,
    };
    let preparing = Arc::clone(job);
    let mut prepared = blocking(job, move || prepare(&preparing, found)).await??;
    audit::explain(job, claims, &mut prepared).await;
    let finishing = Arc::clone(job);
    let finished = blocking(job, move || finish(&finishing, prepared)).await??;
    Ok(report_of(job, finished, is_full))
}

fn report_of(job: &Job, finished: Finished, full: bool) -> TenantReport {
    let mut problems = finished.problems;
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.outcome()));
    let outcome = problems
        .iter()
        .map(TenantProblem::outcome)
        .max()
        .unwrap_or(crate::model::SyncOutcome::Complete);
    TenantReport {
        tenant: job.settings.key.clone(),
        outcome,
        problems,
        full,
        counts: finished.counts,
        warnings: finished.warnings,
        streams: finished.streams,
        consent_url: None,
    }
}

fn whole(reading: Reading<Directory>) -> Reading<Data> {
    Reading {
        outcomes: reading.outcomes,
        organization: reading.organization,
        data: Data::Whole(reading.data),
        skipped: reading.skipped,
    }
}

async fn since(reader: &Reader<'_>, header: &Header) -> Result<Reading<Data>, GraphError> {
    let links: BTreeMap<Stream, Link> = Stream::ALL
        .into_iter()
        .filter_map(|stream| Some((stream, state::link(header, stream)?.clone())))
        .collect();
    let reading = reader.since(&links).await?;
    Ok(Reading {
        outcomes: reading.outcomes,
        organization: reading.organization,
        data: Data::Changes(reading.data),
        skipped: reading.skipped,
    })
}

/// Ends a run in which nothing new came: at most the links are news.
async fn idle(
    job: &Arc<Job>,
    mut header: Header,
    outcomes: BTreeMap<Stream, StreamOutcome>,
    skipped: usize,
) -> Result<TenantReport, Stop> {
    let mut finished = Finished::default();
    finished.counts.skipped = skipped;
    finished.note_outcomes(&job.settings.key, &mut header, outcomes);
    if !job.options.dry_run {
        let writing = Arc::clone(job);
        blocking(job, move || {
            state::write_header(&writing.site.root, &writing.settings.key, &header)
        })
        .await??;
    }
    Ok(report_of(job, finished, false))
}

/// Looks up members; where the service has no batches, they stay stubs.
async fn look_up(
    job: &Job,
    requests: &[LookupRequest],
) -> Result<BTreeMap<ObjectId, Lookup>, GraphError> {
    let user_fields = &job.site.privacy.user_fields;
    match job.client.look_up(requests, user_fields).await {
        Ok(lookups) => Ok(lookups),
        Err(error) => match &*error.kind {
            GraphErrorKind::Answer {
                status: 400 | 403 | 404 | 405 | 501,
                ..
            } => {
                job.notice("new members cannot be looked up one by one");
                let denied = requests.iter().map(|it| (it.id, Lookup::Denied));
                Ok(denied.collect())
            }
            _ => Err(error),
        },
    }
}

/// Names the permissions that the token does not carry, before anything fails for them.
fn missing_permissions(claims: &Claims) -> Vec<String> {
    Stream::ALL
        .into_iter()
        .filter(|stream| !stream.is_optional())
        .map(required_permission)
        .filter(|permission| claims.grants(permission) == Some(false))
        .map(|permission| format!("the app does not have the permission `{permission}`"))
        .collect()
}

fn other_directory(job: &Job, found: crate::model::TenantId) -> TenantProblem {
    TenantProblem::OtherDirectory {
        tenant: job.settings.key.clone(),
        expected: job.settings.id,
        found,
    }
}

/// Runs work on disk or with much data beside the network's threads.
async fn blocking<T: Send + 'static>(
    job: &Job,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, TenantProblem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| TenantProblem::Broken {
            tenant: job.settings.key.clone(),
            message: error.to_string(),
        })
}
