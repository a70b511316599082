//! Which answer belongs to a path: exact lookup in the files of the build, nothing else.
//!
//! No path is ever joined to a folder; there is nothing outside to reach (SAFETY.md 5.2).

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::answer::{Answer, Body};
use super::head::encode;
use super::overlay::{self, BROKEN, GONE};
use super::policy;
use super::site::{Site, View};
use super::source::{BuildProblem, Served, digest_of};

const HTML: &str = "text/html; charset=utf-8";

/// What browsers ask for unasked, and report as an error when it is missing.
const FAVICON: &str = "/favicon.ico";

/// Returns the answer to a request for `path`.
pub(super) fn answer(site: &Site, path: &str) -> Answer {
    match path {
        overlay::CLIENT_PATH => own("text/javascript; charset=utf-8", overlay::CLIENT),
        overlay::STYLE_PATH => own("text/css; charset=utf-8", overlay::STYLE),
        _ => match page(&site.view(), path) {
            answer if answer.status == 404 && path == FAVICON => own(
                "image/svg+xml",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
            ),
            answer => answer,
        },
    }
}

fn own(content_type: &'static str, text: &'static str) -> Answer {
    Answer {
        status: 200,
        content_type,
        location: None,
        styles: String::new(),
        body: Body::Own(Cow::Borrowed(text.as_bytes())),
    }
}

fn page(view: &View, path: &str) -> Answer {
    let Some(current) = &view.current else {
        return no_site(view);
    };
    let Some(name) = file_name(path) else {
        return missing(view);
    };
    match current.get(&name) {
        Some(Ok(served)) => served_page(served, view.problem.as_deref()),
        Some(Err(problem)) => instead(view, &name, &problem),
        None => {
            let folder = format!("{name}/index.html");
            if !path.ends_with('/') && current.get(&folder).is_some() {
                return Answer {
                    location: Some(encode(&format!("{path}/"))),
                    ..Answer::text(308, "the page is a folder\n")
                };
            }
            missing(view)
        }
    }
}

/// Returns the file that a path stands for, or `None` when no file could.
fn file_name(path: &str) -> Option<String> {
    let name = path.strip_prefix('/')?;
    let name = match name {
        "" => "index.html".to_owned(),
        name if name.ends_with('/') => format!("{name}index.html"),
        name => name.to_owned(),
    };
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    name.split('/').all(plain).then_some(name)
}

/// Returns the page of an older build with the problem over it, or the problem alone.
fn instead(view: &View, name: &str, problem: &BuildProblem) -> Answer {
    let before = view.fallback.as_ref().and_then(|it| it.get(name));
    match before {
        Some(Ok(served)) if served.content_type.starts_with("text/html") => {
            served_page(served, Some(problem))
        }
        _ => plain(500, "This page cannot be made", "", BROKEN, Some(problem)),
    }
}

fn no_site(view: &View) -> Answer {
    let message = "It appears here by itself once what is wrong is mended.";
    plain(
        500,
        "The site cannot be made",
        message,
        BROKEN,
        view.problem.as_deref(),
    )
}

fn missing(view: &View) -> Answer {
    let own = view.current.as_ref().and_then(|it| it.get("404.html"));
    if let Some(Ok(served)) = own {
        let body = overlay::with_client(&served.bytes, GONE, view.problem.as_deref());
        return html(404, body);
    }
    let message = "The site has no page at this address.";
    plain(404, "No such page", message, GONE, view.problem.as_deref())
}

fn plain(
    status: u16,
    title: &str,
    message: &str,
    digest: &str,
    problem: Option<&BuildProblem>,
) -> Answer {
    let page = overlay::plain_page(title, message);
    html(
        status,
        overlay::with_client(page.as_bytes(), digest, problem),
    )
}

fn html(status: u16, page: Vec<u8>) -> Answer {
    let (page, styles) = policy::for_preview(page);
    Answer {
        status,
        content_type: HTML,
        location: None,
        styles,
        body: Body::Own(Cow::Owned(page)),
    }
}

fn served_page(served: Served, problem: Option<&BuildProblem>) -> Answer {
    if served.content_type.starts_with("text/html") {
        let digest = digest_of(&served.bytes);
        return html(200, overlay::with_client(&served.bytes, &digest, problem));
    }
    Answer {
        status: 200,
        content_type: served.content_type,
        location: None,
        styles: String::new(),
        body: Body::Shared(served.bytes),
    }
}

/// Returns what an open tab is told: the digests of what it shows, and the problem if there is one.
///
/// The first path is the page, the others are its styles and scripts.
pub(super) fn news(view: &View, paths: &[String]) -> Value {
    let mut digests = Map::new();
    let mut problem = view.problem.as_deref().map(overlay::as_json);
    for (at, path) in paths.iter().enumerate() {
        let found = view
            .current
            .as_ref()
            .and_then(|current| current.get(&file_name(path)?));
        let digest = match found {
            None if view.current.is_none() => BROKEN.to_owned(),
            None => GONE.to_owned(),
            Some(Ok(served)) => digest_of(&served.bytes),
            Some(Err(error)) => {
                if at == 0 && problem.is_none() {
                    problem = Some(overlay::as_json(&error));
                }
                BROKEN.to_owned()
            }
        };
        digests.insert(path.clone(), digest.into());
    }
    json!({"revision": view.revision, "digests": digests, "problem": problem})
}
