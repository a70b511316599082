//! Rounds: pages, changes, selections.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Known, Reader, stream};
use crate::demo::object::Kind;
use crate::demo::{STATES, tenants};

#[test]
fn changes_from_each_state_lead_to_what_a_full_read_of_a_later_one_shows() {
    for tenant in tenants() {
        for kind in Kind::ALL {
            let full: Vec<(Known, String)> = (0..STATES)
                .map(|state| Known::of(&Reader::new(&tenant, state), &stream(kind)))
                .collect();
            for (from, (known, link)) in full.iter().enumerate() {
                // One step back as well: a state may be set by hand.
                for (to, (expected, _)) in full.iter().enumerate().skip(from.saturating_sub(1)) {
                    let (pages, _) = Reader::new(&tenant, to as u32).round(link);
                    let mut known = known.clone();
                    known.apply(&pages);
                    // A reader keeps no edge to a person who is gone for good.
                    assert!(known == *expected, "{} {kind:?} {from} to {to}", tenant.key);
                }
            }
        }
    }
}

#[test]
fn first_round_spreads_groups_over_small_pages_with_an_empty_one() {
    for tenant in tenants() {
        let (pages, _) = Reader::new(&tenant, STATES - 1).round(&stream(Kind::Group));
        let mut links: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for page in &pages {
            let groups = page.as_array().expect("a list");
            assert!(groups.len() <= 20);
            let mut on_page = 0;
            for group in groups {
                let of = |key: &str| group[key].as_array().map_or(0, Vec::len);
                let count = of("members@delta") + of("owners@delta");
                on_page += count;
                let id = group["id"].as_str().expect("an id");
                links.entry(id).or_default().push(count);
                for key in ["members@delta", "owners@delta"] {
                    assert_ne!(group[key], json!([]), "no key instead of an empty list");
                }
            }
            assert!(on_page <= 100, "{on_page} links on a page");
        }
        if tenant.key == "contoso" {
            assert_eq!(pages[1], json!([]));
            let parts = links.values().map(Vec::len).max();
            assert!(
                parts >= Some(4),
                "the largest group is on several pages: {parts:?}"
            );
        }
    }
}

#[test]
fn later_round_without_changes_is_one_empty_page() {
    for tenant in tenants() {
        let reader = Reader::new(&tenant, 2);
        for kind in Kind::ALL {
            let (_, link) = reader.round(&stream(kind));
            assert_eq!(
                reader.round(&link).0,
                [json!([])],
                "{} {kind:?}",
                tenant.key
            );
            let latest = format!("{}&$deltatoken=latest", stream(kind));
            let (pages, link) = reader.round(&latest);
            assert_eq!(pages, [json!([])]);
            assert_eq!(reader.round(&link).0, [json!([])]);
        }
    }
}

#[test]
fn only_what_is_selected_is_told() {
    let [contoso, ..] = tenants();
    let reader = Reader::new(&contoso, STATES - 1);
    for (path, allowed) in [
        (
            "/v1.0/groups/delta?$select=id,displayName",
            &["id", "displayName"][..],
        ),
        (
            "/v1.0/groups/delta?$select=mail,owners",
            &["id", "mail", "owners@delta"],
        ),
        (
            "/v1.0/groups/delta?%24select=members",
            &["id", "members@delta"],
        ),
        ("/v1.0/users/delta?$select=USERTYPE", &["id", "userType"]),
        ("/v1.0/devices/delta?$select=id", &["id"]),
    ] {
        let (pages, _) = reader.round(path);
        let mut found = BTreeSet::new();
        for object in pages
            .iter()
            .flat_map(|page| page.as_array().expect("a list"))
        {
            if object.get("@removed").is_none() {
                found.extend(object.as_object().expect("an object").keys().cloned());
            }
        }
        assert_eq!(
            found,
            allowed.iter().map(|&key| key.to_owned()).collect(),
            "{path}"
        );
    }
    // Without `members` a change of members does not make the group appear.
    let (_, link) = Reader::new(&contoso, 0).round("/v1.0/groups/delta?$select=id,displayName");
    let (pages, _) = Reader::new(&contoso, 2).round(&link);
    let names: BTreeSet<&str> = pages
        .iter()
        .flat_map(|page| page.as_array().expect("a list"))
        .filter_map(|group| group["displayName"].as_str())
        .collect();
    assert_eq!(
        names,
        BTreeSet::from(["ERP Upgrade 2026", "Falcon Product Launch"])
    );
}

#[test]
fn story_is_told_as_removals_returns_and_cleared_values() {
    let [contoso, ..] = tenants();
    let told = |kind: Kind, from: u32, to: u32| -> Vec<Value> {
        let (_, link) = Reader::new(&contoso, from).round(&stream(kind));
        let (pages, _) = Reader::new(&contoso, to).round(&link);
        let objects = pages
            .into_iter()
            .flat_map(|page| page.as_array().cloned().expect("a list"));
        objects.collect()
    };
    let reasons = |objects: &[Value]| -> Vec<String> {
        let mut reasons: Vec<String> = objects
            .iter()
            .filter_map(|object| object["@removed"]["reason"].as_str())
            .map(str::to_owned)
            .collect();
        reasons.sort();
        reasons
    };
    let groups = told(Kind::Group, 2, 3);
    assert_eq!(reasons(&groups), ["changed", "changed", "deleted"]);
    let cleared = groups
        .iter()
        .find(|group| group["displayName"] == "SG-Empty-For-Now");
    assert_eq!(
        cleared.map(|group| &group["description"]),
        Some(&Value::Null)
    );
    assert_eq!(reasons(&told(Kind::User, 2, 3)), ["changed"]);
    assert_eq!(reasons(&told(Kind::Device, 2, 3)), ["deleted", "deleted"]);
    let groups = told(Kind::Group, 3, 4);
    let club = groups
        .iter()
        .find(|group| group["displayName"] == "Social Club")
        .expect("is back");
    assert!(
        club["members@delta"]
            .as_array()
            .is_some_and(|members| members.len() >= 40)
    );
    assert_eq!(reasons(&told(Kind::User, 4, 5)), ["deleted"]);
    // Who is in the bin stays a member, without a word in the groups stream.
    let ruth = crate::demo::encoding::guid_of(&["contoso", "user", "ruth.calder"]).to_string();
    let erp = Known::of(&Reader::new(&contoso, 3), &stream(Kind::Group)).0;
    let edge = ("members".to_owned(), json!(ruth).to_string());
    assert!(erp.0.values().any(|(_, edges)| edges.contains(&edge)));
    assert_eq!(
        Reader::new(&contoso, 3)
            .get(&format!("/v1.0/users/{ruth}"))
            .status,
        404
    );
}

#[test]
fn members_of_a_hidden_group_are_not_told() {
    for (tenant, name) in [(0, "Works Council"), (1, "Partners")] {
        let reader = Reader::new(&tenants()[tenant], 0);
        let (known, _) = Known::of(&reader, &stream(Kind::Group));
        let (properties, edges) = known
            .0
            .values()
            .find(|(properties, _)| properties["displayName"] == name)
            .expect("is there");
        assert_eq!(properties["visibility"], "HiddenMembership");
        assert!(edges.iter().all(|(relation, _)| relation == "owners"));
        let id = properties["id"].as_str().expect("an id");
        let reply = reader.get(&format!("/v1.0/groups/{id}/members?$select=id"));
        assert_eq!(reply.body["value"], json!([]));
    }
}
