//! Every number on a page is checked against its rows, or the page is not written (FEATURES.md W19).
//!
//! A page's own numbers are compared with the rows that stand on it, and with what the twins say
//! of the same group: so list, page and JSON cannot tell three stories. The checks count what is
//! there; they must not ask the code that made the number.

mod group;
mod list;
mod overview;
#[cfg(test)]
mod tests;

use super::View;
use super::twin_rows::{Counts, GroupTwin};
use crate::site::model::{Model, Organization};
use crate::site::pages::{Page, PageKind};
use crate::site::view::{ObjectView, Pager, RecordView};

/// A number that is not borne out by what it counts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{page}` says {said} for {what}, and has {found}")]
pub struct WrongCount {
    /// The page, below the site's root.
    pub page: String,
    /// What is counted.
    pub what: String,
    /// The number on the page.
    pub said: usize,
    /// What there is.
    pub found: usize,
}

/// The page that is checked.
struct Check<'a> {
    page: &'a str,
    kind: PageKind,
}

impl Check<'_> {
    /// Compares a number with what there is; `what` is asked for only when they differ.
    fn same(&self, what: impl Fn() -> String, said: usize, found: usize) -> Result<(), WrongCount> {
        if said == found {
            return Ok(());
        }
        Err(WrongCount {
            page: self.page.to_owned(),
            what: what(),
            said,
            found,
        })
    }

    /// Compares a number that may be unknown with the rows that there are: without a number there
    /// are none.
    fn known(
        &self,
        what: impl Fn() -> String,
        said: Option<usize>,
        found: usize,
    ) -> Result<(), WrongCount> {
        self.same(what, said.unwrap_or_default(), found)
    }

    /// Compares a pager with the rows of its page and with all rows.
    fn pager(&self, pager: &Pager, rows: usize, total: usize) -> Result<(), WrongCount> {
        self.same(|| "all rows of the list".into(), pager.total, total)?;
        let said = (pager.last + 1).saturating_sub(pager.first.max(1));
        self.same(|| "the rows of this page".into(), said, rows)?;
        let last = pager.pages.len();
        self.same(|| "the pages of the list".into(), pager.count, last)
    }
}

/// Checks every number of a page.
pub(super) fn check(model: &Model, page: &Page, view: &View) -> Result<(), WrongCount> {
    let check = Check {
        page: &page.path,
        kind: page.kind,
    };
    let organization = page.organization.map(|at| &model.organizations[at]);
    let Some(organization) = organization else {
        return match view {
            View::Home(home) => check.home(model, home),
            View::Organization(view) => check.organization(&model.organizations[0], view),
            View::Search(view) => check.search(model, view),
            _ => Ok(()),
        };
    };
    match view {
        View::Group(view) => check.group(organization, view),
        View::GroupPart(view) => check.group_part(organization, view),
        View::GroupList(view) => check.group_list(organization, view),
        View::ObjectList(view) => check.object_list(organization, view),
        View::GuestList(view) => check.guest_list(organization, view),
        View::Person(view) | View::Device(view) => check.object(organization, view),
        View::Contact(view) | View::Configuration(view) => check.record(organization, view),
        View::Organization(view) => check.organization(organization, view),
        View::Unmatched(view) => check.unmatched(organization, view),
        View::Changes(view) => check.changes(organization, view),
        _ => Ok(()),
    }
}

impl Check<'_> {
    /// Checks the page of a person or device against the lists that lead to it.
    fn object(&self, organization: &Organization, view: &ObjectView) -> Result<(), WrongCount> {
        let (direct, inherited, owned) = match self.kind {
            PageKind::Person(at) => {
                let it = organization.person(at);
                (it.groups.len(), it.inherited, it.owns.len())
            }
            PageKind::Device(at) => {
                let it = organization.device(at);
                (it.groups.len(), it.inherited, it.owns.len())
            }
            _ => return Ok(()),
        };
        self.same(|| "direct groups".into(), direct, view.direct.len())?;
        self.same(
            || "inherited groups".into(),
            inherited,
            view.inherited.len(),
        )?;
        self.same(|| "owned groups".into(), owned, view.owned.len())
    }

    /// Checks that a contact or configuration names each account once, with its rule, and each
    /// group once.
    fn record(&self, organization: &Organization, view: &RecordView) -> Result<(), WrongCount> {
        let known = match self.kind {
            PageKind::Contact(at) => organization.contact(at).objects.len(),
            PageKind::Configuration(at) => organization.configuration(at).objects.len(),
            _ => return Ok(()),
        };
        self.same(|| "directory entries".into(), known, view.objects.len())?;
        self.same(|| "rules".into(), view.rules.len(), view.objects.len())?;
        let mut ids: Vec<&str> = view.direct.iter().map(|it| it.id.as_str()).collect();
        ids.extend(view.inherited.iter().map(|it| it.id.as_str()));
        let said = ids.len();
        ids.sort_unstable();
        ids.dedup();
        self.same(|| "related groups".into(), said, ids.len())
    }
}

/// Checks the numbers of `group.json` against its own lists.
pub(super) fn check_twin(page: &Page, twin: &GroupTwin<'_>) -> Result<(), WrongCount> {
    let check = Check {
        page: &page.path,
        kind: page.kind,
    };
    let open = |rule: &str| matches!(rule, "none" | "ambiguous");
    let members = |open_ones: bool| {
        let members = twin.members.iter();
        members
            .filter(|it| open(it.matched.rule) == open_ones)
            .count()
    };
    let devices = |open_ones: bool| {
        let devices = twin.devices.iter();
        devices
            .filter(|it| open(it.matched.rule) == open_ones)
            .count()
    };
    let counts = &twin.row.counts;
    for (what, said, found) in [
        ("members_matched", counts.members_matched, members(false)),
        ("members_unmatched", counts.members_unmatched, members(true)),
        ("devices_matched", counts.devices_matched, devices(false)),
        ("devices_unmatched", counts.devices_unmatched, devices(true)),
        (
            "nested_groups",
            counts.nested_groups,
            twin.nested_groups.len(),
        ),
        ("owners", Some(counts.owners), twin.owners.len()),
    ] {
        check.known(|| format!("`{what}`"), said, found)?;
    }
    Ok(())
}

/// Returns the number of a column that counts, `Some(None)` when it is not known.
fn of_column(counts: &Counts, column: &str) -> Option<Option<usize>> {
    Some(match column {
        "members_matched" => counts.members_matched,
        "members_unmatched" => counts.members_unmatched,
        "devices_matched" => counts.devices_matched,
        "devices_unmatched" => counts.devices_unmatched,
        "nested_groups" => counts.nested_groups,
        "owners" => Some(counts.owners),
        "effective_members" => counts.effective_members,
        _ => return None,
    })
}
