//! Text for people: times, counts, and the order of names.

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization as _;

/// Returns what names are sorted by: lower case, without accents; then the name itself.
pub(super) fn sort_key(name: &str) -> (String, String) {
    let folded = name
        .nfkd()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .flat_map(char::to_lowercase)
        .collect();
    (folded, name.to_owned())
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
