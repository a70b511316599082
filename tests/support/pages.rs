//! How the directory tells its streams: pages of objects, from the start or since a point in time.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::world::{Change, Object, World};

/// How pages are cut.
#[derive(Debug, Clone, Copy)]
pub struct PageStyle {
    /// Objects per page.
    pub objects: usize,
    /// Edges per mention of a group; a larger group comes several times.
    pub edges: usize,
    /// Pages are shuffled and some come twice, by this seed; 0 = in order.
    pub seed: u64,
    /// Whether only changed properties are told.
    pub minimal: bool,
}

impl Default for PageStyle {
    fn default() -> Self {
        Self {
            objects: 50,
            edges: 40,
            seed: 0,
            minimal: false,
        }
    }
}

/// Numbers that look random and are always the same.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

fn mention(id: &str, object: &Object) -> Value {
    let mut value = Value::Object(object.properties.clone());
    value["id"] = json!(id);
    value
}

/// The pages of a full round.
pub fn full(world: &World, stream: &str, style: PageStyle) -> Vec<Vec<Value>> {
    let mut mentions = Vec::new();
    let Some(objects) = world.objects.get(stream) else {
        return vec![Vec::new()];
    };
    for (id, object) in objects {
        if object.deleted {
            continue;
        }
        let mut edges: Vec<(&str, Value)> = Vec::new();
        for (relation, members) in &object.edges {
            let there = members
                .iter()
                .filter(|(member, _)| is_listed(world, member));
            edges.extend(there.map(|(member, kind)| {
                let edge = json!({"@odata.type": format!("#microsoft.graph.{kind}"), "id": member});
                (*relation, edge)
            }));
        }
        if edges.is_empty() {
            mentions.push(mention(id, object));
        }
        for (at, chunk) in edges.chunks(style.edges).enumerate() {
            let mut value = match at > 0 && style.seed > 0 {
                true => json!({"id": id}),
                false => mention(id, object),
            };
            for (relation, edge) in chunk {
                let key = format!("{relation}@delta");
                match value.get_mut(&key).and_then(Value::as_array_mut) {
                    Some(list) => list.push(edge.clone()),
                    None => value[&key] = json!([edge]),
                }
            }
            mentions.push(value);
        }
    }
    cut(mentions, style)
}

/// A full round lists no membership of people who are deleted softly.
pub fn is_listed(world: &World, member: &str) -> bool {
    let objects = world.objects.values().filter_map(|it| it.get(member));
    objects.into_iter().all(|object| !object.deleted)
}

fn cut(mut mentions: Vec<Value>, style: PageStyle) -> Vec<Vec<Value>> {
    if style.seed > 0 {
        let mut dice = Dice::new(style.seed);
        for _ in 0..mentions.len() / 5 {
            let again = mentions[dice.below(mentions.len())].clone();
            mentions.push(again);
        }
        dice.shuffle(&mut mentions);
        let mut pages: Vec<Vec<Value>> = vec![Vec::new()];
        for mention in mentions {
            while dice.below(style.objects) == 0 {
                pages.push(Vec::new());
            }
            if let Some(page) = pages.last_mut() {
                page.push(mention);
            }
        }
        return pages;
    }
    let pages: Vec<Vec<Value>> = mentions
        .chunks(style.objects)
        .map(<[Value]>::to_vec)
        .collect();
    if pages.is_empty() {
        vec![Vec::new()]
    } else {
        pages
    }
}

/// The pages of what changed since `from`.
pub fn since(world: &World, stream: &str, from: usize, style: PageStyle) -> Vec<Vec<Value>> {
    let mut changed: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (of, id, change) in &world.log[from.min(world.log.len())..] {
        if *of == stream {
            if !changed.contains_key(id.as_str()) {
                order.push(id);
            }
            changed.entry(id).or_default().push(change);
        }
    }
    let mut mentions = Vec::new();
    for id in order {
        let changes = &changed[id];
        let object = world.objects.get(stream).and_then(|it| it.get(id));
        let Some(object) = object.filter(|object| !object.deleted) else {
            let reason = if object.is_some() {
                "changed"
            } else {
                "deleted"
            };
            mentions.push(json!({"id": id, "@removed": {"reason": reason}}));
            continue;
        };
        let only_edges = changes
            .iter()
            .all(|change| matches!(change, Change::Edge { .. }));
        let mut value = match style.minimal && only_edges {
            true => json!({"id": id}),
            false => mention(id, object),
        };
        for change in changes {
            let Change::Edge {
                relation,
                member,
                kind,
                added,
            } = change
            else {
                continue;
            };
            let mut edge = json!({"@odata.type": format!("#microsoft.graph.{kind}"), "id": member});
            if !added {
                edge["@removed"] = json!({"reason": "deleted"});
            }
            let key = format!("{relation}@delta");
            match value.get_mut(&key).and_then(Value::as_array_mut) {
                Some(list) => list.push(edge),
                None => value[&key] = json!([edge]),
            }
        }
        mentions.push(value);
    }
    cut(mentions, PageStyle { seed: 0, ..style })
}
