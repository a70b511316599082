//! Explaining one member: what each rule compared, what was near, and what would settle it.
//!
//! For `match --explain` (FEATURES.md W5). It must not know how the answer is printed.

use super::candidate::Record;
use super::device::DeviceMatcher;
use super::near::{NearKeys, NearReason, near_configuration, near_contact};
use super::person::PersonMatcher;
use super::{ConfigurationRule, ContactRule, NoMatch, Outcome, Pins, Rule};
use crate::model::{Configuration, Contact, Device, ObjectId, Person};

/// So many near records are named.
const NAMED: usize = 5;

/// The records of another organization, by the key of it.
pub type Others<'a, R> = (&'a str, &'a [R]);

/// What a rule compared for the member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The rule.
    pub rule: Rule,
    /// The member's own keys, folded; none means that the rule could not be asked.
    pub keys: Vec<String>,
}

/// A record that is almost the one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// Why it is near.
    pub reason: NearReason,
    /// The other organization, when it is not of the member's own.
    pub organization: Option<String>,
    /// The id of the record.
    pub record: String,
    /// What the record is called.
    pub name: String,
}

/// The whole answer about one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What matching found.
    pub outcome: Outcome,
    /// What the rules compared, in their order, up to the one that decided.
    pub tried: Vec<Tried>,
    /// Records that are near, the nearest first; none when there is a match.
    pub near: Vec<Near>,
    /// The lines for `matches.toml` that would settle it, when a record is at hand.
    pub fix: Option<String>,
}

/// Explains the match of a person.
pub fn explain_person(
    person: &Person,
    contacts: &[Contact],
    rules: &[ContactRule],
    pins: &Pins,
    others: &[Others<'_, Contact>],
) -> Explanation {
    let matcher = PersonMatcher::new(contacts, rules, pins);
    let outcome = matcher.find(person);
    let tried = rules.iter().map(|rule| Tried {
        rule: rule.evidence(),
        keys: matcher.keys(*rule, person),
    });
    let tried = until_decided(tried, &outcome);
    let mut near = Vec::new();
    if is_open(&outcome) {
        let mine = NearKeys::of_person(person);
        near = nearest(
            contacts,
            |contact| near_contact(&mine, &NearKeys::of_contact(contact)),
            Contact::name,
        );
        // Only addresses: people of one name work everywhere.
        let by_address = [ContactRule::Alias, ContactRule::Username];
        for (organization, contacts) in others {
            let found = PersonMatcher::new(contacts, &by_address, &Pins::default()).find(person);
            near.extend(elsewhere(organization, &found, contacts, Contact::name));
        }
        near.sort();
    }
    let fix = fix("contact", "user", person.id, &outcome, contacts, &near);
    Explanation {
        outcome,
        tried,
        near,
        fix,
    }
}

/// Explains the match of a device.
pub fn explain_device(
    device: &Device,
    configurations: &[Configuration],
    rules: &[ConfigurationRule],
    pins: &Pins,
    others: &[Others<'_, Configuration>],
) -> Explanation {
    let matcher = DeviceMatcher::new(configurations, rules, pins);
    let outcome = matcher.find(device);
    let tried = rules.iter().map(|rule| Tried {
        rule: rule.evidence(),
        keys: matcher.keys(*rule, device),
    });
    let tried = until_decided(tried, &outcome);
    let mut near = Vec::new();
    if is_open(&outcome) {
        near = nearest(
            configurations,
            |record| near_configuration(device, record),
            Configuration::name,
        );
        for (organization, records) in others {
            let by_id = [ConfigurationRule::DeviceId];
            let found = DeviceMatcher::new(records, &by_id, &Pins::default()).find(device);
            near.extend(elsewhere(
                organization,
                &found,
                records,
                Configuration::name,
            ));
        }
        near.sort();
    }
    let fix = fix(
        "configuration",
        "device",
        device.id,
        &outcome,
        configurations,
        &near,
    );
    Explanation {
        outcome,
        tried,
        near,
        fix,
    }
}

/// Whether near records are of interest: not after a match, an ambiguity, or a person's word.
fn is_open(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Unmatched(NoMatch::NoCandidate | NoMatch::Limited | NoMatch::PinTargetMissing(_))
    )
}

/// Cuts off the rules that were not asked.
fn until_decided(tried: impl Iterator<Item = Tried>, outcome: &Outcome) -> Vec<Tried> {
    let decided = match outcome {
        Outcome::Matched { rule, .. } | Outcome::Ambiguous { rule, .. } => Some(*rule),
        Outcome::Unmatched(NoMatch::NoCandidate | NoMatch::Limited) => None,
        // A pin decides before any rule.
        Outcome::Unmatched(_) => Some(Rule::Pin),
    };
    if decided == Some(Rule::Pin) {
        return Vec::new();
    }
    let mut asked = Vec::new();
    for one in tried {
        let last = Some(one.rule) == decided;
        asked.push(one);
        if last {
            break;
        }
    }
    asked
}

fn nearest<R: Record>(
    records: &[R],
    judge: impl Fn(&R) -> Option<NearReason>,
    name: impl Fn(&R) -> String,
) -> Vec<Near> {
    let mut found: Vec<(NearReason, &R)> = records
        .iter()
        .filter_map(|record| Some((judge(record)?, record)))
        .collect();
    found.sort_by(|(a, first), (b, second)| a.cmp(b).then(first.id().cmp(second.id())));
    found
        .into_iter()
        .take(NAMED)
        .map(|(reason, record)| Near {
            reason,
            organization: None,
            record: record.id().to_owned(),
            name: name(record),
        })
        .collect()
}

fn elsewhere<R: Record>(
    organization: &str,
    found: &Outcome,
    records: &[R],
    name: impl Fn(&R) -> String,
) -> Vec<Near> {
    let places = match found {
        Outcome::Matched { record, .. } => std::slice::from_ref(record),
        Outcome::Ambiguous { records, .. } => records,
        Outcome::Unmatched(_) => &[],
    };
    places
        .iter()
        .take(NAMED)
        .map(|at| Near {
            reason: NearReason::OtherOrganization,
            organization: Some(organization.to_owned()),
            record: records[*at].id().to_owned(),
            name: name(&records[*at]),
        })
        .collect()
}

/// Returns the pin that would settle the match: of the first candidate, or of the nearest record.
fn fix<R: Record>(
    table: &str,
    key: &str,
    member: ObjectId,
    outcome: &Outcome,
    records: &[R],
    near: &[Near],
) -> Option<String> {
    let record = match outcome {
        Outcome::Ambiguous { records: found, .. } => found.first().map(|at| records[*at].id()),
        _ if is_open(outcome) => near
            .iter()
            .find(|near| near.organization.is_none())
            .map(|near| near.record.as_str()),
        _ => None,
    }?;
    Some(pin_lines(table, key, member, Some(record)))
}

/// Returns the lines of `matches.toml` that pin a member to a record, or to none.
///
/// `table` is `contact` with the key `user`, or `configuration` with the key `device`.
pub fn pin_lines(table: &str, key: &str, member: ObjectId, record: Option<&str>) -> String {
    let target = match record {
        Some(record) => format!("{table} = {}", toml::Value::from(record)),
        None => "never = true".to_owned(),
    };
    format!("[[{table}]]\n{key} = \"{member}\"\n{target}\n")
}
