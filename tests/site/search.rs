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

/// Returns a script by the name that another one has for it.
fn script<'a>(data: &'a BTreeMap<String, String>, name: &serde_json::Value) -> &'a str {
    let path = format!("assets/data/{}", name.as_str().expect("a name"));
    &data[&path]
}

/// Returns the files of a part: each with what stands beside its lines, which it names.
fn part(
    data: &BTreeMap<String, String>,
    part: &str,
) -> Vec<(serde_json::Value, serde_json::Value)> {
    let list = value(&data["assets/data/search.js"], "searchFiles");
    let files = list[part]["files"].as_array().expect("a part");
    let pair = |name| {
        let found = value(script(data, name), "search");
        let beside = value(script(data, &found["shown"]), "searchShown");
        (found, beside)
    };
    let pairs: Vec<_> = files.iter().map(pair).collect();
    for (at, (found, beside)) in pairs.iter().enumerate() {
        for file in [found, beside] {
            assert_eq!(file["part"], part);
            assert_eq!(file["at"], at);
        }
    }
    pairs
}

/// Returns the cells of a column of a block, one for each of its entries.
fn column(block: &serde_json::Value, name: &str) -> Vec<String> {
    let size = block["size"].as_u64().expect("a size");
    let size = usize::try_from(size).expect("a number of lines");
    let cells = match block.get(name) {
        Some(text) => text
            .as_str()
            .expect("text")
            .split('\u{7f}')
            .map(str::to_owned)
            .collect(),
        None => vec![String::new(); size],
    };
    assert_eq!(cells.len(), size, "{name}");
    cells
}

/// Returns the lines of contoso in a part: what is searched, joined by `|`, then the marks, and what
/// stands beside them.
fn lines_of(data: &BTreeMap<String, String>, name: &str, kind: &str) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (found, beside) in part(data, name) {
        let blocks = found["blocks"].as_array().expect("blocks").iter();
        let numbers = beside["blocks"].as_array().expect("blocks");
        for (block, numbers) in blocks.zip(numbers) {
            if block["key"] != "contoso" || block["kind"] != kind {
                continue;
            }
            let columns = ["names", "folders", "addresses", "serials", "others"];
            let columns = columns.map(|it| column(block, it));
            let numbers: Vec<&str> = numbers.as_str().expect("text").split('\u{7f}').collect();
            for line in 0..columns[0].len() {
                let mut cells: Vec<String> = columns.iter().map(|it| it[line].clone()).collect();
                let marked = block["marked"].as_array().into_iter().flatten();
                let marked: Vec<_> = marked.collect();
                for pair in marked.chunks(2).filter(|pair| *pair[0] == line) {
                    let mark = usize::try_from(pair[1].as_u64().expect("a number"));
                    let mark = &found["marks"][mark.expect("an index")];
                    cells.push(mark.as_str().expect("a mark").to_owned());
                }
                let beside: Vec<String> = numbers
                    .get(line)
                    .map_or("", |it| it)
                    .split(' ')
                    .map(str::to_owned)
                    .collect();
                lines.push((cells.join("|"), beside.join(" ")));
            }
        }
    }
    lines
}

/// Returns the lines of contoso, of a site whose lines are in one part.
fn lines(data: &BTreeMap<String, String>, kind: &str) -> Vec<(String, String)> {
    lines_of(data, "", kind)
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
    // `A` and `B` are the words of the name, 0 is the first domain.
    let line = "Mira Okafor|000000000011|A@0||mB@0\tmo@0|Sign-in off";
    assert_eq!(
        lines(&data, "people")[0],
        (line.to_owned(), "4 1 2 3".to_owned())
    );
    let (found, beside) = part(&data, "").remove(0);
    assert_eq!(found["domains"], serde_json::json!(["contoso.example"]));
    let texts = beside["texts"].as_array().expect("texts");
    assert_eq!(texts[..3], ["All Staff", "Audit", "Finance"]);
}

#[test]
fn device_is_listed_with_host_name_and_serial_number_of_its_configuration() {
    let fixture = Fixture::new();
    fixture.write(
        "exports/configurations.csv",
        "id,name,hostname,serial_number\n551,Mira's laptop,LT-0042,5CG1234XYZ\n",
    );
    let data = data(&fixture);
    let (line, beside) = &lines(&data, "devices")[0];
    assert_eq!(line, "LT-0042|000000000021||5CG1234XYZ|=Mira's laptop");
    let texts = part(&data, "").remove(0).1["texts"].clone();
    let (system, groups) = beside.split_once(' ').expect("two numbers");
    let system: usize = system.parse().expect("a number");
    assert_eq!((&texts[system], groups), (&"Windows".into(), "1"));
}

#[test]
fn names_with_line_ends_stay_on_their_line() {
    let mut fixture = Fixture::new();
    fixture.snapshot.people[0].display_name = Some("Mira\nOkafor\tJr\u{7f}".into());
    fixture.snapshot.people[0].aliases = vec!["a\nb@contoso.example".into()];
    fixture.write_snapshot();
    let people = lines(&data(&fixture), "people");
    assert!(people[0].0.starts_with("Mira Okafor Jr|000000000011|A@0|"));
    assert!(people[0].0.ends_with("a b@0"), "{}", people[0].0);
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
    assert!(
        people
            .iter()
            .any(|(line, _)| line.starts_with(&format!("{hostile}|")))
    );
}

#[test]
fn page_that_a_person_wrote_is_found_in_its_organization() {
    let fixture = Fixture::new();
    fixture.write("content/contoso/plan.md", "# Plan of escape\n");
    let line = "Plan of escape|plan|||".to_owned();
    assert_eq!(lines(&data(&fixture), "pages"), [(line, String::new())]);
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
    assert_eq!(before.len(), 3);
    let html = files::read_to_string(&fixture.root().join("public/index.html")).expect("a page");
    let hash = before
        .iter()
        .find_map(|it| it.strip_prefix("assets/data/search.")?.strip_suffix(".js"));
    assert!(!html.contains(hash.expect("a hash")));
    fixture.snapshot.people[1].mail = Some("sam.hale@contoso.example".into());
    fixture.write_snapshot();
    fixture.build();
    let after = found(&fixture);
    assert_eq!(after.len(), 3);
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
    assert_eq!(kept, 3);
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
    let folder = format!("|orjan-cosic-{}|", id(0x9_000).short());
    let mut with: Vec<&str> = Vec::new();
    for (part, listed) in list.as_object().expect("parts") {
        let people = lines_of(&data, part, "people");
        if people.iter().any(|(line, _)| line.contains(&folder)) {
            with.push(part);
        }
        let files = listed["files"].as_array().expect("files");
        for name in files {
            assert!(script(&data, name).len() < 200_000, "{name}");
        }
    }
    // By name, by the local parts of the mail and sign-in name, never by the domain.
    assert_eq!(with, ["c", "f", "o", "s"]);
}
