//! The built-in demo directory: three invented tenants behind a small Graph-shaped HTTP server.
//!
//! The real client reaches it over loopback, token request included, so nothing in the sync path
//! is special for it. It has no clock and no randomness: the same request gives the same bytes.
//! It must not know the client, and nothing here is ever written to a real directory.

mod audit;
mod batch;
mod cursor;
mod data;
mod encoding;
mod history;
mod object;
mod query;
mod read;
mod reply;
mod round;
mod route;
mod server;
mod sign_in;
mod starter;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use history::STATES;
pub use server::{DemoServer, start};
pub use starter::site_files;

use crate::model::TenantId;

/// One of the invented tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoTenant {
    /// The key that the demo site gives it.
    pub key: &'static str,
    /// The organization's name.
    pub name: &'static str,
    /// The directory's id.
    pub id: TenantId,
    /// The domain of its people.
    pub domain: &'static str,
    /// The domain it was made with.
    pub initial_domain: &'static str,
}

/// Why the demo directory does not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    /// There is no such point in time.
    #[error("the demo directory has no state `{state}`, the last one is `{last}`")]
    UnknownState {
        /// The state that was asked for.
        state: u32,
        /// The last one there is.
        last: u32,
    },
    /// The system gave no port or thread.
    #[error("the demo directory cannot listen on this machine: {message}")]
    Listen {
        /// What the system said.
        message: String,
    },
}

/// Returns the tenants: two clients, then the provider itself.
pub fn tenants() -> [DemoTenant; 3] {
    let tenant = |key, name, domain, initial_domain| DemoTenant {
        key,
        name,
        id: TenantId(encoding::guid_of(&["tenant", domain])),
        domain,
        initial_domain,
    };
    [
        tenant(
            "contoso",
            "Contoso Ltd",
            "contoso.example",
            "contoso.onmicrosoft.example",
        ),
        tenant(
            "fabrikam",
            "Fabrikam Works",
            "fabrikam.example",
            "fabrikam.onmicrosoft.example",
        ),
        tenant(
            "northwind",
            "Northwind IT Services",
            "northwind.example",
            "northwind.onmicrosoft.example",
        ),
    ]
}

/// Returns the invented time of a point in time: when a sync would have seen it.
pub fn state_time(state: u32) -> Timestamp {
    history::time_of(state)
}
