//! Lists: of groups with their columns, of people and devices.

use serde::Serialize;

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its key as in `site.toml`: the value of `data-column`.
    pub key: String,
    /// Its heading, spelled out.
    pub label: String,
    /// Its heading on narrow screens.
    pub short: String,
    /// How its values sort: `text`, `number` or `time`.
    pub sort: &'static str,
    /// What its cells look like: the `kind` of a [`Cell`].
    pub kind: &'static str,
    /// Where on the row's own page its cells lead; empty when they lead nowhere or elsewhere.
    pub anchor: &'static str,
    /// Whether it can be hidden.
    pub can_hide: bool,
}

/// A name in a list of names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameItem {
    /// The name.
    pub name: String,
    /// Its page, relative to the site's root, or `null` for plain text.
    pub url: Option<String>,
}

/// A cell of a row: `kind` says which of the fields a template shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The column's key.
    pub column: String,
    /// `name`: `text` links to `url`; marks follow.
    /// `names`: a count with a list of names: `text` is the count or the only name.
    /// `inline`: up to three `names` in the cell, then `more`.
    /// `text`: `text`, linking to `url` when there is one.
    /// `number`: the number in `text`, linking to `url` when there is one.
    /// `record`: the matched record in `text`, linking to `url`; empty when there is none.
    /// `status`: a symbol and the word in `text`.
    /// `time`: the date in `text`, `sort` is the full time, `note` the source.
    /// `actions`: the links in `names`.
    pub kind: &'static str,
    /// The text to show; empty when there is none.
    pub text: String,
    /// Where the text leads, relative to the site's root, or `null`.
    pub url: Option<String>,
    /// The value to sort by, or `null` for the text itself.
    pub sort: Option<String>,
    /// Whether `text` says why there is no number: what it counts was not read.
    pub unknown: bool,
    /// A second, smaller text: the domain that tells equal names apart, the source of a time.
    pub note: Option<String>,
    /// The accessible name of the link, when the text alone says too little.
    pub label: Option<String>,
    /// Names for `names`, `inline` and `actions`; at most 200.
    pub names: Vec<NameItem>,
    /// How many names are left out.
    pub more: usize,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// The object's id: the value of `data-group` or `data-member`.
    pub id: String,
    /// `enabled`, `orphaned` or `disabled`; empty for people and devices.
    pub status: &'static str,
    /// The rule of the match, the value of `data-match`; empty for groups.
    pub match_key: &'static str,
    /// The deciding reason of the status in words, or `null`.
    pub reason: Option<String>,
    /// Whether the row is hidden until archived groups are asked for.
    pub archived: bool,
    /// Whether the group is kept by hand.
    pub manual: bool,
    /// The group's kind in words, for cards on a phone; empty for people and devices.
    pub kind_label: &'static str,
    /// Marks to show beside the name: `{key, label}`.
    pub marks: Vec<super::group::Mark>,
    /// The row's anchor: its `id`. Or `null`.
    pub anchor: Option<String>,
    /// One cell per column, in order.
    pub cells: Vec<Cell>,
}

/// A link to another page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// The page's number, from 1.
    pub number: usize,
    /// Its address, relative to the site's root.
    pub url: String,
    /// Whether it is this page.
    pub current: bool,
}

/// The pages of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// The number of this page, from 1.
    pub number: usize,
    /// How many pages there are; 1 = no pager is needed.
    pub count: usize,
    /// The first row of this page, from 1; 0 when there is none.
    pub first: usize,
    /// The last row of this page.
    pub last: usize,
    /// All rows of all pages.
    pub total: usize,
    /// The page before, relative to the site's root, or `null`.
    pub previous: Option<String>,
    /// The page after, or `null`.
    pub next: Option<String>,
    /// All pages.
    pub pages: Vec<PageLink>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListView {
    /// `microsoft_365_groups`, `security_groups`, `people`, `guests` or `devices`.
    pub key: &'static str,
    /// The data script that names the files with all rows, relative to the site's root.
    pub data_url: String,
    /// What the list holds, for its caption.
    pub caption: String,
    /// The columns in order, as `site.toml` has them; `actions` is last.
    pub columns: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<ListRow>,
    /// How many rows of all pages are archived.
    pub archived: usize,
    /// How many rows of all pages are not archived.
    pub shown: usize,
    /// The pages of the list.
    pub pager: Pager,
    /// The machine-readable twin, relative to the site's root.
    pub json_url: String,
    /// The twin as a table, relative to the site's root.
    pub csv_url: String,
    /// In the list of people, the guests among them or left out of it. Else `null`.
    pub guests: Option<GuestCount>,
}

/// How many guests there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestCount {
    /// The number.
    pub count: usize,
    /// Their list, relative to the site's root. `null` when their names are left out.
    pub url: Option<String>,
}

/// How many guests come from one domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HomeDomain {
    /// The domain; empty for guests whose home is not known.
    pub domain: String,
    /// Its guests.
    pub count: usize,
    /// The first of its rows, relative to the site's root: they stand together.
    pub url: String,
}

/// A page of the list of guests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestListView {
    /// The list, by home domain.
    pub list: ListView,
    /// On the first page the home domains, those with the most guests first; at most 200.
    pub domains: Vec<HomeDomain>,
    /// How many home domains are left out.
    pub more: usize,
    /// How many guests these have together.
    pub more_guests: usize,
}
