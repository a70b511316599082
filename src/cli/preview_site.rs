//! The site as the preview shows it: joined anew after each change, pages rendered when asked for.
//!
//! All views are pure functions of the model, so an edit costs one join however many pages there
//! are. With another theme, every kind of page is rendered once before the new site is shown, so
//! that a broken template is told at once.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::outcome::Failure;
use crate::build::{self, BuildError, Extras, Loader};
use crate::config::{self, Site};
use crate::exports::neighbour;
use crate::preview::{BuildProblem, Changes, Served, SitePages, SiteSource};
use crate::render::{self, Theme};
use crate::site::{self, Model, Page, PageKind, Shown};
use crate::{snapshot, sync};

/// Makes the site of a preview, again and again.
pub(super) struct PreviewSite {
    site: Site,
    config: Option<PathBuf>,
    loader: Loader,
    theme: Option<Arc<Theme>>,
}

impl PreviewSite {
    /// Prepares the preview of a site; nothing is read yet.
    pub(super) fn new(site: Site, config: Option<PathBuf>) -> Self {
        Self {
            site,
            config,
            loader: Loader::default(),
            theme: None,
        }
    }

    fn make(&mut self, changes: &Changes) -> Result<Generation, Failure> {
        let touched = |path: &PathBuf| match changes {
            Changes::Anything => true,
            Changes::Files(files) => files.iter().any(|file| file.starts_with(path)),
        };
        if touched(&self.site.file) {
            self.site = config::load(&self.site.root, self.config.as_deref())?;
            self.theme = None;
        }
        if touched(&self.site.root.join("themes")) {
            self.theme = None;
        }
        let known = self.theme.as_ref().map(Arc::clone);
        let is_new = known.is_none();
        let theme = match known {
            Some(theme) => theme,
            None => Arc::new(Theme::load(&self.site.root, &self.site.theme)?),
        };
        build::settle(&self.site.root)?;
        let freshness = sync::read_freshness(&self.site.root);
        let loaded = self.loader.load(&self.site, &[], freshness)?;
        let model = site::join(&loaded.input);
        let pages: HashMap<String, Page> = site::pages(&model)
            .into_iter()
            .map(|page| (page.path.clone(), page))
            .collect();
        let warnings = build::all_warnings(&loaded, &model)
            .iter()
            .map(ToString::to_string)
            .collect();
        let generation = Generation {
            model,
            theme: Arc::clone(&theme),
            pages,
            warnings,
            assets: theme.assets().iter().cloned().collect(),
            extras: OnceLock::new(),
            search: OnceLock::new(),
            lists: OnceLock::new(),
            digest: OnceLock::new(),
        };
        if is_new {
            generation.try_each_kind()?;
        }
        self.theme = Some(theme);
        Ok(generation)
    }
}

impl SiteSource for PreviewSite {
    fn watched(&self) -> Vec<PathBuf> {
        let root = &self.site.root;
        let mut watched = vec![
            self.site.file.clone(),
            root.join(snapshot::FOLDER),
            root.join("content"),
            root.join("themes"),
            sync::freshness_file(root),
        ];
        for organization in &self.site.organizations {
            let exports = organization
                .contacts
                .iter()
                .chain(&organization.configurations);
            let read = exports.flat_map(|path| [Some(path.clone()), neighbour(path)]);
            watched.extend(read.flatten().map(|path| root.join(path)));
        }
        watched
    }

    fn rebuild(&mut self, changes: &Changes) -> Result<Arc<dyn SitePages>, Box<BuildProblem>> {
        match self.make(changes) {
            Ok(generation) => Ok(Arc::new(generation)),
            Err(failure) => Err(Box::new(problem("The site cannot be built", failure))),
        }
    }
}

fn problem(title: &str, failure: Failure) -> BuildProblem {
    let excerpt = match &failure.excerpt {
        Some(excerpt) => Some(super::terminal::show_excerpt(excerpt)),
        None if failure.notes.is_empty() => None,
        None => Some(failure.notes.join("\n")),
    };
    BuildProblem {
        title: title.to_owned(),
        message: failure.message,
        location: failure.excerpt.map(|it| it.location),
        excerpt,
        hint: failure.hint,
    }
}

