//! Pages from view models: templates, Markdown and assets.
//!
//! It must not know where data comes from or where pages are written.

pub mod link;
pub mod markdown;
