//! The data of the search in the browser: what is in it, in which file, and that it stays data.

use std::collections::BTreeMap;

use rosterbook::build::{BuildOptions, Loader};
use rosterbook::config;
use rosterbook::files;
use rosterbook::model::{Freshness, MemberType};
use rosterbook::site;

use crate::fixture::{Fixture, group, id, member, person};

/// Returns the data scripts of a site by path.
fn data(fixture: &Fixture) -> BTreeMap<String, String> {
    let site = config::load(fixture.root(), None).expect("a site");
    let loaded = Loader::default()
        .load(&site, &[], Freshness::default())
        .expect("loaded");
    site::search_data(&site::join(&loaded.input))
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text")))
        .collect()
}

/// Returns the value that a data script hands to `function`.
fn value(script: &str, function: &str) -> serde_json::Value {
    let json = script
        .strip_prefix(&format!("rosterbook.{function}("))
        .and_then(|it| it.strip_suffix(");\n"))
        .expect("one call of one function");
    serde_json::from_str(json).expect("JSON")
}

/// Returns the lines of contoso, of a site whose lines are in one file.
fn lines(data: &BTreeMap<String, String>, kind: &str) -> serde_json::Value {
    let list = value(&data["assets/data/search.js"], "searchFiles");
    let name = list[""].as_str().expect("one file");
    let script = value(&data[&format!("assets/data/{name}")], "search");
    let organizations = script["organizations"].as_array().expect("organizations");
    let contoso = organizations.iter().find(|it| it["key"] == "contoso");
    contoso.expect("contoso")[kind].clone()
}

#[test]
fn person_is_listed_with_every_name_and_the_first_groups() {
    let mut fixture = Fixture::new();
    let mira = &mut fixture.snapshot.people[0];
    mira.user_principal_name = Some("mokafor@contoso.example".into());
    mira.aliases = vec!["mira@contoso.example".into(), "mo@contoso.example".into()];
    mira.account_enabled = Some(false);
    for (number, name) in [(0x103, "Ledger"), (0x104, "Audit"), (0x105, "Zebra")] {
        let members = vec![member(0x11, MemberType::User, "mira@contoso.example")];
        fixture.snapshot.groups.push(group(number, name, members));
    }
    fixture.write_snapshot();
    let data = data(&fixture);
    let people = lines(&data, "people");
    assert_eq!(
        people[0],
        serde_json::json!([
            "mira-okafor-000000000011",
            "Mira Okafor",
            "mira@contoso.example",
            "mokafor@contoso.example\tmo@contoso.example",
            6,
            4,
            2,
            3,
            4
        ])
    );
    let script = data.iter().find(|(path, _)| path.contains("/search."));
    let (_, script) = script.expect("the file with the lines");
    assert_eq!(
        value(script, "search")["texts"],
        serde_json::json!([
            "All Staff",
            "Audit",
            "Finance",
            "Ledger",
            "Security group",
            "Sign-in off"
        ])
    );
}

#[test]
fn device_is_listed_with_host_name_and_serial_number_of_its_configuration() {
    let fixture = Fixture::new();
    fixture.write(
        "exports/configurations.csv",
        "id,name,hostname,serial_number\n551,Mira's laptop,LT-0042,5CG1234XYZ\n",
    );
    assert_eq!(
        lines(&data(&fixture), "devices")[0],
        serde_json::json!([
            "lt-0042-000000000021",
            "LT-0042",
            "",
            "5CG1234XYZ",
            "Mira's laptop",
            "Windows",
            0,
            1
        ])
    );
}

#[test]
fn hostile_names_cannot_end_the_script() {
    let mut fixture = Fixture::new();
    let hostile = "</script><script>alert(1)</script>&\u{2028}\"');//";
    fixture.snapshot.people[0].display_name = Some(hostile.into());
    fixture.snapshot.groups[0].display_name = Some(hostile.into());
    fixture.write_snapshot();
    let data = data(&fixture);
    for (path, script) in &data {
        assert!(!script.contains(['<', '>', '&', '\u{2028}']), "{path}");
    }
    let people = lines(&data, "people");
    let names = people.as_array().expect("lines").iter().map(|it| &it[1]);
    assert!(names.into_iter().any(|it| it == hostile));
}

