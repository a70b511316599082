//! The preview as a whole: binds, builds, serves, watches, and ends when it is told to.
//!
//! It prints nothing; what a terminal should say goes through a callback.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::gate::Gate;
use super::quiet::Signal;
use super::rebuild::{Watching, rebuild, tell};
use super::site::Site;
use super::source::{BuildProblem, Changes, SiteSource};

/// The ports tried one after another when none is asked for.
const PORTS: std::ops::RangeInclusive<u16> = 8640..=8649;

/// Where the preview listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewOptions {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; `None` = 8640 or the next free one of a few, 0 = any free one.
    pub port: Option<u16>,
}

impl Default for PreviewOptions {
    fn default() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: None,
        }
    }
}

/// What happened meanwhile, for the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The site was made anew.
    Built {
        /// The number of this build; grows with every try.
        revision: u64,
        /// The files whose change led to it; empty for the first build.
        changed: Vec<PathBuf>,
    },
    /// The site could not be made; the last good one stays.
    Failed(Box<BuildProblem>),
    /// The disk cannot be watched and is looked at once a second instead.
    Polling {
        /// Why.
        reason: String,
    },
}

/// Why the preview could not start.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// Another program listens there.
    #[error("port `{}` of `{}` is taken", address.port(), address.ip())]
    PortTaken {
        /// Where it should have listened.
        address: SocketAddr,
    },
    /// None of the usual ports is free.
    #[error("ports `{first}` to `{last}` of `{host}` are all taken")]
    PortsTaken {
        /// The address.
        host: IpAddr,
        /// The first port tried.
        first: u16,
        /// The last port tried.
        last: u16,
    },
    /// The system refuses to listen there.
    #[error("cannot listen on port `{}` of `{}`: {source}", address.port(), address.ip())]
    Listen {
        /// Where it should have listened.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A part of the preview could not be started.
    #[error("cannot start the preview: {0}")]
    Start(#[source] io::Error),
}

/// A running preview; ends when it is dropped.
pub struct Preview {
    address: SocketAddr,
    site: Arc<Site>,
    gate: Arc<Gate>,
    signals: Sender<Signal>,
    threads: Vec<JoinHandle<()>>,
}

impl Preview {
    /// Listens, makes the site for the first time, then serves it and watches its files.
    ///
    /// A first build that fails is shown in the browser, as any other.
    ///
    /// # Errors
    /// When it cannot listen there.
    pub fn start(
        options: &PreviewOptions,
        mut source: impl SiteSource + 'static,
        notices: impl Fn(Notice) + Send + 'static,
    ) -> Result<Self, PreviewError> {
        let listener = bind(options)?;
        let address = listener.local_addr().map_err(PreviewError::Start)?;
        let site = Arc::new(Site::default());
        let gate = Gate::new(&listener, Arc::clone(&site)).map_err(PreviewError::Start)?;
        let gate = Arc::new(gate);
        let (signals, received) = channel();

        let mut watching = Watching::new(source.watched(), signals.clone(), &notices);
        // Watched, then hashed, then built: whatever changes in between differs from its hash.
        watching.take_stock();
        let outcome = rebuild(&mut source, &Changes::Anything);
        let failed = outcome.is_err();
        tell(&site, outcome, Vec::new(), &notices);

        let threads = vec![
            spawn("preview-accept", {
                let gate = Arc::clone(&gate);
                move || gate.run(&listener)
            })?,
            spawn("preview-watch", {
                let site = Arc::clone(&site);
                move || watching.run(&received, &mut source, &site, &notices, failed)
            })?,
        ];
        Ok(Self {
            address,
            site,
            gate,
            signals,
            threads,
        })
    }

    /// Returns the address to open in a browser on this machine.
    pub fn url(&self) -> String {
        format!("http://{}/", self.near())
    }

    /// Returns whether machines other than this one may reach it.
    pub fn is_open_to_others(&self) -> bool {
        !self.address.ip().is_loopback()
    }

    /// Returns why the newest try to make the site failed, when it did.
    pub fn problem(&self) -> Option<BuildProblem> {
        self.site.view().problem.as_deref().cloned()
    }

    /// Waits until `stop` becomes true.
    pub fn wait(&self, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends the preview and frees its port.
    pub fn stop(self) {
        drop(self);
    }

    /// Returns where this machine reaches it.
    fn near(&self) -> SocketAddr {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        SocketAddr::new(ip, self.address.port())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.site.close();
        self.gate.close();
        // The watcher may have ended already, and the gate may be full: both are fine.
        let _ = self.signals.send(Signal::Stop);
        let _ = TcpStream::connect_timeout(&self.near(), Duration::from_secs(1));
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, PreviewError> {
    thread::Builder::new()
        .name(name.into())
        .spawn(run)
        .map_err(PreviewError::Start)
}

fn bind(options: &PreviewOptions) -> Result<TcpListener, PreviewError> {
    let try_port = |port| {
        let address = SocketAddr::new(options.host, port);
        TcpListener::bind(address).map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => PreviewError::PortTaken { address },
            _ => PreviewError::Listen { address, source },
        })
    };
    if let Some(port) = options.port {
        return try_port(port);
    }
    for port in PORTS {
        match try_port(port) {
            Err(PreviewError::PortTaken { .. }) => {}
            other => return other,
        }
    }
    Err(PreviewError::PortsTaken {
        host: options.host,
        first: *PORTS.start(),
        last: *PORTS.end(),
    })
}
