//! The log for code scanning against the shape that the standard gives it.

use std::collections::BTreeSet;

use rosterbook::files;
use rosterbook::model::{HealthRule, MemberType};
use serde_json::Value;

use crate::fixture::{Fixture, group, member};
use crate::health::{configure, json};

/// The keys that SARIF 2.1.0 knows of each object that is written here, the required ones first
/// (OASIS, sections 3.13 to 3.50); and the objects below them.
struct Shape {
    required: &'static [&'static str],
    optional: &'static [&'static str],
    inner: &'static [(&'static str, &'static Shape)],
}

const TEXT: Shape = Shape {
    required: &["text"],
    optional: &[],
    inner: &[],
};
const CONFIGURATION: Shape = Shape {
    required: &[],
    optional: &["level"],
    inner: &[],
};
const RULE: Shape = Shape {
    required: &["id"],
    optional: &[],
    inner: &[
        ("shortDescription", &TEXT),
        ("fullDescription", &TEXT),
        ("help", &TEXT),
        ("defaultConfiguration", &CONFIGURATION),
    ],
};
const DRIVER: Shape = Shape {
    required: &["name"],
    optional: &["semanticVersion"],
    inner: &[("rules", &RULE)],
};
const TOOL: Shape = Shape {
    required: &[],
    optional: &[],
    inner: &[("driver", &DRIVER)],
};
const ARTIFACT: Shape = Shape {
    required: &["uri"],
    optional: &["uriBaseId"],
    inner: &[],
};
const REGION: Shape = Shape {
    required: &["startLine"],
    optional: &[],
    inner: &[],
};
const PHYSICAL: Shape = Shape {
    required: &[],
    optional: &[],
    inner: &[("artifactLocation", &ARTIFACT), ("region", &REGION)],
};
const LOCATION: Shape = Shape {
    required: &[],
    optional: &[],
    inner: &[("physicalLocation", &PHYSICAL), ("message", &TEXT)],
};
const SUPPRESSION: Shape = Shape {
    required: &["kind"],
    optional: &["justification"],
    inner: &[],
};
const RESULT: Shape = Shape {
    required: &["ruleId", "level"],
    optional: &["ruleIndex"],
    inner: &[
        ("message", &TEXT),
        ("locations", &LOCATION),
        ("relatedLocations", &LOCATION),
        ("suppressions", &SUPPRESSION),
    ],
};
const RUN: Shape = Shape {
    required: &[],
    optional: &["columnKind"],
    inner: &[("tool", &TOOL), ("results", &RESULT)],
};
const LOG: Shape = Shape {
    required: &["version"],
    optional: &["$schema"],
    inner: &[("runs", &RUN)],
};

fn fits(value: &Value, shape: &Shape, place: &str) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("{place} is no object"));
    for key in shape.required {
        assert!(object.contains_key(*key), "{place} has no {key}");
    }
    for (key, inner) in object {
        let place = format!("{place}.{key}");
        if let Some((_, shape)) = shape.inner.iter().find(|(name, _)| name == key) {
            match inner {
                Value::Array(items) => items.iter().for_each(|it| fits(it, shape, &place)),
                other => fits(other, shape, &place),
            }
        } else {
            let known =
                shape.required.contains(&key.as_str()) || shape.optional.contains(&key.as_str());
            assert!(known, "{place} is unknown");
            assert!(
                !inner.is_object() && !inner.is_array(),
                "{place} is no plain value"
            );
        }
    }
}

#[test]
fn sarif_has_the_shape_of_the_standard_and_points_at_files_of_the_site() {
    let mut fixture = Fixture::new();
    // A name that fills a message, and a cluster of groups.
    let twin = group(
        0x103,
        "finance",
        vec![member(0x11, MemberType::User, "mira")],
    );
    fixture.snapshot.groups.push(twin);
    fixture.write_snapshot();
    configure(
        &fixture,
        "[[health.suppress]]\nrule = \"no-owner\"\ngroup = \"finance\"\n\
         reason = \"x\"\nuntil = 9999-12-31\n",
    );
    fixture.write(
        "exports/con tacts.csv",
        "id,first_name,last_name,primary_email\n,,,\n1,A\n",
    );
    let log = json(&fixture, "sarif");
    fits(&log, &LOG, "log");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let ids: BTreeSet<&str> = rules.iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids.len(), rules.len(), "each rule is there once");
    for rule in HealthRule::ALL {
        assert!(ids.contains(rule.id()), "{}", rule.id());
    }
    let results = run["results"].as_array().expect("results");
    assert!(results.iter().any(|it| it["relatedLocations"].is_array()));
    assert!(results.iter().any(|it| it["suppressions"].is_array()));
    for result in results {
        let place = result["ruleIndex"]
            .as_u64()
            .expect("each rule is described");
        assert_eq!(rules[place as usize]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("text")));
        let locations = result["locations"].as_array();
        for location in locations.into_iter().flatten() {
            let place = &location["physicalLocation"];
            assert!(place["region"]["startLine"].as_u64().expect("a number") >= 1);
            assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
            let uri = place["artifactLocation"]["uri"].as_str().expect("text");
            assert!(files::exists(&fixture.root().join(uri)), "{uri}");
        }
    }
}
