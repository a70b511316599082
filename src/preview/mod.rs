//! The preview: a small server on this machine that shows the site and reloads it as it changes.
//!
//! It must not know how pages are made ([`SiteSource`] does) and writes nothing to the site.
//! Everything inbound is hostile: the browser's other tabs are the attacker (SAFETY.md 5).

mod answer;
mod events;
mod fingerprint;
mod gate;
mod head;
mod inner;
mod overlay;
mod policy;
mod quiet;
mod rebuild;
mod route;
mod server;
mod site;
mod source;
mod watch;

pub use server::{Notice, Preview, PreviewError, PreviewOptions};
pub use source::{BuildProblem, Changes, Served, SitePages, SiteSource};
