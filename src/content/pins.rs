//! Pins: `content/<org>/matches.toml`, matches that a person set (EXPORTS.md 5.3).

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::error::ContentError;
use super::source::Source;
use crate::files;
use crate::model::{Location, ObjectId, OrgKey};

/// One `[[contact]]` or `[[configuration]]` of `matches.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The object id of the person or device.
    pub member: ObjectId,
    /// The id of the record; none when the member shall never match.
    pub record: Option<String>,
    /// Where the pin stands.
    pub location: Location,
}

/// The pins of one organization, in the order of the file, at most one for a member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pins {
    /// People pinned to contacts.
    pub contacts: Vec<Pin>,
    /// Devices pinned to configurations.
    pub configurations: Vec<Pin>,
}

/// Reads the pins of an organization; none when it has no `matches.toml`.
///
/// # Errors
/// When the file cannot be read, something in it is unknown or wrong, or a member is pinned twice.
pub fn read_pins(content_dir: &Path, organization: &OrgKey) -> Result<Pins, ContentError> {
    let path = content_dir.join(organization.as_str()).join("matches.toml");
    if !files::exists(&path) {
        return Ok(Pins::default());
    }
    let source = Source::read(content_dir, &path)?;
    let raw: RawPins = source.toml(0..source.text.len())?;
    let contacts = raw.contact.into_iter().map(|pin| {
        let span = pin.span();
        let RawContact {
            user,
            contact,
            never,
        } = pin.into_inner();
        (span, user, contact, never)
    });
    let configurations = raw.configuration.into_iter().map(|pin| {
        let span = pin.span();
        let RawConfiguration {
            device,
            configuration,
            never,
        } = pin.into_inner();
        (span, device, configuration, never)
    });
    Ok(Pins {
        contacts: collect(&source, "contact", contacts)?,
        configurations: collect(&source, "configuration", configurations)?,
    })
}

type RawPin = (
    std::ops::Range<usize>,
    Spanned<ObjectId>,
    Option<RecordId>,
    bool,
);

fn collect(
    source: &Source,
    key: &str,
    raw: impl Iterator<Item = RawPin>,
) -> Result<Vec<Pin>, ContentError> {
    let mut pins = Vec::new();
    let mut places: BTreeMap<ObjectId, Location> = BTreeMap::new();
    for (span, member, record, never) in raw {
        let record = match (record, never) {
            (Some(RecordId(record)), false) => Some(record),
            (None, true) => None,
            (Some(_), true) => {
                return Err(source.wrong(
                    span,
                    format!("a pin has both `{key}` and `never`"),
                    Some("keep one of the two".into()),
                ));
            }
            (None, false) => {
                return Err(source.wrong(
                    span,
                    format!("a pin has neither `{key}` nor `never`"),
                    Some(format!(
                        "add `{key} = \"…\"`, the id in the export, or `never = true`"
                    )),
                ));
            }
        };
        let at = member.span();
        let member = member.into_inner();
        let location = source.location(at.start);
        if let Some(first) = places.insert(member, location.clone()) {
            return Err(ContentError::PinnedTwice {
                member,
                first,
                second: source.excerpt(at),
            });
        }
        pins.push(Pin {
            member,
            record,
            location,
        });
    }
    Ok(pins)
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawPins {
    contact: Vec<Spanned<RawContact>>,
    configuration: Vec<Spanned<RawConfiguration>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContact {
    user: Spanned<ObjectId>,
    #[serde(default)]
    contact: Option<RecordId>,
    #[serde(default)]
    never: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConfiguration {
    device: Spanned<ObjectId>,
    #[serde(default)]
    configuration: Option<RecordId>,
    #[serde(default)]
    never: bool,
}

/// The id of a record of the export: text, or a number that somebody wrote without quotes.
pub(super) struct RecordId(pub(super) String);

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = RecordId;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("the id of a record, as text or number")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<RecordId, E> {
                if text.trim().is_empty() {
                    return Err(E::custom("the id of a record is empty"));
                }
                Ok(RecordId(text.trim().to_owned()))
            }
            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<RecordId, E> {
                Ok(RecordId(number.to_string()))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
