//! The front gate: the only listener that the outside can reach (SAFETY.md 5.2).
//!
//! It reads one plain head per connection within limits of time, size and number, and knows
//! nothing of pages.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::answer::Answer;
use super::events;
use super::head::{Hosts, MAX_HEAD, Refusal, Request, head_length, is_hopeless, read_head};
use super::inner::Inner;
use super::overlay::EVENTS_PATH;
use super::site::Site;

/// Connections at once, event streams apart; a browser opens six.
const MAX_CONNECTIONS: usize = 64;
/// Threads at once: those of connections that were told to go may take a moment.
const MAX_THREADS: usize = 160;
/// Event streams at once: one for each visible tab.
const MAX_STREAMS: usize = 16;
/// The whole head has to come within this time, however it is dripped.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// A client that does not take its answer within this time does not want it.
const ANSWER_TIME: Duration = Duration::from_secs(30);
/// How long the next connection waits for one that is being answered to end.
const ROOM_TIME: Duration = Duration::from_millis(500);
/// What is read of a refused request, so that the client gets to see why.
const MAX_DRAIN: usize = 48 * 1024;
/// How long that may take.
const DRAIN_TIME: Duration = Duration::from_millis(500);

/// Connections that are open; those whose head has not come are the first to go.
#[derive(Default)]
struct Slots {
    next: u64,
    waiting: BTreeMap<u64, Arc<TcpStream>>,
    busy: usize,
    threads: usize,
}

/// What all connections share.
pub(super) struct Gate {
    port: u16,
    host: std::net::IpAddr,
    site: Arc<Site>,
    inner: Inner,
    slots: Mutex<Slots>,
    one_less: Condvar,
    streams: AtomicUsize,
    stopping: AtomicBool,
}

impl Gate {
    pub(super) fn new(listener: &TcpListener, site: Arc<Site>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        Ok(Self {
            port: address.port(),
            host: address.ip(),
            inner: Inner::start(Arc::clone(&site))?,
            site,
            slots: Mutex::default(),
            one_less: Condvar::new(),
            streams: AtomicUsize::new(0),
            stopping: AtomicBool::new(false),
        })
    }

    /// Accepts connections until the gate is closed; no error ends it.
    pub(super) fn run(self: &Arc<Self>, listener: &TcpListener) {
        while !self.stopping.load(Ordering::Relaxed) {
            match listener.accept() {
                Ok((stream, _)) => self.admit(stream),
                Err(_) => {
                    // Out of descriptors, or a client that left at once: make room, go on.
                    self.lock().evict_oldest();
                    thread::sleep(Duration::from_millis(20));
                }
            }
        }
    }

    /// Makes [`Gate::run`] return, closes what is open.
    pub(super) fn close(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.inner.stop();
        let mut slots = self.lock();
        while slots.evict_oldest() {}
    }

