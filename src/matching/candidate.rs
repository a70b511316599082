//! Candidates: records found by key, and the verdict on those of one rule.
//!
//! It must not know which rule asks, or what a key is made of.

use std::collections::HashMap;
use std::hash::Hash;

use super::{NoMatch, Outcome, Pin, PinTarget, Rule};
use crate::model::{Configuration, Contact};

/// What the verdict needs to know of a record.
pub(super) trait Record {
    /// The id, by which candidates are sorted.
    fn id(&self) -> &str;
    /// Whether an active record wins over it.
    fn archived(&self) -> bool;
}

impl Record for Contact {
    fn id(&self) -> &str {
        &self.id
    }
    fn archived(&self) -> bool {
        self.archived
    }
}

impl Record for Configuration {
    fn id(&self) -> &str {
        &self.id
    }
    fn archived(&self) -> bool {
        self.archived
    }
}

/// The records by key; a record may have several keys, a key several records.
pub(super) struct Index<K>(HashMap<K, Vec<u32>>);

impl<K: Hash + Eq> Index<K> {
    /// Indexes records by the keys that `keys` pushes for each.
    pub(super) fn new<R>(records: &[R], mut keys: impl FnMut(&R, &mut Vec<K>)) -> Self {
        let mut map: HashMap<K, Vec<u32>> = HashMap::with_capacity(records.len());
        let mut found = Vec::new();
        for (at, record) in records.iter().enumerate() {
            keys(record, &mut found);
            let at = u32::try_from(at).expect("an export has fewer than 4 billion records");
            for key in found.drain(..) {
                let places = map.entry(key).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        Self(map)
    }

    /// Returns the records with this key.
    pub(super) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> &[u32]
    where
        K: std::borrow::Borrow<Q>,
    {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Returns the verdict on the candidates of one rule, or `None` when there are none.
///
/// Active records displace archived ones; one left is a match, several are ambiguous.
pub(super) fn decide<R: Record>(
    rule: Rule,
    candidates: impl IntoIterator<Item = u32>,
    records: &[R],
) -> Option<Outcome> {
    let mut found: Vec<usize> = candidates.into_iter().map(|at| at as usize).collect();
    if found.iter().any(|at| !records[*at].archived()) {
        found.retain(|at| !records[*at].archived());
    }
    found.sort_unstable_by(|a, b| records[*a].id().cmp(records[*b].id()).then(a.cmp(b)));
    found.dedup();
    match found.as_slice() {
        [] => None,
        [record] => Some(Outcome::Matched {
            rule,
            record: *record,
        }),
        _ => Some(Outcome::Ambiguous {
            rule,
            records: found,
        }),
    }
}

/// Returns what a pin decides; it may name an archived record.
pub(super) fn follow_pin(pin: &Pin, by_id: &HashMap<&str, usize>) -> Outcome {
    match &pin.target {
        PinTarget::Never => Outcome::Unmatched(NoMatch::PinnedNever),
        PinTarget::Record(id) => match by_id.get(id.trim()) {
            Some(record) => Outcome::Matched {
                rule: Rule::Pin,
                record: *record,
            },
            None => Outcome::Unmatched(NoMatch::PinTargetMissing(id.clone())),
        },
    }
}

/// Returns the records by id.
pub(super) fn by_id<R: Record>(records: &[R]) -> HashMap<&str, usize> {
    records
        .iter()
        .enumerate()
        .map(|(at, record)| (record.id(), at))
        .collect()
}
