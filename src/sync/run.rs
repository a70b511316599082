//! A whole run: lock, recover, all tenants at once, reports.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::connect::{self, Shared};
use super::freshness::{self, private, recover};
use super::job::Job;
use super::options::{Progress, SyncOptions};
use super::problem::{SyncError, TenantProblem};
use super::report::{SyncReport, TenantReport};
use super::state;
use super::tenant;
use crate::config::{Site, TenantSettings};
use crate::files::{self, FileError, Lock, LockRequest};
use crate::graph::{ClientEvent, Connector};
use crate::model::TenantKey;
use crate::snapshot;

/// Reads every tenant that is asked for into the snapshot.
///
/// Tenants are independent: one that fails keeps its data and stops no other.
///
/// # Errors
/// When nothing was begun: another run is at work, or configuration and snapshot do not fit.
pub async fn run(
    site: &Site,
    options: &SyncOptions,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<SyncReport, SyncError> {
    let tenants = select(site, options)?;
    let connector = connect::connector(options)?;
    check(site)?;
    let root = site.root.clone();
    let _lock = match options.dry_run {
        true => None,
        false => Some(lock(&root, options).await?),
    };
    let mut options = options.clone();
    options.now = whole_seconds(options.now);
    let now = options.now;
    progress(Progress::Begun {
        tenants: tenants.len(),
    });
    let dry_run = options.dry_run;
    if !dry_run {
        // What was switched off is read anew when it comes back (FEATURES.md T10, S17).
        for tenant in site.tenants.iter().filter(|tenant| !tenant.enabled) {
            state::forget(&root, &tenant.key)?;
        }
    }
    let reports = all_tenants(site, options, &tenants, connector, progress).await;
    let report = SyncReport { tenants: reports };
    if !dry_run {
        freshness::write(&root, &report, now)?;
    }
    Ok(report)
}

/// Times in the snapshot have no fractions.
fn whole_seconds(time: jiff::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_second(time.as_second()).unwrap_or(time)
}

fn select(site: &Site, options: &SyncOptions) -> Result<Vec<TenantSettings>, SyncError> {
    for name in &options.organizations {
        if site.organization(name).is_none() {
            let known = site.organizations.iter().map(|it| it.key.to_string());
            return Err(SyncError::UnknownOrganization {
                name: name.clone(),
                known: known.collect(),
            });
        }
    }
    let wanted = |tenant: &&TenantSettings| {
        let organization = tenant.organization.as_str();
        tenant.enabled
            && (options.organizations.is_empty()
                || options
                    .organizations
                    .iter()
                    .any(|name| name == organization))
    };
    Ok(site.tenants.iter().filter(wanted).cloned().collect())
}

/// Checks that snapshot and configuration speak of the same tenants.
fn check(site: &Site) -> Result<(), SyncError> {
    let dir = site.root.join(snapshot::FOLDER);
    snapshot::check_version(&dir)?;
    for key in snapshot::tenant_folders(&dir)? {
        let Some(settings) = site.tenants.iter().find(|tenant| tenant.key == key) else {
            return Err(SyncError::UnknownFolder { tenant: key });
        };
        // A file that cannot be read is the tenant's own problem, later.
        if let Ok(Some(kept)) = snapshot::read_tenant_file(&dir, &key)
            && kept.id != settings.id
        {
            return Err(SyncError::OtherTenant {
                tenant: key,
                configured: settings.id,
                kept: kept.id,
            });
        }
    }
    Ok(())
}

async fn lock(root: &Path, options: &SyncOptions) -> Result<Lock, SyncError> {
    files::create_private_dir(&private(root))?;
    files::create_dir(&root.join(snapshot::FOLDER))?;
    let request = LockRequest {
        path: private(root).join("locks").join("snapshot.lock"),
        timeout: options.lock_timeout,
    };
    let root = root.to_owned();
    let locked = tokio::task::spawn_blocking(move || {
        let lock = Lock::take(&request)?;
        recover(&root)?;
        Ok::<Lock, SyncError>(lock)
    });
    match locked.await {
        Ok(lock) => lock,
        Err(error) => Err(SyncError::File(FileError::Io {
            action: "lock",
            path: "snapshot".into(),
            source: std::io::Error::other(error),
        })),
    }
}

async fn all_tenants(
    site: &Site,
    options: SyncOptions,
    tenants: &[TenantSettings],
    connector: Arc<Connector>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<TenantReport> {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let send: Arc<dyn Fn(Progress) + Send + Sync> = Arc::new(move |event| {
        // Nobody listens any more once the run is over.
        let _ = sender.send(event);
    });
    let from_client = Arc::clone(&send);
    let shared = Shared {
        connector,
        permits: Arc::new(Semaphore::new(options.jobs.max(1))),
        on_event: Arc::new(move |event| {
            from_client(match event {
                ClientEvent::Waiting { tenant, wait } => Progress::Waiting { tenant, wait },
                ClientEvent::Prompt(prompt) => Progress::Prompt(prompt),
            });
        }),
    };
    let (site, options) = (Arc::new(site.clone()), Arc::new(options));
    let mut reports: BTreeMap<TenantKey, TenantReport> = BTreeMap::new();
    let mut tasks = JoinSet::new();
    let mut keys = BTreeMap::new();
    for settings in tenants {
        let key = settings.key.clone();
        match connect::client(&site, &options, settings, shared.clone()) {
            Ok(client) => {
                let job = Arc::new(Job {
                    site: Arc::clone(&site),
                    options: Arc::clone(&options),
                    settings: settings.clone(),
                    client,
                    progress: Arc::clone(&send),
                    frozen: options.frozen.get(&key).cloned().unwrap_or_default(),
                });
                let handle = tasks.spawn(tenant::sync(job));
                keys.insert(handle.id(), key);
            }
            Err(problem) => {
                reports.insert(key.clone(), TenantReport::failed(key, problem));
            }
        }
    }
    // Without a tenant there is nothing to wait for.
    while !tasks.is_empty() {
        tokio::select! {
            Some(event) = receiver.recv() => progress(event),
            Some(done) = tasks.join_next_with_id() => {
                let report = match done {
                    Ok((_, report)) => report,
                    Err(error) => {
                        let Some(key) = keys.get(&error.id()).cloned() else { continue };
                        let message = error.to_string();
                        let problem = TenantProblem::Broken { tenant: key.clone(), message };
                        TenantReport::failed(key, problem)
                    }
                };
                let key = report.tenant.clone();
                reports.insert(key.clone(), report);
                send(Progress::Done { tenant: key });
            }
            else => break,
        }
    }
    while let Ok(event) = receiver.try_recv() {
        progress(event);
    }
    tenants
        .iter()
        .filter_map(|settings| reports.remove(&settings.key))
        .collect()
}
