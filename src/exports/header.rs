//! Column headers: their folded form, and which of them name secrets (EXPORTS.md 3 and 4).
//!
//! It must not know the values below a header.

use crate::model::text_key;

/// Returns a header as it is compared: as text, with `_`, `-` and blanks equal but not dropped.
pub(super) fn fold_header(header: &str) -> String {
    let spaced: String = header
        .chars()
        .map(|c| if matches!(c, '_' | '-') { ' ' } else { c })
        .collect();
    text_key(&spaced)
}

/// Returns whether a column, label or JSON key names a secret, whose value must not be held.
pub(super) fn is_secret(header: &str) -> bool {
    const PARTS: [&str; 7] = [
        "password",
        "passwd",
        "passphrase",
        "bitlocker",
        "recovery key",
        "private key",
        "api key",
    ];
    // Keys of JSON are written in one word: `apiKey`.
    const JOINED: [&str; 3] = ["recoverykey", "privatekey", "apikey"];
    const WORDS: [&str; 6] = ["otp", "totp", "secret", "token", "pin", "pwd"];
    let folded = fold_header(header);
    let words = fold_header(&split_humps(header));
    PARTS
        .iter()
        .any(|part| folded.contains(part) || words.contains(part))
        || JOINED.iter().any(|part| folded.contains(part))
        || [&folded, &words].into_iter().any(|text| {
            text.split(|c: char| !c.is_alphanumeric())
                .any(|word| WORDS.contains(&word))
        })
}

/// Puts a blank where a new word of a joined key starts: `userPin` and `OTPSeed` are two words.
fn split_humps(header: &str) -> String {
    let chars: Vec<char> = header.chars().collect();
    let mut text = String::with_capacity(header.len() + 4);
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after_small = before.is_some_and(|b| b.is_lowercase() || b.is_numeric());
        let after_capital = before.is_some_and(char::is_uppercase);
        let next_is_small = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (after_small || (after_capital && next_is_small)) {
            text.push(' ');
        }
        text.push(*c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_compare_without_case_padding_and_kind_of_separator() {
        for header in ["Primary_Email", " primary-email ", "PRIMARY  EMAIL\u{feff}"] {
            assert_eq!(fold_header(header), "primary email", "{header:?}");
        }
        assert_ne!(fold_header("Device ID"), fold_header("deviceId"));
    }

    #[test]
    fn secrets_are_known_by_their_header() {
        for header in [
            "password",
            "Admin_Password_2",
            "Local passwd",
            "Wi-Fi Passphrase",
            "BitLocker Recovery Key",
            "recovery-key",
            "SSH private_key",
            "API Key",
            "apiKey",
            "privateKey",
            "OTP",
            "TOTP / otp seed",
            "client-secret",
            "Token",
            "Door PIN",
            "userPin",
            "OTPSeed",
            "pwd",
        ] {
            assert!(is_secret(header), "{header}");
        }
        for header in [
            "footprint",
            "Opinion",
            "name",
            "secretary",
            "pinned",
            "hotspot",
            "Key",
        ] {
            assert!(!is_secret(header), "{header}");
        }
    }
}