    fn lock(&self) -> MutexGuard<'_, Slots> {
        // Counters are changed one by one; a panic elsewhere leaves none of them half changed.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn admit(self: &Arc<Self>, stream: TcpStream) {
        let Some(mut slots) = self.make_room() else {
            return;
        };
        let stream = Arc::new(stream);
        let id = slots.next;
        slots.next += 1;
        slots.threads += 1;
        slots.waiting.insert(id, Arc::clone(&stream));
        drop(slots);
        let gate = Arc::clone(self);
        let spawned = thread::Builder::new()
            .name("preview-gate".into())
            .spawn(move || {
                let guard = Guard { gate: &gate, id };
                // An error here is a client that went away.
                let _ = gate.serve(id, &stream);
                drop(guard);
            });
        if spawned.is_err() {
            let mut slots = self.lock();
            slots.waiting.remove(&id);
            slots.threads -= 1;
        }
    }

    /// Returns the slots with one free, or `None` when the newcomer has to go.
    fn make_room(&self) -> Option<MutexGuard<'_, Slots>> {
        let mut slots = self.lock();
        if slots.is_full() && !slots.evict_oldest() {
            // All are being answered: those to come wait in the queue of the system meanwhile.
            (slots, _) = self
                .one_less
                .wait_timeout_while(slots, ROOM_TIME, |slots| slots.is_full())
                .unwrap_or_else(PoisonError::into_inner);
        }
        (!slots.is_full()).then_some(slots)
    }

    fn serve(&self, id: u64, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(ANSWER_TIME))?;
        let head = receive_head(stream)?;
        let Some(busy) = self.make_busy(id) else {
            return Ok(());
        };
        let hosts = Hosts {
            port: self.port,
            // Bound to all addresses, it is called by the one that the connection came in on.
            address: match self.host.is_unspecified() {
                true => stream.local_addr()?.ip().to_canonical(),
                false => self.host,
            },
        };
        match head.and_then(|head| read_head(&head, &hosts)) {
            Ok(request) if request.path == EVENTS_PATH => self.serve_events(stream, &request, busy),
            Ok(request) => {
                let answer = self.inner.fetch(&request).or_else(|_| {
                    let mut bytes = Vec::new();
                    let answer = Answer::text(500, "the page could not be made in time\n");
                    answer.write(&mut bytes, request.head_only).map(|()| bytes)
                })?;
                send(stream, &answer)?;
                drop(busy);
                drain(stream)
            }
            Err(refusal) => {
                let mut bytes = Vec::new();
                Answer::from(refusal).write(&mut bytes, false)?;
                send(stream, &bytes)?;
                drain(stream)
            }
        }
    }

    /// Streams are counted apart from connections.
    fn serve_events(
        &self,
        stream: &TcpStream,
        request: &Request,
        busy: Busy<'_>,
    ) -> io::Result<()> {
        let others = self.streams.fetch_add(1, Ordering::Relaxed);
        let _stream = StreamCount(&self.streams);
        if others >= MAX_STREAMS || request.head_only {
            let mut bytes = Vec::new();
            Answer::text(503, "too many tabs listen already\n")
                .write(&mut bytes, request.head_only)?;
            send(stream, &bytes)?;
            return drain(stream);
        }
        drop(busy);
        events::stream(&self.site, stream, &request.query)
    }

    /// Turns a waiting connection into a busy one, unless it had to make room.
    fn make_busy(&self, id: u64) -> Option<Busy<'_>> {
        let mut slots = self.lock();
        slots.waiting.remove(&id)?;
        slots.busy += 1;
        Some(Busy(self))
    }
}

impl Slots {
    fn is_full(&self) -> bool {
        self.waiting.len() + self.busy >= MAX_CONNECTIONS || self.threads >= MAX_THREADS
    }

    /// Closes the connection that has waited longest; returns whether there was one.
    fn evict_oldest(&mut self) -> bool {
        let Some((_, stream)) = self.waiting.pop_first() else {
            return false;
        };
        // Its thread wakes and ends; that it was closed already is as good.
        let _ = stream.shutdown(Shutdown::Both);
        true
    }
}

struct Guard<'g> {
    gate: &'g Gate,
    id: u64,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        let mut slots = self.gate.lock();
        slots.waiting.remove(&self.id);
        slots.threads -= 1;
        self.gate.one_less.notify_one();
    }
}

struct Busy<'g>(&'g Gate);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.lock().busy -= 1;
        self.0.one_less.notify_one();
    }
}

struct StreamCount<'g>(&'g AtomicUsize);

impl Drop for StreamCount<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Reads one head within its limits; an error when nobody is there to be answered.
fn receive_head(mut stream: &TcpStream) -> io::Result<Result<Vec<u8>, Refusal>> {
    let refuse = |status, reason| Ok(Err(Refusal { status, reason }));
    let end = Instant::now() + HEAD_TIME;
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return refuse(408, "the head did not come in time");
        }
        stream.set_read_timeout(Some(left))?;
        let length = match stream.read(&mut part) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(length) => length,
            Err(error) if is_timeout(&error) => continue,
            Err(error) => return Err(error),
        };
        bytes.extend_from_slice(&part[..length]);
        if let Some(length) = head_length(&bytes[..bytes.len().min(MAX_HEAD)]) {
            bytes.truncate(length);
            return Ok(Ok(bytes));
        }
        if bytes.len() > MAX_HEAD {
            return refuse(431, "the head is too large");
        }
        if is_hopeless(&bytes) {
            return refuse(400, "this is no plain request");
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}

/// Sends all of it, within one limit of time however slowly it is taken.
fn send(mut stream: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    let end = Instant::now() + ANSWER_TIME;
    while !bytes.is_empty() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        let length = stream.write(&bytes[..bytes.len().min(64 * 1024)])?;
        bytes = &bytes[length..];
    }
    stream.shutdown(Shutdown::Write)
}

/// Reads a little of what else was sent: closing over it would tear the answer away.
fn drain(mut stream: &TcpStream) -> io::Result<()> {
    let end = Instant::now() + DRAIN_TIME;
    let mut part = [0; 4096];
    let mut drained = 0;
    while drained < MAX_DRAIN {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut part)? {
            0 => break,
            length => drained += length,
        }
    }
    Ok(())
}
