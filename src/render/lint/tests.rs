//! Claims about what templates may do with data.

use super::*;

#[track_caller]
fn check_fails(source: &str, offset: usize, message: &str) {
    let expected = Finding {
        offset,
        message: message.to_owned(),
    };
    assert_eq!(check(source), Err(expected), "{source}");
}

#[test]
fn data_in_text_and_quoted_attributes_passes() {
    for source in [
        "<p class=\"a {{ b }}\">{{ c }}</p>",
        "<tr{% if row.archived %} data-archived{% endif %} data-group='{{ row.id }}'>",
        "<a href=\"{{ href(root=shell.root, url=row.url) }}\">x</a>",
        "<a href=\"#{{ letter.anchor }}\">x</a>",
        "{% set address = href(root=\"\", url=view.url) %}<a href=\"{{ address }}\">x</a>",
        "<div>{{ view.intro_html | safe }}</div>",
        "<style>{{ assets.runbook_css | safe }}</style>",
        "<script src=\"{{ href(root=shell.root, url=assets.script) }}\"></script>",
        "{# <p onclick=x {{ a | safe }} #}a < b {{ \"}} | safe\" }}",
        "<title>{{ shell.title }}</title><p>a</p>",
    ] {
        assert_eq!(check(source), Ok(()), "{source}");
    }
}

#[test]
fn data_outside_of_text_and_quotes_is_refused_with_its_place() {
    check_fails(
        "<p class={{ a }}>",
        9,
        "data in an attribute without quotes",
    );
    check_fails(
        "<p class=a{{ a }}>",
        10,
        "data in an attribute without quotes",
    );
    check_fails("<p {{ a }}>", 3, "data in the name of a tag or attribute");
    check_fails("<{{ a }}>", 1, "data in the name of a tag or attribute");
    check_fails("<!-- {{ a }} -->", 5, "data in a comment");
    check_fails(
        "<script src=\"x\">{{ a }}</script>",
        16,
        "data in `<script>`",
    );
    check_fails("<style>{{ a }}</style>", 7, "data in `<style>`");
}

#[test]
fn inline_scripts_styles_and_handlers_are_refused() {
    for source in [
        "<p onclick=\"x\">",
        "<p STYLE = \"x\">",
        "<iframe srcdoc='x'>",
        "<script>x</script>",
        "<style>p{}</style>",
    ] {
        assert!(check(source).is_err(), "{source}");
    }
}

#[test]
fn an_address_has_to_be_checked_first() {
    check_fails(
        "<a href=\"{{ row.url }}\">",
        9,
        "an address in `href=` has to come from `href(root, url)`, not from `row.url`",
    );
    check_fails(
        "{% for address in view.list %}",
        0,
        "`address` is kept for results of `href(root, url)`",
    );
    assert!(check("<img src=\"{{ shell.root }}{{ x }}\">").is_err());
}

#[test]
fn safe_is_for_our_own_html_only() {
    for source in [
        "{{ view.name | safe }}",
        "{{ view.intro_html|safe|upper }}",
        "<p title=\"{{ view.html | safe }}\">",
        "{% set a = view.name | safe %}",
        "{% filter safe %}{{ view.name }}{% endfilter %}",
        "{{ row.name | default(value=x | safe) }}",
    ] {
        assert!(check(source).is_err(), "{source}");
    }
}
