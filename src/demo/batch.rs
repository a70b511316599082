//! `POST /v1.0/$batch`: up to twenty reads in one request, answered in no particular order.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::reply::Reply;

/// How many reads one batch may hold.
const LARGEST: usize = 20;

/// Answers a batch; `answer` answers one `GET` of a path and query below `/v1.0`.
pub(super) fn batch(body: &[u8], answer: impl Fn(&str) -> Reply) -> Reply {
    let body: Value = match serde_json::from_slice(body) {
        Ok(body) => body,
        Err(_) => return bad("Invalid batch payload format."),
    };
    let Some(requests) = body.get("requests").and_then(Value::as_array) else {
        return bad("Invalid batch payload format.");
    };
    if requests.len() > LARGEST {
        return bad("Number of batch request steps exceeds the maximum value of 20.");
    }
    let mut ids = BTreeSet::new();
    let mut responses = Vec::new();
    for request in requests {
        let text = |key: &str| request.get(key).and_then(Value::as_str);
        let (Some(id), Some(method), Some(url)) = (text("id"), text("method"), text("url")) else {
            return bad("Each batch request needs `id`, `method` and `url`.");
        };
        if !ids.insert(id) {
            return bad("The request ids of a batch must be unique.");
        }
        let url = url.strip_prefix('/').unwrap_or(url);
        let reply = match method.eq_ignore_ascii_case("GET") {
            true => answer(url),
            false => Reply::wrong_method(),
        };
        responses.push(json!({
            "id": id,
            "status": reply.status,
            "headers": { "Content-Type": "application/json" },
            "body": reply.body,
        }));
    }
    // The real service keeps no order either.
    responses.reverse();
    Reply::ok(json!({ "responses": responses }))
}

fn bad(message: &str) -> Reply {
    Reply::error(400, "BadRequest", message)
}
