//! Names of output files that are no pages: which are surely ours, and whose they are.
//!
//! A build whose manifest was lost finds by them what an earlier one left behind.

use crate::model::OrgKey;
use crate::site::GroupType;

/// The files of an organization that carry no mark, below its folder.
const BESIDE: [&str; 8] = [
    "changes/feed.xml",
    "changes/watched.xml",
    "devices.csv",
    "devices.json",
    "groups.csv",
    "groups.json",
    "people.csv",
    "people.json",
];

/// Returns whether a file of this name in the output folder can only be ours: the data of lists
/// and of the search, and sitemaps.
pub(super) fn is_ours(path: &str) -> bool {
    if list_of(path).is_some() {
        return true;
    }
    if let Some(name) = path.strip_prefix("assets/data/search") {
        return is_search(name);
    }
    let number = path
        .strip_prefix("sitemap")
        .and_then(|it| it.strip_suffix(".xml"));
    number.is_some_and(|it| match it.strip_prefix('-') {
        Some(digits) => !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()),
        None => it.is_empty(),
    })
}

/// Returns the organization whose folder a file without a mark would stand in, by its name.
pub(super) fn beside(path: &str) -> Option<&str> {
    let (organization, rest) = path.split_once('/')?;
    BESIDE.contains(&rest).then_some(organization)
}

/// Returns the organization whose list a data script belongs to.
///
/// The key of the list is matched as a whole: `list-a-` may begin the files of `a-b` too.
pub(super) fn list_of(path: &str) -> Option<&str> {
    let name = path
        .strip_prefix("assets/data/list-")?
        .strip_suffix(".js")?;
    let name = match name.rsplit_once('.') {
        Some((name, hash)) if is_hash(hash) => name
            .strip_suffix("-rows")
            .or_else(|| name.strip_suffix("-names"))?,
        Some(_) => return None,
        None => name,
    };
    let groups = GroupType::ALL.map(GroupType::key);
    let mut lists = groups.into_iter().chain(["people", "guests", "devices"]);
    let key = lists.find_map(|list| name.strip_suffix(list)?.strip_suffix('-'))?;
    key.parse::<OrgKey>().is_ok().then_some(key)
}

/// Returns whether a name goes on after `search` as those of the search's data do: `.js`, the hash
/// of all, or the part of a letter and its hash.
fn is_search(rest: &str) -> bool {
    let Some(rest) = rest.strip_suffix(".js") else {
        return false;
    };
    let Some((part, hash)) = rest.rsplit_once('.') else {
        return rest.is_empty();
    };
    let letter = part.strip_prefix('-').is_some_and(|it| {
        let small = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
        !it.is_empty() && it.bytes().all(small)
    });
    is_hash(hash) && (part.is_empty() || letter)
}

fn is_hash(text: &str) -> bool {
    text.len() == 12
        && text
            .bytes()
            .all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_of_lists_belongs_to_exactly_one_organization() {
        for (name, organization) in [
            ("list-a-people.js", Some("a")),
            ("list-a-people-rows.0123456789ab.js", Some("a")),
            ("list-a-b-people-names.0123456789ab.js", Some("a-b")),
            ("list-a-people-devices.js", Some("a-people")),
            ("list-a-security_groups-rows.0123456789ab.js", Some("a")),
            ("list-a-microsoft_365_groups.js", Some("a")),
            ("list-a-guests.js", Some("a")),
            ("list-a-guests-rows.0123456789ab.js", Some("a")),
            ("list-people.js", None),
            ("list--people.js", None),
            ("list-a-pictures.js", None),
            ("list-a-people.0123456789ab.js", None),
            ("list-a-people-rows.js", None),
            ("list-a-people-rows.0123.js", None),
            ("list-a-people-rows.0123456789ab.css", None),
        ] {
            let found = list_of_name(name);
            assert_eq!(found.as_deref(), organization, "{name}");
        }
    }

    fn list_of_name(name: &str) -> Option<String> {
        list_of(&format!("assets/data/{name}")).map(str::to_owned)
    }

    #[test]
    fn only_exact_names_are_ours() {
        for name in [
            "sitemap.xml",
            "sitemap-12.xml",
            "assets/data/search.js",
            "assets/data/search.0123456789ab.js",
            "assets/data/search-a.0123456789ab.js",
            "assets/data/search-u4e.0123456789ab.js",
            "assets/data/list-a-people.js",
        ] {
            assert!(is_ours(name), "{name}");
        }
        for name in [
            "sitemap-.xml",
            "sitemap-news.xml",
            "sitemaps.xml",
            "mine/sitemap.xml",
            "assets/data/searching.js",
            "assets/data/search-.0123456789ab.js",
            "assets/data/search-a.js",
            "assets/search.js",
            "mine/assets/data/search.js",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
