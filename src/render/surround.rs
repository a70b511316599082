//! What is the same around many pages: rendered once for each place in the menu, then shared.
//!
//! A template `parts/NAME.html` sees `shell` without what belongs to one page, and stands in every
//! page as `parts.NAME`. It must not know which parts a theme has.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use serde::Serialize;
use tera::value::Key;
use tera::{Context, Map, Tera, Value};

use crate::site::view::{Frame, Shell};

/// The folder of the templates that are rendered once for many pages.
const FOLDER: &str = "parts/";

/// So many are kept: pages are rendered organization by organization, each with a few dozen places.
const KEPT: usize = 512;

/// What pages of one place in the menu share, ready for the templates.
#[derive(Debug)]
pub(super) struct Surround {
    /// The fields of `shell` that are the same on all of them.
    shell: Map,
    /// `parts`: finished HTML by name.
    pub(super) parts: Value,
}

impl Surround {
    /// Renders the parts for what is around the pages of one place.
    fn new(tera: &Tera, shell: Map) -> Result<Self, tera::Error> {
        let mut context = Context::new();
        context.insert_value("shell", Value::from(shell.clone()));
        let mut parts = Map::new();
        for template in tera.get_template_names() {
            let Some(name) = template.strip_prefix(FOLDER) else {
                continue;
            };
            let html = tera.render(template, &context)?;
            let name = name.strip_suffix(".html").unwrap_or(name);
            let html = Value::safe_string(html.trim_end_matches('\n'));
            parts.insert(Key::from(name.to_owned()), html);
        }
        Ok(Self {
            shell,
            parts: Value::from(parts),
        })
    }

    /// Renders the parts for a whole shell that was kept as JSON.
    pub(super) fn of_kept(tera: &Tera, shell: &serde_json::Value) -> Result<Self, tera::Error> {
        Self::new(tera, fields(shell)?)
    }

    /// Returns `shell` as it was kept.
    pub(super) fn kept(&self) -> Value {
        Value::from(self.shell.clone())
    }

    /// Returns `shell` for one page.
    pub(super) fn shell(&self, shell: &Shell) -> Result<Value, tera::Error> {
        let mut fields = self.shell.clone();
        let mut insert = |key: &'static str, value: Value| fields.insert(Key::Str(key), value);
        let optional = |text: Option<&str>| text.map_or_else(Value::none, Value::from);
        insert("page", Value::from(shell.page));
        insert("title", Value::from(shell.title.as_str()));
        insert("heading", Value::from(shell.heading.as_str()));
        insert(
            "breadcrumbs",
            Value::try_from_serializable(&shell.breadcrumbs)?,
        );
        insert("state", Value::try_from_serializable(&shell.state)?);
        insert("canonical", optional(shell.canonical.as_deref()));
        Ok(Value::from(fields))
    }
}

/// A frame beside its surround: as long as it is kept, no other has its place in memory.
type Made = (Arc<Frame>, Arc<Surround>);

/// The surrounds that were made so far, by the frame that they show.
#[derive(Debug, Default)]
pub(super) struct Surrounds {
    /// By the frame's place in memory.
    made: RwLock<HashMap<usize, Made>>,
}

impl Surrounds {
    /// Returns what pages within this frame share.
    pub(super) fn of(&self, tera: &Tera, frame: &Arc<Frame>) -> Result<Arc<Surround>, tera::Error> {
        let place = Arc::as_ptr(frame).addr();
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, surround)) = made.get(&place) {
            return Ok(Arc::clone(surround));
        }
        drop(made);
        let surround = Arc::new(Surround::new(tera, fields(&**frame)?)?);
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        if made.len() >= KEPT {
            made.clear();
        }
        made.insert(place, (Arc::clone(frame), Arc::clone(&surround)));
        Ok(surround)
    }
}

fn fields(shell: &impl Serialize) -> Result<Map, tera::Error> {
    let value = Value::try_from_serializable(shell)?;
    Ok(value.into_map().unwrap_or_default())
}
