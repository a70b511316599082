//! Objects as Graph sends them: every property in its three states, unknown ones ignored.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::field::Field;
use crate::model::{MemberType, ObjectId};

/// An object of a stream.
pub trait Patch: DeserializeOwned + Send {
    /// Returns the object's id, when it has a well-formed one.
    fn id(&self) -> Option<ObjectId>;
}

/// How an object left a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// It can still come back: `changed`.
    Soft,
    /// It is gone for good: `deleted`.
    Hard,
}

impl<'de> Deserialize<'de> for Removed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            #[serde(default)]
            reason: Option<String>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Ok(match raw.reason.as_deref() {
            Some("deleted") => Self::Hard,
            _ => Self::Soft,
        })
    }
}

/// Takes an id of another form as none: documented samples hold such ids.
fn lenient_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ObjectId>, D::Error> {
    let text: Option<std::borrow::Cow<'de, str>> = Option::deserialize(deserializer)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// An entry of `members@delta` or `owners@delta`.
#[derive(Debug, Clone, Deserialize)]
pub struct EdgePatch {
    /// The object; absent when its id is malformed.
    #[serde(default, deserialize_with = "lenient_id")]
    pub id: Option<ObjectId>,
    /// Its type; `unknown` when Graph did not say.
    #[serde(
        default = "unknown",
        rename = "@odata.type",
        deserialize_with = "odata_type"
    )]
    pub kind: MemberType,
    /// Whether it is no longer in the group.
    #[serde(default, rename = "@removed")]
    pub removed: Option<Removed>,
}

fn unknown() -> MemberType {
    MemberType::from_key("")
}

fn odata_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MemberType, D::Error> {
    let text: Option<std::borrow::Cow<'de, str>> = Option::deserialize(deserializer)?;
    let text = text.unwrap_or_default();
    let short = text
        .trim_start_matches('#')
        .trim_start_matches("microsoft.graph.");
    let plain = short.len() <= 64 && short.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Ok(MemberType::from_key(if plain { short } else { "" }))
}

/// A licence that a group assigns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LicencePatch {
    /// The product.
    #[serde(default, deserialize_with = "lenient_id")]
    pub sku_id: Option<ObjectId>,
    /// Plans that are switched off.
    #[serde(default)]
    pub disabled_plans: Vec<String>,
}

/// A group, from a stream or from a direct read.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Graph's own properties")]
pub struct GroupPatch {
    #[serde(default, deserialize_with = "lenient_id")]
    pub id: Option<ObjectId>,
    #[serde(default, rename = "@removed")]
    pub removed: Option<Removed>,
    #[serde(default)]
    pub display_name: Field<String>,
    #[serde(default)]
    pub description: Field<String>,
    #[serde(default)]
    pub group_types: Field<Vec<String>>,
    #[serde(default)]
    pub mail_enabled: Field<bool>,
    #[serde(default)]
    pub security_enabled: Field<bool>,
    #[serde(default)]
    pub mail: Field<String>,
    #[serde(default)]
    pub mail_nickname: Field<String>,
    #[serde(default)]
    pub proxy_addresses: Field<Vec<String>>,
    #[serde(default)]
    pub visibility: Field<String>,
    #[serde(default)]
    pub classification: Field<String>,
    #[serde(default)]
    pub membership_rule: Field<String>,
    #[serde(default)]
    pub membership_rule_processing_state: Field<String>,
    #[serde(default)]
    pub created_date_time: Field<String>,
    #[serde(default)]
    pub renewed_date_time: Field<String>,
    #[serde(default)]
    pub expiration_date_time: Field<String>,
    #[serde(default)]
    pub is_assignable_to_role: Field<bool>,
    #[serde(default)]
    pub resource_provisioning_options: Field<Vec<String>>,
    #[serde(default)]
    pub security_identifier: Field<String>,
    #[serde(default)]
    pub on_premises_sync_enabled: Field<bool>,
    #[serde(default)]
    pub on_premises_domain_name: Field<String>,
    #[serde(default)]
    pub on_premises_sam_account_name: Field<String>,
    #[serde(default)]
    pub on_premises_security_identifier: Field<String>,
    #[serde(default)]
    pub assigned_licenses: Field<Vec<LicencePatch>>,
    #[serde(default, rename = "members@delta")]
    pub members: Option<Vec<EdgePatch>>,
    #[serde(default, rename = "owners@delta")]
    pub owners: Option<Vec<EdgePatch>>,
}

impl GroupPatch {
    /// Returns whether the empty list of members means "not visible to this app" (GRAPH.md 2.2).
    pub fn hides_members(&self) -> bool {
        let hidden = match &self.visibility {
            Field::Value(visibility) => visibility.eq_ignore_ascii_case("HiddenMembership"),
            _ => false,
        };
        hidden && self.members.as_ref().is_none_or(Vec::is_empty)
    }
}

