//! Where things lie below `snapshot/` (CONTRACT.md 2 and 4). Only keys and ids become paths.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{GroupId, TenantKey};

/// The name of the snapshot's folder below the root of a site.
pub const FOLDER: &str = "snapshot";

/// The version of the form that this program writes.
pub const VERSION: u64 = 1;

/// The file that names the version.
pub const VERSION_FILE: &str = "snapshot.json";

/// The content of `snapshot/.gitattributes`: the same bytes on every system, and two branches
/// that both appended to a journal keep the lines of both.
pub const GITATTRIBUTES: &str = "\
* text eol=lf
*/journal/*.ndjson text eol=lf merge=union
";

/// Returns the content of `snapshot/snapshot.json`.
pub fn version_bytes() -> Vec<u8> {
    format!("{{\"format\":\"rosterbook-snapshot\",\"version\":{VERSION}}}\n").into_bytes()
}

/// Returns the path of `tenant.json` below the snapshot's folder.
pub fn tenant_path(tenant: &TenantKey) -> PathBuf {
    Path::new(tenant.as_str()).join("tenant.json")
}

/// Returns the path of a group's file below the snapshot's folder.
pub fn group_path(tenant: &TenantKey, group: GroupId) -> PathBuf {
    Path::new(tenant.as_str())
        .join("groups")
        .join(group.object().shard())
        .join(format!("{group}.json"))
}

/// Returns the path of a shard of `users`, `devices` or `others` below the snapshot's folder.
pub fn shard_path(tenant: &TenantKey, folder: &str, shard: &str) -> PathBuf {
    Path::new(tenant.as_str())
        .join(folder)
        .join(format!("{shard}.ndjson"))
}

/// Returns the path of the journal of the UTC day of `at` below the snapshot's folder.
pub fn journal_path(tenant: &TenantKey, at: Timestamp) -> PathBuf {
    let day = at.to_zoned(TimeZone::UTC).date();
    Path::new(tenant.as_str())
        .join("journal")
        .join(format!("{day}.ndjson"))
}
