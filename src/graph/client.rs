//! One tenant's client: every request passes here, with its limits, retries and counts.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, RETRY_AFTER};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;
use url::Url;

use super::auth::{Claims, Credential, DevicePrompt, TokenStore};
use super::base::{Base, without_query};
use super::body::{Answer, connection};
use super::connector::Connector;
use super::environment::Environment;
use super::error::{GraphError, GraphErrorKind};
use super::gate::{Backoff, Gate, guid, told_wait};
use super::limits::Limits;
use crate::model::{TenantId, TenantKey};

/// How often an answer that cannot be parsed is asked for again.
const UNREADABLE_TRIES: usize = 2;

/// What a caller may want to show while a client works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientEvent {
    /// The server asked to wait this long.
    Waiting {
        /// The tenant that waits.
        tenant: TenantKey,
        /// The wait.
        wait: Duration,
    },
    /// A person has to sign in.
    Prompt(DevicePrompt),
}

/// What a client is made of.
#[derive(Clone)]
pub struct ClientOptions {
    /// The tenant, as messages name it.
    pub tenant: TenantKey,
    /// The directory.
    pub tenant_id: TenantId,
    /// Where Graph answers.
    pub graph: Base,
    /// Where the sign-in service answers.
    pub login: Base,
    /// The app.
    pub client_id: Option<String>,
    /// How the app proves who it is.
    pub credential: Credential,
    /// Where secrets come from.
    pub environment: Environment,
    /// The bounds.
    pub limits: Limits,
    /// How many requests may be under way at once, over all tenants of a run.
    pub permits: Arc<Semaphore>,
    /// Takes what a caller may want to show.
    pub on_event: Arc<dyn Fn(ClientEvent) + Send + Sync>,
}

/// How many requests were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RequestCounts {
    /// To Graph.
    pub graph: u64,
    /// For tokens.
    pub tokens: u64,
}

/// Whom a request is for; it decides on the token and on how errors are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    /// Graph itself.
    Graph,
    /// The sign-in service.
    SignIn,
    /// A service that hands out tokens of jobs.
    Other,
    /// The machine's own service, on its own network.
    Machine,
}

/// What is asked of whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) what: &'a str,
    pub(super) url: &'a Url,
    pub(super) service: Service,
}

/// Reads one tenant.
pub struct Client {
    pub(super) options: ClientOptions,
    pub(super) tokens: TokenStore,
    connector: Arc<Connector>,
    gate: Gate,
    graph_requests: AtomicU64,
    token_requests: AtomicU64,
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Client({})", self.options.tenant)
    }
}

/// Why a try failed, and whether another one may help.
struct Failure {
    kind: GraphErrorKind,
    told: Option<Duration>,
    may_help: bool,
}

impl Client {
    /// Makes a client; nothing is sent before the first call.
    pub fn new(options: ClientOptions, connector: Arc<Connector>) -> Self {
        Self {
            options,
            tokens: TokenStore::default(),
            connector,
            gate: Gate::default(),
            graph_requests: AtomicU64::new(0),
            token_requests: AtomicU64::new(0),
        }
    }

    /// Returns the tenant that the client reads.
    pub fn tenant(&self) -> &TenantKey {
        &self.options.tenant
    }

    /// Returns the address that Graph answers at.
    pub fn graph_address(&self) -> String {
        self.options.graph.text()
    }

    /// Returns the bounds of the client.
    pub fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// Returns how many requests were made so far.
    pub fn requests(&self) -> RequestCounts {
        RequestCounts {
            graph: self.graph_requests.load(Ordering::Relaxed),
            tokens: self.token_requests.load(Ordering::Relaxed),
        }
    }

    /// Signs in, if that was not done yet, and returns what the token says of itself.
    ///
    /// # Errors
    /// When no token is to be had.
    pub async fn claims(&self) -> Result<Claims, GraphError> {
        Ok(self.token().await?.claims)
    }

    pub(super) fn error(&self, asked: &str, url: Option<&Url>, kind: GraphErrorKind) -> GraphError {
        GraphError {
            tenant: self.options.tenant.clone(),
            asked: asked.to_owned(),
            url: url.map(without_query),
            kind: Box::new(kind),
        }
    }

    pub(super) fn sign_in_error(&self, kind: GraphErrorKind) -> GraphError {
        self.error("sign in", None, kind)
    }

