//! Keys that are compared: of names, device ids, host names and serial numbers (EXPORTS.md 5.1).
//!
//! A function that gives `None` says "no key", and no key never matches anything.

use std::net::IpAddr;

use crate::model::{Contact, Person, text_key};

/// Serial numbers that firmware and people write when there is none, in folded form.
const JUNK_SERIALS: [&str; 9] = [
    "systemserialnumber",
    "tobefilledbyoem",
    "0123456789",
    "123456789",
    "defaultstring",
    "notspecified",
    "notapplicable",
    "none",
    "na",
];

/// Returns the key of a text, or `None` when it is empty.
pub(super) fn filled_key(text: Option<&str>) -> Option<String> {
    text.map(text_key).filter(|key| !key.is_empty())
}

/// Returns the key of a first and a last name; both must say something.
fn names_key(first: Option<&str>, last: Option<&str>) -> Option<String> {
    let (first, last) = (filled_key(first)?, filled_key(last)?);
    Some(format!("{first} {last}"))
}

/// Returns the name a person is compared by; the display name is not used, it carries suffixes.
pub(super) fn person_key(person: &Person) -> Option<String> {
    names_key(person.given_name.as_deref(), person.surname.as_deref())
}

/// Returns the name a contact is compared by: first and last, else the full name.
///
/// A full name with exactly one comma is "last, first".
pub(super) fn contact_key(contact: &Contact) -> Option<String> {
    if let Some(key) = names_key(contact.first_name.as_deref(), contact.last_name.as_deref()) {
        return Some(key);
    }
    let full = contact.full_name.as_deref()?;
    if let Some((last, first)) = full.split_once(',')
        && !first.contains(',')
        && let Some(key) = names_key(Some(first), Some(last))
    {
        return Some(key);
    }
    filled_key(Some(full))
}

/// Returns the key of a device id: its 32 hexadecimal digits; all zeros is no key.
pub(super) fn guid_key(text: &str) -> Option<u128> {
    let text = text.trim();
    let text = text
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'))
        .unwrap_or(text)
        .trim();
    let digits: String = match text.len() {
        36 if [8, 13, 18, 23]
            .iter()
            .all(|at| text.as_bytes()[*at] == b'-') =>
        {
            text.replace('-', "")
        }
        _ => text.to_owned(),
    };
    if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(&digits, 16)
        .ok()
        .filter(|bits| *bits != 0)
}

/// Returns the key of a host name or device name as a whole, without one trailing dot.
pub(super) fn host_key(text: &str) -> Option<String> {
    let mut key = text_key(text);
    if key.ends_with('.') {
        key.pop();
    }
    Some(key).filter(|key| !key.is_empty())
}

/// Returns what stands before the first dot of a host key; an IP address has no such part.
pub(super) fn host_part(key: &str) -> Option<&str> {
    if key.parse::<IpAddr>().is_ok() {
        return None;
    }
    key.split('.').next().filter(|part| !part.is_empty())
}

/// Returns the key of a serial number: its letters and digits; junk is no key.
pub(super) fn serial_key(text: &str) -> Option<String> {
    let key: String = text_key(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let mut chars = key.chars();
    let first = chars.next()?;
    let junk = key.chars().count() < 4
        || chars.all(|c| c == first)
        || JUNK_SERIALS.contains(&key.as_str());
    (!junk).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junk_serials_are_no_key() {
        for text in [
            "",
            "   ",
            "System Serial Number",
            "SystemSerialNumber",
            "To Be Filled By O.E.M.",
            "0123456789",
            "123456789",
            "Default string",
            "Not Specified",
            "None",
            "N/A",
            "00000000",
            "xxxx-xxxx",
            "S1",
            "A-1 2",
        ] {
            assert_eq!(serial_key(text), None, "{text:?}");
        }
        assert_eq!(serial_key(" 5cg-1234 XYZ").as_deref(), Some("5cg1234xyz"));
    }

    #[test]
    fn device_ids_compare_without_case_braces_and_hyphens() {
        let bits = Some(0x77aa_0000_0000_4000_8000_0000_0000_00d1);
        for text in [
            "77aa0000-0000-4000-8000-0000000000d1",
            " {77AA0000-0000-4000-8000-0000000000D1} ",
            "77AA00000000400080000000000000D1",
        ] {
            assert_eq!(guid_key(text), bits, "{text:?}");
        }
        for text in [
            "",
            "00000000-0000-0000-0000-000000000000",
            "n/a",
            "+7aa0000-0000-4000-8000-0000000000d1",
            "77aa00000-000-4000-8000-0000000000d1",
            "ééééééééééééééé-éé",
        ] {
            assert_eq!(guid_key(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_has_no_host_part() {
        assert_eq!(host_part("10.20.0.14"), None);
        assert_eq!(host_part("2001:db8::1"), None);
        assert_eq!(host_part("lt-014.contoso.example"), Some("lt-014"));
        assert_eq!(host_part(".contoso.example"), None);
        assert_eq!(
            host_key("LT-014.contoso.example.").as_deref(),
            Some("lt-014.contoso.example")
        );
        assert_eq!(host_key("."), None);
    }
}
