//! JSON: one page, an array of pages, or one value a line, to flat records (EXPORTS.md 2 and 3).
//!
//! Values of secret keys are dropped while parsing. It must not know which key feeds which field.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::RecordKind;
use super::header::{fold_header, is_secret};

/// A JSON value without secrets; keys stay in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// `null`, or a text of blanks.
    Nothing,
    /// A text, number or truth value, as text.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object.
    Map(Vec<(String, Node)>),
    /// Was the value of a secret key.
    Secret,
}

impl Node {
    fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, node)| node),
            _ => None,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }
    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        while let Some(key) = items.next_key::<String>()? {
            let value = if is_secret(&key) {
                items.next_value::<IgnoredAny>()?;
                Node::Secret
            } else {
                items.next_value()?
            };
            entries.push((key, value));
        }
        let labelled = entries.iter().any(|(key, node)| {
            matches!(key.as_str(), "label" | "label-name" | "name")
                && node.text().is_some_and(is_secret)
        });
        if labelled {
            for (key, node) in &mut entries {
                if key == "value" {
                    *node = Node::Secret;
                }
            }
        }
        Ok(Node::Map(entries))
    }
}

/// A flat record: keys with their texts, and its kind where the source tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FlatRecord {
    /// Keys, those of nested objects joined by a dot, and values; secrets have none.
    pub(super) cells: Vec<(String, Option<String>)>,
    /// What it is; `None` when the source does not tell.
    pub(super) kind: JsonKind,
}

/// What a source says a record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum JsonKind {
    /// Nothing is said.
    Untold,
    /// It is of this kind.
    Told(RecordKind),
    /// It is something else, with its name.
    Other(String),
}

/// Parses JSON text into flat records; an error has the line and what is wrong.
pub(super) fn parse(text: &str) -> Result<Vec<FlatRecord>, (usize, String)> {
    let mut records = Vec::new();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Node>();
    for value in &mut values {
        match value {
            Ok(node) => collect(node, &mut records),
            Err(error) => return Err((error.line(), error.to_string())),
        }
    }
    Ok(records)
}

/// Keys under which pages keep their records.
const CONTAINERS: [&str; 10] = [
    "data",
    "assets",
    "contacts",
    "configurations",
    "users",
    "devices",
    "items",
    "results",
    "records",
    "value",
];

fn collect(node: Node, records: &mut Vec<FlatRecord>) {
    match node {
        Node::List(items) => items.into_iter().for_each(|item| collect(item, records)),
        Node::Map(mut entries) => {
            let page = entries.iter().position(|(key, value)| {
                CONTAINERS.contains(&key.as_str())
                    && matches!(value, Node::List(items)
                        if items.iter().all(|item| matches!(item, Node::Map(_))))
            });
            match page {
                Some(at) if !is_record(&entries) => collect(entries.swap_remove(at).1, records),
                _ => records.push(flatten(Node::Map(entries))),
            }
        }
        _ => {}
    }
}

fn is_record(entries: &[(String, Node)]) -> bool {
    entries.iter().any(|(key, _)| {
        matches!(
            fold_header(key).as_str(),
            "id" | "uid" | "name" | "attributes" | "firstname" | "first name" | "hostname"
        )
    })
}

fn flatten(node: Node) -> FlatRecord {
    let mut cells = Vec::new();
    let kind = kind_of(&node);
    if let (Some(attributes @ Node::Map(_)), Some(id)) = (node.get("attributes"), node.get("id")) {
        push_cell(&mut cells, "id".to_owned(), id);
        push_map(&mut cells, "", attributes);
    } else {
        push_map(&mut cells, "", &node);
    }
    FlatRecord { cells, kind }
}

type Cells = Vec<(String, Option<String>)>;

fn push_map(cells: &mut Cells, before: &str, node: &Node) {
    let Node::Map(entries) = node else {
        return;
    };
    for (key, value) in entries {
        match (key.as_str(), value) {
            // What integrations of Hudu copied in, and links of JSON:API: not the record's own.
            ("cards" | "relationships" | "links", _) => {}
            ("fields", Node::List(fields)) => fields.iter().for_each(|field| {
                if let (Some(label), Some(value)) =
                    (field.get("label").and_then(Node::text), field.get("value"))
                {
                    push_cell(cells, label.to_owned(), value);
                }
            }),
            ("communicationItems", Node::List(items)) => push_communication(cells, items),
            _ => push_cell(cells, format!("{before}{key}"), value),
        }
    }
}

