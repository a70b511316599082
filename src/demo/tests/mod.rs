//! Claims about the demo directory as a whole, through its router.

mod requests;
mod rounds;
mod story;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::DemoTenant;
use super::object::Kind;
use super::reply::Reply;
use super::route::{Request, Stage, answer};

const BASE: &str = "http://127.0.0.1:1";

/// Asks the server as it is at a point in time.
struct Reader {
    token: String,
    state: u32,
}

impl Reader {
    fn new(tenant: &DemoTenant, state: u32) -> Self {
        let form =
            "grant_type=client_credentials&client_id=demo&client_secret=demo&scope=x%2F.default";
        let request = Request {
            method: "POST",
            url: &format!("/{}/oauth2/v2.0/token", tenant.id),
            authorization: None,
            body: form.as_bytes(),
        };
        let reply = answer(&request, Stage { base: BASE, state });
        let token = reply.body["access_token"].as_str().expect("a token");
        Self {
            token: format!("Bearer {token}"),
            state,
        }
    }

    fn ask(&self, method: &str, url: &str, body: &[u8]) -> Reply {
        let request = Request {
            method,
            url,
            authorization: Some(&self.token),
            body,
        };
        answer(
            &request,
            Stage {
                base: BASE,
                state: self.state,
            },
        )
    }

    fn get(&self, url: &str) -> Reply {
        self.ask("GET", url, b"")
    }

    /// Reads a round to its end; returns its pages and the delta link.
    fn round(&self, url: &str) -> (Vec<Value>, String) {
        let mut pages = Vec::new();
        let mut url = url.to_owned();
        loop {
            let reply = self.get(&url);
            assert_eq!(reply.status, 200, "{url}: {}", reply.body);
            pages.push(reply.body["value"].clone());
            assert!(pages.len() < 100, "the round ends");
            let link = |key: &str| {
                reply.body[key].as_str().map(|link| {
                    link.strip_prefix(BASE)
                        .expect("on its own address")
                        .to_owned()
                })
            };
            match (link("@odata.nextLink"), link("@odata.deltaLink")) {
                (Some(next), None) => url = next,
                (None, Some(delta)) => return (pages, delta),
                links => unreachable!("a page has one of the two: {links:?}"),
            }
        }
    }
}

/// Members and owners: relation and id.
type Edges = BTreeSet<(String, String)>;

/// What a reader knows of one stream: properties and edges by id.
#[derive(Debug, Default, Clone, PartialEq)]
struct Known(BTreeMap<String, (Map<String, Value>, Edges)>);

impl Known {
    fn apply(&mut self, pages: &[Value]) {
        for object in pages
            .iter()
            .flat_map(|page| page.as_array().expect("a list"))
        {
            let id = object["id"].as_str().expect("an id").to_owned();
            if object.get("@removed").is_some() {
                self.0.remove(&id);
                continue;
            }
            let (properties, edges) = self.0.entry(id).or_default();
            for (key, value) in object.as_object().expect("an object") {
                match key.strip_suffix("@delta") {
                    None if value.is_null() => drop(properties.remove(key)),
                    None => drop(properties.insert(key.clone(), value.clone())),
                    Some(relation) => {
                        for entry in value.as_array().expect("a list") {
                            let edge = (relation.to_owned(), entry["id"].to_string());
                            match entry.get("@removed") {
                                None => edges.insert(edge),
                                Some(_) => edges.remove(&edge),
                            };
                        }
                    }
                }
            }
        }
    }

    fn of(reader: &Reader, stream: &str) -> (Self, String) {
        let (pages, link) = reader.round(stream);
        let mut known = Self::default();
        known.apply(&pages);
        (known, link)
    }
}

fn stream(kind: Kind) -> String {
    let mut names = vec!["id"];
    names.extend(kind.properties());
    if kind == Kind::Group {
        names.extend(["members", "owners"]);
    }
    format!("/v1.0/{}/delta?$select={}", kind.path(), names.join(","))
}
