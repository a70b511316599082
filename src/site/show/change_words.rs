//! Properties that differ, in words: what the journal keeps of a group's file, for people.
//!
//! It must not know to which group an event belongs.

use serde_json::{Map, Value};

use crate::model::{Event, FieldChange};

/// Returns what differs, before and after; `None` when the event tells of no property.
pub(super) fn detail(event: &Event) -> Option<String> {
    let words: Vec<String> = event.changes.iter().flat_map(change).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// Returns one sentence for each value that differs: properties such as `membership` hold several.
fn change(change: &FieldChange) -> Vec<String> {
    let (from, to) = (change.from.as_deref(), change.to.as_deref());
    // What people wrote is text, however much it looks like data.
    if is_text(&change.field) {
        let quoted = |text: Option<&str>| text.map(|text| format!("“{text}”"));
        return vec![sentence(label(&change.field, ""), quoted(from), quoted(to))];
    }
    let parts = |text: Option<&str>| -> Option<Map<String, Value>> {
        text.map_or_else(|| Some(Map::new()), |text| serde_json::from_str(text).ok())
    };
    let (Some(before), Some(after)) = (parts(from), parts(to)) else {
        return vec![words(&change.field, "", from, to)];
    };
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .filter(|&key| before.get(key) != after.get(key))
        .map(|key| {
            let text = |value: Option<&Value>| {
                value.map(|value| match value {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                })
            };
            let (from, to) = (text(before.get(key)), text(after.get(key)));
            words(&change.field, key, from.as_deref(), to.as_deref())
        })
        .collect()
}

fn words(field: &str, part: &str, from: Option<&str>, to: Option<&str>) -> String {
    sentence(label(field, part), value(from), value(to))
}

fn sentence(label: String, from: Option<String>, to: Option<String>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{label}: {from} → {to}"),
        (Some(from), None) => format!("{label}: {from} → none"),
        (None, Some(to)) => format!("{label}: {to}, none before"),
        (None, None) => label,
    }
}

/// Returns whether a property is text; the others are flags, lists, or several values in one.
fn is_text(field: &str) -> bool {
    !matches!(
        field,
        "membership"
            | "onPremises"
            | "team"
            | "roleAssignable"
            | "licences"
            | "proxyAddresses"
            | "members"
    )
}

/// Returns a value as people read it: flags as yes and no, lists with commas, texts in quotes.
fn value(text: Option<&str>) -> Option<String> {
    let text = text?;
    match serde_json::from_str(text) {
        Ok(Value::Bool(true)) => Some("yes".to_owned()),
        Ok(Value::Bool(false)) => Some("no".to_owned()),
        Ok(Value::Number(number)) => Some(number.to_string()),
        Ok(Value::Array(items)) if items.is_empty() => None,
        Ok(Value::Array(items)) => Some(items.iter().map(item).collect::<Vec<_>>().join(", ")),
        _ => Some(format!("“{text}”")),
    }
}

fn item(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // A licence is known by its product.
        Value::Object(map) => map
            .get("skuId")
            .and_then(Value::as_str)
            .map_or_else(|| value.to_string(), str::to_owned),
        other => other.to_string(),
    }
}

/// Returns the words for a key of a group's file (CONTRACT.md 4); one that is new keeps its name.
fn label(field: &str, part: &str) -> String {
    let words = match (field, part) {
        ("displayName", _) => "Name",
        ("description", _) => "Description",
        ("kind", _) => "Kind",
        ("mail", _) => "Mail",
        ("mailNickname", _) => "Mail nickname",
        ("proxyAddresses", _) => "Further addresses",
        ("visibility", _) => "Visibility",
        ("classification", _) => "Classification",
        ("membership", "type") => "Membership type",
        ("membership", "rule") => "Membership rule",
        ("membership", "state") => "Rule processing",
        ("team", _) => "Has a team",
        ("roleAssignable", _) => "Can hold directory roles",
        ("created", _) => "Created",
        ("renewed", _) => "Renewed",
        ("expires", _) => "Expires",
        ("securityIdentifier", _) => "Security identifier",
        ("onPremises", "synced") => "Synced from Active Directory",
        ("onPremises", "domain") => "Active Directory domain",
        ("onPremises", "samAccountName") => "SAM account name",
        ("onPremises", "securityIdentifier") => "Security identifier in Active Directory",
        ("licences", _) => "Licences",
        ("members", _) => "Member list",
        (field, "") => return field.to_owned(),
        (field, part) => return format!("{field}, {part}"),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: &str, from: Option<&str>, to: Option<&str>, expected: &[&str]) {
        let found = change(&FieldChange {
            field: field.into(),
            from: from.map(Into::into),
            to: to.map(Into::into),
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn properties_that_differ_are_named_with_both_values() {
        check(
            "description",
            Some("Old"),
            Some("New"),
            &["Description: “Old” → “New”"],
        );
        check("mail", None, Some("a@b"), &["Mail: “a@b”, none before"]);
        check("mail", Some("a@b"), None, &["Mail: “a@b” → none"]);
        check(
            "team",
            Some("false"),
            Some("true"),
            &["Has a team: no → yes"],
        );
        check("licences", Some("[]"), None, &["Licences"]);
        check(
            "licences",
            None,
            Some(r#"[{"skuId":"f30db892"},{"skuId":"06ebc4ee"}]"#),
            &["Licences: f30db892, 06ebc4ee, none before"],
        );
    }

    #[test]
    fn only_the_part_of_a_property_that_differs_is_told() {
        check(
            "onPremises",
            Some(r#"{"domain":"corp","synced":true}"#),
            Some(r#"{"domain":"corp","synced":false}"#),
            &["Synced from Active Directory: yes → no"],
        );
        check(
            "membership",
            Some(r#"{"type":"assigned"}"#),
            Some(r#"{"rule":"user.city -eq \"Ulm\"","state":"On","type":"dynamic"}"#),
            &[
                "Membership rule: “user.city -eq \"Ulm\"”, none before",
                "Rule processing: “On”, none before",
                "Membership type: “assigned” → “dynamic”",
            ],
        );
    }

    #[test]
    fn text_that_looks_like_data_stays_text() {
        check(
            "displayName",
            Some("true"),
            Some("[]"),
            &["Name: “true” → “[]”"],
        );
        check(
            "description",
            Some(r#"{"a":1}"#),
            Some(r#"{"a":2}"#),
            &[r#"Description: “{"a":1}” → “{"a":2}”"#],
        );
        check(
            "description",
            Some("{broken"),
            Some("<b>"),
            &["Description: “{broken” → “<b>”"],
        );
    }
}
