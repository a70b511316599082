//! Single objects that no stream told of, twenty to a request.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::body::error_parts;
use super::client::{Ask, Client, Service};
use super::error::{GraphError, GraphErrorKind};
use super::gate::told_wait;
use super::select::{Select, Stream};
use crate::model::{MemberType, ObjectId};

/// The service takes at most this many requests in one.
const SIZE: usize = 20;

/// How often refused parts of a batch are asked for again.
const ROUNDS: usize = 6;

/// An object to look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupRequest {
    /// The object.
    pub id: ObjectId,
    /// Its type, which decides where it is asked for.
    pub kind: MemberType,
}

/// What a look-up gave.
#[derive(Debug, Clone)]
pub enum Lookup {
    /// The object.
    Found(Value),
    /// The directory says that there is none.
    Gone,
    /// The app may not read it.
    Denied,
}

#[derive(Deserialize)]
struct BatchAnswer {
    responses: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    id: String,
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    body: Value,
}

/// Returns the stream that objects of this type are in.
fn stream_of(kind: &MemberType) -> Option<Stream> {
    match kind {
        MemberType::User => Some(Stream::Users),
        MemberType::Group => Some(Stream::Groups),
        MemberType::Device => Some(Stream::Devices),
        MemberType::OrgContact => Some(Stream::Contacts),
        MemberType::ServicePrincipal => Some(Stream::ServicePrincipals),
        MemberType::Other(_) => None,
    }
}

impl Client {
    /// Looks up objects; those of unknown type are left out of the answer.
    ///
    /// # Errors
    /// When a part cannot be had for a reason that may pass: it must never become a gap.
    pub async fn look_up(
        &self,
        requests: &[LookupRequest],
        user_fields: &[String],
    ) -> Result<BTreeMap<ObjectId, Lookup>, GraphError> {
        let mut found = BTreeMap::new();
        let known: Vec<(&LookupRequest, Stream)> = requests
            .iter()
            .filter_map(|request| stream_of(&request.kind).map(|stream| (request, stream)))
            .collect();
        for chunk in known.chunks(SIZE) {
            self.look_up_chunk(chunk, user_fields, &mut found).await?;
        }
        Ok(found)
    }

    async fn look_up_chunk(
        &self,
        chunk: &[(&LookupRequest, Stream)],
        user_fields: &[String],
        found: &mut BTreeMap<ObjectId, Lookup>,
    ) -> Result<(), GraphError> {
        let url = self.options.graph.at("/v1.0/$batch", None);
        let what = "look up members";
        let mut left = chunk.to_vec();
        for round in 0..ROUNDS {
            let parts: Vec<Value> = left
                .iter()
                .map(|(request, stream)| {
                    let select = Select::of(*stream, user_fields).object();
                    json!({
                        "id": request.id.to_string(),
                        "method": "GET",
                        "url": format!("/{stream}/{}?$select={select}", request.id),
                    })
                })
                .collect();
            let body = json!({ "requests": parts });
            let ask = Ask {
                what,
                url: &url,
                service: Service::Graph,
            };
            let answer: BatchAnswer = self
                .call(ask, |http| http.post(url.clone()).json(&body))
                .await?;
            let mut again = Vec::new();
            let mut wait = Duration::ZERO;
            let mut last = None;
            for (request, stream) in left {
                let id = request.id.to_string();
                let part = answer.responses.iter().find(|part| part.id == id);
                match part.map(judge) {
                    Some(Ok(lookup)) => {
                        found.insert(request.id, lookup);
                    }
                    Some(Err((kind, told))) => {
                        wait = wait.max(told.unwrap_or_default());
                        last = Some(kind);
                        again.push((request, stream));
                    }
                    None => again.push((request, stream)),
                }
            }
            if again.is_empty() {
                return Ok(());
            }
            if wait > self.limits().longest_wait || round + 1 == ROUNDS {
                let kind = match last {
                    _ if wait > self.limits().longest_wait => GraphErrorKind::Deferred {
                        seconds: wait.as_secs(),
                    },
                    Some(kind) => kind,
                    None => GraphErrorKind::Unreadable {
                        message: "the batch leaves parts unanswered".to_owned(),
                    },
                };
                return Err(self.error(what, Some(&url), kind));
            }
            let grown = self.limits().first_backoff.saturating_mul(1 << round);
            tokio::time::sleep(if wait.is_zero() { grown } else { wait }).await;
            left = again;
        }
        Ok(())
    }
}

/// Decides what a part of a batch means; an error is one that may pass.
fn judge(part: &Part) -> Result<Lookup, (GraphErrorKind, Option<Duration>)> {
    let (code, codes, message, request_id) = error_parts(&part.body);
    match part.status {
        200..=299 => Ok(Lookup::Found(part.body.clone())),
        404 if codes.iter().any(|code| code == "Request_ResourceNotFound") => Ok(Lookup::Gone),
        401 | 403 => Ok(Lookup::Denied),
        status => {
            let told = part
                .headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("retry-after"))
                .and_then(|(_, value)| match value {
                    Value::String(text) => told_wait(text, Timestamp::now()),
                    other => told_wait(&other.to_string(), Timestamp::now()),
                });
            let kind = GraphErrorKind::Answer {
                status,
                code,
                codes,
                message,
                request_id,
            };
            Err((kind, told))
        }
    }
}
