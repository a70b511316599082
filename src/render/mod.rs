//! Themes: loads templates, styles, scripts and icons, checks them, and turns views into HTML.
//!
//! It writes no file and must not know where a page comes from: it gets a view and gives a string.
//! A [`Theme`] never changes; whoever wants a newer one loads it aside and swaps.

mod address;
mod asset;
mod error;
mod escape;
mod function;
mod icon;
mod link;
mod lint;
mod markdown;
mod setting;
mod source;
mod surround;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use tera::{Context, Tera, Value};

pub use error::{RenderError, TemplateProblem, ThemeError};
pub use markdown::{escape_text, to_html};

use crate::site::view::{FreshnessView, Shell};
use source::ThemeFiles;
pub use source::{built_in_files, is_plain};
use surround::{Surround, Surrounds};

/// The name of the theme that the binary brings along.
pub const BUILT_IN: &str = "default";

/// Most pages have fewer bytes: growing into them would copy each page several times.
const ROOM: usize = 24 * 1024;

/// A theme, checked and compiled, that turns views into pages from any number of threads.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// Sources and origins of the templates, for errors.
    templates: BTreeMap<String, source::ThemeFile>,
    assets: Vec<(String, Vec<u8>)>,
    digest: String,
    surrounds: Surrounds,
}

impl Theme {
    /// Loads the theme `name`: the built-in files, each replaced by the file of the same path
    /// below `themes/<name>` in `site_root`.
    ///
    /// # Errors
    /// When the folder is missing, a file cannot be used, a template does not compile or puts data
    /// where escaping does not protect, or a colour cannot be read.
    pub fn load(site_root: &Path, name: &str) -> Result<Self, ThemeError> {
        let files = source::collect(site_root, name)?;
        let digest = files.digest();
        let settings = setting::read(&files)?;
        let bundle = asset::bundle(&files, &settings)?;
        let templates = files.templates()?;
        for (template, file) in &templates {
            lint::check(file.text()).map_err(|found| {
                ThemeError::Template(TemplateProblem::at(
                    template,
                    file,
                    found.offset,
                    found.message,
                ))
            })?;
        }
        let mut tera = Tera::new();
        tera.autoescape_on([""]);
        tera.set_escape_fn(escape::escape);
        function::register(&mut tera, icon::read(&files)?);
        let globals = tera.global_context();
        globals.insert("assets", &bundle.names);
        globals.insert("text", &settings.text);
        tera.add_raw_templates(templates.iter().map(|(name, file)| (name, file.text())))
            .map_err(|error| {
                ThemeError::Template(TemplateProblem::from_tera(&error, "", &templates))
            })?;
        Ok(Self {
            tera,
            templates,
            assets: bundle.files,
            digest,
            surrounds: Surrounds::default(),
        })
    }

    /// Returns the page that `template` makes of `view`.
    ///
    /// # Errors
    /// When the template does not exist, or uses a field that the view does not have.
    pub fn render(
        &self,
        template: &str,
        shell: &Shell,
        view: &impl Serialize,
        freshness: Option<&FreshnessView>,
    ) -> Result<String, RenderError> {
        let render = || {
            let surround = self.surrounds.of(&self.tera, &shell.frame)?;
            self.page(template, surround.shell(shell)?, &surround, view, freshness)
        };
        render().map_err(|error| self.problem(&error, template))
    }

    /// Returns the page that `template` makes of a shell and a view that were kept as JSON.
    ///
    /// # Errors
    /// As [`Theme::render`].
    pub fn render_kept(
        &self,
        template: &str,
        shell: &serde_json::Value,
        view: &serde_json::Value,
        freshness: Option<&FreshnessView>,
    ) -> Result<String, RenderError> {
        let render = || {
            let surround = Surround::of_kept(&self.tera, shell)?;
            self.page(template, surround.kept(), &surround, view, freshness)
        };
        render().map_err(|error| self.problem(&error, template))
    }

    fn page(
        &self,
        template: &str,
        shell: Value,
        surround: &Surround,
        view: &impl Serialize,
        freshness: Option<&FreshnessView>,
    ) -> Result<String, tera::Error> {
        let mut context = Context::new();
        context.insert_value("shell", shell);
        context.insert_value("parts", surround.parts.clone());
        context.insert_value("view", Value::try_from_serializable(view)?);
        context.insert_value("freshness", Value::try_from_serializable(&freshness)?);
        let mut html = Vec::with_capacity(ROOM);
        self.tera.render_to(template, &context, &mut html)?;
        Ok(String::from_utf8(html)?)
    }

    fn problem(&self, error: &tera::Error, template: &str) -> RenderError {
        RenderError::Template(TemplateProblem::from_tera(error, template, &self.templates))
    }

    /// Returns whether there is a template of this name.
    pub fn has_template(&self, template: &str) -> bool {
        self.templates.contains_key(template)
    }

    /// Returns the files that pages refer to: path below the site's root, and content, by path.
    pub fn assets(&self) -> &[(String, Vec<u8>)] {
        &self.assets
    }

    /// Returns the digest of everything that was loaded: themes with equal digests make equal pages.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl ThemeFiles {
    /// Returns the templates by name, each of them text.
    fn templates(&self) -> Result<BTreeMap<String, source::ThemeFile>, ThemeError> {
        self.below("templates/")
            .map(|(name, file)| {
                file.require_text()?;
                Ok((name.to_owned(), file.clone()))
            })
            .collect()
    }
}
