//! The changes of an organization: what the journal holds, in sentences.

use crate::fixture::Fixture;

const JOURNAL: &str = "snapshot/contoso/journal/2026-11-20.ndjson";

fn event(kind: &str, rest: &str) -> String {
    format!("{{\"at\":\"2026-11-20T14:17:00Z\",\"event\":\"{kind}\"{rest}}}\n")
}

fn joined(number: u32) -> String {
    event(
        "member.added",
        &format!(
            ",\"group\":\"00000000-0000-0000-0000-000000000100\",\"groupLabel\":\"Finance\",\
             \"member\":\"00000000-0000-0000-0000-0000000007{number:02}\",\
             \"memberType\":\"user\",\"memberLabel\":\"New <{number}>\""
        ),
    )
}

/// Returns the text of the lines of changes on a page, without tags.
fn lines(page: &str) -> Vec<String> {
    page.split("<li data-kind=")
        .skip(1)
        .map(|line| {
            let line = line.split("<details").next().expect("a part");
            let line = line.split("</div></li>").next().expect("a part");
            let mut text = String::new();
            for piece in line.split('<').skip(1) {
                text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
            }
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn members_that_joined_together_share_a_line_and_each_is_named_in_it() {
    let fixture = Fixture::new();
    let journal: String = (1..=6).map(joined).collect();
    fixture.write(JOURNAL, &journal);
    fixture.build();
    let page = fixture.page("contoso/changes/index.html");
    assert_eq!(
        lines(&page),
        ["New &lt;1&gt;, New &lt;2&gt;, New &lt;3&gt; and 3 more joined Finance"]
    );
    assert!(page.contains("data-kind=\"member.added\" data-events=\"6\""));
    for number in 4..=6 {
        let name = format!("<span class=\"name\">New &lt;{number}&gt;</span>");
        assert!(page.contains(&name), "{name}");
    }
    assert!(
        page.contains("data-kinds-choice=\"member.added\" aria-pressed=\"false\">Joined <span>6<")
    );
    // On paper nothing can be unfolded.
    let runbook = fixture.page("contoso/runbooks/monthly/index.html");
    assert!(runbook.contains("New &lt;6&gt;") && !runbook.contains("more joined"));
}

#[test]
fn four_members_are_named_rather_than_counted() {
    let fixture = Fixture::new();
    let journal: String = (1..=4).map(joined).collect();
    fixture.write(JOURNAL, &journal);
    fixture.build();
    assert_eq!(
        lines(&fixture.page("contoso/changes/index.html")),
        ["New &lt;1&gt;, New &lt;2&gt;, New &lt;3&gt; and New &lt;4&gt; joined Finance"]
    );
}

#[test]
fn property_that_differs_is_told_in_words() {
    let fixture = Fixture::new();
    let changes = r#"[{"field":"onPremises","from":"{\"domain\":\"corp\",\"synced\":true}","to":"{\"domain\":\"corp\",\"synced\":false}"}]"#;
    let line = event(
        "group.changed",
        &format!(
            ",\"group\":\"00000000-0000-0000-0000-000000000101\",\"groupLabel\":\"All Staff\",\"changes\":{changes}"
        ),
    );
    fixture.write(JOURNAL, &line);
    fixture.build();
    assert_eq!(
        lines(&fixture.page("contoso/changes/index.html")),
        ["All Staff’s properties changedSynced from Active Directory: yes → no"]
    );
}

#[test]
fn change_of_the_audit_log_is_told_with_its_own_time() {
    let fixture = Fixture::new();
    let told = |number: u32, happened: &str| {
        joined(number).replace(
            "\"}\n",
            &format!("\",\"happened\":\"{happened}\",\"actor\":\"ada@contoso.example\"}}\n"),
        )
    };
    fixture.write(JOURNAL, &told(1, "2026-11-18T22:37:04Z"));
    fixture.build();
    let page = fixture.page("contoso/changes/index.html");
    assert_eq!(
        lines(&page),
        ["New &lt;1&gt; joined Finance 2026-11-18 22:37 UTC by ada@contoso.example"]
    );
    assert!(page.contains(
        "<span class=\"change-seen\">seen by the sync of </span>\
         <time datetime=\"2026-11-20T14:17:00Z\" data-plain>14:17 UTC</time>"
    ));
    let two = told(1, "2026-11-18T22:37:04Z") + &told(2, "2026-11-19T08:00:00Z");
    fixture.write(JOURNAL, &two);
    fixture.build();
    let page = fixture.page("contoso/changes/index.html");
    assert_eq!(
        lines(&page),
        ["New &lt;1&gt; and New &lt;2&gt; joined Finance \
          2026-11-18 22:37 UTC to 2026-11-19 08:00 UTC by ada@contoso.example"]
    );
}

#[test]
fn number_of_group_that_is_new_does_not_call_all_of_it_members() {
    let fixture = Fixture::new();
    let line = event(
        "group.created",
        ",\"group\":\"00000000-0000-0000-0000-000000000101\",\"groupLabel\":\"All Staff\",\"members\":3",
    );
    fixture.write(JOURNAL, &line);
    fixture.build();
    assert_eq!(
        lines(&fixture.page("contoso/changes/index.html")),
        ["All Staff is new, with 3 people, devices and groups in it"]
    );
}

/// Returns the text of each element of this name in a document, which must be well-formed XML.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Start(start) if start.name().as_ref() == name.as_bytes() => {
                let text = reader.read_text(start.name()).expect("text");
                found.push(
                    quick_xml::escape::unescape(&text)
                        .expect("escaped")
                        .into_owned(),
                );
            }
            quick_xml::events::Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn feeds_tell_what_each_sync_saw_once_the_address_of_the_site_is_known() {
    let fixture = Fixture::new();
    let hostile = event(
        "group.changed",
        ",\"group\":\"00000000-0000-0000-0000-000000000101\",\"groupLabel\":\"A ]]> <b>\\u000b & co\",\"changes\":[{\"field\":\"mail\",\"to\":\"a@b\"}]",
    );
    fixture.write(JOURNAL, &format!("{}{hostile}", joined(1)));
    fixture.write(
        "content/contoso/groups/00000000-0000-0000-0000-000000000101.md",
        "+++\nwatch = true\n+++\n",
    );
    fixture.build();
    let public = fixture.root().join("public/contoso/changes");
    assert!(!public.join("feed.xml").exists(), "a feed without address");

    let toml = std::fs::read_to_string(fixture.root().join("site.toml")).expect("readable");
    fixture.write(
        "site.toml",
        &format!("base_url = \"https://docs.contoso.example/groups\"\n{toml}"),
    );
    fixture.build();
    let feed = fixture.page("contoso/changes/feed.xml");
    assert_eq!(
        texts(&feed, "title"),
        [
            "Contoso Ltd: changes",
            "2 changes seen 2026-11-20 14:17 UTC"
        ]
    );
    assert_eq!(
        texts(&feed, "content"),
        [
            "A ]]> <b>\u{fffd} & co’s properties changed (Mail: “a@b”, none before)\nNew <1> joined Finance"
        ]
    );
    assert_eq!(
        texts(&feed, "id")[0],
        "https://docs.contoso.example/groups/contoso/changes/feed.xml"
    );
    let watched = fixture.page("contoso/changes/watched.xml");
    assert_eq!(texts(&watched, "title").len(), 2);
    assert!(!watched.contains("joined Finance"));
    let page = fixture.page("contoso/changes/index.html");
    assert!(page.contains("href=\"../../contoso/changes/feed.xml\""));
    assert!(
        !fixture
            .root()
            .join("public/fabrikam/changes/watched.xml")
            .exists()
    );
}
