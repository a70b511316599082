//! Reading an answer: bounded, JSON only, errors of Graph and of the sign-in service.

use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::GraphErrorKind;
use super::redact;

/// A whole answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) host: String,
    pub(super) bytes: Vec<u8>,
}

/// How deep nested error objects are looked into; real ones have three levels.
const ERROR_DEPTH: usize = 8;

impl Answer {
    /// Reads an answer to its end, but never more than `limit` bytes of it.
    pub(super) async fn read(mut response: Response, limit: usize) -> Result<Self, GraphErrorKind> {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let host = response.url().host_str().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(connection)? {
            if bytes.len() + chunk.len() > limit {
                return Err(GraphErrorKind::TooLarge { limit });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Self {
            status,
            headers,
            host,
            bytes,
        })
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Parses a good answer.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, GraphErrorKind> {
        let content_type = self.header(CONTENT_TYPE.as_str()).unwrap_or("no type");
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            let text = String::from_utf8_lossy(&self.bytes);
            return Err(GraphErrorKind::NotJson {
                host: self.host.clone(),
                content_type: redact(essence),
                excerpt: redact(&text.chars().take(200).collect::<String>()),
            });
        }
        serde_json::from_slice(&self.bytes).map_err(|error| GraphErrorKind::Unreadable {
            message: redact(&error.to_string()),
        })
    }

    /// Explains an answer of Graph that is not good.
    pub(super) fn graph_error(&self) -> GraphErrorKind {
        let value: Value = serde_json::from_slice(&self.bytes).unwrap_or_default();
        let (code, codes, message, mut request_id) = error_parts(&value);
        if request_id.is_none() {
            request_id = self.header("request-id").map(redact);
        }
        GraphErrorKind::Answer {
            status: self.status,
            code,
            codes,
            message,
            request_id,
        }
    }

    /// Explains an answer of the sign-in service that is not good.
    pub(super) fn sign_in_error(&self) -> GraphErrorKind {
        let value: Value = serde_json::from_slice(&self.bytes).unwrap_or_default();
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let description = text("error_description").unwrap_or("the answer has no description");
        let mut numbers: Vec<u64> = value
            .get("error_codes")
            .and_then(Value::as_array)
            .map(|codes| codes.iter().filter_map(Value::as_u64).collect())
            .unwrap_or_default();
        if numbers.is_empty() {
            numbers.extend(aadsts_number(description));
        }
        GraphErrorKind::SignIn {
            status: self.status,
            code: redact(text("error").unwrap_or("unknown_error")),
            numbers,
            message: redact(description.lines().next().unwrap_or_default()),
            trace_id: text("trace_id").map(redact),
        }
    }
}

/// Takes code, all nested codes, message and request id out of an error body.
pub(super) fn error_parts(value: &Value) -> (String, Vec<String>, String, Option<String>) {
    let mut codes = Vec::new();
    let mut request_id = None;
    let mut at = value.get("error");
    let message = at
        .and_then(|error| error.get("message"))
        .and_then(Value::as_str)
        .unwrap_or("the answer has no message");
    for _ in 0..ERROR_DEPTH {
        let Some(error) = at else { break };
        if let Some(code) = error.get("code").and_then(Value::as_str) {
            codes.push(redact(code));
        }
        let id = error.get("request-id").or_else(|| error.get("requestId"));
        if let Some(id) = id.and_then(Value::as_str) {
            request_id = Some(redact(id));
        }
        at = error.get("innerError").or_else(|| error.get("innererror"));
    }
    let code = codes.first().cloned().unwrap_or_else(|| "unknown".into());
    (code, codes, redact(message), request_id)
}

fn aadsts_number(description: &str) -> Option<u64> {
    let (_, rest) = description.split_once("AADSTS")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Says why no whole answer came, without the address: its query may hold a token.
pub(super) fn connection(error: reqwest::Error) -> GraphErrorKind {
    use std::error::Error as _;
    let error = error.without_url();
    let mut message = match () {
        () if error.is_timeout() => "no answer in time".to_owned(),
        () if error.is_connect() => "cannot connect".to_owned(),
        () => "the answer broke off".to_owned(),
    };
    let mut cause = error.source();
    let mut deepest = None;
    while let Some(inner) = cause {
        deepest = Some(inner.to_string());
        cause = inner.source();
    }
    if let Some(deepest) = deepest {
        message = format!("{message}: {}", redact(&deepest));
    }
    GraphErrorKind::Connection { message }
}
