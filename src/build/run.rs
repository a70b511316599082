//! A build from the outside: its options, its report, and whether there is anything to do.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::BuildError;
use super::job::Job;
use super::load::Loaded;
use super::manifest::{self, Manifest};
use super::matches::MatchFall;
use super::output;
use super::settle::settle;
use crate::config::Site;
use crate::files::{self, Lock, LockRequest};
use crate::model::{Freshness, OrgKey, Warning};
use crate::render::Theme;
use crate::site::{self, Model};

/// What to build, and how.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// The organizations to build; empty = all, with the pages of the whole site.
    pub organizations: Vec<OrgKey>,
    /// The output folder; that of `site.toml` otherwise.
    pub output: Option<PathBuf>,
    /// Whether warnings are errors.
    pub strict: bool,
    /// When the tenants were last read.
    pub freshness: Freshness,
    /// How long to wait for another build of the same folder.
    pub lock_timeout: Duration,
}

/// How far a build is: called from many threads.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// What a build did.
#[derive(Debug, Clone)]
pub struct BuildReport {
    /// The folder that was written.
    pub output: PathBuf,
    /// How many pages of which kind the site has.
    pub pages: BTreeMap<String, usize>,
    /// How many files were written.
    pub written: usize,
    /// How many files held their bytes already.
    pub unchanged: usize,
    /// How many files were removed.
    pub removed: usize,
    /// The bytes of all files together.
    pub bytes: u64,
    /// How many files the output has.
    pub files: usize,
    /// The largest file of the output and its size.
    pub largest: Option<(PathBuf, u64)>,
    /// Whether nothing but the time of the last sync could have changed.
    pub idle: bool,
    /// What was imperfect about the input, in words.
    pub warnings: Vec<String>,
    /// Far fewer matches than at the build before; no warning, for no output may depend on them.
    pub falls: Vec<MatchFall>,
    /// Digest of all visible data.
    pub digest: String,
}

/// Builds a site.
///
/// # Errors
/// The first thing that cannot be used; the output is then as it was.
pub fn build(
    site: &Site,
    options: &BuildOptions,
    progress: Progress<'_>,
) -> Result<BuildReport, BuildError> {
    let output = options
        .output
        .clone()
        .unwrap_or_else(|| site.root.join(&site.output_dir));
    output::check(&site.root, &output)?;
    let state = site.root.join(".rosterbook");
    files::create_private_dir(&state)?;
    let name = output_name(&output);
    let _lock = Lock::take(&LockRequest {
        path: state.join("locks").join(format!("output-{name}.lock")),
        timeout: options.lock_timeout,
    })?;
    let staging = output.join(output::STAGING);
    files::recover(&output, &staging)?;

    settle(&site.root)?;
    let theme = Theme::load(&site.root, &site.theme)?;
    let manifest_path = state.join("build").join(format!("{name}.json"));
    let before = Manifest::read(&manifest_path);
    let inputs = manifest::inputs(site)?;
    let look = look(&theme);
    let settings = settings(site, options);
    let job = Job {
        site,
        options,
        output: &output,
        staging: &staging,
        theme: &theme,
    };
    if let Some(before) = &before
        && before.look == look
        && before.settings == settings
        && before.inputs == inputs
        && before.outputs_untouched(&output)
    {
        let report = job.idle(before, &manifest_path)?;
        return strict(options, report);
    }
    let now = Manifest::new(look, settings, inputs);
    job.full(before.as_ref(), now, &manifest_path, progress)
}

/// Returns a short name for the output folder, for files that belong to it.
fn output_name(output: &Path) -> String {
    let full = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
    blake3::hash(full.as_os_str().as_encoded_bytes()).to_hex()[..16].to_owned()
}

/// Returns what decides how a view becomes a page.
///
/// The program's own file stands for its code: two programs of one version may differ.
fn look(theme: &Theme) -> String {
    let program = std::env::current_exe().ok();
    let stamp = program.and_then(|it| files::stamp(&files::resolve(&it)).ok()?);
    let stamp = stamp.unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    format!("{version} {}-{} {}", stamp.len, stamp.mtime, theme.digest())
}

/// Returns whatever else decides the bytes of pages and is in no file.
fn settings(site: &Site, options: &BuildOptions) -> String {
    let organizations: Vec<&str> = options.organizations.iter().map(OrgKey::as_str).collect();
    format!(
        "{} {} {}",
        site.base_url,
        site::TWIN_VERSION,
        organizations.join(",")
    )
}

fn strict(options: &BuildOptions, report: BuildReport) -> Result<BuildReport, BuildError> {
    if options.strict && !report.warnings.is_empty() {
        return Err(BuildError::Strict {
            count: report.warnings.len(),
        });
    }
    Ok(report)
}

/// Returns everything that was imperfect, sorted by place.
pub fn all_warnings(loaded: &Loaded, model: &Model) -> Vec<Warning> {
    let mut warnings = loaded.warnings.clone();
    for source in &loaded.input.organizations {
        let Some(joined) = model.organizations.iter().find(|it| it.key == source.key) else {
            continue;
        };
        let people = joined.people.iter().map(|it| (it.object.id, &it.outcome));
        warnings.extend(source.contact_pins.warnings(people));
        let devices = joined.devices.iter().map(|it| (it.object.id, &it.outcome));
        warnings.extend(source.configuration_pins.warnings(devices));
    }
    warnings.sort();
    warnings.dedup();
    warnings
}
