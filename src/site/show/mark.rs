//! Marks beside names.

use crate::model::{Device, GroupKind, MembershipType, Person, SyncStatus};
use crate::site::model::GroupEntry;
use crate::site::view::Mark;

const fn mark(key: &'static str, label: &'static str) -> Mark {
    Mark {
        key,
        label,
        detail: None,
    }
}

/// Returns the marks of a group's nature: they do not change with its status.
pub(super) fn of_group(group: &GroupEntry) -> Vec<Mark> {
    let data = &group.group;
    let mut marks = Vec::new();
    let mut add = |applies: bool, key, label| {
        if applies {
            marks.push(mark(key, label));
        }
    };
    add(group.status.archived, "archived", "Archived");
    add(group.status.manual, "manual", "Manual");
    add(
        group.overlay.as_ref().is_some_and(|it| it.watch),
        "watched",
        "Watched",
    );
    add(
        data.kind == GroupKind::MailEnabledSecurity,
        "mail",
        "Mail-enabled",
    );
    add(data.kind == GroupKind::Distribution, "mail", "Distribution");
    add(data.team, "team", "Team");
    add(
        data.membership.kind == MembershipType::Dynamic,
        "dynamic",
        "Dynamic",
    );
    add(
        data.on_premises.as_ref().is_some_and(|it| it.synced),
        "on-premises",
        "On-premises",
    );
    add(data.role_assignable, "role-assignable", "Role-assignable");
    add(data.has_hidden_membership(), "hidden", "Hidden membership");
    add(!data.licences.is_empty(), "licences", "Gives licences");
    marks
}

/// Returns the marks of a group where it is mentioned: what makes its data old, and its nature.
pub(super) fn of_related(group: &GroupEntry) -> Vec<Mark> {
    let mut marks = of_status(group);
    marks.extend(of_group(group).into_iter().filter(|it| {
        matches!(
            it.key,
            "dynamic" | "on-premises" | "role-assignable" | "licences"
        )
    }));
    marks
}

/// Returns the marks of a group that is not refreshed.
pub(super) fn of_status(group: &GroupEntry) -> Vec<Mark> {
    if group.status.archived {
        return vec![mark("archived", "Archived")];
    }
    if group.status.manual {
        return vec![mark("manual", "Manual")];
    }
    match group.status.status {
        SyncStatus::Enabled => Vec::new(),
        SyncStatus::Orphaned => vec![mark("orphaned", "Orphaned")],
        SyncStatus::Disabled => vec![mark("disabled", "Disabled")],
    }
}

/// Returns the marks of a person.
pub(super) fn of_person(person: &Person) -> Vec<Mark> {
    let mut marks = Vec::new();
    if person.is_guest() {
        marks.push(mark("guest", "Guest"));
    }
    if person.account_enabled == Some(false) {
        marks.push(mark("sign-in-off", "Sign-in off"));
    }
    if person.limited {
        marks.push(mark("limited", "Not readable"));
    }
    marks
}

/// Returns the marks of a person with the home domain of a guest, where no column has it.
pub(super) fn with_home(person: &Person) -> Vec<Mark> {
    let mut marks = of_person(person);
    if let Some(guest) = marks.iter_mut().find(|it| it.key == "guest") {
        guest.detail = person.home_domain();
    }
    marks
}

/// Returns the marks of a device.
pub(super) fn of_device(device: &Device) -> Vec<Mark> {
    let mut marks = Vec::new();
    if device.account_enabled == Some(false) {
        marks.push(mark("sign-in-off", "Disabled in Entra"));
    }
    if device.limited {
        marks.push(mark("limited", "Not readable"));
    }
    marks
}

/// Returns the mark of an archived record.
pub(super) fn of_record(archived: bool) -> Vec<Mark> {
    if archived {
        vec![mark("archived", "Archived record")]
    } else {
        Vec::new()
    }
}
