//! Texts that look like the directory's own: object ids, base64 for tokens, checksums.
//!
//! Everything is made by hashing, so it is the same on every run and machine.

use crate::model::ObjectId;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Returns the id of something that is known by its names.
pub(super) fn guid_of(parts: &[&str]) -> ObjectId {
    let hash = blake3::hash(parts.join("\u{1f}").as_bytes());
    let mut bits = 0u128;
    for byte in &hash.as_bytes()[..16] {
        bits = bits << 8 | u128::from(*byte);
    }
    // Version 4 and the usual variant: what Entra's own ids look like.
    bits = bits & !(0xf << 76) | 0x4 << 76;
    bits = bits & !(0x3 << 62) | 0x2 << 62;
    ObjectId::from_u128(bits)
}

/// Returns a number below `below` that is known by its names; 0 when `below` is 0.
pub(super) fn number_of(parts: &[&str], below: u64) -> u64 {
    let hash = blake3::hash(parts.join("\u{1f}").as_bytes());
    let number = hash.as_bytes()[..8]
        .iter()
        .fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    number.checked_rem(below).unwrap_or(0)
}

/// Returns bytes in the URL form of base64, without padding.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut bits = 0u32;
        for at in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0));
        }
        for at in 0..=chunk.len() {
            let digit = (bits >> (18 - 6 * at)) & 0x3f;
            text.push(ALPHABET[digit as usize] as char);
        }
    }
    text
}

/// Reads what [`to_base64`] wrote; anything else is none.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for at in 0..4 {
            let digit = match chunk.get(at) {
                Some(letter) => ALPHABET.iter().position(|known| known == letter)?,
                None => 0,
            };
            bits = bits << 6 | u32::try_from(digit).ok()?;
        }
        let whole = bits.to_be_bytes();
        bytes.extend_from_slice(whole.get(1..chunk.len())?);
    }
    Some(bytes)
}

/// Returns a short text that only this server can make for `text`.
pub(super) fn seal_of(text: &str) -> String {
    let hash = blake3::derive_key("rosterbook demo directory seal", text.as_bytes());
    to_base64(&hash[..9])
}

/// Returns `text` sealed, fit for a query.
pub(super) fn seal(text: &str) -> String {
    format!("{}.{}", to_base64(text.as_bytes()), seal_of(text))
}

/// Returns the text that was sealed; anything else is none.
pub(super) fn unseal(sealed: &str) -> Option<String> {
    let (text, seal) = sealed.split_once('.')?;
    let text = String::from_utf8(from_base64(text)?).ok()?;
    (seal_of(&text) == seal).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_always_give_the_same_id() {
        let id = guid_of(&["contoso", "group", "SG-VPN-Users"]);
        assert_eq!(id, guid_of(&["contoso", "group", "SG-VPN-Users"]));
        assert_ne!(id, guid_of(&["contoso", "groupS", "G-VPN-Users"]));
        let text = id.to_string();
        assert_eq!(&text[14..15], "4", "{text}");
        assert!("89ab".contains(&text[19..20]), "{text}");
    }

    #[test]
    fn sealed_text_comes_back_and_forged_text_does_not() {
        for text in ["", "a", "ab", "abc", "grüße|1", "x".repeat(1000).as_str()] {
            assert_eq!(unseal(&seal(text)).as_deref(), Some(text));
        }
        for forged in ["", ".", "a.b", "YQ.YQ", "====", "日本.語", &seal("a")[1..]] {
            assert_eq!(unseal(forged), None, "{forged}");
        }
    }
}
