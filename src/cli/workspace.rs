//! The site that a command works on: found from the folder it was started in.

use std::path::{Path, PathBuf};

use super::arguments::Global;
use super::outcome::{Code, Failure};
use crate::config::{self, Site};
use crate::model::{OrgKey, nearest};

/// Finds and reads the configuration of the site at or above the current folder, or at `-C`.
pub(super) fn open(global: &Global) -> Result<Site, Failure> {
    let start = match &global.root {
        Some(root) => std::path::absolute(root).unwrap_or_else(|_| root.clone()),
        None => std::env::current_dir()
            .map_err(|error| Failure::new(Code::Failed, format!("no current folder: {error}")))?,
    };
    let root = match &global.config {
        // With a configuration of its own the folder itself is the site.
        Some(_) => start,
        None => config::find_root(&start)?,
    };
    Ok(config::load(&root, global.config.as_deref())?)
}

/// Returns the keys of the organizations that were named.
pub(super) fn organizations(site: &Site, names: &[String]) -> Result<Vec<OrgKey>, Failure> {
    names.iter().map(|name| organization(site, name)).collect()
}

fn organization(site: &Site, name: &str) -> Result<OrgKey, Failure> {
    if let Some(found) = site.organization(name) {
        return Ok(found.key.clone());
    }
    let failure = Failure::new(Code::Usage, format!("there is no organization `{name}`"));
    let keys = || site.organizations.iter().map(|it| it.key.as_str());
    Err(match nearest(name, keys()) {
        Some(key) => failure.hint(format!("did you mean `{key}`?")),
        None => {
            let keys: Vec<String> = keys().map(|key| format!("`{key}`")).collect();
            failure.hint(format!("known are {}", keys.join(", ")))
        }
    })
}

/// Returns a path as people read it: below the current folder where possible.
pub(super) fn shown(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    full.strip_prefix(&current)
        .unwrap_or(path)
        .display()
        .to_string()
}
