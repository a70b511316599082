//! The nearest contacts of a person among many, without comparing with each of them.
//!
//! Contacts stand in small drawers by parts of their names and addresses. It must not know of pages.

use super::drawer::Drawers;
use super::near::{NearKeys, NearReason, near_contact, without_accents};
use crate::model::{Contact, Person, text_key};

/// Contacts by parts of their names and addresses, as places in the list it was made from.
#[derive(Debug, Default)]
pub struct NearContacts {
    drawers: Drawers,
    keys: Vec<NearKeys>,
}

impl NearContacts {
    /// Sorts contacts into drawers.
    pub fn new<'a>(contacts: impl Iterator<Item = &'a Contact>) -> Self {
        let mut index = Self::default();
        for (at, contact) in contacts.enumerate() {
            index.keys.push(NearKeys::of_contact(contact));
            let emails = contact.emails.iter().chain(&contact.primary_email);
            let emails: Vec<&str> = emails.map(|it| &**it).collect();
            index.drawers.put(at, drawers(&contact.name(), &emails));
        }
        index
    }

    /// Returns the nearest contacts of a person, the nearest first, then in their order.
    pub fn find(&self, person: &Person) -> Vec<(NearReason, usize)> {
        let keys = NearKeys::of_person(person);
        let addresses = person.mail.iter().chain(&person.user_principal_name);
        let addresses: Vec<&str> = addresses
            .chain(&person.aliases)
            .map(String::as_str)
            .collect();
        let drawers = drawers(&person.name(), &addresses);
        let judge = |at: usize| near_contact(&keys, &self.keys[at]);
        self.drawers.nearest(&drawers, judge)
    }
}

/// Returns the drawers of somebody: by both names' beginnings, by one name and the other's first
/// letter, and by the beginning and end of each address.
fn drawers(name: &str, addresses: &[&str]) -> Vec<String> {
    let key = text_key(name);
    let folded = without_accents(&key);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    // The order of first and last name is among what may be wrong.
    words.sort_unstable();
    let begin = |word: &str, count: usize| word.chars().take(count).collect::<String>();
    let mut drawers = Vec::new();
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        drawers.push(format!("b {} {}", begin(first, 3), begin(last, 3)));
        drawers.push(format!("f {first} {}", begin(last, 1)));
        drawers.push(format!("l {} {last}", begin(first, 1)));
    }
    for address in addresses {
        let key = text_key(address);
        let folded = without_accents(&key);
        let (local, domain) = folded.split_once('@').unwrap_or((&folded, ""));
        let end: String = local.chars().rev().take(6).collect();
        drawers.push(format!("a {} {}", begin(local, 6), begin(domain, 4)));
        drawers.push(format!("e {end} {}", begin(domain, 4)));
    }
    drawers
}

#[cfg(test)]
mod tests {
    use super::super::tests::{contact, named};
    use super::*;

    #[track_caller]
    fn check(person: &Person, expected: &[(NearReason, &str)]) {
        let mut contacts = Vec::new();
        for (id, first, last) in [
            ("1", "Jörg", "Häberle"),
            ("2", "Okafor", "Mira"),
            ("3", "Sam", "Hale"),
            ("4", "Samantha", "Halewood"),
            ("5", "Zoe", "Lindquist"),
        ] {
            contacts.push(Contact {
                first_name: Some(first.into()),
                last_name: Some(last.into()),
                ..contact(id)
            });
        }
        let index = NearContacts::new(contacts.iter());
        let found: Vec<(NearReason, &str)> = index
            .find(person)
            .into_iter()
            .map(|(reason, at)| (reason, contacts[at].id.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn near_contacts_are_found_without_looking_at_all() {
        check(
            &named("Jorg", "Haberle"),
            &[(NearReason::WithoutAccents, "1")],
        );
        check(&named("Mira", "Okafor"), &[(NearReason::NamesSwapped, "2")]);
        check(
            &named("Zoe", "Lindqvist"),
            &[(NearReason::NameOneLetter, "5")],
        );
        check(&named("Sam", "Hales"), &[(NearReason::NameOneLetter, "3")]);
        check(&named("Nobody", "Else"), &[]);
    }
}
