//! What pages and their machine-readable twins say.

use std::path::Path;

use rosterbook::files;
use rosterbook::model::{MemberList, SyncMark};
use serde_json::{Value, json};

use crate::fixture::{Fixture, id, time};

fn json_of(fixture: &Fixture, path: &str) -> Value {
    serde_json::from_str(&fixture.page(path)).expect("JSON")
}

#[test]
fn group_json_has_the_shape_of_the_contract() {
    let fixture = Fixture::new();
    fixture.build();
    assert_eq!(
        json_of(&fixture, "contoso/groups/finance-000000000100/group.json"),
        json!({
            "id": "00000000-0000-0000-0000-000000000100",
            "organization": "contoso",
            "tenant": "contoso",
            "name": "Finance",
            "kind": "security",
            "status": "enabled",
            "archived": false,
            "manual": false,
            "membership_type": "assigned",
            "email": null,
            "domain": "contoso.example",
            "description": null,
            "updated": {"at": "2026-11-02T08:00:00Z", "source": "observed"},
            "url": "contoso/groups/finance-000000000100/index.html",
            "counts": {
                "members_matched": 1,
                "members_unmatched": 2,
                "devices_matched": 1,
                "devices_unmatched": 0,
                "nested_groups": 1,
                "owners": 0,
                "effective_members": 5
            },
            "members": [
                {"id": "00000000-0000-0000-0000-000000000011", "type": "user",
                 "name": "Mira Okafor", "match": {"rule": "alias", "contact": "8123"}},
                {"id": "00000000-0000-0000-0000-000000000012", "type": "user",
                 "name": "Sam Hale", "match": {"rule": "none", "contact": null}},
                {"id": "00000000-0000-0000-0000-000000000031", "type": "servicePrincipal",
                 "name": "Ledger", "match": {"rule": "none", "contact": null}}
            ],
            "devices": [
                {"id": "00000000-0000-0000-0000-000000000021", "name": "LT-0042",
                 "match": {"rule": "name", "configuration": "551"}}
            ],
            "nested_groups": [
                {"id": "00000000-0000-0000-0000-000000000101", "name": "All Staff"}
            ],
            "parents": [{"id": "00000000-0000-0000-0000-000000000101", "name": "All Staff"}],
            "owners": []
        })
    );
}

#[test]
fn list_and_pages_agree_in_number_and_order() {
    let fixture = Fixture::new();
    fixture.build();
    let rows = json_of(&fixture, "contoso/groups.json");
    let names: Vec<&str> = rows
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["name"].as_str())
        .collect();
    assert_eq!(names, ["<b>Empty</b> & \"quoted\"", "All Staff", "Finance"]);
    let list = fixture.page("contoso/security-groups/index.html");
    assert_eq!(list.matches("data-group=").count(), 3);
    assert!(!list.contains("<b>Empty"), "a name became markup");
}

#[test]
fn contact_page_relates_direct_and_inherited_groups() {
    let fixture = Fixture::new();
    fixture.build();
    let page = fixture.page("contoso/contacts/zoe-lindqvist-8124/index.html");
    for group in ["101", "100"] {
        let related = format!("data-related=\"00000000-0000-0000-0000-000000000{group}\"");
        assert!(page.contains(&related), "{related}");
    }
    let people = json_of(&fixture, "contoso/people.json");
    let zoe = people
        .as_array()
        .expect("rows")
        .iter()
        .find(|it| it["name"] == "Zoe Lindqvist");
    assert_eq!(
        zoe.expect("a row")["groups"],
        json!([
            {"id": "00000000-0000-0000-0000-000000000101", "name": "All Staff", "direct": true},
            {"id": "00000000-0000-0000-0000-000000000100", "name": "Finance", "direct": false}
        ])
    );
}

#[test]
fn contact_without_account_has_a_page_and_no_group() {
    let fixture = Fixture::new();
    fixture.build();
    let page = fixture.page("contoso/contacts/nobody-here-8125/index.html");
    assert!(!page.contains("data-related"));
    assert!(
        fixture
            .page("contoso/unmatched/index.html")
            .contains("Nobody Here")
    );
}

