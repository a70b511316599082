//! The state of the data on a page: the newest change in it (FEATURES.md S10).
//!
//! It knows no clock and not when a tenant was last read.

use jiff::Timestamp;

use crate::site::events::group_state;
use crate::site::model::{Index, Model, Organization};
use crate::site::pages::{Page, PageKind};

/// Returns the newest change in the data that a page shows; `None` when it shows none.
pub(super) fn state(
    model: &Model,
    organization: Option<&Organization>,
    page: &Page,
) -> Option<Timestamp> {
    let Some(organization) = organization else {
        return match page.kind {
            PageKind::NotFound => None,
            _ => model.organizations.iter().filter_map(|it| it.state).max(),
        };
    };
    let newest = |groups: &[Index]| {
        groups
            .iter()
            .filter_map(|&at| group_state(organization.group(at)))
            .max()
    };
    let own = match page.kind {
        PageKind::Group(at) | PageKind::GroupPart(at, ..) => {
            let group = organization.group(at);
            group_state(group)
                .max(newest(&group.parents))
                .max(newest(&group.nested))
        }
        PageKind::Person(at) => {
            let person = organization.person(at);
            newest(&person.groups).max(newest(&person.owns))
        }
        PageKind::Device(at) => newest(&organization.device(at).groups),
        PageKind::Contact(at) => {
            let behind = organization.contact(at).objects.iter();
            behind
                .filter_map(|&it| newest(&organization.person(it).groups))
                .max()
        }
        PageKind::Configuration(at) => {
            let behind = organization.configuration(at).objects.iter();
            behind
                .filter_map(|&it| newest(&organization.device(it).groups))
                .max()
        }
        _ => None,
    };
    // A page that shows nothing of the directory says from when that is.
    own.or(organization.state)
}
