//! People, devices and other principals as the snapshot keeps them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::ObjectId;

/// Whether a person belongs to the tenant or is invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum UserType {
    /// A person of the tenant.
    #[default]
    Member,
    /// A person invited from elsewhere.
    Guest,
}

/// A person of the directory: one line of `snapshot/<tenant>/users/<2hex>.ndjson`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    /// The object id.
    pub id: ObjectId,
    /// The display name; it may carry titles and suffixes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// The last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// The sign-in name; of a guest never the raw `#EXT#` form (SAFETY.md 9).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_principal_name: Option<String>,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Further addresses without the `smtp:` prefix, sorted, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Member or guest.
    #[serde(default, skip_serializing_if = "is_member")]
    pub user_type: UserType,
    /// Whether sign-in is enabled; absent when the directory did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_enabled: Option<bool>,
    /// Whether the account comes from Active Directory.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_premises: bool,
    /// Fields that `[privacy] user_fields` names, by their Graph name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// Whether the directory returned it without its properties (GRAPH.md 7).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub limited: bool,
}

fn is_member(kind: &UserType) -> bool {
    *kind == UserType::Member
}

impl Person {
    /// Returns the name to show: display name, else mail, sign-in name or id.
    pub fn name(&self) -> String {
        [&self.display_name, &self.mail, &self.user_principal_name]
            .into_iter()
            .flatten()
            .map(|text| text.trim())
            .find(|text| !text.is_empty())
            .map_or_else(|| self.id.to_string(), str::to_owned)
    }

    /// Returns whether the person is a guest.
    pub fn is_guest(&self) -> bool {
        self.user_type == UserType::Guest
    }

    /// Returns the domain that a guest comes from, in lower case: that of the mail address, else of
    /// the sign-in name. `None` for people of the tenant, and where neither ends in a domain.
    pub fn home_domain(&self) -> Option<String> {
        let addresses = [&self.mail, &self.user_principal_name];
        addresses
            .into_iter()
            .flatten()
            .filter(|_| self.is_guest())
            .find_map(|address| domain_of(address))
    }

    /// Returns what group files know the person by: a guest's mail, else the sign-in name.
    pub fn label(&self) -> Option<&str> {
        let order = if self.is_guest() {
            [&self.mail, &self.user_principal_name, &self.display_name]
        } else {
            [&self.user_principal_name, &self.mail, &self.display_name]
        };
        order
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|text| !text.trim().is_empty())
    }
}

/// Returns the domain of an address in lower case; `None` when nothing in it can be one.
fn domain_of(address: &str) -> Option<String> {
    let (_, domain) = address.trim().rsplit_once('@')?;
    let plain = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_');
    let inner = domain.trim_matches('.');
    (inner.contains('.') && inner.len() == domain.len() && domain.chars().all(plain))
        .then(|| domain.to_lowercase())
}

/// A device of the directory: one line of `snapshot/<tenant>/devices/<2hex>.ndjson`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Device {
    /// The object id, which is not the device id.
    pub id: ObjectId,
    /// The device id that other tools know (GRAPH.md 1.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// The display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Whether the device is enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_enabled: Option<bool>,
    /// The operating system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operating_system: Option<String>,
    /// The operating system's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operating_system_version: Option<String>,
    /// The manufacturer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// The model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// How it is joined: `AzureAd`, `ServerAd`, `Workplace`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust_type: Option<String>,
    /// The profile type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_type: Option<String>,
    /// Who owns it: `Company`, `Personal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_ownership: Option<String>,
    /// Whether it is managed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_managed: Option<bool>,
    /// Whether it is compliant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_compliant: Option<bool>,
    /// When it was registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<Timestamp>,
    /// Whether it comes from Active Directory.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_premises: bool,
    /// Whether the directory returned it without its properties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub limited: bool,
}

impl Device {
    /// Returns the name to show: the display name, or the id.
    pub fn name(&self) -> String {
        match self.display_name.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => self.id.to_string(),
        }
    }
}

/// An application, external contact or object of unknown type:
/// one line of `snapshot/<tenant>/others/<2hex>.ndjson`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OtherObject {
    /// The object id.
    pub id: ObjectId,
    /// The type as Graph names it.
    #[serde(rename = "type")]
    pub kind: super::group::MemberType,
    /// The display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The mail address of an external contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Whether the directory returned it without its properties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub limited: bool,
}

#[cfg(test)]
mod tests {
    use super::domain_of;

    #[test]
    fn a_home_domain_is_what_can_be_a_domain() {
        for (address, domain) in [
            ("alex@fabrikam.example", Some("fabrikam.example")),
            (" Alex@Fabrikam.EXAMPLE ", Some("fabrikam.example")),
            ("\"a@b\"@b\u{fc}cher.example", Some("b\u{fc}cher.example")),
            ("alex", None),
            ("alex@", None),
            ("alex@localhost", None),
            ("alex@.example", None),
            ("alex@fabrikam.example.", None),
            ("alex@<script>.example", None),
            ("alex@a.example&sort=name", None),
            ("alex@two words.example", None),
        ] {
            assert_eq!(domain_of(address).as_deref(), domain, "{address}");
        }
    }
}
