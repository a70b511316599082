//! The documented groups of an organization with status, domain and address.

use std::collections::BTreeMap;

use super::address::GroupType;
use super::input::{OrganizationInput, TenantInput};
use super::model::{GroupEntry, Index, LeftOut};
use super::slug::object_folder;
use super::text::sort_key;
use crate::config::OnPremisesChoice;
use crate::model::{
    Group, GroupId, GroupKind, GroupStatus, MemberList, Membership, Overlay, Seen, StatusInput,
    group_status,
};

/// Returns the documented groups of an organization, by name, with their statuses.
pub(super) fn groups(source: &OrganizationInput) -> Vec<GroupEntry> {
    let mut overlays: BTreeMap<GroupId, &Overlay> = source
        .overlays
        .iter()
        .map(|overlay| (overlay.group, overlay))
        .collect();
    let mut entries = Vec::new();
    for (at, tenant) in source.tenants.iter().enumerate() {
        for group in tenant.groups() {
            let overlay = overlays.remove(&group.id);
            let Some(status) = status(tenant, group, overlay) else {
                continue;
            };
            entries.push(group_entry(
                source,
                group,
                Some(at as Index),
                status,
                overlay.cloned(),
            ));
        }
    }
    // What is left belongs to no group of the snapshot: manual groups, and marks that wait.
    for overlay in overlays.into_values() {
        let Some(group) = manual_group(overlay) else {
            continue;
        };
        let input = StatusInput {
            deleted: overlay.deleted,
            manual: true,
            archived: overlay.archived,
            ..StatusInput::default()
        };
        let Some(status) = group_status(input) else {
            continue;
        };
        entries.push(group_entry(
            source,
            &group,
            None,
            status,
            Some(overlay.clone()),
        ));
    }
    entries.sort_by_cached_key(|entry| (sort_key(&entry.name), entry.group.id));
    entries
}

fn status(tenant: &TenantInput, group: &Group, overlay: Option<&Overlay>) -> Option<GroupStatus> {
    let settings = &tenant.settings;
    let excluded = settings.on_premises == OnPremisesChoice::Exclude
        && group.on_premises.as_ref().is_some_and(|it| it.synced);
    group_status(StatusInput {
        deleted: overlay.is_some_and(|it| it.deleted),
        manual: false,
        archived: overlay.is_some_and(|it| it.archived),
        sync_disabled: overlay.is_some_and(|it| it.sync.is_some()),
        mark: group.sync,
        type_enabled: settings.documents_kind(group.kind),
        included: !excluded
            && settings
                .filter
                .lets_through(&group.name(), group.id.object()),
        tenant_enabled: settings.enabled,
    })
}

/// Makes a group from the overlay of a manual one.
fn manual_group(overlay: &Overlay) -> Option<Group> {
    let manual = overlay.manual.as_ref()?;
    Some(Group {
        id: overlay.group,
        display_name: Some(manual.name.clone()),
        kind: manual.kind,
        description: manual.description.clone(),
        mail: manual.email.clone(),
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
            first: jiff::Timestamp::UNIX_EPOCH,
            changed: jiff::Timestamp::UNIX_EPOCH,
            audited: None,
        },
        sync: None,
        owners: Vec::new(),
        members: MemberList::Listed(Vec::new()),
    })
}

fn group_entry(
    source: &OrganizationInput,
    group: &Group,
    tenant: Option<Index>,
    status: GroupStatus,
    overlay: Option<Overlay>,
) -> GroupEntry {
    let name = group.name();
    let folder = format!(
        "{}/groups/{}",
        source.key,
        object_folder(&name, "g", group.id.object())
    );
    let directory = tenant.and_then(|at| source.tenants[at as usize].tenant());
    let manual_domain = overlay
        .as_ref()
        .and_then(|it| it.manual.as_ref())
        .and_then(|it| it.domain.clone());
    let domain = manual_domain
        .map(|domain| (domain, "the overlay"))
        .or_else(|| {
            domain(group).or_else(|| {
                directory
                    .and_then(|it| it.default_domain())
                    .map(|domain| (domain.to_owned(), "the tenant's default domain"))
            })
        });
    GroupEntry {
        // Members and owners are resolved into indexes; keeping both would double the memory.
        group: Group {
            owners: Vec::new(),
            members: match &group.members {
                MemberList::Listed(_) => MemberList::Listed(Vec::new()),
                other => other.clone(),
            },
            ..without_lists(group)
        },
        tenant,
        list: match group.kind {
            GroupKind::Microsoft365 => GroupType::Microsoft365,
            _ => GroupType::Security,
        },
        status,
        overlay,
        name,
        domain,
        url: format!("{folder}/index.html"),
        folder,
        people: Vec::new(),
        devices: Vec::new(),
        others: Vec::new(),
        nested: Vec::new(),
        undocumented: Vec::new(),
        parents: Vec::new(),
        owners: Vec::new(),
        manual_contacts: Vec::new(),
        manual_configurations: Vec::new(),
        guests_left_out: 0,
        left_out: LeftOut::default(),
        effective: 0,
        effective_open: false,
        in_circle: false,
        parts: None,
    }
}

/// Clones a group but for its lists, which may be long.
fn without_lists(group: &Group) -> Group {
    Group {
        id: group.id,
        display_name: group.display_name.clone(),
        kind: group.kind,
        description: group.description.clone(),
        mail: group.mail.clone(),
        mail_nickname: group.mail_nickname.clone(),
        proxy_addresses: group.proxy_addresses.clone(),
        visibility: group.visibility.clone(),
        classification: group.classification.clone(),
        membership: group.membership.clone(),
        team: group.team,
        role_assignable: group.role_assignable,
        created: group.created,
        renewed: group.renewed,
        expires: group.expires,
        security_identifier: group.security_identifier.clone(),
        on_premises: group.on_premises.clone(),
        licences: group.licences.clone(),
        seen: group.seen,
        sync: group.sync,
        owners: Vec::new(),
        members: MemberList::Listed(Vec::new()),
    }
}

/// Returns the domain of a group and where it comes from, without the tenant's (GRAPH.md 9).
fn domain(group: &Group) -> Option<(String, &'static str)> {
    let after = |address: &str| {
        address
            .rsplit_once('@')
            .map(|(_, domain)| domain.to_owned())
    };
    if let Some(domain) = group.mail.as_deref().and_then(after) {
        return Some((domain, "the mail address"));
    }
    let primary = group
        .proxy_addresses
        .iter()
        .find_map(|it| it.strip_prefix("SMTP:"));
    if let Some(domain) = primary.and_then(after) {
        return Some((domain, "the primary address"));
    }
    let on_premises = group.on_premises.as_ref()?;
    Some((on_premises.domain.clone()?, "Active Directory"))
}
