//! Addresses of pages, relative to the site's root (CONTRACT.md 5).

use crate::model::OrgKey;

/// The two types of groups that have a list of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupType {
    /// Microsoft 365 groups.
    Microsoft365,
    /// Security groups, and with them the further kinds (FEATURES.md S12).
    Security,
}

impl GroupType {
    /// Both types, in the order of the menu.
    pub const ALL: [Self; 2] = [Self::Microsoft365, Self::Security];

    /// Returns the key as in `site.toml`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Microsoft365 => "microsoft_365_groups",
            Self::Security => "security_groups",
        }
    }

    /// Returns the folder of the list.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Microsoft365 => "microsoft-365-groups",
            Self::Security => "security-groups",
        }
    }

    /// Returns the heading of the list.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Microsoft365 => "Microsoft 365 groups",
            Self::Security => "Security groups",
        }
    }
}

/// Returns the address of the `number`th page of a list in `folder`.
pub(super) fn list_page(folder: &str, number: usize) -> String {
    if number <= 1 {
        format!("{folder}/index.html")
    } else {
        format!("{folder}/page/{number}/index.html")
    }
}

/// Returns the folder of a list of groups.
pub(super) fn group_list(organization: &OrgKey, kind: GroupType) -> String {
    format!("{organization}/{}", kind.folder())
}

/// Returns the folder of the list of guests.
pub(super) fn guest_list(organization: &OrgKey) -> String {
    format!("{organization}/guests")
}

/// Returns the feed of an organization: of all changes, or of those of its watched groups.
pub(super) fn feed(organization: &OrgKey, watched: bool) -> String {
    let name = if watched { "watched" } else { "feed" };
    format!("{organization}/changes/{name}.xml")
}

/// Returns what leads from the page at `path` to the site's root: `../` per folder.
pub fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}
