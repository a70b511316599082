//! The scripted Graph itself: token endpoint, delta rounds, single reads, batches, a fault plan.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};

use super::http::{Handler, Reply, Request, serve};
use super::pages::{PageStyle, full, is_listed, since};
use super::world::World;

/// Answers instead of the directory, by request and how many times the same resource was asked.
pub type Fault = dyn Fn(&Request, usize) -> Option<Reply> + Send + Sync;

struct State {
    world: World,
    style: PageStyle,
    fault: Option<Arc<Fault>>,
    requests: Vec<Request>,
    rounds: BTreeMap<usize, (Vec<Vec<Value>>, usize)>,
    token: usize,
    /// A further token that is good.
    given: Option<String>,
    /// Seconds that a token lives.
    lifetime: Value,
}

/// A directory that can be read over HTTP.
pub struct FakeGraph {
    pub base: String,
    state: Arc<Mutex<State>>,
}

impl FakeGraph {
    pub fn start(world: World) -> Self {
        Self::start_with(world, serve)
    }

    /// Starts the directory behind a server of another kind.
    pub fn start_with(world: World, serve: impl FnOnce(Arc<Handler>) -> String) -> Self {
        let state = Arc::new(Mutex::new(State {
            world,
            style: PageStyle::default(),
            fault: None,
            requests: Vec::new(),
            rounds: BTreeMap::new(),
            token: 0,
            given: None,
            lifetime: json!(3599),
        }));
        let base = Arc::new(Mutex::new(String::new()));
        let (handled, known) = (Arc::clone(&state), Arc::clone(&base));
        let address = serve(Arc::new(move |request| {
            let base = known.lock().expect("lock").clone();
            handle(&handled, &base, request)
        }));
        base.lock().expect("lock").clone_from(&address);
        Self {
            base: address,
            state,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics inside the server")
    }

    /// Changes the directory.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        change(&mut self.lock().world)
    }

    pub fn set_style(&self, style: PageStyle) {
        self.lock().style = style;
    }

    pub fn set_lifetime(&self, lifetime: Value) {
        self.lock().lifetime = lifetime;
    }

    pub fn set_fault(
        &self,
        fault: impl Fn(&Request, usize) -> Option<Reply> + Send + Sync + 'static,
    ) {
        self.lock().fault = Some(Arc::new(fault));
    }

    pub fn clear_fault(&self) {
        self.lock().fault = None;
    }

    /// Takes this token, which nobody asked for here.
    pub fn accept_token(&self, token: &str) {
        self.lock().given = Some(token.to_owned());
    }

    /// Makes every token so far worthless.
    pub fn expire_tokens(&self) {
        self.lock().token += 1000;
    }

    /// Takes the requests that arrived since the last time, as `METHOD resource`.
    pub fn take_requests(&self) -> Vec<String> {
        let requests = std::mem::take(&mut self.lock().requests);
        let names = requests
            .iter()
            .map(|request| format!("{} {}", request.method, request.resource()));
        names.collect()
    }

    pub fn requests(&self) -> Vec<Request> {
        self.lock().requests.clone()
    }
}

fn handle(state: &Mutex<State>, base: &str, request: Request) -> Reply {
    let (fault, nth) = {
        let mut state = state.lock().expect("lock");
        state.requests.push(request.clone());
        let same = |other: &&Request| other.resource() == request.resource();
        let nth = state.requests.iter().filter(same).count();
        (state.fault.clone(), nth)
    };
    if let Some(reply) = fault.and_then(|fault| fault(&request, nth)) {
        return reply;
    }
    let mut state = state.lock().expect("lock");
    if request.path.ends_with("/oauth2/v2.0/token") {
        return sign_in(&mut state, &request);
    }
    let token = request
        .header("authorization")
        .and_then(|it| it.strip_prefix("Bearer "));
    let own = format!("opaque-{}", state.token);
    if token.is_none_or(|token| token != own && Some(token) != state.given.as_deref()) {
        return Reply::error(401, "InvalidAuthenticationToken");
    }
    match request.resource() {
        "organization" => organization(&state.world),
        "$batch" => batch(&state.world, &request),
        "groups/delta" | "users/delta" | "devices/delta" => delta(&mut state, base, &request),
        related if related.split('/').count() == 3 => edges(&state, base, &request),
        single => match read(&state.world, single) {
            (200, body) => Reply::json(200, &body),
            (status, _) => Reply::error(status, "Request_ResourceNotFound"),
        },
    }
}

fn sign_in(state: &mut State, request: &Request) -> Reply {
    let form = String::from_utf8_lossy(&request.body).into_owned();
    let right = request
        .path
        .starts_with(&format!("/{}/", state.world.tenant))
        && form.contains("grant_type=client_credentials")
        && form.contains("%2F.default");
    if !right || form.contains("client_secret=wrong") {
        let body = json!({
            "error": "invalid_client",
            "error_description": "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: x",
            "error_codes": [7000215],
            "trace_id": "255d1aef-8c98-452f-ac51-23d051240864",
        });
        return Reply::json(401, &body);
    }
    state.token += 1;
    let body = json!({
        "token_type": "Bearer",
        "expires_in": state.lifetime,
        "access_token": format!("opaque-{}", state.token),
    });
    Reply::json(200, &body)
}

