//! Rounds of the change streams: a first one tells the current state, later ones what differs.
//!
//! It has the habits of the real service that readers must survive (GRAPH.md 2): small pages, one
//! group on several of them, an empty page in the middle, people who stay members while they are
//! in the bin.

use serde_json::{Map, Value, json};

use super::cursor::Cursor;
use super::object::{Directory, Edges, Kind, Object};
use super::query::Selection;

/// How many groups a page tells of.
const GROUPS: usize = 20;
/// How many members and owners a page tells of.
const LINKS: usize = 100;
/// How many links a group gets on the page where it first appears; the others follow at the end.
const FIRST_LINKS: usize = 40;
/// How many objects of the other types a page tells of.
const OBJECTS: usize = 100;

/// One object of a round, in parts that can stand on different pages.
struct Entry {
    properties: Map<String, Value>,
    links: Vec<Link>,
}

/// One entry of `members@delta` or `owners@delta`.
struct Link {
    relation: &'static str,
    value: Value,
}

/// Returns the pages of a round that leads from one directory, or from nothing, to another.
pub(super) fn pages(
    kind: Kind,
    from: Option<&Directory>,
    to: &Directory,
    selection: &Selection,
) -> Vec<Vec<Value>> {
    let mut entries = Vec::new();
    for object in to.of(kind) {
        let before = from.and_then(|from| from.get(kind, object.id));
        entries.extend(match (from, before) {
            (None, _) | (Some(_), None) => first(object, selection, from.is_none()),
            (Some(_), Some(before)) if before.in_bin && !object.in_bin => {
                first(object, selection, false)
            }
            (Some(_), Some(before)) => changed(before, object, selection),
        });
    }
    if let Some(from) = from {
        let lost = from
            .of(kind)
            .filter(|before| to.get(kind, before.id).is_none());
        entries.extend(lost.map(|before| removed(before, "deleted")));
    }
    let mut pages = match kind {
        Kind::Group => spread(entries),
        _ => entries
            .chunks(OBJECTS)
            .map(|chunk| {
                chunk
                    .iter()
                    .map(|entry| entry.properties.clone().into())
                    .collect()
            })
            .collect(),
    };
    // An empty page is no end.
    if kind == Kind::Group && pages.len() > 2 {
        pages.insert(1, Vec::new());
    }
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    pages
}

/// Writes one page; `page` of the cursor says which.
pub(super) fn page_body(base: &str, cursor: &Cursor, mut pages: Vec<Vec<Value>>) -> Value {
    let path = cursor.kind.path();
    let mut body = Map::new();
    let context = format!("{base}/v1.0/$metadata#{path}");
    body.insert("@odata.context".into(), context.into());
    if cursor.page + 1 < pages.len() {
        let next = Cursor {
            page: cursor.page + 1,
            ..cursor.clone()
        };
        let link = format!("{base}/v1.0/{path}/delta?$skiptoken={}", next.skip_token());
        body.insert("@odata.nextLink".into(), link.into());
    } else {
        let link = format!(
            "{base}/v1.0/{path}/delta?$deltatoken={}",
            cursor.delta_token()
        );
        body.insert("@odata.deltaLink".into(), link.into());
    }
    let value = match cursor.page < pages.len() {
        true => pages.swap_remove(cursor.page),
        false => Vec::new(),
    };
    body.insert("value".into(), value.into());
    body.into()
}

/// Tells of an object that the reader does not have.
fn first(object: &Object, selection: &Selection, first_round: bool) -> Option<Entry> {
    if object.in_bin {
        // Later rounds do not mention what came and went. A first one may, and does so for
        // one half of the bin: readers must be ready for both.
        let mentioned = first_round && object.id.as_u128() & 1 == 0;
        return mentioned.then(|| removed(object, "changed"));
    }
    let mut links = Vec::new();
    if selection.members && !object.hides_members() {
        links.extend(added("members", &object.members));
    }
    if selection.owners {
        links.extend(added("owners", &object.owners));
    }
    Some(Entry {
        properties: selection.set_properties(object),
        links,
    })
}

