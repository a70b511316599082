//! Overlays: `content/<org>/groups/<gid>.md`, what people write about a group (FEATURES.md 3).

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::error::ContentError;
use super::front;
use super::pins::RecordId;
use super::source::{Source, shown};
use crate::files;
use crate::model::{
    GroupId, GroupKind, Location, ObjectId, OrgKey, Overlay, OverlayManual, OverlaySync,
};

/// What Entra tells of a group: a person may not write it into an overlay (FEATURES.md S15).
const DEFAULT_FIELDS: [&str; 30] = [
    "id",
    "name",
    "kind",
    "description",
    "email",
    "mail",
    "domain",
    "display_name",
    "displayName",
    "mail_nickname",
    "mailNickname",
    "proxy_addresses",
    "proxyAddresses",
    "visibility",
    "classification",
    "membership",
    "membership_type",
    "membershipType",
    "membership_rule",
    "membershipRule",
    "members",
    "owners",
    "nested_groups",
    "created",
    "renewed",
    "expires",
    "updated",
    "licences",
    "sync_status",
    "status",
];

/// Reads the overlays of an organization, sorted by group.
///
/// # Errors
/// When a file cannot be read, is not named after a group, or something in it is unknown or wrong.
pub fn read_overlays(
    content_dir: &Path,
    organization: &OrgKey,
) -> Result<Vec<Overlay>, ContentError> {
    let folder = content_dir.join(organization.as_str()).join("groups");
    let mut overlays = Vec::new();
    for entry in files::walk(&folder)? {
        if !super::page::is_markdown(&entry.path) {
            continue;
        }
        let path = folder.join(&entry.path);
        let group = group_of(content_dir, &path, &entry.path)?;
        let source = Source::read(content_dir, &path)?;
        overlays.push(read_overlay(&source, group)?);
    }
    overlays.sort_by_key(|overlay| overlay.group);
    Ok(overlays)
}

/// Returns the group that the file is named after.
fn group_of(content_dir: &Path, path: &Path, below: &Path) -> Result<GroupId, ContentError> {
    let wrong = |message: &str, hint: String| ContentError::Name {
        path: shown(content_dir, path),
        message: message.to_owned(),
        hint: Some(hint),
    };
    let name = below.file_stem().and_then(|name| name.to_str());
    let id = name.and_then(|name| Some((name, name.parse::<GroupId>().ok()?)));
    let Some((name, group)) = id else {
        return Err(wrong(
            "is not named after a group",
            "name it after the group's object id: `<id>.md`".into(),
        ));
    };
    if name != group.to_string() || below.components().count() != 1 {
        return Err(wrong(
            "does not stand where the overlay of its group belongs",
            format!("rename it to `groups/{group}.md`"),
        ));
    }
    Ok(group)
}

fn read_overlay(source: &Source, group: GroupId) -> Result<Overlay, ContentError> {
    let parts = front::split(source)?;
    let base = parts.front.start;
    let raw: RawOverlay = source
        .toml(parts.front)
        .map_err(|error| default_field_refused(source, error))?;
    let fields = fields(source, base, raw.fields)?;
    let notes = source.text[parts.body..].trim().to_owned();
    let manual = match raw.manual.as_ref() {
        Some(manual) if *manual.get_ref() => {
            Some(raw.facts.manual(source, shift(base, manual.span()))?)
        }
        _ => {
            raw.facts.refuse(source, base)?;
            None
        }
    };
    Ok(Overlay {
        group,
        location: Location::file(&source.path),
        sync: raw.sync.map(|RawSync::Disabled| OverlaySync::Disabled),
        archived: raw.archived,
        deleted: raw.deleted,
        manual,
        access: raw.access,
        watch: raw.watch,
        fields,
        notes,
    })
}

fn shift(base: usize, span: Range<usize>) -> Range<usize> {
    base + span.start..base + span.end
}

/// Turns the error of an unknown key into the refusal of S15 when Entra has such a field.
fn default_field_refused(source: &Source, error: ContentError) -> ContentError {
    match error {
        ContentError::UnknownKey { key, at, .. } if DEFAULT_FIELDS.contains(&key.as_str()) => {
            refusal(source, at.span, &key)
        }
        other => other,
    }
}

fn refusal(source: &Source, span: Range<usize>, key: &str) -> ContentError {
    source.wrong(
        span,
        format!("`{key}` comes from Entra and cannot be set in an overlay"),
        Some("change it in Entra, or define a custom field in `site.toml` and set it below `[fields]`".into()),
    )
}

/// Checks the values of custom fields and returns them as text.
fn fields(
    source: &Source,
    base: usize,
    raw: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
) -> Result<BTreeMap<String, String>, ContentError> {
    let mut fields = BTreeMap::new();
    for (key, value) in raw {
        if DEFAULT_FIELDS.contains(&key.get_ref().as_str()) {
            return Err(refusal(source, shift(base, key.span()), key.get_ref()));
        }
        let text = as_text(value.get_ref()).ok_or_else(|| {
            source.wrong(
                shift(base, value.span()),
                format!("`{}` holds a table, not a value", key.get_ref()),
                Some("write text, a number, a date, `true`, `false` or a list of these".into()),
            )
        })?;
        fields.insert(key.into_inner(), text);
    }
    Ok(fields)
}

fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Datetime(time) => Some(time.to_string()),
        toml::Value::Array(values) => values
            .iter()
            .map(|value| (!value.is_array()).then(|| as_text(value)).flatten())
            .collect::<Option<Vec<_>>>()
            .map(|texts| texts.join(", ")),
        toml::Value::Table(_) => None,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawSync {
    Disabled,
}

#[derive(Deserialize)]
#[serde(from = "RawKeys")]
struct RawOverlay {
    sync: Option<RawSync>,
    archived: bool,
    deleted: bool,
    manual: Option<Spanned<bool>>,
    access: Option<Vec<String>>,
    watch: bool,
    fields: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    facts: Facts,
}

/// The keys as they are written; flattening would lose their places.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawKeys {
    sync: Option<RawSync>,
    archived: bool,
    deleted: bool,
    manual: Option<Spanned<bool>>,
    access: Option<Vec<String>>,
    watch: bool,
    fields: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    name: Option<Spanned<String>>,
    kind: Option<Spanned<GroupKind>>,
    description: Option<Spanned<String>>,
    email: Option<Spanned<String>>,
    domain: Option<Spanned<String>>,
    contacts: Option<Spanned<Vec<RecordId>>>,
    configurations: Option<Spanned<Vec<RecordId>>>,
    groups: Option<Spanned<Vec<ObjectId>>>,
}

impl From<RawKeys> for RawOverlay {
    fn from(keys: RawKeys) -> Self {
        Self {
            sync: keys.sync,
            archived: keys.archived,
            deleted: keys.deleted,
            manual: keys.manual,
            access: keys.access,
            watch: keys.watch,
            fields: keys.fields,
            facts: Facts {
                name: keys.name,
                kind: keys.kind,
                description: keys.description,
                email: keys.email,
                domain: keys.domain,
                contacts: keys.contacts,
                configurations: keys.configurations,
                groups: keys.groups,
            },
        }
    }
}

/// The keys that only the overlay of a manual group may have.
struct Facts {
    name: Option<Spanned<String>>,
    kind: Option<Spanned<GroupKind>>,
    description: Option<Spanned<String>>,
    email: Option<Spanned<String>>,
    domain: Option<Spanned<String>>,
    contacts: Option<Spanned<Vec<RecordId>>>,
    configurations: Option<Spanned<Vec<RecordId>>>,
    groups: Option<Spanned<Vec<ObjectId>>>,
}

impl Facts {
    fn manual(self, source: &Source, manual: Range<usize>) -> Result<OverlayManual, ContentError> {
        let missing = |key: &str, example: &str| {
            source.wrong(
                manual.clone(),
                format!("a manual group has no `{key}`"),
                Some(format!("add `{key} = \"{example}\"`")),
            )
        };
        let text = |value: Option<Spanned<String>>| {
            value
                .map(|value| value.into_inner().trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let ids = |value: Option<Spanned<Vec<RecordId>>>| {
            let ids = value.map_or_else(Vec::new, Spanned::into_inner);
            ids.into_iter().map(|RecordId(id)| id).collect()
        };
        Ok(OverlayManual {
            name: text(self.name).ok_or_else(|| missing("name", "…"))?,
            kind: self
                .kind
                .map(Spanned::into_inner)
                .ok_or_else(|| missing("kind", GroupKind::Security.key()))?,
            description: text(self.description),
            email: text(self.email),
            domain: text(self.domain),
            contacts: ids(self.contacts),
            configurations: ids(self.configurations),
            groups: self.groups.map_or_else(Vec::new, Spanned::into_inner),
        })
    }

    /// Refuses each of these keys in the overlay of a group that Entra knows.
    fn refuse(&self, source: &Source, base: usize) -> Result<(), ContentError> {
        fn place<T>(value: &Option<Spanned<T>>) -> Option<Range<usize>> {
            value.as_ref().map(Spanned::span)
        }
        for (key, span) in [
            ("name", place(&self.name)),
            ("kind", place(&self.kind)),
            ("description", place(&self.description)),
            ("email", place(&self.email)),
            ("domain", place(&self.domain)),
        ] {
            if let Some(span) = span {
                return Err(refusal(source, shift(base, span), key));
            }
        }
        for (key, span) in [
            ("contacts", place(&self.contacts)),
            ("configurations", place(&self.configurations)),
            ("groups", place(&self.groups)),
        ] {
            if let Some(span) = span {
                return Err(source.wrong(
                    shift(base, span),
                    format!("`{key}` is for manual groups only"),
                    Some("the members of this group come from Entra".into()),
                ));
            }
        }
        Ok(())
    }
}