fn push_cell(cells: &mut Cells, key: String, value: &Node) {
    match value {
        Node::Nothing => cells.push((key, Some(String::new()))),
        Node::Text(text) => cells.push((key, Some(text.clone()))),
        Node::Secret => cells.push((key, None)),
        Node::Map(_) => push_map(cells, &format!("{key}."), value),
        Node::List(items) => cells.push((key, Some(join(items)))),
    }
}

/// Joins texts, or the `value` of objects, by newlines; the main one comes first.
fn join(items: &[Node]) -> String {
    let mut texts: Vec<(bool, &str)> = items
        .iter()
        .filter_map(|item| {
            let main = item.get("primary").and_then(Node::text) == Some("true");
            let text = item.text().or_else(|| item.get("value")?.text())?;
            Some((main, text))
        })
        .collect();
    texts.sort_by_key(|(main, _)| !main);
    let texts: Vec<&str> = texts.into_iter().map(|(_, text)| text).collect();
    texts.join("\n")
}

/// Parts the ways to reach a contact of ConnectWise into addresses and numbers.
fn push_communication(cells: &mut Cells, items: &[Node]) {
    let mut emails: Vec<(bool, &str)> = Vec::new();
    let mut phones: Vec<(bool, &str)> = Vec::new();
    for item in items {
        let Some(value) = item.get("value").and_then(Node::text) else {
            continue;
        };
        let later = item.get("defaultFlag").and_then(Node::text) != Some("true");
        if value.contains('@') {
            emails.push((later, value));
        } else {
            phones.push((later, value));
        }
    }
    for (key, mut values) in [("emails", emails), ("phones", phones)] {
        values.sort_by_key(|(later, _)| *later);
        let values: Vec<&str> = values.into_iter().map(|(_, value)| value).collect();
        cells.push((key.to_owned(), Some(values.join("\n"))));
    }
    // The column by which ConnectWise is known, though its values moved.
    cells.push(("communicationItems".to_owned(), Some(String::new())));
}

fn kind_of(node: &Node) -> JsonKind {
    if node.get("attributes").is_some()
        && let Some(kind) = node.get("type").and_then(Node::text)
    {
        return match kind {
            "contacts" => JsonKind::Told(RecordKind::Contact),
            "configurations" => JsonKind::Told(RecordKind::Configuration),
            "organizations" => JsonKind::Told(RecordKind::Organization),
            other => JsonKind::Other(other.to_owned()),
        };
    }
    if node.get("asset_layout_id").is_some() {
        return hudu_kind(node);
    }
    JsonKind::Untold
}

/// Judges an asset of Hudu, whose layouts are free: by its layout's name, then by its values.
fn hudu_kind(node: &Node) -> JsonKind {
    const PEOPLE: [&str; 8] = [
        "people",
        "person",
        "contact",
        "user",
        "employee",
        "staff",
        "personnel",
        "member",
    ];
    const DEVICES: [&str; 13] = [
        "computer",
        "device",
        "laptop",
        "desktop",
        "server",
        "workstation",
        "notebook",
        "tablet",
        "configuration",
        "printer",
        "firewall",
        "switch",
        "phone",
    ];
    let layout = node.get("asset_type").and_then(Node::text).unwrap_or("");
    let folded = fold_header(layout);
    let names = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let has = |key: &str| {
        node.get(key)
            .and_then(Node::text)
            .is_some_and(|text| !text.trim().is_empty())
    };
    let told = match (names(&PEOPLE), names(&DEVICES) || has("primary_serial")) {
        (true, false) => RecordKind::Contact,
        (false, true) => RecordKind::Configuration,
        (true, true) if has("primary_serial") => RecordKind::Configuration,
        (true, true) => RecordKind::Contact,
        (false, false) if has("primary_mail") => RecordKind::Contact,
        (false, false) => return JsonKind::Other(layout.to_owned()),
    };
    JsonKind::Told(told)
}
