//! The joined model: what one set of readers may see, with every link resolved.
//!
//! Indexes point into the vectors of the same organization. Renderers accept this type only, so
//! that whatever an audience may not see never reaches them (SAFETY.md 10).

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::Timestamp;

use super::address::GroupType;
use super::frames::Frames;
use super::health::Health;
use super::parts::Parts;
use super::show::Names;
use crate::config::Site;
use crate::matching::{NearConfigurations, NearContacts, Outcome};
use crate::model::{
    Configuration, Contact, Coverage, Device, Event, Freshness, Group, GroupId, GroupStatus,
    ObjectId, OrgKey, OtherObject, Overlay, Person, StreamCoverage, TenantKey,
};

/// An index into one of the vectors of an [`Organization`].
pub type Index = u32;

/// What stands behind an object id within one tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// A documented group.
    Group(Index),
    /// A person.
    Person(Index),
    /// A device.
    Device(Index),
    /// An application, external contact or object of unknown type.
    Other(Index),
}

/// A tenant of an organization.
#[derive(Debug)]
pub struct TenantEntry {
    /// Its key.
    pub key: TenantKey,
    /// The directory's name, or the key.
    pub name: String,
    /// The name of the connection that reads it.
    pub connection: String,
    /// The address of the group in the admin centre, with `{id}` left to fill in.
    pub group_link: String,
    /// The address of a person there.
    pub person_link: String,
    /// The address of a device there.
    pub device_link: String,
    /// What each object id stands for.
    pub nodes: HashMap<ObjectId, Node>,
    /// Whether it is switched on.
    pub enabled: bool,
    /// What was fetched of it; `None` before the first sync.
    pub coverage: Option<Coverage>,
}

impl TenantEntry {
    /// Returns whether its groups could not be read with the permissions of the app, so that what
    /// was known before is shown.
    pub fn is_partial(&self) -> bool {
        let coverage = self.coverage.as_ref();
        let groups = coverage.and_then(|it| it.streams.get("groups"));
        groups == Some(&StreamCoverage::Denied)
    }
}

/// Which lists of a group do not hold everybody that the directory named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Members are left out.
    pub members: bool,
    /// Owners are left out.
    pub owners: bool,
}

