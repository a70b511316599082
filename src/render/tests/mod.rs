//! Claims about the built-in theme as a whole, and about themes of a site.

mod group;
mod health;
mod missing;
mod more;
mod sample;

use std::path::Path;

use super::*;
use crate::site::view::*;

/// Breaks out of text, attributes, comments, scripts and the direction of writing, if it can.
const HOSTILE: &str = "Z\u{202e}--></script></style>\"'><svg onload=alert(1)>{{ 191 * 7 }}&amp;";

fn theme() -> Theme {
    let empty = tempfile::tempdir().expect("temp folder");
    Theme::load(empty.path(), "default").expect("the built-in theme is whole")
}

fn write(root: &Path, path: &str, text: &str) {
    crate::files::write_atomic(&root.join(path), text.as_bytes()).expect("written");
}

/// Renders every template with `name` wherever data goes.
fn pages(theme: &Theme, name: &str) -> Vec<(&'static str, String)> {
    let fresh = more::freshness(name);
    let page = |template: &'static str, result: Result<String, RenderError>| match result {
        Ok(html) => (template, html),
        Err(error) => panic!("{template}: {error}"),
    };
    macro_rules! render {
        ($template:literal, $page:literal, $view:expr) => {
            page(
                $template,
                theme.render($template, &shell_of($page, name), &$view, Some(&fresh)),
            )
        };
    }
    vec![
        render!("home.html", "home", more::home(name)),
        render!(
            "organization.html",
            "organization",
            more::organization(name)
        ),
        render!("group-list.html", "group-list", sample::list(name, 3)),
        render!("group.html", "group", group::group(name)),
        render!("group-part.html", "group", group::group_part(name)),
        render!("contact.html", "contact", sample::record(name)),
        render!("configuration.html", "configuration", sample::record(name)),
        render!("person.html", "person", sample::object(name)),
        render!("device.html", "device", sample::object(name)),
        render!("person-list.html", "person-list", more::objects(name)),
        render!("guest-list.html", "person-list", more::guests(name)),
        render!("device-list.html", "device-list", more::objects(name)),
        render!("changes.html", "changes", sample::changes(name)),
        render!("health.html", "health", health::overview(name)),
        render!("health-rule.html", "health", health::rule(name)),
        render!("unmatched.html", "unmatched", more::unmatched(name)),
        render!("runbook-list.html", "runbook-list", more::runbooks(name)),
        render!("runbook.html", "runbook", more::runbook(name)),
        render!("search.html", "search", more::index(name)),
        render!(
            "page.html",
            "page",
            ContentView {
                title: name.to_owned(),
                html: "<p>Ours.</p>".to_owned()
            }
        ),
        render!(
            "404.html",
            "page",
            NotFoundView {
                home_url: "index.html".to_owned()
            }
        ),
    ]
}

fn shell_of(page: &'static str, name: &str) -> Shell {
    let mut shell = sample::shell(page, "../../");
    name.clone_into(&mut shell.title);
    name.clone_into(&mut shell.heading);
    let frame = std::sync::Arc::make_mut(&mut shell.frame);
    name.clone_into(&mut frame.site_title);
    frame.organization_name = Some(name.to_owned());
    frame.organizations[0].name = name.to_owned();
    frame.menu[0].entries[0].icon = name.to_owned();
    frame.links[0].url = "javascript:alert(1)".to_owned();
    shell.breadcrumbs[1].text = name.to_owned();
    shell
}

/// Returns the tags of a page: what stands between `<` and the next `>` outside of quotes.
fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let mut quote = None;
        let end = rest[at..]
            .char_indices()
            .find(|&(_, c)| match (quote, c) {
                (Some(open), c) if open == c => {
                    quote = None;
                    false
                }
                (None, '"') => {
                    quote = Some(c);
                    false
                }
                (None, '>') => true,
                _ => false,
            })
            .map_or(rest.len(), |(end, _)| at + end + 1);
        tags.push(&rest[at..end]);
        rest = &rest[end..];
    }
    tags
}

