//! Escaping of text for HTML (SAFETY.md 6).
//!
//! It must not know where the text goes: text and quoted attributes are escaped alike.

use std::io::{self, Write};

/// The bytes that may need to be replaced: marks of HTML, controls, and the first bytes of the
/// characters that are controls beyond ASCII.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = matches!(
            byte as u8,
            b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=8 | 11 | 12 | 14..=31 | 127 | 0xc2 | 0xe2
        );
        byte += 1;
    }
    special
};

/// Writes `text` so that it is safe in HTML text and in quoted attributes.
///
/// Characters that turn the direction of writing round are made visible instead of obeyed, and
/// characters that HTML forbids become the replacement character.
pub(super) fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let bytes = text.as_bytes();
    let mut written = 0;
    let mut at = 0;
    while at < bytes.len() {
        // Nearly all bytes are harmless: this loop decides how fast a page is written.
        match bytes[at..]
            .iter()
            .position(|&byte| SPECIAL[usize::from(byte)])
        {
            Some(skipped) => at += skipped,
            None => break,
        }
        let (replacement, length): (&str, usize) = match bytes[at] {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\'' => ("&#39;", 1),
            0..=8 | 11 | 12 | 14..=31 | 127 => ("\u{fffd}", 1),
            0xc2 if matches!(bytes.get(at + 1), Some(0x80..=0x9f)) => ("\u{fffd}", 2),
            0xe2 => match direction(&bytes[at..]) {
                Some(name) => (name, 3),
                None => {
                    at += 3;
                    continue;
                }
            },
            _ => {
                at += 1;
                continue;
            }
        };
        out.write_all(&bytes[written..at])?;
        out.write_all(replacement.as_bytes())?;
        at += length;
        written = at;
    }
    out.write_all(&bytes[written..])
}

/// Makes controls of direction visible in HTML that is safe already.
pub(super) fn directions(html: String) -> String {
    let control = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !html.contains(control) {
        return html;
    }
    let mut out = String::with_capacity(html.len() + 64);
    for c in html.chars() {
        let mut bytes = [0; 4];
        match direction(c.encode_utf8(&mut bytes).as_bytes()) {
            Some(name) => out.push_str(name),
            None => out.push(c),
        }
    }
    out
}

/// Returns the visible form of a control that embeds, overrides or isolates a direction.
///
/// The marks U+200E and U+200F only nudge their neighbours and are common in honest names.
fn direction(bytes: &[u8]) -> Option<&'static str> {
    match bytes.get(..3)? {
        [0xe2, 0x80, 0xaa] => Some("[U+202A]"),
        [0xe2, 0x80, 0xab] => Some("[U+202B]"),
        [0xe2, 0x80, 0xac] => Some("[U+202C]"),
        [0xe2, 0x80, 0xad] => Some("[U+202D]"),
        [0xe2, 0x80, 0xae] => Some("[U+202E]"),
        [0xe2, 0x81, 0xa6] => Some("[U+2066]"),
        [0xe2, 0x81, 0xa7] => Some("[U+2067]"),
        [0xe2, 0x81, 0xa8] => Some("[U+2068]"),
        [0xe2, 0x81, 0xa9] => Some("[U+2069]"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let mut out = Vec::new();
        escape(input, &mut out).expect("memory takes everything");
        assert_eq!(String::from_utf8(out).expect("still text"), expected);
    }

    #[test]
    fn text_cannot_leave_its_element_or_attribute() {
        check("plain", "plain");
        check("", "");
        check(
            r#""><svg onload='alert(1)'>&"#,
            "&quot;&gt;&lt;svg onload=&#39;alert(1)&#39;&gt;&amp;",
        );
        check("Jörg – 日本 “x” €", "Jörg – 日本 “x” €");
    }

    #[test]
    fn direction_controls_are_shown_and_not_obeyed() {
        check("gpj\u{202e}exe", "gpj[U+202E]exe");
        check("\u{2066}a\u{2069}", "[U+2066]a[U+2069]");
        check("שלום\u{200f}!", "שלום\u{200f}!");
    }

    #[test]
    fn direction_controls_in_notes_are_shown_too() {
        assert_eq!(
            crate::render::to_html("*gpj\u{202e}exe* \u{2067}x\u{2069}"),
            "<p><em>gpj[U+202E]exe</em> [U+2067]x[U+2069]</p>\n"
        );
    }

    #[test]
    fn characters_that_html_forbids_become_the_replacement_character() {
        check(
            "a\0b\u{1b}[2J\u{85}\tc\n",
            "a\u{fffd}b\u{fffd}[2J\u{fffd}\tc\n",
        );
    }
}
