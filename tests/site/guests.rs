//! Guests: their list, what leads to it, and what is left of both where names may not be told.

use rosterbook::files;
use rosterbook::model::UserType;

use crate::fixture::Fixture;

const LIST: &str = "contoso/guests/index.html";

/// Builds a site where Sam of Fabrikam and Zoe without a mail address are guests.
fn built(privacy: &str) -> Fixture {
    let mut fixture = Fixture::new();
    for (at, mail) in [(1, Some("Sam@Fabrikam.example")), (2, None)] {
        let person = &mut fixture.snapshot.people[at];
        person.user_type = UserType::Guest;
        person.user_principal_name = None;
        person.mail = mail.map(str::to_owned);
    }
    fixture.write_snapshot();
    let site = fixture.root().join("site.toml");
    let text = files::read_to_string(&site).expect("readable");
    fixture.write("site.toml", &format!("{text}\n{privacy}"));
    fixture.build();
    fixture
}

#[test]
fn guests_have_a_list_that_the_pages_around_them_lead_to() {
    let fixture = built("");
    let list = fixture.page(LIST);
    assert!(list.contains("<body data-page=\"person-list\""), "{list}");
    for row in [
        "data-match=\"none\" id=\"domain=fabrikam.example\">",
        "data-match=\"full_name\" id=\"domain=unknown\">",
        "href=\"../../contoso/people/sam-hale-000000000012/index.html#home-domain\" aria-label=\"Home domain of Sam Hale: fabrikam.example\">fabrikam.example</a>",
        "href=\"../../contoso/guests/index.html#domain=fabrikam.example\">fabrikam.example <span>1</span></a>",
        "href=\"../../contoso/guests/index.html#domain=unknown\">Not known <span>1</span></a>",
    ] {
        assert!(list.contains(row), "no {row} in {list}");
    }
    assert!(!list.contains("mark-guest"), "all of them are guests");
    for (page, link) in [
        (
            "contoso/index.html",
            "<li data-counter=\"guests\"><a href=\"../contoso/guests/index.html\">Guests</a><span class=\"link-count\">2</span><small class=\"note\">from 1 home domain</small></li>",
        ),
        (
            "contoso/people/index.html",
            "<a href=\"../../contoso/guests/index.html\">2 guests</a>",
        ),
        (
            "contoso/people/sam-hale-000000000012/index.html",
            "<a href=\"../../../contoso/guests/index.html#domain=fabrikam.example\">fabrikam.example</a>",
        ),
        (
            "contoso/people/sam-hale-000000000012/index.html",
            "Guest<span class=\"mark-detail\"> · fabrikam.example</span>",
        ),
        (
            "contoso/groups/finance-000000000100/index.html",
            "Guest<span class=\"mark-detail\"> · fabrikam.example</span>",
        ),
        (
            "contoso/health/guests/index.html",
            "href=\"../../../contoso/guests/index.html\"",
        ),
    ] {
        let text = fixture.page(page);
        assert!(text.contains(link), "no {link} in {page}: {text}");
    }
    // An organization without guests says what would fill its list.
    let empty = fixture.page("fabrikam/guests/index.html");
    assert!(empty.contains("<p class=\"empty\">No guests. "), "{empty}");
}

#[test]
fn counted_guests_are_a_number_without_a_list() {
    let fixture = built("[privacy]\nguests = \"count\"\n");
    let overview = fixture.page("contoso/index.html");
    assert!(
        overview.contains("<li data-counter=\"guests\"><span class=\"name\">Guests</span><span class=\"link-count\">2</span>"),
        "{overview}"
    );
    let people = fixture.page("contoso/people/index.html");
    assert!(people.contains("· 2 guests not shown here</p>"), "{people}");
    nobody_is_named(&fixture);
}

#[test]
fn hidden_guests_leave_nothing_behind() {
    let fixture = built("[privacy]\nguests = \"hide\"\n");
    assert!(
        !fixture
            .page("contoso/index.html")
            .contains("data-counter=\"guests\"")
    );
    assert!(!fixture.page("contoso/people/index.html").contains("guest"));
    nobody_is_named(&fixture);
}

/// Zoe has a contact of that name, which the documentation keeps whoever is a guest.
fn nobody_is_named(fixture: &Fixture) {
    for (path, bytes) in fixture.output() {
        let path = path.display().to_string().replace('\\', "/");
        let listed = path.starts_with("contoso/guests") || path.contains("list-contoso-guests");
        assert!(!listed, "{path}");
        let text = String::from_utf8_lossy(&bytes);
        for trace in ["Sam Hale", "abrikam.example", "people/zoe-"] {
            assert!(!text.contains(trace), "{path} says {trace}");
        }
    }
}
