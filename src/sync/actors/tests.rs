//! What the log proves and what it does not, line by line.

use serde_json::{Value, json};

use super::*;
use crate::model::{FieldChange, GroupId};

const GROUP: &str = "ef7e527d-6c92-4234-8c6d-cf6fdfb57f95";
const OTHER: &str = "aa7e527d-6c92-4234-8c6d-cf6fdfb57f00";
const USER: &str = "1f0e98f5-3161-4c6b-9b50-d488572f2bb7";

fn id(text: &str) -> ObjectId {
    text.parse().expect("an id")
}

/// An event of the journal about the group, and about the user where the kind has one.
fn event(kind: EventKind) -> Event {
    let at = "2026-11-23T02:17:00Z".parse().expect("a time");
    let mut event = Event::new(at, kind);
    event.group = Some(GroupId(id(GROUP)));
    if matches!(
        kind,
        EventKind::MemberAdded
            | EventKind::MemberRemoved
            | EventKind::OwnerAdded
            | EventKind::OwnerRemoved
    ) {
        event.member = Some(id(USER));
    }
    event
}

fn changed(kind: EventKind, fields: &[&str]) -> Event {
    let change = |field: &&str| FieldChange {
        field: (*field).to_owned(),
        from: None,
        to: Some("x".to_owned()),
    };
    Event {
        changes: fields.iter().map(change).collect(),
        ..event(kind)
    }
}

/// A line of the log at a minute past two, by a person.
fn line(minute: u8, activity: &str, actor: &str, targets: Value) -> Value {
    json!({
        "activityDisplayName": activity,
        "activityDateTime": format!("2026-11-23T02:{minute:02}:02.7215374Z"),
        "result": "success",
        "initiatedBy": {"user": {"userPrincipalName": actor, "ipAddress": "127.0.0.1"}, "app": null},
        "targetResources": targets,
    })
}

fn both() -> Value {
    json!([{"id": GROUP, "Type": "Group", "modifiedProperties": []},
           {"id": USER, "type": "User", "modifiedProperties": []}])
}

fn of_group(properties: &[&str]) -> Value {
    let properties: Vec<Value> = properties
        .iter()
        .map(|name| json!({"displayName": name, "oldValue": "[]", "newValue": "[\"x\"]"}))
        .collect();
    json!([{"id": GROUP, "type": "Group", "modifiedProperties": properties}])
}

/// Who did it and at which minute, by the log.
fn ask(event: Event, log: &[Value]) -> Option<(String, String)> {
    let log: Vec<AuditEvent> = log
        .iter()
        .filter_map(|line| AuditEvent::of(line.clone()).expect("readable"))
        .collect();
    let mut events = [event];
    let explained = attribute(&mut events, &log);
    let [event] = events;
    assert_eq!(explained, usize::from(event.actor.is_some()));
    assert_eq!(event.actor.is_some(), event.happened.is_some());
    Some((event.actor?, event.happened?.to_string()))
}

fn by(actor: &str, minute: u8) -> Option<(String, String)> {
    Some((actor.into(), format!("2026-11-23T02:{minute:02}:02Z")))
}

#[test]
fn every_kind_of_event_is_explained_by_its_own_activity() {
    let person = json!([{"id": USER, "type": "User"}]);
    let cases = [
        (EventKind::MemberAdded, "Add member to group", both()),
        (EventKind::MemberRemoved, "Remove member from group", both()),
        (EventKind::OwnerAdded, "Add owner to group", both()),
        (EventKind::OwnerRemoved, "Remove owner from group", both()),
        (EventKind::GroupCreated, "Add group", of_group(&[])),
        (EventKind::GroupOrphaned, "Delete group", of_group(&[])),
        (EventKind::GroupReturned, "Restore Group", of_group(&[])),
        (EventKind::UserDisabled, "Disable account", person.clone()),
        (EventKind::UserEnabled, "Enable account", person),
    ];
    for (kind, activity, targets) in &cases {
        for (other, _, _) in &cases {
            let mut event = event(*other);
            if matches!(other, EventKind::UserDisabled | EventKind::UserEnabled) {
                event.group = None;
                event.member = Some(id(USER));
            }
            let log = [line(5, activity, "ada@contoso.example", targets.clone())];
            let expected = (other == kind)
                .then(|| by("ada@contoso.example", 5))
                .flatten();
            assert_eq!(ask(event, &log), expected, "{activity} for {other:?}");
        }
    }
}

