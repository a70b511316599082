//! The columns of lists: headings, how they sort, what their cells look like (FEATURES.md 3).

use crate::config::TypeSettings;
use crate::site::view::Column;

/// What is the same for all cells of a column.
struct Shape {
    label: &'static str,
    short: &'static str,
    sort: &'static str,
    kind: &'static str,
    anchor: &'static str,
}

const fn shape(
    label: &'static str,
    short: &'static str,
    sort: &'static str,
    kind: &'static str,
    anchor: &'static str,
) -> Shape {
    Shape {
        label,
        short,
        sort,
        kind,
        anchor,
    }
}

#[rustfmt::skip]
fn known(key: &str) -> Option<Shape> {
    Some(match key {
        "name" => shape("Name", "Name", "text", "name", ""),
        "nested_groups" => shape("Nested groups", "Nested", "number", "inline", "nested"),
        "members_matched" => shape("Members matched to a contact", "Matched", "number", "names", "members-matched"),
        "members_unmatched" => shape("Members not matched", "Unmatched", "number", "names", "members-unmatched"),
        "devices_matched" => shape("Devices matched to a configuration", "Devices", "number", "inline", "devices-matched"),
        "devices_unmatched" => shape("Devices not matched", "Devices unmatched", "number", "inline", "devices-unmatched"),
        "email" => shape("Mail", "Mail", "text", "text", "email"),
        "domain" => shape("Domain", "Domain", "text", "text", "domain"),
        "description" => shape("Description", "Description", "text", "text", "description"),
        "membership_type" => shape("Membership type", "Type", "text", "text", "membership-type"),
        "sync_status" => shape("Sync status", "Status", "text", "status", ""),
        "updated" => shape("Updated", "Updated", "time", "time", ""),
        "actions" => shape("Actions", "Actions", "text", "actions", "access"),
        "owners" => shape("Owners", "Owners", "number", "names", "owners"),
        "effective_members" => shape("Effective members", "Effective", "number", "number", "effective"),
        "guests" => shape("Guests", "Guests", "number", "number", ""),
        "created" => shape("Created", "Created", "time", "time", ""),
        "visibility" => shape("Visibility", "Visibility", "text", "text", "visibility"),
        "kind" => shape("Kind", "Kind", "text", "text", "kind"),
        "licences" => shape("Licences", "Licences", "number", "number", ""),
        _ => return None,
    })
}

/// Returns a column of a list of groups; a key that is not known is that of a custom field.
pub(super) fn column(key: &str, settings: &TypeSettings) -> Column {
    let Some(shape) = known(key) else {
        let field = settings.fields.iter().find(|field| field.key == key);
        let label = field.map_or(key, |field| field.name.as_str());
        return Column {
            key: key.to_owned(),
            label: label.to_owned(),
            short: label.to_owned(),
            sort: "text",
            kind: "text",
            anchor: "custom",
            can_hide: true,
        };
    };
    of_shape(key, shape)
}

fn of_shape(key: &str, shape: Shape) -> Column {
    Column {
        key: key.to_owned(),
        label: shape.label.to_owned(),
        short: shape.short.to_owned(),
        sort: shape.sort,
        kind: shape.kind,
        anchor: shape.anchor,
        can_hide: !matches!(key, "name" | "actions"),
    }
}

/// The columns of the list of people: the first five are shown by default.
#[rustfmt::skip]
pub(super) const PEOPLE: [(&str, &str, &str, &str, &str); 7] = [
    ("name", "Name", "text", "name", ""),
    ("address", "Mail or sign-in name", "text", "text", ""),
    ("record", "Contact", "text", "record", ""),
    ("groups", "Groups", "number", "number", "groups"),
    ("inherited", "Inherited", "number", "number", "inherited"),
    ("match", "Match", "text", "text", ""),
    ("owned", "Owner of", "number", "number", "owned"),
];

/// The columns of the list of guests: the first five are shown by default.
#[rustfmt::skip]
pub(super) const GUESTS: [(&str, &str, &str, &str, &str); 9] = [
    ("name", "Name", "text", "name", ""),
    ("domain", "Home domain", "text", "text", "home-domain"),
    ("address", "Mail", "text", "text", ""),
    ("groups", "Groups", "number", "number", "groups"),
    ("changed", "Last change", "time", "time", ""),
    ("inherited", "Inherited", "number", "number", "inherited"),
    ("owned", "Owner of", "number", "number", "owned"),
    ("record", "Contact", "text", "record", ""),
    ("match", "Match", "text", "text", ""),
];

/// The columns of the list of devices: the first five are shown by default.
#[rustfmt::skip]
pub(super) const DEVICES: [(&str, &str, &str, &str, &str); 7] = [
    ("name", "Name", "text", "name", ""),
    ("system", "System", "text", "text", ""),
    ("record", "Configuration", "text", "record", ""),
    ("groups", "Groups", "number", "number", "groups"),
    ("inherited", "Inherited", "number", "number", "inherited"),
    ("match", "Match", "text", "text", ""),
    ("serial", "Serial number", "text", "text", ""),
];

/// How many columns of people, guests and devices are shown by default.
pub(super) const OBJECT_DEFAULT: usize = 5;

/// Returns the columns of a list of people or devices.
pub(super) fn of_objects(
    columns: &[(&str, &'static str, &'static str, &'static str, &'static str)],
) -> Vec<Column> {
    columns
        .iter()
        .map(|&(key, label, sort, kind, anchor)| {
            of_shape(key, shape(label, label, sort, kind, anchor))
        })
        .collect()
}
