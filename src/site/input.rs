//! What the joined model is made from: everything that lower layers have read.

use std::sync::Arc;

use crate::config::{Site, TenantSettings};
use crate::matching::Pins;
use crate::model::{
    Configuration, Contact, Device, Event, Freshness, Group, OrgKey, OtherObject, Overlay, Person,
    Tenant,
};
use crate::snapshot::TenantSnapshot;

/// The data of one tenant, as the snapshot keeps it; shared, since a preview joins it many times.
#[derive(Debug, Clone)]
pub struct TenantInput {
    /// Its settings.
    pub settings: TenantSettings,
    /// What the snapshot holds; `None` before the first sync.
    pub snapshot: Option<Arc<TenantSnapshot>>,
    /// Its journal, oldest first.
    pub events: Arc<Vec<Event>>,
}

impl TenantInput {
    /// Returns its groups.
    pub(super) fn groups(&self) -> &[Group] {
        self.snapshot.as_ref().map_or(&[], |it| &it.groups)
    }

    /// Returns its people.
    pub(super) fn people(&self) -> &[Person] {
        self.snapshot.as_ref().map_or(&[], |it| &it.people)
    }

    /// Returns its devices.
    pub(super) fn devices(&self) -> &[Device] {
        self.snapshot.as_ref().map_or(&[], |it| &it.devices)
    }

    /// Returns its other objects.
    pub(super) fn others(&self) -> &[OtherObject] {
        self.snapshot.as_ref().map_or(&[], |it| &it.others)
    }

    /// Returns the directory itself.
    pub(super) fn tenant(&self) -> Option<&Tenant> {
        self.snapshot.as_ref().map(|it| &it.tenant)
    }
}

/// The data of one organization.
#[derive(Debug, Clone)]
pub struct OrganizationInput {
    /// Its key.
    pub key: OrgKey,
    /// Its name.
    pub name: String,
    /// Its tenants.
    pub tenants: Vec<TenantInput>,
    /// Its contacts.
    pub contacts: Arc<Vec<Contact>>,
    /// Its configurations.
    pub configurations: Arc<Vec<Configuration>>,
    /// What people wrote about its groups.
    pub overlays: Vec<Overlay>,
    /// Pins from people to contacts.
    pub contact_pins: Pins,
    /// Pins from devices to configurations.
    pub configuration_pins: Pins,
}

/// A page that a person wrote, as `content/` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageInput {
    /// The folder names that lead to it, and its own: all slugs; empty for the introduction.
    pub folders: Vec<String>,
    /// Its title.
    pub title: String,
    /// Its place in the menu.
    pub order: i64,
    /// The organization it belongs to; `None` = the whole site.
    pub organization: Option<OrgKey>,
    /// Its Markdown.
    pub markdown: String,
}

/// Everything that a site is made from.
#[derive(Debug, Clone)]
pub struct Input {
    /// The configuration.
    pub site: Site,
    /// The organizations.
    pub organizations: Vec<OrganizationInput>,
    /// Pages that people wrote.
    pub pages: Vec<PageInput>,
    /// When the tenants were last read.
    pub freshness: Freshness,
}