#[test]
fn every_template_renders_and_hostile_names_add_no_tag() {
    let theme = theme();
    let honest = pages(&theme, "Zoe");
    let hostile = pages(&theme, HOSTILE);
    for ((template, honest), (_, hostile)) in honest.iter().zip(&hostile) {
        let name = |tag: &&str| -> String {
            tag.chars()
                .take_while(|c| !c.is_whitespace() && *c != '>')
                .collect()
        };
        let expected: Vec<String> = tags(honest).iter().map(name).collect();
        let found: Vec<String> = tags(hostile).iter().map(name).collect();
        assert_eq!(found, expected, "{template}");
        for forbidden in ["<svg onload", "javascript:", "\u{202e}", "1337"] {
            let style_ends = hostile.find("</style>").unwrap_or(0);
            let found = hostile[style_ends..].contains(forbidden);
            assert!(!found, "{template} has {forbidden}");
        }
    }
}

#[test]
fn every_page_has_its_policy_one_heading_and_its_landmarks() {
    for (template, html) in pages(&theme(), "Zoe") {
        let count = |what: &str| html.matches(what).count();
        assert_eq!(count("<h1>"), 1, "{template}");
        assert_eq!(count("<main "), 1, "{template}");
        assert_eq!(count("<!doctype html>"), 1, "{template}");
        assert_eq!(
            count("http-equiv=\"Content-Security-Policy\""),
            1,
            "{template}"
        );
        assert_eq!(
            count("<meta name=\"robots\" content=\"noindex\">"),
            1,
            "{template}"
        );
        assert_eq!(
            count("<meta name=\"generator\" content=\"rosterbook\">"),
            1,
            "{template}"
        );
        let alone = count("<html lang=\"en\">");
        let state = count("<html lang=\"en\" data-state=\"State of 20");
        assert_eq!(alone + state, 1, "{template}");
        assert_eq!(count(" style=\""), 0, "{template}");
        assert_eq!(count("<caption"), count("<table"), "{template}");
        assert_eq!(count("<th>"), 0, "{template}: a head without scope");
        assert_eq!(count("class=\"skip\""), 1, "{template}");
    }
}

#[test]
fn no_page_has_the_same_id_twice_and_every_anchor_leads_somewhere() {
    for (template, html) in pages(&theme(), "Zoe") {
        let values = |attribute: &str| -> Vec<String> {
            html.split(&format!(" {attribute}=\""))
                .skip(1)
                .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
                .collect()
        };
        let mut ids = values("id");
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "{template} repeats an id: {ids:?}");
        for link in values("href") {
            if let Some(anchor) = link.strip_prefix('#') {
                let known = ids.iter().any(|id| id == anchor) || anchor == "group-2";
                assert!(known, "{template}: #{anchor}");
            }
        }
        for id in values("aria-labelledby") {
            assert!(ids.contains(&id), "{template}: {id}");
        }
    }
}

#[test]
fn hooks_of_the_contract_are_on_the_pages() {
    let pages: BTreeMap<_, _> = pages(&theme(), "Zoe").into_iter().collect();
    for (template, hook) in [
        ("home.html", "<body data-page=\"home\""),
        ("runbook.html", "<body data-page=\"runbook\""),
        (
            "group-list.html",
            "<tr data-group=\"g0\" data-status=\"enabled\">",
        ),
        (
            "group-list.html",
            "<tr data-group=\"g2\" data-status=\"disabled\" data-archived>",
        ),
        ("group-list.html", "<td data-column=\"names\""),
        ("group.html", "data-group=\"1\" data-status=\"orphaned\""),
        (
            "group.html",
            "<tr data-member=\"m0\" data-type=\"user\" data-match=\"alias\">",
        ),
        (
            "group.html",
            "<tr data-member=\"m202\" data-type=\"user\" data-match=\"alias\">",
        ),
        (
            "health.html",
            "data-rule=\"no-owner\" data-severity=\"error\"",
        ),
        (
            "health-rule.html",
            "<tr data-finding=\"no-owner\" data-suppressed>",
        ),
        ("contact.html", "<a data-related=\"r1\""),
        ("configuration.html", "<a data-related=\"r1\""),
        ("person.html", "<a data-related=\"r1\""),
    ] {
        assert!(pages[template].contains(hook), "{template}: {hook}");
    }
    for anchor in [
        "members",
        "members-matched",
        "members-unmatched",
        "owners",
        "nested",
        "parents",
        "devices",
        "devices-matched",
        "devices-unmatched",
        "effective",
        "changes",
        "custom",
        "notes",
        "access",
    ] {
        assert!(
            pages["group.html"].contains(&format!(" id=\"{anchor}\"")),
            "{anchor}"
        );
    }
}

