//! From Graph's properties to the snapshot's: decided here, once, and without any lookup.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::record::{DeviceRecord, GroupProperties, OtherRecord, UserRecord};
use crate::model::{
    Device, Group, GroupId, GroupKind, MemberList, Membership, MembershipType, ObjectId,
    OnPremises, OtherObject, Person, Seen, UserType,
};

/// The mark that Entra puts into the sign-in names of guests.
const GUEST_MARK: &str = "#EXT#";

/// Returns the kind of a group: Unified first (GRAPH.md 1.2).
pub(super) fn kind_of(properties: &GroupProperties) -> GroupKind {
    let plain = &properties.plain;
    let mail = plain.mail_enabled.unwrap_or(false);
    let security = plain.security_enabled.unwrap_or(false);
    if holds(&plain.group_types, "Unified") {
        return GroupKind::Microsoft365;
    }
    match (mail, security) {
        (true, true) => GroupKind::MailEnabledSecurity,
        (false, true) => GroupKind::Security,
        (true, false) => GroupKind::Distribution,
        (false, false) => GroupKind::Other,
    }
}

/// Returns whether the group comes from Active Directory now.
pub(super) fn is_synced(properties: &GroupProperties) -> bool {
    properties.plain.on_premises_sync_enabled == Some(true)
}

/// Returns the group without owners and members, seen for the first time at `now`.
pub(super) fn group(id: ObjectId, properties: &GroupProperties, now: Timestamp) -> Group {
    let plain = &properties.plain;
    let dynamic = holds(&plain.group_types, "DynamicMembership");
    let mut proxy_addresses = plain.proxy_addresses.clone().unwrap_or_default();
    proxy_addresses.sort();
    proxy_addresses.dedup();
    Group {
        id: GroupId(id),
        display_name: text(&plain.display_name),
        kind: kind_of(properties),
        description: text(&plain.description),
        mail: text(&plain.mail),
        mail_nickname: text(&plain.mail_nickname),
        proxy_addresses,
        visibility: text(&plain.visibility),
        classification: text(&plain.classification),
        membership: Membership {
            kind: match dynamic {
                true => MembershipType::Dynamic,
                false => MembershipType::Assigned,
            },
            rule: text(&plain.membership_rule).filter(|_| dynamic),
            state: text(&plain.membership_rule_processing_state).filter(|_| dynamic),
        },
        team: holds(&plain.resource_provisioning_options, "Team"),
        role_assignable: plain.is_assignable_to_role.unwrap_or(false),
        created: time(&plain.created_date_time),
        renewed: time(&plain.renewed_date_time),
        expires: time(&plain.expiration_date_time),
        security_identifier: text(&plain.security_identifier),
        on_premises: plain.on_premises_sync_enabled.map(|synced| OnPremises {
            synced,
            domain: text(&plain.on_premises_domain_name),
            sam_account_name: text(&plain.on_premises_sam_account_name),
            security_identifier: text(&plain.on_premises_security_identifier),
        }),
        licences: properties.licences.clone(),
        seen: Seen {
            first: now,
            changed: now,
            audited: None,
        },
        sync: None,
        owners: Vec::new(),
        members: MemberList::Listed(Vec::new()),
    }
}

/// Returns the person as the snapshot keeps it.
pub(super) fn person(id: ObjectId, record: &UserRecord, user_fields: &[String]) -> Person {
    let names = &record.names;
    let raw_name = text(&names.user_principal_name);
    let is_marked = raw_name.as_deref().is_some_and(is_marked);
    let is_guest = match names.user_type.as_deref() {
        Some(kind) => kind.eq_ignore_ascii_case("guest"),
        None => is_marked,
    };
    let mail = text(&names.mail).filter(|mail| !self::is_marked(mail));
    let fields: BTreeMap<String, String> = record
        .further
        .iter()
        .filter(|(key, value)| user_fields.contains(key) && !value.trim().is_empty())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    Person {
        id,
        display_name: text(&names.display_name).filter(|name| !self::is_marked(name)),
        given_name: text(&names.given_name),
        surname: text(&names.surname),
        user_principal_name: raw_name.and_then(|name| decode_guest(&name)),
        aliases: aliases(record, mail.as_deref()),
        mail,
        user_type: if is_guest {
            UserType::Guest
        } else {
            UserType::Member
        },
        account_enabled: names.account_enabled,
        on_premises: names.on_premises_sync_enabled.unwrap_or(false),
        fields,
        limited: false,
    }
}

