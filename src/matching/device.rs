//! Devices against configurations: device ids, names, host names, serial numbers (EXPORTS.md 5.2).
//!
//! It must not know of groups: a device has one match, whatever it is a member of.

use std::collections::HashMap;

use super::candidate::{Index, by_id, decide, follow_pin};
use super::key::{filled_key, guid_key, host_key, host_part, serial_key};
use super::{ConfigurationRule, NoMatch, Outcome, Pins, Rule};
use crate::model::{Configuration, Device, ObjectId};

/// Finds the configuration of each device, in the order of the devices.
///
/// Configurations must be those of the devices' own organization; rules run in the given order.
pub fn match_devices<'a>(
    devices: impl IntoIterator<Item = &'a Device>,
    configurations: &[Configuration],
    rules: &[ConfigurationRule],
    pins: &Pins,
) -> Vec<Outcome> {
    let matcher = DeviceMatcher::new(configurations, rules, pins);
    devices
        .into_iter()
        .map(|device| matcher.find(device))
        .collect()
}

/// The indexes over the configurations of one organization.
pub(super) struct DeviceMatcher<'a> {
    configurations: &'a [Configuration],
    rules: &'a [ConfigurationRule],
    pins: &'a Pins,
    by_id: HashMap<&'a str, usize>,
    by_device_id: Index<u128>,
    by_name: Index<String>,
    by_host: Index<String>,
    by_host_part: Index<String>,
    by_serial: Index<String>,
}

impl<'a> DeviceMatcher<'a> {
    /// Indexes the configurations.
    pub(super) fn new(
        configurations: &'a [Configuration],
        rules: &'a [ConfigurationRule],
        pins: &'a Pins,
    ) -> Self {
        Self {
            configurations,
            rules,
            pins,
            by_id: by_id(configurations),
            by_device_id: Index::new(configurations, |record, keys| {
                keys.extend(device_id(record))
            }),
            by_name: Index::new(configurations, |record, keys| {
                keys.extend(filled_key(record.name.as_deref()));
            }),
            by_host: Index::new(configurations, |record, keys| {
                keys.extend(record.hostname.as_deref().and_then(host_key));
            }),
            by_host_part: Index::new(configurations, |record, keys| {
                let host = record.hostname.as_deref().and_then(host_key);
                keys.extend(host.as_deref().and_then(host_part).map(str::to_owned));
            }),
            by_serial: Index::new(configurations, |record, keys| keys.extend(serial(record))),
        }
    }

    /// Finds the configuration of one device.
    pub(super) fn find(&self, device: &Device) -> Outcome {
        if let Some(pin) = self.pins.get(device.id) {
            return follow_pin(pin, &self.by_id);
        }
        self.rules
            .iter()
            .find_map(|rule| match rule {
                ConfigurationRule::Hostname => self.by_hostname(device),
                _ => decide(
                    rule.evidence(),
                    self.candidates(*rule, device),
                    self.configurations,
                ),
            })
            .unwrap_or(Outcome::Unmatched(if device.limited {
                NoMatch::Limited
            } else {
                NoMatch::NoCandidate
            }))
    }

    fn candidates(&self, rule: ConfigurationRule, device: &Device) -> Vec<u32> {
        let own_id = device.device_id.as_deref().and_then(guid_key);
        match rule {
            ConfigurationRule::DeviceId => own_id
                .map(|key| self.by_device_id.get(&key).to_vec())
                .unwrap_or_default(),
            ConfigurationRule::Name => filled_key(device.display_name.as_deref())
                .map(|key| self.by_name.get(&key).to_vec())
                .unwrap_or_default(),
            ConfigurationRule::Serial => own_id
                .map(|key| self.with_serial_of(key))
                .unwrap_or_default(),
            ConfigurationRule::Hostname => Vec::new(),
        }
    }

    /// Returns what a rule compares for this device.
    pub(super) fn keys(&self, rule: ConfigurationRule, device: &Device) -> Vec<String> {
        let own_id = device.device_id.as_deref().and_then(guid_key);
        let name = device.display_name.as_deref();
        match rule {
            ConfigurationRule::DeviceId => own_id
                .map(|bits| ObjectId::from_u128(bits).to_string())
                .into_iter()
                .collect(),
            ConfigurationRule::Name => filled_key(name).into_iter().collect(),
            ConfigurationRule::Hostname => name.and_then(host_key).into_iter().collect(),
            ConfigurationRule::Serial => own_id
                .map(|key| self.by_device_id.get(&key))
                .unwrap_or_default()
                .iter()
                .filter_map(|at| serial(&self.configurations[*at as usize]))
                .collect(),
        }
    }

    /// The whole name first; only if nobody has it, the part before the first dot, when exactly
    /// one side has a dot.
    fn by_hostname(&self, device: &Device) -> Option<Outcome> {
        let host = host_key(device.display_name.as_deref()?)?;
        let whole = self.by_host.get(&host).iter().copied();
        if let Some(outcome) = decide(Rule::Hostname, whole, self.configurations) {
            return Some(outcome);
        }
        let dotted = host.contains('.');
        let parts = self.by_host_part.get(host_part(&host)?);
        let other_sort = parts.iter().copied().filter(|at| {
            let record = &self.configurations[*at as usize];
            let other = record.hostname.as_deref().and_then(host_key);
            other.is_some_and(|other| other.contains('.') != dotted)
        });
        decide(Rule::Hostname, other_sort, self.configurations)
    }

    /// Records with the serial number that a record of this device id tells.
    ///
    /// The record that tells it (Intune's) is a candidate only when there is no other.
    fn with_serial_of(&self, own_id: u128) -> Vec<u32> {
        let tellers = self.by_device_id.get(&own_id);
        let found: Vec<u32> = tellers
            .iter()
            .filter_map(|at| serial(&self.configurations[*at as usize]))
            .flat_map(|key| self.by_serial.get(&key).to_vec())
            .collect();
        let others: Vec<u32> = found
            .iter()
            .copied()
            .filter(|at| !tellers.contains(at))
            .collect();
        if others.is_empty() { found } else { others }
    }
}

fn device_id(record: &Configuration) -> Option<u128> {
    record.device_id.as_deref().and_then(guid_key)
}

fn serial(record: &Configuration) -> Option<String> {
    record.serial_number.as_deref().and_then(serial_key)
}
