//! Lists: each row says what the page behind it has.

use std::collections::BTreeMap;

use super::{Check, WrongCount, of_column};
use crate::matching::Outcome;
use crate::model::ObjectId;
use crate::site::address::GroupType;
use crate::site::model::{GroupEntry, Node, ObjectEntry, Organization};
use crate::site::show::twin::counts;
use crate::site::view::{GuestListView, ListView, UnmatchedView};

/// Returns the group with this id.
fn by_id<'a>(organization: &'a Organization, id: &str) -> Option<&'a GroupEntry> {
    let id: ObjectId = id.parse().ok()?;
    let known = organization.tenants.iter().find_map(|it| it.nodes.get(&id));
    match known {
        Some(Node::Group(at)) => Some(organization.group(*at)),
        // Manual groups belong to no tenant.
        _ => organization
            .groups
            .iter()
            .find(|it| it.group.id.object() == id),
    }
}

/// Returns of each of so many records whether one of the outcomes names it.
fn fitting<'a>(outcomes: impl Iterator<Item = &'a Outcome>, records: usize) -> Vec<bool> {
    let mut fits = vec![false; records];
    for outcome in outcomes {
        match outcome {
            Outcome::Matched { record, .. } => fits[*record] = true,
            Outcome::Ambiguous { records, .. } => records.iter().for_each(|&at| fits[at] = true),
            Outcome::Unmatched(_) => {}
        }
    }
    fits
}

/// Returns the groups that a person or device is in, directly and through nesting, and owns.
fn numbers<T>(entry: &ObjectEntry<T>) -> [usize; 3] {
    [entry.groups.len(), entry.inherited, entry.owns.len()]
}

/// Counts the guests, those whose names are left out included.
pub(super) fn guests_of(organization: &Organization) -> usize {
    let people = organization.people.iter();
    people.filter(|it| it.object.is_guest()).count() + organization.guests_left_out
}

