//! People against contacts: aliases, sign-in names and names (EXPORTS.md 5.2).
//!
//! It must not know of groups: a person has one match, whatever it is a member of.

use std::collections::HashMap;

use super::candidate::{Index, by_id, decide, follow_pin};
use super::key::{contact_key, person_key};
use super::{ContactRule, NoMatch, Outcome, Pins};
use crate::model::{Contact, Person, email_key};

/// Finds the contact of each person, in the order of the people.
///
/// Contacts must be those of the people's own organization; rules run in the given order.
pub fn match_people<'a>(
    people: impl IntoIterator<Item = &'a Person>,
    contacts: &[Contact],
    rules: &[ContactRule],
    pins: &Pins,
) -> Vec<Outcome> {
    let matcher = PersonMatcher::new(contacts, rules, pins);
    people
        .into_iter()
        .map(|person| matcher.find(person))
        .collect()
}

/// The indexes over the contacts of one organization.
pub(super) struct PersonMatcher<'a> {
    contacts: &'a [Contact],
    rules: &'a [ContactRule],
    pins: &'a Pins,
    by_id: HashMap<&'a str, usize>,
    by_email: Index<String>,
    by_name: Index<String>,
}

impl<'a> PersonMatcher<'a> {
    /// Indexes the contacts.
    pub(super) fn new(contacts: &'a [Contact], rules: &'a [ContactRule], pins: &'a Pins) -> Self {
        Self {
            contacts,
            rules,
            pins,
            by_id: by_id(contacts),
            by_email: Index::new(contacts, |contact, keys| {
                let all = contact.emails.iter().chain(&contact.primary_email);
                keys.extend(all.filter_map(|email| email_key(email)));
                keys.sort_unstable();
                keys.dedup();
            }),
            by_name: Index::new(contacts, |contact, keys| keys.extend(contact_key(contact))),
        }
    }

    /// Finds the contact of one person.
    pub(super) fn find(&self, person: &Person) -> Outcome {
        if let Some(pin) = self.pins.get(person.id) {
            return follow_pin(pin, &self.by_id);
        }
        self.rules
            .iter()
            .find_map(|rule| {
                let found = self.candidates(*rule, person);
                decide(rule.evidence(), found, self.contacts)
            })
            .unwrap_or(Outcome::Unmatched(if person.limited {
                NoMatch::Limited
            } else {
                NoMatch::NoCandidate
            }))
    }

    fn candidates(&self, rule: ContactRule, person: &Person) -> Vec<u32> {
        let index = match rule {
            ContactRule::Alias | ContactRule::Username => &self.by_email,
            ContactRule::FullName => &self.by_name,
        };
        let keys = self.keys(rule, person);
        keys.iter()
            .flat_map(|key| index.get(key))
            .copied()
            .collect()
    }

    /// Returns what a rule compares for this person.
    pub(super) fn keys(&self, rule: ContactRule, person: &Person) -> Vec<String> {
        match rule {
            ContactRule::Alias => alias_keys(person),
            ContactRule::Username => username_key(person).into_iter().collect(),
            ContactRule::FullName => person_key(person).into_iter().collect(),
        }
    }
}

/// Returns the addresses a person is known by; of a guest without mail, the one it was invited by.
pub(super) fn alias_keys(person: &Person) -> Vec<String> {
    let mut keys: Vec<String> = person
        .mail
        .iter()
        .chain(&person.aliases)
        .filter_map(|address| email_key(address))
        .collect();
    if person.mail.as_deref().and_then(email_key).is_none() {
        keys.extend(invited_address(person));
    }
    keys
}

/// Returns the sign-in name as a key; that of a guest is none.
pub(super) fn username_key(person: &Person) -> Option<String> {
    let name = person.user_principal_name.as_deref()?;
    if person.is_guest() || split_guest_name(name).is_some() {
        return None;
    }
    email_key(name)
}

/// Returns the address in a guest's sign-in name: raw, or as the snapshot has it already decoded.
fn invited_address(person: &Person) -> Option<String> {
    let name = person.user_principal_name.as_deref()?;
    match split_guest_name(name) {
        Some(invited) => {
            let (user, host) = invited.rsplit_once('_')?;
            email_key(&format!("{user}@{host}"))
        }
        None if person.is_guest() => email_key(name),
        None => None,
    }
}

/// Returns what stands before `#EXT#`, in any case.
fn split_guest_name(name: &str) -> Option<&str> {
    let at = name.to_ascii_lowercase().find("#ext#")?;
    Some(&name[..at])
}
