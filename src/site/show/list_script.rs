//! The data scripts of a list, as they are written.
//!
//! A list has three: one without a hash that names the others, so that no page changes with the
//! data; the rows; and the names behind numbers, which are loaded when somebody opens them.
//! Texts that repeat are numbers into `texts`, from 1. It must not know what a list holds.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cell::NAMES;
use super::facet::Facet;
use super::list_data::list_data_url;
use super::names::{Named, Thing};
use crate::site::model::Organization;
use crate::site::script::script_json;
use crate::site::view::Column;

/// A list before it is written.
pub(super) struct Draft<'a> {
    pub(super) key: &'static str,
    /// The hook of its rows: `data-group` or `data-member`.
    pub(super) hook: &'static str,
    /// The folder of the rows' own pages, below that of the organization.
    pub(super) folder: &'static str,
    pub(super) columns: Vec<Column>,
    /// How many of the columns are shown by default; `actions` comes on top.
    pub(super) shown: usize,
    pub(super) edit: Option<&'a str>,
    pub(super) facets: Vec<Facet<'a>>,
    pub(super) rows: Vec<Line>,
    pub(super) names: Names<'a>,
}

/// A row before repeating texts have their numbers.
pub(super) struct Line(pub(super) Vec<Field>);

pub(super) enum Field {
    Own(String),
    Shared(String),
    Count(usize),
    List(Vec<Field>),
}

/// The names behind numbers: each thing once, and of each column the numbers per row.
#[derive(Default)]
pub(super) struct Names<'a> {
    numbers: BTreeMap<Thing, (usize, Named<'a>)>,
    columns: BTreeMap<String, Vec<Vec<usize>>>,
}

/// Returns what differs between addresses: those of an organization without its key, the folder
/// `kind` and `index.html`; an address of another shape stays whole.
pub(super) fn short<'a>(url: &'a str, organization: &Organization, kind: &str) -> Cow<'a, str> {
    let key = organization.key.as_str();
    let rest = url
        .strip_prefix(key)
        .and_then(|it| it.strip_prefix('/'))
        .and_then(|it| match kind {
            "" => Some(it),
            kind => it.strip_prefix(kind)?.strip_prefix('/'),
        })
        .and_then(|it| it.strip_suffix("/index.html"));
    Cow::Borrowed(rest.unwrap_or(url))
}

impl<'a> Names<'a> {
    pub(super) fn add(&mut self, column: &Column, who: &[Named<'a>]) {
        let mut numbers = Vec::new();
        if who.len() > 1 {
            for it in who.iter().take(NAMES) {
                let next = self.numbers.len();
                let known = self.numbers.entry(it.thing);
                numbers.push(known.or_insert_with(|| (next, it.clone())).0);
            }
        }
        self.columns
            .entry(column.key.clone())
            .or_default()
            .push(numbers);
    }
}

#[derive(Serialize)]
struct RowsScript<'a> {
    key: &'a str,
    organization: &'a str,
    hook: &'a str,
    folder: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<&'a str>,
    columns: &'a [Column],
    shown: usize,
    facets: &'a [Facet<'a>],
    texts: Vec<&'a str>,
    rows: Vec<Vec<Item<'a>>>,
}

#[derive(Serialize)]
struct NamesScript<'a> {
    names: Vec<(&'a str, Cow<'a, str>)>,
    columns: &'a BTreeMap<String, Vec<Vec<usize>>>,
}

#[derive(Serialize)]
struct FilesScript<'a> {
    rows: &'a str,
    names: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Item<'a> {
    Text(&'a str),
    Number(usize),
    List(Vec<Item<'a>>),
}

pub(super) fn write(organization: &Organization, draft: Draft<'_>) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let name = format!("list-{}-{}", organization.key, draft.key);
    let mut shared = BTreeSet::new();
    draft
        .rows
        .iter()
        .for_each(|line| gather(&line.0, &mut shared));
    let numbers: BTreeMap<&str, usize> = shared.iter().copied().zip(1..).collect();
    let rows = RowsScript {
        key: draft.key,
        organization: organization.key.as_str(),
        hook: draft.hook,
        folder: draft.folder,
        edit: draft.edit,
        columns: &draft.columns,
        shown: draft.shown,
        facets: &draft.facets,
        rows: draft.rows.iter().map(|it| items(&it.0, &numbers)).collect(),
        texts: shared.into_iter().collect(),
    };
    let mut put = |part: &str, function: &str, json: String| {
        let bytes = format!("rosterbook.{function}({json});\n").into_bytes();
        let hash = blake3::hash(&bytes).to_hex();
        let file = format!("{name}-{part}.{}.js", &hash[..12]);
        files.push((format!("assets/data/{file}"), bytes));
        file
    };
    let rows = put("rows", "listRows", script_json(&rows));
    let mut names: Vec<_> = draft.names.numbers.values().collect();
    names.sort_by_key(|(number, _)| *number);
    let names = NamesScript {
        names: names
            .into_iter()
            .map(|(_, it)| {
                let url = it.url.map(|url| short(url, organization, ""));
                (&*it.name, url.unwrap_or_default())
            })
            .collect(),
        columns: &draft.names.columns,
    };
    let names = if names.names.is_empty() {
        String::new()
    } else {
        put("names", "listNames", script_json(&names))
    };
    let list = FilesScript {
        rows: &rows,
        names: &names,
    };
    let list = format!("rosterbook.listFiles({});\n", script_json(&list));
    files.push((
        list_data_url(&organization.key, draft.key),
        list.into_bytes(),
    ));
    files
}

fn gather<'a>(fields: &'a [Field], shared: &mut BTreeSet<&'a str>) {
    for field in fields {
        match field {
            Field::Shared(text) if !text.is_empty() => {
                shared.insert(text);
            }
            Field::List(inner) => gather(inner, shared),
            _ => {}
        }
    }
}

fn items<'a>(fields: &'a [Field], numbers: &BTreeMap<&str, usize>) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = fields
        .iter()
        .map(|field| match field {
            Field::Own(text) if text.is_empty() => Item::Number(0),
            Field::Own(text) => Item::Text(text),
            Field::Shared(text) => Item::Number(numbers.get(&**text).copied().unwrap_or_default()),
            Field::Count(number) => Item::Number(*number),
            Field::List(inner) => Item::List(items(inner, numbers)),
        })
        .collect();
    while matches!(items.last(), Some(Item::Number(0))) {
        items.pop();
    }
    items
}
