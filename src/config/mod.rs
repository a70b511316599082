//! `site.toml`: what a site is made of (CONTRACT.md 3, FEATURES.md 3, EXPORTS.md 3.1).
//!
//! It holds plain values with defaults and checks them; it knows nothing of what is done with them.

mod check;
mod connection;
mod document;
mod error;
mod filter;
mod health;
mod load;
mod raw;
mod settings;
mod tables;

pub use connection::{Auth, Cloud, Connection};
pub use document::{Audience, RUNBOOK_SECTIONS, Runbook};
pub use error::ConfigError;
pub use filter::{GlobSet, NameFilter};
pub use health::{HealthSettings, Suppression};
pub use load::{find_root, load, parse};
pub use settings::{
    Columns, CustomField, DynamicMembers, ExportSettings, Exports, FieldKind, Guard, GuestsShown,
    History, Links, MatchOrder, OnPremisesChoice, Organization, Privacy, Sidebar, Site,
    TenantSettings, TypeSettings, Types,
};

#[cfg(test)]
mod tests;
