//! Related items: the groups of a person, device or record, with the path of inherited ones.

use super::part::path_steps;
use super::{leaving, mark};
use crate::model::SyncStatus;
use crate::site::apart::apart;
use crate::site::model::{Index, Organization};
use crate::site::nesting;
use crate::site::view::{OwnedRow, PathStep, RelatedRow};

/// Returns direct groups, and inherited ones with the path that brings them.
///
/// `through` names the account when a record has several.
pub(super) fn related(
    organization: &Organization,
    direct: &[Index],
    through: &str,
) -> (Vec<RelatedRow>, Vec<RelatedRow>) {
    let mut rows: Vec<RelatedRow> = direct
        .iter()
        .map(|&at| row(organization, at, true, Vec::new(), through))
        .collect();
    rows.sort_by_key(|row| row.step);
    let reached = nesting::inherited(organization, direct);
    let mut places: Vec<usize> = (direct.len()..reached.len()).collect();
    places.sort_unstable_by_key(|&place| reached[place].group);
    let inherited = places
        .into_iter()
        .map(|place| {
            let mut way = nesting::path(&reached, place);
            way.pop();
            let path = path_steps(organization, &way);
            row(organization, reached[place].group, false, path, through)
        })
        .collect();
    (rows, inherited)
}

fn row(
    organization: &Organization,
    at: Index,
    direct: bool,
    path: Vec<PathStep>,
    through: &str,
) -> RelatedRow {
    let group = organization.group(at);
    RelatedRow {
        id: group.group.id.to_string(),
        name: group.name.clone(),
        url: group.url.clone(),
        kind_label: group.group.kind.label(),
        direct,
        through: through.to_owned(),
        leaving: if direct {
            leaving::direct(group)
        } else {
            leaving::inherited(&path)
        },
        step: if direct { leaving::step(group) } else { 0 },
        apart: apart(organization, at),
        rule: group.group.membership.rule.clone().filter(|_| direct),
        path,
        marks: mark::of_related(group),
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
            apart: apart(organization, at),
            // Nobody has to take over what is gone, or was put away.
            only_owner: group.owners.len() == 1
                && !group.left_out.owners
                && group.status.status != SyncStatus::Orphaned,
            marks: mark::of_related(group),
        }
    };
    groups.iter().map(row).collect()
}
