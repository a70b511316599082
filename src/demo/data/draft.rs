//! Groups before they are in the directory.

use serde_json::{Map, Value, json};

use super::rule::Rule;
use crate::demo::DemoTenant;
use crate::demo::encoding::{guid_of, number_of};
use crate::demo::object::{Edges, Kind, Object};
use crate::model::ObjectId;

/// A product that a group may license; not a real one.
pub(super) const OFFICE_SUITE: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";
/// Another one.
pub(super) const REPORTING: &str = "f8a1db68-be16-40ed-86d5-cb42ce701560";
/// A plan of the first one.
const VIDEO_PLAN: &str = "9e700747-8b1d-45e5-ab8d-ef187ceec156";

/// A group before it is in the directory.
#[derive(Debug, Clone)]
pub(in crate::demo) struct GroupDraft {
    /// What its id is made of; the name, unless several have it.
    key: String,
    properties: Map<String, Value>,
    members: Edges,
    owners: Edges,
    rule: Option<Rule>,
}

fn draft(name: &str, about: &str, mail: bool, security: bool) -> GroupDraft {
    let mut properties = Map::new();
    properties.insert("displayName".into(), name.into());
    if !about.is_empty() {
        properties.insert("description".into(), about.into());
    }
    properties.insert("groupTypes".into(), json!([]));
    properties.insert("mailEnabled".into(), mail.into());
    properties.insert("securityEnabled".into(), security.into());
    properties.insert("resourceProvisioningOptions".into(), json!([]));
    GroupDraft {
        key: name.to_owned(),
        properties,
        members: Edges::new(),
        owners: Edges::new(),
        rule: None,
    }
}

/// A security group.
pub(super) fn security(name: &str, about: &str) -> GroupDraft {
    draft(name, about, false, true)
}

/// A security group with a mail address.
pub(super) fn mail_security(name: &str, about: &str) -> GroupDraft {
    draft(name, about, true, true)
}

/// A distribution list.
pub(super) fn distribution(name: &str, about: &str) -> GroupDraft {
    draft(name, about, true, false)
}

/// A Microsoft 365 group without a team.
pub(super) fn unified(name: &str, about: &str) -> GroupDraft {
    draft(name, about, true, false)
        .set("groupTypes", json!(["Unified"]))
        .set("visibility", "Private")
}

/// A Microsoft 365 group with a team.
pub(super) fn team(name: &str, about: &str) -> GroupDraft {
    unified(name, about).set("resourceProvisioningOptions", json!(["Team"]))
}

impl GroupDraft {
    /// Gives another key, so that two groups may have one name.
    pub(super) fn keyed(mut self, key: &str) -> Self {
        self.key = key.to_owned();
        self
    }

    pub(super) fn set(mut self, property: &str, value: impl Into<Value>) -> Self {
        self.properties.insert(property.to_owned(), value.into());
        self
    }

    pub(super) fn with(mut self, kind: Kind, members: &[ObjectId]) -> Self {
        self.members.extend(members.iter().map(|id| (*id, kind)));
        self
    }

    pub(super) fn people(self, members: &[ObjectId]) -> Self {
        self.with(Kind::User, members)
    }

    pub(super) fn groups(self, members: &[ObjectId]) -> Self {
        self.with(Kind::Group, members)
    }

    pub(super) fn devices(self, members: &[ObjectId]) -> Self {
        self.with(Kind::Device, members)
    }

    pub(super) fn owners(mut self, owners: &[ObjectId]) -> Self {
        self.owners
            .extend(owners.iter().map(|id| (*id, Kind::User)));
        self
    }

    pub(super) fn public(self) -> Self {
        self.set("visibility", "Public")
    }

    /// Lets a rule choose the members.
    pub(super) fn dynamic(mut self, rule: Rule) -> Self {
        let mut types = match self.properties.get("groupTypes") {
            Some(Value::Array(types)) => types.clone(),
            _ => Vec::new(),
        };
        types.push("DynamicMembership".into());
        self.rule = Some(rule);
        self.set("groupTypes", types)
            .set("membershipRule", rule.text())
            .set("membershipRuleProcessingState", "On")
    }

