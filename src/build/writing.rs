//! The files of one build: each rendered and written, unless it is as it was.

use std::path::Path;

use super::digest::{Digest, PageDigests};
use super::error::BuildError;
use super::job::Job;
use super::manifest::{FreshPage, Manifest, Output};
use crate::files::Transaction;
use crate::render;
use crate::site::view::{FreshnessView, Shell};
use crate::site::{self, Model, Page, Shown, View};

/// Writes files side by side.
pub(super) struct Writing<'a> {
    job: &'a Job<'a>,
    /// The last build, when its pages looked as those of this one do.
    before: Option<&'a Manifest>,
    transaction: &'a Transaction,
    pages: PageDigests,
}

/// A file of the output.
pub(super) struct Written {
    /// The file itself.
    pub(super) output: Output,
    /// What is kept of it, when it shows the last sync.
    pub(super) fresh: Option<FreshPage>,
}

impl<'a> Writing<'a> {
    /// Begins to write; what the last build wrote is left alone where it would be the same.
    pub(super) fn new(
        job: &'a Job<'a>,
        before: Option<&'a Manifest>,
        now: &Manifest,
        transaction: &'a Transaction,
    ) -> Self {
        Self {
            job,
            before: before.filter(|it| it.look == now.look),
            transaction,
            pages: PageDigests::default(),
        }
    }

    /// Writes a page, or a twin of one.
    pub(super) fn page(
        &self,
        model: &Model,
        page: &Page,
        digest: &str,
    ) -> Result<Written, BuildError> {
        match site::show(model, page, &render::to_html)? {
            Shown::Data(bytes) => Ok(Written {
                output: self.bytes(&page.path, &bytes)?,
                fresh: None,
            }),
            Shown::Html(shell, view) if page.kind.shows_freshness() => {
                let tenants = site::fresh_tenants(model, page.organization);
                let freshness = site::freshness(self.job.site, &model.freshness, &tenants, digest);
                let output = self.html(&page.path, &shell, &view, Some(&freshness))?;
                let fresh = FreshPage {
                    path: page.path.clone(),
                    template: view.template().to_owned(),
                    shell: serde_json::to_value(&*shell).expect("views become JSON"),
                    view: serde_json::to_value(&*view).expect("views become JSON"),
                    tenants,
                };
                Ok(Written {
                    output,
                    fresh: Some(fresh),
                })
            }
            Shown::Html(shell, view) => Ok(Written {
                output: self.html(&page.path, &shell, &view, None)?,
                fresh: None,
            }),
        }
    }

    fn html(
        &self,
        path: &str,
        shell: &Shell,
        view: &View,
        freshness: Option<&FreshnessView>,
    ) -> Result<Output, BuildError> {
        let shows = self.pages.of(shell, view, freshness);
        if let Some(output) = self.untouched(path, shows) {
            return Ok(output);
        }
        let theme = self.job.theme;
        let html = theme.render(view.template(), shell, view, freshness)?;
        self.write(path, shows, html.as_bytes())
    }

    /// Writes a file whose bytes are known.
    pub(super) fn bytes(&self, path: &str, bytes: &[u8]) -> Result<Output, BuildError> {
        let shows = Digest::of_bytes(bytes);
        match self.untouched(path, shows) {
            Some(output) => Ok(output),
            None => self.write(path, shows, bytes),
        }
    }

    /// Returns the file at `path` when it shows this and nobody touched it since it was written.
    fn untouched(&self, path: &str, shows: Digest) -> Option<Output> {
        let output = self.before?.output(path)?;
        if output.shows != shows || !output.is_untouched(self.job.output) {
            return None;
        }
        self.transaction.keep();
        Some(output.clone())
    }

    fn write(&self, path: &str, shows: Digest, bytes: &[u8]) -> Result<Output, BuildError> {
        let staged = self.transaction.write(Path::new(path), bytes)?;
        Ok(Output {
            path: path.to_owned(),
            stamp: staged.stamp,
            shows,
        })
    }
}