/// A group with everything that is known of it.
#[derive(Debug)]
pub struct GroupEntry {
    /// The group; a manual one is made from its overlay.
    pub group: Group,
    /// The tenant it belongs to; `None` for a manual group.
    pub tenant: Option<Index>,
    /// The list it is in.
    pub list: GroupType,
    /// Its status.
    pub status: GroupStatus,
    /// What people wrote about it.
    pub overlay: Option<Overlay>,
    /// The name to show.
    pub name: String,
    /// Its domain and where that comes from (GRAPH.md 9).
    pub domain: Option<(String, &'static str)>,
    /// The folder of its page, relative to the site's root.
    pub folder: String,
    /// The address of its page.
    pub url: String,
    /// People in it, by name.
    pub people: Vec<Index>,
    /// Devices in it, by name.
    pub devices: Vec<Index>,
    /// Applications, external contacts and unknown objects in it, by name.
    pub others: Vec<Index>,
    /// Documented groups in it, by name.
    pub nested: Vec<Index>,
    /// Groups in it that are not documented, by label.
    pub undocumented: Vec<(ObjectId, String)>,
    /// Groups that it is in, by name.
    pub parents: Vec<Index>,
    /// Its owners, by name.
    pub owners: Vec<Node>,
    /// Contacts that a manual group names directly.
    pub manual_contacts: Vec<Index>,
    /// Configurations that a manual group names directly.
    pub manual_configurations: Vec<Index>,
    /// Guests that are members but not shown (`[privacy] guests`).
    pub guests_left_out: usize,
    /// Whether the lists above leave somebody out, so that they say nothing about numbers.
    pub left_out: LeftOut,
    /// How many objects are reached directly or through nesting, each once.
    pub effective: usize,
    /// Whether that is a least number: it, or a group inside it, does not list everybody.
    pub effective_open: bool,
    /// Whether a way through nested groups leads back to it.
    pub in_circle: bool,
    /// Where the lists of its page continue on further pages; `None` when one page holds all.
    pub parts: Option<Box<Parts>>,
}

/// A person or device with its match and its groups.
#[derive(Debug)]
pub struct ObjectEntry<T> {
    /// The object.
    pub object: T,
    /// The tenant it belongs to.
    pub tenant: Index,
    /// The name to show.
    pub name: String,
    /// The address of its page.
    pub url: String,
    /// What matching found.
    pub outcome: Outcome,
    /// Groups it is in directly, by name.
    pub groups: Vec<Index>,
    /// Groups it owns, by name.
    pub owns: Vec<Index>,
    /// How many further groups nesting brings.
    pub inherited: usize,
}

/// A contact or configuration with the objects behind it.
#[derive(Debug)]
pub struct RecordEntry<T> {
    /// The record.
    pub record: T,
    /// The name to show.
    pub name: String,
    /// The address of its page.
    pub url: String,
    /// The people or devices that match it, by name.
    pub objects: Vec<Index>,
    /// Manual groups that name it, by name.
    pub manual_groups: Vec<Index>,
    /// Of a contact: the configurations whose export names it, by name.
    pub belongings: Vec<Index>,
    /// Of a configuration: the contact that its export names.
    pub belongs_to: Option<Index>,
    /// People or devices that it fits as well as another record does, by name: a candidate of
    /// each of them, a match of none.
    pub candidate_of: Vec<Index>,
    /// Whether it fits somebody whom pages leave out (`[privacy] guests`).
    pub fits_hidden: bool,
}

impl<T: Record> RecordEntry<T> {
    /// Returns whether nothing in documented groups is behind it, or may be (FEATURES.md W8).
    ///
    /// An archived record is not asked about: it is archived because nothing is behind it.
    pub fn lacks_partner(&self) -> bool {
        self.objects.is_empty()
            && self.manual_groups.is_empty()
            && self.candidate_of.is_empty()
            && !self.fits_hidden
            && !self.record.is_archived()
    }
}

/// What contacts and configurations have alike.
pub trait Record {
    /// Returns whether its source keeps it as archived.
    fn is_archived(&self) -> bool;
}

impl Record for Contact {
    fn is_archived(&self) -> bool {
        self.archived
    }
}

impl Record for Configuration {
    fn is_archived(&self) -> bool {
        self.archived
    }
}

/// An event of the journal with the tenant it belongs to.
#[derive(Debug)]
pub struct EventEntry {
    /// The event.
    pub event: Event,
    /// The tenant.
    pub tenant: Index,
}

/// A guest, and the domain that the guest comes from.
#[derive(Debug)]
pub struct GuestEntry {
    /// The person.
    pub person: Index,
    /// The home domain; `None` when no address tells it.
    pub home: Option<String>,
}

/// A page that a person wrote.
#[derive(Debug, Clone)]
pub struct PageEntry {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its Markdown.
    pub markdown: String,
    /// Its place in the menu.
    pub order: i64,
}

/// One organization, joined.
#[derive(Debug)]
pub struct Organization {
    /// Its key.
    pub key: OrgKey,
    /// Its name.
    pub name: String,
    /// Its tenants.
    pub tenants: Vec<TenantEntry>,
    /// Its groups by name.
    pub groups: Vec<GroupEntry>,
    /// Where the pages of each list of groups end: numbers of rows, in the order of
    /// [`GroupType::ALL`] (FEATURES.md L19).
    pub page_ends: [Vec<usize>; 2],
    /// Its people by name.
    pub people: Vec<ObjectEntry<Person>>,
    /// Its guests by home domain, then by name; those whose home is not known are last.
    pub guests: Vec<GuestEntry>,
    /// Guests whose number may be told, but not their names (`[privacy] guests = "count"`).
    pub guests_left_out: usize,
    /// Its devices by name.
    pub devices: Vec<ObjectEntry<Device>>,
    /// Other objects.
    pub others: Vec<OtherObject>,
    /// Its contacts by name.
    pub contacts: Vec<RecordEntry<Contact>>,
    /// Its configurations by name.
    pub configurations: Vec<RecordEntry<Configuration>>,
    /// Its events, oldest first.
    pub events: Vec<EventEntry>,
    /// The events about each group, oldest first.
    pub events_of_group: HashMap<(Index, GroupId), Vec<Index>>,
    /// The events about each person, device or other object, oldest first.
    pub events_of_object: HashMap<(Index, ObjectId), Vec<Index>>,
    /// Pages that people wrote for it.
    pub pages: Vec<PageEntry>,
    /// The Markdown of its overview's introduction.
    pub intro: String,
    /// Whether somebody may be in a group without being seen there: members of some group are not
    /// listed, or the groups of a tenant could not be read.
    pub has_unread: bool,
    /// Whether guests are left out of its pages (`[privacy] guests`).
    pub hides_guests: bool,
    /// The newest change in its data.
    pub state: Option<Timestamp>,
    /// Finds contacts that are almost the match of a person; made when it is first asked for.
    pub near_contacts: OnceLock<NearContacts>,
    /// Finds configurations that are almost the match of a device; made as that one is.
    pub near_configurations: OnceLock<NearConfigurations>,
    /// What deserves a look in its groups, as of the UTC day of `state`.
    pub health: Health,
}

impl Organization {
    /// Returns the indexes of the groups in a list, archived ones included, by name.
    pub fn list(&self, kind: GroupType) -> impl Iterator<Item = Index> + '_ {
        (0..self.groups.len() as Index).filter(move |&at| self.group(at).list == kind)
    }

