//! Reading everything that a site is made from; what has not changed since is not read again.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::error::BuildError;
use crate::config::{ExportSettings, Organization, Site, TenantSettings};
use crate::content;
use crate::exports::{
    self, ExportOptions, ExportRequest, Imported, OrganizationSelector, Preset, Source,
};
use crate::files::{self, Entry, Stamp};
use crate::matching::{Pin, PinTarget, Pins};
use crate::model::{Configuration, Contact, Event, Freshness, OrgKey, Overlay, TenantKey, Warning};
use crate::site::{Input, OrganizationInput, PageInput, TenantInput};
use crate::snapshot::{self, TenantSnapshot};

/// The folder that people write in.
pub(super) const CONTENT: &str = "content";

/// What a folder or file looked like: its plain files with size and time.
type Look = Vec<Entry>;

/// Reads a site, and remembers what it read for the next time.
#[derive(Debug, Default)]
pub struct Loader {
    tenants: HashMap<TenantKey, (Look, TenantData)>,
    contacts: HashMap<OrgKey, (Look, Read<Contact>)>,
    configurations: HashMap<OrgKey, (Look, Read<Configuration>)>,
}

#[derive(Debug, Clone)]
struct TenantData {
    snapshot: Option<Arc<TenantSnapshot>>,
    events: Arc<Vec<Event>>,
}

#[derive(Debug, Clone)]
struct Read<T> {
    records: Arc<Vec<T>>,
    warnings: Vec<Warning>,
    sources: Vec<Source>,
}

/// A site that has been read.
#[derive(Debug)]
pub struct Loaded {
    /// What it is made from.
    pub input: Input,
    /// What was imperfect about it, sorted by place.
    pub warnings: Vec<Warning>,
    /// The files that each organization's contacts were read from.
    pub contact_sources: BTreeMap<OrgKey, Vec<Source>>,
}

impl Loader {
    /// Reads the organizations `only` names, or all of them when it is empty.
    ///
    /// # Errors
    /// The first thing that cannot be used, in the order of `site.toml`.
    pub fn load(
        &mut self,
        site: &Site,
        only: &[OrgKey],
        freshness: Freshness,
    ) -> Result<Loaded, BuildError> {
        if !site.audiences.is_empty() {
            return Err(BuildError::Audiences);
        }
        let snapshot_dir = site.root.join(snapshot::FOLDER);
        check_folders(site, &snapshot_dir)?;
        let wanted: Vec<&Organization> = site
            .organizations
            .iter()
            .filter(|it| only.is_empty() || only.contains(&it.key))
            .collect();
        let mut warnings = Vec::new();
        let mut organizations = Vec::new();
        let mut contact_sources = BTreeMap::new();
        self.load_tenants(site, &wanted, &snapshot_dir)?;
        for organization in wanted {
            organizations.push(self.organization(site, organization, &mut warnings)?);
            let (_, contacts) = &self.contacts[&organization.key];
            contact_sources.insert(organization.key.clone(), contacts.sources.clone());
        }
        let pages = pages(site, only)?;
        warnings.sort();
        warnings.dedup();
        let input = Input {
            site: site.clone(),
            organizations,
            pages,
            freshness,
        };
        Ok(Loaded {
            input,
            warnings,
            contact_sources,
        })
    }

    /// Reads the tenants whose files look different than before, side by side.
    fn load_tenants(
        &mut self,
        site: &Site,
        wanted: &[&Organization],
        snapshot_dir: &Path,
    ) -> Result<(), BuildError> {
        if !wanted.is_empty() {
            snapshot::check_version(snapshot_dir)?;
        }
        let settings: Vec<&TenantSettings> = wanted
            .iter()
            .flat_map(|it| site.tenants_of(&it.key))
            .collect();
        let known = &self.tenants;
        let read: Vec<Option<(TenantKey, (Look, TenantData))>> = settings
            .par_iter()
            .map(|tenant| {
                let look = files::walk(&snapshot_dir.join(tenant.key.as_str()))?;
                if known
                    .get(&tenant.key)
                    .is_some_and(|(before, _)| *before == look)
                {
                    return Ok(None);
                }
                let data = read_tenant(snapshot_dir, tenant)?;
                Ok(Some((tenant.key.clone(), (look, data))))
            })
            .collect::<Result<_, BuildError>>()?;
        self.tenants.extend(read.into_iter().flatten());
        Ok(())
    }

