//! Folding of text, so that two spellings of one thing compare equal (EXPORTS.md 5.1).
//!
//! It must not know what the text means: names, addresses and headers all pass here.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// Returns the form in which text is compared; empty when nothing visible is in it.
///
/// NFKC, full case folding, NFKC again; invisible characters dropped; any run of white space is
/// one blank; trimmed. Accents and punctuation stay: `Zoë` is not `Zoe`.
pub fn text_key(text: &str) -> String {
    if text.is_ascii() {
        let mut key = String::with_capacity(text.len());
        push_collapsed(&mut key, text.chars().map(|c| c.to_ascii_lowercase()));
        return key;
    }
    let folded: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .nfkc()
        .default_case_fold()
        .nfkc()
        .collect();
    let mut key = String::with_capacity(folded.len());
    push_collapsed(&mut key, folded.chars());
    key
}

/// Returns the form in which mail addresses are compared, or `None` when it is not an address.
///
/// A prefix `mailto:` or `smtp:` is dropped; there must be exactly one `@` with something on both
/// sides. Dots and `+tags` stay.
pub fn email_key(text: &str) -> Option<String> {
    let key = text_key(text);
    let address = ["mailto:", "smtp:"]
        .into_iter()
        .find_map(|prefix| key.strip_prefix(prefix))
        .unwrap_or(&key)
        .trim_start();
    let (user, host) = address.split_once('@')?;
    if user.is_empty() || host.is_empty() || host.contains('@') {
        return None;
    }
    if address.len() == key.len() {
        return Some(key);
    }
    Some(address.to_owned())
}

fn push_collapsed(key: &mut String, chars: impl Iterator<Item = char>) {
    let mut blank = false;
    for c in chars {
        if c.is_whitespace() {
            blank = !key.is_empty();
            continue;
        }
        if blank {
            key.push(' ');
            blank = false;
        }
        key.push(c);
    }
}

/// Characters without width: copied along from web pages, never typed on purpose.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_text_have_one_key() {
        for (text, key) in [
            ("  Mira \t\n Okafor ", "mira okafor"),
            ("ZOË  LINDQVIST", "zoë lindqvist"),
            ("Zoe\u{308} Lindqvist", "zoë lindqvist"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("ﬁnance", "finance"),
            ("Ｍｉｒａ\u{3000}Okafor", "mira okafor"),
            ("Mi\u{200b}ra\u{a0}Okafor\u{feff}", "mira okafor"),
            ("O'Hara-Smith Jr.", "o'hara-smith jr."),
            ("\u{200b} \u{a0}", ""),
        ] {
            assert_eq!(text_key(text), key, "{text:?}");
        }
        assert_ne!(text_key("Zoë"), text_key("Zoe"));
    }

    #[test]
    fn address_has_a_key_only_when_it_can_receive_mail() {
        for (text, key) in [
            (
                " SMTP:Mira.Okafor@Contoso.example ",
                Some("mira.okafor@contoso.example"),
            ),
            (
                "mailto:mira+x@contoso.example",
                Some("mira+x@contoso.example"),
            ),
            ("mira@contoso.example", Some("mira@contoso.example")),
            ("", None),
            ("@", None),
            ("mira@", None),
            ("@contoso.example", None),
            ("smtp:@contoso.example", None),
            ("a@b@contoso.example", None),
            ("not an address", None),
        ] {
            assert_eq!(email_key(text).as_deref(), key, "{text:?}");
        }
    }
}
