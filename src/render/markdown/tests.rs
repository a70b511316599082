//! What Markdown becomes, and what hostile Markdown does not become.

use proptest::prelude::*;

use super::{to_html, to_html_with_links};

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(to_html(markdown), expected, "{markdown}");
}

#[test]
fn headings_start_below_the_title_of_the_page_and_have_ids_of_their_own() {
    check(
        "# Übergabe & more\n\n## Übergabe — more!\n\n###### ***\n\n[up](#übergabe-more)\n",
        "<h2 id=\"text-übergabe-more\">Übergabe &amp; more</h2>\n\
         <h3 id=\"text-übergabe-more-1\">Übergabe — more!</h3>\n\
         <h6 id=\"text-section\">***</h6>\n\
         <p><a href=\"#text-%C3%BCbergabe-more\">up</a></p>\n",
    );
}

#[test]
fn tables_have_scoped_heads_and_classes_for_alignment() {
    check(
        "| a | b |\n|---|--:|\n| ~~1~~ | <2> |\n",
        "<table>\n<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-end\">b</th></tr></thead><tbody>\n\
         <tr><td><del>1</del></td><td class=\"align-end\">&lt;2&gt;</td></tr>\n</tbody></table>\n",
    );
}

#[test]
fn task_lists_and_footnotes_are_written() {
    check(
        "- [x] told\n- [ ] paid\n\nSee[^main].\n\n[^main]: There.\n",
        "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"done\"> told</li>\n\
         <li><input type=\"checkbox\" disabled aria-label=\"to do\"> paid</li>\n</ul>\n\
         <p>See<sup class=\"footnote-reference\"><a href=\"#text-note-1\">1</a></sup>.</p>\n\
         <div class=\"footnote\" id=\"text-note-1\"><sup>1</sup>\n<p>There.</p>\n</div>\n",
    );
}

#[test]
fn raw_html_is_text_and_comments_are_gone() {
    check(
        "press <Enter><script>alert(1)</script><!-- later -->\n\n<iframe src=x>\n\n<!-- a\n\nb -->\n",
        "<p>press &lt;Enter&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>&lt;iframe src=x&gt;</p>\n",
    );
}

#[test]
fn links_with_other_schemes_are_their_text() {
    for target in [
        "javascript:alert(1)",
        "jav&#09;ascript:alert(1)",
        "javascript&colon;alert(1)",
        "data:text/html,x",
        "//evil.example",
        "\\\\\\\\evil.example",
    ] {
        check(&format!("[x]({target})"), "<p>x</p>\n");
        check(&format!("![x]({target})"), "<p>x</p>\n");
        check(&format!("[x][y]\n\n[y]: {target}\n"), "<p>x</p>\n");
    }
    check("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n");
}

#[test]
fn pictures_of_other_hosts_become_links_and_never_load() {
    check(
        "![logo](https://evil.example/a.png) ![](https://evil.example/b.png)",
        "<p><a href=\"https://evil.example/a.png\">logo</a> \
         <a href=\"https://evil.example/b.png\">https://evil.example/b.png</a></p>\n",
    );
    check(
        "[![logo](https://evil.example/a.png)](https://contoso.example)",
        "<p><a href=\"https://contoso.example\">logo</a></p>\n",
    );
    check(
        "![a [b](c) `d`](plan.png \"e\")",
        "<p><img src=\"plan.png\" alt=\"a b d\" title=\"e\" /></p>\n",
    );
}

#[test]
fn relative_links_go_where_the_caller_says_but_never_to_another_host() {
    let html = to_html_with_links("[a](b.md#c) [d](e.md) [f](g.md)", |target| match target {
        "b.md#c" => Some("../b/index.html#c".into()),
        "e.md" => Some("https://evil.example".into()),
        _ => None,
    });
    assert_eq!(
        html,
        "<p><a href=\"../b/index.html#c\">a</a> <a href=\"e.md\">d</a> <a href=\"g.md\">f</a></p>\n"
    );
}

