//! The directory's audit log: who changed what, and when (GRAPH.md 1.2).
//!
//! Addresses of networks and devices, which the log has too, are never read.

use std::collections::{HashSet, VecDeque};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tokio::time::Instant;

use super::client::{Ask, Client, Service};
use super::error::{GraphError, GraphErrorKind};
use super::read::List;
use crate::model::ObjectId;

/// The permission that reads the log (GRAPH.md 7).
pub const AUDIT_PERMISSION: &str = "AuditLog.Read.All";

const PATH: &str = "/v1.0/auditLogs/directoryAudits";

/// Reports are throttled apart from everything else: so many requests in `Limits::audit_window`.
const CALLS: usize = 5;

/// Who did something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditActor {
    /// The sign-in name of a person.
    pub user_principal_name: Option<String>,
    /// The name of a person or an app.
    pub display_name: Option<String>,
}

/// A property that an event names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditProperty {
    /// Its name, as the log spells it.
    pub name: String,
    /// The value before, as the log writes it.
    pub old: Option<String>,
    /// The value after.
    pub new: Option<String>,
}

/// What an event was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditTarget {
    /// The object; absent when the log names none.
    pub id: Option<ObjectId>,
    /// Its type in lower case: `group`, `user` …
    pub kind: String,
    /// What changed.
    pub properties: Vec<AuditProperty>,
}

/// An event that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// When it happened.
    pub at: Timestamp,
    /// What was done, such as `Add member to group`.
    pub activity: String,
    /// Who did it.
    pub actor: AuditActor,
    /// To what it was done.
    pub targets: Vec<AuditTarget>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawEvent {
    activity_display_name: String,
    activity_date_time: Timestamp,
    result: String,
    #[serde(default)]
    initiated_by: Option<RawInitiator>,
    #[serde(default)]
    target_resources: Option<Vec<RawTarget>>,
}

#[derive(Deserialize)]
struct RawInitiator {
    #[serde(default)]
    user: Option<RawActor>,
    #[serde(default)]
    app: Option<RawActor>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawActor {
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    user_principal_name: Option<String>,
}

/// One documented sample prints `Type` with a capital letter.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawTarget {
    #[serde(default)]
    id: Option<String>,
    #[serde(default, rename = "type", alias = "Type")]
    kind: Option<String>,
    #[serde(default)]
    modified_properties: Option<Vec<RawProperty>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawProperty {
    #[serde(default, deserialize_with = "loose")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "loose")]
    old_value: Option<String>,
    #[serde(default, deserialize_with = "loose")]
    new_value: Option<String>,
}

/// Reads what is documented as text and may be any value: what is no text stays as its JSON.
fn loose<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    })
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

impl AuditEvent {
    /// Takes an event as the log writes it; one that failed is none.
    ///
    /// # Errors
    /// When it cannot be read. It may be the one that explains a change, so that the others prove
    /// nothing without it.
    pub fn of(value: Value) -> Result<Option<Self>, serde_json::Error> {
        let raw: RawEvent = serde_json::from_value(value)?;
        if !raw.result.eq_ignore_ascii_case("success") {
            return Ok(None);
        }
        let actor = raw.initiated_by.and_then(|by| by.user.or(by.app));
        let actor = actor.map(|actor| AuditActor {
            user_principal_name: filled(actor.user_principal_name),
            display_name: filled(actor.display_name),
        });
        let targets = raw.target_resources.unwrap_or_default();
        Ok(Some(Self {
            at: raw.activity_date_time,
            activity: raw.activity_display_name,
            actor: actor.unwrap_or_default(),
            targets: targets.into_iter().map(AuditTarget::of).collect(),
        }))
    }
}

impl AuditTarget {
    fn of(raw: RawTarget) -> Self {
        let properties = raw.modified_properties.unwrap_or_default();
        Self {
            id: raw.id.and_then(|id| id.parse().ok()),
            kind: raw.kind.unwrap_or_default().to_ascii_lowercase(),
            properties: properties
                .into_iter()
                .filter_map(|property| {
                    Some(AuditProperty {
                        name: property.display_name?,
                        old: property.old_value,
                        new: property.new_value,
                    })
                })
                .collect(),
        }
    }
}

