//! Delta and skip tokens: where a round stands, sealed so that only the server's own are taken.

use super::encoding::{seal, unseal};
use super::object::Kind;
use super::query::Selection;

/// Where a round stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The key of the tenant.
    pub(super) tenant: &'static str,
    pub(super) kind: Kind,
    /// The state that the reader knows; none in a first round.
    pub(super) from: Option<u32>,
    /// The state that the round tells.
    pub(super) to: u32,
    /// The page that comes next.
    pub(super) page: usize,
    pub(super) selection: Selection,
}

impl Cursor {
    /// Returns the token of the next page.
    pub(super) fn skip_token(&self) -> String {
        let from = self.from.map_or_else(String::new, |from| from.to_string());
        let text = [
            "page",
            self.tenant,
            self.kind.path(),
            &from,
            &self.to.to_string(),
            &self.page.to_string(),
            &self.selection.text(),
        ];
        seal(&text.join("|"))
    }

    /// Returns the token of what changes after the round.
    pub(super) fn delta_token(&self) -> String {
        let text = [
            "delta",
            self.tenant,
            self.kind.path(),
            &self.to.to_string(),
            &self.selection.text(),
        ];
        seal(&text.join("|"))
    }

    /// Reads a skip token of this tenant and stream.
    pub(super) fn from_skip_token(token: &str, tenant: &'static str, kind: Kind) -> Option<Self> {
        let text = unseal(token)?;
        let parts: Vec<&str> = text.split('|').collect();
        let ["page", of, path, from, to, page, select] = parts[..] else {
            return None;
        };
        let from = match from {
            "" => None,
            from => Some(from.parse().ok()?),
        };
        Some(Self {
            tenant: (of == tenant).then_some(tenant)?,
            kind: (path == kind.path()).then_some(kind)?,
            from,
            to: to.parse().ok()?,
            page: page.parse().ok()?,
            selection: Selection::parse(kind, Some(select)).ok()?,
        })
    }

    /// Reads a delta token of this tenant and stream; the round goes to the state `to`.
    pub(super) fn from_delta_token(
        token: &str,
        tenant: &'static str,
        kind: Kind,
        to: u32,
    ) -> Option<Self> {
        let text = unseal(token)?;
        let parts: Vec<&str> = text.split('|').collect();
        let ["delta", of, path, from, select] = parts[..] else {
            return None;
        };
        Some(Self {
            tenant: (of == tenant).then_some(tenant)?,
            kind: (path == kind.path()).then_some(kind)?,
            from: Some(from.parse().ok()?),
            to,
            page: 0,
            selection: Selection::parse(kind, Some(select)).ok()?,
        })
    }
}