#[test]
fn page_that_a_person_wrote_is_found_in_its_organization() {
    let fixture = Fixture::new();
    fixture.write("content/contoso/plan.md", "# Plan of escape\n");
    assert_eq!(
        lines(&data(&fixture), "pages"),
        serde_json::json!([["plan", "Plan of escape"]])
    );
}

#[test]
fn other_data_gets_another_file_and_the_old_one_goes_while_pages_do_not_name_it() {
    let mut fixture = Fixture::new();
    fixture.build();
    let found = |fixture: &Fixture| -> Vec<String> {
        let paths = fixture.output().into_iter();
        let paths = paths.map(|(path, _)| path.to_string_lossy().replace('\\', "/"));
        paths.filter(|it| it.contains("data/search.")).collect()
    };
    let before = found(&fixture);
    assert_eq!(before.len(), 2);
    let html = files::read_to_string(&fixture.root().join("public/index.html")).expect("a page");
    let hash = before
        .iter()
        .find_map(|it| it.strip_prefix("assets/data/search.")?.strip_suffix(".js"));
    assert!(!html.contains(hash.expect("a hash")));
    fixture.snapshot.people[1].mail = Some("sam.hale@contoso.example".into());
    fixture.write_snapshot();
    fixture.build();
    let after = found(&fixture);
    assert_eq!(after.len(), 2);
    assert_ne!(before, after);
}

#[test]
fn build_of_one_organization_keeps_the_search_of_all() {
    let fixture = Fixture::new();
    fixture.build();
    let before = fixture.output();
    fixture.write("content/contoso/plan.md", "# Plan\n");
    let options = BuildOptions {
        organizations: vec!["contoso".parse().expect("a key")],
        ..BuildOptions::default()
    };
    fixture.try_build(&options).expect("built");
    let after: BTreeMap<_, _> = fixture.output().into_iter().collect();
    let mut kept = 0;
    for (path, bytes) in before {
        if path.to_string_lossy().contains("search.") {
            assert_eq!(after.get(&path), Some(&bytes), "{}", path.display());
            kept += 1;
        }
    }
    assert_eq!(kept, 2);
}

#[test]
fn many_people_are_split_by_the_first_letters_of_their_words() {
    let mut fixture = Fixture::new();
    let mut members = Vec::new();
    for number in 0..20_000_u128 {
        let mut person = person(0x10_000 + number, "Anna", "Weber");
        person.mail = None;
        person.user_principal_name = None;
        members.push(member(0x10_000 + number, MemberType::User, "Anna Weber"));
        fixture.snapshot.people.push(person);
    }
    let mut other = person(0x9_000, "Örjan", "Ćosić");
    other.mail = Some("first.second@contoso.example".into());
    members.push(member(0x9_000, MemberType::User, "Örjan"));
    fixture.snapshot.people.push(other);
    fixture
        .snapshot
        .groups
        .push(group(0x200, "Everyone", members));
    fixture.write_snapshot();
    let data = data(&fixture);
    let list = value(&data["assets/data/search.js"], "searchFiles");
    let folder = serde_json::json!(format!("orjan-cosic-{}", id(0x9_000).short()));
    let mut with: Vec<&str> = Vec::new();
    for (part, name) in list.as_object().expect("parts") {
        let path = format!("assets/data/{}", name.as_str().expect("a name"));
        let script = value(&data[&path], "search");
        assert_eq!(script["part"], part.as_str());
        let organizations = script["organizations"].as_array().expect("organizations");
        let mut people = organizations
            .iter()
            .flat_map(|it| it["people"].as_array().expect("lines"));
        if people.any(|line| line[0] == folder) {
            with.push(part);
        }
    }
    // By name, by the local parts of the mail and sign-in name, never by the domain.
    assert_eq!(with, ["c", "f", "o", "s"]);
}
