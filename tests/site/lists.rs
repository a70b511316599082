//! The data of the lists in the browser, and the pages of long lists.

use std::collections::BTreeMap;

use rosterbook::build::Loader;
use rosterbook::config;
use rosterbook::files;
use rosterbook::model::{Freshness, GroupKind, MemberType, UserType};
use rosterbook::site;
use serde_json::{Value, json};

use crate::fixture::{Fixture, group, id, member, person};

/// Returns the data scripts of a site by path.
fn data(fixture: &Fixture) -> BTreeMap<String, String> {
    let site = config::load(fixture.root(), None).expect("a site");
    let loaded = Loader::default()
        .load(&site, &[], Freshness::default())
        .expect("loaded");
    site::list_data(&site::join(&loaded.input))
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text")))
        .collect()
}

/// Returns the value that a data script hands to `function`.
fn value(script: &str, function: &str) -> Value {
    let json = script
        .strip_prefix(&format!("rosterbook.{function}("))
        .and_then(|it| it.strip_suffix(");\n"))
        .expect("one call of one function");
    serde_json::from_str(json).expect("JSON")
}

/// Writes the snapshot anew, without what was there.
fn rewrite(fixture: &Fixture) {
    files::remove_tree(&fixture.root().join("snapshot")).expect("removed");
    fixture.write_snapshot();
}

/// Returns the rows and the names of a list of contoso.
fn list(data: &BTreeMap<String, String>, key: &str) -> (Value, Value) {
    let files = value(
        &data[&format!("assets/data/list-contoso-{key}.js")],
        "listFiles",
    );
    let file = |part: &str| format!("assets/data/{}", files[part].as_str().expect("a name"));
    let names = match files["names"].as_str() {
        Some("") => Value::Null,
        _ => value(&data[&file("names")], "listNames"),
    };
    (value(&data[&file("rows")], "listRows"), names)
}

/// Returns a row as an object: what it says in each facet and each column, texts written out.
fn row(rows: &Value, name: &str) -> BTreeMap<String, Value> {
    const FIRST: usize = 7;
    let lines = rows["rows"].as_array().expect("rows");
    let line = lines.iter().find(|line| line[2] == name).expect("a row");
    let facets = rows["facets"].as_array().expect("facets").iter();
    let columns = rows["columns"].as_array().expect("columns").iter();
    facets
        .map(|it| format!("? {}", it["key"].as_str().expect("a key")))
        .chain(columns.map(|it| it["key"].as_str().expect("a key").to_owned()))
        .enumerate()
        .filter_map(|(at, key)| Some((key, line.get(FIRST + at)?.clone())))
        .filter(|(_, value)| *value != 0)
        .collect()
}

#[test]
fn columns_that_the_site_leaves_out_are_in_the_data() {
    let mut fixture = Fixture::new();
    fixture.snapshot.groups[0].owners = vec![member(0x13, MemberType::User, "zoe")];
    fixture.snapshot.people[1].user_type = UserType::Guest;
    fixture.write_snapshot();
    let site = fixture.root().join("site.toml");
    let text = files::read_to_string(&site).expect("readable");
    fixture.write(
        "site.toml",
        &format!(
            "{text}\n[types.security_groups]\ncolumns = [\"name\"]\n\n\
             [[types.security_groups.fields]]\nname = \"Ticket\"\nkey = \"ticket\"\n\
             kind = \"text\"\nshow_in_list = true\n"
        ),
    );
    fixture.write(
        "content/contoso/groups/00000000-0000-0000-0000-000000000100.md",
        "+++\n[fields]\nticket = \"T-7\"\n+++\n",
    );
    let (rows, _) = list(&data(&fixture), "security_groups");
    let columns = rows["columns"].as_array().expect("columns");
    let keys: Vec<&str> = columns.iter().filter_map(|it| it["key"].as_str()).collect();
    assert_eq!(rows["shown"], 1);
    assert_eq!(
        keys,
        [
            "name",
            "nested_groups",
            "members_matched",
            "members_unmatched",
            "devices_matched",
            "devices_unmatched",
            "domain",
            "description",
            "membership_type",
            "sync_status",
            "updated",
            "owners",
            "effective_members",
            "guests",
            "created",
            "visibility",
            "kind",
            "licences",
            "ticket",
            "actions"
        ]
    );
    let finance = row(&rows, "Finance");
    let texts = rows["texts"].as_array().expect("texts");
    let text = |key: &str| &texts[finance[key].as_u64().expect("a number") as usize - 1];
    assert_eq!(
        finance["owners"],
        json!([1, "Zoe Lindqvist", "people/zoe-lindqvist-000000000013"])
    );
    assert_eq!(finance["guests"], 1);
    assert_eq!(text("ticket"), "T-7");
    assert_eq!(text("kind"), "Security group");
}

