//! What deserves a look in groups: on pages, in `check`, and for code scanning.

use assert_cmd::Command;
use rosterbook::build::BuildOptions;
use rosterbook::files;
use rosterbook::model::{Freshness, HealthRule, SyncOutcome, TenantFreshness};
use serde_json::Value;

use crate::fixture::{Fixture, group, synced, time};

/// Runs a command; returns its exit code, stdout and stderr.
fn run(fixture: &Fixture, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("rosterbook")
        .expect("built")
        .arg("-C")
        .arg(fixture.root())
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let code = output.status.code().expect("an exit code");
    (code, text(output.stdout), text(output.stderr))
}

pub(crate) fn json(fixture: &Fixture, format: &str) -> Value {
    let (_, out, _) = run(fixture, &["check", "--format", format]);
    serde_json::from_str(&out).expect("one document")
}

/// Adds to the configuration of a site.
pub(crate) fn configure(fixture: &Fixture, text: &str) {
    let before = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    fixture.write("site.toml", &format!("{before}\n{text}"));
}

const FINANCE: &str = "snapshot/contoso/groups/00/00000000-0000-0000-0000-000000000100.json";
const STAFF: &str = "snapshot/contoso/groups/00/00000000-0000-0000-0000-000000000101.json";
const EMPTY: &str = "snapshot/contoso/groups/00/00000000-0000-0000-0000-000000000102.json";

#[test]
fn check_names_the_file_of_each_group_the_gravest_first() {
    let fixture = Fixture::new();
    let (code, out, messages) = run(&fixture, &["check"]);
    let contact = "note contoso: 1 contact has no account in any documented group; \
        `contoso/unmatched/` lists them [contact-without-account]";
    let quoted = "<b>Empty</b> & \"quoted\"";
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        [
            &format!(
                "error {STAFF}: contoso: All Staff contains Finance, which contains All Staff \
                 [cycle]"
            ),
            &format!("warning {FINANCE}: contoso: `Finance`: no owner is recorded [no-owner]"),
            &format!("warning {STAFF}: contoso: `All Staff`: no owner is recorded [no-owner]"),
            &format!("warning {EMPTY}: contoso: `{quoted}`: no owner is recorded [no-owner]"),
            contact,
            &format!("note {EMPTY}: contoso: `{quoted}`: it has no members [empty]"),
            &format!(
                "note {FINANCE}: contoso: `Finance`: nothing says what it is for [no-description]"
            ),
            &format!(
                "note {STAFF}: contoso: `All Staff`: nothing says what it is for [no-description]"
            ),
            &format!(
                "note {EMPTY}: contoso: `{quoted}`: nothing says what it is for [no-description]"
            ),
        ]
    );
    assert_eq!((code, messages.as_str()), (8, ""));
}

#[test]
fn suppressed_findings_stay_in_documents_and_leave_text_and_exit_code() {
    let fixture = Fixture::new();
    for rule in ["cycle", "no-owner"] {
        configure(
            &fixture,
            &format!(
                "[[health.suppress]]\nrule = \"{rule}\"\ngroup = \"*\"\n\
                 reason = \"known since the merger\"\nuntil = 9999-12-31\n"
            ),
        );
    }
    let (code, out, messages) = run(&fixture, &["check"]);
    assert!(
        !out.contains("[cycle]") && !out.contains("[no-owner]"),
        "{out}"
    );
    assert!(out.contains("[empty]"), "{out}");
    assert_eq!(
        (code, messages.as_str()),
        (0, "4 findings are suppressed in `site.toml`\n")
    );
    let document = json(&fixture, "json");
    assert_eq!(document["format"], "rosterbook-check");
    assert_eq!(document["version"], 1);
    let cycle = &document["findings"][0];
    assert_eq!(cycle["rule"], "cycle");
    assert_eq!(cycle["kind"], "hygiene");
    assert_eq!(cycle["severity"], "error");
    assert_eq!(cycle["organization"], "contoso");
    assert_eq!(cycle["groups"][1]["path"], FINANCE);
    assert_eq!(cycle["suppressed"]["reason"], "known since the merger");
    assert_eq!(cycle["suppressed"]["until"], "9999-12-31");
    let log = json(&fixture, "sarif");
    assert_eq!(
        log["runs"][0]["results"][0]["suppressions"][0]["justification"],
        "until 9999-12-31: known since the merger"
    );
}

