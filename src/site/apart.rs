//! What tells groups of one name apart (FEATURES.md L2).
//!
//! It must not know where a name stands.

use std::borrow::Cow;

use super::model::{Index, Organization};

/// Returns what tells a group apart from another of the same name: its mail, or its short id.
/// `None` when no other has its name.
pub(super) fn apart(organization: &Organization, at: Index) -> Option<String> {
    let group = organization.group(at);
    // Groups are sorted by name, so equal names stand beside each other.
    let same = |other: Option<Index>| {
        let other = other.and_then(|other| organization.groups.get(other as usize));
        other.is_some_and(|other| other.name == group.name)
    };
    if !same(at.checked_sub(1)) && !same(at.checked_add(1)) {
        return None;
    }
    Some(match &group.group.mail {
        Some(mail) => mail.clone(),
        None => format!("id {}", &group.group.id.to_string()[..8]),
    })
}

/// Returns the name of a group, with what tells it apart where another has the same.
pub(super) fn full_name(organization: &Organization, at: Index) -> Cow<'_, str> {
    let name = &organization.group(at).name;
    match apart(organization, at) {
        Some(apart) => Cow::Owned(format!("{name} ({apart})")),
        None => Cow::Borrowed(name),
    }
}
