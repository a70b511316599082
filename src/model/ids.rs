//! Identifiers: Entra object ids and the keys of organizations and tenants.
//!
//! Ids are newtypes, so that a group id cannot be passed for a tenant id.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that is not a lower- or upper-case GUID of 36 characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an object id (36 characters, hexadecimal digits and hyphens)")]
pub struct InvalidId(pub String);

/// The id of any directory object: a person, group, device or application.
///
/// Held as 128 bits; ordered as its lower-case text is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(u128);

impl ObjectId {
    /// Makes an id from its 128 bits.
    pub const fn from_u128(bits: u128) -> Self {
        Self(bits)
    }

    /// Returns the 128 bits of the id.
    pub const fn as_u128(self) -> u128 {
        self.0
    }

    /// Returns the first two hexadecimal digits: the shard that holds the object.
    pub fn shard(self) -> String {
        format!("{:02x}", self.0 >> 120)
    }

    /// Returns the last 12 hexadecimal digits, as used in URLs (CONTRACT.md 5).
    pub fn short(self) -> String {
        format!("{:012x}", self.0 & 0xffff_ffff_ffff)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HYPHENS: [usize; 4] = [8, 12, 16, 20];
        let mut text = [0u8; 36];
        let mut at = 0;
        for digit in 0..32 {
            if HYPHENS.contains(&digit) {
                text[at] = b'-';
                at += 1;
            }
            let value = (self.0 >> (124 - digit * 4)) as u8 & 0xf;
            text[at] = b"0123456789abcdef"[value as usize];
            at += 1;
        }
        out.write_str(std::str::from_utf8(&text).expect("only ASCII digits and hyphens"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for ObjectId {
    type Err = InvalidId;

    /// Parses a GUID in its hyphenated form of 36 characters, in any case.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let bytes = text.as_bytes();
        if bytes.len() != 36 {
            return Err(InvalidId(text.to_owned()));
        }
        let mut bits = 0u128;
        for (at, &byte) in bytes.iter().enumerate() {
            if matches!(at, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return Err(InvalidId(text.to_owned()));
                }
                continue;
            }
            let digit = (byte as char)
                .to_digit(16)
                .ok_or_else(|| InvalidId(text.to_owned()))?;
            bits = bits << 4 | u128::from(digit);
        }
        Ok(Self(bits))
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = ObjectId;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object id of 36 characters")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<ObjectId, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

macro_rules! object_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub ObjectId);

        impl $name {
            /// Returns the id as that of any directory object.
            pub const fn object(self) -> ObjectId {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, out)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.parse().map(Self)
            }
        }
    };
}

object_newtype! {
    /// The id of a group.
    GroupId
}

object_newtype! {
    /// The id of an Entra directory.
    TenantId
}

/// A key that does not match `^[a-z0-9][a-z0-9-]{0,39}$`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key (1 to 40 of `a-z`, `0-9` and `-`, not starting with `-`)")]
pub struct InvalidKey(pub String);

macro_rules! key_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the key as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidKey;
            fn try_from(text: String) -> Result<Self, InvalidKey> {
                let well_formed = (1..=40).contains(&text.len())
                    && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
                    && !text.starts_with('-');
                if well_formed { Ok(Self(text)) } else { Err(InvalidKey(text)) }
            }
        }

        impl FromStr for $name {
            type Err = InvalidKey;
            fn from_str(text: &str) -> Result<Self, InvalidKey> {
                text.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(key: $name) -> String {
                key.0
            }
        }
    };
}

key_newtype! {
    /// The key of an organization: its URL and folder name (CONTRACT.md 3).
    OrgKey
}

key_newtype! {
    /// The key of a tenant: its folder below `snapshot/` (CONTRACT.md 3).
    TenantKey
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_id_reads_any_case_and_writes_lower_case() {
        let id: ObjectId = "3F2A9C1E-0b7d-4c55-9a51-6f0d2c8b1e77"
            .parse()
            .expect("valid");
        assert_eq!(id.to_string(), "3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e77");
        assert_eq!(id.shard(), "3f");
        assert_eq!(id.short(), "6f0d2c8b1e77");
    }

    #[test]
    fn object_id_refuses_whatever_could_become_another_path() {
        for text in [
            "",
            "../../../../../../../etc/passwd-----",
            "3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e7",
            "3f2a9c1e+0b7d-4c55-9a51-6f0d2c8b1e77",
            "3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e7g",
            "{f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e7}",
        ] {
            assert!(text.parse::<ObjectId>().is_err(), "{text}");
        }
    }

    #[test]
    fn keys_are_url_and_folder_names() {
        assert!("contoso-2".parse::<OrgKey>().is_ok());
        for text in ["", "-a", "Contoso", "a/b", "a.b", &"a".repeat(41)] {
            assert!(text.parse::<OrgKey>().is_err(), "{text}");
        }
    }
}
