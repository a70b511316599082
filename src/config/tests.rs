//! What `site.toml` may say, and how its errors point at what is wrong.

use std::path::Path;

use super::{ConfigError, parse};

const SITE: &str = r#"
title = "Northwind IT Services"

[connection.partner]
auth = "client_secret"
client_id = "00000000-0000-0000-0000-000000000000"
secret_env = "ROSTERBOOK_SECRET"

[[organization]]
key = "contoso"
name = "Contoso Ltd"

[[tenant]]
key = "contoso"
id = "3f1c8a52-0000-4000-8000-000000000001"
organization = "contoso"
connection = "partner"
"#;

#[track_caller]
fn error(text: &str) -> (String, Option<String>) {
    match parse(Path::new("/site"), Path::new("/site/site.toml"), text).expect_err("wrong") {
        ConfigError::UnknownKey {
            key, nearest, at, ..
        } => (format!("{}: unknown key `{key}`", at.location), nearest),
        ConfigError::Invalid { message, hint, at } => (format!("{}: {message}", at.location), hint),
        other => panic!("{other}"),
    }
}

#[test]
fn defaults_are_those_of_the_contract() {
    let site = parse(Path::new("/site"), Path::new("/site/site.toml"), SITE).expect("right");
    assert_eq!(site.output_dir, Path::new("public"));
    assert_eq!(site.stale_after, jiff::SignedDuration::from_hours(3));
    assert_eq!(
        site.match_order.contacts,
        ["alias", "username", "full_name"]
    );
    assert_eq!(
        site.match_order.configurations,
        ["device_id", "name", "hostname"]
    );
    assert_eq!(site.guard.max_removed_groups, 20.0);
    assert_eq!(site.types.security_groups.columns.len(), 12);
    assert_eq!(
        site.types
            .microsoft_365_groups
            .columns
            .last()
            .map(String::as_str),
        Some("actions")
    );
    assert!(site.tenants[0].enabled && site.tenants[0].security_groups);
}

#[test]
fn unknown_key_names_the_nearest_one_with_its_place() {
    let text = SITE.replace("secret_env", "secret_evn");
    assert_eq!(
        error(&text),
        (
            "site.toml:7:1: unknown key `secret_evn`".into(),
            Some("secret_env".into())
        )
    );
    let text = format!("titel = \"x\"\n{SITE}");
    assert_eq!(
        error(&text),
        (
            "site.toml:1:1: unknown key `titel`".into(),
            Some("title".into())
        )
    );
}

#[test]
fn references_name_the_nearest_known_thing() {
    let text = SITE.replace("organization = \"contoso\"", "organization = \"contosso\"");
    assert_eq!(
        error(&text),
        (
            "site.toml:16:16: there is no organization `contosso`".into(),
            Some("did you mean `contoso`?".into())
        )
    );
    let text = SITE.replace("organization = \"contoso\"\n", "");
    assert_eq!(
        error(&text),
        (
            "site.toml:14:7: tenant `contoso` has no `organization`".into(),
            Some("add `organization = \"contoso\"`".into())
        )
    );
}

#[test]
fn values_out_of_form_say_how_to_write_them() {
    let with = |line: &str| format!("{line}\n{SITE}");
    for (text, place) in [
        (
            with("stale_after = \"soon\""),
            "site.toml:1:15: `soon` is not a length of time",
        ),
        (
            with("output_dir = \"../public\""),
            "site.toml:1:14: `../public` does not stay inside the site",
        ),
        (
            with("output_dir = \"/\""),
            "site.toml:1:14: `/` does not stay inside the site",
        ),
        (
            format!("{SITE}[guard]\nmax_removed_groups = \"20\""),
            "site.toml:19:22: `20` is not a share",
        ),
        (
            format!("{SITE}[types.security_groups]\ncolumns = [\"nmae\"]"),
            "site.toml:19:12: there is no column `nmae`",
        ),
        (
            format!("{SITE}[match]\ncontacts = [\"alais\"]"),
            "site.toml:18:1: there is no rule `alais`",
        ),
    ] {
        assert_eq!(error(&text).0, place);
        assert!(error(&text).1.is_some(), "{place}");
    }
}

#[test]
fn suppressions_have_a_rule_groups_a_reason_and_an_end() {
    let text = |rule: &str, group: &str, reason: &str, until: &str| {
        format!(
            "{SITE}[[health.suppress]]\nrule = \"{rule}\"\ngroup = \"{group}\"\n\
             reason = \"{reason}\"\nuntil = {until}\n"
        )
    };
    for until in ["2027-01-31", "\"2027-01-31\""] {
        let text = text("no-owner", " SG-* ", " Owners are being found ", until);
        let site = parse(Path::new("/site"), Path::new("/site/site.toml"), &text).expect("right");
        let [suppression] = site.health.suppressions.as_slice() else {
            panic!("{:?}", site.health);
        };
        assert_eq!(suppression.rule.id(), "no-owner");
        assert_eq!(suppression.pattern(), "SG-*");
        assert_eq!(suppression.reason, "Owners are being found");
        assert_eq!(suppression.until, jiff::civil::date(2027, 1, 31));
        assert_eq!(suppression.location.to_string(), "site.toml:19");
        assert!(!suppression.has_ended(jiff::civil::date(2027, 1, 31)));
        assert!(suppression.has_ended(jiff::civil::date(2027, 2, 1)));
    }
    let day = "2027-01-31";
    for (text, place, hint) in [
        (
            text("no-onwer", "*", "x", day),
            "site.toml:19:8: there is no rule `no-onwer`",
            "did you mean `no-owner`?",
        ),
        (
            text("suppression-ended", "*", "x", day),
            "site.toml:19:8: `suppression-ended` cannot be suppressed",
            "set a new `until` in the suppression that has ended, or take it out",
        ),
        (
            text("empty", " ", "x", day),
            "site.toml:20:9: `group` is empty",
            "write the id of a group, or a pattern of names such as `SG-*`",
        ),
        (
            text("empty", "*", "", day),
            "site.toml:21:10: `reason` is empty",
            "say why the finding is accepted: readers see it on the page",
        ),
        (
            text("empty", "*", "x", "\"next year\""),
            "site.toml:22:9: `next year` is not a day",
            "write it as `2027-01-31`",
        ),
        (
            text("empty", "*", "x", "2027-01-31T08:00:00Z"),
            "site.toml:22:9: `2027-01-31T08:00:00Z` is not a day",
            "write it as `2027-01-31`",
        ),
    ] {
        assert_eq!(error(&text), (place.into(), Some(hint.into())));
    }
    let without_end = text("empty", "*", "x", day).replace("until = 2027-01-31", "");
    assert_eq!(
        error(&without_end).0,
        "site.toml:18:1: missing field `until`"
    );
}

#[test]
fn secrets_have_no_key_to_stand_in() {
    let text = SITE.replace(
        "secret_env = \"ROSTERBOOK_SECRET\"",
        "client_secret = \"hush\"",
    );
    let (message, _) = error(&text);
    assert_eq!(message, "site.toml:7:1: unknown key `client_secret`");
}

#[test]
fn broken_toml_points_at_the_line() {
    let (message, _) = error("title = \"x\"\n[connection\n");
    assert!(message.starts_with("site.toml:2:"), "{message}");
}
