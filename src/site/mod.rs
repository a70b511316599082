//! The site as data: the joined model of an organization, its pages, their addresses and views.
//!
//! It reads no file and no clock, and must not know how a view becomes HTML.

mod address;
mod events;
mod groups;
mod input;
mod join;
mod members;
mod model;
mod nesting;
mod slug;
mod text;
mod written;

pub mod view;

pub use address::GroupType;
pub use input::{Input, OrganizationInput, PageInput, TenantInput};
pub use join::join;
pub use model::{
    EventEntry, GroupEntry, Index, Model, Node, ObjectEntry, Organization, PageEntry, RecordEntry,
    TenantEntry,
};
pub use slug::{object_folder, record_folder, slug};
