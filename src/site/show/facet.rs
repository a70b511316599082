//! Facets: the few questions by which a list is narrowed (FEATURES.md L18).

use std::collections::BTreeMap;

use serde::Serialize;

use super::cell::{guests as guests_in, membership};
use super::guests;
use super::list::word;
use super::member::{is_matched, system_name};
use crate::matching::{NoMatch, Outcome};
use crate::model::{Device, Person};
use crate::site::health::lacks_owner;
use crate::site::model::{GroupEntry, GuestEntry, ObjectEntry, Organization};
use crate::site::text::sort_key;

/// A facet: its key in the fragment, its heading, and the values that rows have.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Facet<'a> {
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    /// Key in the fragment, and word.
    pub(super) values: Vec<(&'a str, &'a str)>,
}

/// A question before its answers are known.
pub(super) struct Question<R> {
    key: &'static str,
    label: &'static str,
    /// The order of its answers; others follow by name.
    order: &'static [&'static str],
    /// How many different answers it takes to be worth asking.
    least: usize,
    answer: R,
}

/// Key and word of a row's answer; `None` when the question does not fit the row.
pub(super) type Answer<'a> = Option<(&'a str, &'a str)>;

/// Asks each question of all rows: the facets, and of each row the number of its value, from 1.
pub(super) fn ask<'a, T, R>(
    questions: &[Question<R>],
    rows: &[T],
) -> (Vec<Facet<'a>>, Vec<Vec<usize>>)
where
    R: Fn(&T) -> Answer<'a>,
{
    let mut facets = Vec::new();
    let mut numbers = vec![Vec::new(); rows.len()];
    for question in questions {
        let answers: Vec<Answer<'a>> = rows.iter().map(&question.answer).collect();
        let mut places: BTreeMap<(&'a str, &'a str), usize> = BTreeMap::new();
        places.extend(answers.iter().flatten().map(|&answer| (answer, 0)));
        if places.len() < question.least {
            continue;
        }
        let rank = |key: &str| question.order.iter().position(|it| *it == key);
        let mut values: Vec<(&'a str, &'a str)> = places.keys().copied().collect();
        values.sort_by_cached_key(|&(key, label)| {
            (rank(key).unwrap_or(usize::MAX), sort_key(label), key)
        });
        for (at, value) in values.iter().enumerate() {
            places.insert(*value, at + 1);
        }
        for (row, answer) in numbers.iter_mut().zip(&answers) {
            row.push(answer.map_or(0, |answer| places[&answer]));
        }
        facets.push(Facet {
            key: question.key,
            label: question.label,
            values,
        });
    }
    (facets, numbers)
}

fn both(key: &'static str, label: &'static str) -> Answer<'static> {
    Some((key, label))
}

/// A question with its answer in a box, since each is a function of its own.
pub(super) type Asked<'a, T> = Question<Box<dyn Fn(&T) -> Answer<'a> + 'a>>;

/// Returns the questions that a list of groups answers.
pub(super) fn of_groups<'a>(organization: &'a Organization) -> Vec<Asked<'a, &'a GroupEntry>> {
    vec![
        Question {
            key: "status",
            label: "Status",
            order: &["enabled", "orphaned", "disabled", "manual"],
            least: 2,
            answer: Box::new(|group: &&GroupEntry| status(group)),
        },
        Question {
            key: "type",
            label: "Membership",
            order: &["assigned", "dynamic"],
            least: 2,
            answer: Box::new(|group: &&GroupEntry| match membership(group) {
                "Dynamic" => both("dynamic", "Dynamic"),
                _ => both("assigned", "Assigned"),
            }),
        },
        Question {
            key: "kind",
            label: "Kind",
            order: &[],
            least: 2,
            answer: Box::new(|group: &&GroupEntry| {
                let kind = group.group.kind;
                Some((kind.key(), kind.label()))
            }),
        },
        Question {
            key: "matched",
            label: "Members matched",
            order: &["all", "some", "none"],
            least: 2,
            answer: Box::new(|group: &&GroupEntry| share(organization, group)),
        },
        Question {
            key: "guests",
            label: "Guests",
            order: &[],
            least: 1,
            answer: Box::new(|group: &&GroupEntry| {
                if guests_in(organization, group) > 0 {
                    both("yes", "Has guests")
                } else {
                    None
                }
            }),
        },
        Question {
            key: "owner",
            label: "Owners",
            order: &[],
            least: 1,
            answer: Box::new(|group: &&GroupEntry| {
                if lacks_owner(group) {
                    both("none", "No owner")
                } else {
                    None
                }
            }),
        },
        Question {
            key: "mark",
            label: "Marks",
            order: &[],
            least: 1,
            answer: Box::new(|group: &&GroupEntry| {
                if group.status.archived {
                    both("archived", "Archived")
                } else {
                    None
                }
            }),
        },
        Question {
            key: "domain",
            label: "Domain",
            order: &[],
            least: 2,
            answer: Box::new(|group: &&'a GroupEntry| {
                let (domain, _) = group.domain.as_ref()?;
                Some((domain.as_str(), domain.as_str()))
            }),
        },
    ]
}

