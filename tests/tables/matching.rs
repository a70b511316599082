//! A directory with homonyms, shared mailboxes and typos: no wrong match, each refusal explained.

use crate::fixture::Fixture;

fn homonyms() -> Fixture {
    Fixture::of("homonyms")
}

#[test]
fn homonyms_shared_mailboxes_and_typos_are_never_matched_and_each_refusal_is_explained() {
    let site = homonyms();
    let explained = site.run(&["match", "contoso", "--explain", ""]);
    site.expect("explain.txt", &explained.whole());
}

#[test]
fn report_holds_every_member_and_missing_contacts_come_in_the_columns_of_the_export() {
    let site = homonyms();
    let printed = site.run(&["match", "--report", "report.csv"]);
    site.expect("match.txt", &printed.whole());
    site.expect("report.csv", &site.text("report.csv"));
    site.expect(
        "report-missing-contoso.csv",
        &site.text("report-missing-contoso.csv"),
    );
    assert!(!site.root().join("report-missing-fabrikam.csv").exists());
}

#[test]
fn missing_contacts_that_are_imported_are_found_by_the_next_match() {
    let site = homonyms();
    site.run(&["match", "--report", "report.csv"]);
    let toml = site.text("site.toml").replace(
        "contacts = [\"exports/contoso/contacts.csv\"]",
        "contacts = [\"exports/contoso/contacts.csv\", \"report-missing-contoso.csv\"]",
    );
    site.write("site.toml", toml.as_bytes());
    let printed = site.run(&["match", "contoso", "--report", "second.csv"]);
    assert_eq!(
        printed.out,
        "contoso: 9 of 16 people matched (2 ambiguous); 1 of 5 devices matched (1 ambiguous)\n"
    );
    assert!(
        !site.root().join("second-missing-contoso.csv").exists(),
        "nobody is missing twice: {}",
        printed.messages
    );
}

#[test]
fn explaining_nobody_says_where_to_look() {
    let printed = homonyms().run(&["match", "--explain", "ghost"]);
    assert_eq!(
        printed.whole(),
        "--- messages, exit code 1\n\
         warning: content/contoso/matches.toml:6:8: the pin of \
         `1a000000-0000-4000-8000-00000000000b` names `8199`, which the export does not have\n\
         warning: exports/contoso/contacts.csv:10: the row is skipped: it lacks a mail address or \
         a name\n\
         error: no person or device in a documented group is called `ghost`\n\
         \n\
         hint: try a part of the name, the mail address, the host name or the object id\n"
    );
}
