//! The page of a group, its further pages, and its twin say the same numbers.

use super::{Check, WrongCount, of_column};
use crate::site::model::Organization;
use crate::site::pages::PageKind;
use crate::site::show::twin::counts;
use crate::site::view::{GroupPartView, GroupView, Part};

impl Check<'_> {
    /// Checks a list against its rows; returns how many it has.
    fn part<T>(&self, what: &str, part: &Part<T>) -> Result<usize, WrongCount> {
        match &part.pager {
            Some(pager) => self.pager(pager, part.rows.len(), part.total)?,
            None => self.same(|| what.to_owned(), part.total, part.rows.len())?,
        }
        Ok(part.total)
    }

    /// Checks the page of a group.
    pub(super) fn group(
        &self,
        organization: &Organization,
        view: &GroupView,
    ) -> Result<(), WrongCount> {
        let members = [
            self.part("members_matched", &view.members_matched)?,
            self.part("members_unmatched", &view.members_unmatched)?,
            self.part("devices_matched", &view.devices_matched)?,
            self.part("devices_unmatched", &view.devices_unmatched)?,
        ];
        let owners = self.part("owners", &view.owners)?;
        self.part("groups around it", &view.parents)?;
        self.part("nested groups at all depths", &view.nested)?;
        let effective = self.part("effective_members", &view.effective)?;
        // Without a documented group inside everything that is reached is a member or a device.
        let nests = view.nested.rows.iter().any(|it| it.url.is_some());
        let all = if nests {
            effective
        } else {
            members.iter().sum()
        };
        self.same(|| "effective_members".into(), view.effective_count, all)?;
        let direct = view.nested.rows.iter().filter(|it| it.depth == 1).count();
        if view.nested.pager.is_none() {
            self.same(|| "nested_groups".into(), view.nested_direct, direct)?;
        }
        let linked = view
            .members_matched
            .rows
            .iter()
            .chain(&view.devices_matched.rows);
        let rows = view.members_matched.rows.len() + view.devices_matched.rows.len();
        let linked = linked.filter(|it| it.url.is_some()).count();
        self.same(
            || "matched members that lead to their record".into(),
            rows,
            linked,
        )?;
        let PageKind::Group(at) = self.kind else {
            return Ok(());
        };
        let counts = counts(organization, organization.group(at));
        for (column, found) in [
            ("members_matched", members[0]),
            ("members_unmatched", members[1]),
            ("devices_matched", members[2]),
            ("devices_unmatched", members[3]),
            ("nested_groups", view.nested_direct),
            ("owners", owners),
            ("effective_members", view.effective_count),
        ] {
            let said = of_column(&counts, column).flatten();
            // Beside a number that is not known, what is reached may still be listed.
            if said.is_some() || column != "effective_members" {
                self.known(|| format!("`{column}` in its JSON"), said, found)?;
            }
        }
        // Who was not read is neither nobody nor counted.
        let (unread, word) = (counts.members_matched.is_none(), view.unlisted.is_some());
        self.same(
            || "words for what was not read".into(),
            word.into(),
            unread.into(),
        )?;
        let said = members[0] + members[1] + view.guests_counted.unwrap_or_default();
        self.same(|| "members".into(), view.members_total, said)
    }

    /// Checks a further page of a list of a group.
    pub(super) fn group_part(
        &self,
        organization: &Organization,
        view: &GroupPartView,
    ) -> Result<(), WrongCount> {
        let rows = view.members.len() + view.groups.len() + view.effective.len();
        self.pager(&view.pager, rows, view.total)?;
        let PageKind::GroupPart(at, ..) = self.kind else {
            return Ok(());
        };
        let group = organization.group(at);
        let column = match view.list {
            "effective" => "effective_members".to_owned(),
            list => list.replace('-', "_"),
        };
        match of_column(&counts(organization, group), &column) {
            Some(Some(said)) => self.same(|| format!("`{column}` in its JSON"), said, view.total),
            _ => Ok(()),
        }
    }
}
