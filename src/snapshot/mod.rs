//! The snapshot on disk, version 1: canonical bytes, strict reading, and the digest of a folder.
//!
//! It knows the form that CONTRACT.md 4 fixes and nothing of where the data comes from: only
//! `sync` decides what is written.

mod digest;
mod encode;
mod error;
mod layout;
mod parse;
mod read;
mod verify;

use crate::model::{Device, Group, GroupId, ObjectId, OtherObject, Person, Tenant};

pub use digest::{digest, stamp_digest};
pub use encode::{encode_group, encode_line, encode_lines, encode_tenant};
pub use error::SnapshotError;
pub use layout::{
    FOLDER, GITATTRIBUTES, VERSION, VERSION_FILE, group_path, journal_path, shard_path,
    tenant_path, version_bytes,
};
pub use read::{
    check_version, read_checked_tenant, read_group, read_journal, read_tenant, read_tenant_file,
    tenant_folders,
};
pub use verify::{Finding, canonical_files, format, verify};

/// One tenant as the snapshot holds it; every list is sorted by id.
#[derive(Debug, Clone, PartialEq)]
pub struct TenantSnapshot {
    /// The directory itself.
    pub tenant: Tenant,
    /// The documented groups, orphaned ones included.
    pub groups: Vec<Group>,
    /// The people that a documented group refers to.
    pub people: Vec<Person>,
    /// The devices that a documented group refers to.
    pub devices: Vec<Device>,
    /// Applications, external contacts and unknown objects that a documented group refers to.
    pub others: Vec<OtherObject>,
}

impl TenantSnapshot {
    /// Returns the group with this id.
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        find(&self.groups, id.object())
    }

    /// Returns the person with this id.
    pub fn person(&self, id: ObjectId) -> Option<&Person> {
        find(&self.people, id)
    }

    /// Returns the device with this id.
    pub fn device(&self, id: ObjectId) -> Option<&Device> {
        find(&self.devices, id)
    }

    /// Returns the application, contact or unknown object with this id.
    pub fn other(&self, id: ObjectId) -> Option<&OtherObject> {
        find(&self.others, id)
    }
}

/// An object that has a file or a line of its own.
pub trait Identified {
    /// Returns the object's id.
    fn object_id(&self) -> ObjectId;
}

macro_rules! identified {
    ($($name:ty => |$it:ident| $id:expr),+ $(,)?) => {
        $(impl Identified for $name {
            fn object_id(&self) -> ObjectId {
                let $it = self;
                $id
            }
        })+
    };
}

identified! {
    Group => |group| group.id.object(),
    Person => |person| person.id,
    Device => |device| device.id,
    OtherObject => |other| other.id,
}

fn find<T: Identified>(sorted: &[T], id: ObjectId) -> Option<&T> {
    sorted
        .binary_search_by_key(&id, Identified::object_id)
        .ok()
        .map(|at| &sorted[at])
}

#[cfg(test)]
mod tests;
