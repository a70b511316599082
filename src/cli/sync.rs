//! `rosterbook sync`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;

use super::arguments::{Global, SyncArguments};
use super::outcome::{Code, Failure};
use super::terminal::{self, Terminal};
use super::workspace;
use crate::config::{Auth, Site};
use crate::demo::{self, DemoServer};
use crate::model::{GroupId, SyncOutcome, TenantKey};
use crate::sync::{
    self, BaseOverride, Diagnosis, Progress, SyncError, SyncOptions, SyncReport, TenantProblem,
};
use crate::{content, files, snapshot};

/// Reads the tenants and says what changed.
pub(super) fn run(
    global: &Global,
    arguments: &SyncArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    workspace::organizations(&site, &arguments.organizations)?;
    let mut options = options(&site)?;
    options.organizations = arguments.organizations.clone();
    options.full = arguments.full;
    options.dry_run = arguments.dry_run;
    options.allow_deletes = arguments.allow_deletes;
    options.jobs = usize::from(arguments.jobs);
    options.lock_timeout = Duration::from_secs(arguments.lock_timeout);
    options.confirm_on_premises = arguments.confirm_on_premises;
    let mut report = read(&site, &options, terminal)?;
    if asks_for_on_premises(&report)
        && terminal.ask("take in the groups that come from Active Directory?")
    {
        options.confirm_on_premises = true;
        report = read(&site, &options, terminal)?;
    }
    tell(&report, arguments.dry_run, terminal);
    if terminal.wants_json() {
        terminal.document(&report);
    }
    let code = code(&report);
    if code == Code::Done && !arguments.dry_run {
        terminal.next_step("rosterbook build");
    }
    Ok(code)
}

/// Returns the time that is given to what is seen: now, or `SOURCE_DATE_EPOCH`.
pub(super) fn now() -> Result<Timestamp, Failure> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(Timestamp::now());
    };
    let seconds = value.to_str().and_then(|text| text.parse::<i64>().ok());
    seconds
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .ok_or_else(|| {
            Failure::new(
                Code::Usage,
                "`SOURCE_DATE_EPOCH` is not a number of seconds since 1970",
            )
        })
}

/// Returns the options of a plain run, with what people froze and the addresses for tests.
pub(super) fn options(site: &Site) -> Result<SyncOptions, Failure> {
    let address = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let mut options = SyncOptions::at(now()?);
    options.graph_url = address("ROSTERBOOK_GRAPH_URL");
    options.login_url = address("ROSTERBOOK_LOGIN_URL");
    options.frozen = frozen(site)?;
    Ok(options)
}

/// Returns the groups that people froze, by tenant (FEATURES.md T5, T7, T11).
///
/// A group that has no file yet is read once, so that there is something to keep; a deleted one
/// never is.
fn frozen(site: &Site) -> Result<BTreeMap<TenantKey, BTreeSet<GroupId>>, Failure> {
    let folder = site.root.join(snapshot::FOLDER);
    let mut frozen: BTreeMap<TenantKey, BTreeSet<GroupId>> = BTreeMap::new();
    for organization in &site.organizations {
        let overlays = content::read_overlays(&site.root.join("content"), &organization.key)?;
        for tenant in site.tenants_of(&organization.key) {
            let kept =
                |id: GroupId| files::exists(&folder.join(snapshot::group_path(&tenant.key, id)));
            let ids = overlays
                .iter()
                .filter(|it| it.deleted || ((it.sync.is_some() || it.archived) && kept(it.group)))
                .map(|it| it.group);
            frozen.insert(tenant.key.clone(), ids.collect());
        }
    }
    Ok(frozen)
}

/// Starts the built-in directory for each connection that asks for it.
fn start_demos(site: &Site, options: &mut SyncOptions) -> Result<Vec<DemoServer>, Failure> {
    let mut servers = Vec::new();
    for (key, connection) in &site.connections {
        if connection.auth == Auth::Demo {
            let server = demo::start(connection.state).map_err(|error| {
                Failure::new(
                    Code::Failed,
                    format!("cannot start the demo directory: {error}"),
                )
            })?;
            let base = server.base_url().to_owned();
            options.bases.insert(
                key.clone(),
                BaseOverride {
                    graph: base.clone(),
                    login: base,
                },
            );
            servers.push(server);
        }
    }
    Ok(servers)
}

