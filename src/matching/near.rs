//! Near misses: records that are almost the one. Named to people, never matched (EXPORTS.md 5.2).
//!
//! It must not know of rules: what is near decides nothing.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::key::{contact_key, filled_key, host_key, host_part, person_key};
use super::person::{alias_keys, username_key};
use crate::model::{Configuration, Contact, Device, Person, email_key};

/// Why a record is near; the order is how much it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NearReason {
    /// It would match, but belongs to another organization.
    OtherOrganization,
    /// The same name but for accents.
    WithoutAccents,
    /// First and last name are the other way round.
    NamesSwapped,
    /// A mail address that differs by one letter.
    AddressOneLetter,
    /// A name that differs by one letter.
    NameOneLetter,
    /// The same first part of two host names with different domains.
    SameHostPart,
    /// A name that is much alike.
    NameAlike,
}

impl NearReason {
    /// Returns the reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OtherOrganization => {
                "it would match, but it is in the export of another organization"
            }
            Self::WithoutAccents => "its name is the same but for accents",
            Self::NamesSwapped => "its first and last name are the other way round",
            Self::AddressOneLetter => "one of its mail addresses differs by one letter",
            Self::NameOneLetter => "its name differs by one letter",
            Self::SameHostPart => "its host name is in another domain",
            Self::NameAlike => "its name is similar",
        }
    }
}

/// Below this, two names have nothing to do with each other.
const ALIKE: f64 = 0.93;

/// Names that are longer are no names that somebody mistyped, and slow to compare.
const LONGEST: usize = 128;

/// Names that are shorter are one letter apart from too many others.
const SHORTEST: usize = 4;

pub(super) fn without_accents(key: &str) -> Cow<'_, str> {
    if key.is_ascii() {
        return Cow::Borrowed(key);
    }
    key.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Whether one letter more, less or other, or two that are swapped, is all that differs.
///
/// Without a table of all distances: names of thousands of letters must not cost their square.
fn one_letter_apart(a: &str, b: &str) -> bool {
    if a.len().min(b.len()) < SHORTEST || a.len().abs_diff(b.len()) > 4 || a == b {
        return false;
    }
    // Bytes before the first letter that differs are the same letters; most pairs end here.
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let same = a.floor_char_boundary(same).min(b.floor_char_boundary(same));
    let (a, b): (Vec<char>, Vec<char>) = (a[same..].chars().collect(), b[same..].chars().collect());
    let behind = a.iter().rev().zip(b.iter().rev());
    let same = behind.take_while(|(a, b)| a == b).count();
    let same = same.min(a.len()).min(b.len());
    match (&a[..a.len() - same], &b[..b.len() - same]) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([one, two], [other_one, other_two]) => one == other_two && two == other_one,
        _ => false,
    }
}

/// Whether two keys are numbered differently: `lt-014` and `lt-015` are two by intent, no typo.
fn are_counted(a: &str, b: &str) -> bool {
    let [(digits, letters), (other_digits, other_letters)] = [a, b].map(|key| {
        let digits = key.chars().filter(char::is_ascii_digit);
        let letters = key.chars().filter(|c| !c.is_ascii_digit());
        (digits, letters)
    });
    letters.eq(other_letters) && !digits.eq(other_digits)
}

/// Judges two names, which are keys and not equal.
fn near_name(mine: &str, other: &str) -> Option<NearReason> {
    if are_counted(mine, other) {
        return None;
    }
    if without_accents(mine) == without_accents(other) {
        return Some(NearReason::WithoutAccents);
    }
    let swapped = |(first, last): (&str, &str)| {
        let rest = other.strip_prefix(last).and_then(|it| it.strip_prefix(' '));
        rest == Some(first)
    };
    if mine.split_once(' ').is_some_and(swapped) {
        return Some(NearReason::NamesSwapped);
    }
    if one_letter_apart(mine, other) {
        return Some(NearReason::NameOneLetter);
    }
    let short = mine.len().max(other.len()) <= LONGEST;
    (short && strsim::jaro_winkler(mine, other) >= ALIKE).then_some(NearReason::NameAlike)
}

/// What near persons and contacts are told by: made once, compared often.
#[derive(Debug)]
pub(super) struct NearKeys {
    emails: Vec<String>,
    name: Option<String>,
    /// Whether the name is one that a rule compares, and no display name.
    proper: bool,
}

impl NearKeys {
    /// Returns what a person is told by.
    pub(super) fn of_person(person: &Person) -> Self {
        let mut emails = alias_keys(person);
        emails.extend(username_key(person));
        let name = person_key(person);
        Self {
            emails,
            proper: name.is_some(),
            name: name.or_else(|| filled_key(person.display_name.as_deref())),
        }
    }

    /// Returns what a contact is told by.
    pub(super) fn of_contact(contact: &Contact) -> Self {
        let emails = contact.emails.iter().chain(&contact.primary_email);
        Self {
            emails: emails.filter_map(|email| email_key(email)).collect(),
            name: contact_key(contact),
            proper: true,
        }
    }
}

/// Returns why a contact is near a person, if it is; the best reason of several.
pub(super) fn near_contact(person: &NearKeys, contact: &NearKeys) -> Option<NearReason> {
    let near = |key: &str, email: &str| one_letter_apart(key, email) && !are_counted(key, email);
    let by_address = contact
        .emails
        .iter()
        .any(|email| person.emails.iter().any(|key| near(key, email)))
        .then_some(NearReason::AddressOneLetter);
    let by_name = match (&person.name, &contact.name) {
        (Some(name), Some(other)) if name != other => near_name(name, other),
        // A display name is no key of a rule, but a person may well mean it.
        (Some(_), Some(_)) if !person.proper => Some(NearReason::NameAlike),
        _ => None,
    };
    by_address.into_iter().chain(by_name).min()
}

/// Returns why a configuration is near a device, if it is; the best reason of several.
pub(super) fn near_configuration(device: &Device, record: &Configuration) -> Option<NearReason> {
    let mine = host_key(device.display_name.as_deref()?)?;
    [&record.name, &record.hostname]
        .into_iter()
        .flatten()
        .filter_map(|text| host_key(text))
        .filter_map(|other| {
            if mine == other {
                // A name equals as a host name, or the other way round: no rule looks there.
                return Some(NearReason::NameAlike);
            }
            let parts = (host_part(&mine), host_part(&other));
            if let (Some(part), Some(other_part)) = parts
                && part == other_part
            {
                return Some(NearReason::SameHostPart);
            }
            near_name(&mine, &other)
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_apart_is_the_distance_of_one() {
        let words = [
            "mira okafor",
            "mira okafro",
            "mira okafo",
            "mira okafors",
            "mira okagor",
            "mria okaofr",
            "aaaaaa",
            "aaaaa",
            "aaaaaaa",
            "abcabc",
            "abcacb",
            "bacabc",
            "jörg",
            "jorg",
            "jörgs",
            "abc",
        ];
        for one in words {
            for other in words {
                let expected = one.len().min(other.len()) >= SHORTEST
                    && one.len().abs_diff(other.len()) <= 4
                    && strsim::damerau_levenshtein(one, other) == 1;
                assert_eq!(one_letter_apart(one, other), expected, "{one} {other}");
            }
        }
        let long = "x".repeat(1_000_000);
        assert!(one_letter_apart(&long, &format!("{long}y")));
    }
}