#[test]
fn suppression_that_has_ended_is_named_with_its_line_also_without_a_group() {
    let fixture = Fixture::new();
    configure(
        &fixture,
        "[[health.suppress]]\nrule = \"empty\"\ngroup = \"Long gone\"\n\
         reason = \"was needed once\"\nuntil = 2020-01-31\n",
    );
    let text = files::read_to_string(&fixture.root().join("site.toml")).expect("readable");
    let line = text
        .lines()
        .position(|it| it.starts_with("rule = "))
        .expect("a line")
        + 1;
    let (code, out, _) = run(&fixture, &["check"]);
    let expected = format!(
        "warning site.toml:{line}: the suppression of empty for “Long gone” ended on 2020-01-31; \
         its reason was: was needed once [suppression-ended]"
    );
    assert!(out.lines().any(|it| it == expected), "{out}");
    assert_eq!(code, 8);
}

#[test]
fn pages_count_findings_and_lead_to_their_rows() {
    let fixture = Fixture::new();
    fixture.build();
    let overview = fixture.page("contoso/health/index.html");
    assert!(overview.contains("<body data-page=\"health\""));
    for (rule, severity, rows) in [
        ("cycle", "error", 1),
        ("no-owner", "warning", 3),
        ("empty", "note", 1),
    ] {
        let card = format!("data-rule=\"{rule}\" data-severity=\"{severity}\"");
        let at = overview.find(&card).expect(rule);
        let card = &overview[at..at + overview[at..].find("</li>").expect("an end")];
        assert!(
            card.contains(&format!("<strong class=\"rule-figure\">{rows}</strong>")),
            "{card}"
        );
        let page = fixture.page(&format!("contoso/health/{rule}/index.html"));
        let found = page
            .matches(&format!("<tr data-finding=\"{rule}\">"))
            .count();
        assert_eq!(found, rows, "{rule}");
    }
    let group = fixture.page("contoso/groups/finance-000000000100/index.html");
    assert!(
        group.contains("<li data-rule=\"cycle\">") && group.contains("<li data-rule=\"no-owner\">")
    );
    assert!(
        !fixture
            .page("fabrikam/health/index.html")
            .contains("rule-card\"")
    );
}

#[test]
fn rule_with_many_rows_has_pages_of_two_hundred() {
    let mut fixture = Fixture::new();
    let many = (0..450).map(|at| group(0x1000 + at, &format!("Group {at:03}"), Vec::new()));
    fixture.snapshot.groups.extend(many);
    fixture.write_snapshot();
    fixture.build();
    let rows = |path: &str| {
        let page = fixture.page(path);
        assert!(page.len() < 2_000_000, "{path}");
        page.matches("<tr data-finding=\"no-owner\">").count()
    };
    assert_eq!(rows("contoso/health/no-owner/index.html"), 200);
    assert_eq!(rows("contoso/health/no-owner/page/2/index.html"), 200);
    assert_eq!(rows("contoso/health/no-owner/page/3/index.html"), 53);
    assert!(!files::exists(
        &fixture.root().join("public/contoso/health/no-owner/page/4")
    ));
}

