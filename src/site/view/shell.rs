//! What every page has around its content: head, menu, breadcrumbs, footer.

use std::sync::Arc;

use serde::Serialize;

/// A text with an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The text.
    pub text: String,
    /// The address, relative to the site's root, or absolute when it leaves the site.
    pub url: String,
}

/// A step of the breadcrumbs; the last one has no address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// The text.
    pub text: String,
    /// The address, relative to the site's root; `null` for the page itself.
    pub url: Option<String>,
}

/// An organization in the switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrganizationLink {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its overview, relative to the site's root.
    pub url: String,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// A section of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MenuSection {
    /// Its title; empty for the first one.
    pub title: String,
    /// Its entries in order; never empty.
    pub entries: Vec<MenuEntry>,
}

/// An entry of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MenuEntry {
    /// A stable key: `overview`, `microsoft_365_groups`, `people` …
    pub key: String,
    /// The text.
    pub text: String,
    /// The icon's name in the theme.
    pub icon: String,
    /// The address, relative to the site's root.
    pub url: String,
    /// Whether this page is it, or below it.
    pub current: bool,
}

/// The state of the data that a page shows: the newest change in it (FEATURES.md S10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// For people: `2026-11-20 14:17 UTC`.
    pub text: String,
    /// For scripts: `2026-11-20T14:17:00Z`.
    pub iso: String,
}

/// What is around the content of all pages of one place in the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// The site's title.
    pub site_title: String,
    /// The language of the pages.
    pub language: String,
    /// What leads from the page to the site's root: `""`, `"../"`, `"../../"` …; on the page for
    /// lost addresses the path of `base_url`, or `"/"`.
    pub root: String,
    /// The key of the page's organization, or `null`.
    pub organization: Option<String>,
    /// The name of the page's organization, or `null`.
    pub organization_name: Option<String>,
    /// Organizations to switch to; empty when there is one, or too many for a menu.
    pub organizations: Vec<OrganizationLink>,
    /// The menu of the organization, or of the site.
    pub menu: Vec<MenuSection>,
    /// The keys of the tenants whose data the page shows, joined by blanks: for the freshness pill.
    pub tenants: String,
    /// The tool's version.
    pub version: &'static str,
    /// Footer links: help, feedback.
    pub links: Vec<Link>,
}

/// Everything around the content of a page.
///
/// Templates get the fields of the frame beside the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shell {
    /// The value of `<body data-page>`.
    pub page: &'static str,
    /// The content of `<title>`, with organization and site.
    pub title: String,
    /// The heading of the page: its only `h1`.
    pub heading: String,
    /// What it shares with the other pages of its place, which share the memory too.
    #[serde(flatten)]
    pub frame: Arc<Frame>,
    /// From home to this page; empty on home.
    pub breadcrumbs: Vec<Crumb>,
    /// The state of the data on the page; `null` when there is no data.
    pub state: Option<State>,
    /// The address of the page's canonical form, when the site's address is known.
    pub canonical: Option<String>,
}
