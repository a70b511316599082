//! Dead links in a built site: every address of a page must lead to a file and, with `#`, to an
//! anchor in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use crate::files::{self, FileError};

/// A link that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DeadLink {
    /// The page that has it, below the output folder.
    pub(super) page: String,
    /// The address as it stands there.
    pub(super) address: String,
    /// Why it is dead.
    pub(super) reason: &'static str,
}

/// What a page links to, and what can be linked to in it.
struct PageLinks {
    path: String,
    links: Vec<String>,
    anchors: BTreeSet<String>,
    /// The site's root as the page for lost addresses writes it; empty on all others.
    root: String,
}

/// The page that hosts hand out for addresses in any folder: its links start at the site's root.
const LOST: &str = "404.html";

/// Returns the dead links of the site in `output`, sorted.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn dead(output: &Path) -> Result<Vec<DeadLink>, FileError> {
    let entries = files::walk(output)?;
    let names: BTreeSet<String> = entries
        .iter()
        .map(|it| it.path.to_string_lossy().replace('\\', "/"))
        .collect();
    let html: Vec<&String> = names
        .iter()
        .filter(|name| name.ends_with(".html"))
        .collect();
    let pages: Vec<PageLinks> = html
        .par_iter()
        .map(|name| {
            let bytes = files::read(&output.join(name))?;
            Ok(scan(name, &String::from_utf8_lossy(&bytes)))
        })
        .collect::<Result<_, FileError>>()?;
    let anchors: BTreeMap<&str, &BTreeSet<String>> = pages
        .iter()
        .map(|page| (page.path.as_str(), &page.anchors))
        .collect();
    let mut dead: Vec<DeadLink> = pages
        .par_iter()
        .flat_map_iter(|page| {
            page.links.iter().filter_map(|address| {
                let below = match page.root.as_str() {
                    "" => None,
                    root => address.strip_prefix(root),
                };
                let reason = judge(&page.path, below.unwrap_or(address), &names, &anchors)?;
                Some(DeadLink {
                    page: page.path.clone(),
                    address: address.clone(),
                    reason,
                })
            })
        })
        .collect();
    dead.sort();
    dead.dedup();
    Ok(dead)
}

/// Returns why an address is dead, or `None` when it is alive or leaves the site.
fn judge(
    page: &str,
    address: &str,
    names: &BTreeSet<String>,
    anchors: &BTreeMap<&str, &BTreeSet<String>>,
) -> Option<&'static str> {
    let scheme = address
        .split(['/', '#', '?'])
        .next()
        .is_some_and(|it| it.contains(':'));
    if scheme || address.starts_with("//") {
        return None;
    }
    if address.starts_with('/') {
        return Some("it does not stay below the site when that is moved");
    }
    let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
    let target = if path.is_empty() {
        Some(page.to_owned())
    } else {
        resolve(page, path)
    };
    let Some(target) = target else {
        return Some("it leads out of the site");
    };
    if !names.contains(&target) {
        return Some("there is no such file");
    }
    let known = anchors.get(target.as_str())?;
    // What a script is to show is no anchor: `#status=disabled`.
    let is_anchor = !anchor.is_empty() && !anchor.contains('=');
    (is_anchor && !known.contains(anchor)).then_some("there is no such anchor")
}

/// Returns the file that a relative address means, or `None` when it leaves the site.
fn resolve(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    let target = parts.join("/");
    Some(if path.ends_with('/') {
        format!("{target}/index.html")
    } else {
        target
    })
}

/// Collects the values of `href`, `src` and `id` of all tags.
fn scan(path: &str, html: &str) -> PageLinks {
    let mut page = PageLinks {
        path: path.to_owned(),
        links: Vec::new(),
        anchors: BTreeSet::new(),
        root: String::new(),
    };
    let mut rest = html;
    while let Some(begin) = rest.find('<') {
        rest = &rest[begin + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = tag_end(rest) else { break };
        for (name, value) in attributes(&rest[..end]) {
            match name {
                "href" | "src" => page.links.push(decode(value)),
                "id" => {
                    page.anchors.insert(decode(value));
                }
                "data-root" if path == LOST => {
                    page.root = Some(decode(value))
                        .filter(|it| it.starts_with('/'))
                        .unwrap_or_default();
                }
                _ => {}
            }
        }
        rest = &rest[end..];
    }
    page
}

/// Returns where the tag ends: at the first `>` outside quotes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

/// Returns the quoted attributes of a tag.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(equals) = rest.find('=') {
        let name = rest[..equals]
            .rsplit([' ', '\n', '\t'])
            .next()
            .unwrap_or("");
        let value = &rest[equals + 1..];
        let Some(quote) = value.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
            rest = value;
            continue;
        };
        let Some(end) = value[1..].find(quote) else {
            break;
        };
        found.push((name, &value[1..=end]));
        rest = &value[end + 2..];
    }
    found
}

/// Decodes the references that our own escaping writes.
fn decode(value: &str) -> String {
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&#x2F;", "/")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_the_page_for_lost_addresses_start_at_the_root_of_the_site() {
        let folder = tempfile::tempdir().expect("temp folder");
        let page = "<body data-root=\"/entra/\"><a href=\"/entra/a/index.html\">ok</a>\
            <a href=\"/entra/gone.html\">x</a><a href=\"/a/index.html\">x</a>";
        for name in ["404.html", "a/index.html"] {
            files::write_atomic(&folder.path().join(name), page.as_bytes()).expect("written");
        }
        let found: Vec<(String, String, &str)> = dead(folder.path())
            .expect("read")
            .into_iter()
            .map(|it| (it.page, it.address, it.reason))
            .collect();
        const MOVED: &str = "it does not stay below the site when that is moved";
        let expected = [
            ("404.html", "/a/index.html", MOVED),
            ("404.html", "/entra/gone.html", "there is no such file"),
            ("a/index.html", "/a/index.html", MOVED),
            ("a/index.html", "/entra/a/index.html", MOVED),
            ("a/index.html", "/entra/gone.html", MOVED),
        ];
        let expected = expected.map(|(page, link, why)| (page.to_owned(), link.to_owned(), why));
        assert_eq!(found, expected);
    }

    #[test]
    fn dead_links_are_named_with_their_page_and_reason() {
        let folder = tempfile::tempdir().expect("temp folder");
        let page = "<a href=\"../b/index.html#here\">ok</a><a href='../b/index.html#gone'>x</a>\
            <a title=\"a > b\" href=\"../../out.html\">x</a><a href=\"missing.html\">x</a>\
            <a href=\"/root.html\">x</a><a href=\"https://example.com/\">ok</a>\
            <a href=\"mailto:a@b.example\">ok</a><!-- <a href=\"comment.html\"> --><a href=\"#top\">x</a>";
        for (name, text) in [("a/index.html", page), ("b/index.html", "<p id=\"here\">")] {
            files::write_atomic(&folder.path().join(name), text.as_bytes()).expect("written");
        }
        let found: Vec<(String, &str)> = dead(folder.path())
            .expect("read")
            .into_iter()
            .map(|it| (it.address, it.reason))
            .collect();
        assert_eq!(
            found,
            [
                ("#top".to_owned(), "there is no such anchor"),
                ("../../out.html".to_owned(), "it leads out of the site"),
                ("../b/index.html#gone".to_owned(), "there is no such anchor"),
                (
                    "/root.html".to_owned(),
                    "it does not stay below the site when that is moved"
                ),
                ("missing.html".to_owned(), "there is no such file"),
            ]
        );
    }
}
