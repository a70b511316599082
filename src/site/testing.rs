//! Small invented sites for the tests of this module, made in memory.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::input::{Input, OrganizationInput, TenantInput};
use crate::config;
use crate::model::{
    Coverage, Freshness, Group, GroupId, GroupKind, Member, MemberList, MemberType, Membership,
    ObjectId, Person, Seen, Tenant, UserType,
};
use crate::snapshot::TenantSnapshot;

const SITE: &str = r#"
title = "Northwind"
[connection.partner]
auth = "demo"
[[organization]]
key = "contoso"
name = "Contoso Ltd"
[[tenant]]
key = "contoso"
id = "00000000-0000-0000-0000-000000000009"
organization = "contoso"
connection = "partner"
"#;

/// The ids of groups and people by number.
const GROUPS: u128 = 0x1_0000_0000;
const PEOPLE: u128 = 0x2_0000_0000;

fn member(id: u128, kind: MemberType, label: String) -> Member {
    Member {
        id: ObjectId::from_u128(id),
        kind,
        label: Some(label.into()),
    }
}

/// Makes a group with others inside and people in it, all by number; names sort as numbers do.
pub(super) fn group(number: u32, nested: &[u32], people: &[u32]) -> Group {
    let groups = nested.iter().map(|at| {
        let label = format!("Group {at:06}");
        member(GROUPS + u128::from(*at), MemberType::Group, label)
    });
    let people = people.iter().map(|at| {
        let label = format!("person{at}@contoso.example");
        member(PEOPLE + u128::from(*at), MemberType::User, label)
    });
    Group {
        id: GroupId(ObjectId::from_u128(GROUPS + u128::from(number))),
        display_name: Some(format!("Group {number:06}")),
        kind: GroupKind::Security,
        description: None,
        mail: None,
        mail_nickname: None,
        proxy_addresses: Vec::new(),
        visibility: None,
        classification: None,
        membership: Membership::default(),
        team: false,
        role_assignable: false,
        created: None,
        renewed: None,
        expires: None,
        security_identifier: None,
        on_premises: None,
        licences: Vec::new(),
        seen: Seen {
            first: Timestamp::UNIX_EPOCH,
            changed: Timestamp::UNIX_EPOCH,
            audited: None,
        },
        sync: None,
        owners: Vec::new(),
        members: MemberList::Listed(groups.chain(people).collect()),
    }
}

/// Makes a person by number.
pub(super) fn person(number: u32) -> Person {
    Person {
        id: ObjectId::from_u128(PEOPLE + u128::from(number)),
        display_name: Some(format!("Person {number:06}")),
        given_name: None,
        surname: None,
        user_principal_name: None,
        mail: Some(format!("person{number}@contoso.example")),
        aliases: Vec::new(),
        user_type: UserType::Member,
        account_enabled: Some(true),
        on_premises: false,
        fields: Default::default(),
        limited: false,
    }
}

/// Makes a site of one organization with these groups, and the people in them.
pub(super) fn organization(groups: Vec<Group>) -> Input {
    let site = config::parse(Path::new("."), Path::new("site.toml"), SITE).expect("it is right");
    let mut people: Vec<u32> = groups
        .iter()
        .flat_map(|group| group.members.listed())
        .filter(|member| member.kind == MemberType::User)
        .map(|member| {
            let id = u128::from_str_radix(&member.id.to_string().replace('-', ""), 16);
            (id.expect("an id") - PEOPLE) as u32
        })
        .collect();
    people.sort_unstable();
    people.dedup();
    let snapshot = TenantSnapshot {
        tenant: Tenant {
            id: site.tenants[0].id,
            display_name: None,
            domains: Vec::new(),
            coverage: Coverage::default(),
        },
        groups,
        people: people.into_iter().map(person).collect(),
        devices: Vec::new(),
        others: Vec::new(),
    };
    Input {
        organizations: vec![OrganizationInput {
            key: site.organizations[0].key.clone(),
            name: site.organizations[0].name.clone(),
            tenants: vec![TenantInput {
                settings: site.tenants[0].clone(),
                snapshot: Some(Arc::new(snapshot)),
                events: Arc::new(Vec::new()),
            }],
            contacts: Arc::new(Vec::new()),
            configurations: Arc::new(Vec::new()),
            overlays: Vec::new(),
            contact_pins: Default::default(),
            configuration_pins: Default::default(),
        }],
        site,
        pages: Vec::new(),
        freshness: Freshness::default(),
    }
}
