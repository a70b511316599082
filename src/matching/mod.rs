//! Matching: which contact is a person, which configuration is a device (EXPORTS.md 5).
//!
//! Pure functions on values: the same people, records, pins and rules give the same outcome,
//! whatever the order of records. It reads no file and must not know where records come from.

mod candidate;
mod device;
mod drawer;
mod explain;
mod key;
mod near;
mod near_index;
mod near_machines;
mod person;
mod pin;
#[cfg(test)]
mod tests;

pub use device::match_devices;
pub use explain::{Explanation, Near, Others, Tried, explain_device, explain_person, pin_lines};
pub use near::NearReason;
pub use near_index::NearContacts;
pub use near_machines::NearConfigurations;
pub use person::match_people;
pub use pin::{DuplicatePin, Pin, PinTarget, Pins};

/// How a match was decided: the evidence that pages and reports show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A person wrote it into `matches.toml`.
    Pin,
    /// A mail address of the person is a mail address of the contact.
    Alias,
    /// The sign-in name is a mail address of the contact.
    Username,
    /// First and last name are equal.
    FullName,
    /// The Entra device id is equal.
    DeviceId,
    /// The display name is the configuration's name.
    Name,
    /// The display name is the configuration's host name, or its first part.
    Hostname,
    /// The serial number that the device id leads to is equal.
    Serial,
}

impl Rule {
    /// Returns the rule as `site.toml`, pages and JSON write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Alias => "alias",
            Self::Username => "username",
            Self::FullName => "full_name",
            Self::DeviceId => "device_id",
            Self::Name => "name",
            Self::Hostname => "hostname",
            Self::Serial => "serial",
        }
    }

    /// Returns the rule in words, to follow "matched by".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Pin => "a pin in matches.toml",
            Self::Alias => "mail address",
            Self::Username => "sign-in name",
            Self::FullName => "first and last name",
            Self::DeviceId => "Entra device id",
            Self::Name => "name",
            Self::Hostname => "host name",
            Self::Serial => "serial number",
        }
    }
}

/// A rule that `[match] contacts` may name; pins always come first and are not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactRule {
    /// Mail, aliases and other mails against all addresses of the contact.
    Alias,
    /// The sign-in name against all addresses of the contact.
    Username,
    /// First and last name against those of the contact.
    FullName,
}

impl ContactRule {
    /// The order when `site.toml` says nothing.
    pub const DEFAULT: [Self; 3] = [Self::Alias, Self::Username, Self::FullName];

    /// Returns the rule that is written as `key`.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::DEFAULT
            .into_iter()
            .find(|rule| rule.evidence().key() == key)
    }

    /// Returns the rule as the evidence of a match.
    pub const fn evidence(self) -> Rule {
        match self {
            Self::Alias => Rule::Alias,
            Self::Username => Rule::Username,
            Self::FullName => Rule::FullName,
        }
    }
}

/// A rule that `[match] configurations` may name; pins always come first and are not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfigurationRule {
    /// The Entra device id.
    DeviceId,
    /// The display name against the name.
    Name,
    /// The display name against the host name.
    Hostname,
    /// The serial number that a record with the same device id has; off by default.
    Serial,
}

impl ConfigurationRule {
    /// The order when `site.toml` says nothing.
    pub const DEFAULT: [Self; 3] = [Self::DeviceId, Self::Name, Self::Hostname];

    /// Returns the rule that is written as `key`.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::DeviceId, Self::Name, Self::Hostname, Self::Serial]
            .into_iter()
            .find(|rule| rule.evidence().key() == key)
    }

    /// Returns the rule as the evidence of a match.
    pub const fn evidence(self) -> Rule {
        match self {
            Self::DeviceId => Rule::DeviceId,
            Self::Name => Rule::Name,
            Self::Hostname => Rule::Hostname,
            Self::Serial => Rule::Serial,
        }
    }
}

/// Why no record was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoMatch {
    /// No rule has a candidate.
    NoCandidate,
    /// The directory returned the member without its properties, and nothing older is known.
    Limited,
    /// A pin says that there is no record.
    PinnedNever,
    /// A pin names a record that the export does not have.
    PinTargetMissing(String),
}

/// What matching found for one person or device; records are indexes into the given slice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// One record, and the rule that found it.
    Matched {
        /// The evidence.
        rule: Rule,
        /// The record.
        record: usize,
    },
    /// Several records at the deciding rule: left unmatched on purpose.
    Ambiguous {
        /// The rule that found them.
        rule: Rule,
        /// All of them, sorted by the id of the record.
        records: Vec<usize>,
    },
    /// No record.
    Unmatched(NoMatch),
}

impl Outcome {
    /// Returns the matched record.
    pub const fn record(&self) -> Option<usize> {
        match self {
            Self::Matched { record, .. } => Some(*record),
            _ => None,
        }
    }

    /// Returns the value of `data-match`: the rule, `ambiguous` or `none` (CONTRACT.md 5).
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Matched { rule, .. } => rule.key(),
            Self::Ambiguous { .. } => "ambiguous",
            Self::Unmatched(_) => "none",
        }
    }
}