    /// Says that Entra Connect brings the group in, or once did.
    pub(super) fn on_premises(self, sam: &str, synced: bool) -> Self {
        let number = number_of(&["sid", sam], 8000) + 1100;
        self.set("onPremisesSyncEnabled", synced)
            .set("onPremisesDomainName", "corp.contoso.example")
            .set("onPremisesSamAccountName", sam)
            .set(
                "onPremisesSecurityIdentifier",
                format!("S-1-5-21-1004336348-1177238915-682003330-{number}"),
            )
    }

    /// Says that the group licenses its members.
    pub(super) fn licences(self, products: &[&str]) -> Self {
        let licences: Vec<Value> = products
            .iter()
            .map(|&product| {
                let off: &[&str] = if product == OFFICE_SUITE {
                    &[VIDEO_PLAN]
                } else {
                    &[]
                };
                json!({ "skuId": product, "disabledPlans": off })
            })
            .collect();
        self.set("assignedLicenses", licences)
    }

    /// Says when the group was made, unless chance may decide.
    pub(super) fn created(self, time: &str) -> Self {
        self.set("createdDateTime", time)
            .set("renewedDateTime", time)
    }

    /// Makes the object, with what the directory adds by itself.
    pub(super) fn finish(mut self, tenant: &DemoTenant) -> (Object, Option<Rule>) {
        let id = guid_of(&[tenant.key, "group", &self.key]);
        let properties = &mut self.properties;
        let mut fill = |property: &str, value: Value| {
            properties.entry(property).or_insert(value);
        };
        let created = chance_time(&[tenant.key, "created", &self.key]);
        fill("createdDateTime", created.clone().into());
        fill("renewedDateTime", created.into());
        let nickname = nickname(&self.key);
        fill("mailNickname", nickname.clone().into());
        fill("securityIdentifier", security_identifier(id).into());
        if properties.get("mailEnabled") == Some(&Value::Bool(true)) {
            let mail = match properties.get("mail").and_then(Value::as_str) {
                Some(mail) => mail.to_owned(),
                None => format!("{}@{}", nickname.to_lowercase(), tenant.domain),
            };
            let spare = format!("smtp:{}@{}", nickname.to_lowercase(), tenant.initial_domain);
            let addresses = json!([format!("SMTP:{mail}"), spare]);
            properties.entry("mail").or_insert(mail.into());
            properties.entry("proxyAddresses").or_insert(addresses);
        }
        let object = Object {
            id,
            kind: Kind::Group,
            properties: self.properties,
            in_bin: false,
            members: self.members,
            owners: self.owners,
        };
        (object, self.rule)
    }
}

/// Returns a time between 2018 and 2025 that is known by its names.
pub(super) fn chance_time(parts: &[&str]) -> String {
    let number = number_of(parts, 8 * 12 * 28 * 10 * 60);
    let (minute, number) = (number % 60, number / 60);
    let (hour, number) = (number % 10 + 7, number / 10);
    let (day, number) = (number % 28 + 1, number / 28);
    let (month, year) = (number % 12 + 1, number / 12 + 2018);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
}

/// Returns the letters and digits of a name; a name without any gets one from its hash.
fn nickname(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
        .take(60)
        .collect();
    if kept.chars().any(|letter| letter.is_ascii_alphanumeric()) {
        kept
    } else {
        format!("group{}", number_of(&["nickname", name], 1_000_000))
    }
}

/// Returns the identifier that Entra makes of an object id.
fn security_identifier(id: ObjectId) -> String {
    let bits = id.as_u128();
    let part = |shift: u32| (bits >> shift) as u32;
    format!(
        "S-1-12-1-{}-{}-{}-{}",
        part(96),
        part(64),
        part(32),
        part(0)
    )
}
