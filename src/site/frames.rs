//! What pages share, made once for each place in the menu.
//!
//! A site of 20,000 pages has a few dozen places: an organization, a depth below the root, and the
//! entries of the menu that are current there. It must not know what a frame holds.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::address::root_of;
use super::pages::{Page, PageKind};
use super::view::Frame;

/// A place in the menu: pages with equal ones have equal frames.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    menu: MenuOf,
    /// The length of the way to the root.
    way: usize,
    /// Which entries of the menu are current, by number.
    current: Vec<usize>,
}

/// Which menu a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct MenuOf {
    organization: Option<usize>,
    /// On the start page of a site with one organization the overview is elsewhere.
    home: bool,
    /// The page for lost addresses has its own way to the root.
    lost: bool,
}

/// Keys and addresses of the entries of a menu.
type Entries = Vec<(String, String)>;

#[derive(Debug, Default)]
struct Made {
    menus: HashMap<MenuOf, Entries>,
    frames: HashMap<Place, Arc<Frame>>,
}

/// The frames that were made so far.
#[derive(Debug, Default)]
pub(super) struct Frames(RwLock<Made>);

impl Frames {
    /// Returns the frame of a page in an organization: a known one, or what `make` returns.
    pub(super) fn of(
        &self,
        page: &Page,
        organization: Option<usize>,
        make: impl FnOnce() -> Frame,
    ) -> Arc<Frame> {
        let menu = MenuOf {
            organization,
            home: page.kind == PageKind::Home,
            lost: page.kind == PageKind::NotFound,
        };
        let place = |entries: &Entries| Place {
            menu,
            way: root_of(&page.path).len(),
            current: current(entries, &page.path),
        };
        let made = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known = made.menus.get(&menu).map(place);
        if let Some(frame) = known.and_then(|place| made.frames.get(&place)) {
            return Arc::clone(frame);
        }
        drop(made);
        let frame = Arc::new(make());
        let entries: Entries = frame
            .menu
            .iter()
            .flat_map(|section| &section.entries)
            .map(|entry| (entry.key.clone(), entry.url.clone()))
            .collect();
        let mut made = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let place = place(&entries);
        made.menus.insert(menu, entries);
        Arc::clone(made.frames.entry(place).or_insert(frame))
    }
}

fn current(entries: &Entries, path: &str) -> Vec<usize> {
    let numbered = entries.iter().enumerate();
    numbered
        .filter(|(_, (key, url))| is_current(key, url, path))
        .map(|(at, _)| at)
        .collect()
}

/// Returns whether the page at `path` is the one of a menu's entry, or below it.
pub(super) fn is_current(key: &str, url: &str, path: &str) -> bool {
    match key {
        // The overview's folder holds all other pages, so it is current only on itself.
        "overview" | "home" => path == url,
        _ => path.starts_with(url.trim_end_matches("index.html")),
    }
}