    /// Returns where the pages of a list of groups end.
    pub fn page_ends(&self, kind: GroupType) -> &[usize] {
        match kind {
            GroupType::Microsoft365 => &self.page_ends[0],
            GroupType::Security => &self.page_ends[1],
        }
    }

    /// Returns a group.
    pub fn group(&self, at: Index) -> &GroupEntry {
        &self.groups[at as usize]
    }

    /// Returns a person.
    pub fn person(&self, at: Index) -> &ObjectEntry<Person> {
        &self.people[at as usize]
    }

    /// Returns a device.
    pub fn device(&self, at: Index) -> &ObjectEntry<Device> {
        &self.devices[at as usize]
    }

    /// Returns a contact.
    pub fn contact(&self, at: Index) -> &RecordEntry<Contact> {
        &self.contacts[at as usize]
    }

    /// Returns a configuration.
    pub fn configuration(&self, at: Index) -> &RecordEntry<Configuration> {
        &self.configurations[at as usize]
    }

    /// Returns the contacts without an account in any documented group, by name.
    pub fn contacts_without_account(&self) -> impl Iterator<Item = &RecordEntry<Contact>> {
        self.contacts.iter().filter(|it| it.lacks_partner())
    }

    /// Returns the configurations in no documented group, by name.
    pub fn configurations_in_no_group(&self) -> impl Iterator<Item = &RecordEntry<Configuration>> {
        self.configurations.iter().filter(|it| it.lacks_partner())
    }

    /// Returns the keys of the tenants, joined by blanks.
    pub fn tenant_keys(&self) -> String {
        let keys: Vec<&str> = self
            .tenants
            .iter()
            .map(|tenant| tenant.key.as_str())
            .collect();
        keys.join(" ")
    }
}

/// Everything that one set of readers may see.
#[derive(Debug)]
pub struct Model {
    /// The configuration.
    pub site: Site,
    /// The organizations in the order of their names.
    pub organizations: Vec<Organization>,
    /// Key and name of all organizations of the site in the order of their names, those that this
    /// run leaves out included: menus do not depend on what is built.
    pub all: Vec<(OrgKey, String)>,
    /// Pages that people wrote for the whole site.
    pub pages: Vec<PageEntry>,
    /// The Markdown of the start page's introduction.
    pub intro: String,
    /// When the tenants were last read.
    pub freshness: Freshness,
    /// What pages share, made when the first of them is shown.
    pub(super) frames: Frames,
    /// All names in their order, sorted when the index is first asked for.
    pub(super) names: OnceLock<Names>,
}

impl Model {
    /// Returns all names in the order of the index.
    pub(super) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self))
    }
}
