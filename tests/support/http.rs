//! A minimal HTTP/1.1 server whose answers can be wrong in any way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// What arrived.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The part of the path below the version, such as `groups/delta`.
    pub fn resource(&self) -> &str {
        self.path.strip_prefix("/v1.0/").unwrap_or(&self.path)
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// How often the body is sent.
    pub times: usize,
    /// The length that is declared, when it is not the true one.
    pub declared: Option<usize>,
    /// The connection is closed after so many bytes of the body.
    pub cut: Option<usize>,
    /// A wait before the answer.
    pub delay: Duration,
    /// A wait before each byte of the body.
    pub drip: Duration,
}

impl Reply {
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::raw(status, "application/json", body.to_string())
    }

    pub fn raw(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".into(), content_type.into())],
            body: body.into(),
            times: 1,
            declared: None,
            cut: None,
            delay: Duration::ZERO,
            drip: Duration::ZERO,
        }
    }

    /// An error body of Graph.
    pub fn error(status: u16, code: &str) -> Self {
        let body = serde_json::json!({"error": {
            "code": code,
            "message": format!("{code} says the directory"),
            "innerError": {"request-id": "94fb3b52-452a-4535-a601-69e0a90e3aa2"},
        }});
        Self::json(status, &body)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

pub type Handler = dyn Fn(Request) -> Reply + Send + Sync;

/// Serves until the test ends; returns the base address.
pub fn serve(handler: Arc<Handler>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let handler = Arc::clone(&handler);
            std::thread::spawn(move || {
                let _ = stream.set_nodelay(true);
                connection(stream, &*handler)
            });
        }
    });
    format!("http://{address}")
}

/// Answers the requests of one connection, in whatever it is wrapped.
pub fn connection<S: Read + Write>(stream: S, handler: &Handler) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let request = read(&mut reader)?;
        let reply = handler(request);
        let writer = reader.get_mut();
        std::thread::sleep(reply.delay);
        let whole = reply.body.len() * reply.times;
        let length = reply.declared.unwrap_or(whole);
        let mut head = format!(
            "HTTP/1.1 {} Answer\r\nContent-Length: {length}\r\n",
            reply.status
        );
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        writer.write_all(head.as_bytes()).ok()?;
        let sent = reply.cut.unwrap_or(reply.body.len()).min(reply.body.len());
        if reply.drip.is_zero() {
            for _ in 0..reply.times {
                writer.write_all(&reply.body[..sent]).ok()?;
            }
        } else {
            for byte in &reply.body[..sent] {
                std::thread::sleep(reply.drip);
                writer.write_all(&[*byte]).ok()?;
            }
        }
        writer.flush().ok()?;
        if reply.cut.is_some() || length != whole {
            return None;
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader
        .read_line(&mut line)
        .ok()
        .filter(|&length| length > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path.to_owned(), query.to_owned()),
        None => (target, String::new()),
    };
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request {
        method,
        path,
        query,
        headers,
        body,
    })
}
