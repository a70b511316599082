//! What pages say where not everything is known: never nought, never "nobody".

use rosterbook::files;
use rosterbook::model::{MemberList, MemberType, StreamCoverage, UserType};
use serde_json::{Value, json};

use crate::fixture::{Fixture, group, member};

const FINANCE: &str = "contoso/groups/finance-000000000100";
const STAFF: &str = "contoso/groups/all-staff-000000000101";

fn counts_of(fixture: &Fixture, folder: &str) -> Value {
    let text = fixture.page(&format!("{folder}/group.json"));
    let twin: Value = serde_json::from_str(&text).expect("JSON");
    twin["counts"].clone()
}

/// Returns the texts of a page's element, by its opening and what ends it.
fn between<'a>(page: &'a str, begin: &str, end: &str) -> Vec<&'a str> {
    page.split(begin)
        .skip(1)
        .filter_map(|it| it.split(end).next())
        .collect()
}

/// Returns what the headings of a group's page say beside their names.
fn headings(page: &str) -> Vec<(String, String)> {
    between(page, "<h2 id=\"", "</h2>")
        .into_iter()
        .filter_map(|it| {
            let (id, rest) = it.split_once('"')?;
            let count = rest.split("<span class=\"count\">").nth(1)?;
            Some((id.to_owned(), count.replace("</span>", "")))
        })
        .collect()
}

/// Has the members of Finance not listed, and writes the snapshot anew.
fn unlist(members: MemberList) -> Fixture {
    let mut fixture = Fixture::new();
    fixture.snapshot.groups[0].members = members;
    files::remove_tree(&fixture.root().join("snapshot")).expect("removed");
    fixture.write_snapshot();
    fixture
}

fn with_guests(shown: &str) -> Fixture {
    let mut fixture = Fixture::new();
    fixture.snapshot.people[0].user_type = UserType::Guest;
    fixture.snapshot.groups.push(group(
        0x103,
        "Invited",
        vec![member(0x11, MemberType::User, "mira@contoso.example")],
    ));
    fixture.write_snapshot();
    let site = fixture.root().join("site.toml");
    let text = files::read_to_string(&site).expect("readable");
    fixture.write(
        "site.toml",
        &format!("{text}\n[privacy]\nguests = \"{shown}\"\n"),
    );
    fixture
}

#[test]
fn members_that_were_not_read_are_no_nought_on_any_page() {
    for (members, word, unmatched) in [
        (MemberList::Hidden, "not visible", "not visible"),
        (MemberList::Counted(31), "not read", "not read, 31 in all"),
        (MemberList::LeftOut, "not read", "not read"),
    ] {
        let fixture = unlist(members);
        fixture.build();
        let page = fixture.page(&format!("{FINANCE}/index.html"));
        let said: Vec<(String, String)> = headings(&page);
        let said: Vec<(&str, &str)> = said.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            said[..6],
            [
                ("members", word),
                ("devices", word),
                ("owners", "0"),
                ("nested", word),
                ("parents", "1"),
                ("effective", word)
            ]
        );
        for lie in [
            "No direct members",
            "No devices.",
            "No groups are nested",
            "Nobody is",
        ] {
            assert!(!page.contains(lie), "{lie}");
        }
        assert_eq!(
            counts_of(&fixture, FINANCE),
            json!({"members_matched": null, "members_unmatched": null, "devices_matched": null,
                "devices_unmatched": null, "nested_groups": null, "owners": 0,
                "effective_members": null})
        );
        let list = fixture.page("contoso/security-groups/index.html");
        let row = list
            .split("<tr data-group")
            .find(|it| it.starts_with("=\"00000000-0000-0000-0000-000000000100\""))
            .expect("a row");
        for (column, text) in [
            ("members_matched", word),
            ("members_unmatched", unmatched),
            ("devices_matched", word),
            ("nested_groups", word),
        ] {
            let cell = between(row, &format!("<td data-column=\"{column}\""), "</td>");
            assert!(cell[0].ends_with(&format!(">{text}</a>")), "{}", cell[0]);
        }
        // Who contains it knows only what it has otherwise.
        let page = fixture.page(&format!("{STAFF}/index.html"));
        assert!(page.contains("<span class=\"count\">at least 1</span>"));
        let row = page.split("class=\"tree-info\">").nth(1).expect("a row");
        assert!(!row.starts_with("Security group, 0"), "{row}");
        assert_eq!(counts_of(&fixture, STAFF)["effective_members"], Value::Null);
    }
}

#[test]
fn whoever_may_be_in_a_group_that_was_not_read_is_not_said_to_be_in_none() {
    let words = |members: Option<MemberList>| {
        let fixture = members.map_or_else(Fixture::new, unlist);
        fixture.build();
        let group = fixture.page("contoso/groups/b-empty-b-quoted-000000000102/index.html");
        let contact = fixture.page("contoso/contacts/nobody-here-8125/index.html");
        [
            group.contains("<span data-unseen>It is in no other group.</span>"),
            contact.contains("<span data-unseen>In no group directly.</span>"),
            group.contains("It is in no other group whose members were read."),
            contact.contains("Directly in no group whose members were read."),
        ]
    };
    assert_eq!(words(None), [true, true, false, false]);
    assert_eq!(words(Some(MemberList::Hidden)), [false, false, true, true]);
}