/// A person.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Graph's own properties")]
pub struct UserPatch {
    #[serde(default, deserialize_with = "lenient_id")]
    pub id: Option<ObjectId>,
    #[serde(default, rename = "@removed")]
    pub removed: Option<Removed>,
    #[serde(default)]
    pub display_name: Field<String>,
    #[serde(default)]
    pub given_name: Field<String>,
    #[serde(default)]
    pub surname: Field<String>,
    #[serde(default)]
    pub user_principal_name: Field<String>,
    #[serde(default)]
    pub mail: Field<String>,
    #[serde(default)]
    pub proxy_addresses: Field<Vec<String>>,
    #[serde(default)]
    pub other_mails: Field<Vec<String>>,
    #[serde(default)]
    pub user_type: Field<String>,
    #[serde(default)]
    pub account_enabled: Field<bool>,
    #[serde(default)]
    pub on_premises_sync_enabled: Field<bool>,
    #[serde(default)]
    pub company_name: Field<String>,
    #[serde(default)]
    pub department: Field<String>,
    #[serde(default)]
    pub job_title: Field<String>,
    #[serde(default)]
    pub mobile_phone: Field<String>,
    #[serde(default)]
    pub office_location: Field<String>,
    #[serde(default)]
    pub business_phones: Field<Vec<String>>,
}

impl UserPatch {
    /// Takes out the fields that `[privacy] user_fields` may name, by their Graph name.
    pub fn take_further(&mut self) -> BTreeMap<&'static str, Field<String>> {
        let phones = match std::mem::take(&mut self.business_phones) {
            Field::Absent => Field::Absent,
            Field::Null => Field::Null,
            Field::Value(phones) if phones.is_empty() => Field::Null,
            Field::Value(phones) => Field::Value(phones.join(", ")),
        };
        BTreeMap::from([
            ("businessPhones", phones),
            ("companyName", std::mem::take(&mut self.company_name)),
            ("department", std::mem::take(&mut self.department)),
            ("jobTitle", std::mem::take(&mut self.job_title)),
            ("mobilePhone", std::mem::take(&mut self.mobile_phone)),
            ("officeLocation", std::mem::take(&mut self.office_location)),
        ])
    }
}

/// A device. One documented sample prints two keys in Pascal case.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Graph's own properties")]
pub struct DevicePatch {
    #[serde(default, deserialize_with = "lenient_id")]
    pub id: Option<ObjectId>,
    #[serde(default, rename = "@removed")]
    pub removed: Option<Removed>,
    #[serde(default)]
    pub device_id: Field<String>,
    #[serde(default)]
    pub display_name: Field<String>,
    #[serde(default)]
    pub account_enabled: Field<bool>,
    #[serde(default)]
    pub operating_system: Field<String>,
    #[serde(default)]
    pub operating_system_version: Field<String>,
    #[serde(default, alias = "Manufacturer")]
    pub manufacturer: Field<String>,
    #[serde(default, alias = "Model")]
    pub model: Field<String>,
    #[serde(default)]
    pub trust_type: Field<String>,
    #[serde(default)]
    pub profile_type: Field<String>,
    #[serde(default)]
    pub device_ownership: Field<String>,
    #[serde(default)]
    pub is_managed: Field<bool>,
    #[serde(default)]
    pub is_compliant: Field<bool>,
    #[serde(default)]
    pub registration_date_time: Field<String>,
    #[serde(default)]
    pub on_premises_sync_enabled: Field<bool>,
}

/// An application or external contact.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Graph's own properties")]
pub struct OtherPatch {
    #[serde(default, deserialize_with = "lenient_id")]
    pub id: Option<ObjectId>,
    #[serde(default, rename = "@removed")]
    pub removed: Option<Removed>,
    #[serde(default)]
    pub display_name: Field<String>,
    #[serde(default)]
    pub mail: Field<String>,
}

/// A verified domain.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Graph's own properties")]
pub struct DomainPatch {
    pub name: String,
    #[serde(default)]
    pub is_default: bool,
    #[serde(default)]
    pub is_initial: bool,
}

/// The directory itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Graph's own properties")]
pub struct OrganizationPatch {
    #[serde(default, deserialize_with = "lenient_id")]
    pub id: Option<ObjectId>,
    #[serde(default)]
    pub display_name: Option<String>,
    #[serde(default)]
    pub verified_domains: Vec<DomainPatch>,
}

macro_rules! patches {
    ($($name:ty),+) => {
        $(impl Patch for $name {
            fn id(&self) -> Option<ObjectId> {
                self.id
            }
        })+
    };
}

patches!(GroupPatch, UserPatch, DevicePatch, OtherPatch);
