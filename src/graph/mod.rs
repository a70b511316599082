//! Microsoft Graph over HTTP: signing in, delta pages, ordinary reads, retries, limits.
//!
//! The only module that names `reqwest`. It checks every link before it sends anything, keeps
//! secrets out of every text, and knows neither the snapshot nor the configuration: what it
//! needs arrives as values.

mod audit;
mod auth;
mod base;
mod batch;
mod body;
mod client;
mod connector;
mod environment;
mod error;
mod field;
mod gate;
mod hint;
mod limits;
mod patch;
mod read;
mod redact;
mod round;
mod select;

pub use audit::{AUDIT_PERMISSION, AuditActor, AuditEvent, AuditProperty, AuditTarget};
pub use auth::{Claims, Credential, DevicePrompt, SecretSource};
pub use base::{Base, BaseError};
pub use batch::{Lookup, LookupRequest};
pub use client::{Client, ClientEvent, ClientOptions, RequestCounts};
pub use connector::{AuthorityError, Connector};
pub use environment::Environment;
pub use error::{GraphError, GraphErrorKind};
pub use field::Field;
pub use limits::Limits;
pub use patch::{
    DevicePatch, DomainPatch, EdgePatch, GroupPatch, LicencePatch, OrganizationPatch, OtherPatch,
    Patch, Removed, UserPatch,
};
pub use redact::redact;
pub use round::{Link, Page, Round};
pub use select::{Select, Stream, USER_FIELDS, required_permission};