#[test]
fn group_may_stand_in_the_modified_properties_alone() {
    let named = |old: Value, new: Value| {
        json!([{"id": USER, "type": "User", "modifiedProperties": [
            {"displayName": "Group.ObjectID", "oldValue": old, "newValue": new},
            {"displayName": "Group.DisplayName", "oldValue": null, "newValue": "\"Sales\""},
        ]}])
    };
    let quoted = json!(format!("\"{GROUP}\""));
    let added = line(
        5,
        "Add member to group",
        "ada",
        named(Value::Null, quoted.clone()),
    );
    assert_eq!(ask(event(EventKind::MemberAdded), &[added]), by("ada", 5));
    let removed = line(
        5,
        "Remove member from group",
        "ada",
        named(quoted, Value::Null),
    );
    assert_eq!(
        ask(event(EventKind::MemberRemoved), &[removed]),
        by("ada", 5)
    );
}

#[test]
fn of_two_groups_only_the_properties_tell_which_one_holds_the_other() {
    let two = |properties: Value| {
        json!([{"id": OTHER, "type": "Group", "modifiedProperties": properties},
               {"id": GROUP, "type": "Group", "modifiedProperties": []}])
    };
    let mut nested = event(EventKind::MemberAdded);
    nested.member = Some(id(OTHER));
    let plain = line(5, "Add member to group", "ada", two(json!([])));
    assert_eq!(ask(nested.clone(), &[plain]), None);
    let property = json!([{"displayName": "Group.ObjectID", "newValue": format!("\"{GROUP}\"")}]);
    let named = line(5, "Add member to group", "ada", two(property));
    assert_eq!(ask(nested.clone(), &[named]), by("ada", 5));
    let wrong = json!([{"displayName": "Group.ObjectID", "newValue": format!("\"{OTHER}\"")}]);
    let reversed = line(5, "Add member to group", "ada", two(wrong));
    assert_eq!(ask(nested, &[reversed]), None);
}

#[test]
fn what_is_not_proved_is_not_known() {
    let add = |minute, who: &str| line(minute, "Add member to group", who, both());
    let remove = |minute, who: &str| line(minute, "Remove member from group", who, both());
    let added = || event(EventKind::MemberAdded);
    // One did it, more than once.
    assert_eq!(ask(added(), &[add(5, "ada"), add(9, "ada")]), by("ada", 9));
    // Two could have done it.
    assert_eq!(ask(added(), &[add(5, "ada"), add(9, "bob")]), None);
    // Undone and done again by another: the last one counts.
    let log = [add(5, "ada"), remove(7, "eve"), add(9, "bob")];
    assert_eq!(ask(added(), &log), by("bob", 9));
    // Undone at last: the line that explains what is seen is not there yet.
    assert_eq!(ask(added(), &[add(5, "ada"), remove(7, "eve")]), None);
    // At one time in both directions: no order.
    assert_eq!(ask(added(), &[add(5, "ada"), remove(5, "eve")]), None);
    assert_eq!(ask(added(), &[]), None);
    // It failed, or nobody is named, or it is about another group.
    let mut failed = add(5, "ada");
    failed["result"] = json!("failure");
    assert_eq!(ask(added(), &[failed]), None);
    let mut nobody = add(5, "ada");
    nobody["initiatedBy"] = Value::Null;
    assert_eq!(ask(added(), &[nobody]), None);
    let mut elsewhere = add(5, "ada");
    elsewhere["targetResources"][0]["id"] = json!(OTHER);
    assert_eq!(ask(added(), &[elsewhere]), None);
    // What was there at the first read is nobody's deed of now.
    let baseline = Event {
        baseline: true,
        ..event(EventKind::GroupCreated)
    };
    assert_eq!(
        ask(baseline, &[line(5, "Add group", "ada", of_group(&[]))]),
        None
    );
}

