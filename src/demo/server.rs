//! The server: sockets and threads around [`super::route`].

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

use tiny_http::{Server, StatusCode};

use super::encoding::guid_of;
use super::reply::Reply;
use super::route::{Request, Stage, answer};
use super::{DemoError, STATES};

/// The port that is tried first, so that links kept from one run are good in the next.
const PORT: u16 = 47_113;

/// How many requests are answered at once: five streams and some direct reads.
const THREADS: usize = 8;

/// The largest body that is read; a full batch needs some ten kilobytes.
const BODY: u64 = 1 << 20;

/// A running demo directory; it stops when dropped.
pub struct DemoServer {
    base: String,
    state: Arc<AtomicU32>,
    server: Arc<Server>,
    threads: Vec<JoinHandle<()>>,
}

impl std::fmt::Debug for DemoServer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "DemoServer({})", self.base)
    }
}

/// Starts the demo directory on this machine, as it was at a point in time; `None` is the last.
///
/// # Errors
/// When there is no such point in time, or no port or thread to be had.
pub fn start(state: Option<u32>) -> Result<DemoServer, DemoError> {
    let state = Arc::new(AtomicU32::new(known(state)?));
    let listen = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = listen(PORT).or_else(|_| listen(0)).map_err(refused)?;
    let server = Server::from_listener(without_delay(listener), None).map_err(refused)?;
    let port = server
        .server_addr()
        .to_ip()
        .map_or(PORT, |address| address.port());
    let base = format!("http://127.0.0.1:{port}");
    let mut demo = DemoServer {
        base,
        state,
        server: Arc::new(server),
        threads: Vec::new(),
    };
    for number in 0..THREADS {
        let (server, base, state) = (demo.server.clone(), demo.base.clone(), demo.state.clone());
        let thread = std::thread::Builder::new()
            .name(format!("demo-{number}"))
            .spawn(move || {
                while let Ok(request) = server.recv() {
                    serve(request, &base, state.load(Ordering::Relaxed));
                }
            })
            .map_err(refused)?;
        demo.threads.push(thread);
    }
    Ok(demo)
}

fn refused(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> DemoError {
    DemoError::Listen {
        message: error.into().to_string(),
    }
}

/// Sends every answer at once.
///
/// An answer leaves in two writes, head and body; without this the second waits for the reader to
/// acknowledge the first, some 40 ms. Accepted connections inherit the option.
#[cfg(unix)]
fn without_delay(listener: TcpListener) -> TcpListener {
    use std::os::fd::OwnedFd;
    let socket = std::net::TcpStream::from(OwnedFd::from(listener));
    // Without the option the server is slower, not wrong.
    let _ = socket.set_nodelay(true);
    TcpListener::from(OwnedFd::from(socket))
}

#[cfg(not(unix))]
fn without_delay(listener: TcpListener) -> TcpListener {
    listener
}

fn known(state: Option<u32>) -> Result<u32, DemoError> {
    match state.unwrap_or(STATES - 1) {
        state if state < STATES => Ok(state),
        state => Err(DemoError::UnknownState {
            state,
            last: STATES - 1,
        }),
    }
}

impl DemoServer {
    /// Returns the address of both sign-in service and Graph: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> &str {
        &self.base
    }

    /// Shows another point in time from the next request on; `None` is the last.
    ///
    /// # Errors
    /// When there is no such point in time.
    pub fn go_to(&self, state: Option<u32>) -> Result<(), DemoError> {
        self.state.store(known(state)?, Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for DemoServer {
    fn drop(&mut self) {
        for _ in &self.threads {
            self.server.unblock();
        }
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing left to stop.
            let _ = thread.join();
        }
    }
}

fn serve(mut request: tiny_http::Request, base: &str, state: u32) {
    let mut body = Vec::new();
    let read = request.as_reader().take(BODY + 1).read_to_end(&mut body);
    let reply = match read {
        Err(_) => Reply::bad_request("Unable to read the request body."),
        Ok(_) if body.len() as u64 > BODY => {
            Reply::error(413, "RequestEntityTooLarge", "The request is too large.")
        }
        Ok(_) => {
            let authorization = request
                .headers()
                .iter()
                .find(|header| header.field.equiv("Authorization"))
                .map(|header| header.value.as_str().to_owned());
            let method = request.method().to_string();
            let asked = Request {
                method: &method,
                url: request.url(),
                authorization: authorization.as_deref(),
                body: &body,
            };
            answer(&asked, Stage { base, state })
        }
    };
    let id = guid_of(&["answer", request.url()]).to_string();
    let body = reply.body.to_string();
    // A head of our own, because the server's cannot say `Connection: close`: its pool may queue a
    // new connection behind one that is kept open and idle, for half a minute.
    let mut head = format!(
        "HTTP/1.1 {} {}\r\nContent-Type: application/json;odata.metadata=minimal;charset=utf-8\r\n\
         Content-Length: {}\r\nCache-Control: no-cache\r\nConnection: close\r\n\
         request-id: {id}\r\nx-ms-resource-unit: 1\r\n",
        reply.status,
        StatusCode(reply.status).default_reason_phrase(),
        body.len(),
    );
    if let Some(link) = reply.location.filter(|link| !link.contains(['\r', '\n'])) {
        head.push_str(&format!("Location: {link}\r\n"));
    }
    let mut writer = request.into_writer();
    // A client that hung up does not care for its answer.
    let _ = writer
        .write_all(format!("{head}\r\n{body}").as_bytes())
        .and_then(|()| writer.flush());
}