    fn organization(
        &mut self,
        site: &Site,
        organization: &Organization,
        warnings: &mut Vec<Warning>,
    ) -> Result<OrganizationInput, BuildError> {
        let contacts = read_export(
            &mut self.contacts,
            site,
            organization,
            &organization.contacts,
            &site.exports.contacts,
            exports::read_contacts,
        )?;
        let configurations = read_export(
            &mut self.configurations,
            site,
            organization,
            &organization.configurations,
            &site.exports.configurations,
            exports::read_configurations,
        )?;
        let content_dir = site.root.join(CONTENT);
        let overlays = content::read_overlays(&content_dir, &organization.key)?;
        check_access(&overlays)?;
        let pins = content::read_pins(&content_dir, &organization.key)?;
        let contact_pins = collect_pins(pins.contacts)?;
        let configuration_pins = collect_pins(pins.configurations)?;
        warnings.extend(contacts.warnings.iter().cloned());
        warnings.extend(configurations.warnings.iter().cloned());
        let tenants = site
            .tenants_of(&organization.key)
            .map(|settings| {
                let (_, data) = &self.tenants[&settings.key];
                TenantInput {
                    settings: settings.clone(),
                    snapshot: data.snapshot.clone(),
                    events: data.events.clone(),
                }
            })
            .collect();
        Ok(OrganizationInput {
            key: organization.key.clone(),
            name: organization.name.clone(),
            tenants,
            contacts: contacts.records,
            configurations: configurations.records,
            overlays,
            contact_pins,
            configuration_pins,
        })
    }
}

fn read_tenant(snapshot_dir: &Path, tenant: &TenantSettings) -> Result<TenantData, BuildError> {
    let (snapshot, events) = rayon::join(
        || snapshot::read_tenant(snapshot_dir, &tenant.key),
        || snapshot::read_journal(snapshot_dir, &tenant.key),
    );
    let snapshot = snapshot?;
    if let Some(found) = snapshot.as_ref().filter(|it| it.tenant.id != tenant.id) {
        return Err(BuildError::WrongTenant {
            key: tenant.key.clone(),
            configured: tenant.id.to_string(),
            found: found.tenant.id.to_string(),
        });
    }
    Ok(TenantData {
        snapshot: snapshot.map(Arc::new),
        events: Arc::new(events?),
    })
}

/// Refuses a folder of the snapshot that no tenant of `site.toml` explains (FEATURES.md S17).
fn check_folders(site: &Site, snapshot_dir: &Path) -> Result<(), BuildError> {
    for key in snapshot::tenant_folders(snapshot_dir)? {
        if !site.tenants.iter().any(|tenant| tenant.key == key) {
            let id = snapshot::read_tenant(snapshot_dir, &key)
                .ok()
                .flatten()
                .map(|it| it.tenant.id.to_string());
            return Err(BuildError::ForeignTenant { key, id });
        }
    }
    Ok(())
}

fn check_access(overlays: &[Overlay]) -> Result<(), BuildError> {
    for overlay in overlays {
        if let Some(audience) = overlay.access.iter().flatten().next() {
            return Err(BuildError::UnknownAudience {
                location: overlay.location.clone(),
                audience: audience.clone(),
            });
        }
    }
    Ok(())
}

