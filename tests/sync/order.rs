//! Order, repetition and history must not matter: one directory, one snapshot.

use proptest::prelude::*;
use serde_json::json;

use crate::support::pages::{Dice, PageStyle};
use crate::support::site::differences;
use crate::support::{FakeGraph, TestSite, World, id};

/// A directory of 40 groups whose memberships follow from a seed.
fn crowd(seed: u64) -> World {
    let mut dice = Dice::new(seed);
    let mut world = World::default();
    for number in 1..=60 {
        world.user(number);
    }
    for number in 1..=15 {
        world.device(number);
    }
    for number in 1..=40 {
        let group = match number % 5 {
            0 => world.team(number),
            _ => world.security_group(number),
        };
        for _ in 0..dice.below(25) {
            match dice.below(6) {
                0 => world.add(
                    &group,
                    "members",
                    &id('d', 1 + dice.below(15) as u32),
                    "device",
                ),
                1 => world.add(
                    &group,
                    "owners",
                    &id('u', 1 + dice.below(60) as u32),
                    "user",
                ),
                _ => world.add_user(&group, &id('u', 1 + dice.below(60) as u32)),
            }
        }
    }
    world
}

#[test]
fn hundred_ways_to_cut_shuffle_and_repeat_pages_give_one_snapshot() {
    let graph = FakeGraph::start(crowd(7));
    let plain = TestSite::new(&graph, "");
    plain.sync_well();
    let expected = plain.files("snapshot");
    let mut dice = Dice::new(11);
    for seed in 1..=100 {
        graph.set_style(PageStyle {
            objects: 2 + dice.below(30),
            edges: 1 + dice.below(8),
            seed,
            minimal: false,
        });
        let site = TestSite::new(&graph, "");
        site.sync_well();
        let differences = differences(&site.files("snapshot"), &expected);
        assert!(differences.is_empty(), "seed {seed}: {differences:#?}");
    }
}

/// Something that happens in a directory.
#[derive(Debug, Clone)]
enum Step {
    AddUser(u32, u32),
    AddDevice(u32, u32),
    AddGroup(u32, u32),
    AddOwner(u32, u32),
    RemoveUser(u32, u32),
    Rename(u32),
    Describe(u32, bool),
    NewGroup(u32),
    NewTeam(u32),
    NewUser(u32),
    RenameUser(u32),
    Disable(u32, bool),
    DeleteSoftly(char, u32),
    Restore(char, u32),
    Delete(char, u32),
    Sync,
}

fn step() -> impl Strategy<Value = Step> {
    let number = || 1u32..12;
    let kind = prop_oneof![Just('u'), Just('g'), Just('d')];
    prop_oneof![
        4 => (number(), number()).prop_map(|(group, user)| Step::AddUser(group, user)),
        1 => (number(), number()).prop_map(|(group, device)| Step::AddDevice(group, device)),
        2 => (number(), number()).prop_map(|(group, nested)| Step::AddGroup(group, nested)),
        1 => (number(), number()).prop_map(|(group, user)| Step::AddOwner(group, user)),
        2 => (number(), number()).prop_map(|(group, user)| Step::RemoveUser(group, user)),
        1 => number().prop_map(Step::Rename),
        1 => (number(), any::<bool>()).prop_map(|(group, text)| Step::Describe(group, text)),
        1 => number().prop_map(Step::NewGroup),
        1 => number().prop_map(Step::NewTeam),
        1 => number().prop_map(Step::NewUser),
        1 => number().prop_map(Step::RenameUser),
        1 => (number(), any::<bool>()).prop_map(|(user, enabled)| Step::Disable(user, enabled)),
        1 => (kind.clone(), number()).prop_map(|(kind, it)| Step::DeleteSoftly(kind, it)),
        1 => (kind.clone(), number()).prop_map(|(kind, it)| Step::Restore(kind, it)),
        1 => (kind, number()).prop_map(|(kind, it)| Step::Delete(kind, it)),
        3 => Just(Step::Sync),
    ]
}