impl Check<'_> {
    /// Checks a page of a list of groups.
    pub(super) fn group_list(
        &self,
        organization: &Organization,
        view: &ListView,
    ) -> Result<(), WrongCount> {
        let kind = GroupType::ALL.into_iter().find(|it| it.key() == view.key);
        let listed = |archived: bool| {
            let groups = organization.groups.iter();
            groups
                .filter(|it| Some(it.list) == kind && it.status.archived == archived)
                .count()
        };
        self.same(|| "archived groups".into(), view.archived, listed(true))?;
        self.same(|| "groups".into(), view.shown, listed(false))?;
        self.pager(&view.pager, view.rows.len(), view.archived + view.shown)?;
        for row in &view.rows {
            let Some(group) = by_id(organization, &row.id) else {
                self.same(|| format!("groups with the id {}", row.id), 1, 0)?;
                continue;
            };
            let counts = counts(organization, group);
            for cell in &row.cells {
                let Some(found) = of_column(&counts, &cell.column) else {
                    continue;
                };
                let what = || format!("`{}` of {}", cell.column, group.name);
                let said = cell.sort.as_ref().unwrap_or(&cell.text).parse::<usize>();
                let Some(found) = found else {
                    // At least so many is what a list may say of what is not known.
                    let as_known = said.is_ok() && cell.text.parse::<usize>().is_ok();
                    self.same(what, usize::from(as_known), 0)?;
                    continue;
                };
                if matches!(cell.kind, "names" | "inline") {
                    self.same(what, cell.names.len() + cell.more, found)?;
                }
                if let Ok(said) = said {
                    self.same(what, said, found)?;
                }
            }
        }
        Ok(())
    }

    /// Checks a page of the list of people or devices.
    pub(super) fn object_list(
        &self,
        organization: &Organization,
        view: &ListView,
    ) -> Result<(), WrongCount> {
        let people = view.key == "people";
        let total = if people {
            organization.people.len()
        } else {
            organization.devices.len()
        };
        self.object_rows(view, total, |at| {
            if people {
                let it = &organization.people[at];
                (it.object.id, numbers(it))
            } else {
                let it = &organization.devices[at];
                (it.object.id, numbers(it))
            }
        })?;
        match &view.guests {
            Some(guests) => self.same(|| "guests".into(), guests.count, guests_of(organization)),
            None => Ok(()),
        }
    }

    /// Checks a page of the list of guests: its rows, and the counts of home domains.
    pub(super) fn guest_list(
        &self,
        organization: &Organization,
        view: &GuestListView,
    ) -> Result<(), WrongCount> {
        let total = guests_of(organization);
        self.object_rows(&view.list, total, |at| {
            let it = organization.person(organization.guests[at].person);
            (it.object.id, numbers(it))
        })?;
        if view.list.pager.number != 1 {
            return Ok(());
        }
        let mut homes: BTreeMap<String, usize> = BTreeMap::new();
        for person in organization.people.iter().filter(|it| it.object.is_guest()) {
            let home = person.object.home_domain().unwrap_or_default();
            *homes.entry(home).or_default() += 1;
        }
        let mut listed = view.more_guests;
        for home in &view.domains {
            let found = homes.remove(&home.domain).unwrap_or_default();
            self.same(|| format!("guests of {}", home.domain), home.count, found)?;
            listed += home.count;
        }
        self.same(|| "further home domains".into(), view.more, homes.len())?;
        self.same(|| "guests of all home domains".into(), listed, total)
    }

    /// Checks the rows of a page of people, guests or devices against what `known` says of each.
    fn object_rows(
        &self,
        view: &ListView,
        total: usize,
        known: impl Fn(usize) -> (ObjectId, [usize; 3]),
    ) -> Result<(), WrongCount> {
        self.pager(&view.pager, view.rows.len(), total)?;
        for (at, row) in (view.pager.first.saturating_sub(1)..).zip(&view.rows) {
            let (id, [direct, inherited, owned]) = known(at);
            let what = || format!("rows of {}", row.id);
            self.same(what, 1, usize::from(id.to_string() == row.id))?;
            for cell in &row.cells {
                let found = match cell.column.as_str() {
                    "groups" => direct,
                    "inherited" => inherited,
                    "owned" => owned,
                    _ => continue,
                };
                if let Ok(said) = cell.text.parse() {
                    self.same(|| format!("`{}` of {}", cell.column, row.id), said, found)?;
                }
            }
        }
        Ok(())
    }

    /// Checks the page of what found no partner.
    pub(super) fn unmatched(
        &self,
        organization: &Organization,
        view: &UnmatchedView,
    ) -> Result<(), WrongCount> {
        let people = organization.people.iter();
        let people = people.filter(|it| it.outcome.record().is_none()).count();
        self.same(
            || "people without a contact".into(),
            view.people.len(),
            people,
        )?;
        let devices = organization.devices.iter();
        let devices = devices.filter(|it| it.outcome.record().is_none()).count();
        let what = || "devices without a configuration".into();
        self.same(what, view.devices.len(), devices)?;
        // Who is behind a record, or may be, is counted from the other side.
        let people = organization.people.iter().map(|it| &it.outcome);
        let fitting = fitting(people, organization.contacts.len());
        let alone = organization.contacts.iter().zip(fitting);
        let alone = alone.filter(|(it, fits)| {
            !fits && !it.fits_hidden && !it.record.archived && it.manual_groups.is_empty()
        });
        let what = || "contacts without an account".into();
        self.same(what, view.contacts.len(), alone.count())?;
        let devices = organization.devices.iter().map(|it| &it.outcome);
        let fitting = self::fitting(devices, organization.configurations.len());
        let alone = organization.configurations.iter().zip(fitting);
        let alone =
            alone.filter(|(it, fits)| !fits && !it.record.archived && it.manual_groups.is_empty());
        let what = || "configurations in no group".into();
        self.same(what, view.configurations.len(), alone.count())
    }
}
