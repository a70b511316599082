//! What the last build read and wrote: `.rosterbook/build/<output>.json`.
//!
//! It lets a build without changes end after looking at sizes and times, as git does with its
//! index, and tells which files of the output are ours. It may be lost at any time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::error::BuildError;
use super::fresh::Extras;
use crate::config::Site;
use crate::exports;
use crate::files::{self, Stamp};
use crate::site::FreshTenant;

/// The version of the file's shape.
const VERSION: u32 = 2;

/// The folders whose files go into every page, beside `site.toml` and the exports.
const INPUTS: [&str; 3] = ["snapshot", "content", "themes"];

/// A page that shows when the tenants were last read: all but that is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FreshPage {
    /// Its path below the output.
    pub(super) path: String,
    /// Its template.
    pub(super) template: String,
    /// What stands around it, and its view, as JSON.
    pub(super) shell: serde_json::Value,
    /// Its view as JSON.
    pub(super) view: serde_json::Value,
    /// The tenants that it shows.
    pub(super) tenants: Vec<FreshTenant>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Output {
    /// Its path below the output folder, with `/`.
    pub(super) path: String,
    /// How it looked when it had been written.
    pub(super) stamp: Stamp,
    /// What it shows.
    pub(super) shows: Digest,
}

/// What a build read and wrote.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    /// The program and the theme: what decides how a page looks.
    pub(super) look: String,
    /// Whatever else but files decides the bytes.
    pub(super) settings: String,
    /// Files that were read.
    pub(super) inputs: BTreeMap<PathBuf, Stamp>,
    /// Files that were written, sorted by path.
    pub(super) outputs: Vec<Output>,
    /// How many pages of which kind.
    pub(super) pages: BTreeMap<String, usize>,
    /// Digest of all visible data.
    pub(super) digest: String,
    /// Digest of all that decides the bytes of files which do not show the last sync.
    pub(super) content: String,
    /// Warnings as they were shown.
    pub(super) warnings: Vec<String>,
    /// Pages that an idle run writes anew.
    pub(super) fresh: Vec<FreshPage>,
}

impl Manifest {
    /// Makes a manifest that claims nothing yet.
    pub(super) fn new(look: String, settings: String, inputs: BTreeMap<PathBuf, Stamp>) -> Self {
        Self {
            version: VERSION,
            look,
            settings,
            inputs,
            ..Self::default()
        }
    }

    /// Returns what `build.json` says.
    pub(super) fn extras(&self) -> Extras<'_> {
        Extras {
            digest: &self.digest,
            content: &self.content,
            pages: &self.pages,
            warnings: &self.warnings,
            tenants: self.fresh.iter().flat_map(|it| &it.tenants).collect(),
        }
    }

    /// Reads the manifest of the last build; `None` when there is none that can be used.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let bytes = files::read_if_exists(path).ok()??;
        let manifest: Self = serde_json::from_slice(&bytes).ok()?;
        (manifest.version == VERSION).then_some(manifest)
    }

    /// Writes the manifest.
    pub(super) fn write(&self, path: &Path) -> Result<(), BuildError> {
        let bytes = serde_json::to_vec(self).expect("plain fields become JSON");
        files::write_if_changed(path, &bytes)?;
        Ok(())
    }

    /// Returns whether all files that were written still look as they did.
    pub(super) fn outputs_untouched(&self, output: &Path) -> bool {
        self.outputs.par_iter().all(|it| it.is_untouched(output))
    }

    /// Returns what was written at `path`.
    pub(super) fn output(&self, path: &str) -> Option<&Output> {
        let at = self
            .outputs
            .binary_search_by(|it| it.path.as_str().cmp(path));
        at.ok().map(|at| &self.outputs[at])
    }

    /// Takes in what was written anew.
    pub(super) fn replace(&mut self, output: Output) {
        match self
            .outputs
            .binary_search_by(|it| it.path.cmp(&output.path))
        {
            Ok(at) => self.outputs[at] = output,
            Err(at) => self.outputs.insert(at, output),
        }
    }
}

impl Output {
    /// Returns whether the file still looks as it did.
    pub(super) fn is_untouched(&self, output: &Path) -> bool {
        matches!(files::stamp(&output.join(&self.path)), Ok(Some(now)) if now == self.stamp)
    }
}

/// Returns how everything looks that a build reads.
///
/// # Errors
/// When a folder cannot be read, or a link stands in one.
pub(super) fn inputs(site: &Site) -> Result<BTreeMap<PathBuf, Stamp>, BuildError> {
    let mut inputs = BTreeMap::new();
    let folders: Vec<PathBuf> = INPUTS.iter().map(PathBuf::from).collect();
    let exports = site
        .organizations
        .iter()
        .flat_map(|it| it.contacts.iter().chain(&it.configurations))
        .flat_map(|path| [Some(path.clone()), exports::neighbour(path)])
        .flatten();
    for path in folders.into_iter().chain(exports) {
        let full = site.root.join(&path);
        if files::exists(&full) && !files::is_folder(&full) {
            inputs.extend(files::stamp(&full)?.map(|stamp| (path, stamp)));
        } else {
            for entry in files::walk(&full)? {
                inputs.insert(path.join(entry.path), entry.stamp);
            }
        }
    }
    inputs.extend(files::stamp(&site.file)?.map(|stamp| (site.file.clone(), stamp)));
    Ok(inputs)
}
