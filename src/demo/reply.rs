//! Answers of the demo directory, with the error bodies of Graph and of the sign-in service.

use serde_json::{Value, json};

use super::encoding::guid_of;
use super::object::Kind;

/// How much of a request an error repeats.
const SHOWN: usize = 80;

/// An answer before it is written to the wire.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// For resets: where to start over.
    pub(super) location: Option<String>,
    pub(super) body: Value,
}

impl Reply {
    pub(super) fn ok(body: Value) -> Self {
        Self {
            status: 200,
            location: None,
            body,
        }
    }

    /// Makes an error as Graph writes it.
    pub(super) fn error(status: u16, code: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let request = guid_of(&["request", code, &message]).to_string();
        let body = json!({
            "error": {
                "code": code,
                "message": message,
                "innerError": {
                    "date": "2026-11-20T06:17:00",
                    "request-id": request,
                    "client-request-id": request,
                },
            },
        });
        Self {
            status,
            location: None,
            body,
        }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::error(400, "Request_BadRequest", message)
    }

    pub(super) fn unsupported(message: impl Into<String>) -> Self {
        Self::error(400, "Request_UnsupportedQuery", message)
    }

    pub(super) fn unknown_property(name: &str, kind: Kind) -> Self {
        Self::bad_request(format!(
            "Could not find a property named '{}' on type 'microsoft.graph.{}'.",
            shown(name),
            kind.type_name()
        ))
    }

    pub(super) fn no_segment(segment: &str) -> Self {
        let message = format!("Resource not found for the segment '{}'.", shown(segment));
        Self::error(400, "BadRequest", message)
    }

    pub(super) fn not_found(id: &str) -> Self {
        let message = format!(
            "Resource '{}' does not exist or one of its queried reference-property objects are not present.",
            shown(id)
        );
        Self::error(404, "Request_ResourceNotFound", message)
    }

    pub(super) fn not_signed_in(message: &str) -> Self {
        Self::error(401, "InvalidAuthenticationToken", message)
    }

    pub(super) fn wrong_method() -> Self {
        Self::error(
            405,
            "Request_BadRequest",
            "Specified HTTP method is not allowed for the request target.",
        )
    }

    /// Tells that a delta token is dead, and where a new round begins.
    pub(super) fn gone(location: String) -> Self {
        let message = "Sync state generation not found. Start a new round.";
        Self {
            location: Some(location),
            ..Self::error(410, "syncStateNotFound", message)
        }
    }

    pub(super) fn expired_page() -> Self {
        Self::error(
            400,
            "Directory_ExpiredPageToken",
            "The specified page token value has expired and can no longer be included in your request.",
        )
    }

    /// Makes an error as the sign-in service writes it.
    pub(super) fn sign_in_error(status: u16, error: &str, number: u32, message: &str) -> Self {
        let trace = guid_of(&["trace", error, message]).to_string();
        let description = format!(
            "AADSTS{number}: {message} Trace ID: {trace} Correlation ID: {trace} Timestamp: 2026-11-20 06:17:00Z"
        );
        let body = json!({
            "error": error,
            "error_description": description,
            "error_codes": [number],
            "timestamp": "2026-11-20 06:17:00Z",
            "trace_id": trace,
            "correlation_id": trace,
        });
        Self {
            status,
            location: None,
            body,
        }
    }
}

/// Returns the beginning of a text from outside.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}
