//! The connections of a run: two pools, one that leaves this machine and one that does not.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use reqwest::Certificate;

use super::body::connection;
use super::error::GraphErrorKind;
use super::limits::Limits;
use crate::files::{self, FileError};

/// The largest file of authorities that is read: the system's own has some 250 kB.
const LARGEST: u64 = 4 << 20;

/// Why a file of authorities cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It holds no certificate.
    #[error("`{}` holds no certificate in PEM form", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
}

/// The connections that all clients of a run share.
#[derive(Debug, Default)]
pub struct Connector {
    /// Trusted beside the system's own authorities.
    authorities: Vec<Certificate>,
    remote: OnceLock<reqwest::Client>,
    local: OnceLock<reqwest::Client>,
}

impl Connector {
    /// Trusts the authorities of a PEM file beside those of the system; there is no way to trust
    /// without one (SAFETY.md 4).
    ///
    /// # Errors
    /// When the file cannot be read or holds no certificate.
    pub fn trusting(path: &Path) -> Result<Self, AuthorityError> {
        let bytes = files::read_limited(path, LARGEST)?;
        let authorities = Certificate::from_pem_bundle(&bytes).unwrap_or_default();
        if authorities.is_empty() {
            let path = path.to_owned();
            return Err(AuthorityError::NoCertificate { path });
        }
        Ok(Self {
            authorities,
            ..Self::default()
        })
    }

    /// Returns the pool for an address; this machine is never reached through a proxy.
    pub(super) fn pool(
        &self,
        local: bool,
        limits: &Limits,
    ) -> Result<&reqwest::Client, GraphErrorKind> {
        let cell = if local { &self.local } else { &self.remote };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(limits.connect)
            .read_timeout(limits.idle)
            .user_agent(concat!("rosterbook/", env!("CARGO_PKG_VERSION")));
        if !self.authorities.is_empty() {
            builder = builder.tls_certs_merge(self.authorities.iter().cloned());
        }
        builder = match local {
            // Small servers on this machine give each open connection a thread: keep none open.
            true => builder.no_proxy().pool_max_idle_per_host(0),
            false => builder.https_only(true),
        };
        let client = builder.build().map_err(connection)?;
        Ok(cell.get_or_init(|| client))
    }
}
