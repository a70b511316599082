//! What the preview adds to pages: the reload client, and an overlay that shows a problem.
//!
//! All of it is absent from the built site. Text is escaped; nothing else from outside is written.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::source::BuildProblem;
use crate::render::escape_text;

/// The path of the reload client.
pub(super) const CLIENT_PATH: &str = "/_rosterbook/reload.js";
/// The path of the overlay's style.
pub(super) const STYLE_PATH: &str = "/_rosterbook/preview.css";
/// The path of the event stream.
pub(super) const EVENTS_PATH: &str = "/_rosterbook/events";
/// The reload client; a classic script, for the policy of the pages allows no other.
pub(super) const CLIENT: &str = concat!(
    include_str!("client/page.js"),
    include_str!("client/reload.js")
);
/// The overlay's style.
pub(super) const STYLE: &str = include_str!("client/overlay.css");

/// The digest of a page that does not exist.
pub(super) const GONE: &str = "gone";
/// The digest of a page that cannot be made.
pub(super) const BROKEN: &str = "broken";

/// Returns a page with the reload client and, when there is one, the problem.
pub(super) fn with_client(page: &[u8], digest: &str, problem: Option<&BuildProblem>) -> Vec<u8> {
    let overlay = problem.map(overlay).unwrap_or_default();
    let added =
        format!("{overlay}<script src=\"{CLIENT_PATH}\" data-digest=\"{digest}\"></script>\n");
    let at = body_end(page).unwrap_or(page.len());
    [&page[..at], added.as_bytes(), &page[at..]].concat()
}

/// Returns where the body ends, before the scripts that stand last in it: the client has to see
/// the page as it was sent, not as they leave it.
fn body_end(page: &[u8]) -> Option<usize> {
    let mut end = last(page, b"</body")?;
    loop {
        let before = page[..end].trim_ascii_end();
        match last(before, b"<script") {
            Some(start) if last(before, b"</script>") == before.len().checked_sub(9) => end = start,
            _ => return Some(end),
        }
    }
}

fn last(page: &[u8], wanted: &[u8]) -> Option<usize> {
    page.windows(wanted.len())
        .rposition(|window| window.eq_ignore_ascii_case(wanted))
}

fn overlay(problem: &BuildProblem) -> String {
    let mut html = format!(
        "<link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\
         <section id=\"rosterbook-problem\" role=\"alert\"><h2>{}</h2><p>{}</p>",
        text(&problem.title),
        text(&problem.message)
    );
    for (tag, part) in [
        (
            "p class=\"place\"",
            problem.location.as_ref().map(ToString::to_string),
        ),
        ("pre", problem.excerpt.clone()),
        (
            "p class=\"hint\"",
            problem.hint.as_ref().map(|hint| format!("hint: {hint}")),
        ),
    ] {
        if let Some(part) = part {
            let name = tag.split(' ').next().unwrap_or(tag);
            html.push_str(&format!("<{tag}>{}</{name}>", text(&part)));
        }
    }
    html + "</section>\n"
}

/// Returns the problem as the reload client reads it; it sets text only.
pub(super) fn as_json(problem: &BuildProblem) -> Value {
    json!({
        "title": visible(&problem.title),
        "message": visible(&problem.message),
        "place": problem.location.as_ref().map(|place| visible(&place.to_string()).into_owned()),
        "excerpt": problem.excerpt.as_deref().map(visible),
        "hint": problem.hint.as_ref().map(|hint| visible(&format!("hint: {hint}")).into_owned()),
    })
}

/// Returns a page of the preview's own: no such page, or nothing to show beside a problem.
pub(super) fn plain_page(title: &str, message: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n</head>\n\
         <body class=\"rosterbook-plain\">\n<main>\n<h1>{title}</h1>\n<p>{message}</p>\n\
         <p><a href=\"/index.html\">To the first page</a></p>\n</main>\n</body>\n</html>\n",
        title = text(title),
        message = text(message)
    )
}

fn text(text: &str) -> String {
    escape_text(&visible(text))
}

/// Makes characters visible that a reader's screen would obey.
fn visible(text: &str) -> Cow<'_, str> {
    let obeyed = |letter: char| {
        (letter.is_control() && !matches!(letter, '\n' | '\t'))
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if obeyed(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;

    #[test]
    fn client_comes_before_the_last_end_of_the_body() {
        let page = with_client(b"<body><pre></body></pre></BODY >", "ab", None);
        assert_eq!(
            String::from_utf8(page).expect("text"),
            "<body><pre></body></pre><script src=\"/_rosterbook/reload.js\" data-digest=\"ab\"></script>\n</BODY >"
        );
        let page = with_client(
            b"<p><script src=a></script><p>\n<script src=b></script>\n<SCRIPT src=c></SCRIPT>\n</body>",
            "ab",
            None,
        );
        assert_eq!(
            String::from_utf8(page).expect("text"),
            "<p><script src=a></script><p>\n\
             <script src=\"/_rosterbook/reload.js\" data-digest=\"ab\"></script>\n\
             <script src=b></script>\n<SCRIPT src=c></SCRIPT>\n</body>"
        );
        assert!(with_client(b"fragment", "ab", None).starts_with(b"fragment<script"));
    }

    #[test]
    fn problem_is_shown_escaped_with_all_its_parts() {
        let problem = BuildProblem {
            title: "The template is broken".into(),
            message: "no such value `<b>`\u{202e}".into(),
            location: Some(Location {
                path: "themes/<x>/group.html".into(),
                line: 3,
                column: 7,
            }),
            excerpt: Some("3 | {{ </pre><script> }}".into()),
            hint: Some("close & save".into()),
        };
        let page = with_client(b"</body>", "ab", Some(&problem));
        assert_eq!(
            String::from_utf8(page).expect("text"),
            "<link rel=\"stylesheet\" href=\"/_rosterbook/preview.css\">\
             <section id=\"rosterbook-problem\" role=\"alert\"><h2>The template is broken</h2>\
             <p>no such value `&lt;b&gt;`\\u{202e}</p>\
             <p class=\"place\">themes/&lt;x&gt;/group.html:3:7</p>\
             <pre>3 | {{ &lt;/pre&gt;&lt;script&gt; }}</pre>\
             <p class=\"hint\">hint: close &amp; save</p></section>\n\
             <script src=\"/_rosterbook/reload.js\" data-digest=\"ab\"></script>\n</body>"
        );
    }
}
