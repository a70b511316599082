//! Files that an idle run may change: `build.json` and the freshness data script (S10).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Site;
use crate::model::{Freshness, TenantFreshness};
use crate::site::{FreshTenant, TWIN_VERSION, script_json};

/// The file that describes the build.
const BUILD: &str = "build.json";

/// The script that tells every page when the tenants were last read.
const FRESHNESS: &str = "assets/data/freshness.js";

/// Returns whether [`extra_files`] makes the file at `path`.
pub fn is_extra(path: &str) -> bool {
    [BUILD, FRESHNESS].contains(&path)
}

/// What is known of a build, for `build.json`.
#[derive(Debug, Clone)]
pub struct Extras<'a> {
    /// Digest of all visible data.
    pub digest: &'a str,
    /// Digest of all files whose bytes do not depend on the last sync.
    pub content: &'a str,
    /// How many pages of which kind.
    pub pages: &'a BTreeMap<String, usize>,
    /// What was imperfect about the input, in words.
    pub warnings: &'a [String],
    /// Tenants that pages name.
    pub tenants: Vec<&'a FreshTenant>,
}

#[derive(Serialize)]
struct BuildJson<'a> {
    format: &'static str,
    version: u32,
    tool: &'static str,
    digest: &'a str,
    content: &'a str,
    last_sync: &'a Freshness,
    pages: &'a BTreeMap<String, usize>,
    warnings: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Script<'a> {
    stale_after: i64,
    digest: &'a str,
    tenants: BTreeMap<&'a str, &'a TenantFreshness>,
    /// What people call the tenants.
    names: BTreeMap<&'a str, &'a str>,
}

/// Returns `build.json` and the freshness data script.
pub fn extra_files(
    site: &Site,
    freshness: &Freshness,
    extras: &Extras<'_>,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut json = serde_json::to_vec_pretty(&BuildJson {
        format: "rosterbook-site",
        version: TWIN_VERSION,
        tool: env!("CARGO_PKG_VERSION"),
        digest: extras.digest,
        content: extras.content,
        last_sync: freshness,
        pages: extras.pages,
        warnings: extras.warnings,
    })
    .expect("plain fields become JSON");
    json.push(b'\n');
    let script = Script {
        stale_after: site.stale_after.as_secs(),
        digest: extras.digest.get(..12).unwrap_or(extras.digest),
        tenants: freshness
            .tenants
            .iter()
            .map(|(key, it)| (key.as_str(), it))
            .collect(),
        names: extras
            .tenants
            .iter()
            .map(|it| (it.key.as_str(), it.name.as_str()))
            .collect(),
    };
    let script = format!("rosterbook.freshness({});\n", script_json(&script));
    vec![(BUILD, json), (FRESHNESS, script.into_bytes())]
}
