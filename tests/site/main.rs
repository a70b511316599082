//! From a site's folders to its output: what is written, what is left alone, what is refused.

mod around;
mod build;
mod changes;
mod errors;
mod fixture;
mod guests;
mod health;
mod killed;
mod known;
mod large;
mod lists;
mod pages;
mod sarif;
mod search;
mod themes;
mod upkeep;
mod views;
