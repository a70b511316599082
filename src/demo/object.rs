//! Objects of the demo directory, and one tenant's directory at one point in time.
//!
//! It must not know how objects travel over HTTP.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::DemoTenant;
use crate::model::ObjectId;

/// The type of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    User,
    Group,
    Device,
    ServicePrincipal,
    OrgContact,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::User,
        Self::Group,
        Self::Device,
        Self::ServicePrincipal,
        Self::OrgContact,
    ];

    /// Returns the name of the type, as in `#microsoft.graph.user`.
    pub(super) const fn type_name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Device => "device",
            Self::ServicePrincipal => "servicePrincipal",
            Self::OrgContact => "orgContact",
        }
    }

    /// Returns the first part of its paths.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::User => "users",
            Self::Group => "groups",
            Self::Device => "devices",
            Self::ServicePrincipal => "servicePrincipals",
            Self::OrgContact => "contacts",
        }
    }

    /// Returns the type whose paths begin so.
    pub(super) fn from_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.path() == path)
    }

    /// Returns the properties that objects of the type may have; `id` goes without saying.
    pub(super) const fn properties(self) -> &'static [&'static str] {
        match self {
            Self::Group => &[
                "assignedLicenses",
                "classification",
                "createdDateTime",
                "description",
                "displayName",
                "expirationDateTime",
                "groupTypes",
                "isAssignableToRole",
                "mail",
                "mailEnabled",
                "mailNickname",
                "membershipRule",
                "membershipRuleProcessingState",
                "onPremisesDomainName",
                "onPremisesSamAccountName",
                "onPremisesSecurityIdentifier",
                "onPremisesSyncEnabled",
                "proxyAddresses",
                "renewedDateTime",
                "resourceProvisioningOptions",
                "securityEnabled",
                "securityIdentifier",
                "visibility",
            ],
            Self::User => &[
                "accountEnabled",
                "businessPhones",
                "companyName",
                "createdDateTime",
                "department",
                "displayName",
                "employeeId",
                "externalUserState",
                "givenName",
                "jobTitle",
                "mail",
                "mobilePhone",
                "officeLocation",
                "onPremisesSamAccountName",
                "onPremisesSyncEnabled",
                "otherMails",
                "proxyAddresses",
                "surname",
                "userPrincipalName",
                "userType",
            ],
            Self::Device => &[
                "accountEnabled",
                "deviceId",
                "deviceOwnership",
                "displayName",
                "isCompliant",
                "isManaged",
                "manufacturer",
                "model",
                "onPremisesSyncEnabled",
                "operatingSystem",
                "operatingSystemVersion",
                "profileType",
                "registrationDateTime",
                "trustType",
            ],
            Self::ServicePrincipal => &[
                "accountEnabled",
                "appId",
                "displayName",
                "servicePrincipalType",
            ],
            Self::OrgContact => &[
                "companyName",
                "department",
                "displayName",
                "givenName",
                "jobTitle",
                "mail",
                "mailNickname",
                "proxyAddresses",
                "surname",
            ],
        }
    }
}

/// Objects that a group refers to.
pub(super) type Edges = BTreeMap<ObjectId, Kind>;

/// One object.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Object {
    pub(super) id: ObjectId,
    pub(super) kind: Kind,
    /// What was ever set, by property; never `null`.
    pub(super) properties: Map<String, Value>,
    /// In the bin, from which it can return; only people and Microsoft 365 groups.
    pub(super) in_bin: bool,
    pub(super) members: Edges,
    pub(super) owners: Edges,
}

impl Object {
    /// Returns a property that is text, or an empty text.
    pub(super) fn text(&self, property: &str) -> &str {
        self.properties
            .get(property)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Returns whether the app is not told the members.
    pub(super) fn hides_members(&self) -> bool {
        self.text("visibility")
            .eq_ignore_ascii_case("HiddenMembership")
    }
}

/// One tenant's directory at one point in time.
#[derive(Debug, Clone)]
pub(super) struct Directory {
    pub(super) tenant: DemoTenant,
    pub(super) objects: BTreeMap<ObjectId, Arc<Object>>,
}

impl Directory {
    pub(super) fn new(tenant: DemoTenant) -> Self {
        Self {
            tenant,
            objects: BTreeMap::new(),
        }
    }

    /// Returns the object of this type, also when it is in the bin.
    pub(super) fn get(&self, kind: Kind, id: ObjectId) -> Option<&Object> {
        self.objects
            .get(&id)
            .map(Arc::as_ref)
            .filter(|object| object.kind == kind)
    }

    /// Returns the objects of a type, sorted by id.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Object> {
        self.objects
            .values()
            .map(Arc::as_ref)
            .filter(move |object| object.kind == kind)
    }

    /// Returns the group with this name, in or out of the bin.
    pub(super) fn group_named(&self, name: &str) -> Option<&Object> {
        self.of(Kind::Group)
            .find(|group| group.text("displayName") == name)
    }

    /// Puts an object in; one of the same id is replaced.
    pub(super) fn insert(&mut self, object: Object) -> ObjectId {
        let id = object.id;
        self.objects.insert(id, Arc::new(object));
        id
    }

    /// Changes an object; nothing happens when there is none.
    pub(super) fn change(&mut self, id: ObjectId, change: impl FnOnce(&mut Object)) {
        if let Some(object) = self.objects.get_mut(&id) {
            change(Arc::make_mut(object));
        }
    }

    /// Removes an object for good, and with it every reference to it.
    pub(super) fn erase(&mut self, id: ObjectId) {
        self.objects.remove(&id);
        for object in self.objects.values_mut() {
            if object.members.contains_key(&id) || object.owners.contains_key(&id) {
                let object = Arc::make_mut(object);
                object.members.remove(&id);
                object.owners.remove(&id);
            }
        }
    }
}