/// Returns the device as the snapshot keeps it.
pub(super) fn device(id: ObjectId, record: &DeviceRecord) -> Device {
    Device {
        id,
        device_id: text(&record.device_id),
        display_name: text(&record.display_name),
        account_enabled: record.account_enabled,
        operating_system: text(&record.operating_system),
        operating_system_version: text(&record.operating_system_version),
        manufacturer: text(&record.manufacturer),
        model: text(&record.model),
        trust_type: text(&record.trust_type),
        profile_type: text(&record.profile_type),
        device_ownership: text(&record.device_ownership),
        is_managed: record.is_managed,
        is_compliant: record.is_compliant,
        registered: time(&record.registration_date_time),
        on_premises: record.on_premises_sync_enabled.unwrap_or(false),
        limited: false,
    }
}

/// Returns the application, contact or unknown object as the snapshot keeps it.
pub(super) fn other(id: ObjectId, record: &OtherRecord, limited: bool) -> OtherObject {
    OtherObject {
        id,
        kind: record.kind.clone(),
        display_name: text(&record.names.display_name),
        mail: text(&record.names.mail),
        limited,
    }
}

/// Returns the further addresses of a person, sorted, each once whatever its case.
fn aliases(record: &UserRecord, mail: Option<&str>) -> Vec<String> {
    let proxies = record.names.proxy_addresses.iter().flatten();
    let proxies = proxies.filter_map(|address| {
        let (scheme, rest) = address.split_once(':')?;
        scheme.eq_ignore_ascii_case("smtp").then_some(rest)
    });
    let others = record.names.other_mails.iter().flatten();
    let mut aliases: Vec<String> = proxies
        .chain(others.map(String::as_str))
        .map(str::trim)
        .filter(|address| !address.is_empty() && !is_marked(address))
        .filter(|address| mail.is_none_or(|mail| !mail.eq_ignore_ascii_case(address)))
        .map(str::to_owned)
        .collect();
    aliases.sort_by_key(|address| (address.to_lowercase(), address.clone()));
    aliases.dedup_by_key(|address| address.to_lowercase());
    aliases.sort();
    aliases
}

pub(super) fn is_marked(name: &str) -> bool {
    name.to_ascii_uppercase().contains(GUEST_MARK)
}

/// Turns `alex_fabrikam.example#EXT#@contoso…` into `alex@fabrikam.example`; other names stay.
pub(super) fn decode_guest(name: &str) -> Option<String> {
    let Some(at) = name.to_ascii_uppercase().find(GUEST_MARK) else {
        return Some(name.to_owned());
    };
    let (local, domain) = name[..at].rsplit_once('_')?;
    (!local.is_empty() && !domain.is_empty()).then(|| format!("{local}@{domain}"))
}

fn text(value: &Option<String>) -> Option<String> {
    value
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

fn time(value: &Option<String>) -> Option<Timestamp> {
    value.as_deref().and_then(|text| text.trim().parse().ok())
}

fn holds(values: &Option<Vec<String>>, wanted: &str) -> bool {
    values
        .iter()
        .flatten()
        .any(|value| value.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::record::{GroupRecord, UserNames};

    #[test]
    fn kind_is_decided_unified_first() {
        let check = |unified: bool, mail, security, expected| {
            let properties = GroupProperties {
                plain: GroupRecord {
                    group_types: Some(if unified {
                        vec!["DynamicMembership".into(), "Unified".into()]
                    } else {
                        Vec::new()
                    }),
                    mail_enabled: mail,
                    security_enabled: security,
                    ..GroupRecord::default()
                },
                licences: Vec::new(),
            };
            assert_eq!(kind_of(&properties), expected);
        };
        check(true, Some(true), Some(true), GroupKind::Microsoft365);
        check(true, None, None, GroupKind::Microsoft365);
        check(
            false,
            Some(true),
            Some(true),
            GroupKind::MailEnabledSecurity,
        );
        check(false, Some(false), Some(true), GroupKind::Security);
        check(false, None, Some(true), GroupKind::Security);
        check(false, Some(true), Some(false), GroupKind::Distribution);
        check(false, None, None, GroupKind::Other);
    }

    #[test]
    fn guest_mark_never_passes() {
        let record = UserRecord {
            names: UserNames {
                display_name: Some("Kim Fabrikam".into()),
                user_principal_name: Some("kim_lee_fabrikam.example#EXT#@contoso.example".into()),
                proxy_addresses: Some(vec![
                    "SMTP:kim_lee_fabrikam.example#ext#@contoso.example".into(),
                    "smtp:Kim@contoso.example".into(),
                    "x500:/o=contoso".into(),
                ]),
                other_mails: Some(vec!["kim@contoso.example".into()]),
                ..UserNames::default()
            },
            further: BTreeMap::new(),
        };
        let person = person(ObjectId::from_u128(1), &record, &[]);
        assert_eq!(
            person.user_principal_name.as_deref(),
            Some("kim_lee@fabrikam.example")
        );
        assert!(person.is_guest());
        assert_eq!(person.aliases, ["Kim@contoso.example"]);
        assert!(!format!("{person:?}").to_uppercase().contains("#EXT#"));
        assert_eq!(decode_guest("odd#EXT#@contoso.example"), None);
    }
}
