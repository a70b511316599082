//! What the directory holds: every kind of thing that a reader must cope with.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::demo::history::directory_at;
use crate::demo::object::{Directory, Kind, Object};
use crate::demo::{STATES, tenants};
use crate::model::ObjectId;

fn contoso() -> &'static Directory {
    directory_at("contoso", STATES - 1).expect("the last state")
}

fn flag(object: &Object, property: &str) -> Option<bool> {
    object.properties.get(property).and_then(Value::as_bool)
}

fn holds(object: &Object, property: &str, word: &str) -> bool {
    object
        .properties
        .get(property)
        .and_then(Value::as_array)
        .is_some_and(|list| list.iter().any(|entry| entry == word))
}

/// Decides the kind of a group as readers do.
fn kind_of(group: &Object) -> &'static str {
    let mail = flag(group, "mailEnabled") == Some(true);
    let security = flag(group, "securityEnabled") == Some(true);
    match (holds(group, "groupTypes", "Unified"), mail, security) {
        (true, ..) => "microsoft365",
        (_, true, true) => "mail_enabled_security",
        (_, false, true) => "security",
        (_, true, false) => "distribution",
        _ => "other",
    }
}

#[test]
fn tenants_are_as_large_as_their_firms() {
    let count = |tenant: &str, kind: Kind| {
        let directory = directory_at(tenant, STATES - 1).expect("the last state");
        directory.of(kind).filter(|object| !object.in_bin).count()
    };
    let counts = tenants().map(|tenant| {
        let of = |kind| count(tenant.key, kind);
        (of(Kind::Group), of(Kind::User), of(Kind::Device))
    });
    assert_eq!(counts, [(133, 593, 294), (28, 123, 62), (20, 42, 40)]);
}

#[test]
fn every_kind_of_group_and_member_is_there() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut members = BTreeSet::new();
    for group in contoso().of(Kind::Group) {
        *kinds.entry(kind_of(group)).or_default() += 1;
        members.extend(group.members.values());
    }
    let kinds: Vec<&str> = kinds.into_keys().collect();
    assert_eq!(
        kinds,
        [
            "distribution",
            "mail_enabled_security",
            "microsoft365",
            "other",
            "security"
        ]
    );
    assert_eq!(members, Kind::ALL.iter().collect());
}

#[test]
fn groups_nest_deep_and_in_a_circle() {
    fn depth(directory: &Directory, id: ObjectId, path: &mut Vec<ObjectId>) -> (usize, bool) {
        if path.contains(&id) {
            return (0, true);
        }
        path.push(id);
        let mut deepest = (0, false);
        let group = directory.get(Kind::Group, id);
        for (member, kind) in group.iter().flat_map(|group| &group.members) {
            if *kind == Kind::Group {
                let (below, circle) = depth(directory, *member, path);
                deepest = (deepest.0.max(below + 1), deepest.1 || circle);
            }
        }
        path.pop();
        deepest
    }
    let of = |name: &str| {
        let id = contoso().group_named(name).expect("is there").id;
        depth(contoso(), id, &mut Vec::new())
    };
    assert_eq!(of("SG-Everyone"), (4, false));
    assert!(of("SG-App-Portal").1);
}

#[test]
fn special_groups_are_there() {
    let directory = contoso();
    let some = |fits: &dyn Fn(&Object) -> bool| directory.of(Kind::Group).any(fits);
    let person = |id: &ObjectId| directory.get(Kind::User, *id).expect("an owner");
    assert!(some(&|it| it.members.len() == 400));
    assert!(some(&|it| it.owners.is_empty()));
    assert!(some(
        &|it| it.text("membershipRuleProcessingState") == "Paused"
    ));
    assert!(some(&|it| it.text("membershipRule").contains("device.")));
    assert!(some(&|it| flag(it, "onPremisesSyncEnabled") == Some(true)));
    assert!(some(&|it| flag(it, "onPremisesSyncEnabled") == Some(false)));
    assert!(some(&|it| flag(it, "isAssignableToRole") == Some(true)));
    assert!(some(&|it| it.text("visibility") == "Public"));
    assert!(some(&|it| !it.text("expirationDateTime").is_empty()));
    assert!(some(&|it| it.properties.contains_key("assignedLicenses")));
    assert!(some(&|it| holds(it, "resourceProvisioningOptions", "Team")));
    let mut names: Vec<&str> = directory
        .of(Kind::Group)
        .map(|it| it.text("displayName"))
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert!(names.len() < all, "two groups of one name");
    // Before Ruth Calder's account is gone, a group's only owner is disabled.
    let early = directory_at("contoso", 2).expect("a state");
    let orphan = early
        .group_named("SG-FileShare-Finance-RW")
        .expect("is there");
    let owners: Vec<_> = orphan
        .owners
        .keys()
        .map(|id| early.get(Kind::User, *id))
        .collect();
    assert_eq!(owners.len(), 1);
    assert_eq!(
        owners[0].and_then(|owner| flag(owner, "accountEnabled")),
        Some(false)
    );
    let disabled = directory.of(Kind::Group).any(|group| {
        group.owners.len() == 1
            && group
                .owners
                .keys()
                .all(|id| flag(person(id), "accountEnabled") == Some(false))
    });
    assert!(disabled, "a disabled only owner in the last state");
}

#[test]
fn special_people_are_there() {
    let some = |fits: &dyn Fn(&Object) -> bool| contoso().of(Kind::User).any(fits);
    let guest = |it: &Object| it.text("userPrincipalName").contains("#EXT#");
    assert!(some(&|it| guest(it) && it.text("mail").is_empty()));
    assert!(some(&|it| guest(it) && !it.text("mail").is_empty()));
    assert!(some(&|it| flag(it, "accountEnabled") == Some(false)));
    assert!(some(&|it| it.in_bin));
    let carters = contoso()
        .of(Kind::User)
        .filter(|it| it.text("displayName") == "James Carter");
    assert_eq!(carters.count(), 2);
}

#[test]
fn edges_lead_to_objects_that_are_there() {
    for tenant in tenants() {
        for state in 0..STATES {
            let directory = directory_at(tenant.key, state).expect("a state");
            for group in directory.of(Kind::Group) {
                for (id, kind) in group.members.iter().chain(&group.owners) {
                    assert!(
                        directory.get(*kind, *id).is_some(),
                        "{} {id}",
                        group.text("displayName")
                    );
                }
            }
        }
    }
}

#[test]
fn properties_are_those_that_the_type_has() {
    for tenant in tenants() {
        let directory = directory_at(tenant.key, STATES - 1).expect("the last state");
        for object in directory.objects.values() {
            for (name, value) in &object.properties {
                let known = object.kind.properties().contains(&name.as_str());
                assert!(known && !value.is_null(), "{:?} {name}", object.kind);
            }
        }
    }
}
