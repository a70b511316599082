//! What people write below `content/`: pages, overlays of groups, and pins.
//!
//! It reads and checks; it knows nothing of what is done with the result, nor of `site.toml`.

mod depth;
mod error;
mod front;
mod overlay;
mod page;
mod pins;
mod source;

pub use error::ContentError;
pub use overlay::read_overlays;
pub use page::{ContentPage, read_pages};
pub use pins::{Pin, Pins, read_pins};

#[cfg(test)]
mod tests;
