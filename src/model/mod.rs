//! Plain data that every layer shares: ids, groups, people, devices, records, events.
//!
//! It reads no file, no clock and no environment, and must not know how data is stored or shown.

mod event;
mod fold;
mod freshness;
mod group;
mod health;
mod ids;
mod location;
mod nearest;
mod overlay;
mod person;
mod record;
mod status;
mod tenant;

pub use event::{Event, EventKind, FieldChange};
pub use fold::{email_key, text_key};
pub use freshness::{Freshness, SyncOutcome, TenantFreshness};
pub use group::{
    Group, GroupKind, Licence, Member, MemberList, MemberType, Membership, MembershipType,
    OnPremises, Seen, SyncMark,
};
pub use health::{AboutRule, HealthRule, Severity};
pub use ids::{GroupId, InvalidId, InvalidKey, ObjectId, OrgKey, TenantId, TenantKey};
pub use location::{Excerpt, Location, Warning};
pub use nearest::nearest;
pub use overlay::{Overlay, OverlayManual, OverlaySync};
pub use person::{Device, OtherObject, Person, UserType};
pub use record::{Configuration, Contact, Text};
pub use status::{GroupStatus, StatusInput, StatusReason, SyncStatus, group_status};
pub use tenant::{Coverage, Domain, StreamCoverage, Tenant};
