//! Rounds of the change streams: a first one tells the current state, later ones what differs.
//!
//! It has the habits of the real service that readers must survive (GRAPH.md 2): small pages, one
//! group on several of them, an empty page in the middle, people who stay members while they are
//! in the bin.

use serde_json::{Map, Value, json};

use super::cursor::Cursor;
use super::object::{Directory, Edges, Kind, Object};
use super::query::Selection;
use crate::model::ObjectId;

/// How many groups a page tells of.
const GROUPS: usize = 20;
/// How many members and owners a page tells of.
const LINKS: usize = 100;
/// How many links a group gets on the page where it first appears; the others follow at the end.
const FIRST_LINKS: usize = 40;
/// How many objects of the other types a page tells of.
const OBJECTS: usize = 100;

/// One object of a round, or a part of it when its links stand on several pages.
pub(super) struct Entry<'d> {
    object: &'d Object,
    /// What the reader has of it.
    before: Option<&'d Object>,
    /// The reason why the object is no longer there.
    removed: Option<&'static str>,
    links: Vec<Link>,
}

/// One entry of `members@delta` or `owners@delta`.
#[derive(Clone, Copy)]
struct Link {
    relation: &'static str,
    id: ObjectId,
    kind: Kind,
    removed: bool,
}

/// Plans the pages of a round that leads from one directory, or from nothing, to another.
pub(super) fn pages<'d>(
    kind: Kind,
    from: Option<&'d Directory>,
    to: &'d Directory,
    selection: &Selection,
) -> Vec<Vec<Entry<'d>>> {
    let mut entries = Vec::new();
    for object in to.of(kind) {
        let before = from.and_then(|from| from.get(kind, object.id));
        entries.extend(match before {
            None => first(object, selection, from.is_none()),
            Some(before) if before.in_bin && !object.in_bin => first(object, selection, false),
            Some(before) => changed(before, object, selection),
        });
    }
    if let Some(from) = from {
        let lost = from
            .of(kind)
            .filter(|before| to.get(kind, before.id).is_none());
        entries.extend(lost.map(|before| removed(before, "deleted")));
    }
    let mut pages = spread(entries, if kind == Kind::Group { GROUPS } else { OBJECTS });
    // An empty page is no end.
    if kind == Kind::Group && pages.len() > 2 {
        pages.insert(1, Vec::new());
    }
    pages
}

/// Writes one page; `page` of the cursor says which.
pub(super) fn page_body(base: &str, cursor: &Cursor, pages: &[Vec<Entry<'_>>]) -> Value {
    let path = cursor.kind.path();
    let mut body = Map::new();
    let context = format!("{base}/v1.0/$metadata#{path}");
    body.insert("@odata.context".into(), context.into());
    let next = cursor.page.saturating_add(1);
    let (key, token) = if next < pages.len() {
        let next = Cursor {
            page: next,
            ..cursor.clone()
        };
        ("nextLink", format!("$skiptoken={}", next.skip_token()))
    } else {
        ("deltaLink", format!("$deltatoken={}", cursor.delta_token()))
    };
    let link = format!("{base}/v1.0/{path}/delta?{token}");
    body.insert(format!("@odata.{key}"), link.into());
    let entries = pages
        .get(cursor.page)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let value: Vec<Value> = entries
        .iter()
        .map(|entry| entry.written(&cursor.selection).into())
        .collect();
    body.insert("value".into(), value.into());
    body.into()
}

impl Entry<'_> {
    fn written(&self, selection: &Selection) -> Map<String, Value> {
        if let Some(reason) = self.removed {
            let mut object = Map::new();
            object.insert("id".into(), self.object.id.to_string().into());
            object.insert("@removed".into(), json!({ "reason": reason }));
            return object;
        }
        let mut object = selection.set_properties(self.object);
        for &name in &selection.properties {
            // Cleared is `null`, never set is absent.
            if self
                .before
                .is_some_and(|it| it.properties.contains_key(name))
            {
                object.entry(name).or_insert(Value::Null);
            }
        }
        for relation in ["members", "owners"] {
            let links = self.links.iter().filter(|link| link.relation == relation);
            let links: Vec<Value> = links.map(Link::written).collect();
            // A group without members has no such key.
            if !links.is_empty() {
                object.insert(format!("{relation}@delta"), links.into());
            }
        }
        object
    }
}

