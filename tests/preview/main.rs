//! The preview over raw sockets: what it answers, what it refuses, how pages follow their files.

mod crowd;
mod gate;
mod pages;
mod problems;
mod reload;
mod support;
