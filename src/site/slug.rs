//! Slugs: names as parts of addresses (SAFETY.md 7).

use unicode_normalization::UnicodeNormalization as _;

use super::text::latin;
use crate::model::ObjectId;

/// The longest slug in bytes, before the id: short enough for a path, long enough to read.
const LONGEST: usize = 60;

/// Returns a name as lower-case ASCII `[a-z0-9-]`, at most 60 bytes; empty when nothing is left.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len().min(LONGEST));
    for letter in name.nfkd().flat_map(char::to_lowercase) {
        let mut plain = [0u8; 4];
        let mapped: &str = match letter {
            'a'..='z' | '0'..='9' => letter.encode_utf8(&mut plain),
            _ if let Some(latin) = latin(letter) => latin,
            // Marks that decomposition split off, and apostrophes, leave no gap.
            '\u{300}'..='\u{36f}' | '\'' | '’' => continue,
            _ if out.is_empty() || out.ends_with('-') => continue,
            _ => "-",
        };
        if out.len() + mapped.len() > LONGEST {
            break;
        }
        out.push_str(mapped);
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Returns the folder name of an object: slug, hyphen, last 12 hexadecimal digits of its id.
///
/// `stand_in` takes the place of a name of which nothing is left: `g` for a group.
pub fn object_folder(name: &str, stand_in: &str, id: ObjectId) -> String {
    let slug = slug(name);
    let slug = if slug.is_empty() { stand_in } else { &slug };
    format!("{slug}-{}", id.short())
}

/// Returns the folder name of a record: slug, hyphen, its id in a safe form.
///
/// An id that is short and plain stays; any other is replaced by 12 hexadecimal digits of its hash.
pub fn record_folder(name: &str, stand_in: &str, id: &str) -> String {
    /// The longest id that is kept as it is.
    const LONGEST_ID: usize = 19;
    let plain = (1..=LONGEST_ID).contains(&id.len())
        && id
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'));
    let id = if plain {
        id.to_owned()
    } else {
        blake3::hash(id.as_bytes()).to_hex()[..12].to_owned()
    };
    let slug = slug(name);
    let slug = if slug.is_empty() { stand_in } else { &slug };
    format!("{slug}-{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_plain_parts_of_addresses() {
        for (name, expected) in [
            ("SG-VPN-Users", "sg-vpn-users"),
            ("  Größe & Maß  ", "grosse-mass"),
            ("Zoë's Team", "zoes-team"),
            ("../../etc/passwd", "etc-passwd"),
            ("CON", "con"),
            ("日本語", ""),
            ("🚀 Launch 🚀", "launch"),
            ("\u{202e}evil", "evil"),
            ("<script>alert(1)</script>", "script-alert-1-script"),
            ("a.b", "a-b"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(slug(&"x".repeat(300)).len(), 60);
        assert!(slug(&"ab ".repeat(300)).len() <= 60);
    }

    #[test]
    fn folders_end_in_the_id_so_that_equal_names_stay_apart() {
        let id: ObjectId = "3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e77"
            .parse()
            .expect("valid");
        assert_eq!(object_folder("Finance", "g", id), "finance-6f0d2c8b1e77");
        assert_eq!(object_folder("日本", "g", id), "g-6f0d2c8b1e77");
        assert_eq!(
            record_folder("Mira Okafor", "c", "8123"),
            "mira-okafor-8123"
        );
        let odd = record_folder("Mira", "c", "../8123");
        assert!(odd.starts_with("mira-") && odd.len() == 17, "{odd}");
    }
}
