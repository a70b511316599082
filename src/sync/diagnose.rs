//! Trying out a tenant's connection without touching the snapshot: what `doctor` tells.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use tokio::sync::Semaphore;

use super::connect::{self, Shared};
use super::options::SyncOptions;
use super::problem::TenantProblem;
use crate::config::{Site, TenantSettings};
use crate::graph::{
    AUDIT_PERMISSION, AuthorityError, Client, GraphError, GroupPatch, OtherPatch, Round, Select,
    Stream, required_permission,
};
use crate::model::TenantKey;

/// A permission, and what is known of it.
#[derive(Debug)]
pub struct PermissionCheck {
    /// Its name.
    pub permission: &'static str,
    /// The stream it reads.
    pub stream: &'static str,
    /// Whether sync works without it.
    pub optional: bool,
    /// Whether the token carries it; absent when the token does not tell.
    pub granted: Option<bool>,
    /// How a request that needs it ended; absent when none was made.
    pub tried: Option<Result<(), GraphError>>,
}

/// What the first page of a stream looks like: what no documentation tells (GRAPH.md 11).
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct PageFacts {
    /// The stream.
    pub stream: &'static str,
    /// The objects on the page.
    pub objects: usize,
    /// Objects that are told as removed although this is a first read.
    pub removed: usize,
    /// Members and owners on the page, by type.
    pub edges: BTreeMap<String, usize>,
    /// Groups of hidden membership whose members are told.
    pub hidden: usize,
    /// What the request cost in resource units, if the service told.
    pub units: Option<u64>,
}

/// What was found out about a tenant.
#[derive(Debug)]
pub struct Diagnosis {
    /// The tenant.
    pub tenant: TenantKey,
    /// Why it cannot be read at all, if so.
    pub problem: Option<TenantProblem>,
    /// The directory's name, when it told.
    pub directory: Option<String>,
    /// The permissions, the needed ones first; none when signing in failed.
    pub permissions: Vec<PermissionCheck>,
    /// Where an administrator of the tenant consents to the app.
    pub consent_url: Option<String>,
    /// How far the clock of this machine is ahead of the directory's, when it told the time.
    pub clock_ahead: Option<SignedDuration>,
    /// The first pages of the streams that can be read.
    pub pages: Vec<PageFacts>,
}

/// Signs in to every enabled tenant, and tries what a sync would need.
///
/// It reads one page of each stream and writes nothing.
///
/// # Errors
/// When the file of further authorities cannot be used.
pub async fn diagnose(
    site: &Site,
    options: &SyncOptions,
) -> Result<Vec<Diagnosis>, AuthorityError> {
    let shared = Shared {
        connector: connect::connector(options)?,
        permits: Arc::new(Semaphore::new(options.jobs.max(1))),
        on_event: Arc::new(|_| {}),
    };
    let mut diagnoses = Vec::new();
    for settings in site.tenants.iter().filter(|tenant| tenant.enabled) {
        let mut diagnosis = Diagnosis {
            tenant: settings.key.clone(),
            problem: None,
            directory: None,
            permissions: Vec::new(),
            consent_url: None,
            clock_ahead: None,
            pages: Vec::new(),
        };
        if let Err(problem) = try_tenant(site, options, settings, &shared, &mut diagnosis).await {
            diagnosis.problem = Some(problem);
        }
        diagnoses.push(diagnosis);
    }
    Ok(diagnoses)
}

async fn try_tenant(
    site: &Site,
    options: &SyncOptions,
    settings: &TenantSettings,
    shared: &Shared,
    diagnosis: &mut Diagnosis,
) -> Result<(), TenantProblem> {
    let client = connect::client(site, options, settings, shared.clone())?;
    diagnosis.consent_url = client.consent_url();
    let claims = client.claims().await;
    diagnosis.clock_ahead = client.told().clock_ahead();
    let claims = claims?;
    let other = |found| TenantProblem::OtherDirectory {
        tenant: settings.key.clone(),
        expected: settings.id,
        found,
    };
    if let Some(found) = claims.tenant_id.filter(|id| *id != settings.id) {
        return Err(other(found));
    }
    let organization = client.organization().await?;
    let id = organization.id.map(crate::model::TenantId);
    if let Some(found) = id.filter(|id| *id != settings.id) {
        return Err(other(found));
    }
    diagnosis.directory = organization.display_name;
    for stream in Stream::ALL {
        let permission = required_permission(stream);
        let granted = claims.grants(permission);
        let wanted = !stream.is_optional() || granted == Some(true);
        let tried = match wanted {
            true => {
                let select = Select::of(stream, &site.privacy.user_fields);
                let tried = client.try_stream(&select).await;
                if tried.is_ok() {
                    diagnosis.pages.extend(first_page(&client, &select).await);
                }
                Some(tried)
            }
            false => None,
        };
        diagnosis.permissions.push(PermissionCheck {
            permission,
            stream: stream.key(),
            optional: stream.is_optional(),
            granted,
            tried,
        });
    }
    if settings.audit_log {
        diagnosis.permissions.push(PermissionCheck {
            permission: AUDIT_PERMISSION,
            stream: "auditLogs",
            optional: false,
            granted: claims.names(AUDIT_PERMISSION),
            tried: Some(client.try_audits().await),
        });
    }
    Ok(())
}

/// Reads the first page of a stream; one that cannot be read tells nothing.
async fn first_page(client: &Client, select: &Select) -> Option<PageFacts> {
    let mut facts = PageFacts {
        stream: select.stream.key(),
        ..PageFacts::default()
    };
    let mut round = Round::full(client, select);
    match select.stream {
        Stream::Groups => {
            let page = round.next_page::<GroupPatch>().await.ok()??;
            facts.objects = page.objects.len();
            for group in &page.objects {
                facts.removed += usize::from(group.removed.is_some());
                facts.hidden += usize::from(group.shows_hidden_members());
                for edge in [&group.members, &group.owners]
                    .into_iter()
                    .flatten()
                    .flatten()
                {
                    let kind = edge.kind.key().to_owned();
                    *facts.edges.entry(kind).or_default() += 1;
                }
            }
        }
        _ => {
            let page = round.next_page::<OtherPatch>().await.ok()??;
            facts.objects = page.objects.len();
            let removed = |object: &&OtherPatch| object.removed.is_some();
            facts.removed = page.objects.iter().filter(removed).count();
        }
    }
    facts.units = client.told().units();
    Some(facts)
}
