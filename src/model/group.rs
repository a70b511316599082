//! Groups as the snapshot keeps them.
//!
//! The serialised form of these types is snapshot version 1 (CONTRACT.md 4).

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ids::{GroupId, ObjectId};

/// The kind of a group, decided as GRAPH.md 1.2 says: Unified first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// A Microsoft 365 group.
    #[serde(rename = "microsoft365")]
    Microsoft365,
    /// A security group without a mail box.
    Security,
    /// A security group with mail; read-only in Graph.
    MailEnabledSecurity,
    /// A distribution list; read-only in Graph.
    Distribution,
    /// Any other combination of flags.
    Other,
}

impl GroupKind {
    /// Returns the kind as it is written in the snapshot and in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Microsoft365 => "microsoft365",
            Self::Security => "security",
            Self::MailEnabledSecurity => "mail_enabled_security",
            Self::Distribution => "distribution",
            Self::Other => "other",
        }
    }

    /// Returns the kind in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Microsoft365 => "Microsoft 365 group",
            Self::Security => "Security group",
            Self::MailEnabledSecurity => "Mail-enabled security group",
            Self::Distribution => "Distribution list",
            Self::Other => "Other group",
        }
    }
}

/// Whether members are assigned by people or chosen by a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum MembershipType {
    /// People assign the members.
    #[default]
    Assigned,
    /// A rule chooses the members.
    Dynamic,
}

/// How a group gets its members.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Membership {
    /// Assigned or dynamic.
    #[serde(rename = "type")]
    pub kind: MembershipType,
    /// The rule of a dynamic group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The state of the rule's processing: `On` or `Paused`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// What Entra Connect tells of a group that comes from Active Directory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnPremises {
    /// `true` = synced now, `false` = formerly (GRAPH.md 1.2).
    pub synced: bool,
    /// The Active Directory domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The SAM account name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sam_account_name: Option<String>,
    /// The security identifier in Active Directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security_identifier: Option<String>,
}

/// A licence that a group assigns to its members.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    /// The product's id.
    pub sku_id: ObjectId,
    /// Plans of the product that are switched off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disabled_plans: Vec<ObjectId>,
}

/// When sync saw the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The sync that first saw the group.
    pub first: Timestamp,
    /// The sync that last saw a property, owner or member of it differ.
    pub changed: Timestamp,
    /// When that difference was made, when the audit log told (GRAPH.md 1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audited: Option<Timestamp>,
}

/// The mark that sync leaves in the file of a group that is gone from Entra.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum SyncMark {
    /// Gone from Entra since the sync at this time.
    Orphaned {
        /// The sync that found the group gone.
        since: Timestamp,
    },
}

/// The type of a group's member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemberType {
    /// A person.
    User,
    /// A nested group.
    Group,
    /// A device.
    Device,
    /// An application.
    ServicePrincipal,
    /// An external contact of the directory.
    OrgContact,
    /// What Graph said, or `unknown` when it said nothing.
    Other(Box<str>),
}

impl MemberType {
    /// Returns the type as it is written in the snapshot.
    pub fn key(&self) -> &str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Device => "device",
            Self::ServicePrincipal => "servicePrincipal",
            Self::OrgContact => "orgContact",
            Self::Other(name) => name,
        }
    }

    /// Reads a type as it is written in the snapshot, or after `#microsoft.graph.`.
    pub fn from_key(key: &str) -> Self {
        match key {
            "user" => Self::User,
            "group" => Self::Group,
            "device" => Self::Device,
            "servicePrincipal" => Self::ServicePrincipal,
            "orgContact" => Self::OrgContact,
            "" => Self::Other("unknown".into()),
            other => Self::Other(other.into()),
        }
    }
}

impl Serialize for MemberType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for MemberType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = MemberType;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("the type of a member")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<MemberType, E> {
                Ok(MemberType::from_key(text))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

/// An object directly in a group, or an owner of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Member {
    /// The object's id.
    pub id: ObjectId,
    /// The object's type.
    #[serde(rename = "type")]
    pub kind: MemberType,
    /// What a reader of the file knows it by: sign-in name, mail or display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Box<str>>,
}

/// The members of a group, or why they are not listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MemberList {
    /// Sorted by id, each id once.
    Listed(Vec<Member>),
    /// The membership is hidden, or not visible to the app (SAFETY.md 9).
    #[default]
    Hidden,
    /// Only their number is kept (`dynamic_members = "count"`).
    Counted(u64),
    /// Left out by configuration (`dynamic_members = "none"`).
    LeftOut,
}

impl MemberList {
    /// Returns the members that are listed; none when they are not.
    pub fn listed(&self) -> &[Member] {
        match self {
            Self::Listed(members) => members,
            _ => &[],
        }
    }
}

impl Serialize for MemberList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Listed(members) => members.serialize(serializer),
            Self::Hidden => serializer.serialize_str("hidden"),
            Self::Counted(count) => serializer.serialize_u64(*count),
            Self::LeftOut => serializer.serialize_str("left out"),
        }
    }
}

impl<'de> Deserialize<'de> for MemberList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = MemberList;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list of members, a number, `hidden` or `left out`")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<MemberList, E> {
                match text {
                    "hidden" => Ok(MemberList::Hidden),
                    "left out" => Ok(MemberList::LeftOut),
                    other => Err(E::invalid_value(serde::de::Unexpected::Str(other), &self)),
                }
            }
            fn visit_u64<E: serde::de::Error>(self, count: u64) -> Result<MemberList, E> {
                Ok(MemberList::Counted(count))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut items: A,
            ) -> Result<MemberList, A::Error> {
                let mut members = Vec::with_capacity(items.size_hint().unwrap_or(0));
                while let Some(member) = items.next_element()? {
                    members.push(member);
                }
                Ok(MemberList::Listed(members))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A group: one file of the snapshot. The order of the fields is the order of the keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Group {
    /// The group's object id.
    pub id: GroupId,
    /// The name; absent only when the directory never told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The kind, decided from the directory's flags.
    pub kind: GroupKind,
    /// The description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// The mail nickname.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_nickname: Option<String>,
    /// All addresses with their prefix (`SMTP:` is the primary one), sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proxy_addresses: Vec<String>,
    /// `Private`, `Public` or `HiddenMembership`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    /// The classification that the tenant gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<String>,
    /// Assigned or dynamic, with the rule.
    pub membership: Membership,
    /// Whether a team is attached.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub team: bool,
    /// Whether directory roles can be assigned to the group.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub role_assignable: bool,
    /// When the group was made in Entra.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// When the group was last renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewed: Option<Timestamp>,
    /// When the group expires, unless renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// The security identifier in Entra.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security_identifier: Option<String>,
    /// What Active Directory says of it, when Entra Connect brought it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_premises: Option<OnPremises>,
    /// Licences that membership gives, sorted by product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<Licence>,
    /// When sync saw it.
    pub seen: Seen,
    /// The mark of a group that is gone from Entra.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sync: Option<SyncMark>,
    /// The owners, sorted by id.
    #[serde(default)]
    pub owners: Vec<Member>,
    /// The members, sorted by id.
    pub members: MemberList,
}

impl Group {
    /// Returns the name to show: the display name, or the id when there is none.
    pub fn name(&self) -> String {
        match self.display_name.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => self.id.to_string(),
        }
    }

    /// Returns whether the directory hides who is in the group (GRAPH.md 1.2).
    pub fn has_hidden_membership(&self) -> bool {
        self.visibility
            .as_deref()
            .is_some_and(|visibility| visibility.eq_ignore_ascii_case("HiddenMembership"))
    }
}
