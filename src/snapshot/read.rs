//! Reading a tenant's folder whole, on all cores.

use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;

use super::layout::{VERSION, VERSION_FILE};
use super::parse::{Place, parse_file, parse_group, parse_lines, parse_shard};
use super::{SnapshotError, TenantSnapshot};
use crate::files;
use crate::model::{
    Device, Event, Group, GroupId, ObjectId, OtherObject, Person, Tenant, TenantKey,
};

#[derive(Debug, Deserialize)]
struct Version {
    format: String,
    version: u64,
}

/// Checks that this program can read the snapshot; returns whether there is one.
///
/// # Errors
/// [`SnapshotError::Newer`] when a newer program wrote it; another one when it is none at all.
pub fn check_version(snapshot_dir: &Path) -> Result<bool, SnapshotError> {
    let place = Place::new(snapshot_dir, Path::new(VERSION_FILE));
    if !files::exists(&place.path) {
        return match tenant_folders(snapshot_dir)?.is_empty() {
            true => Ok(false),
            false => Err(place.broken(0, "the file is missing")),
        };
    }
    let version: Version = parse_file(&place)?;
    if version.format != "rosterbook-snapshot" {
        return Err(place.broken(1, format!("`{}` is no snapshot's format", version.format)));
    }
    if version.version > VERSION {
        return Err(SnapshotError::Newer {
            location: crate::model::Location::file(place.shown),
            version: version.version,
            known: VERSION,
        });
    }
    Ok(true)
}

/// Returns the tenants that have a folder in the snapshot, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub fn tenant_folders(snapshot_dir: &Path) -> Result<Vec<TenantKey>, SnapshotError> {
    let mut keys = Vec::new();
    for path in files::list_dir(snapshot_dir)? {
        let name = path.file_name().and_then(|name| name.to_str());
        let key = name.and_then(|name| name.parse::<TenantKey>().ok());
        if let Some(key) = key
            && !files::list_dir(&path).unwrap_or_default().is_empty()
        {
            keys.push(key);
        }
    }
    Ok(keys)
}

/// A plain file of a tenant's folder, by what it holds.
enum Kind {
    Tenant,
    Group,
    People,
    Devices,
    Others,
    Journal,
}

/// Returns what a file below a tenant's folder holds, or `None` when it does not belong there.
fn kind_of(below: &Path) -> Option<Kind> {
    let parts: Vec<&str> = below
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect::<Option<_>>()?;
    match parts[..] {
        ["tenant.json"] => Some(Kind::Tenant),
        ["groups", shard, name] => {
            let id: ObjectId = name.strip_suffix(".json")?.parse().ok()?;
            (id.shard() == shard).then_some(Kind::Group)
        }
        ["journal", day] => {
            let day = day.strip_suffix(".ndjson")?;
            day.parse::<jiff::civil::Date>().ok().map(|_| Kind::Journal)
        }
        [folder, shard] => {
            let shard = shard.strip_suffix(".ndjson")?;
            let hex = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            if shard.len() != 2 || !shard.bytes().all(hex) {
                return None;
            }
            match folder {
                "users" => Some(Kind::People),
                "devices" => Some(Kind::Devices),
                "others" => Some(Kind::Others),
                _ => None,
            }
        }
        _ => None,
    }
}

#[derive(Default)]
struct Files {
    tenant: bool,
    groups: Vec<Place>,
    people: Vec<Place>,
    devices: Vec<Place>,
    others: Vec<Place>,
    journal: Vec<Place>,
}

fn sort_files(snapshot_dir: &Path, tenant: &TenantKey) -> Result<Files, SnapshotError> {
    let folder = snapshot_dir.join(tenant.as_str());
    let mut sorted = Files::default();
    for entry in files::walk(&folder)? {
        let hidden = entry
            .path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        let place = Place::new(snapshot_dir, &Path::new(tenant.as_str()).join(&entry.path));
        match kind_of(&entry.path) {
            Some(Kind::Tenant) => sorted.tenant = true,
            Some(Kind::Group) => sorted.groups.push(place),
            Some(Kind::People) => sorted.people.push(place),
            Some(Kind::Devices) => sorted.devices.push(place),
            Some(Kind::Others) => sorted.others.push(place),
            Some(Kind::Journal) => sorted.journal.push(place),
            None => return Err(place.broken(0, "the file does not belong into a snapshot")),
        }
    }
    Ok(sorted)
}

