//! Text for people: times, counts, and the order of names.

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization as _;

/// Returns what names are sorted by: lower case, without accents; then the name itself.
pub(super) fn sort_key(name: &str) -> (String, String) {
    let mut folded = String::with_capacity(name.len());
    for letter in name.nfkd().flat_map(char::to_lowercase) {
        match latin(letter) {
            Some(plain) => folded.push_str(plain),
            None if ('\u{300}'..='\u{36f}').contains(&letter) => {}
            None => folded.push(letter),
        }
    }
    (folded, name.to_owned())
}

/// Returns the plain letters for one that decomposition leaves whole; the search of the theme
/// folds the same ones.
pub(super) const fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        _ => return None,
    })
}

/// Returns a time to the minute: `2026-11-20 14:17 UTC`.
pub(super) fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Returns the UTC day of a time: `2026-11-20`.
pub(super) fn day(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

/// Returns the time of day: `14:17 UTC`.
pub(super) fn time_of_day(time: Timestamp) -> String {
    time.strftime("%H:%M UTC").to_string()
}

/// Returns a number with its noun: `1 group`, `3 groups`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}

/// Returns names as a sentence would: `A`, `A and B`, `A, B and C`.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_at_their_plain_letter() {
        let mut names = ["Zoe", "Łukasz", "Lukas", "Ørsted", "Émile", "Mira", "Oskar"];
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(
            names,
            ["Émile", "Lukas", "Łukasz", "Mira", "Ørsted", "Oskar", "Zoe"]
        );
    }
}
