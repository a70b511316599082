//! The sitemap: addresses of all pages, for sites that are published at a known address (UX.md 19).
//!
//! It must not know when a page changed: the same site gives the same bytes.

use std::fmt::Write as _;

use crate::site::model::Model;
use crate::site::pages::{Page, PageKind, pages};

/// The most addresses that one file may have (sitemaps.org).
pub(in crate::site) const ADDRESSES: usize = 50_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Returns whether a file is a page for people that has an address of its own.
fn is_listed(page: &Page) -> bool {
    page.path.ends_with(".html") && page.kind != PageKind::NotFound
}

/// Returns the path of file `number`, from 1; 0 is the one that names the others.
pub(in crate::site) fn path(number: usize) -> String {
    match number {
        0 => "sitemap.xml".to_owned(),
        number => format!("sitemap-{number}.xml"),
    }
}

/// Returns which files a site of these pages needs.
pub(in crate::site) fn files(pages: &[Page]) -> std::ops::RangeInclusive<usize> {
    let count = pages.iter().filter(|page| is_listed(page)).count();
    if count <= ADDRESSES {
        return 0..=0;
    }
    0..=count.div_ceil(ADDRESSES)
}

/// Returns file `number`: with few pages the only one lists them, with many it names the others.
pub(super) fn sitemap(model: &Model, number: usize) -> Vec<u8> {
    let pages = pages(model);
    let files = files(&pages);
    let base = &model.site.base_url;
    let mut out = HEAD.to_owned();
    if number == 0 && *files.end() > 0 {
        let _ = writeln!(out, "<sitemapindex xmlns=\"{NAMESPACE}\">");
        for file in 1..=*files.end() {
            let _ = writeln!(
                out,
                "<sitemap><loc>{}</loc></sitemap>",
                address(base, &path(file))
            );
        }
        out.push_str("</sitemapindex>\n");
        return out.into_bytes();
    }
    let _ = writeln!(out, "<urlset xmlns=\"{NAMESPACE}\">");
    let listed = pages.iter().filter(|page| is_listed(page));
    let before = number.saturating_sub(1) * ADDRESSES;
    for page in listed.skip(before).take(ADDRESSES) {
        let folder = page.path.strip_suffix("index.html").unwrap_or(&page.path);
        let _ = writeln!(out, "<url><loc>{}</loc></url>", address(base, folder));
    }
    out.push_str("</urlset>\n");
    out.into_bytes()
}

/// Returns the whole address of a page. Paths are plain ASCII; the base is what a person wrote.
fn address(base: &str, path: &str) -> String {
    format!("{}/{path}", base.trim_end_matches('/'))
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
