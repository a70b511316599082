//! Pins: what people wrote into `matches.toml`, which wins over every rule (EXPORTS.md 5.3).
//!
//! It must not know how that file is parsed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{NoMatch, Outcome};
use crate::model::{Location, ObjectId, Warning};

/// What a pin says about its member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinTarget {
    /// The id of the record.
    Record(String),
    /// There is no record, whatever the rules say.
    Never,
}

/// One `[[contact]]` or `[[configuration]]` of `matches.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The object id of the person or device.
    pub member: ObjectId,
    /// The record, or none.
    pub target: PinTarget,
    /// Where it stands.
    pub location: Location,
}

/// Two pins for one member.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{member}` is pinned twice: at `{first}` and at `{second}`")]
pub struct DuplicatePin {
    /// The person or device.
    pub member: ObjectId,
    /// The place that comes first.
    pub first: Location,
    /// The other place.
    pub second: Location,
}

/// The pins of one organization and one kind of record, at most one for a member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pins(BTreeMap<ObjectId, Pin>);

impl Pins {
    /// Collects pins; two for one member are an error.
    pub fn collect(pins: impl IntoIterator<Item = Pin>) -> Result<Self, DuplicatePin> {
        let mut map = BTreeMap::new();
        for pin in pins {
            match map.entry(pin.member) {
                Entry::Vacant(place) => {
                    place.insert(pin);
                }
                Entry::Occupied(other) => {
                    let mut places = [other.get().location.clone(), pin.location];
                    places.sort();
                    let [first, second] = places;
                    return Err(DuplicatePin {
                        member: pin.member,
                        first,
                        second,
                    });
                }
            }
        }
        Ok(Self(map))
    }

    /// Returns the pin of a person or device.
    pub fn get(&self, member: ObjectId) -> Option<&Pin> {
        self.0.get(&member)
    }

    /// Returns the pins by member.
    pub fn iter(&self) -> impl Iterator<Item = &Pin> {
        self.0.values()
    }

    /// Returns a warning for each pin whose record is missing; outcomes are by member.
    pub fn warnings<'a>(
        &self,
        outcomes: impl IntoIterator<Item = (ObjectId, &'a Outcome)>,
    ) -> Vec<Warning> {
        let mut warnings: Vec<Warning> = outcomes
            .into_iter()
            .filter_map(|(member, outcome)| match outcome {
                Outcome::Unmatched(NoMatch::PinTargetMissing(target)) => Some(Warning {
                    location: self.get(member)?.location.clone(),
                    message: format!(
                        "the pin of `{member}` names `{target}`, which the export does not have"
                    ),
                }),
                _ => None,
            })
            .collect();
        warnings.sort();
        warnings.dedup();
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(line: usize) -> Pin {
        Pin {
            member: ObjectId::from_u128(7),
            target: PinTarget::Record("8199".into()),
            location: Location::line("content/contoso/matches.toml", line),
        }
    }

    #[test]
    fn two_pins_for_one_member_are_an_error_with_both_lines() {
        let error = Pins::collect([pin(9), pin(2)]).expect_err("pinned twice");
        assert_eq!(
            error.to_string(),
            "`00000000-0000-0000-0000-000000000007` is pinned twice: \
             at `content/contoso/matches.toml:2` and at `content/contoso/matches.toml:9`"
        );
    }

    #[test]
    fn pin_to_a_missing_record_is_a_warning_at_its_line() {
        let pins = Pins::collect([pin(2)]).expect("one pin");
        let missing = Outcome::Unmatched(NoMatch::PinTargetMissing("8199".into()));
        assert_eq!(
            pins.warnings([(ObjectId::from_u128(7), &missing)]),
            [Warning {
                location: Location::line("content/contoso/matches.toml", 2),
                message: "the pin of `00000000-0000-0000-0000-000000000007` names `8199`, \
                          which the export does not have"
                    .into(),
            }]
        );
    }
}