/// Reads a tenant, or returns `None` when the snapshot has no folder of it.
///
/// # Errors
/// The first file that is not as CONTRACT.md 4 says, with its line.
pub fn read_tenant(
    snapshot_dir: &Path,
    tenant: &TenantKey,
) -> Result<Option<TenantSnapshot>, SnapshotError> {
    if !check_version(snapshot_dir)? {
        return Ok(None);
    }
    read_checked_tenant(snapshot_dir, tenant)
}

/// Reads a tenant of a snapshot whose version was checked, or returns `None` when it has no folder
/// of it.
///
/// Within a run that holds the lock: another tenant of it may be writing the first file of a new
/// snapshot, with its folder there already and the version not yet.
///
/// # Errors
/// As [`read_tenant`].
pub fn read_checked_tenant(
    snapshot_dir: &Path,
    tenant: &TenantKey,
) -> Result<Option<TenantSnapshot>, SnapshotError> {
    let sorted = sort_files(snapshot_dir, tenant)?;
    let place = Place::new(snapshot_dir, &super::tenant_path(tenant));
    if !sorted.tenant {
        let empty = sorted.groups.is_empty()
            && sorted.people.is_empty()
            && sorted.devices.is_empty()
            && sorted.others.is_empty();
        return match empty {
            true => Ok(None),
            false => Err(place.broken(0, "the file is missing")),
        };
    }
    let groups = sorted.groups.par_iter().map(parse_group);
    Ok(Some(TenantSnapshot {
        tenant: parse_file(&place)?,
        groups: groups.collect::<Result<_, _>>()?,
        people: read_shards::<Person>(&sorted.people)?,
        devices: read_shards::<Device>(&sorted.devices)?,
        others: read_shards::<OtherObject>(&sorted.others)?,
    }))
}

/// Reads what the snapshot says of the tenant itself, or returns `None` when it holds none.
///
/// # Errors
/// When `tenant.json` is not as CONTRACT.md 4 says.
pub fn read_tenant_file(
    snapshot_dir: &Path,
    tenant: &TenantKey,
) -> Result<Option<Tenant>, SnapshotError> {
    let place = Place::new(snapshot_dir, &super::tenant_path(tenant));
    if !files::exists(&place.path) {
        return Ok(None);
    }
    parse_file(&place).map(Some)
}

/// Reads the file of one group, or returns `None` when there is none.
///
/// # Errors
/// When the file is not as CONTRACT.md 4 says.
pub fn read_group(
    snapshot_dir: &Path,
    tenant: &TenantKey,
    group: GroupId,
) -> Result<Option<Group>, SnapshotError> {
    let place = Place::new(snapshot_dir, &super::group_path(tenant, group));
    if !files::exists(&place.path) {
        return Ok(None);
    }
    parse_group(&place).map(Some)
}

fn read_shards<T>(places: &[Place]) -> Result<Vec<T>, SnapshotError>
where
    T: serde::de::DeserializeOwned + super::Identified + Send,
{
    let shards: Vec<Vec<T>> = places
        .par_iter()
        .map(parse_shard)
        .collect::<Result<_, _>>()?;
    Ok(shards.into_iter().flatten().collect())
}

/// Reads what changed in a tenant, in the order in which it was written.
///
/// # Errors
/// When a line of a journal is not an event, with file and line.
pub fn read_journal(snapshot_dir: &Path, tenant: &TenantKey) -> Result<Vec<Event>, SnapshotError> {
    let below = PathBuf::from(tenant.as_str()).join("journal");
    let mut events = Vec::new();
    for entry in files::walk(&snapshot_dir.join(&below))? {
        let place = Place::new(snapshot_dir, &below.join(&entry.path));
        let inside = Path::new("journal").join(&entry.path);
        if !matches!(kind_of(&inside), Some(Kind::Journal)) {
            continue;
        }
        let lines: Vec<(usize, Event)> = parse_lines(&place)?;
        events.extend(lines.into_iter().map(|(_, event)| event));
    }
    // Two branches that git merged by union may stand one after the other.
    events.sort_by_key(|event| event.at);
    Ok(events)
}