fn read_export<T>(
    known: &mut HashMap<OrgKey, (Look, Read<T>)>,
    site: &Site,
    organization: &Organization,
    paths: &[PathBuf],
    settings: &ExportSettings,
    read: impl Fn(&ExportRequest<'_>) -> Result<Imported<T>, exports::ExportError>,
) -> Result<Read<T>, BuildError>
where
    Read<T>: Clone,
{
    let look = look(&site.root, paths)?;
    if let Some((before, data)) = known.get(&organization.key)
        && *before == look
    {
        return Ok(data.clone());
    }
    let options = export_options(settings)?;
    let selector = OrganizationSelector {
        key: organization.key.to_string(),
        name: organization.name.clone(),
        aliases: site
            .exports
            .organizations
            .get(organization.key.as_str())
            .cloned()
            .unwrap_or_default(),
    };
    let imported = if paths.is_empty() {
        Imported {
            records: Vec::new(),
            warnings: Vec::new(),
            sources: Vec::new(),
        }
    } else {
        read(&ExportRequest {
            root: &site.root,
            paths,
            organization: &selector,
            options: &options,
        })?
    };
    let data = Read {
        records: Arc::new(imported.records),
        warnings: imported.warnings,
        sources: imported.sources,
    };
    known.insert(organization.key.clone(), (look, data.clone()));
    Ok(data)
}

/// Turns `[exports.contacts]` into what the importer takes.
///
/// # Errors
/// When `format` names no preset.
pub fn export_options(settings: &ExportSettings) -> Result<ExportOptions, BuildError> {
    let format = match &settings.format {
        None => None,
        Some(name) => Some(
            Preset::from_key(name).ok_or_else(|| BuildError::UnknownFormat {
                name: name.clone(),
                known: Preset::ALL.iter().map(|it| it.key()).collect(),
            })?,
        ),
    };
    Ok(ExportOptions {
        format,
        columns: settings.columns.clone(),
    })
}

/// Returns what the files and folders that an organization's export is made of look like.
fn look(root: &Path, paths: &[PathBuf]) -> Result<Look, BuildError> {
    let mut all = Vec::new();
    for path in paths {
        let full = root.join(path);
        match file_stamp(&full)? {
            Some(stamp) => {
                all.push(Entry {
                    path: path.clone(),
                    stamp,
                });
                if let Some(neighbour) = exports::neighbour(path) {
                    let stamp = files::stamp(&root.join(&neighbour))?;
                    all.extend(stamp.map(|stamp| Entry {
                        path: neighbour,
                        stamp,
                    }));
                }
            }
            None => all.extend(files::walk(&full)?.into_iter().map(|entry| Entry {
                path: path.join(entry.path),
                ..entry
            })),
        }
    }
    Ok(all)
}

fn file_stamp(path: &Path) -> Result<Option<Stamp>, BuildError> {
    if files::is_folder(path) {
        Ok(None)
    } else {
        Ok(files::stamp(path)?)
    }
}

fn collect_pins(pins: Vec<content::Pin>) -> Result<Pins, BuildError> {
    let pins = pins.into_iter().map(|pin| Pin {
        member: pin.member,
        target: pin.record.map_or(PinTarget::Never, PinTarget::Record),
        location: pin.location,
    });
    Ok(Pins::collect(pins)?)
}

/// Reads the pages that people wrote; those in the folder of an organization are its own.
fn pages(site: &Site, only: &[OrgKey]) -> Result<Vec<PageInput>, BuildError> {
    let known: BTreeMap<&str, &OrgKey> = site
        .organizations
        .iter()
        .map(|it| (it.key.as_str(), &it.key))
        .collect();
    let mut pages = Vec::new();
    for page in content::read_pages(&site.root.join(CONTENT))? {
        let organization = page
            .organization
            .as_ref()
            .and_then(|it| known.get(it.as_str()));
        if organization.is_some_and(|key| !only.is_empty() && !only.contains(key)) {
            continue;
        }
        let folders = match organization {
            Some(_) => page.slug[1..].to_vec(),
            None => page.slug,
        };
        pages.push(PageInput {
            folders,
            title: page.title,
            order: page.order,
            organization: organization.map(|&key| key.clone()),
            markdown: page.markdown,
        });
    }
    Ok(pages)
}
