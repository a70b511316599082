//! The site as data: the joined model of an organization, its pages, their addresses and views.
//!
//! It reads no file and no clock, and must not know how a view becomes HTML.

pub mod view;