#[test]
fn what_the_app_may_not_read_is_not_said_to_be_nothing() {
    let mut fixture = Fixture::new();
    let streams = &mut fixture.snapshot.tenant.coverage.streams;
    streams.insert("groups".into(), StreamCoverage::Denied);
    fixture.write_snapshot();
    fixture.build();
    let page = fixture.page("contoso/groups/b-empty-b-quoted-000000000102/index.html");
    for lie in [
        "No direct members",
        "No devices.",
        "No groups are",
        "no other group.",
        "Nobody is",
    ] {
        assert!(!page.contains(lie), "{lie}");
    }
    let line = "<span data-unseen>None seen. Not all of the directory could be read.</span>";
    assert_eq!(page.matches(line).count(), 5);
}

#[test]
fn guests_that_are_counted_are_in_the_number_of_members() {
    let fixture = with_guests("count");
    fixture.build();
    let page = fixture.page("contoso/groups/invited-000000000103/index.html");
    let said = headings(&page);
    assert_eq!(said[0], ("members".to_owned(), "1".to_owned()));
    assert!(page.contains("1 guest is a member and not shown here."));
    assert!(page.contains("No other direct members."));
    assert!(page.contains("<span class=\"count\">at least 1</span>"));
    assert!(!page.contains("Nobody is reached"));
}

#[test]
fn group_of_hidden_guests_is_not_said_to_be_empty() {
    let fixture = with_guests("hide");
    fixture.build();
    let page = fixture.page("contoso/groups/invited-000000000103/index.html");
    let other = fixture.page("contoso/groups/b-empty-b-quoted-000000000102/index.html");
    // One without guests says the same: nobody learns where a guest is.
    for page in [page, other] {
        assert!(page.contains("Guests are left out of this site."));
        assert!(!page.contains("No direct members."));
        assert!(!page.contains("Nobody is reached"));
    }
}

#[test]
fn contact_of_a_hidden_guest_lacks_no_account() {
    for shown in ["hide", "count"] {
        let fixture = with_guests(shown);
        fixture.build();
        let page = fixture.page("contoso/contacts/mira-okafor-8123/index.html");
        assert!(page.contains("No directory entry is shown for this record"));
        assert!(!page.contains("In no group"));
        assert!(!page.contains("is matched to this record"));
        let unmatched = fixture.page("contoso/unmatched/index.html");
        assert!(!unmatched.contains("Mira Okafor"));
        assert!(unmatched.contains("Nobody Here"));
    }
}

#[test]
fn candidates_and_archived_records_lack_no_account() {
    let fixture = Fixture::new();
    fixture.write(
        "exports/contacts.csv",
        "id,first_name,last_name,primary_email,archived\n\
         8123,Mira,Okafor,mira@contoso.example,No\n\
         8124,Mira,Okafor,mira@contoso.example,No\n\
         8125,Nobody,Here,nobody@contoso.example,No\n\
         8126,Old,Hand,old@contoso.example,Yes\n",
    );
    fixture.build();
    let page = fixture.page("contoso/unmatched/index.html");
    let contacts = page.split("<h2 id=\"contacts\">").nth(1).expect("contacts");
    let contacts = contacts.split("<h2").next().expect("a section");
    assert!(contacts.contains("<span class=\"count\">1</span>"));
    assert!(contacts.contains("Nobody Here"));
    let candidate = fixture.page("contoso/contacts/mira-okafor-8123/index.html");
    assert!(candidate.contains("It is one of several records that fit:"));
    assert!(candidate.contains("people/mira-okafor-000000000011/index.html"));
}

#[test]
fn empty_lines_wait_for_the_word_on_how_old_the_data_is() {
    let fixture = Fixture::new();
    fixture.build();
    let page = fixture.page("contoso/groups/b-empty-b-quoted-000000000102/index.html");
    for words in [
        "No direct members.",
        "No devices.",
        "No groups are nested in it.",
        "It is in no other group.",
        "Nobody is reached.",
    ] {
        let line = format!("<span data-unseen>{words}</span>");
        assert!(page.contains(&line), "{line}");
    }
}

#[test]
fn device_page_has_what_only_its_configuration_tells() {
    let fixture = Fixture::new();
    fixture.write(
        "exports/configurations.csv",
        "id,name,serial_number,hostname\n551,LT-0042,SN1,lt-0042.corp\n",
    );
    fixture.build();
    let page = fixture.page("contoso/devices/lt-0042-000000000021/index.html");
    let facts = page.split("<h2 id=\"facts\">").nth(1).expect("facts");
    for fact in [
        "<code>SN1</code>",
        "lt-0042.corp",
        "from the matched configuration",
    ] {
        assert!(facts.contains(fact), "{fact}");
    }
}