#[test]
fn fence_info_and_titles_are_escaped() {
    check(
        "```rust \"><script>\nx < 1\n```\n",
        "<pre><code class=\"language-rust\">x &lt; 1\n</code></pre>\n",
    );
    check("```\"><script>\nx\n```\n", "<pre><code>x\n</code></pre>\n");
    check(
        "[x](y '\"><svg onload=alert(1)>')",
        "<p><a href=\"y\" title=\"&quot;&gt;&lt;svg onload=alert(1)&gt;\">x</a></p>\n",
    );
}

/// Returns the tags of `html` with their attributes, and panics on a form we never write.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let name_end = rest.find([' ', '>']).expect("a tag that ends");
        let name = rest[..name_end].to_owned();
        rest = &rest[name_end..];
        let mut attributes = Vec::new();
        while !rest.starts_with('>') {
            rest = rest.trim_start_matches([' ', '/']);
            if rest.starts_with('>') {
                break;
            }
            let end = rest.find(['=', ' ', '>']).expect("an attribute that ends");
            let key = rest[..end].to_owned();
            rest = &rest[end..];
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').expect("a value that ends");
                value = quoted[..end].to_owned();
                rest = &quoted[end + 1..];
            }
            attributes.push((key, value));
        }
        tags.push((name, attributes));
    }
    tags
}

/// Pieces that mean something to Markdown or to a browser, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("[x](javascript:alert(1))".to_owned()),
        Just("![x](https://evil.example/a.png)".to_owned()),
        Just("<img src=x onerror=alert(1)>".to_owned()),
        Just("</p></div><script>alert(1)</script>".to_owned()),
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just("```\"onload=x\n".to_owned()),
        Just("[a]: data:text/html,x '\"><b>'\n".to_owned()),
        Just("| a |\n|--:|\n| [b](c".to_owned()),
        Just("[^n]\n\n[^n]: ".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n# ".to_owned()),
        Just("\n> - [x] ".to_owned()),
        "[\\[\\]()<>!`*_~|#:&;\"' a-z\\n\\\\]{0,12}",
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn hostile_text_makes_no_element_attribute_or_scheme_of_its_own(text in hostile()) {
        const NAMES: &[&str] = &[
            "p", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del", "code", "pre", "ul", "ol",
            "li", "blockquote", "hr", "br", "a", "img", "input", "table", "thead", "tbody", "tr",
            "th", "td", "sup", "div",
        ];
        const ATTRIBUTES: &[&str] = &[
            "id", "href", "src", "alt", "title", "class", "scope", "type", "disabled", "checked",
            "aria-label", "start",
        ];
        let html = to_html(&text);
        let mut open = 0i64;
        for (name, attributes) in tags(&html) {
            let bare = name.trim_start_matches('/');
            prop_assert!(NAMES.contains(&bare), "{name} in {html}");
            if bare == "a" {
                open += if name == "a" { 1 } else { -1 };
                prop_assert!((0..=1).contains(&open), "nested links in {html}");
            }
            for (key, value) in attributes {
                prop_assert!(ATTRIBUTES.contains(&key.as_str()), "{key} in {html}");
                let value = value.to_ascii_lowercase();
                let scheme = value.split(['/', '?', '#']).next().unwrap_or("").split_once(':');
                if key == "href" {
                    let allowed = ["http", "https", "mailto", "tel"];
                    prop_assert!(scheme.is_none_or(|(it, _)| allowed.contains(&it)), "{html}");
                }
                if key == "src" {
                    prop_assert!(scheme.is_none() && !value.starts_with("//"), "{html}");
                }
                if key == "id" {
                    prop_assert!(value.starts_with("text-"), "{html}");
                }
            }
        }
    }

    #[test]
    fn number_of_elements_does_not_depend_on_escaped_text(text in "[^\\p{C}]{0,40}") {
        let escaped: String = text
            .chars()
            .flat_map(|letter| {
                let escape = letter.is_ascii_punctuation().then_some('\\');
                escape.into_iter().chain([letter])
            })
            .collect();
        let html = to_html(&format!("before {escaped} after"));
        prop_assert_eq!(tags(&html).len(), 2, "{}", html);
    }
}
