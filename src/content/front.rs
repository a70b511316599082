//! Front matter: TOML between two `+++` lines at the top of a Markdown file.
//!
//! There is no YAML parser anywhere (SAFETY.md 7); a file that begins with it is refused.

use std::ops::Range;

use super::error::ContentError;
use super::source::Source;

/// Front matter is a handful of keys; more is an attack or a mistake (SAFETY.md 7).
const MAX_FRONT: usize = 64 * 1024;

/// Where the front matter and the Markdown stand in a file.
pub(super) struct Parts {
    pub(super) front: Range<usize>,
    pub(super) body: usize,
}

/// Finds the front matter; an empty one when the file begins without.
pub(super) fn split(source: &Source) -> Result<Parts, ContentError> {
    let text = source.text.as_str();
    let first = text.split_inclusive('\n').next().unwrap_or("");
    let fence = first.trim_end();
    if fence == "---" && closing(text, first.len(), "---").is_some() {
        return Err(source.wrong(
            0..3,
            "front matter between `---` lines is not read",
            Some("write it as TOML between two `+++` lines".into()),
        ));
    }
    if fence != "+++" {
        return Ok(Parts {
            front: 0..0,
            body: 0,
        });
    }
    let Some(close) = closing(text, first.len(), "+++") else {
        return Err(source.wrong(
            0..3,
            "the front matter has no end",
            Some("close it with a second `+++` line".into()),
        ));
    };
    if close.start - first.len() > MAX_FRONT {
        return Err(source.wrong(
            0..3,
            format!("the front matter is larger than {MAX_FRONT} bytes"),
            None,
        ));
    }
    Ok(Parts {
        front: first.len()..close.start,
        body: close.end,
    })
}

/// Returns the bytes of the next line that holds nothing but `fence`.
fn closing(text: &str, from: usize, fence: &str) -> Option<Range<usize>> {
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        let end = start + line.len();
        if line.trim_end() == fence {
            return Some(start..end);
        }
        start = end;
    }
    None
}