#[test]
fn change_of_properties_is_explained_only_by_lines_that_name_them() {
    let update =
        |minute, who: &str, names: &[&str]| line(minute, "Update group", who, of_group(names));
    let described = || changed(EventKind::GroupChanged, &["description"]);
    let renamed = || changed(EventKind::GroupRenamed, &["displayName"]);
    assert_eq!(
        ask(described(), &[update(5, "ada", &["Description"])]),
        by("ada", 5)
    );
    assert_eq!(ask(renamed(), &[update(5, "ada", &["Description"])]), None);
    let log = [
        update(5, "ada", &["Description"]),
        update(8, "bob", &["DisplayName"]),
    ];
    assert_eq!(ask(described(), &log), by("ada", 5));
    assert_eq!(ask(renamed(), &log), by("bob", 8));
    let log = [
        update(5, "ada", &["Description"]),
        update(8, "bob", &["Description"]),
    ];
    assert_eq!(ask(described(), &log), None);
    // Bob's line does not say what he changed.
    let log = [update(5, "ada", &["Description"]), update(8, "bob", &[])];
    assert_eq!(ask(described(), &log), None);
    // Both properties at once, one of them unexplained; and one that other activities change.
    let two = changed(EventKind::GroupChanged, &["description", "visibility"]);
    assert_eq!(ask(two, &[update(5, "ada", &["Description"])]), None);
    let licences = changed(EventKind::GroupChanged, &["licences"]);
    assert_eq!(ask(licences, &[update(5, "ada", &["Licences"])]), None);
    // A list of names without the values does not tell whether what is seen is what was set.
    let list = |names: &[&str]| {
        let mut listed = update(5, "ada", names);
        listed["targetResources"][0]["modifiedProperties"][0]["newValue"] =
            json!("\"DisplayName, Description\"");
        listed
    };
    let name = "Included Updated Properties";
    assert_eq!(ask(described(), &[list(&[name])]), None);
    let both = list(&[name, "Description"]);
    assert_eq!(ask(described(), &[both]), by("ada", 5));
    // A change is no reason to doubt who made the group.
    let log = [
        line(5, "Add group", "ada", of_group(&[])),
        update(8, "bob", &["Description"]),
    ];
    assert_eq!(ask(event(EventKind::GroupCreated), &log), by("ada", 5));
}