    /// Makes a request until it succeeds or nothing more helps.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        ask: Ask<'_>,
        make: impl Fn(&reqwest::Client) -> reqwest::RequestBuilder + Send + Sync,
    ) -> Result<T, GraphError> {
        let limits = &self.options.limits;
        let fail = |kind| self.error(ask.what, Some(ask.url), kind);
        let mut backoff = Backoff::new(limits.first_backoff, limits.tries);
        let mut deadline = Instant::now() + limits.stall;
        let (mut told_waits, mut unreadable, mut renewed) = (0, 0, false);
        loop {
            let waiting = Instant::now();
            let token = match ask.service {
                Service::Graph => Some(Box::pin(self.token()).await?.secret),
                _ => None,
            };
            let permit = self.permit().await;
            deadline += waiting.elapsed();
            let tried = self.attempt(&ask, &make, token.as_ref(), deadline).await;
            drop(permit);
            let failure = match tried {
                Ok(answer) if answer.is_success() => match answer.json() {
                    Ok(value) => {
                        self.gate.succeeded();
                        return Ok(value);
                    }
                    Err(kind) => {
                        unreadable += 1;
                        Failure {
                            may_help: unreadable <= UNREADABLE_TRIES
                                && matches!(kind, GraphErrorKind::Unreadable { .. }),
                            told: None,
                            kind,
                        }
                    }
                },
                Ok(answer) => {
                    let refused = answer.status == 401 && !renewed;
                    if let Some(token) = token.as_ref().filter(|_| refused)
                        && self.options.credential.is_renewable()
                    {
                        renewed = true;
                        self.forget_token(token).await;
                        continue;
                    }
                    self.judge(&ask, &answer)
                }
                Err(failure) => failure,
            };
            self.log(&ask, &failure);
            match failure.told.filter(|_| failure.may_help) {
                Some(wait) if wait > limits.longest_wait => {
                    return Err(fail(GraphErrorKind::Deferred {
                        seconds: wait.as_secs(),
                    }));
                }
                Some(wait) if told_waits < limits.told_tries => {
                    told_waits += 1;
                    self.gate.close(wait);
                    (self.options.on_event)(ClientEvent::Waiting {
                        tenant: self.options.tenant.clone(),
                        wait,
                    });
                }
                Some(_) => return Err(fail(failure.kind)),
                None => {
                    let wait = backoff.next().filter(|_| failure.may_help);
                    match wait {
                        Some(wait) if self.gate.take_retry() => tokio::time::sleep(wait).await,
                        _ => return Err(fail(failure.kind)),
                    }
                }
            }
        }
    }

    /// Waits for a place among the requests under way, at a time when calls are welcome.
    async fn permit(&self) -> SemaphorePermit<'_> {
        loop {
            self.gate.pass().await;
            let permit = self
                .options
                .permits
                .acquire()
                .await
                .expect("the run never closes its permits");
            if self.gate.is_open() {
                return permit;
            }
        }
    }

    async fn attempt(
        &self,
        ask: &Ask<'_>,
        make: impl Fn(&reqwest::Client) -> reqwest::RequestBuilder,
        token: Option<&SecretString>,
        deadline: Instant,
    ) -> Result<Answer, Failure> {
        let limits = &self.options.limits;
        let final_failure = |kind| Failure {
            kind,
            told: None,
            may_help: false,
        };
        let remains = deadline.saturating_duration_since(Instant::now());
        let stalled = GraphErrorKind::Stalled {
            seconds: limits.stall.as_secs(),
        };
        if remains.is_zero() {
            return Err(final_failure(stalled));
        }
        let local = match ask.service {
            Service::Graph => self.options.graph.is_loopback(),
            Service::SignIn => self.options.login.is_loopback(),
            Service::Machine => true,
            Service::Other => ask.url.scheme() == "http",
        };
        let http = self.connector.pool(local, limits).map_err(final_failure)?;
        let mut request = make(http)
            .header(ACCEPT, "application/json")
            .header("client-request-id", guid());
        if let Some(token) = token {
            request = request
                .bearer_auth(token.expose_secret())
                .header("x-ms-throttle-priority", "Low");
        }
        let counter = match ask.service {
            Service::Graph => &self.graph_requests,
            _ => &self.token_requests,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        let answer = async {
            let response = request.send().await.map_err(connection)?;
            Answer::read(response, limits.page_bytes).await
        };
        match tokio::time::timeout(remains.min(limits.call), answer).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(kind)) => Err(Failure {
                may_help: matches!(kind, GraphErrorKind::Connection { .. }),
                told: None,
                kind,
            }),
            Err(_) => Err(final_failure(stalled)),
        }
    }

    /// Decides what an answer that is not good means.
    fn judge(&self, ask: &Ask<'_>, answer: &Answer) -> Failure {
        /// Numbers of the sign-in service that mean: try again.
        const PASSING: [u64; 3] = [90033, 90024, 90055];
        let kind = match ask.service {
            Service::SignIn => answer.sign_in_error(),
            _ => answer.graph_error(),
        };
        let passing = match &kind {
            GraphErrorKind::SignIn { code, numbers, .. } => {
                code == "temporarily_unavailable"
                    || numbers.iter().any(|number| PASSING.contains(number))
            }
            _ => false,
        };
        let may_help = passing || matches!(answer.status, 408 | 423 | 429 | 500 | 502 | 503 | 504);
        let told = answer
            .header(RETRY_AFTER.as_str())
            .and_then(|value| told_wait(value, Timestamp::now()));
        Failure {
            kind,
            told,
            may_help,
        }
    }

    fn log(&self, ask: &Ask<'_>, failure: &Failure) {
        tracing::debug!(
            tenant = %self.options.tenant,
            url = %without_query(ask.url),
            told_wait = failure.told.map(|wait| wait.as_secs_f64()),
            again = failure.may_help,
            "cannot {}: {}",
            ask.what,
            failure.kind
        );
    }
}
