//! The work of a build: rendering pages on all cores, writing what differs, removing what went.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::digest::Digest;
use super::error::BuildError;
use super::fresh::extra_files;
use super::load::{Loaded, Loader};
use super::manifest::{self, Manifest, Output};
use super::matches::{LastMatches, match_counts};
use super::names;
use super::output;
use super::run::{BuildOptions, BuildReport, Progress, all_warnings};
use super::secrets;
use super::settle::settle;
use super::writing::{Writing, Written};
use crate::config::Site;
use crate::files::{Transaction, TransactionReport};
use crate::model::{OrgKey, Warning};
use crate::render::Theme;
use crate::site::{self, Page};

/// The page that every site has.
const ROBOTS: &[u8] = b"User-agent: *\nDisallow:\n";

/// A build under way.
pub(super) struct Job<'a> {
    pub(super) site: &'a Site,
    pub(super) options: &'a BuildOptions,
    pub(super) output: &'a Path,
    pub(super) staging: &'a Path,
    pub(super) theme: &'a Theme,
}

impl Job<'_> {
    /// Writes only the files that show the time of the last sync.
    pub(super) fn idle(
        &self,
        before: &Manifest,
        manifest: &Path,
    ) -> Result<BuildReport, BuildError> {
        let transaction =
            Transaction::begin(self.output, self.staging, false)?.refusing(secrets::of(self.site));
        let mut after = None;
        let mut put = |path: &str, bytes: &[u8], shows: Digest| -> Result<(), BuildError> {
            let staged = transaction.write(Path::new(path), bytes)?;
            if staged.changed {
                after.get_or_insert_with(|| before.clone()).replace(Output {
                    path: path.to_owned(),
                    stamp: staged.stamp,
                    shows,
                });
            }
            Ok(())
        };
        for page in &before.fresh {
            let known = &self.options.freshness;
            let shown = site::freshness(self.site, known, &page.tenants, &before.digest);
            let html =
                self.theme
                    .render_kept(&page.template, &page.shell, &page.view, Some(&shown))?;
            // Nobody hashed what it shows: the next full run renders it, and finds it as it is.
            put(&page.path, html.as_bytes(), Digest::default())?;
        }
        for (path, bytes) in extra_files(self.site, &self.options.freshness, &before.extras()) {
            put(path, &bytes, Digest::of_bytes(&bytes))?;
        }
        let report = transaction.commit(&BTreeSet::new())?;
        if let Some(after) = after {
            after.write(manifest)?;
        }
        let unchanged = before.outputs.len() - report.written.len().min(before.outputs.len());
        let last = LastMatches::read(&self.site.root);
        let falls = last.falls(&last.known(&self.organizations()));
        Ok(BuildReport {
            falls,
            ..self.report(before, &report, unchanged, true)
        })
    }

    pub(super) fn full(
        &self,
        before: Option<&Manifest>,
        mut now: Manifest,
        manifest: &Path,
        progress: Progress<'_>,
    ) -> Result<BuildReport, BuildError> {
        let loaded = self.load(&mut now)?;
        let model = site::join(&loaded.input);
        let warnings = all_warnings(&loaded, &model);
        drop(loaded);
        if self.options.strict && !warnings.is_empty() {
            return Err(BuildError::Strict {
                count: warnings.len(),
            });
        }
        now.warnings = warnings.iter().map(Warning::to_string).collect();
        now.digest = site::digest(&model);
        let last = LastMatches::read(&self.site.root);
        let matches = match_counts(&model);
        let all = site::pages(&model);
        if let Some((_, page)) = site::collision(&all) {
            return Err(BuildError::Collision {
                path: page.path.clone(),
            });
        }
        for page in &all {
            *now.pages.entry(page.kind.word().to_owned()).or_default() += 1;
        }
        let wanted = self.wanted(&all);

        let transaction =
            Transaction::begin(self.output, self.staging, false)?.refusing(secrets::of(self.site));
        let writing = Writing::new(self, before, &now, &transaction);
        let done = AtomicUsize::new(0);
        let rendered: Vec<Written> = wanted
            .par_iter()
            .map(|page| {
                let written = writing.page(&model, page, &now.digest)?;
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, wanted.len());
                Ok(written)
            })
            .collect::<Result<_, BuildError>>()?;
        // Some organizations alone say nothing about what else can be found.
        let mut data = site::list_data(&model);
        if self.options.organizations.is_empty() {
            data.extend(site::search_data(&model));
        }
        let data: Vec<Output> = data
            .par_iter()
            .map(|(path, bytes)| writing.bytes(path, bytes))
            .collect::<Result<_, BuildError>>()?;
        let mut expected: BTreeSet<String> = all.into_iter().map(|page| page.path).collect();
        drop(model);
        let mut content = blake3::Hasher::new();
        content.update(env!("CARGO_PKG_VERSION").as_bytes());
        content.update(self.theme.digest().as_bytes());
        for written in rendered {
            if let Some(page) = written.fresh {
                now.fresh.push(page);
            } else {
                content.update(written.output.path.as_bytes());
                content.update(&written.output.shows.to_bytes());
            }
            now.outputs.push(written.output);
        }
        now.content = content.finalize().to_hex().to_string();
        now.outputs.extend(data);
        for (path, bytes) in self.others(before, &now) {
            now.outputs.push(writing.bytes(&path, &bytes)?);
        }
        drop(writing);
        now.outputs
            .par_sort_by(|left, right| left.path.cmp(&right.path));
        expected.extend(now.outputs.iter().map(|it| it.path.clone()));
        let removals = match transaction.is_fresh() {
            true => BTreeSet::new(),
            false => self.removals(before, &expected)?,
        };
        let report = transaction.commit(&removals)?;
        self.keep_others(before, &mut now, &removals);
        now.write(manifest)?;
        last.after(&matches).write(&self.site.root)?;
        Ok(BuildReport {
            falls: last.falls(&matches),
            ..self.report(&now, &report, report.unchanged, false)
        })
    }

    /// Returns the organizations that are built.
    fn organizations(&self) -> Vec<OrgKey> {
        if self.options.organizations.is_empty() {
            let all = self.site.organizations.iter();
            return all.map(|it| it.key.clone()).collect();
        }
        self.options.organizations.clone()
    }

    /// Reads the site; again when its files changed meanwhile, so that no page mixes two states.
    fn load(&self, now: &mut Manifest) -> Result<Loaded, BuildError> {
        /// Somebody who writes all the time is not waited for.
        const TRIES: usize = 3;
        let mut loader = Loader::default();
        for _ in 1..TRIES {
            let freshness = self.options.freshness.clone();
            let loaded = loader.load(self.site, &self.options.organizations, freshness)?;
            let inputs = manifest::inputs(self.site)?;
            if inputs == now.inputs {
                return Ok(loaded);
            }
            settle(&self.site.root)?;
            now.inputs = inputs;
        }
        let freshness = self.options.freshness.clone();
        loader.load(self.site, &self.options.organizations, freshness)
    }

    /// Returns the pages to render: with organizations named, those of them only.
    fn wanted<'p>(&self, all: &'p [Page]) -> Vec<&'p Page> {
        let some = !self.options.organizations.is_empty();
        all.iter()
            .filter(|page| !some || page.organization.is_some())
            .collect()
    }

    /// Returns what is no page: assets, the freshness data, `build.json`, `robots.txt`.
    fn others(&self, before: Option<&Manifest>, now: &Manifest) -> Vec<(String, Vec<u8>)> {
        let mut files = self.theme.assets().to_vec();
        files.push(("robots.txt".to_owned(), ROBOTS.to_vec()));
        let mut about = now.extras();
        // Some organizations alone know the names of their own tenants only.
        let others = before.filter(|_| !self.options.organizations.is_empty());
        if let Some(others) = others {
            about.tenants.splice(0..0, others.extras().tenants);
        }
        let extras = extra_files(self.site, &self.options.freshness, &about);
        files.extend(
            extras
                .into_iter()
                .map(|(path, bytes)| (path.to_owned(), bytes)),
        );
        files
    }

    /// Returns the files of the last build that no longer belong.
    fn removals(
        &self,
        before: Option<&Manifest>,
        expected: &BTreeSet<String>,
    ) -> Result<BTreeSet<PathBuf>, BuildError> {
        let old: Vec<PathBuf> = match before {
            Some(before) => {
                let outputs = before.outputs.iter().map(|it| &it.path);
                let gone = outputs.filter(|path| !expected.contains(*path));
                gone.map(PathBuf::from).collect()
            }
            None => output::strays(self.output, expected)?.into_iter().collect(),
        };
        let organizations: Vec<&str> = self
            .options
            .organizations
            .iter()
            .map(OrgKey::as_str)
            .collect();
        let concerned = |path: &PathBuf| {
            let first = path
                .components()
                .next()
                .and_then(|it| it.as_os_str().to_str());
            let list = path.to_str().and_then(names::list_of);
            let mut of = first.into_iter().chain(list);
            organizations.is_empty() || of.any(|it| organizations.contains(&it))
        };
        Ok(old.into_iter().filter(concerned).collect())
    }

    /// Goes on knowing the files that a build of some organizations left alone.
    fn keep_others(
        &self,
        before: Option<&Manifest>,
        now: &mut Manifest,
        removals: &BTreeSet<PathBuf>,
    ) {
        let Some(before) = before.filter(|_| !self.options.organizations.is_empty()) else {
            return;
        };
        let left = before
            .outputs
            .iter()
            .filter(|it| now.output(&it.path).is_none() && !removals.contains(Path::new(&it.path)));
        let left: Vec<Output> = left.cloned().collect();
        now.outputs.extend(left);
        now.outputs
            .par_sort_by(|left, right| left.path.cmp(&right.path));
    }

    fn report(
        &self,
        manifest: &Manifest,
        report: &TransactionReport,
        unchanged: usize,
        idle: bool,
    ) -> BuildReport {
        BuildReport {
            output: self.output.to_owned(),
            pages: manifest.pages.clone(),
            written: report.written.len(),
            unchanged,
            removed: report.removed.len(),
            bytes: manifest.outputs.iter().map(|it| it.stamp.len).sum(),
            files: manifest.outputs.len(),
            largest: manifest
                .outputs
                .iter()
                .map(|it| (PathBuf::from(&it.path), it.stamp.len))
                .max_by_key(|(_, len)| *len),
            idle,
            warnings: manifest.warnings.clone(),
            falls: Vec::new(),
            digest: manifest.digest.clone(),
        }
    }
}
