//! The head of a request: what is plain passes, all else is refused (SAFETY.md 5.2).
//!
//! It reads bytes and decides; it knows neither sockets nor pages.

use std::net::IpAddr;

/// A head that no browser exceeds.
pub(super) const MAX_HEAD: usize = 16 * 1024;

/// Why a request is not answered with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The status of the answer.
    pub(super) status: u16,
    /// What is so, in lower case.
    pub(super) reason: &'static str,
}

/// A request that may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// Whether only the head of the answer is wanted.
    pub(super) head_only: bool,
    /// The path, decoded once; it begins with a slash.
    pub(super) path: String,
    /// What stands after the question mark, as sent.
    pub(super) query: String,
}

/// The names by which this server may be called.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    /// The port that must stand behind the name.
    pub(super) port: u16,
    /// The address that the connection came in on, or the one asked for.
    pub(super) address: IpAddr,
}

impl Hosts {
    fn allows(&self, host: &str) -> bool {
        let address = match self.address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        ["localhost", "127.0.0.1", "[::1]", &address]
            .into_iter()
            .any(|name| {
                host.eq_ignore_ascii_case(&format!("{name}:{}", self.port))
                    || (self.port == 80 && host.eq_ignore_ascii_case(name))
            })
    }

    fn allows_origin(&self, origin: &str) -> bool {
        origin
            .strip_prefix("http://")
            .is_some_and(|host| self.allows(host))
    }
}

const fn refuse<T>(status: u16, reason: &'static str) -> Result<T, Refusal> {
    Err(Refusal { status, reason })
}

/// Returns the length of the head, or `None` while its end has not come.
pub(super) fn head_length(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map(|at| at + 4)
}

/// Returns whether the bytes can no longer become a plain head.
pub(super) fn is_hopeless(bytes: &[u8]) -> bool {
    let line_feed_alone = |at: usize| bytes[at] == b'\n' && (at == 0 || bytes[at - 1] != b'\r');
    bytes.first().is_some_and(|byte| !byte.is_ascii_uppercase())
        || bytes.contains(&0)
        || (0..bytes.len()).any(line_feed_alone)
}

/// Reads a head, its empty last line included.
///
/// # Errors
/// When anything about it is unusual, foreign or not ours to answer.
pub(super) fn read_head(bytes: &[u8], hosts: &Hosts) -> Result<Request, Refusal> {
    let Some(text) = bytes.strip_suffix(b"\r\n\r\n") else {
        return refuse(400, "the head has no end");
    };
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
        if !rest[end..].starts_with(b"\r\n") {
            return refuse(400, "a line ends neither here nor there");
        }
        lines.push(&rest[..end]);
        rest = &rest[end + 2..];
    }
    lines.push(rest);
    let (method, target) = request_line(lines[0])?;
    let fields = Fields::read(&lines[1..])?;
    let Some(host) = fields.host else {
        return refuse(400, "the request names no host");
    };
    if !hosts.allows(host) {
        return refuse(421, "the request is meant for another host");
    }
    if fields.origin.is_some_and(|it| !hosts.allows_origin(it)) {
        return refuse(403, "the request comes from another site");
    }
    let foreign = fields
        .fetch_site
        .is_some_and(|site| !matches!(site, "same-origin" | "none"));
    if foreign && fields.fetch_mode != Some("navigate") {
        return refuse(403, "the request comes from another site");
    }
    let head_only = match method {
        "GET" => false,
        "HEAD" => true,
        _ => return refuse(405, "only GET and HEAD are answered"),
    };
    if fields.content_length.is_some_and(|length| length > 0) {
        return refuse(400, "a request for a page has no body");
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Ok(Request {
        head_only,
        path: decode(path)?,
        query: query.to_owned(),
    })
}

