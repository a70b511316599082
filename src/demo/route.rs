//! From a request to its answer, as a pure function: no socket, no clock.

use super::batch::batch;
use super::cursor::Cursor;
use super::history::directory_at;
use super::object::{Directory, Kind};
use super::query::{Query, Selection, decode};
use super::reply::Reply;
use super::{audit, read, round, sign_in};

/// A request, as far as the directory cares.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'r> {
    pub(super) method: &'r str,
    /// Path and query, as sent.
    pub(super) url: &'r str,
    pub(super) authorization: Option<&'r str>,
    pub(super) body: &'r [u8],
}

/// What the server shows, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stage<'s> {
    /// The address of the server, without a slash at its end.
    pub(super) base: &'s str,
    /// The point in time, below [`super::STATES`].
    pub(super) state: u32,
}

/// Answers a request.
pub(super) fn answer(request: &Request<'_>, stage: Stage<'_>) -> Reply {
    let (path, query) = split(request.url);
    let path = path.strip_prefix('/').unwrap_or(path);
    let segments: Vec<String> = path.split('/').map(|part| decode(part, false)).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if let [tenant, "oauth2", "v2.0", "token"] = segments[..] {
        if request.method != "POST" {
            return Reply::wrong_method();
        }
        return sign_in::sign_in(tenant, &String::from_utf8_lossy(request.body));
    }
    let ["v1.0", segments @ ..] = &segments[..] else {
        return Reply::no_segment(segments.first().copied().unwrap_or_default());
    };
    let directory = match sign_in::tenant_of(request.authorization) {
        Ok(tenant) => match directory_at(tenant.key, stage.state) {
            Some(directory) => directory,
            None => return Reply::not_found(tenant.key),
        },
        Err(reply) => return reply,
    };
    match (request.method, segments) {
        ("POST", ["$batch"]) => batch(request.body, |url| inner(directory, url, stage)),
        ("GET", segments) => get(directory, segments, &Query::parse(query), stage),
        _ => Reply::wrong_method(),
    }
}

/// Answers one read of a batch.
fn inner(directory: &Directory, url: &str, stage: Stage<'_>) -> Reply {
    let (path, query) = split(url);
    let segments: Vec<String> = path.split('/').map(|part| decode(part, false)).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    get(directory, &segments, &Query::parse(query), stage)
}

fn split(url: &str) -> (&str, &str) {
    let url = url.split('#').next().unwrap_or_default();
    url.split_once('?').unwrap_or((url, ""))
}

fn get(directory: &Directory, segments: &[&str], query: &Query, stage: Stage<'_>) -> Reply {
    let base = stage.base;
    if let ["organization"] = segments {
        return read::organization(base, directory, query);
    }
    if let ["auditLogs", "directoryAudits"] = segments {
        return audit::log(base, directory, stage.state, query);
    }
    let kind = segments.first().and_then(|path| Kind::from_path(path));
    match (kind, segments) {
        (Some(kind), [_, "delta"]) => delta(directory, kind, query, stage),
        (Some(kind), [_, id]) => read::object(base, directory, kind, id, query),
        (Some(Kind::Group), [_, id, relation @ ("members" | "owners")]) => {
            read::related(base, directory, id, relation, query)
        }
        (Some(_), [_]) => Reply::unsupported("The demo directory lists objects by delta only."),
        (_, [.., last]) => Reply::no_segment(last),
        (_, []) => Reply::no_segment(""),
    }
}

/// Answers `GET /v1.0/{kind}/delta`.
fn delta(directory: &Directory, kind: Kind, query: &Query, stage: Stage<'_>) -> Reply {
    for name in [
        "$top", "$expand", "$orderby", "$filter", "$search", "$count",
    ] {
        if query.get(name).is_some() {
            return Reply::unsupported(format!(
                "The query parameter '{name}' is not supported by delta."
            ));
        }
    }
    let tenant = directory.tenant.key;
    let given = |name: &str| query.get(name).filter(|token| !token.is_empty());
    let cursor = match (given("$skiptoken"), given("$deltatoken")) {
        (Some(token), _) => match Cursor::from_skip_token(token, tenant, kind) {
            Some(cursor) => cursor,
            None => return Reply::expired_page(),
        },
        (None, Some(token)) if token != "latest" => {
            match Cursor::from_delta_token(token, tenant, kind, stage.state) {
                Some(cursor) => cursor,
                None => return start_over(stage.base, kind),
            }
        }
        (None, token) => {
            let selection = match Selection::parse(kind, query.get("$select")) {
                Ok(selection) => selection,
                Err(reply) => return reply,
            };
            Cursor {
                tenant,
                kind,
                from: token.map(|_| stage.state),
                to: stage.state,
                page: 0,
                selection,
            }
        }
    };
    // Tokens of another version of the program may name a state that this one does not have.
    let Some(to) = directory_at(tenant, cursor.to) else {
        return start_over(stage.base, kind);
    };
    let from = match cursor.from.map(|from| directory_at(tenant, from)) {
        Some(None) => return start_over(stage.base, kind),
        from => from.flatten(),
    };
    let pages = round::pages(kind, from, to, &cursor.selection);
    Reply::ok(round::page_body(stage.base, &cursor, &pages))
}

fn start_over(base: &str, kind: Kind) -> Reply {
    Reply::gone(format!("{base}/v1.0/{}/delta?$deltatoken=", kind.path()))
}
