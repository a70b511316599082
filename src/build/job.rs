//! The work of a build: rendering pages on all cores, writing what differs, removing what went.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::error::BuildError;
use super::fresh::extra_files;
use super::load::{Loaded, Loader};
use super::manifest::{self, FreshPage, Manifest};
use super::matches::{LastMatches, match_counts};
use super::output;
use super::run::{BuildOptions, BuildReport, Progress, all_warnings};
use super::settle::settle;
use crate::config::Site;
use crate::files::{self, Transaction, TransactionReport};
use crate::model::{OrgKey, Warning};
use crate::render::{self, Theme};
use crate::site::{self, Model, Page, Shown};

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

/// A file that has been rendered: its path, the digest of its bytes, and how many they are.
struct Written {
    path: PathBuf,
    hash: blake3::Hash,
    fresh: Option<FreshPage>,
}

impl Job<'_> {
    /// Writes only the files that show the time of the last sync.
    pub(super) fn idle(
        &self,
        before: &Manifest,
        manifest: &Path,
    ) -> Result<BuildReport, BuildError> {
        let transaction = Transaction::begin(self.output, self.staging, false)?;
        let mut touched = BTreeSet::new();
        let mut put = |path: &str, bytes: &[u8]| -> Result<(), BuildError> {
            if transaction.write(Path::new(path), bytes)? {
                touched.insert(PathBuf::from(path));
            }
            Ok(())
        };
        for page in &before.fresh {
            let known = &self.options.freshness;
            let shown = site::freshness(self.site, known, &page.tenants, &before.digest);
            let html = self
                .theme
                .render(&page.template, &page.shell, &page.view, Some(&shown))?;
            put(&page.path, html.as_bytes())?;
        }
        for (path, bytes) in extra_files(self.site, &self.options.freshness, &before.extras()) {
            put(path, &bytes)?;
        }
        let report = transaction.commit(&BTreeSet::new())?;
        if !touched.is_empty() {
            let mut after = before.clone();
            for path in &touched {
                if let Some(stamp) = files::stamp(&self.output.join(path))? {
                    after.outputs.insert(path.clone(), stamp);
                }
            }
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

        let transaction = Transaction::begin(self.output, self.staging, false)?;
        let done = AtomicUsize::new(0);
        let rendered: Vec<Written> = wanted
            .par_iter()
            .map(|page| {
                let written = self.page(&model, page, &now.digest, &transaction)?;
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, wanted.len());
                Ok(written)
            })
            .collect::<Result<_, BuildError>>()?;
        let mut expected: BTreeSet<PathBuf> = all.iter().map(|page| (&page.path).into()).collect();
        // Some organizations alone say nothing about what else can be found.
        if self.options.organizations.is_empty() {
            for (path, bytes) in site::search_data(&model) {
                transaction.write(Path::new(&path), &bytes)?;
                expected.insert(path.into());
            }
        }
        drop(model);
        let mut content = blake3::Hasher::new();
        for written in rendered {
            if let Some(page) = written.fresh {
                now.fresh.push(page);
            } else {
                content.update(written.path.as_os_str().as_encoded_bytes());
                content.update(written.hash.as_bytes());
            }
        }
        now.content = content.finalize().to_hex().to_string();
        self.others(&mut expected, &now, &transaction)?;
        let removals = self.removals(before, &expected)?;
        let report = transaction.commit(&removals)?;
        now.outputs = self.stamps(before, &expected)?;
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

    fn page(
        &self,
        model: &Model,
        page: &Page,
        digest: &str,
        transaction: &Transaction,
    ) -> Result<Written, BuildError> {
        let (bytes, fresh) = match site::show(model, page, &render::to_html)? {
            Shown::Data(bytes) => (bytes, None),
            Shown::Html(shell, view) if page.kind.shows_freshness() => {
                let tenants = site::fresh_tenants(model, page.organization);
                let freshness = site::freshness(self.site, &model.freshness, &tenants, digest);
                let template = view.template();
                let html = self
                    .theme
                    .render(template, &*shell, &*view, Some(&freshness))?;
                let fresh = FreshPage {
                    path: page.path.clone(),
                    template: template.to_owned(),
                    shell: serde_json::to_value(&*shell).expect("views become JSON"),
                    view: serde_json::to_value(&*view).expect("views become JSON"),
                    tenants,
                };
                (html.into_bytes(), Some(fresh))
            }
            Shown::Html(shell, view) => {
                let html = self.theme.render(view.template(), &*shell, &*view, None)?;
                (html.into_bytes(), None)
            }
        };
        transaction.write(Path::new(&page.path), &bytes)?;
        Ok(Written {
            path: PathBuf::from(&page.path),
            hash: blake3::hash(&bytes),
            fresh,
        })
    }

    /// Writes what is no page: assets, the freshness data, `build.json`, `robots.txt`.
    fn others(
        &self,
        expected: &mut BTreeSet<PathBuf>,
        now: &Manifest,
        transaction: &Transaction,
    ) -> Result<(), BuildError> {
        let mut put = |path: &str, bytes: &[u8]| -> Result<(), BuildError> {
            transaction.write(Path::new(path), bytes)?;
            expected.insert(PathBuf::from(path));
            Ok(())
        };
        for (path, bytes) in self.theme.assets() {
            put(path, bytes)?;
        }
        put("robots.txt", ROBOTS)?;
        for (path, bytes) in extra_files(self.site, &self.options.freshness, &now.extras()) {
            put(path, &bytes)?;
        }
        Ok(())
    }

    /// Returns the files of the last build that no longer belong.
    fn removals(
        &self,
        before: Option<&Manifest>,
        expected: &BTreeSet<PathBuf>,
    ) -> Result<BTreeSet<PathBuf>, BuildError> {
        let old = match before {
            Some(before) => before.outputs.keys().cloned().collect(),
            None => output::strays(self.output, expected)?,
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
            organizations.is_empty() || first.is_some_and(|it| organizations.contains(&it))
        };
        Ok(old
            .into_iter()
            .filter(|path: &PathBuf| !expected.contains(path) && concerned(path))
            .collect())
    }

    /// Returns how the files of the output look now, those that this build left alone included.
    fn stamps(
        &self,
        before: Option<&Manifest>,
        expected: &BTreeSet<PathBuf>,
    ) -> Result<BTreeMap<PathBuf, files::Stamp>, BuildError> {
        let mut paths = expected.clone();
        if !self.options.organizations.is_empty() {
            paths.extend(before.iter().flat_map(|it| it.outputs.keys().cloned()));
        }
        let paths: Vec<PathBuf> = paths.into_iter().collect();
        let stamps: Vec<Option<files::Stamp>> = paths
            .par_iter()
            .map(|path| files::stamp(&self.output.join(path)))
            .collect::<Result<_, _>>()?;
        Ok(paths
            .into_iter()
            .zip(stamps)
            .filter_map(|(path, stamp)| Some((path, stamp?)))
            .collect())
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
            bytes: manifest.outputs.values().map(|it| it.len).sum(),
            files: manifest.outputs.len(),
            largest: manifest
                .outputs
                .iter()
                .map(|(path, it)| (path.clone(), it.len))
                .max_by_key(|(_, len)| *len),
            idle,
            warnings: manifest.warnings.clone(),
            falls: Vec::new(),
            digest: manifest.digest.clone(),
        }
    }
}