/// Tells how an object differs from what the reader has; nothing when it does not.
fn changed(before: &Object, object: &Object, selection: &Selection) -> Option<Entry> {
    match (before.in_bin, object.in_bin) {
        (false, true) => return Some(removed(object, "changed")),
        (_, true) => return None,
        _ => {}
    }
    let none = Edges::new();
    let visible = |object: &'_ Object| selection.members && !object.hides_members();
    let mut links = difference(
        "members",
        if visible(before) {
            &before.members
        } else {
            &none
        },
        if visible(object) {
            &object.members
        } else {
            &none
        },
    );
    if selection.owners {
        links.extend(difference("owners", &before.owners, &object.owners));
    }
    if links.is_empty() && !selection.differs(before, object) {
        return None;
    }
    let mut properties = selection.set_properties(object);
    for &name in &selection.properties {
        // Cleared is `null`, never set is absent.
        if before.properties.contains_key(name) {
            properties.entry(name).or_insert(Value::Null);
        }
    }
    Some(Entry { properties, links })
}

fn removed(object: &Object, reason: &str) -> Entry {
    let mut properties = Map::new();
    properties.insert("id".into(), object.id.to_string().into());
    properties.insert("@removed".into(), json!({ "reason": reason }));
    Entry {
        properties,
        links: Vec::new(),
    }
}

fn added(relation: &'static str, edges: &Edges) -> impl Iterator<Item = Link> {
    edges.iter().map(move |(id, kind)| Link {
        relation,
        value: json!({
            "@odata.type": format!("#microsoft.graph.{}", kind.type_name()),
            "id": id.to_string(),
        }),
    })
}

fn difference(relation: &'static str, before: &Edges, after: &Edges) -> Vec<Link> {
    let only = |one: &Edges, other: &Edges| -> Edges {
        one.iter()
            .filter(|(id, _)| !other.contains_key(id))
            .map(|(id, kind)| (*id, *kind))
            .collect()
    };
    let mut links: Vec<Link> = added(relation, &only(before, after)).collect();
    for link in &mut links {
        if let Some(entry) = link.value.as_object_mut() {
            entry.insert("@removed".into(), json!({ "reason": "deleted" }));
        }
    }
    links.extend(added(relation, &only(after, before)));
    links
}

/// Spreads groups over pages: a long list of members is cut, and its rest comes on later pages.
fn spread(entries: Vec<Entry>) -> Vec<Vec<Value>> {
    let mut pages = Pages::default();
    let mut rest = Vec::new();
    for mut entry in entries {
        if entry.links.len() > FIRST_LINKS {
            rest.push(Entry {
                properties: entry.properties.clone(),
                links: entry.links.split_off(FIRST_LINKS),
            });
        }
        pages.put(entry);
    }
    for mut entry in rest {
        while entry.links.len() > LINKS {
            let later = entry.links.split_off(LINKS);
            let properties = entry.properties.clone();
            pages.put(entry);
            entry = Entry {
                properties,
                links: later,
            };
        }
        pages.put(entry);
    }
    pages.done
}

#[derive(Default)]
struct Pages {
    done: Vec<Vec<Value>>,
    links: usize,
}

impl Pages {
    fn put(&mut self, entry: Entry) {
        let full = self
            .done
            .last()
            .is_none_or(|page| page.len() >= GROUPS || self.links + entry.links.len() > LINKS);
        if full {
            self.done.push(Vec::new());
            self.links = 0;
        }
        self.links += entry.links.len();
        let mut object = entry.properties;
        for relation in ["members", "owners"] {
            let links = entry.links.iter().filter(|link| link.relation == relation);
            let links: Vec<Value> = links.map(|link| link.value.clone()).collect();
            // A group without members has no such key.
            if !links.is_empty() {
                object.insert(format!("{relation}@delta"), links.into());
            }
        }
        if let Some(page) = self.done.last_mut() {
            page.push(object.into());
        }
    }
}