#[test]
fn guests_are_narrowed_by_home_domain_and_their_rows_lead_to_people() {
    let mut fixture = Fixture::new();
    for (at, mail) in [(1, "sam@fabrikam.example"), (2, "zoe")] {
        fixture.snapshot.people[at].user_type = UserType::Guest;
        fixture.snapshot.people[at].user_principal_name = None;
        fixture.snapshot.people[at].mail = Some(mail.into());
    }
    fixture.write_snapshot();
    let (rows, _) = list(&data(&fixture), "guests");
    assert_eq!(rows["folder"], "people");
    assert_eq!(
        rows["facets"][0],
        json!({
            "key": "domain",
            "label": "Home domain",
            "values": [["fabrikam.example", "fabrikam.example"], ["unknown", "Not known"]],
        })
    );
    let names: Vec<_> = rows["rows"].as_array().expect("rows").iter().collect();
    assert_eq!(names[0][1], "sam-hale-000000000012");
    assert_eq!(names[0][2], "Sam Hale");
    assert_eq!(names[1][2], "Zoe Lindqvist");
    assert_eq!(row(&rows, "Sam Hale")["? domain"], 1);
    assert_eq!(row(&rows, "Zoe Lindqvist")["? domain"], 2);
}

#[test]
fn facets_say_of_each_group_what_it_answers() {
    let mut fixture = Fixture::new();
    fixture.snapshot.groups[1].owners = vec![member(0x13, MemberType::User, "zoe")];
    fixture.write_snapshot();
    let (rows, _) = list(&data(&fixture), "security_groups");
    assert_eq!(
        rows["facets"],
        json!([
            {"key": "matched", "label": "Members matched", "values": [["all", "All"], ["some", "Some"]]},
            {"key": "owner", "label": "Owners", "values": [["none", "No owner"]]}
        ])
    );
    // Zoe is matched, and a group has no match.
    let all = row(&rows, "All Staff");
    assert_eq!(
        (all.get("? matched"), all.get("? owner")),
        (Some(&json!(1)), None)
    );
    let finance = row(&rows, "Finance");
    assert_eq!(finance["? matched"], 2);
    assert_eq!(finance["? owner"], 1);
}

#[test]
fn group_whose_owners_the_directory_does_not_tell_is_not_said_to_have_none() {
    let mut fixture = Fixture::new();
    fixture.snapshot.groups[0].kind = GroupKind::Distribution;
    fixture.write_snapshot();
    let (rows, _) = list(&data(&fixture), "security_groups");
    let owners = |name| row(&rows, name).get("? owner").cloned();
    assert_eq!(owners("Finance"), None);
    assert_eq!(owners("All Staff"), Some(json!(1)));
}