#[test]
fn hidden_membership_leaves_no_trace_of_its_members() {
    let mut fixture = Fixture::new();
    let finance = &mut fixture.snapshot.groups[0];
    finance.visibility = Some("HiddenMembership".into());
    finance.members = MemberList::Hidden;
    fixture
        .snapshot
        .people
        .retain(|person| person.id == id(0x13));
    fixture.snapshot.devices.clear();
    // Shards of people who are gone go with them.
    files::remove_tree(&fixture.root().join("snapshot")).expect("removed");
    fixture.write_snapshot();
    // From before the membership was hidden.
    fixture.write(
        "snapshot/contoso/journal/2026-11-20.ndjson",
        "{\"at\":\"2026-11-20T14:17:00Z\",\"event\":\"member.added\",\"group\":\"00000000-0000-0000-0000-000000000100\",\
         \"member\":\"00000000-0000-0000-0000-000000000011\",\"memberType\":\"user\",\"memberLabel\":\"Mira Okafor\"}\n",
    );
    fixture.build();
    let page = fixture.page("contoso/groups/finance-000000000100/index.html");
    assert!(page.contains("not visible"));
    for (path, bytes) in fixture.output() {
        if path.starts_with("contoso/contacts") || path == Path::new("contoso/unmatched/index.html")
        {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Mira Okafor"), "{}", path.display());
    }
}

#[test]
fn overlays_set_status_marks_and_notes() {
    let mut fixture = Fixture::new();
    fixture.snapshot.groups[2].sync = Some(SyncMark::Orphaned { since: time(5) });
    fixture.write_snapshot();
    let overlay = |number: u32| {
        format!("content/contoso/groups/00000000-0000-0000-0000-000000000{number:x}.md")
    };
    fixture.write(
        &overlay(0x100),
        "+++\nsync = \"disabled\"\n+++\nAsk *Ada* first. <script>alert(1)</script>\n",
    );
    fixture.write(&overlay(0x101), "+++\narchived = true\n+++\n");
    fixture.write(
        &overlay(0x200),
        "+++\nmanual = true\nname = \"Board\"\nkind = \"security\"\ncontacts = [\"8123\"]\n+++\n",
    );
    fixture.build();
    let rows = json_of(&fixture, "contoso/groups.json");
    let status: Vec<(&str, &str, bool, bool)> = rows
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            (
                row["name"].as_str().expect("a name"),
                row["status"].as_str().expect("a status"),
                row["archived"].as_bool().expect("a mark"),
                row["manual"].as_bool().expect("a mark"),
            )
        })
        .collect();
    assert_eq!(
        status,
        [
            ("<b>Empty</b> & \"quoted\"", "orphaned", false, false),
            ("Board", "disabled", false, true),
            ("Finance", "disabled", false, false),
            ("All Staff", "orphaned", true, false),
        ]
    );
    let finance = fixture.page("contoso/groups/finance-000000000100/index.html");
    assert!(finance.contains("<em>Ada</em>"));
    assert!(!finance.contains("<script>alert(1)"));
    let board = json_of(&fixture, "contoso/groups/board-000000000200/group.json");
    assert_eq!(
        board["members"][0]["match"],
        json!({"rule": "pin", "contact": "8123"})
    );
    let contact = fixture.page("contoso/contacts/mira-okafor-8123/index.html");
    assert!(contact.contains("data-related=\"00000000-0000-0000-0000-000000000200\""));
}

#[test]
fn deleted_group_is_gone_from_the_whole_output() {
    let fixture = Fixture::new();
    fixture.write(
        "content/contoso/groups/00000000-0000-0000-0000-000000000102.md",
        "+++\ndeleted = true\nsync = \"disabled\"\n+++\n",
    );
    fixture.build();
    for (path, bytes) in fixture.output() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("000000000102"), "{}", path.display());
        assert!(!text.contains("Empty"), "{}", path.display());
    }
}

