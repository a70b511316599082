//! What holds for any directory: a table as CSV says what it says as JSON, and reads back equal.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use rosterbook::config::{self, GlobSet, Site};
use rosterbook::exports::unguard;
use rosterbook::matching::Pins;
use rosterbook::model::{Freshness, Tenant};
use rosterbook::site::{
    Input, Model, OrganizationInput, TableKind, TenantInput, join, table_csv, table_json,
};
use rosterbook::snapshot::TenantSnapshot;
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// The configuration of a small site, read once.
static SITE: LazyLock<Site> = LazyLock::new(|| {
    let fixture = Fixture::of("concierge");
    config::load(fixture.root(), None).expect("a good site.toml")
});

fn id(start: &str, at: usize) -> String {
    format!("{start}000000-0000-4000-8000-{at:012x}")
}

/// Makes a directory in which everybody and every group is in the first group.
fn model(names: &[String], mails: &[Option<String>], groups: &[String]) -> Model {
    let from = |value: Value| value.to_string();
    let people = names.iter().zip(mails).enumerate();
    let people = people.map(|(at, (name, mail))| {
        let mut person = json!({ "id": id("1a", at), "displayName": name });
        if let Some(mail) = mail {
            person["mail"] = mail.as_str().into();
        }
        serde_json::from_str(&from(person)).expect("a person")
    });
    let members: Vec<Value> = (0..names.len())
        .map(|at| json!({ "id": id("1a", at), "type": "user" }))
        .chain((1..groups.len()).map(|at| json!({ "id": id("5f", at), "type": "group" })))
        .collect();
    let documented = groups.iter().enumerate().map(|(at, name)| {
        let time = "2026-11-01T08:00:00Z";
        let members = if at == 0 { members.clone() } else { Vec::new() };
        let group = json!({
            "id": id("5f", at), "displayName": name, "kind": "security", "description": name,
            "membership": { "type": "assigned" },
            "seen": { "first": time, "changed": time },
            "members": members,
        });
        serde_json::from_str(&from(group)).expect("a group")
    });
    let tenant =
        json!({ "id": SITE.tenants[0].id, "coverage": { "streams": {}, "onPremises": "include" } });
    let tenant: Tenant = serde_json::from_str(&from(tenant)).expect("a tenant");
    let snapshot = TenantSnapshot {
        tenant,
        groups: documented.collect(),
        people: people.collect(),
        devices: Vec::new(),
        others: Vec::new(),
    };
    let organization = &SITE.organizations[0];
    join(&Input {
        site: SITE.clone(),
        organizations: vec![OrganizationInput {
            key: organization.key.clone(),
            name: organization.name.clone(),
            tenants: vec![TenantInput {
                settings: SITE.tenants[0].clone(),
                snapshot: Some(Arc::new(snapshot)),
                events: Arc::default(),
            }],
            contacts: Arc::default(),
            configurations: Arc::default(),
            overlays: Vec::new(),
            contact_pins: Pins::default(),
            configuration_pins: Pins::default(),
        }],
        pages: Vec::new(),
        freshness: Freshness::default(),
    })
}

/// Returns the cells of each row of a CSV, as they were before they were written.
fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let rows = reader.records().map(|row| {
        let row = row.expect("as many cells in each row");
        row.iter().map(|cell| unguard(cell).to_owned()).collect()
    });
    rows.collect()
}

fn text() -> impl Strategy<Value = String> {
    "[^\0]{0,10}|[=+@'\" \t\r\n,;A-]{0,6}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tables_read_back_to_the_values_of_the_json(
        people in prop::collection::vec((text(), prop::option::of(text())), 0..5),
        groups in prop::collection::vec(text(), 1..4),
    ) {
        let (names, mails): (Vec<_>, Vec<_>) = people.into_iter().unzip();
        let model = model(&names, &mails, &groups);
        let all = GlobSet::default();
        for kind in [
            TableKind::Groups,
            TableKind::Members,
            TableKind::People,
            TableKind::Devices,
            TableKind::Matches,
        ] {
            let rows = read(&table_csv(kind, &model.organizations, &all));
            let json: Vec<serde_json::Map<String, Value>> =
                serde_json::from_slice(&table_json(kind, &model.organizations, &all))
                    .expect("JSON");
            prop_assert_eq!(&rows[0], kind.columns());
            prop_assert_eq!(rows.len(), json.len() + 1);
            for (row, object) in rows[1..].iter().zip(&json) {
                for (cell, column) in row.iter().zip(kind.columns()) {
                    let value = match &object[*column] {
                        Value::Null => String::new(),
                        Value::String(text) => text.clone(),
                        other => other.to_string(),
                    };
                    prop_assert_eq!(cell, &value);
                }
            }
        }
        let members = read(&table_csv(TableKind::Members, &model.organizations, &all));
        prop_assert_eq!(members.len() - 1, names.len() + groups.len() - 1);
    }
}