#[test]
fn start_page_shows_the_worst_organization_first_also_after_an_idle_run() {
    let fixture = Fixture::new();
    configure(
        &fixture,
        "[[tenant]]\nkey = \"fabrikam\"\nid = \"00000000-0000-0000-0000-000000000008\"\n\
         organization = \"fabrikam\"\nconnection = \"partner\"\n",
    );
    let order = || {
        let page = fixture.page("index.html");
        let rows = page.split("<tr data-organization=\"").skip(1);
        let keys = rows.map(|it| it.split('"').next().unwrap_or_default().to_owned());
        keys.collect::<Vec<String>>()
    };
    let mut freshness = synced(time(20));
    let options = |freshness: &Freshness| BuildOptions {
        freshness: freshness.clone(),
        ..BuildOptions::default()
    };
    fixture.try_build(&options(&freshness)).expect("built");
    assert_eq!(order(), ["contoso", "fabrikam"], "by findings");
    let failed = TenantFreshness {
        tried: time(20),
        outcome: SyncOutcome::Failed,
        problem: Some("no answer".to_owned()),
        streams: Default::default(),
    };
    freshness
        .tenants
        .insert("fabrikam".parse().expect("a key"), failed);
    let report = fixture.try_build(&options(&freshness)).expect("built");
    assert!(report.idle);
    assert_eq!(order(), ["fabrikam", "contoso"], "failed comes first");
    let idle = fixture.page("index.html");
    for folder in ["public", ".rosterbook"] {
        std::fs::remove_dir_all(fixture.root().join(folder)).expect("removed");
    }
    fixture.try_build(&options(&freshness)).expect("built");
    assert_eq!(
        fixture.page("index.html"),
        idle,
        "an idle run gives the bytes of a full one"
    );
}

#[test]
fn overview_draws_memberships_over_time_from_the_journal() {
    let fixture = Fixture::new();
    let line = |day: u32, event: &str, group: &str, more: &str| {
        let text = format!(
            "{{\"at\": \"2026-11-{day:02}T08:00:00Z\", \"event\": \"{event}\", \
             \"group\": \"00000000-0000-0000-0000-000000000{group}\"{more}}}\n"
        );
        (day, text)
    };
    let created = ", \"members\": 5, \"baseline\": true";
    let joined = ", \"member\": \"00000000-0000-0000-0000-000000000013\", \"memberType\": \"user\"";
    let mut days = std::collections::BTreeMap::<u32, String>::new();
    for (day, text) in [
        line(1, "group.created", "100", created),
        // A group that came later: its members have lines of their own.
        line(3, "group.created", "101", ", \"members\": 3"),
        line(3, "member.added", "101", joined),
        line(3, "member.added", "101", joined),
        line(5, "member.added", "101", joined),
        line(5, "member.added", "101", joined),
        line(5, "member.removed", "101", joined),
    ] {
        days.entry(day).or_default().push_str(&text);
    }
    for (day, text) in days {
        let path = format!("snapshot/contoso/journal/2026-11-{day:02}.ndjson");
        fixture.write(&path, &text);
    }
    fixture.build();
    let page = fixture.page("contoso/index.html");
    let curve = "<polyline points=\"2.0,22.0 60.0,8.6 118.0,2.0\"/>\
        <circle cx=\"118.0\" cy=\"2.0\" r=\"2\"/></svg><strong>8</strong>";
    assert!(page.contains(curve), "{page}");
    assert!(page.contains("between 5 and 8 from"), "{page}");
    assert!(!fixture.page("fabrikam/index.html").contains("<polyline"));
}

#[test]
fn readme_lists_the_rules_as_they_are() {
    let readme = include_str!("../../README.md");
    let expected: Vec<String> = HealthRule::ALL
        .iter()
        .map(|rule| {
            let about = rule.about();
            format!(
                "| `{}` | {} | {} |",
                about.id,
                about.severity.key(),
                about.title
            )
        })
        .collect();
    let heading = "| Rule | Severity | What it finds |";
    let from = readme.split_once(heading).expect("the table of rules").1;
    let rows: Vec<&str> = from
        .lines()
        .skip(2)
        .take_while(|it| it.starts_with('|'))
        .collect();
    assert_eq!(rows, expected);
}