/// Runs the sync with a progress bar; ends at a signal with everything intact.
pub(super) fn read(
    site: &Site,
    options: &SyncOptions,
    terminal: &Terminal,
) -> Result<SyncReport, Failure> {
    let mut options = options.clone();
    let _servers = start_demos(site, &mut options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Code::Failed, format!("cannot start: {error}")))?;
    let bar = terminal.progress("reading tenants");
    let progress = |event: Progress| match event {
        Progress::Begun { tenants } => bar.set_length(tenants as u64),
        Progress::Done { .. } => bar.inc(1),
        Progress::Page {
            tenant,
            stream,
            pages,
            objects,
        } => {
            tracing::debug!(%tenant, stream, pages, objects, "page read");
        }
        Progress::Waiting { tenant, wait } => {
            bar.suspend(|| {
                terminal.say(&format!(
                    "{tenant}: the server asked to wait {} s",
                    wait.as_secs()
                ));
            });
        }
        Progress::Prompt(prompt) => bar.suspend(|| {
            terminal.say(&format!(
                "{}: open {} and enter the code {}",
                prompt.tenant, prompt.address, prompt.code
            ))
        }),
        Progress::Notice { tenant, message } => {
            tracing::info!(%tenant, "{message}");
        }
    };
    let result = runtime.block_on(async {
        tokio::select! {
            result = sync::run(site, &options, &progress) => Ok(result),
            terminated = terminal::signalled() => Err(terminated),
        }
    });
    bar.finish_and_clear();
    // Requests that are under way are dropped: nothing of them is on the disk yet.
    runtime.shutdown_timeout(Duration::from_secs(1));
    match result {
        Ok(result) => Ok(result?),
        Err(terminated) => Err(Failure::new(
            terminal::interrupted(terminated),
            "interrupted; the snapshot is whole, and the next run goes on as if nothing had happened",
        )),
    }
}

/// Tries sign-in and permissions of every tenant.
pub(super) fn diagnose(site: &Site) -> Result<Vec<Diagnosis>, Failure> {
    let mut options = options(site)?;
    let _servers = start_demos(site, &mut options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Code::Failed, format!("cannot start: {error}")))?;
    let diagnoses = runtime.block_on(sync::diagnose(site, &options));
    Ok(diagnoses.map_err(SyncError::from)?)
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        let message = error.to_string();
        match error {
            SyncError::Locked(error) => error.into(),
            SyncError::File(error) => error.into(),
            SyncError::Snapshot(error) => error.into(),
            SyncError::Authority(_) => Self::new(Code::Usage, message)
                .hint("let `ROSTERBOOK_CA_FILE` name a file with certificates in PEM form"),
            SyncError::UnknownOrganization { known, .. } => {
                Self::new(Code::Usage, message).hint(format!("known are {}", known.join(", ")))
            }
            SyncError::OtherTenant { tenant, .. } => Self::new(Code::Usage, message).hint(format!(
                "correct the `id`, or remove `snapshot/{tenant}` if the tenant was replaced"
            )),
            SyncError::UnknownFolder { tenant } => Self::new(Code::Usage, message).hint(format!(
                "add a `[[tenant]]` with `key = \"{tenant}\"` (`enabled = false` keeps its data \
                 without reading it), or remove the folder"
            )),
        }
    }
}

fn asks_for_on_premises(report: &SyncReport) -> bool {
    report
        .tenants
        .iter()
        .flat_map(|it| &it.problems)
        .any(|problem| matches!(problem, TenantProblem::OnPremisesUnconfirmed { .. }))
}

/// Prints a line per tenant, then what went wrong and what to do about it.
pub(super) fn tell(report: &SyncReport, dry_run: bool, terminal: &Terminal) {
    for tenant in &report.tenants {
        let counts = &tenant.counts;
        let mut parts = Vec::new();
        let mut part = |number: usize, one: &str, many: &str| {
            if number > 0 {
                parts.push(format!("{number} {}", if number == 1 { one } else { many }));
            }
        };
        part(counts.members_added, "member added", "members added");
        part(counts.members_removed, "member removed", "members removed");
        part(counts.groups_created, "new group", "new groups");
        part(counts.groups_changed, "group changed", "groups changed");
        part(counts.groups_orphaned, "group gone", "groups gone");
        part(counts.groups_returned, "group back", "groups back");
        let would = if dry_run { "would be: " } else { "" };
        let words = match tenant.outcome {
            SyncOutcome::Failed => "failed; the old data stays".to_owned(),
            SyncOutcome::Refused => "refused; the old data stays".to_owned(),
            _ if parts.is_empty() => "no change".to_owned(),
            _ => format!("{would}{}", parts.join(", ")),
        };
        let partial = if tenant.outcome == SyncOutcome::Partial {
            " (in part)"
        } else {
            ""
        };
        terminal.say(&format!("{}: {words}{partial}", tenant.tenant));
        for warning in &tenant.warnings {
            terminal.warn(warning);
        }
        for problem in &tenant.problems {
            terminal.warn(&problem.to_string());
            if let Some(hint) = problem.hint() {
                terminal.say(&format!("  hint: {hint}"));
            }
            if let Some(url) = tenant
                .consent_url
                .as_ref()
                .filter(|_| problem.needs_consent())
            {
                terminal.say(&format!(
                    "  an administrator of the tenant consents at {url}"
                ));
            }
        }
    }
}

/// Returns the exit code of a sync (CONTRACT.md 1).
pub(super) fn code(report: &SyncReport) -> Code {
    if report.has_invalid_snapshot() {
        return Code::Snapshot;
    }
    match report.outcome() {
        SyncOutcome::Complete => Code::Done,
        SyncOutcome::Partial => Code::Partial,
        SyncOutcome::Failed => Code::Failed,
        SyncOutcome::Refused => Code::Refused,
    }
}
