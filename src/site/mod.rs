//! The site as data: the joined model of an organization, its pages, their addresses and views.
//!
//! It reads no file and no clock, and must not know how a view becomes HTML.

mod address;
mod apart;
mod events;
mod frames;
mod groups;
mod health;
mod input;
mod join;
mod members;
mod model;
mod nesting;
mod pages;
mod parts;
mod script;
mod show;
mod slug;
#[cfg(test)]
mod testing;
mod text;
mod written;

pub mod view;

pub use address::{GroupType, root_of};
pub use health::{Health, HealthFinding, ended_message, health_of_all};
pub use input::{Input, OrganizationInput, PageInput, TenantInput};
pub use join::join;
pub use model::{
    EventEntry, GroupEntry, GuestEntry, Index, LeftOut, Model, Node, ObjectEntry, Organization,
    PageEntry, RecordEntry, TenantEntry,
};
pub use pages::{Page, PageKind, collision, pages};
pub use parts::{PartList, Parts};
pub use script::script_json;
pub use show::{
    FreshTenant, Markdown, Shown, TWIN_VERSION, TableKind, View, WrongCount, device, digest,
    fresh_tenants, freshness, has_group, list_data, person, search_data, show, table_csv,
    table_json,
};
pub use slug::{object_folder, record_folder, slug};
