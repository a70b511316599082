//! A small directory: groups by name, people by what their name says of them.

use std::sync::Arc;

use jiff::Timestamp;

use crate::config::{self, GuestsShown};
use crate::matching::Pins;
use crate::model::{
    Coverage, Freshness, Group, GroupId, GroupKind, Member, MemberList, MemberType, Membership,
    ObjectId, OnPremises, Person, Seen, SyncMark, Tenant, UserType,
};
use crate::site::model::Organization;
use crate::site::{Input, OrganizationInput, TenantInput, join};
use crate::snapshot::TenantSnapshot;

/// A group under construction.
pub(super) struct Draft {
    pub(super) group: Group,
}

/// Groups and settings; people are made as groups name them.
pub(super) struct Directory {
    groups: Vec<Group>,
    pub(super) guests: GuestsShown,
    suppressions: String,
}

fn id(text: &str) -> ObjectId {
    let hash = blake3::hash(text.as_bytes());
    let bytes: [u8; 16] = hash.as_bytes()[..16].try_into().expect("16 bytes");
    ObjectId::from_u128(u128::from_be_bytes(bytes))
}

fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// Begins a security group of this name, which changed on the last day of the data.
pub(super) fn group(name: &str) -> Draft {
    let last = time("2026-11-20T08:00:00Z");
    Draft {
        group: Group {
            id: GroupId(id(name)),
            display_name: Some(name.into()),
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
                first: last,
                changed: last,
                audited: None,
            },
            sync: None,
            owners: Vec::new(),
            members: MemberList::Listed(Vec::new()),
        },
    }
}

fn member(name: &str, kind: MemberType) -> Member {
    Member {
        id: id(name),
        kind,
        label: Some(name.into()),
    }
}

impl Draft {
    /// Gives it an id of its own, so that two may share a name.
    pub(super) fn keyed(mut self, key: u128) -> Self {
        self.group.id = GroupId(ObjectId::from_u128(key));
        self
    }

    pub(super) fn kind(mut self, kind: GroupKind) -> Self {
        self.group.kind = kind;
        self
    }

    pub(super) fn owners(mut self, names: &[&str]) -> Self {
        let owners = names.iter().map(|it| member(it, MemberType::User));
        self.group.owners = owners.collect();
        self
    }

    fn add(mut self, names: &[&str], kind: &MemberType) -> Self {
        if let MemberList::Listed(members) = &mut self.group.members {
            members.extend(names.iter().map(|it| member(it, kind.clone())));
            members.sort_by_key(|it| it.id);
        }
        self
    }

    pub(super) fn members(self, names: &[&str]) -> Self {
        self.add(names, &MemberType::User)
    }

    pub(super) fn groups(self, names: &[&str]) -> Self {
        self.add(names, &MemberType::Group)
    }

    pub(super) fn changed(mut self, at: &str) -> Self {
        self.group.seen.first = time("2024-01-01T08:00:00Z");
        self.group.seen.changed = time(at);
        self
    }

    pub(super) fn synced(mut self, account: &str) -> Self {
        self.group.on_premises = Some(OnPremises {
            synced: true,
            sam_account_name: Some(account.into()),
            ..OnPremises::default()
        });
        self
    }

    pub(super) fn gone(mut self) -> Self {
        let since = time("2026-11-20T08:00:00Z");
        self.group.sync = Some(SyncMark::Orphaned { since });
        self
    }
}

impl Directory {
    pub(super) fn of(groups: impl IntoIterator<Item = Draft>) -> Self {
        Self {
            groups: groups.into_iter().map(|it| it.group).collect(),
            guests: GuestsShown::Show,
            suppressions: String::new(),
        }
    }

    /// Accepts findings of a rule about groups until a day.
    pub(super) fn suppress(&mut self, rule: &str, group: &str, until: &str) {
        self.suppressions.push_str(&format!(
            "[[health.suppress]]\nrule = \"{rule}\"\ngroup = \"{group}\"\n\
             reason = \"a reason\"\nuntil = {until}\n"
        ));
    }

    /// Joins it into an organization.
    pub(super) fn join(&self) -> Organization {
        let text = format!(
            "title = \"Contoso\"\n[connection.app]\nauth = \"demo\"\n\
             [[organization]]\nkey = \"contoso\"\nname = \"Contoso\"\n\
             [[tenant]]\nkey = \"contoso\"\nid = \"00000000-0000-4000-8000-000000000009\"\n\
             organization = \"contoso\"\nconnection = \"app\"\n\
             kinds = [\"distribution\", \"mail_enabled_security\"]\n{}",
            self.suppressions
        );
        let mut site = config::parse("/site".as_ref(), "/site/site.toml".as_ref(), &text)
            .expect("a good site.toml");
        site.privacy.guests = self.guests;
        let snapshot = TenantSnapshot {
            tenant: Tenant {
                id: site.tenants[0].id,
                display_name: None,
                domains: Vec::new(),
                coverage: Coverage::default(),
            },
            groups: self.groups.clone(),
            people: self.people(),
            devices: Vec::new(),
            others: Vec::new(),
        };
        let tenant = TenantInput {
            settings: site.tenants[0].clone(),
            snapshot: Some(Arc::new(snapshot)),
            events: Arc::default(),
        };
        let input = Input {
            organizations: vec![OrganizationInput {
                key: site.organizations[0].key.clone(),
                name: "Contoso".into(),
                tenants: vec![tenant],
                contacts: Arc::default(),
                configurations: Arc::default(),
                overlays: Vec::new(),
                contact_pins: Pins::default(),
                configuration_pins: Pins::default(),
            }],
            site,
            pages: Vec::new(),
            freshness: Freshness::default(),
        };
        join(&input).organizations.remove(0)
    }

    /// Makes everybody whom a group names: `off-…` cannot sign in, `guest-…` is a guest.
    fn people(&self) -> Vec<Person> {
        let named = |group: &Group| {
            let members = group.members.listed().to_vec();
            members.into_iter().chain(group.owners.clone())
        };
        let mut people: Vec<Person> = self
            .groups
            .iter()
            .flat_map(named)
            .filter(|it| it.kind == MemberType::User)
            .map(|it| {
                let name = it.label.as_deref().expect("people have names");
                Person {
                    id: it.id,
                    display_name: Some(name.into()),
                    given_name: None,
                    surname: None,
                    user_principal_name: None,
                    mail: None,
                    aliases: Vec::new(),
                    user_type: if name.starts_with("guest") {
                        UserType::Guest
                    } else {
                        UserType::Member
                    },
                    account_enabled: Some(!name.starts_with("off")),
                    on_premises: false,
                    fields: Default::default(),
                    limited: false,
                }
            })
            .collect();
        people.sort_by_key(|it| it.id);
        people.dedup_by_key(|it| it.id);
        people
    }
}