fn status(group: &GroupEntry) -> Answer<'static> {
    let key = if group.status.manual {
        "manual"
    } else {
        group.status.status.key()
    };
    both(key, word(group))
}

/// Returns how many of a group's members are matched: all, some, none.
fn share(organization: &Organization, group: &GroupEntry) -> Answer<'static> {
    let people = group.people.iter();
    let matched = people.filter(|&&at| is_matched(organization.person(at)));
    let matched = matched.count() + group.manual_contacts.len();
    let total = group.people.len() + group.others.len() + group.manual_contacts.len();
    match (matched, total) {
        (_, 0) => None,
        (0, _) => both("none", "None"),
        _ if matched == total => both("all", "All"),
        _ => both("some", "Some"),
    }
}

/// Returns the word for what matching found.
pub(super) fn match_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Matched { .. } => "Matched",
        Outcome::Ambiguous { .. } => "Ambiguous",
        Outcome::Unmatched(NoMatch::PinnedNever) => "Never matched",
        Outcome::Unmatched(_) => "No match",
    }
}

fn found<T>(entry: &ObjectEntry<T>) -> Answer<'static> {
    let key = match &entry.outcome {
        Outcome::Matched { .. } => "matched",
        Outcome::Ambiguous { .. } => "ambiguous",
        Outcome::Unmatched(NoMatch::PinnedNever) => "never",
        Outcome::Unmatched(_) => "none",
    };
    both(key, match_word(&entry.outcome))
}

fn match_question<'a, R>(answer: impl Fn(&R) -> Answer<'a> + 'a) -> Asked<'a, R> {
    Question {
        key: "match",
        label: "Match",
        order: &["matched", "ambiguous", "none", "never"],
        least: 2,
        answer: Box::new(answer),
    }
}

fn sign_in_question<'a, R>(enabled: impl Fn(&R) -> Option<bool> + 'a) -> Asked<'a, R> {
    Question {
        key: "sign-in",
        label: "Sign-in",
        order: &[],
        least: 1,
        answer: Box::new(move |row: &R| off(enabled(row))),
    }
}

/// Returns the questions that the list of people answers.
pub(super) fn of_people<'a>() -> Vec<Asked<'a, &'a ObjectEntry<Person>>> {
    vec![
        match_question(|entry: &&ObjectEntry<Person>| found(entry)),
        Question {
            key: "account",
            label: "Account",
            order: &["member", "guest"],
            least: 2,
            answer: Box::new(|entry: &&ObjectEntry<Person>| {
                if entry.object.is_guest() {
                    both("guest", "Guest")
                } else {
                    both("member", "Member")
                }
            }),
        },
        sign_in_question(|entry: &&ObjectEntry<Person>| entry.object.account_enabled),
    ]
}

/// Returns the questions that the list of guests answers.
pub(super) fn of_guests<'a>(organization: &'a Organization) -> Vec<Asked<'a, &'a GuestEntry>> {
    let person = |guest: &&GuestEntry| organization.person(guest.person);
    vec![
        Question {
            key: "domain",
            label: "Home domain",
            order: &[],
            least: 1,
            answer: Box::new(|guest: &&'a GuestEntry| {
                let label = guest.home.as_deref().unwrap_or("Not known");
                Some((guests::answer(&guest.home), label))
            }),
        },
        match_question(move |guest: &&GuestEntry| found(person(guest))),
        sign_in_question(move |guest: &&GuestEntry| person(guest).object.account_enabled),
    ]
}

/// Returns the questions that the list of devices answers.
pub(super) fn of_devices<'a>() -> Vec<Asked<'a, &'a ObjectEntry<Device>>> {
    vec![
        match_question(|entry: &&ObjectEntry<Device>| found(entry)),
        Question {
            key: "system",
            label: "System",
            order: &[],
            least: 2,
            answer: Box::new(|entry: &&'a ObjectEntry<Device>| {
                let system = entry.object.operating_system.as_deref()?.trim();
                (!system.is_empty()).then_some((system, system_name(system)))
            }),
        },
        sign_in_question(|entry: &&ObjectEntry<Device>| entry.object.account_enabled),
    ]
}

fn off(enabled: Option<bool>) -> Answer<'static> {
    if enabled == Some(false) {
        both("off", "Disabled")
    } else {
        None
    }
}