/// One finished site; its pages are rendered when they are asked for.
struct Generation {
    model: Model,
    theme: Arc<Theme>,
    pages: HashMap<String, Page>,
    /// What was imperfect about the input, in words.
    warnings: Vec<String>,
    assets: HashMap<String, Vec<u8>>,
    /// `build.json` and the freshness data, made when a page asks for them.
    extras: OnceLock<HashMap<String, Vec<u8>>>,
    /// The data of the search, made when a reader first searches.
    search: OnceLock<HashMap<String, Vec<u8>>>,
    /// The data of the lists, made when a reader first opens one.
    lists: OnceLock<HashMap<String, Vec<u8>>>,
    /// Digest of all visible data: hashing takes longer than showing a page.
    digest: OnceLock<String>,
}

impl Generation {
    fn digest(&self) -> &str {
        self.digest.get_or_init(|| site::digest(&self.model))
    }

    /// Returns a file that says when the tenants were last read.
    fn extra(&self, path: &str) -> Option<&Vec<u8>> {
        if !build::is_extra(path) {
            return None;
        }
        let make = || {
            let mut pages: BTreeMap<String, usize> = BTreeMap::new();
            for page in self.pages.values() {
                *pages.entry(page.kind.word().to_owned()).or_default() += 1;
            }
            let tenants = site::fresh_tenants(&self.model, None);
            let extras = Extras {
                digest: self.digest(),
                content: self.digest(),
                pages: &pages,
                warnings: &self.warnings,
                tenants: tenants.iter().collect(),
            };
            let files = build::extra_files(&self.model.site, &self.model.freshness, &extras);
            let owned = |(path, bytes): (&str, _)| (path.to_owned(), bytes);
            files.into_iter().map(owned).collect()
        };
        self.extras.get_or_init(make).get(path)
    }

    /// Returns a file of the data of the search or the lists.
    fn data(&self, path: &str) -> Option<&Vec<u8>> {
        let name = path.strip_prefix("assets/data/")?;
        if name.starts_with("search") {
            let make = || site::search_data(&self.model).into_iter().collect();
            self.search.get_or_init(make).get(path)
        } else {
            let make = || site::list_data(&self.model).into_iter().collect();
            self.lists.get_or_init(make).get(path)
        }
    }

    /// Renders one page of each kind, so that a template that fails is known before it is shown.
    fn try_each_kind(&self) -> Result<(), Failure> {
        let mut first: BTreeMap<&str, &Page> = BTreeMap::new();
        for page in self.pages.values() {
            let known = first.entry(page.kind.word()).or_insert(page);
            if page.path < known.path {
                *known = page;
            }
        }
        let pages: Vec<&Page> = first.into_values().collect();
        pages
            .par_iter()
            .try_for_each(|page| self.render(page).map(|_| ()))
    }

    fn render(&self, page: &Page) -> Result<Vec<u8>, Failure> {
        Ok(
            match site::show(&self.model, page, &render::to_html).map_err(BuildError::from)? {
                Shown::Data(bytes) => bytes,
                Shown::Html(mut shell, view) => {
                    // This page answers for addresses in any folder.
                    if page.kind == PageKind::NotFound {
                        "/".clone_into(&mut Arc::make_mut(&mut shell.frame).root);
                    }
                    let freshness = page.kind.shows_freshness().then(|| {
                        let tenants = site::fresh_tenants(&self.model, page.organization);
                        let known = &self.model.freshness;
                        site::freshness(&self.model.site, known, &tenants, self.digest())
                    });
                    let html =
                        self.theme
                            .render(view.template(), &shell, &*view, freshness.as_ref())?;
                    html.into_bytes()
                }
            },
        )
    }
}

impl SitePages for Generation {
    fn get(&self, path: &str) -> Option<Result<Served, Box<BuildProblem>>> {
        let content_type = content_type(path);
        let file = self.assets.get(path).or_else(|| self.extra(path));
        if let Some(bytes) = file.or_else(|| self.data(path)) {
            return Some(Ok(Served {
                bytes: bytes.as_slice().into(),
                content_type,
            }));
        }
        let page = self.pages.get(path)?;
        Some(match self.render(page) {
            Ok(bytes) => Ok(Served {
                bytes: bytes.into(),
                content_type,
            }),
            Err(failure) => Err(Box::new(problem("This page cannot be rendered", failure))),
        })
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        Some("xml") => "application/xml",
        _ => "application/octet-stream",
    }
}
