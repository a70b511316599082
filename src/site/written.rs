//! Pages that people wrote, with their addresses.

use super::input::{Input, PageInput};
use super::model::PageEntry;
use super::text::sort_key;
use crate::model::OrgKey;

/// The folder of pages, so that none can take the address of anything else.
const FOLDER: &str = "pages";

/// Returns the pages of an organization, or those of the whole site, in the order of the menu.
pub(super) fn pages(input: &Input, organization: Option<&OrgKey>) -> Vec<PageEntry> {
    let mut entries: Vec<PageEntry> = of(input, organization)
        .filter(|page| !page.folders.is_empty())
        .map(|page| {
            let folder = page.folders.join("/");
            PageEntry {
                title: page.title.clone(),
                url: match organization {
                    Some(key) => format!("{key}/{FOLDER}/{folder}/index.html"),
                    None => format!("{FOLDER}/{folder}/index.html"),
                },
                markdown: page.markdown.clone(),
                order: page.order,
            }
        })
        .collect();
    entries.sort_by_cached_key(|page| (page.order, sort_key(&page.title), page.url.clone()));
    entries
}

/// Returns the Markdown of the introduction of an organization, or of the whole site.
pub(super) fn intro(input: &Input, organization: Option<&OrgKey>) -> String {
    of(input, organization)
        .find(|page| page.folders.is_empty())
        .map(|page| page.markdown.clone())
        .unwrap_or_default()
}

fn of<'a>(
    input: &'a Input,
    organization: Option<&'a OrgKey>,
) -> impl Iterator<Item = &'a PageInput> {
    input
        .pages
        .iter()
        .filter(move |page| page.organization.as_ref() == organization)
}
