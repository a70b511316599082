//! rosterbook documents who is in which Microsoft Entra group.
//!
//! It reads the groups of one or many tenants into a snapshot made for git,
//! matches members and devices against exported contacts and configurations,
//! and renders a static site with print-ready runbooks.
//! `ARCHITECTURE.md` draws the layers; imports point downwards only.

#![warn(clippy::disallowed_methods)]

pub mod build;
pub mod cli;
pub mod config;
pub mod content;
pub mod demo;
pub mod exports;
pub mod files;
pub mod graph;
pub mod matching;
pub mod model;
pub mod preview;
pub mod render;
pub mod site;
pub mod snapshot;
pub mod sync;