#[test]
fn change_is_credited_only_to_who_set_the_value_that_is_seen() {
    let of = |field: &str, from: Option<&str>, to: Option<&str>| {
        let mut event = changed(EventKind::GroupChanged, &[field]);
        event.changes[0].from = from.map(str::to_owned);
        event.changes[0].to = to.map(str::to_owned);
        event
    };
    let set = |minute, who: &str, name: &str, new: Value| {
        let property = json!([{"displayName": name, "oldValue": "[\"old\"]", "newValue": new}]);
        let target = json!([{"id": GROUP, "type": "Group", "modifiedProperties": property}]);
        line(minute, "Update group", who, target)
    };
    let seen = || of("displayName", Some("old"), Some("Y"));
    let named = |minute, who: &str, new: &str| set(minute, who, "DisplayName", json!(new));
    for written in ["[\"Y\"]", "\"Y\"", "Y"] {
        assert_eq!(ask(seen(), &[named(5, "ada", written)]), by("ada", 5));
    }
    // Ada set another name; who set this one is not in the log yet.
    assert_eq!(ask(seen(), &[named(5, "ada", "[\"X\"]")]), None);
    let back = [named(5, "ada", "[\"Y\"]"), named(9, "ada", "[\"X\"]")];
    assert_eq!(ask(seen(), &back), None);
    let again = [named(9, "ada", "[\"Y\"]"), named(5, "ada", "[\"X\"]")];
    assert_eq!(ask(seen(), &again), by("ada", 9));
    // The log does not tell the value, or two at one time.
    for silent in [Value::Null, json!("null")] {
        let log = [set(5, "ada", "DisplayName", silent)];
        assert_eq!(ask(seen(), &log), None);
    }
    let both = [named(5, "ada", "[\"Y\"]"), named(5, "ada", "[\"X\"]")];
    assert_eq!(ask(seen(), &both), None);
    // Taken away is a value as well.
    let emptied = || of("description", Some("old"), None);
    let described = |new: Value| [set(5, "ada", "Description", new)];
    assert_eq!(ask(emptied(), &described(json!("[]"))), by("ada", 5));
    assert_eq!(ask(emptied(), &described(json!("[\"\"]"))), by("ada", 5));
    assert_eq!(ask(emptied(), &described(json!("[\"x\"]"))), None);
    assert_eq!(ask(emptied(), &described(Value::Null)), None);
    // Lists in any order.
    let list = || of("proxyAddresses", None, Some(r#"["SMTP:a@x","smtp:b@x"]"#));
    let addresses = |new: &str| [set(5, "ada", "ProxyAddresses", json!(new))];
    let turned = addresses(r#"["smtp:b@x","SMTP:a@x"]"#);
    assert_eq!(ask(list(), &turned), by("ada", 5));
    assert_eq!(ask(list(), &addresses(r#"["SMTP:a@x"]"#)), None);
    // Whoever paused the rule did not write it.
    let rule = || {
        let (from, to) = (
            r#"{"type":"dynamic","rule":"a","state":"On"}"#,
            r#"{"type":"dynamic","rule":"b","state":"On"}"#,
        );
        of("membership", Some(from), Some(to))
    };
    let state = set(5, "ada", "MembershipRuleProcessingState", json!("[\"On\"]"));
    assert_eq!(ask(rule(), &[state]), None);
    let written = set(5, "ada", "MembershipRule", json!("[\"b\"]"));
    assert_eq!(ask(rule(), &[written]), by("ada", 5));
    let public = || of("visibility", Some("Private"), Some("Public"));
    for (name, new, expected) in [
        ("AccessType", "[\"Public\"]", by("ada", 5)),
        ("AccessType", "[\"Private\"]", None),
        ("IsPublic", "[true]", by("ada", 5)),
        ("IsPublic", "[false]", None),
    ] {
        let log = [set(5, "ada", name, json!(new))];
        assert_eq!(ask(public(), &log), expected, "{name} {new}");
    }
}

#[test]
fn actors_are_called_as_members_are_and_guests_by_their_own_address() {
    let who = |by: Value| {
        let mut line = line(5, "Add member to group", "", both());
        line["initiatedBy"] = by;
        ask(event(EventKind::MemberAdded), &[line]).map(|(actor, _)| actor)
    };
    let app = json!({"user": null, "app": {"displayName": "Identity Governance", "appId": "x"}});
    assert_eq!(who(app).as_deref(), Some("Identity Governance"));
    let guest = json!({"user": {"userPrincipalName": "kim_fabrikam.example#EXT#@contoso.example"}});
    assert_eq!(who(guest).as_deref(), Some("kim@fabrikam.example"));
    let named = json!({"user": {"displayName": "Audry Oliver", "userPrincipalName": ""}});
    assert_eq!(who(named).as_deref(), Some("Audry Oliver"));
    assert_eq!(who(json!({"user": {"id": USER}})), None);
    assert_eq!(who(json!({"user": {"displayName": "x#EXT#y"}})), None);
}

#[test]
fn printed_event_of_the_documentation_is_understood() {
    // From Microsoft's documentation, directoryaudit-list.md (CC-BY-4.0).
    let printed = json!({
        "id": "id", "category": "UserManagement", "result": "success",
        "activityDisplayName": "Add member to group",
        "activityDateTime": "2018-01-09T21:20:02.7215374Z",
        "loggedByService": "Core Directory",
        "initiatedBy": {"user": {"id": "728309ae-1a37-4937-9afe-e35d964db09b",
            "displayName": "Audry Oliver", "userPrincipalName": "bob@wingtiptoysonline.com",
            "ipAddress": "127.0.0.1"}, "app": null},
        "targetResources": [
            {"id": GROUP, "displayName": "Example.com", "Type": "Group", "modifiedProperties": [
                {"displayName": "Action Client Name", "oldValue": null, "newValue": "DirectorySync"}],
             "groupType": "unifiedGroups"},
            {"id": USER, "displayName": null, "Type": "User", "modifiedProperties": [],
             "userPrincipalName": "bob@contoso.com"}],
        "additionalDetails": [{"key": "Additional Detail Name", "value": "Additional Detail Value"}],
    });
    let found = ask(event(EventKind::MemberAdded), &[printed]);
    let expected = (
        "bob@wingtiptoysonline.com".into(),
        "2018-01-09T21:20:02Z".into(),
    );
    assert_eq!(found, Some(expected));
}
