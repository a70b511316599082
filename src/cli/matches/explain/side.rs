//! One side of an explanation: people with their contacts, or devices with their configurations.
//!
//! It turns what matching found into words; it must not print.

use std::collections::BTreeMap;

use super::{Explained, NearRecord, TriedRule};
use crate::matching::{Explanation, NoMatch, Outcome, Pins, Rule, pin_lines};
use crate::model::{Configuration, Contact, ObjectId, email_key};
use crate::site::{ObjectEntry, Organization, RecordEntry};

/// The records as matching saw them, whose indexes an outcome has.
pub(super) struct Records<'a, R> {
    all: &'a [R],
    id: fn(&R) -> &str,
}

impl<'a, R> Records<'a, R> {
    pub(super) fn new(all: &'a [R], id: fn(&R) -> &str) -> Self {
        Self { all, id }
    }

    fn id(&self, at: usize) -> &'a str {
        (self.id)(&self.all[at])
    }
}

/// A record of which something can be said.
pub(super) trait Told {
    /// Returns the id.
    fn id(&self) -> &str;
    /// Returns what tells it from others of its name.
    fn detail(&self) -> Vec<&str>;
    /// Returns whether it is archived.
    fn is_archived(&self) -> bool;
    /// Returns its addresses, folded.
    fn addresses(&self) -> Vec<String>;
}

impl Told for Contact {
    fn id(&self) -> &str {
        &self.id
    }

    fn detail(&self) -> Vec<&str> {
        let texts = self.emails.iter().chain(&self.title).chain(&self.location);
        texts.map(|it| &**it).collect()
    }

    fn is_archived(&self) -> bool {
        self.archived
    }

    fn addresses(&self) -> Vec<String> {
        let all = self.emails.iter().chain(&self.primary_email);
        all.filter_map(|it| email_key(it)).collect()
    }
}

impl Told for Configuration {
    fn id(&self) -> &str {
        &self.id
    }

    fn detail(&self) -> Vec<&str> {
        let texts = [&self.hostname, &self.serial_number, &self.kind];
        texts.into_iter().flatten().map(|it| &**it).collect()
    }

    fn is_archived(&self) -> bool {
        self.archived
    }

    fn addresses(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The members and records of one organization that may meet.
pub(super) struct Side<'a, R, M> {
    pub(super) organization: &'a Organization,
    pub(super) kind: &'static str,
    pub(super) member_key: &'static str,
    pub(super) records: &'a [RecordEntry<R>],
    pub(super) owners: &'a [ObjectEntry<M>],
    pub(super) pins: &'a Pins,
}

impl<R: Told, M> Side<'_, R, M> {
    pub(super) fn explained(
        &self,
        id: ObjectId,
        member: &ObjectEntry<M>,
        detail: Option<String>,
        explanation: Explanation,
        records: &Records<'_, R>,
    ) -> Explained {
        let by_id: BTreeMap<&str, &RecordEntry<R>> =
            self.records.iter().map(|it| (it.record.id(), it)).collect();
        let (rule, decided) = match &explanation.outcome {
            Outcome::Matched { rule, record } => (Some(*rule), vec![records.id(*record)]),
            Outcome::Ambiguous { rule, records: all } => (
                Some(*rule),
                all.iter().map(|&at| records.id(at)).collect::<Vec<_>>(),
            ),
            Outcome::Unmatched(_) => (None, Vec::new()),
        };
        let decided: Vec<&RecordEntry<R>> = decided.into_iter().map(|id| by_id[id]).collect();
        let words = self.words(id, &explanation, &decided);
        let unreadable = explanation.outcome == Outcome::Unmatched(NoMatch::Limited);
        let candidates = match &explanation.outcome {
            Outcome::Ambiguous { .. } => decided.iter().map(|it| self.candidate(it)).collect(),
            _ => Vec::new(),
        };
        let near: Vec<NearRecord> = explanation
            .near
            .iter()
            .map(|it| match (&it.organization, by_id.get(&*it.record)) {
                (None, Some(entry)) => NearRecord {
                    reason: it.reason.words(),
                    ..self.candidate(entry)
                },
                _ => NearRecord {
                    id: it.record.clone(),
                    name: it.name.clone(),
                    detail: String::new(),
                    reason: it.reason.words(),
                    organization: it.organization.clone(),
                    taken_by: Vec::new(),
                },
            })
            .collect();
        let (advice, fix) = self.advice(id, &explanation, &candidates, &near);
        Explained {
            organization: self.organization.key.to_string(),
            id,
            name: member.name.clone(),
            detail: detail.unwrap_or_default(),
            record_kind: self.kind,
            rule: explanation.outcome.key(),
            words,
            record: match &explanation.outcome {
                Outcome::Matched { record, .. } => Some(records.id(*record).to_owned()),
                _ => None,
            },
            tried: explanation
                .tried
                .into_iter()
                .filter(|_| !unreadable)
                .map(|it| TriedRule {
                    rule: it.rule.key(),
                    words: it.rule.words(),
                    keys: it.keys,
                    found: if Some(it.rule) == rule {
                        decided.len()
                    } else {
                        0
                    },
                })
                .collect(),
            candidates,
            near,
            advice,
            fix,
        }
    }