impl Client {
    /// Tries whether the log may be read, with one event.
    ///
    /// # Errors
    /// When it may not, or cannot.
    pub async fn try_audits(&self) -> Result<(), GraphError> {
        let url = self.options.graph.at(PATH, Some("$top=1"));
        let ask = Ask {
            what: "read the audit log",
            url: &url,
            service: Service::Graph,
        };
        let _: List<serde::de::IgnoredAny> = self.call(ask, |http| http.get(url.clone())).await?;
        Ok(())
    }

    /// Reads the events of the directory itself since a time, slowly enough for the service.
    ///
    /// # Errors
    /// When a page or an event cannot be read, or there are more pages than [`super::Limits`] allow: a log
    /// of which a part is missing proves nothing.
    pub async fn directory_audits(&self, since: Timestamp) -> Result<Vec<AuditEvent>, GraphError> {
        let query =
            format!("$filter=activityDateTime ge {since} and loggedByService eq 'Core Directory'");
        let mut url = self.options.graph.at(PATH, Some(&query));
        let what = "read the audit log";
        let limits = self.limits();
        let (mut events, mut seen) = (Vec::new(), HashSet::new());
        let mut calls: VecDeque<Instant> = VecDeque::new();
        loop {
            let endless = |reason: String| {
                let kind = GraphErrorKind::Endless { reason };
                self.error(what, Some(&url), kind)
            };
            if seen.len() >= limits.audit_pages {
                return Err(endless(format!("{} pages were read", seen.len())));
            }
            if calls.len() == CALLS
                && let Some(first) = calls.pop_front()
            {
                tokio::time::sleep_until(first + limits.audit_window).await;
            }
            calls.push_back(Instant::now());
            let ask = Ask {
                what,
                url: &url,
                service: Service::Graph,
            };
            let list: List<Value> = self.call(ask, |http| http.get(url.clone())).await?;
            for value in list.value {
                let event = AuditEvent::of(value).map_err(|error| {
                    let message = super::redact(&error.to_string());
                    self.error(what, Some(&url), GraphErrorKind::Unreadable { message })
                })?;
                events.extend(event);
            }
            let Some(link) = list.next else {
                return Ok(events);
            };
            if !seen.insert(link.clone()) {
                return Err(endless("a link came twice".to_owned()));
            }
            url = self.options.graph.check(&link).map_err(|host| {
                let host = super::redact(&host);
                self.error(what, None, GraphErrorKind::ForeignLink { host })
            })?;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_of_any_type_are_read_and_an_event_that_cannot_be_is_an_error() {
        let event = |new: Value| {
            json!({
                "activityDisplayName": "Update group", "result": "success",
                "activityDateTime": "2026-11-23T02:05:02Z",
                "targetResources": [{"type": "Group", "modifiedProperties": [
                    {"displayName": "DisplayName", "oldValue": null, "newValue": new}]}],
            })
        };
        for (new, expected) in [
            (json!("[\"Sales\"]"), Some("[\"Sales\"]")),
            (json!(["Sales"]), Some("[\"Sales\"]")),
            (json!(true), Some("true")),
            (json!({"a": 1}), Some("{\"a\":1}")),
            (Value::Null, None),
        ] {
            let read = AuditEvent::of(event(new)).expect("readable");
            let property = &read.expect("a success").targets[0].properties[0];
            assert_eq!(property.new.as_deref(), expected);
            assert_eq!(property.old, None);
        }
        let mut failed = event(Value::Null);
        failed["result"] = json!("failure");
        assert_eq!(AuditEvent::of(failed).expect("readable"), None);
        for (key, value) in [
            ("activityDateTime", json!("soon")),
            ("activityDisplayName", json!(5)),
            ("result", Value::Null),
            ("targetResources", json!("group")),
        ] {
            let mut broken = event(Value::Null);
            broken[key] = value;
            assert!(AuditEvent::of(broken).is_err(), "{key}");
        }
        for broken in [json!({}), json!([]), Value::Null] {
            assert!(AuditEvent::of(broken).is_err());
        }
    }
}
