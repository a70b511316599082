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

/// Returns the root of a page that a host hands out for addresses in any folder: the path of
/// `base_url`, and without one that of a site with a host of its own.
pub(super) fn absolute_root(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    match path.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

/// Returns what leads from the page at `path` to the site's root: `../` per folder.
pub fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_for_lost_addresses_starts_at_the_path_of_the_base_url() {
        for (base_url, root) in [
            ("", "/"),
            ("https://docs.contoso.example", "/"),
            ("https://docs.contoso.example/", "/"),
            ("https://docs.contoso.example/entra", "/entra/"),
            ("https://docs.contoso.example/a/b", "/a/b/"),
            (
                "https://docs.contoso.example//evil.example",
                "/evil.example/",
            ),
        ] {
            assert_eq!(absolute_root(base_url), root, "{base_url}");
        }
    }
}