impl Link {
    fn written(&self) -> Value {
        let mut entry = json!({
            "@odata.type": format!("#microsoft.graph.{}", self.kind.type_name()),
            "id": self.id.to_string(),
        });
        if self.removed {
            entry["@removed"] = json!({ "reason": "deleted" });
        }
        entry
    }
}

/// Tells of an object that the reader does not have.
fn first<'d>(object: &'d Object, selection: &Selection, first_round: bool) -> Option<Entry<'d>> {
    if object.in_bin {
        // Later rounds do not mention what came and went. A first one may, and does so for
        // one half of the bin: readers must be ready for both.
        let mentioned = first_round && object.id.as_u128() & 1 == 0;
        return mentioned.then(|| removed(object, "changed"));
    }
    Some(Entry {
        object,
        before: None,
        removed: None,
        links: links(None, object, selection),
    })
}

/// Tells how an object differs from what the reader has; nothing when it does not.
fn changed<'d>(before: &'d Object, object: &'d Object, selection: &Selection) -> Option<Entry<'d>> {
    match (before.in_bin, object.in_bin) {
        (false, true) => return Some(removed(object, "changed")),
        (_, true) => return None,
        _ => {}
    }
    let links = links(Some(before), object, selection);
    let differs = !links.is_empty() || selection.differs(before, object);
    differs.then_some(Entry {
        object,
        before: Some(before),
        removed: None,
        links,
    })
}

fn removed<'d>(object: &'d Object, reason: &'static str) -> Entry<'d> {
    Entry {
        object,
        before: None,
        removed: Some(reason),
        links: Vec::new(),
    }
}

/// Returns the members and owners that differ, as far as they are selected and may be seen.
fn links(before: Option<&Object>, object: &Object, selection: &Selection) -> Vec<Link> {
    let none = Edges::new();
    let members = |object: Option<&'_ Object>| match object {
        Some(object) if !object.hides_members() => object.members.clone(),
        _ => Edges::new(),
    };
    let mut links = Vec::new();
    if selection.members {
        links.extend(difference(
            "members",
            &members(before),
            &members(Some(object)),
        ));
    }
    if selection.owners {
        let owners = before.map_or(&none, |before| &before.owners);
        links.extend(difference("owners", owners, &object.owners));
    }
    links
}

fn difference(relation: &'static str, before: &Edges, after: &Edges) -> Vec<Link> {
    let only = |one: &Edges, other: &Edges, removed: bool| -> Vec<Link> {
        one.iter()
            .filter(|(id, _)| !other.contains_key(id))
            .map(|(&id, &kind)| Link {
                relation,
                id,
                kind,
                removed,
            })
            .collect()
    };
    let mut links = only(before, after, true);
    links.extend(only(after, before, false));
    links
}

/// Spreads objects over pages, at least one: a long list of members is cut, and its rest comes on
/// later pages.
fn spread(entries: Vec<Entry<'_>>, per_page: usize) -> Vec<Vec<Entry<'_>>> {
    let mut pages = vec![Vec::new()];
    let mut on_page = 0;
    let mut put = |entry| {
        let entry: Entry<'_> = entry;
        let page: &Vec<Entry<'_>> = &pages[pages.len() - 1];
        if page.len() >= per_page || on_page + entry.links.len() > LINKS {
            pages.push(Vec::new());
            on_page = 0;
        }
        on_page += entry.links.len();
        if let Some(page) = pages.last_mut() {
            page.push(entry);
        }
    };
    let mut rest = Vec::new();
    for mut entry in entries {
        if entry.links.len() > FIRST_LINKS {
            let later = entry.links.split_off(FIRST_LINKS);
            rest.extend(later.chunks(LINKS).map(|links| Entry {
                links: links.to_vec(),
                ..entry
            }));
        }
        put(entry);
    }
    rest.into_iter().for_each(put);
    pages
}