/// Ids are never given twice.
fn is_unused(world: &World, id: &str) -> bool {
    world.log.iter().all(|(_, known, _)| known != id)
}

fn stream(kind: char) -> &'static str {
    match kind {
        'u' => "users",
        'd' => "devices",
        _ => "groups",
    }
}

fn apply(world: &mut World, step: &Step, round: usize) {
    let both = |world: &World, group: u32, kind: char, member: u32| {
        world.is_there("groups", &id('g', group)) && world.is_there(stream(kind), &id(kind, member))
    };
    match *step {
        Step::AddUser(group, user) if both(world, group, 'u', user) => {
            world.add_user(&id('g', group), &id('u', user));
        }
        Step::AddDevice(group, device) if both(world, group, 'd', device) => {
            world.add(&id('g', group), "members", &id('d', device), "device");
        }
        Step::AddGroup(group, nested) if both(world, group, 'g', nested) => {
            world.add(&id('g', group), "members", &id('g', nested), "group");
        }
        Step::AddOwner(group, user) if both(world, group, 'u', user) => {
            world.add(&id('g', group), "owners", &id('u', user), "user");
        }
        Step::RemoveUser(group, user) if both(world, group, 'u', user) => {
            world.remove(&id('g', group), "members", &id('u', user));
        }
        Step::Rename(group) if world.is_there("groups", &id('g', group)) => {
            let name = format!("SG-{group}-{round}");
            world.set("groups", &id('g', group), json!({"displayName": name}));
        }
        Step::Describe(group, text) if world.is_there("groups", &id('g', group)) => {
            let value = if text {
                json!("for Sales")
            } else {
                json!(null)
            };
            world.set("groups", &id('g', group), json!({"description": value}));
        }
        Step::NewGroup(group) if is_unused(world, &id('g', group)) => {
            world.security_group(group);
        }
        Step::NewTeam(group) if is_unused(world, &id('g', group)) => {
            world.team(group);
        }
        Step::NewUser(user) if is_unused(world, &id('u', user)) => {
            world.user(user);
        }
        Step::RenameUser(user) if world.is_there("users", &id('u', user)) => {
            let name = format!("renamed{user}-{round}@contoso.example");
            world.set("users", &id('u', user), json!({"userPrincipalName": name}));
        }
        Step::Disable(user, enabled) if world.is_there("users", &id('u', user)) => {
            world.set("users", &id('u', user), json!({"accountEnabled": enabled}));
        }
        Step::DeleteSoftly(kind, it) => world.delete_softly(stream(kind), &id(kind, it)),
        Step::Restore(kind, it) => world.restore(stream(kind), &id(kind, it)),
        Step::Delete(kind, it) => world.delete(stream(kind), &id(kind, it)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_read_bit_by_bit_equals_one_full_read(
        steps in proptest::collection::vec(step(), 1..60),
        minimal in any::<bool>(),
    ) {
        let mut world = World::default();
        for number in 1..=6 {
            world.user(number);
            world.device(number);
            world.security_group(number);
        }
        let graph = FakeGraph::start(world);
        graph.set_style(PageStyle { objects: 4, edges: 3, minimal, ..PageStyle::default() });
        let mut site = TestSite::new(&graph, "");
        // The sizes here are far from what the guard is for.
        site.options.allow_deletes = Some(u64::MAX);
        site.sync_well();
        for (round, step) in steps.iter().enumerate() {
            graph.change(|world| apply(world, step, round));
            if matches!(step, Step::Sync) {
                site.next_hour();
                site.sync_well();
            }
        }
        site.next_hour();
        let report = site.sync_well();
        prop_assert!(!report.tenants[0].full);
        let bit_by_bit = site.files("snapshot");
        site.next_hour();
        let report = site.sync_full();
        prop_assert!(report.tenants[0].full && report.tenants[0].problems.is_empty());
        prop_assert_eq!(differences(&site.files("snapshot"), &bit_by_bit), Vec::<String>::new());
    }
}
