//! tiny_http behind the front gate: it answers what the gate has let through (SAFETY.md 5.1).
//!
//! It listens where no browser reaches it: on a Unix socket in a folder of our own, elsewhere on
//! a random loopback port with a token. It sees only heads that the gate has written itself.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tiny_http::{Method, Server};

use super::answer::Answer;
use super::head::{Request, decode, encode};
use super::route;
use super::site::Site;

/// Requests that tiny_http sees at once: it spends three descriptors on each.
const MAX_AT_ONCE: usize = 8;
/// Threads that make answers.
const WORKERS: usize = 4;
/// A page that takes longer is taken for one that never ends.
const PATIENCE: Duration = Duration::from_secs(30);
/// The header that carries the token where a Unix socket is not to be had.
const TOKEN: &str = "X-Rosterbook-Gate";

#[cfg(unix)]
type Connection = std::os::unix::net::UnixStream;
#[cfg(not(unix))]
type Connection = std::net::TcpStream;

/// A running tiny_http and the place where it listens.
struct Running {
    server: Arc<Server>,
    #[cfg(unix)]
    folder: tempfile::TempDir,
    #[cfg(not(unix))]
    address: std::net::SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        for _ in 0..WORKERS {
            self.server.unblock();
        }
    }
}

/// The inner server; started anew when tiny_http has gone deaf.
pub(super) struct Inner {
    site: Arc<Site>,
    token: String,
    stopped: Arc<AtomicBool>,
    running: Mutex<Running>,
    at_once: Mutex<usize>,
    one_less: Condvar,
}

impl Inner {
    pub(super) fn start(site: Arc<Site>) -> io::Result<Self> {
        let token = random_token();
        let stopped = Arc::new(AtomicBool::new(false));
        let running = Running::start(&site, &token, &stopped)?;
        Ok(Self {
            site,
            token,
            stopped,
            running: Mutex::new(running),
            at_once: Mutex::new(0),
            one_less: Condvar::new(),
        })
    }

    /// Returns the whole answer to a request, as it goes to the client.
    pub(super) fn fetch(&self, request: &Request) -> io::Result<Vec<u8>> {
        let _permit = self.permit();
        let mut connection = self.connect()?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.set_write_timeout(Some(PATIENCE))?;
        let method = if request.head_only { "HEAD" } else { "GET" };
        let path = encode(&request.path);
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: preview\r\n{TOKEN}: {}\r\nConnection: close\r\n\r\n",
            self.token
        );
        connection.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer)?;
        if answer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(answer)
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..WORKERS {
            running.server.unblock();
        }
    }

    fn connect(&self) -> io::Result<Connection> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(connection) = running.connect() {
            return Ok(connection);
        }
        *running = Running::start(&self.site, &self.token, &self.stopped)?;
        running.connect()
    }

    fn permit(&self) -> Permit<'_> {
        let mut at_once = self.at_once.lock().unwrap_or_else(PoisonError::into_inner);
        while *at_once >= MAX_AT_ONCE {
            at_once = self
                .one_less
                .wait(at_once)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *at_once += 1;
        Permit(self)
    }
}

struct Permit<'i>(&'i Inner);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self
            .0
            .at_once
            .lock()
            .unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.one_less.notify_one();
    }
}

impl Running {
    fn start(site: &Arc<Site>, token: &str, stopped: &Arc<AtomicBool>) -> io::Result<Self> {
        #[cfg(unix)]
        let running = {
            let folder = tempfile::Builder::new().prefix("rosterbook-").tempdir()?;
            let server =
                Server::http_unix(&folder.path().join("preview")).map_err(io::Error::other)?;
            Self {
                server: Arc::new(server),
                folder,
            }
        };
        #[cfg(not(unix))]
        let running = {
            let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
            let address = listener.local_addr()?;
            let server = Server::from_listener(listener, None).map_err(io::Error::other)?;
            Self {
                server: Arc::new(server),
                address,
            }
        };
        for _ in 0..WORKERS {
            let server = Arc::clone(&running.server);
            let (site, token, stopped) = (Arc::clone(site), token.to_owned(), Arc::clone(stopped));
            thread::Builder::new()
                .name("preview-pages".into())
                .spawn(move || {
                    // The queue ends with an error when the server is dropped or has gone deaf.
                    while !stopped.load(Ordering::Relaxed)
                        && let Ok(request) = server.recv()
                    {
                        // A client that went away is no concern of the next one.
                        let _ = respond(&site, &token, request);
                    }
                })?;
        }
        Ok(running)
    }

    fn connect(&self) -> io::Result<Connection> {
        #[cfg(unix)]
        return Connection::connect(self.folder.path().join("preview"));
        #[cfg(not(unix))]
        return Connection::connect(self.address);
    }
}

fn respond(site: &Site, token: &str, request: tiny_http::Request) -> io::Result<()> {
    let trusted = request
        .headers()
        .iter()
        .any(|header| header.field.equiv(TOKEN) && header.value.as_str() == token);
    let head_only = *request.method() == Method::Head;
    let answer = match decode(request.url()) {
        Ok(path) if trusted => route::answer(site, &path),
        _ => Answer::text(403, "the request did not come through the gate\n"),
    };
    answer.write(&mut request.into_writer(), head_only)
}

/// Returns a text that nobody can guess, from the seeds that the standard library takes at random.
fn random_token() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    (0..2)
        .map(|part| format!("{:016x}", RandomState::new().hash_one(part)))
        .collect()
}
