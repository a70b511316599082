//! Memberships over time as a small curve, from the journal (UX.md 4).

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::GuestsShown;
use crate::model::{EventKind, MemberList};
use crate::site::model::{EventEntry, GroupEntry, Model, Node, Organization};
use crate::site::view::SparklineView;

/// The size of the picture.
const WIDTH: i64 = 120;
const HEIGHT: i64 = 24;

/// The room around the curve, so that line and end point are whole.
const EDGE: i64 = 2;

/// Returns the curve of an organization; `None` when the journal tells of less than two days, or
/// when numbers would count people whom readers may not see.
pub(super) fn memberships(model: &Model, organization: &Organization) -> Option<SparklineView> {
    if model.site.privacy.guests != GuestsShown::Show {
        return None;
    }
    let days = days(organization)?;
    let [(first, _), .., (last, value)] = days.as_slice() else {
        return None;
    };
    let values = || days.iter().map(|(_, value)| *value);
    let (min, max) = (values().min()?, values().max()?);
    let point = |&(day, value): &(Date, i64)| {
        let x = scaled(since(*first, day), since(*first, *last), WIDTH);
        let y = scaled(max - value, max - min, HEIGHT);
        (x, y)
    };
    let mut points: Vec<(i64, i64)> = days.iter().map(point).collect();
    points.dedup();
    let (last_x, last_y) = *points.last()?;
    Some(SparklineView {
        points: points
            .iter()
            .map(|&(x, y)| format!("{},{}", tenths(x), tenths(y)))
            .collect::<Vec<_>>()
            .join(" "),
        last_x: tenths(last_x),
        last_y: tenths(last_y),
        min,
        max,
        last: *value,
        since: first.to_string(),
        until: last.to_string(),
    })
}

/// Returns how many memberships there were at the end of each UTC day with an event, oldest first.
///
/// It counts back from what groups hold now, so that a journal that was cut or shortened makes the
/// curve shorter and not wrong; a journal that contradicts the groups gives none.
fn days(organization: &Organization) -> Option<Vec<(Date, i64)>> {
    let listed = |group: &&GroupEntry| {
        group.tenant.is_some() && matches!(group.group.members, MemberList::Listed(_))
    };
    let size = |group: &GroupEntry| {
        group.people.len()
            + group.devices.len()
            + group.others.len()
            + group.nested.len()
            + group.undocumented.len()
    };
    let all = organization.groups.iter().filter(listed);
    let mut value: i64 = all.map(|it| size(it) as i64).sum();
    let mut days: Vec<(Date, i64)> = Vec::new();
    for entry in organization.events.iter().rev() {
        let day = entry.event.at.to_zoned(TimeZone::UTC).date();
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, value));
        }
        value -= growth(organization, entry);
        if value < 0 {
            return None;
        }
    }
    days.reverse();
    Some(days)
}

/// Returns how many memberships an event brought.
fn growth(organization: &Organization, entry: &EventEntry) -> i64 {
    let nodes = &organization.tenants[entry.tenant as usize].nodes;
    let group = entry.event.group.and_then(|it| nodes.get(&it.object()));
    let Some(Node::Group(at)) = group else {
        return 0;
    };
    if !matches!(organization.group(*at).group.members, MemberList::Listed(_)) {
        return 0;
    }
    match entry.event.kind {
        // Members of a group that came later have events of their own.
        EventKind::GroupCreated if entry.event.baseline => entry.event.members.unwrap_or(0) as i64,
        EventKind::MemberAdded => 1,
        EventKind::MemberRemoved => -1,
        _ => 0,
    }
}

fn since(first: Date, day: Date) -> i64 {
    (day - first).get_days().into()
}

/// Returns a part of a range in tenths of a unit of the picture; the middle when there is no range.
fn scaled(part: i64, range: i64, size: i64) -> i64 {
    let room = 10 * (size - 2 * EDGE);
    let at = (part * room).checked_div(range).unwrap_or(room / 2);
    10 * EDGE + at
}

fn tenths(value: i64) -> String {
    format!("{}.{}", value / 10, value % 10)
}
