//! What is asked for, stream by stream: only what is published or needed (SAFETY.md 9).

use std::fmt;

/// One of the change streams of a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// Groups with members and owners.
    Groups,
    /// People.
    Users,
    /// Devices.
    Devices,
    /// External contacts.
    Contacts,
    /// Applications.
    ServicePrincipals,
}

impl Stream {
    /// All streams, the needed ones first.
    pub const ALL: [Self; 5] = [
        Self::Groups,
        Self::Users,
        Self::Devices,
        Self::Contacts,
        Self::ServicePrincipals,
    ];

    /// Returns the name, which is also its path in Graph.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Groups => "groups",
            Self::Users => "users",
            Self::Devices => "devices",
            Self::Contacts => "contacts",
            Self::ServicePrincipals => "servicePrincipals",
        }
    }

    /// Returns whether the stream is read only where the permission for it is there.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Contacts | Self::ServicePrincipals)
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.key())
    }
}

/// Returns the permission that reads a stream (GRAPH.md 7).
pub const fn required_permission(stream: Stream) -> &'static str {
    match stream {
        Stream::Groups => "GroupMember.Read.All",
        Stream::Users => "User.Read.All",
        Stream::Devices => "Device.Read.All",
        Stream::Contacts => "OrgContact.Read.All",
        Stream::ServicePrincipals => "Application.Read.All",
    }
}

/// Further fields of people that `[privacy] user_fields` may name.
pub const USER_FIELDS: [&str; 6] = [
    "businessPhones",
    "companyName",
    "department",
    "jobTitle",
    "mobilePhone",
    "officeLocation",
];

const GROUPS: &[&str] = &[
    "id",
    "displayName",
    "description",
    "groupTypes",
    "mailEnabled",
    "securityEnabled",
    "mail",
    "mailNickname",
    "proxyAddresses",
    "visibility",
    "classification",
    "membershipRule",
    "membershipRuleProcessingState",
    "createdDateTime",
    "renewedDateTime",
    "expirationDateTime",
    "isAssignableToRole",
    "resourceProvisioningOptions",
    "securityIdentifier",
    "onPremisesSyncEnabled",
    "onPremisesDomainName",
    "onPremisesSamAccountName",
    "onPremisesSecurityIdentifier",
    "assignedLicenses",
];

const USERS: &[&str] = &[
    "id",
    "displayName",
    "givenName",
    "surname",
    "userPrincipalName",
    "mail",
    "proxyAddresses",
    "otherMails",
    "userType",
    "accountEnabled",
    "onPremisesSyncEnabled",
];

const DEVICES: &[&str] = &[
    "id",
    "deviceId",
    "displayName",
    "accountEnabled",
    "operatingSystem",
    "operatingSystemVersion",
    "manufacturer",
    "model",
    "trustType",
    "profileType",
    "deviceOwnership",
    "isManaged",
    "isCompliant",
    "registrationDateTime",
    "onPremisesSyncEnabled",
];

/// Properties that a round may go without when the service refuses them (GRAPH.md 1.1).
const OPTIONAL: &[&str] = &[
    "assignedLicenses",
    "classification",
    "expirationDateTime",
    "renewedDateTime",
    "isAssignableToRole",
    "resourceProvisioningOptions",
    "securityIdentifier",
    "onPremisesDomainName",
    "onPremisesSamAccountName",
    "onPremisesSecurityIdentifier",
    "profileType",
    "deviceOwnership",
    "isManaged",
    "isCompliant",
    "registrationDateTime",
];

/// The properties that are asked for in a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    /// The stream.
    pub stream: Stream,
    properties: Vec<String>,
}

impl Select {
    /// Returns what is asked for in a stream; of people also these further fields.
    pub fn of(stream: Stream, user_fields: &[String]) -> Self {
        let base: &[&str] = match stream {
            Stream::Groups => GROUPS,
            Stream::Users => USERS,
            Stream::Devices => DEVICES,
            Stream::Contacts => &["id", "displayName", "mail"],
            Stream::ServicePrincipals => &["id", "displayName"],
        };
        let mut properties: Vec<String> = base.iter().map(|&name| name.to_owned()).collect();
        if stream == Stream::Users {
            let wanted = |name: &&&str| user_fields.iter().any(|field| field == *name);
            properties.extend(USER_FIELDS.iter().filter(wanted).map(|&it| it.to_owned()));
        }
        Self { stream, properties }
    }

    /// Returns the same without what the service may refuse.
    pub fn without_optional(mut self) -> Self {
        self.properties
            .retain(|name| !OPTIONAL.contains(&name.as_str()));
        self
    }

    /// Returns the properties that may be left out.
    pub fn optional() -> &'static [&'static str] {
        OPTIONAL
    }

    /// Returns the value of `$select` for one object.
    pub fn object(&self) -> String {
        self.properties.join(",")
    }

    /// Returns the value of `$select` for the delta call: relationships belong there only.
    pub fn delta(&self) -> String {
        match self.stream {
            Stream::Groups => format!("{},members,owners", self.object()),
            _ => self.object(),
        }
    }
}
