//! Digests of what files show: where one is as it was, nothing is rendered.
//!
//! A page is a pure function of its shell, its view and the theme. The theme is compared as a
//! whole; what is left is hashed here, in a form without names and blanks.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::site::View;
use crate::site::view::{Frame, FreshnessView, Shell};

/// A digest of what one file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Digest(u128);

impl Digest {
    /// Returns the digest of a file whose bytes are known.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        Self::of_hash(&blake3::hash(bytes))
    }

    fn of_value(value: &impl Serialize) -> Self {
        let bytes = postcard::to_extend(value, Vec::with_capacity(4096));
        Self::of_bytes(&bytes.expect("views are made of plain values"))
    }

    fn of_hash(hash: &blake3::Hash) -> Self {
        let (half, _) = hash.as_bytes().split_first_chunk().expect("32 bytes");
        Self(u128::from_be_bytes(*half))
    }

    /// Returns its bytes.
    pub(super) const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        let number = u128::from_str_radix(text, 16).map_err(serde::de::Error::custom)?;
        Ok(Self(number))
    }
}

/// Hashes pages; frames, which many of them share, once.
#[derive(Debug, Default)]
pub(super) struct PageDigests {
    /// By the frame's place in memory, which is its own as long as the frame is kept beside it.
    frames: RwLock<HashMap<usize, (Arc<Frame>, Digest)>>,
}

impl PageDigests {
    /// Returns the digest of all that a template gets for a page.
    pub(super) fn of(&self, shell: &Shell, view: &View, fresh: Option<&FreshnessView>) -> Digest {
        let Shell {
            page,
            title,
            heading,
            frame,
            breadcrumbs,
            state,
            canonical,
        } = shell;
        let around = (page, title, heading, breadcrumbs, state, canonical);
        let frame = self.frame(frame).to_bytes();
        Digest::of_value(&(view.template(), frame, around, view, fresh))
    }

    fn frame(&self, frame: &Arc<Frame>) -> Digest {
        let place = Arc::as_ptr(frame).addr();
        let known = self.frames.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, digest)) = known.get(&place) {
            return *digest;
        }
        drop(known);
        let digest = Digest::of_value(&**frame);
        let mut known = self.frames.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(place, (Arc::clone(frame), digest));
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_read_as_it_was_written() {
        let digest = Digest::of_bytes(b"page");
        let text = serde_json::to_string(&digest).expect("JSON");
        assert_eq!(text.len(), 34);
        let read: Digest = serde_json::from_str(&text).expect("a digest");
        assert_eq!(read, digest);
        assert!(serde_json::from_str::<Digest>("\"x\"").is_err());
    }
}
