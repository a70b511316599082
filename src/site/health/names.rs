//! Rules that compare groups with each other: names, twins from on-premises, members.
//!
//! Groups are gathered under a key, so that no group is compared with every other; a cluster of any
//! size is one finding.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::{HealthFinding, few};
use crate::model::{HealthRule, MemberList, ObjectId, text_key};
use crate::site::apart::full_name;
use crate::site::model::{GroupEntry, Index, Organization};

/// Groups of one tenant that share a name key.
#[derive(Default)]
struct Namesakes {
    /// Those that Entra alone knows, or that Active Directory no longer does.
    cloud: BTreeSet<Index>,
    /// Those that come from Active Directory by this name.
    synced: BTreeSet<Index>,
    /// Those that come from Active Directory, where their account name is this.
    accounts: BTreeSet<Index>,
}

/// Adds groups whose names are hard to tell apart, and possible twins from on-premises (S8).
pub(super) fn look(organization: &Organization, live: &[Index], found: &mut Vec<HealthFinding>) {
    let mut clusters: BTreeMap<(Option<Index>, String), Namesakes> = BTreeMap::new();
    for &at in live {
        let group = organization.group(at);
        let key = (group.tenant, name_key(&group.name));
        let synced = group.group.on_premises.as_ref().filter(|it| it.synced);
        let Some(synced) = synced else {
            clusters.entry(key).or_default().cloud.insert(at);
            continue;
        };
        if let Some(account) = &synced.sam_account_name {
            let key = (group.tenant, name_key(account));
            clusters.entry(key).or_default().accounts.insert(at);
        }
        clusters.entry(key).or_default().synced.insert(at);
    }
    for cluster in clusters.values() {
        for alike in [&cluster.cloud, &cluster.synced] {
            if alike.len() > 1 {
                found.push(near_equal(organization, alike));
            }
        }
        let twins: BTreeSet<Index> = cluster.synced.union(&cluster.accounts).copied().collect();
        if !cluster.cloud.is_empty() && !twins.is_empty() {
            found.push(twin(organization, cluster, &twins));
        }
    }
}

/// Returns the names of groups, equal ones told apart as in lists.
fn names(organization: &Organization, groups: &BTreeSet<Index>) -> Vec<String> {
    let names = groups.iter();
    names
        .map(|&at| full_name(organization, at).into_owned())
        .collect()
}

fn near_equal(organization: &Organization, alike: &BTreeSet<Index>) -> HealthFinding {
    let distinct = alike.iter().map(|&at| organization.group(at).name.as_str());
    let distinct: BTreeSet<&str> = distinct.collect();
    let number = alike.len();
    let message = match distinct.first() {
        Some(name) if distinct.len() == 1 => format!("{number} groups are called {name}"),
        _ => format!(
            "{number} groups have almost the same name: {}",
            few(distinct.iter().copied(), distinct.len())
        ),
    };
    let groups = alike.iter().copied().collect();
    HealthFinding::new(HealthRule::NearEqualNames, groups, message)
}

fn twin(
    organization: &Organization,
    cluster: &Namesakes,
    twins: &BTreeSet<Index>,
) -> HealthFinding {
    let cloud = names(organization, &cluster.cloud);
    let cloud = few(cloud.iter().map(String::as_str), cloud.len());
    let synced: Vec<String> = twins
        .iter()
        .map(|&at| {
            let on_premises = organization.group(at).group.on_premises.as_ref();
            let account = on_premises.and_then(|it| it.sam_account_name.as_deref());
            match account {
                Some(account) => format!("{} ({account})", organization.group(at).name),
                None => full_name(organization, at).into_owned(),
            }
        })
        .collect();
    let synced = few(synced.iter().map(String::as_str), synced.len());
    let message = format!("{cloud} in the cloud, and {synced} from Active Directory");
    let groups: BTreeSet<Index> = cluster.cloud.union(twins).copied().collect();
    HealthFinding::new(
        HealthRule::OnPremisesTwin,
        groups.into_iter().collect(),
        message,
    )
}

/// Returns what names have in common that people take for each other: letters without case and
/// accents and numbers, without separators and the `s` of a plural.
fn name_key(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|&letter| !is_combining_mark(letter))
        .flat_map(char::to_lowercase)
        .collect();
    let mut key = String::with_capacity(plain.len());
    for word in plain.split(|letter: char| !letter.is_alphanumeric()) {
        let word = match word.strip_suffix('s') {
            Some(short) if short.len() >= 3 && !short.ends_with('s') => short,
            _ => word,
        };
        let (Some(first), last) = (word.chars().next(), key.chars().next_back()) else {
            continue;
        };
        // `Floor 1 1` is not `Floor 11`.
        if first.is_numeric() && last.is_some_and(char::is_numeric) {
            key.push('-');
        }
        key.push_str(word);
    }
    if key.is_empty() { text_key(name) } else { key }
}

/// Adds groups of a tenant that have the same members, two or more.
pub(super) fn same_members(
    organization: &Organization,
    live: &[Index],
    found: &mut Vec<HealthFinding>,
) {
    let mut clusters: HashMap<blake3::Hash, Vec<Index>> = HashMap::new();
    for &at in live {
        if let Some(digest) = member_digest(organization.group(at)) {
            clusters.entry(digest).or_default().push(at);
        }
    }
    let alike = clusters.into_values().filter(|groups| groups.len() > 1);
    for groups in alike {
        let number = size(organization.group(groups[0]));
        let all = names(organization, &groups.iter().copied().collect());
        let message = format!(
            "{} groups have the same {number} members: {}",
            groups.len(),
            few(all.iter().map(String::as_str), groups.len())
        );
        found.push(HealthFinding::new(HealthRule::SameMembers, groups, message));
    }
}

fn size(group: &GroupEntry) -> usize {
    group.people.len()
        + group.devices.len()
        + group.others.len()
        + group.nested.len()
        + group.undocumented.len()
}

/// Returns a digest of who is in a group; `None` where that is not known whole, or nearly nobody.
fn member_digest(group: &GroupEntry) -> Option<blake3::Hash> {
    let known = matches!(group.group.members, MemberList::Listed(_)) && !group.left_out.members;
    if !known || size(group) < 2 {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    for list in [&group.people, &group.devices, &group.others, &group.nested] {
        hasher.update(&list.len().to_le_bytes());
        for index in list {
            hasher.update(&index.to_le_bytes());
        }
    }
    let mut ids: Vec<ObjectId> = group.undocumented.iter().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    for id in ids {
        hasher.update(id.to_string().as_bytes());
    }
    Some(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn names_that_people_take_for_each_other_have_one_key() {
        for (one, other, alike) in [
            ("SG-VPN-Users", "sg vpn users", true),
            ("SG-VPN-Users", "SG_VPN_User", true),
            ("Müller & Söhne", "Muller Sohne", true),
            ("SG-VPN\u{200b}-Users", "SG-VPN-Users", true),
            ("Quality", "Quality", true),
            ("SG-Floor-1", "SG-Floor-2", false),
            ("Floor 1 1", "Floor 11", false),
            ("SG-Boss", "SG-Bos", false),
            ("SG-Sales-DE", "SG-Sales-DK", false),
            ("🚀", "🎉", false),
            ("営業部", "営業", false),
        ] {
            assert_eq!(name_key(one) == name_key(other), alike, "{one} and {other}");
        }
    }
}
