//! Direct reads, batches, and requests that nobody should send.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{BASE, Known, Reader, stream};
use crate::demo::object::Kind;
use crate::demo::{STATES, tenants};

#[test]
fn same_request_gives_the_same_bytes() {
    let [contoso, ..] = tenants();
    for url in [
        stream(Kind::Group),
        stream(Kind::User),
        "/v1.0/organization".to_owned(),
    ] {
        let bytes = |_| Reader::new(&contoso, 3).get(&url).body.to_string();
        let [one, other] = [0, 1].map(bytes);
        assert_eq!(one, other);
    }
}

#[test]
fn direct_reads_agree_with_the_streams() {
    let [contoso, ..] = tenants();
    let reader = Reader::new(&contoso, STATES - 1);
    let (known, _) = Known::of(&reader, &stream(Kind::Group));
    for (id, (properties, edges)) in &known.0 {
        let group = reader.get(&format!("/v1.0/groups/{id}"));
        assert_eq!(group.status, 200);
        for (key, value) in properties {
            assert_eq!(&group.body[key], value, "{id} {key}");
        }
        if properties.get("visibility") == Some(&json!("HiddenMembership")) {
            continue;
        }
        for relation in ["members", "owners"] {
            let mut found = BTreeSet::new();
            let mut url = format!("/v1.0/groups/{id}/{relation}?$select=id&$top=150");
            loop {
                let reply = reader.get(&url);
                let page = reply.body["value"].as_array().expect("a list");
                found.extend(page.iter().map(|entry| entry["id"].to_string()));
                match reply.body["@odata.nextLink"].as_str() {
                    Some(next) => url = next.replacen(BASE, "", 1),
                    None => break,
                }
            }
            let told = edges.iter().filter(|(of, _)| of == relation);
            let mut told: BTreeSet<String> = told.map(|(_, id)| id.clone()).collect();
            // The streams keep those in the bin, direct reads do not.
            told.retain(|id| found.contains(id) || !in_bin(&reader, id));
            assert_eq!(found, told, "{id} {relation}");
        }
    }
}

fn in_bin(reader: &Reader, id: &str) -> bool {
    let id = id.trim_matches('"');
    ["users", "groups"]
        .into_iter()
        .all(|kind| reader.get(&format!("/v1.0/{kind}/{id}")).status == 404)
}

#[test]
fn batch_answers_each_part_on_its_own() {
    let [contoso, ..] = tenants();
    let reader = Reader::new(&contoso, 0);
    let mira = crate::demo::encoding::guid_of(&["contoso", "user", "mira.okafor"]);
    let part =
        |id: &str, method: &str, url: String| json!({ "id": id, "method": method, "url": url });
    let body = json!({ "requests": [
        part("1", "GET", format!("/users/{mira}?$select=id,mail")),
        part("2", "GET", format!("devices/{mira}")),
        part("3", "DELETE", format!("/users/{mira}")),
        part("4", "GET", "/$batch".to_owned()),
    ]});
    let reply = reader.ask("POST", "/v1.0/$batch", body.to_string().as_bytes());
    let answers: BTreeMap<String, (Value, Value)> = reply.body["responses"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| {
            (
                it["id"].to_string(),
                (it["status"].clone(), it["body"].clone()),
            )
        })
        .collect();
    let statuses: Vec<u64> = answers
        .values()
        .filter_map(|(status, _)| status.as_u64())
        .collect();
    assert_eq!(statuses, [200, 404, 405, 400]);
    assert_eq!(answers["\"1\""].1["mail"], "mira.okafor@contoso.example");
    assert_eq!(
        answers["\"2\""].1["error"]["code"],
        "Request_ResourceNotFound"
    );
    let many: Vec<Value> = (0..21)
        .map(|id| part(&id.to_string(), "GET", "/organization".into()))
        .collect();
    let twice = [
        part("1", "GET", "/organization".into()),
        part("1", "GET", "/organization".into()),
    ];
    for body in [
        json!({ "requests": many }).to_string(),
        json!({ "requests": twice }).to_string(),
        json!({ "requests": [1, null, {}] }).to_string(),
        "{".to_owned(),
        String::new(),
    ] {
        assert_eq!(
            reader.ask("POST", "/v1.0/$batch", body.as_bytes()).status,
            400,
            "{body}"
        );
    }
}

