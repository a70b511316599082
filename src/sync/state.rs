//! The state unit of a tenant, `.rosterbook/state/`: delta links and everything they stand on.
//!
//! A header names the body by its hash. The body is written first, then the header by one rename:
//! links and data are replaced together, and an idle run reads and writes the header alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::directory::{Directory, Edges, Entry, GroupEntry};
use super::record::{DeviceRecord, GroupProperties, OtherRecord, UserRecord};
use crate::files::{self, FileError, Secrets};
use crate::graph::{Link, Stream};
use crate::model::{GroupId, MemberType, ObjectId, TenantId, TenantKey};

/// The version of the unit; another one is ignored, which costs one full read.
const VERSION: u32 = 1;

/// What is known without reading the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Header {
    pub(super) version: u32,
    pub(super) tenant: TenantId,
    /// The address of Graph that the links belong to.
    pub(super) graph: String,
    /// What was asked for, per stream.
    pub(super) selects: BTreeMap<String, String>,
    /// Streams that the service answered only without optional properties.
    pub(super) reduced: BTreeSet<String>,
    /// Types, filters and switches.
    pub(super) fingerprint: String,
    /// The content of `snapshot/<tenant>/` that the unit belongs to.
    pub(super) digest: String,
    /// Sizes and times of the same files.
    pub(super) stamps: String,
    pub(super) links: BTreeMap<String, Link>,
    /// Groups that were frozen.
    pub(super) frozen: BTreeSet<GroupId>,
    /// Frozen groups that the stream told of since they were frozen; it tells only once.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) told: BTreeSet<GroupId>,
    /// Whether the next run must look at everything even if nothing changes.
    pub(super) pending: bool,
    /// When everything was last read.
    pub(super) full: Timestamp,
    /// The hash of the body.
    pub(super) body: String,
}

/// Where the units of a site lie.
pub(super) fn folder(root: &Path) -> PathBuf {
    super::freshness::private(root).join("state")
}

fn header_path(root: &Path, tenant: &TenantKey) -> PathBuf {
    folder(root).join(format!("{tenant}.json"))
}

fn body_name(tenant: &TenantKey, hash: &str) -> String {
    format!("{tenant}.{}.ndjson", &hash[..hash.len().min(16)])
}

/// Reads the header; one that cannot be read counts as lost.
pub(super) fn read_header(root: &Path, tenant: &TenantKey) -> Result<Option<Header>, FileError> {
    let Some(bytes) = files::read_if_exists(&header_path(root, tenant))? else {
        return Ok(None);
    };
    let header: Option<Header> = serde_json::from_slice(&bytes).ok();
    Ok(header.filter(|header| {
        header.version == VERSION && header.body.bytes().all(|byte| byte.is_ascii_hexdigit())
    }))
}

/// Writes the header alone, when nothing but links changed.
pub(super) fn write_header(
    root: &Path,
    tenant: &TenantKey,
    header: &Header,
) -> Result<bool, FileError> {
    let mut bytes = serde_json::to_vec_pretty(header).expect("plain fields become JSON");
    bytes.push(b'\n');
    let path = header_path(root, tenant);
    if files::read_if_exists(&path)?.is_some_and(|old| old == bytes) {
        return Ok(false);
    }
    files::write_private(&path, &bytes)?;
    Ok(true)
}

/// Writes a whole unit; returns the header as written.
pub(super) fn write(
    root: &Path,
    tenant: &TenantKey,
    header: Header,
    directory: &Directory,
    secrets: &Secrets,
) -> Result<Header, FileError> {
    let bytes = encode(directory);
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let name = body_name(tenant, &hash);
    let path = folder(root).join(&name);
    secrets.check_known(&path, &bytes)?;
    if !files::exists(&path) {
        files::write_private(&path, &bytes)?;
    }
    let header = Header {
        version: VERSION,
        body: hash,
        ..header
    };
    write_header(root, tenant, &header)?;
    sweep(root, tenant, &name)?;
    Ok(header)
}

/// Forgets a tenant that is not read any more: the unit holds the names of its whole directory.
pub(super) fn forget(root: &Path, tenant: &TenantKey) -> Result<(), FileError> {
    files::remove_file(&header_path(root, tenant))?;
    sweep(root, tenant, "")
}

