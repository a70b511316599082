//! Tables as data: groups, memberships, people, devices and matches as rows (FEATURES.md C6).
//!
//! One path for the command line and for the twins beside the lists: rows are made in `row`,
//! and written here as CSV or JSON. It must not know where the bytes go.

mod row;

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use crate::config::GlobSet;
use crate::exports::CsvWriter;
use crate::site::model::{Index, Organization};

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableKind {
    /// One row for each group, in the order of the lists.
    Groups,
    /// One row for each object in a group, directly or through groups in it.
    Members,
    /// One row for each person.
    People,
    /// One row for each device.
    Devices,
    /// One row for each person, device and other object, with its match and why there is none.
    Matches,
}

impl TableKind {
    /// Returns the headers: also the keys in JSON.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Groups => &[
                "organization",
                "tenant",
                "id",
                "name",
                "kind",
                "status",
                "archived",
                "manual",
                "membership_type",
                "email",
                "domain",
                "description",
                "updated",
                "updated_source",
                "members_matched",
                "members_unmatched",
                "devices_matched",
                "devices_unmatched",
                "nested_groups",
                "owners",
                "effective_members",
                "url",
            ],
            Self::Members => &[
                "organization",
                "tenant",
                "group_id",
                "group",
                "member_id",
                "type",
                "name",
                "mail",
                "user_principal_name",
                "direct",
                "through",
                "match",
                "record_id",
                "record",
            ],
            Self::People => &[
                "organization",
                "tenant",
                "id",
                "name",
                "mail",
                "user_principal_name",
                "guest",
                "enabled",
                "groups",
                "inherited_groups",
                "owned_groups",
                "match",
                "contact_id",
                "contact",
                "url",
            ],
            Self::Devices => &[
                "organization",
                "tenant",
                "id",
                "name",
                "device_id",
                "operating_system",
                "operating_system_version",
                "enabled",
                "groups",
                "inherited_groups",
                "match",
                "configuration_id",
                "configuration",
                "url",
            ],
            Self::Matches => &[
                "organization",
                "type",
                "id",
                "name",
                "mail",
                "match",
                "reason",
                "record_id",
                "record",
                "candidates",
                "groups",
            ],
        }
    }
}

/// A cell.
#[derive(Debug, Clone)]
enum Value<'a> {
    /// Not known, or there is none.
    Missing,
    Text(Cow<'a, str>),
    Number(usize),
    Flag(bool),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

impl Value<'_> {
    fn cell(&self) -> Cow<'_, str> {
        match self {
            Self::Missing => "".into(),
            Self::Text(text) => text.as_ref().into(),
            Self::Number(number) => number.to_string().into(),
            Self::Flag(true) => "true".into(),
            Self::Flag(false) => "false".into(),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number as u64),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

/// Takes the rows of a table one by one: a large one is never held as rows.
type Take<'t> = &'t mut dyn FnMut(&[Value<'_>]);

struct JsonRow<'a>(&'static [&'static str], &'a [Value<'a>]);

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0.iter().zip(self.1) {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// Returns a table as CSV: always quoted, safe in spreadsheets.
///
/// With `groups` it holds only those groups, what is in them, and whoever is.
pub fn table_csv<'a>(
    kind: TableKind,
    organizations: impl IntoIterator<Item = &'a Organization>,
    groups: &GlobSet,
) -> Vec<u8> {
    let mut writer = CsvWriter::new(kind.columns());
    rows(kind, organizations, groups, &mut |row| {
        writer.row(row.iter().map(Value::cell));
    });
    writer.finish()
}

/// Returns the members of one group as CSV: what [`TableKind::Members`] holds of it.
pub(in crate::site) fn members_csv(organization: &Organization, group: Index) -> Vec<u8> {
    let mut writer = CsvWriter::new(TableKind::Members.columns());
    row::members_of(organization, group, &mut |row| {
        writer.row(row.iter().map(Value::cell));
    });
    writer.finish()
}

/// Returns a table as a JSON list, one row a line, with the keys of the CSV.
///
/// With `groups` it holds only those groups, what is in them, and whoever is.
pub fn table_json<'a>(
    kind: TableKind,
    organizations: impl IntoIterator<Item = &'a Organization>,
    groups: &GlobSet,
) -> Vec<u8> {
    let columns = kind.columns();
    let mut bytes = b"[".to_vec();
    let mut separator: &[u8] = b"\n";
    rows(kind, organizations, groups, &mut |row| {
        bytes.extend_from_slice(separator);
        separator = b",\n";
        serde_json::to_writer(&mut bytes, &JsonRow(columns, row))
            .expect("plain values become JSON");
    });
    bytes.extend_from_slice(b"\n]\n");
    bytes
}

fn rows<'a>(
    kind: TableKind,
    organizations: impl IntoIterator<Item = &'a Organization>,
    groups: &GlobSet,
    take: Take<'_>,
) {
    for organization in organizations {
        let chosen = row::Chosen::new(organization, groups);
        match kind {
            TableKind::Groups => row::groups(organization, &chosen, take),
            TableKind::Members => row::members(organization, &chosen, take),
            TableKind::People => row::people(organization, &chosen, take),
            TableKind::Devices => row::devices(organization, &chosen, take),
            TableKind::Matches => row::matches(organization, take),
        }
    }
}

/// Returns whether a group of these organizations has such a name or id.
pub fn has_group<'a>(
    organizations: impl IntoIterator<Item = &'a Organization>,
    groups: &GlobSet,
) -> bool {
    organizations
        .into_iter()
        .any(|it| row::Chosen::new(it, groups).has_any())
}
