//! Trying out a tenant's connection without touching the snapshot: what `doctor` tells.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::connect::{self, Shared};
use super::options::SyncOptions;
use super::problem::TenantProblem;
use crate::config::{Site, TenantSettings};
use crate::graph::{
    AUDIT_PERMISSION, AuthorityError, GraphError, Select, Stream, required_permission,
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
}

/// Signs in to every enabled tenant, and tries what a sync would need.
///
/// It reads no object and writes nothing.
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
    let claims = client.claims().await?;
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
                Some(client.try_stream(&select).await)
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
