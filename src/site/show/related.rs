//! Related items: the groups of a person, device or record, with the path of inherited ones.

use std::collections::BTreeMap;

use super::mark;
use crate::site::model::{Index, Organization};
use crate::site::nesting;
use crate::site::view::{Link, OwnedRow, RelatedRow};

/// Returns direct groups, and inherited ones with the path that brings them.
///
/// `through` names the account when a record has several.
pub(super) fn related(
    organization: &Organization,
    direct: &[Index],
    through: &str,
) -> (Vec<RelatedRow>, Vec<RelatedRow>) {
    let rows = direct
        .iter()
        .map(|&at| row(organization, at, true, Vec::new(), through))
        .collect();
    let reached = nesting::inherited(organization, direct);
    let links: BTreeMap<Index, Option<Index>> = reached.iter().copied().collect();
    let mut groups: Vec<Index> = reached.iter().map(|(at, _)| *at).collect();
    groups.sort_unstable();
    let inherited = groups
        .into_iter()
        .map(|at| {
            let mut way = nesting::path(&links, at);
            way.pop();
            let path = way
                .into_iter()
                .map(|step| link(organization, step))
                .collect();
            row(organization, at, false, path, through)
        })
        .collect();
    (rows, inherited)
}

fn row(
    organization: &Organization,
    at: Index,
    direct: bool,
    path: Vec<Link>,
    through: &str,
) -> RelatedRow {
    let group = organization.group(at);
    RelatedRow {
        id: group.group.id.to_string(),
        name: group.name.clone(),
        url: group.url.clone(),
        kind_label: group.group.kind.label(),
        direct,
        path,
        through: through.to_owned(),
        marks: mark::of_related(group),
    }
}

/// Returns a group as a link.
pub(super) fn link(organization: &Organization, at: Index) -> Link {
    let group = organization.group(at);
    Link {
        text: group.name.clone(),
        url: group.url.clone(),
    }
}

/// Returns the groups that a person owns.
pub(super) fn owned(organization: &Organization, groups: &[Index]) -> Vec<OwnedRow> {
    let row = |&at: &Index| {
        let group = organization.group(at);
        OwnedRow {
            id: group.group.id.to_string(),
            name: group.name.clone(),
            url: group.url.clone(),
            only_owner: group.owners.len() == 1,
        }
    };
    groups.iter().map(row).collect()
}
