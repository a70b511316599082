//! Answers: status, headers that every answer carries (SAFETY.md 5.3), and a body.
//!
//! Header values come from this file only, never from a request.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use super::head::Refusal;

/// Returns the policy of the pages (UX.md 1), with further sources for styles, each after a blank.
pub(super) fn policy(styles: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'self'"
    )
}

/// Bytes to send: shared with the site, or made for this answer.
#[derive(Debug, Clone)]
pub(super) enum Body {
    Shared(Arc<[u8]>),
    Own(Cow<'static, [u8]>),
}

impl Body {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Shared(bytes) => bytes,
            Self::Own(bytes) => bytes,
        }
    }
}

/// One answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// Where to go instead, encoded by [`super::head::encode`].
    pub(super) location: Option<String>,
    /// Sources of styles besides our own: hashes from [`super::policy`].
    pub(super) styles: String,
    pub(super) body: Body,
}

impl Answer {
    pub(super) fn text(status: u16, text: impl Into<String>) -> Self {
        Self {
            status,
            content_type: "text/plain; charset=utf-8",
            location: None,
            styles: String::new(),
            body: Body::Own(Cow::Owned(text.into().into_bytes())),
        }
    }

    /// Writes head and body.
    pub(super) fn write(&self, out: &mut impl Write, head_only: bool) -> io::Result<()> {
        let mut head = head(self.status, self.content_type, &self.styles);
        if self.status == 405 {
            head.push_str("Allow: GET, HEAD\r\n");
        }
        if let Some(location) = &self.location {
            head.push_str(&format!("Location: {location}\r\n"));
        }
        head.push_str(&format!(
            "Content-Length: {}\r\n\r\n",
            self.body.bytes().len()
        ));
        out.write_all(head.as_bytes())?;
        if !head_only {
            out.write_all(self.body.bytes())?;
        }
        out.flush()
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::text(refusal.status, format!("{}\n", refusal.reason))
    }
}

/// Returns the head that every answer begins with, without the empty line.
pub(super) fn head(status: u16, content_type: &str, styles: &str) -> String {
    format!(
        "HTTP/1.1 {status} {}\r\n\
         Content-Type: {content_type}\r\n\
         Content-Security-Policy: {}; frame-ancestors 'none'\r\n\
         X-Content-Type-Options: nosniff\r\n\
         Referrer-Policy: no-referrer\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\
         Cache-Control: no-store\r\n\
         X-Robots-Tag: noindex\r\n\
         Connection: close\r\n",
        phrase(status),
        policy(styles)
    )
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}
