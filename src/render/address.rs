//! Which addresses may stand in `href` and `src` (SAFETY.md 6).
//!
//! It must not know of templates: it gets text and gives text.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The root of a document without a site around it.
const ALONE: &str = "#";

/// Returns the address to write for `url` on a page from which `root` leads to the site's root.
///
/// `http`, `https`, `mailto` and `tel` stay as they are, anchors too, everything without a scheme
/// is below the root. The result is empty for whatever else there is: then there is no link.
/// A document that travels alone has the root [`ALONE`]: nothing of the site is around it.
pub(super) fn href(root: &str, url: &str) -> String {
    let obeyed = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let url = url.trim();
    // Nearly all addresses are our own and clean already.
    let url = if url.contains(obeyed) {
        Cow::Owned(url.replace(obeyed, ""))
    } else {
        Cow::Borrowed(url)
    };
    if url.starts_with('#') {
        return url.into_owned();
    }
    if url.is_empty() || url.starts_with('/') || url.starts_with('\\') {
        return String::new();
    }
    // The colon may belong to a path: `people/a:b/index.html`.
    let scheme = url
        .split_once(':')
        .filter(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    let Some((scheme, rest)) = scheme else {
        return if root == ALONE {
            String::new()
        } else {
            format!("{root}{url}")
        };
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" if rest.starts_with("//") => url.into_owned(),
        "mailto" => mail(rest),
        "tel" => telephone(rest),
        _ => String::new(),
    }
}

/// Returns the address of a picture that the page carries in itself; empty when it is none.
pub(super) fn picture(url: &str) -> String {
    let kinds = ["png", "jpeg", "gif", "webp", "svg+xml"];
    let inside = |kind: &&str| url.starts_with(&format!("data:image/{kind};base64,"));
    let clean = url
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b":/;,+=".contains(&byte));
    if clean && kinds.iter().any(inside) {
        url.to_owned()
    } else {
        String::new()
    }
}

/// Percent-encodes a mail address; nothing but one address gets through.
fn mail(rest: &str) -> String {
    let lower = rest.to_ascii_lowercase();
    let injects = rest.contains(['?', '&', ',', ';', '<', '>'])
        || ["%0a", "%0d", "%3f", "%26", "%2c", "%3b"]
            .iter()
            .any(|code| lower.contains(code));
    if injects || !rest.contains('@') {
        return String::new();
    }
    let mut out = String::from("mailto:");
    for byte in rest.bytes() {
        if byte.is_ascii_alphanumeric() || b"@%+-._~!$'*=^`{|}#/".contains(&byte) {
            if b"^`{|}#".contains(&byte) {
                let _ = write!(out, "%{byte:02X}");
            } else {
                out.push(char::from(byte));
            }
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Keeps what can be dialled.
fn telephone(rest: &str) -> String {
    let number: String = rest
        .chars()
        .filter(|c| c.is_ascii_digit() || "+*#-.()".contains(*c))
        .collect();
    if number.chars().any(|c| c.is_ascii_digit()) {
        format!("tel:{number}")
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(href("../", url), expected, "{url:?}");
    }

    #[test]
    fn addresses_of_the_site_start_at_its_root() {
        check("contoso/index.html", "../contoso/index.html");
        check(
            "contoso/groups/x-1/index.html#email",
            "../contoso/groups/x-1/index.html#email",
        );
        check("#members-matched", "#members-matched");
        check("people/a:b/index.html", "../people/a:b/index.html");
    }

    #[test]
    fn a_document_that_travels_alone_links_inside_itself_and_to_the_web_only() {
        assert_eq!(href(ALONE, "contoso/people/a/index.html"), "");
        assert_eq!(href(ALONE, "people/a:b/index.html"), "");
        assert_eq!(href(ALONE, "#group-1"), "#group-1");
        assert_eq!(href(ALONE, "https://a.example/"), "https://a.example/");
    }

    #[test]
    fn addresses_that_leave_the_site_stay_as_they_are() {
        check("https://entra.example/x?y=1", "https://entra.example/x?y=1");
        check("HTTP://a.example/", "HTTP://a.example/");
        check("tel:+49 (0)30 123", "tel:+49(0)30123");
    }

    #[test]
    fn a_mail_address_is_one_address_and_nothing_else() {
        check("mailto:info@contoso.example", "mailto:info@contoso.example");
        check("mailto:jörg@x.example", "mailto:j%C3%B6rg@x.example");
        check("mailto:a@b.example?bcc=x@y.example", "");
        check("mailto:a%0d%0aBcc:x@b.example", "");
        check("mailto:nobody", "");
    }

    #[test]
    fn other_schemes_give_no_link() {
        for url in [
            "javascript:alert(1)",
            "jav\tascript:alert(1)",
            " JavaScript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "vbscript:x",
            "//evil.example/",
            "\\\\evil.example\\",
            "/etc/passwd",
            "http:evil.example",
            "",
        ] {
            check(url, "");
        }
    }

    #[test]
    fn only_pictures_inside_the_page_are_pictures() {
        assert_eq!(
            picture("data:image/png;base64,iVBORw0KGgo="),
            "data:image/png;base64,iVBORw0KGgo="
        );
        for url in [
            "data:text/html;base64,PHN2Zz4=",
            "data:image/svg+xml,<svg/>",
            "https://evil.example/x.png",
            "data:image/png;base64,x\" onload=",
        ] {
            assert_eq!(picture(url), "", "{url}");
        }
    }
}