fn request_line(line: &[u8]) -> Result<(&str, &str), Refusal> {
    let Ok(line) = std::str::from_utf8(line) else {
        return refuse(400, "the request line is not ASCII");
    };
    let parts: Vec<&str> = line.split(' ').collect();
    let &[method, target, version] = parts.as_slice() else {
        return refuse(400, "the request line has not three parts");
    };
    if method.is_empty()
        || method.len() > 16
        || !method.bytes().all(|byte| byte.is_ascii_uppercase())
    {
        return refuse(400, "the method is no word");
    }
    if !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
        return refuse(400, "the version is neither HTTP/1.1 nor HTTP/1.0");
    }
    if !target.starts_with('/') {
        return refuse(400, "the target is no path");
    }
    if !target
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"#\\".contains(&byte))
    {
        return refuse(400, "the target holds what no path has");
    }
    Ok((method, target))
}

/// The header fields that decide something.
#[derive(Default)]
struct Fields<'h> {
    host: Option<&'h str>,
    origin: Option<&'h str>,
    fetch_site: Option<&'h str>,
    fetch_mode: Option<&'h str>,
    content_length: Option<u64>,
}

impl<'h> Fields<'h> {
    fn read(lines: &[&'h [u8]]) -> Result<Self, Refusal> {
        let mut fields = Self::default();
        for line in lines {
            let Some(colon) = line.iter().position(|&byte| byte == b':') else {
                return refuse(400, "a header line has no colon");
            };
            let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
            if name.is_empty() || !name.iter().all(|&byte| is_token(byte)) {
                return refuse(400, "a header has no plain name");
            }
            if value
                .iter()
                .any(|&byte| byte < 0x20 && byte != b'\t' || byte == 0x7f)
            {
                return refuse(400, "a header holds a control character");
            }
            fields.take(&name.to_ascii_lowercase(), value)?;
        }
        Ok(fields)
    }

    fn take(&mut self, name: &[u8], value: &'h [u8]) -> Result<(), Refusal> {
        match name {
            b"host" => set(&mut self.host, value),
            b"origin" => set(&mut self.origin, value),
            b"sec-fetch-site" => set(&mut self.fetch_site, value),
            b"sec-fetch-mode" => set(&mut self.fetch_mode, value),
            b"transfer-encoding" => refuse(400, "no transfer encoding is understood"),
            b"expect" | b"upgrade" => refuse(400, "no other protocol is spoken"),
            b"content-length" => {
                let digits =
                    !value.is_empty() && value.len() < 16 && value.iter().all(u8::is_ascii_digit);
                let length = std::str::from_utf8(value)
                    .ok()
                    .and_then(|it| it.parse().ok());
                match length {
                    Some(length) if digits && self.content_length.is_none() => {
                        self.content_length = Some(length);
                        Ok(())
                    }
                    _ => refuse(400, "the length of the body is no number"),
                }
            }
            _ => Ok(()),
        }
    }
}

fn set<'h>(field: &mut Option<&'h str>, value: &'h [u8]) -> Result<(), Refusal> {
    match std::str::from_utf8(value) {
        Ok(value) if value.is_ascii() && field.is_none() => {
            *field = Some(value);
            Ok(())
        }
        _ => refuse(400, "a header that decides stands twice or is not ASCII"),
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Decodes a path once; nothing of it is ever joined to a folder.
pub(super) fn decode(path: &str) -> Result<String, Refusal> {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'%' {
            decoded.push(bytes[at]);
            at += 1;
            continue;
        }
        let digit = |at: usize| bytes.get(at).and_then(|&it| (it as char).to_digit(16));
        let (Some(high), Some(low)) = (digit(at + 1), digit(at + 2)) else {
            return refuse(400, "the path is wrongly encoded");
        };
        decoded.push((high * 16 + low) as u8);
        at += 3;
    }
    match String::from_utf8(decoded) {
        Ok(path) if !path.contains(|it: char| it.is_control() || it == '\\') => Ok(path),
        _ => refuse(400, "the path holds what no path has"),
    }
}

/// Encodes a path, so that [`decode`] gives it back.
pub(super) fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