#[test]
fn guests_are_left_out_where_the_site_says_so() {
    let mut fixture = Fixture::new();
    fixture.snapshot.people[1].user_type = rosterbook::model::UserType::Guest;
    fixture.write_snapshot();
    let site = fixture.root().join("site.toml");
    let text = files::read_to_string(&site).expect("readable");
    fixture.write(
        "site.toml",
        &format!("base_url = \"https://docs.example\"\n{text}\n[privacy]\nguests = \"hide\"\n"),
    );
    // Sam is still a member; the other guest is in no group any more, and Sam let her in.
    let event = |kind: &str, member: &str, label: &str, actor: &str| {
        format!(
            "{{\"at\":\"2026-11-20T14:17:00Z\",\"event\":\"{kind}\",\"group\":\"00000000-0000-0000-0000-000000000100\",\
             \"groupLabel\":\"Finance\",\"member\":\"00000000-0000-0000-0000-0000000000{member}\",\
             \"memberType\":\"user\",\"memberLabel\":\"{label}\",\"actor\":\"{actor}\"}}\n"
        )
    };
    fixture.write(
        "snapshot/contoso/journal/2026-11-20.ndjson",
        &[
            event(
                "member.added",
                "11",
                "mira@contoso.example",
                "sam@contoso.example",
            ),
            event(
                "member.added",
                "12",
                "sam@contoso.example",
                "mira@contoso.example",
            ),
            event("member.removed", "77", "gone@fabrikam.example", "Some app"),
            event(
                "owner.added",
                "12",
                "sam@contoso.example",
                "mira@contoso.example",
            ),
        ]
        .concat(),
    );
    fixture.build();
    assert!(
        fixture
            .page("contoso/changes/feed.xml")
            .contains("Mira Okafor joined Finance")
    );
    for (path, bytes) in fixture.output() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Sam Hale"), "{}", path.display());
        assert!(!text.contains("sam@contoso.example"), "{}", path.display());
        assert!(
            !text.contains("gone@fabrikam.example"),
            "{}",
            path.display()
        );
    }
    let twin = json_of(&fixture, "contoso/groups/finance-000000000100/group.json");
    assert_eq!(twin["counts"]["members_unmatched"], 1);
}

#[test]
fn members_that_are_not_readable_name_the_permission_that_would_tell_more() {
    let mut fixture = Fixture::new();
    fixture.snapshot.people[0].limited = true;
    fixture.snapshot.people[0].mail = None;
    fixture.snapshot.people[0].user_principal_name = None;
    fixture.snapshot.people[0].given_name = None;
    fixture.write_snapshot();
    fixture.build();
    let page = fixture.page("contoso/groups/finance-000000000100/index.html");
    for words in [
        "not readable: the directory told only its id; grant User.Read.All and consent<",
        "an application, not readable: the directory told only its id; grant Application.Read.All and consent<",
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let unmatched = fixture.page("contoso/unmatched/index.html");
    assert!(unmatched.contains("grant User.Read.All and consent"));
}

#[test]
fn a_device_without_a_match_names_the_nearest_configurations() {
    let mut fixture = Fixture::new();
    fixture.snapshot.devices[0].display_name = Some("LT-OO42.contoso.example".into());
    fixture.write_snapshot();
    fixture.write(
        "exports/configurations.csv",
        "id,name,hostname\n551,LT-0O42.contoso.example,\n552,Printer,lt-oo42.fabrikam.example\n553,LT-0099,\n",
    );
    fixture.build();
    let page = fixture.page("contoso/devices/lt-oo42-contoso-example-000000000021/index.html");
    let near = page.split("class=\"match-near\">").nth(1).expect("a list");
    let near = near.split("</section>").next().expect("its end");
    assert!(near.starts_with("Nearest configurations</p>"), "{near}");
    let one = near.find("LT-0O42.contoso.example</a> <span class=\"match-rule\">its name differs by one letter</span>");
    let two = near
        .find("Printer</a> <span class=\"match-rule\">its host name is in another domain</span>");
    assert!(one.is_some() && one < two, "{near}");
    assert!(near.contains("configuration = &quot;551&quot;"), "{near}");
    assert!(!near.contains("LT-0099"), "{near}");
}