#[test]
fn the_runbook_allows_its_own_style_and_nothing_else() {
    use aws_lc_rs::digest::{SHA256, digest};
    use base64::Engine as _;
    let theme = theme();
    let html = theme
        .render(
            "runbook.html",
            &sample::shell("runbook", ""),
            &more::runbook("Zoe"),
            None,
        )
        .expect("renders");
    let (_, style) = html.split_once("<style>").expect("has a style");
    let (style, _) = style.split_once("</style>").expect("has an end");
    let hash = base64::engine::general_purpose::STANDARD.encode(digest(&SHA256, style.as_bytes()));
    assert!(html.contains(&format!(
        "content=\"default-src &#39;none&#39;; style-src &#39;sha256-{hash}&#39;; img-src data:;"
    )));
    assert!(!html.contains("<script"));
    assert!(!html.contains("<link"));
}

#[test]
fn assets_are_style_script_icon_and_what_the_search_brings_along() {
    let theme = theme();
    let names: Vec<&str> = theme
        .assets()
        .iter()
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(names[0], "assets/favicon.svg");
    assert!(names[1].starts_with("assets/site.") && names[1].ends_with(".js"));
    assert!(names[2].starts_with("assets/style.") && names[2].ends_with(".css"));
    assert!(names[3].starts_with("assets/ufuzzy.") && names[3].ends_with(".js"));
    let page = &pages(&theme, "Zoe")[0].1;
    assert!(page.contains(&format!("src=\"../../{}\"", names[1])));
    assert!(page.contains(&format!("href=\"../../{}\"", names[2])));
}

#[test]
fn a_site_replaces_one_file_and_keeps_the_others() {
    let site = tempfile::tempdir().expect("temp folder");
    let built_in = theme();
    write(
        site.path(),
        "themes/plain/templates/page.html",
        "{% extends \"base.html\" %}{% block content %}<p>Mine: {{ view.title }}</p>{% endblock content %}",
    );
    write(
        site.path(),
        "themes/plain/theme.toml",
        "accent = \"#006600\"\n",
    );
    write(
        site.path(),
        "themes/plain/strings.toml",
        "[shell]\nskip = \"Zum Inhalt\"\n",
    );
    let theme = Theme::load(site.path(), "plain").expect("loads");
    assert_ne!(theme.digest(), built_in.digest());
    let view = ContentView {
        title: "A & B".to_owned(),
        html: String::new(),
    };
    let html = theme
        .render("page.html", &sample::shell("page", ""), &view, None)
        .expect("renders");
    assert!(html.contains("<p>Mine: A &amp; B</p>"));
    assert!(html.contains("Zum Inhalt"));
    assert!(html.contains("Main menu"));
    let style = &theme.assets()[2].1;
    assert!(String::from_utf8_lossy(style).contains(":root{--accent-light:#006600}"));
}

#[test]
fn errors_name_template_line_and_column() {
    let site = tempfile::tempdir().expect("temp folder");
    let load = |text: &str| {
        write(site.path(), "themes/mine/templates/page.html", text);
        Theme::load(site.path(), "mine")
    };
    let message = |text: &str| load(text).expect_err("refused").to_string();
    assert_eq!(
        message("<p>\n  <a href={{ view.title }}>x</a>"),
        "`themes/mine/templates/page.html`:2:11: data in an attribute without quotes"
    );
    let syntax = message("<p>\n{{ view. }}");
    assert!(
        syntax.starts_with("`themes/mine/templates/page.html`:2:"),
        "{syntax}"
    );
    assert_eq!(
        message("{{ view.title | nonsense }}"),
        "`themes/mine/templates/page.html`:1:17: unknown filter `nonsense`"
    );

    let theme = load("<p>\n  {{ view.nothing }}").expect("compiles");
    let view = NotFoundView {
        home_url: String::new(),
    };
    let RenderError::Template(problem) = theme
        .render("page.html", &sample::shell("page", ""), &view, None)
        .expect_err("no such field");
    assert_eq!(problem.line, 2);
    assert_eq!(problem.excerpt, "  {{ view.nothing }}");
    let missing = theme
        .render("nothing.html", &sample::shell("page", ""), &view, None)
        .expect_err("no such template");
    assert!(missing.to_string().contains("nothing.html"), "{missing}");
}
