//! A scripted Graph on loopback: a small directory with a history, and faults on demand.
#![allow(dead_code, reason = "each test crate uses its own part")]

pub mod http;
pub mod pages;
pub mod program;
pub mod routes;
pub mod site;
pub mod tls;
pub mod world;

pub use http::Reply;
pub use routes::FakeGraph;
pub use site::TestSite;
pub use world::{World, id};