/// Removes bodies that no header names any more.
fn sweep(root: &Path, tenant: &TenantKey, keep: &str) -> Result<(), FileError> {
    let front = format!("{tenant}.");
    for path in files::list_dir(&folder(root))? {
        let name = path.file_name().and_then(|name| name.to_str());
        let old = name.is_some_and(|name| {
            name.starts_with(&front) && name.ends_with(".ndjson") && name != keep
        });
        if old {
            files::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Reads the body that the header names; damage counts as lost.
pub(super) fn read_body(
    root: &Path,
    tenant: &TenantKey,
    header: &Header,
) -> Result<Option<Directory>, FileError> {
    let path = folder(root).join(body_name(tenant, &header.body));
    let Some(bytes) = files::read_if_exists(&path)? else {
        return Ok(None);
    };
    if blake3::hash(&bytes).to_hex().as_str() != header.body {
        return Ok(None);
    }
    Ok(decode(&bytes))
}

/// The edges of a group, ids gathered by type.
type EdgeLists = BTreeMap<String, Vec<ObjectId>>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum LineRef<'a> {
    Group {
        id: ObjectId,
        entry: &'a Entry<GroupProperties>,
        members: EdgeLists,
        owners: EdgeLists,
    },
    User(ObjectId, &'a Entry<UserRecord>),
    Device(ObjectId, &'a Entry<DeviceRecord>),
    Other(ObjectId, &'a Entry<OtherRecord>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Line {
    Group {
        id: ObjectId,
        entry: Box<Entry<GroupProperties>>,
        members: EdgeLists,
        owners: EdgeLists,
    },
    User(ObjectId, Box<Entry<UserRecord>>),
    Device(ObjectId, Box<Entry<DeviceRecord>>),
    Other(ObjectId, Box<Entry<OtherRecord>>),
}

fn encode(directory: &Directory) -> Vec<u8> {
    let groups: Vec<(&ObjectId, &GroupEntry)> = directory.groups.0.iter().collect();
    let lines = groups.par_iter().map(|(id, group)| {
        line(&LineRef::Group {
            id: **id,
            entry: &group.entry,
            members: by_type(&group.members),
            owners: by_type(&group.owners),
        })
    });
    let mut bytes: Vec<u8> = lines.collect::<Vec<_>>().concat();
    for (id, entry) in &directory.people.0 {
        bytes.extend(line(&LineRef::User(*id, entry)));
    }
    for (id, entry) in &directory.devices.0 {
        bytes.extend(line(&LineRef::Device(*id, entry)));
    }
    for (id, entry) in &directory.others.0 {
        bytes.extend(line(&LineRef::Other(*id, entry)));
    }
    bytes
}

fn line(line: &LineRef<'_>) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(line).expect("plain data becomes JSON");
    bytes.push(b'\n');
    bytes
}

fn decode(bytes: &[u8]) -> Option<Directory> {
    let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    let lines: Vec<Read> = lines
        .par_iter()
        .filter(|line| !line.is_empty())
        .map(|line| read_line(line))
        .collect::<Option<_>>()?;
    let mut directory = Directory::default();
    for line in lines {
        match line {
            Read::Group(id, group) => {
                directory.groups.0.insert(id, *group);
            }
            Read::User(id, entry) => {
                directory.people.0.insert(id, *entry);
            }
            Read::Device(id, entry) => {
                directory.devices.0.insert(id, *entry);
            }
            Read::Other(id, entry) => {
                directory.others.0.insert(id, *entry);
            }
        }
    }
    Some(directory)
}

/// A line, read on any core.
enum Read {
    Group(ObjectId, Box<GroupEntry>),
    User(ObjectId, Box<Entry<UserRecord>>),
    Device(ObjectId, Box<Entry<DeviceRecord>>),
    Other(ObjectId, Box<Entry<OtherRecord>>),
}

fn read_line(line: &[u8]) -> Option<Read> {
    Some(match serde_json::from_slice(line).ok()? {
        Line::Group {
            id,
            entry,
            members,
            owners,
        } => {
            let group = GroupEntry {
                entry: *entry,
                members: by_id(members),
                owners: by_id(owners),
            };
            Read::Group(id, Box::new(group))
        }
        Line::User(id, entry) => Read::User(id, entry),
        Line::Device(id, entry) => Read::Device(id, entry),
        Line::Other(id, entry) => Read::Other(id, entry),
    })
}

fn by_type(edges: &Edges) -> EdgeLists {
    let mut lists = EdgeLists::new();
    for (id, kind) in edges {
        match lists.get_mut(kind.key()) {
            Some(list) => list.push(*id),
            None => {
                lists.insert(kind.key().to_owned(), vec![*id]);
            }
        }
    }
    lists
}

fn by_id(lists: EdgeLists) -> Edges {
    let mut edges: Vec<(ObjectId, MemberType)> = Vec::new();
    for (key, ids) in lists {
        let kind = MemberType::from_key(&key);
        edges.extend(ids.into_iter().map(|id| (id, kind.clone())));
    }
    edges.sort_unstable();
    edges.into_iter().collect()
}

/// Returns the link that the header keeps for a stream.
pub(super) fn link(header: &Header, stream: Stream) -> Option<&Link> {
    header.links.get(stream.key())
}