#[test]
fn odd_requests_get_an_error_of_graph_and_no_panic() {
    let [contoso, fabrikam, _] = tenants();
    let reader = Reader::new(&contoso, 0);
    let foreign = Reader::new(&fabrikam, 0)
        .round("/v1.0/groups/delta?$select=id")
        .1;
    let users = reader.round("/v1.0/users/delta?$select=id").1;
    let token = users.split_once("$deltatoken=").expect("a token").1;
    for (url, status) in [
        ("", 400),
        ("/", 400),
        ("//", 400),
        ("/beta/groups/delta", 400),
        ("/v1.0", 400),
        ("/v1.0/", 400),
        ("/v1.0/groups", 400),
        ("/v1.0/nothing/delta", 400),
        ("/v1.0/groups/delta/more", 400),
        ("/v1.0/groups/not-an-id", 404),
        ("/v1.0/groups/%ff%00%/members", 404),
        ("/v1.0/users/00000000-0000-0000-0000-000000000000", 404),
        ("/v1.0/groups/delta?$top=5", 400),
        ("/v1.0/groups/delta?$expand=members", 400),
        ("/v1.0/users/delta?$orderby=displayName", 400),
        ("/v1.0/groups/delta?$select=secret", 400),
        ("/v1.0/users/delta?$select=members", 400),
        ("/v1.0/groups/delta?$deltatoken=AAAA", 410),
        ("/v1.0/groups/delta?$deltatoken=%F0%9F%92%A9.x", 410),
        ("/v1.0/groups/delta?$skiptoken=AAAA", 400),
        (&foreign, 410),
        (&format!("/v1.0/groups/delta?$deltatoken={token}"), 410),
        (&format!("/v1.0/users/delta?$skiptoken={token}"), 400),
    ] {
        let reply = reader.get(url);
        assert_eq!(reply.status, status, "{url}: {}", reply.body);
        assert!(reply.body["error"]["code"].is_string(), "{url}");
        assert_eq!(reply.location.is_some(), status == 410, "{url}");
    }
    for method in ["POST", "PATCH", "DELETE", "HEAD", "\u{202e}"] {
        assert_eq!(
            reader.ask(method, "/v1.0/organization", b"").status,
            405,
            "{method}"
        );
    }
    let sealed = |text: &str| crate::demo::encoding::seal(text);
    for text in [
        "delta|contoso|groups|99|id",
        "delta|contoso|groups|-1|id",
        "delta|contoso|groups|18446744073709551616|id",
        "delta|contoso|groups|0|secret",
    ] {
        let url = format!("/v1.0/groups/delta?$deltatoken={}", sealed(text));
        assert_eq!(reader.get(&url).status, 410, "{text}");
    }
    // A page beyond the last one is empty and ends the round.
    let far = sealed("page|contoso|groups||0|18446744073709551615|id");
    let reply = reader.get(&format!("/v1.0/groups/delta?$skiptoken={far}"));
    assert_eq!(reply.body["value"], json!([]));
    assert!(reply.body["@odata.deltaLink"].is_string());
}

#[test]
fn reset_names_where_a_new_round_begins() {
    let [contoso, ..] = tenants();
    let reader = Reader::new(&contoso, 0);
    let reply = reader.get("/v1.0/groups/delta?$deltatoken=old");
    let location = reply.location.expect("a location");
    assert_eq!(location, format!("{BASE}/v1.0/groups/delta?$deltatoken="));
    let (pages, _) = reader.round(&location[BASE.len()..]);
    assert!(pages.len() > 1, "a full round");
}
