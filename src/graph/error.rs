//! What can go wrong between us and the directory, as data (GRAPH.md 8).

use crate::model::TenantKey;

/// A request that did not succeed: of which tenant, for what, and why.
#[derive(Debug, thiserror::Error)]
#[error("tenant `{tenant}`: cannot {asked}: {kind}")]
pub struct GraphError {
    /// The tenant.
    pub tenant: TenantKey,
    /// What was asked, as a verb: `read groups`, `sign in` …
    pub asked: String,
    /// The address without its query, when a request was made.
    pub url: Option<String>,
    /// Why it failed.
    #[source]
    pub kind: Box<GraphErrorKind>,
}

/// Why a request did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum GraphErrorKind {
    /// Graph answered with an error.
    #[error("{status} `{code}`: {message} (request `{}`)", request_id.as_deref().unwrap_or("unknown"))]
    Answer {
        /// The HTTP status.
        status: u16,
        /// The error code; the outermost one.
        code: String,
        /// All codes, nested ones included.
        codes: Vec<String>,
        /// The message, cleaned.
        message: String,
        /// The id that Microsoft's support asks for.
        request_id: Option<String>,
    },
    /// The sign-in service answered with an error.
    #[error("{status} `{code}`: {message} (trace `{}`)", trace_id.as_deref().unwrap_or("unknown"))]
    SignIn {
        /// The HTTP status.
        status: u16,
        /// The error word, such as `invalid_client`.
        code: String,
        /// The AADSTS numbers.
        numbers: Vec<u64>,
        /// The description, cleaned.
        message: String,
        /// The id that Microsoft's support asks for.
        trace_id: Option<String>,
    },
    /// What is needed to sign in is missing or wrong.
    #[error("{message}")]
    Credential {
        /// What is so, in lower case, without a full stop.
        message: String,
    },
    /// A link points away from the configured address; nothing was sent.
    #[error("a link points to `{host}`, which is not the configured address")]
    ForeignLink {
        /// Where it points.
        host: String,
    },
    /// Something else than JSON came with a good status.
    #[error("expected JSON, got {content_type} from `{host}`: {excerpt}")]
    NotJson {
        /// The host that answered.
        host: String,
        /// The content type of the answer.
        content_type: String,
        /// The beginning of the answer, cleaned.
        excerpt: String,
    },
    /// The answer is not what the documentation says.
    #[error("cannot understand the answer: {message}")]
    Unreadable {
        /// What the parser said.
        message: String,
    },
    /// The answer is larger than any page should be.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// No answer came, or not a whole one.
    #[error("{message}")]
    Connection {
        /// What the network said, without addresses.
        message: String,
    },
    /// The server asks for a longer wait than a run can bear.
    #[error("throttled: the server asks to wait {seconds} s, the tenant is put off")]
    Deferred {
        /// The wait that was asked for.
        seconds: u64,
    },
    /// No answer was completed for too long.
    #[error("no answer was completed for {seconds} s")]
    Stalled {
        /// For how long.
        seconds: u64,
    },
    /// The pages of a round do not end.
    #[error("the pages do not end: {reason}")]
    Endless {
        /// What was seen, after how many pages.
        reason: String,
    },
}

/// Codes that mean: the delta token is dead, start over (GRAPH.md 2.2).
const RESETS: [&str; 4] = [
    "syncStateNotFound",
    "resyncRequired",
    "resyncApplyDifferences",
    "resyncUploadDifferences",
];

impl GraphError {
    fn answer(&self) -> Option<(u16, &[String])> {
        match &*self.kind {
            GraphErrorKind::Answer { status, codes, .. } => Some((*status, codes)),
            _ => None,
        }
    }

    fn has_code(&self, wanted: &str) -> bool {
        self.answer()
            .is_some_and(|(_, codes)| codes.iter().any(|code| code.eq_ignore_ascii_case(wanted)))
    }

    /// Returns whether the delta token is dead, so that a full round must begin.
    pub fn is_reset(&self) -> bool {
        let Some((status, codes)) = self.answer() else {
            return false;
        };
        let resync = |code: &String| {
            let code = code.to_ascii_lowercase();
            code.starts_with("directory_") && code.contains("resync")
        };
        status == 410 || RESETS.iter().any(|code| self.has_code(code)) || codes.iter().any(resync)
    }

    /// Returns whether a chain of pages broke in a way that only a new round mends.
    pub fn is_broken_chain(&self) -> bool {
        self.answer().is_some_and(|(status, _)| status == 404) && self.has_code("UnknownError")
    }

    /// Returns whether a permission is missing.
    pub fn is_denied(&self) -> bool {
        self.answer().is_some_and(|(status, _)| status == 403)
    }

    /// Returns whether an administrator of the tenant has to consent before it works.
    pub fn needs_consent(&self) -> bool {
        /// Sign-in numbers that mean: not consented, or not known in this tenant.
        const NUMBERS: [u64; 3] = [65001, 70001, 700016];
        match &*self.kind {
            GraphErrorKind::SignIn { numbers, code, .. } => {
                code == "unauthorized_client" || numbers.iter().any(|it| NUMBERS.contains(it))
            }
            _ => self.is_denied(),
        }
    }

    /// Returns whether the object is gone: the directory itself says so.
    pub fn is_gone(&self) -> bool {
        self.answer().is_some_and(|(status, _)| status == 404)
            && self.has_code("Request_ResourceNotFound")
    }

    /// Returns whether the query was refused and the answer names one of these properties.
    pub fn names_property(&self, properties: &[&str]) -> bool {
        match &*self.kind {
            GraphErrorKind::Answer {
                status: 400 | 501,
                message,
                ..
            } => {
                let message = message.to_ascii_lowercase();
                properties
                    .iter()
                    .any(|name| message.contains(&name.to_ascii_lowercase()))
            }
            _ => false,
        }
    }

    /// Returns whether a link was refused before anything was sent.
    pub fn is_foreign_link(&self) -> bool {
        matches!(&*self.kind, GraphErrorKind::ForeignLink { .. })
    }

    /// Returns the id that Microsoft's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        match &*self.kind {
            GraphErrorKind::Answer { request_id, .. } => request_id.as_deref(),
            GraphErrorKind::SignIn { trace_id, .. } => trace_id.as_deref(),
            _ => None,
        }
    }
}