    fn candidate(&self, entry: &RecordEntry<R>) -> NearRecord {
        let mut detail = entry.record.detail().join(", ");
        if entry.record.is_archived() {
            detail.push_str(if detail.is_empty() {
                "archived"
            } else {
                ", archived"
            });
        }
        let owners = entry.objects.iter();
        NearRecord {
            id: entry.record.id().to_owned(),
            name: entry.name.clone(),
            detail,
            reason: "",
            organization: None,
            taken_by: owners
                .map(|&at| self.owners[at as usize].name.clone())
                .collect(),
        }
    }

    /// Says what matching found, after the name of the member and a colon.
    fn words(
        &self,
        id: ObjectId,
        explanation: &Explanation,
        decided: &[&RecordEntry<R>],
    ) -> String {
        let kind = self.kind;
        let place = || {
            let pin = self.pins.get(id);
            pin.map_or_else(String::new, |pin| format!(" at `{}`", pin.location))
        };
        match &explanation.outcome {
            Outcome::Matched { rule, .. } => {
                let entry = decided[0];
                let archived = if entry.record.is_archived() {
                    ", which is archived"
                } else {
                    ""
                };
                let by = match rule {
                    Rule::Pin => format!("the pin{}", place()),
                    Rule::Alias | Rule::Username => {
                        let theirs = entry.record.addresses();
                        let tried = explanation.tried.last();
                        let keys = tried.into_iter().flat_map(|it| &it.keys);
                        let equal: Vec<&str> = keys
                            .filter(|key| theirs.contains(key))
                            .map(String::as_str)
                            .collect();
                        format!("{} {}", rule.words(), equal.join(", "))
                    }
                    _ => rule.words().to_owned(),
                };
                format!(
                    "matched by {by} to {kind} {} ({}){archived}",
                    entry.name,
                    entry.record.id()
                )
            }
            Outcome::Ambiguous { rule, records } => format!(
                "ambiguous, so not matched: {} {kind}s fit by {}",
                records.len(),
                rule.words()
            ),
            Outcome::Unmatched(reason) => match reason {
                NoMatch::NoCandidate => format!("no {kind} fits by any rule"),
                NoMatch::Limited => {
                    "not readable: the directory told only its id, so no rule can be asked".into()
                }
                NoMatch::PinnedNever => {
                    format!("not matched, as the pin{} says", place())
                }
                NoMatch::PinTargetMissing(target) => format!(
                    "not matched: the pin{} names {kind} {target}, which the export does not have",
                    place()
                ),
            },
        }
    }

    /// Returns what to do in words, and the lines to add.
    fn advice(
        &self,
        id: ObjectId,
        explanation: &Explanation,
        candidates: &[NearRecord],
        near: &[NearRecord],
    ) -> (Option<String>, Option<String>) {
        let kind = self.kind;
        let file = format!("content/{}/matches.toml", self.organization.key);
        let pin = |record: Option<&str>| pin_lines(kind, self.member_key, id, record);
        match &explanation.outcome {
            Outcome::Matched { .. } | Outcome::Unmatched(NoMatch::PinnedNever) => (None, None),
            Outcome::Unmatched(NoMatch::PinTargetMissing(_)) => {
                let words = format!("to settle it, correct the id in {file} or remove the pin");
                (Some(words), None)
            }
            Outcome::Ambiguous { .. } => {
                let words = format!("to settle it, add to {file}, with the {kind} that is right:");
                // Rather one that nobody has yet.
                let free = candidates.iter().find(|it| it.taken_by.is_empty());
                let first = free.or(candidates.first()).map(|it| it.id.as_str());
                (Some(words), Some(pin(first)))
            }
            Outcome::Unmatched(_) => match near.iter().find(|it| it.organization.is_none()) {
                Some(first) => (
                    Some(format!(
                        "if it is {} ({}), add to {file}:",
                        first.name, first.id
                    )),
                    Some(pin(Some(&first.id))),
                ),
                None => (
                    Some(format!(
                        "if it is to have no {kind}, add to {file} (or name one: `{kind} = \"ID\"`):"
                    )),
                    Some(pin(None)),
                ),
            },
        }
    }
}
