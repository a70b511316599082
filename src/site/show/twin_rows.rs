//! The shapes of the machine-readable twins (CONTRACT.md 5): the order of fields is that of keys.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct GroupRow<'a> {
    pub(super) id: String,
    pub(super) organization: &'a str,
    pub(super) tenant: Option<&'a str>,
    pub(super) name: &'a str,
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
    pub(super) archived: bool,
    pub(super) manual: bool,
    pub(super) membership_type: &'static str,
    pub(super) email: Option<&'a str>,
    pub(super) domain: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) updated: Option<Updated>,
    pub(super) url: &'a str,
    pub(super) counts: Counts,
}

#[derive(Serialize)]
pub(super) struct Updated {
    pub(super) at: String,
    pub(super) source: &'static str,
}

/// How many there are; `null` for what was not read, because nought would be a lie.
#[derive(Serialize)]
pub(super) struct Counts {
    pub(super) members_matched: Option<usize>,
    pub(super) members_unmatched: Option<usize>,
    pub(super) devices_matched: Option<usize>,
    pub(super) devices_unmatched: Option<usize>,
    pub(super) nested_groups: Option<usize>,
    pub(super) owners: usize,
    pub(super) effective_members: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct GroupTwin<'a> {
    #[serde(flatten)]
    pub(super) row: GroupRow<'a>,
    pub(super) members: Vec<MemberTwin<'a>>,
    pub(super) devices: Vec<DeviceTwin<'a>>,
    pub(super) nested_groups: Vec<Named>,
    pub(super) parents: Vec<Named>,
    pub(super) owners: Vec<Named>,
}

#[derive(Serialize)]
pub(super) struct MemberTwin<'a> {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) name: String,
    #[serde(rename = "match")]
    pub(super) matched: ContactMatch<'a>,
}

#[derive(Serialize)]
pub(super) struct DeviceTwin<'a> {
    pub(super) id: String,
    pub(super) name: &'a str,
    #[serde(rename = "match")]
    pub(super) matched: ConfigurationMatch<'a>,
}

#[derive(Serialize)]
pub(super) struct ContactMatch<'a> {
    pub(super) rule: &'static str,
    pub(super) contact: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct ConfigurationMatch<'a> {
    pub(super) rule: &'static str,
    pub(super) configuration: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
}

#[derive(Serialize)]
pub(super) struct Membership {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) direct: bool,
}

#[derive(Serialize)]
pub(super) struct PersonTwin<'a> {
    pub(super) id: String,
    pub(super) organization: &'a str,
    pub(super) tenant: &'a str,
    pub(super) name: &'a str,
    pub(super) mail: Option<&'a str>,
    pub(super) user_principal_name: Option<&'a str>,
    pub(super) guest: bool,
    pub(super) enabled: Option<bool>,
    pub(super) url: &'a str,
    #[serde(rename = "match")]
    pub(super) matched: ContactMatch<'a>,
    pub(super) groups: Vec<Membership>,
    pub(super) owns: Vec<Named>,
}

#[derive(Serialize)]
pub(super) struct DeviceRow<'a> {
    pub(super) id: String,
    pub(super) organization: &'a str,
    pub(super) tenant: &'a str,
    pub(super) name: &'a str,
    pub(super) device_id: Option<&'a str>,
    pub(super) operating_system: Option<&'a str>,
    pub(super) url: &'a str,
    #[serde(rename = "match")]
    pub(super) matched: ConfigurationMatch<'a>,
    pub(super) groups: Vec<Membership>,
}
