//! Cells that a spreadsheet would run: the guard in front of them, and taking it off (SAFETY.md 6).
//!
//! It must not know of files: [`guard`] and [`unguard`] are inverse on any text.

use std::borrow::Cow;

/// Returns a value as it is safe in a CSV cell: what a spreadsheet would run gets a leading `'`.
pub fn guard(value: &str) -> Cow<'_, str> {
    if would_run(value) {
        Cow::Owned(format!("'{value}"))
    } else {
        Cow::Borrowed(value)
    }
}

/// Returns a cell without the guard that [`guard`] and careful tools put in front of it.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(value) if would_run(value) => value,
        _ => cell,
    }
}

/// Returns whether a formula starts the value, after any blanks and quotes.
fn would_run(value: &str) -> bool {
    value
        .chars()
        .find(|c| !matches!(c, ' ' | '\u{a0}' | '"' | '\''))
        .is_some_and(|c| {
            matches!(
                c,
                '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'
            )
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_get_a_guard_and_other_values_stay() {
        for (value, cell) in [
            ("=1+3", "'=1+3"),
            ("+44 20", "'+44 20"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("\t=1", "'\t=1"),
            (" \"=1", "' \"=1"),
            ("'=1", "''=1"),
            ("Mira", "Mira"),
            ("O'Hara", "O'Hara"),
            ("'t Hart", "'t Hart"),
            ("", ""),
        ] {
            assert_eq!(guard(value), cell);
            assert_eq!(unguard(cell), value);
        }
    }

    proptest! {
        #[test]
        fn unguard_gives_back_what_was_guarded(value in "[ '\"=+@a\t-]{0,6}|.{0,8}") {
            let cell = guard(&value);
            prop_assert_eq!(unguard(&cell), value.as_str());
        }
    }
}