#[test]
fn names_behind_a_number_are_written_once_for_all_groups() {
    let mut fixture = Fixture::new();
    let both = || {
        vec![
            member(0x11, MemberType::User, "mira@contoso.example"),
            member(0x13, MemberType::User, "zoe@contoso.example"),
        ]
    };
    fixture.snapshot.groups = vec![
        group(0x100, "First", both()),
        group(0x101, "Second", both()),
    ];
    rewrite(&fixture);
    let (_, names) = list(&data(&fixture), "security_groups");
    assert_eq!(
        names,
        json!({
            "names": [
                ["Mira Okafor", "contacts/mira-okafor-8123"],
                ["Zoe Lindqvist", "contacts/zoe-lindqvist-8124"]
            ],
            "columns": {
                "members_matched": [[0, 1], [0, 1]],
                "members_unmatched": [[], []],
                "owners": [[], []]
            }
        })
    );
}

#[test]
fn hostile_names_cannot_end_the_scripts() {
    let mut fixture = Fixture::new();
    let hostile = "</script><script>alert(1)</script>&\u{2028}\"');//";
    fixture.snapshot.people[0].display_name = Some(hostile.into());
    fixture.snapshot.groups[0].display_name = Some(hostile.into());
    fixture.snapshot.groups[0].description = Some(hostile.into());
    fixture.snapshot.devices[0].display_name = Some(hostile.into());
    fixture.write_snapshot();
    let data = data(&fixture);
    for (path, script) in &data {
        assert!(!script.contains(['<', '>', '&', '\u{2028}']), "{path}");
    }
    let (rows, _) = list(&data, "security_groups");
    assert_eq!(row(&rows, hostile)["description"], hostile);
}

#[test]
fn other_rows_change_the_data_and_the_page_that_shows_them_alone() {
    let mut fixture = Fixture::new();
    fixture.snapshot.groups = (0..501)
        .map(|at| group(0x1000 + at, &format!("Group {at:03}"), Vec::new()))
        .collect();
    rewrite(&fixture);
    fixture.build();
    let first = "contoso/security-groups/index.html";
    let second = "contoso/security-groups/page/2/index.html";
    let before = (fixture.page(first), fixture.page(second));
    fixture.snapshot.groups[500].description = Some("Changed".into());
    fixture.write_snapshot();
    let list = fixture.page("assets/data/list-contoso-security_groups.js");
    fixture.build();
    assert_ne!(
        fixture.page("assets/data/list-contoso-security_groups.js"),
        list
    );
    // Both print the time of the newest change; here it is the same.
    assert_eq!(fixture.page(first), before.0);
    assert_ne!(fixture.page(second), before.1);
}

#[test]
fn pages_of_a_list_end_before_two_megabytes() {
    const MOST: usize = 2_000_000;
    let mut fixture = Fixture::new();
    let surname = "Featherstonehaugh-Cholmondeley";
    fixture.snapshot.people = (0..200)
        .map(|at| {
            let mut person = person(0x2000 + at, &format!("Maximiliana{at}"), surname);
            person.id = id(0x2000 + at);
            person
        })
        .collect();
    let everybody = || -> Vec<_> {
        (0..200)
            .map(|at| member(0x2000 + at, MemberType::User, "x"))
            .collect()
    };
    fixture.snapshot.groups = (0..60)
        .map(|at| group(0x1000 + at, &format!("Group {at:03}"), everybody()))
        .collect();
    for group in &mut fixture.snapshot.groups {
        group.owners = everybody();
    }
    rewrite(&fixture);
    fixture.build();
    let mut rows = 0;
    let mut pages = 0;
    for (path, bytes) in fixture.output() {
        let path = path.to_string_lossy().replace('\\', "/");
        if path.starts_with("contoso/security-groups/") && path.ends_with("index.html") {
            assert!(bytes.len() <= MOST, "{path}: {} bytes", bytes.len());
            rows += String::from_utf8_lossy(&bytes)
                .matches("data-group=")
                .count();
            pages += 1;
        }
    }
    assert_eq!(rows, 60);
    assert!((2..=4).contains(&pages), "{pages} pages");
}
