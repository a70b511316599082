//! What is kept of each object between two runs: exactly the selected properties, absent and null
//! made equal, so that a kept record renders like a fresh one (GRAPH.md 4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::graph::{DevicePatch, Field, GroupPatch, LicencePatch, OtherPatch, UserPatch};
use crate::model::{Licence, MemberType, ObjectId};

/// A kind of record: how an answer changes it.
pub(super) trait Record: Default + Clone + PartialEq {
    /// The object as Graph sends it.
    type Patch: crate::graph::Patch;

    /// Returns how the object left its stream, if it did.
    fn removed(patch: &Self::Patch) -> Option<crate::graph::Removed>;

    /// Returns whether the answer gives any property at all.
    fn has_values(patch: &Self::Patch) -> bool;

    /// Returns whether the answer says explicitly that the naming properties are null.
    fn is_blank(patch: &Self::Patch) -> bool;

    /// Changes the properties as the answer says.
    fn apply(&mut self, patch: Self::Patch);
}

macro_rules! record {
    (
        $(#[$doc:meta])* $name:ident from $patch:ident, named by ($($naming:ident),+)
        { $($field:ident: $type:ty),+ $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub(super) struct $name {
            $(#[serde(skip_serializing_if = "Option::is_none")] pub(super) $field: Option<$type>,)+
        }

        impl $name {
            fn apply_plain(&mut self, patch: &mut $patch) {
                $(std::mem::take(&mut patch.$field).apply(&mut self.$field);)+
            }

            fn has_plain_values(patch: &$patch) -> bool {
                $(patch.$field.is_value())||+
            }

            fn is_plain_blank(patch: &$patch) -> bool {
                $(patch.$naming.is_null())&&+
            }
        }
    };
}

record! {
    /// The properties of a group.
    GroupRecord from GroupPatch, named by (display_name, mail_enabled, security_enabled) {
        display_name: String,
        description: String,
        group_types: Vec<String>,
        mail_enabled: bool,
        security_enabled: bool,
        mail: String,
        mail_nickname: String,
        proxy_addresses: Vec<String>,
        visibility: String,
        classification: String,
        membership_rule: String,
        membership_rule_processing_state: String,
        created_date_time: String,
        renewed_date_time: String,
        expiration_date_time: String,
        is_assignable_to_role: bool,
        resource_provisioning_options: Vec<String>,
        security_identifier: String,
        on_premises_sync_enabled: bool,
        on_premises_domain_name: String,
        on_premises_sam_account_name: String,
        on_premises_security_identifier: String,
    }
}

record! {
    /// The properties of a device.
    DeviceRecord from DevicePatch, named by (display_name, device_id) {
        device_id: String,
        display_name: String,
        account_enabled: bool,
        operating_system: String,
        operating_system_version: String,
        manufacturer: String,
        model: String,
        trust_type: String,
        profile_type: String,
        device_ownership: String,
        is_managed: bool,
        is_compliant: bool,
        registration_date_time: String,
        on_premises_sync_enabled: bool,
    }
}

record! {
    /// The properties of an application or external contact.
    OtherNames from OtherPatch, named by (display_name) {
        display_name: String,
        mail: String,
    }
}

record! {
    /// The properties of a person that are always asked for.
    UserNames from UserPatch, named by (display_name, user_principal_name) {
        display_name: String,
        given_name: String,
        surname: String,
        user_principal_name: String,
        mail: String,
        proxy_addresses: Vec<String>,
        other_mails: Vec<String>,
        user_type: String,
        account_enabled: bool,
        on_premises_sync_enabled: bool,
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct UserRecord {
    #[serde(flatten)]
    pub(super) names: UserNames,
    /// What `[privacy] user_fields` asks for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) further: BTreeMap<String, String>,
}

/// A group with its licences.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct GroupProperties {
    #[serde(flatten)]
    pub(super) plain: GroupRecord,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) licences: Vec<Licence>,
}

/// An application, external contact or object of unknown type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct OtherRecord {
    #[serde(rename = "type")]
    pub(super) kind: MemberType,
    #[serde(flatten)]
    pub(super) names: OtherNames,
}

impl Default for OtherRecord {
    fn default() -> Self {
        Self {
            kind: MemberType::from_key(""),
            names: OtherNames::default(),
        }
    }
}

impl Record for GroupProperties {
    type Patch = GroupPatch;

    fn removed(patch: &GroupPatch) -> Option<crate::graph::Removed> {
        patch.removed
    }

    fn has_values(patch: &GroupPatch) -> bool {
        GroupRecord::has_plain_values(patch) || patch.assigned_licenses.is_value()
    }

    fn is_blank(patch: &GroupPatch) -> bool {
        GroupRecord::is_plain_blank(patch)
    }

    fn apply(&mut self, mut patch: GroupPatch) {
        self.plain.apply_plain(&mut patch);
        match patch.assigned_licenses {
            Field::Absent => {}
            Field::Null => self.licences.clear(),
            Field::Value(licences) => self.licences = sorted_licences(licences),
        }
    }
}

fn sorted_licences(patches: Vec<LicencePatch>) -> Vec<Licence> {
    let mut licences: Vec<Licence> = patches
        .into_iter()
        .filter_map(|patch| {
            let mut disabled_plans: Vec<ObjectId> = patch
                .disabled_plans
                .iter()
                .filter_map(|plan| plan.parse().ok())
                .collect();
            disabled_plans.sort_unstable();
            disabled_plans.dedup();
            Some(Licence {
                sku_id: patch.sku_id?,
                disabled_plans,
            })
        })
        .collect();
    licences.sort();
    licences.dedup();
    licences
}

impl Record for UserRecord {
    type Patch = UserPatch;

    fn removed(patch: &UserPatch) -> Option<crate::graph::Removed> {
        patch.removed
    }

    fn has_values(patch: &UserPatch) -> bool {
        UserNames::has_plain_values(patch)
    }

    fn is_blank(patch: &UserPatch) -> bool {
        UserNames::is_plain_blank(patch)
    }

    fn apply(&mut self, mut patch: UserPatch) {
        self.names.apply_plain(&mut patch);
        for (key, field) in patch.take_further() {
            match field {
                Field::Absent => {}
                Field::Null => {
                    self.further.remove(key);
                }
                Field::Value(value) => {
                    self.further.insert(key.to_owned(), value);
                }
            }
        }
    }
}

impl Record for DeviceRecord {
    type Patch = DevicePatch;

    fn removed(patch: &DevicePatch) -> Option<crate::graph::Removed> {
        patch.removed
    }

    fn has_values(patch: &DevicePatch) -> bool {
        Self::has_plain_values(patch)
    }

    fn is_blank(patch: &DevicePatch) -> bool {
        Self::is_plain_blank(patch)
    }

    fn apply(&mut self, mut patch: DevicePatch) {
        self.apply_plain(&mut patch);
    }
}

impl Record for OtherRecord {
    type Patch = OtherPatch;

    fn removed(patch: &OtherPatch) -> Option<crate::graph::Removed> {
        patch.removed
    }

    fn has_values(patch: &OtherPatch) -> bool {
        OtherNames::has_plain_values(patch)
    }

    fn is_blank(patch: &OtherPatch) -> bool {
        OtherNames::is_plain_blank(patch)
    }

    fn apply(&mut self, mut patch: OtherPatch) {
        self.names.apply_plain(&mut patch);
    }
}
