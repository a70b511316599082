//! Findings in the form that code scanning reads: SARIF 2.1.0.

use serde_json::{Value, json};

use super::finding::Finding;
use crate::model::{HealthRule, Severity};

/// Rules about the site itself: id, severity, what it finds, what to do.
const SITE_RULES: [(&str, Severity, &str, &str); 7] = [
    (
        "snapshot",
        Severity::Error,
        "A file of the snapshot is not sound",
        "Take the file from version control, or run rosterbook sync --full.",
    ),
    (
        "links",
        Severity::Error,
        "A link of the built site leads nowhere",
        "Mend the link, or build the site anew.",
    ),
    (
        "input",
        Severity::Warning,
        "Something in exports or content could not be used",
        "Mend the line that is named.",
    ),
    (
        "matches",
        Severity::Warning,
        "Far fewer people or devices are matched than before",
        "Look at the exports with rosterbook match --headers FILE.",
    ),
    (
        "freshness",
        Severity::Warning,
        "A tenant was not read in time",
        "Look at the log of the last sync, or run rosterbook doctor.",
    ),
    (
        "contact-without-account",
        Severity::Note,
        "Contacts without an account in any documented group",
        "Look at the page of what found no partner.",
    ),
    (
        "configuration-in-no-group",
        Severity::Note,
        "Configurations in no documented group",
        "Look at the page of what found no partner.",
    ),
];

/// Returns findings as a SARIF log with one run.
pub(super) fn document(findings: &[Finding]) -> Value {
    let rules: Vec<Value> = SITE_RULES
        .iter()
        .map(|&(id, severity, title, fix)| rule(id, severity, title, title, fix))
        .chain(HealthRule::ALL.iter().map(|it| {
            let about = it.about();
            rule(about.id, about.severity, about.title, about.why, about.fix)
        }))
        .collect();
    let place_of = |id: &str| rules.iter().position(|it| it["id"] == id);
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let mut result = json!({
                "ruleId": finding.rule,
                "level": finding.severity.key(),
                "message": { "text": finding.text() },
            });
            if let Some(place) = place_of(finding.rule) {
                result["ruleIndex"] = json!(place);
            }
            if !finding.path.is_empty() {
                result["locations"] = json!([location(&finding.path, finding.line)]);
            }
            let related: Vec<Value> = finding
                .groups
                .iter()
                .skip(1)
                .map(|group| {
                    let mut place = location(&group.path, 0);
                    place["message"] = json!({ "text": group.name });
                    place
                })
                .collect();
            if !related.is_empty() {
                result["relatedLocations"] = json!(related);
            }
            if let Some(it) = &finding.suppressed {
                let why = format!("until {}: {}", it.until, it.reason);
                result["suppressions"] = json!([{ "kind": "external", "justification": why }]);
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "rosterbook",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(id: &str, severity: Severity, title: &str, why: &str, fix: &str) -> Value {
    json!({
        "id": id,
        "shortDescription": { "text": title },
        "fullDescription": { "text": why },
        "help": { "text": fix },
        "defaultConfiguration": { "level": severity.key() },
    })
}

/// Returns a place below the site's root; code scanning wants a line, also for whole files.
fn location(path: &str, line: usize) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(path), "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": line.max(1) },
        },
    })
}

/// Returns a relative path as a relative address: whatever could mean more than itself is encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_addresses_that_mean_nothing_else() {
        assert_eq!(
            uri("exports/con toso/10%#1?ä:b.csv"),
            "exports/con%20toso/10%25%231%3F%C3%A4%3Ab.csv"
        );
    }
}
