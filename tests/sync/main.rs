//! Sync against a scripted Graph on loopback: what an administrator relies on, unattended.
#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the names of the tests are the claims, and nothing else uses them"
)]

#[path = "../support/mod.rs"]
mod support;

mod audits;
mod crash;
mod demo;
mod faults;
mod first;
mod guarding;
mod killing;
mod limits;
mod links;
mod locking;
mod machine;
mod order;
mod samples;
mod secrets;
mod signing;
mod streams;
mod thawing;
mod tls;
