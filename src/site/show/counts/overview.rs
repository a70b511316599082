//! Start page, overview, changes and index: totals are those of the lists they lead to.

use jiff::{SignedDuration, Timestamp};

use super::list::guests_of;
use super::{Check, WrongCount};
use crate::site::address::GroupType;
use crate::site::model::{GroupEntry, Model, Organization};
use crate::site::view::{ChangesView, Counter, HomeView, OrganizationView, QualityBar, SearchView};

/// Counts the groups that lists show without being asked for archived ones.
fn listed(organization: &Organization, kind: Option<GroupType>) -> usize {
    let groups = organization.groups.iter();
    groups
        .filter(|it| !it.status.archived && kind.is_none_or(|kind| it.list == kind))
        .count()
}

/// Counts the events of so many hours before the newest change, one by one.
fn changes(organization: &Organization, hours: i64) -> usize {
    let begin: Option<Timestamp> = organization
        .state
        .map(|state| state - SignedDuration::from_hours(hours));
    let events = organization.events.iter();
    events
        .filter(|it| !it.event.baseline && begin.is_some_and(|begin| it.event.at > begin))
        .count()
}

impl Check<'_> {
    /// Checks the number of a list of groups: it is that of the list, each part is that of the
    /// filter it leads to, and all parts but archived ones make up the number.
    fn list_counter(
        &self,
        organization: &Organization,
        counter: &Counter,
    ) -> Result<(), WrongCount> {
        let kind = GroupType::ALL
            .into_iter()
            .find(|it| it.key() == counter.key);
        let found = listed(organization, kind);
        self.same(|| counter.label.to_owned(), counter.count, found)?;
        let mut sum = 0;
        for part in &counter.parts {
            let (_, wanted) = part.url.split_once('#').unwrap_or_default();
            let fits = |it: &&GroupEntry| {
                let status = if it.status.manual {
                    "manual"
                } else {
                    it.status.status.key()
                };
                Some(it.list) == kind
                    && match wanted {
                        "mark=archived&archived=1" => it.status.archived,
                        wanted => {
                            !it.status.archived && wanted.strip_prefix("status=") == Some(status)
                        }
                    }
            };
            let found = organization.groups.iter().filter(fits).count();
            let what = || format!("{}, {}", counter.label, part.word);
            self.same(what, part.count, found)?;
            if part.key != "archived" {
                sum += part.count;
            }
        }
        let what = || format!("{} of all statuses", counter.label);
        self.same(what, counter.count, sum)
    }

    fn quality(&self, bar: &QualityBar, total: usize, open: usize) -> Result<(), WrongCount> {
        self.same(|| format!("all of “{}”", bar.label), bar.total, total)?;
        self.same(|| bar.label.clone(), bar.matched, total - open)
    }

    /// Checks the start page.
    pub(super) fn home(&self, model: &Model, view: &HomeView) -> Result<(), WrongCount> {
        let count = model.organizations.len();
        self.same(|| "organizations".into(), view.organizations.len(), count)?;
        for row in &view.organizations {
            let known = model.organizations.iter();
            let Some(organization) = known.clone().find(|it| it.key.as_str() == row.key) else {
                continue;
            };
            let of = |what: &str| format!("{what} of {}", row.name);
            for counter in &row.lists {
                self.list_counter(organization, counter)?;
            }
            self.same(
                || of("lists of groups"),
                row.lists.len(),
                GroupType::ALL.len(),
            )?;
            self.same(|| of("people"), row.people, organization.people.len())?;
            self.same(|| of("devices"), row.devices, organization.devices.len())?;
            let open = organization.people.iter();
            let open = open.filter(|it| it.outcome.record().is_none()).count();
            let devices = organization.devices.iter();
            let devices = devices.filter(|it| it.outcome.record().is_none()).count();
            self.same(|| of("unmatched"), row.unmatched, open + devices)?;
            self.quality(&row.quality, organization.people.len(), open)?;
            let week = changes(organization, 7 * 24);
            self.same(|| of("changes in seven days"), row.changes, week)?;
        }
        Ok(())
    }

    /// Checks the overview of an organization.
    pub(super) fn organization(
        &self,
        organization: &Organization,
        view: &OrganizationView,
    ) -> Result<(), WrongCount> {
        let people = organization.people.iter();
        let people = people.filter(|it| it.outcome.record().is_none()).count();
        let devices = organization.devices.iter();
        let devices = devices.filter(|it| it.outcome.record().is_none()).count();
        for counter in &view.counters {
            let found = match counter.key {
                "people" => organization.people.len(),
                "devices" => organization.devices.len(),
                "unmatched" => people + devices,
                _ => {
                    self.list_counter(organization, counter)?;
                    continue;
                }
            };
            self.same(|| counter.label.to_owned(), counter.count, found)?;
        }
        for counter in &view.lists {
            if counter.key == "guests" {
                let what = || counter.label.to_owned();
                self.same(what, counter.count, guests_of(organization))?;
            } else {
                self.list_counter(organization, counter)?;
            }
        }
        let totals = [
            (organization.people.len(), people),
            (organization.devices.len(), devices),
        ];
        for (bar, (total, open)) in view.quality.iter().zip(totals) {
            self.quality(bar, total, open)?;
        }
        let (day, week) = (changes(organization, 24), changes(organization, 7 * 24));
        self.same(|| "changes in 24 hours".into(), view.changes_day, day)?;
        self.same(|| "changes in seven days".into(), view.changes_week, week)
    }

    /// Checks a page of changes.
    pub(super) fn changes(
        &self,
        organization: &Organization,
        view: &ChangesView,
    ) -> Result<(), WrongCount> {
        let all = organization.events.len();
        self.same(|| "changes".into(), view.pager.total, all)
    }

    /// Checks the index of names.
    pub(super) fn search(&self, model: &Model, view: &SearchView) -> Result<(), WrongCount> {
        let names = |it: &Organization| it.people.len() + it.devices.len() + listed(it, None);
        let total = model.organizations.iter().map(names).sum();
        self.same(|| "names".into(), view.total, total)?;
        let rows: usize = view.letters.iter().map(|it| it.entries.len()).sum();
        if view.jumps.is_empty() {
            return self.same(|| "names on this page".into(), total, rows);
        }
        let counts = view.jumps.iter().map(|it| it.count).sum();
        self.same(|| "names by letter".into(), total, counts)?;
        if let Some(pager) = &view.pager {
            let current = view.jumps.iter().find(|it| it.current);
            let count = current.map_or(0, |it| it.count);
            self.same(|| "names of this letter".into(), pager.total, count)?;
            let place = pager.last + 1 - pager.first;
            self.same(|| "names on this page".into(), place, rows)?;
        }
        Ok(())
    }
}
