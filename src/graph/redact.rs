//! Keeps secrets, tokens and control characters out of every text that comes from outside.

/// What may follow a name and must not be shown.
const NAMES: [&str; 7] = [
    "bearer ",
    "skiptoken=",
    "deltatoken=",
    "client_assertion=",
    "client_secret=",
    "access_token=",
    "code=",
];

/// The longest text of a server that is shown.
const LONGEST: usize = 300;

/// Returns a server's text fit for a log: tokens and secrets left out, control and direction
/// characters escaped, and cut to a bearable length.
pub fn redact(text: &str) -> String {
    let mut clean = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(length) = secret_at(text, rest) {
            clean.push_str("[left out]");
            rest = &rest[length..];
            continue;
        }
        let hidden = letter.is_control() || is_direction(letter);
        if hidden && (letter as u32) < 0x100 {
            clean.push_str(&format!("\\x{:02x}", letter as u32));
        } else if hidden {
            clean.push_str(&format!("\\u{{{:x}}}", letter as u32));
        } else {
            clean.push(letter);
        }
        rest = &rest[letter.len_utf8()..];
    }
    match clean.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &clean[..at]),
        None => clean,
    }
}

/// Returns the length of the secret that begins where `rest` begins in `text`.
fn secret_at(text: &str, rest: &str) -> Option<usize> {
    let at = text.len() - rest.len();
    let before = &text[..at];
    let is_part = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '~' | '%' | '+' | '/')
    };
    let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
    if length == 0 {
        return None;
    }
    let named = NAMES.iter().any(|name| {
        let start = before.len().checked_sub(name.len());
        start
            .and_then(|start| before.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(name))
    });
    let word_begins = !before.ends_with(is_part);
    let is_token = word_begins && length >= 20 && rest.starts_with("eyJ");
    (named || is_token).then_some(length)
}

fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_controls_never_pass() {
        let cases = [
            (
                "Authorization: Bearer abc.def-ghi failed",
                "Authorization: Bearer [left out] failed",
            ),
            (
                "see https://g.example/v1.0/x?$deltatoken=A_b-1&$x=2",
                "see https://g.example/v1.0/x?$deltatoken=[left out]&$x=2",
            ),
            (
                "token eyJhbGciOiJub25lIn0.eyJ0aWQiOiIxIn0.x is bad",
                "token [left out] is bad",
            ),
            (
                "a\u{1b}]0;x\u{7}\u{202e}b\n",
                "a\\x1b]0;x\\x07\\u{202e}b\\x0a",
            ),
            ("plain words", "plain words"),
        ];
        for (text, expected) in cases {
            assert_eq!(redact(text), expected);
        }
        assert_eq!(redact(&"ä".repeat(400)).chars().count(), 301);
    }
}