fn organization(world: &World) -> Reply {
    let body = json!({"value": [{
        "id": world.tenant,
        "displayName": world.name,
        "verifiedDomains": [{"name": "contoso.example", "isDefault": true, "isInitial": false}],
        "somethingNew": {"deep": [1, 2, 3]},
    }]});
    Reply::json(200, &body)
}

fn delta(state: &mut State, base: &str, request: &Request) -> Reply {
    let stream = request.resource().trim_end_matches("/delta").to_owned();
    let parameter = |name: &str| {
        let front = format!("{name}=");
        request
            .query
            .split('&')
            .find_map(|part| part.strip_prefix(&front))
    };
    let forbidden = ["$top", "$orderby", "$expand", "$filter"];
    if forbidden.iter().any(|name| parameter(name).is_some()) {
        return Reply::error(400, "Request_UnsupportedQuery");
    }
    let (round, at) = if let Some(token) = parameter("$skiptoken") {
        let Some((round, at)) = token.split_once('.') else {
            return Reply::error(404, "UnknownError");
        };
        (round.parse().unwrap_or(0), at.parse().unwrap_or(0))
    } else {
        let end = state.world.log.len();
        let pages = match parameter("$deltatoken") {
            Some("latest") => vec![Vec::new()],
            Some(from) => match from.parse() {
                Ok(from) => since(&state.world, &stream, from, state.style),
                Err(_) => return Reply::error(400, "syncStateNotFound"),
            },
            None => match parameter("$select") {
                Some(select) if stream != "groups" || select.ends_with(",members,owners") => {
                    full(&state.world, &stream, state.style)
                }
                _ => return Reply::error(400, "Request_BadRequest"),
            },
        };
        let round = state.rounds.len() + 1;
        state.rounds.insert(round, (pages, end));
        (round, 0)
    };
    let Some((pages, end)) = state.rounds.get(&round) else {
        return Reply::error(410, "resyncRequired");
    };
    let mut body = json!({
        "@odata.context": format!("{base}/v1.0/$metadata#{stream}"),
        "value": pages.get(at).cloned().unwrap_or_default(),
    });
    if at + 1 < pages.len() {
        let link = format!("{base}/v1.0/{stream}/delta?$skiptoken={round}.{}", at + 1);
        body["@odata.nextLink"] = json!(link);
    } else {
        let link = format!("{base}/v1.0/{stream}/delta?$deltatoken={end}");
        body["@odata.deltaLink"] = json!(link);
    }
    Reply::json(200, &body)
}

fn read(world: &World, resource: &str) -> (u16, Value) {
    let path = resource.split('?').next().unwrap_or_default();
    let found = path.split_once('/').and_then(|(stream, id)| {
        let object = world.objects.get(stream)?.get(id)?;
        (!object.deleted).then(|| {
            let mut value = Value::Object(object.properties.clone());
            value["id"] = json!(id);
            value
        })
    });
    match found {
        Some(value) => (200, value),
        None => (
            404,
            json!({"error": {"code": "Request_ResourceNotFound", "message": "gone"}}),
        ),
    }
}

/// `GET /groups/{id}/members` and `…/owners`: no people who are deleted softly, no applications, and
/// nothing of a hidden membership.
fn edges(state: &State, base: &str, request: &Request) -> Reply {
    let path: Vec<&str> = request.resource().split('/').collect();
    let group = (state.world.objects.get(path[0])).and_then(|objects| objects.get(path[1]));
    let Some(group) = group.filter(|group| !group.deleted) else {
        return Reply::error(404, "Request_ResourceNotFound");
    };
    let hidden = group.properties.get("visibility") == Some(&json!("HiddenMembership"));
    let listed = group.edges.get(path[2]).into_iter().flatten();
    let listed = listed.filter(|(id, kind)| {
        **kind != "servicePrincipal" && !hidden && is_listed(&state.world, id)
    });
    let all: Vec<Value> = listed
        .map(|(id, kind)| json!({"@odata.type": format!("#microsoft.graph.{kind}"), "id": id}))
        .collect();
    let at = request
        .query
        .split("skip=")
        .nth(1)
        .map_or(0, |at| at.parse().unwrap_or(0));
    let end = (at + state.style.edges).min(all.len());
    let mut body = json!({"value": all[at.min(end)..end]});
    if end < all.len() {
        let link = format!("{base}/v1.0/{}?$top=999&skip={end}", request.resource());
        body["@odata.nextLink"] = json!(link);
    }
    Reply::json(200, &body)
}

fn batch(world: &World, request: &Request) -> Reply {
    let body: Value = serde_json::from_slice(&request.body).expect("a batch");
    let parts = body["requests"].as_array().expect("requests");
    if parts.len() > 20 {
        return Reply::error(400, "Request_BadRequest");
    }
    let responses: Vec<Value> = parts
        .iter()
        .rev()
        .map(|part| {
            let url = part["url"].as_str().expect("a url").trim_start_matches('/');
            let (status, body) = read(world, url);
            json!({"id": part["id"], "status": status, "headers": {}, "body": body})
        })
        .collect();
    Reply::json(200, &json!({ "responses": responses }))
}
