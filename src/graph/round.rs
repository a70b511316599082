//! One round of a change stream: page after page, link after link, until the delta link.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use super::client::{Ask, Client, Service};
use super::error::{GraphError, GraphErrorKind};
use super::patch::Patch;
use super::select::{Select, Stream};

/// A link to what comes next, without the address it is good for: that is configured, never kept.
///
/// It is opaque, and a key to the directory, so never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

impl fmt::Debug for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Link(..)")
    }
}

/// A page as Graph sends it.
#[derive(Deserialize)]
#[serde(bound = "T: Patch")]
struct RawPage<T> {
    value: Vec<T>,
    #[serde(default, rename = "@odata.nextLink")]
    next: Option<String>,
    #[serde(default, rename = "@odata.deltaLink")]
    delta: Option<String>,
}

/// The objects of a page.
#[derive(Debug)]
pub struct Page<T> {
    /// Objects with a well-formed id, in order of arrival.
    pub objects: Vec<T>,
    /// How many objects were skipped, because their id is missing or malformed.
    pub skipped: usize,
}

/// A round under way.
#[derive(Debug)]
pub struct Round<'c> {
    client: &'c Client,
    stream: Stream,
    next: Option<Url>,
    end: Option<Link>,
    seen: HashSet<[u8; 32]>,
    pages: usize,
    idle_pages: usize,
}

impl<'c> Round<'c> {
    /// Begins a full round: the current state of the stream.
    pub fn full(client: &'c Client, select: &Select) -> Self {
        let path = format!("/v1.0/{}/delta", select.stream);
        let query = format!("$select={}", select.delta());
        let url = client.options.graph.at(&path, Some(&query));
        Self::at(client, select.stream, url)
    }

    /// Goes on where an earlier round ended.
    ///
    /// # Errors
    /// When the link does not point to the configured address; nothing is sent then.
    pub fn resume(client: &'c Client, stream: Stream, link: &Link) -> Result<Self, GraphError> {
        let url = client.options.graph.rejoin(&link.0);
        let url = url.map_err(|host| client.foreign(stream, &host))?;
        Ok(Self::at(client, stream, url))
    }

    fn at(client: &'c Client, stream: Stream, url: Url) -> Self {
        Self {
            client,
            stream,
            next: Some(url),
            end: None,
            seen: HashSet::new(),
            pages: 0,
            idle_pages: 0,
        }
    }

    /// Returns the next page, or `None` when the round is complete.
    ///
    /// # Errors
    /// When the page cannot be read, or the pages do not end.
    pub async fn next_page<T: Patch>(&mut self) -> Result<Option<Page<T>>, GraphError> {
        let Some(url) = self.next.take() else {
            return Ok(None);
        };
        let limits = self.client.limits();
        self.pages += 1;
        let reason = if !self
            .seen
            .insert(*blake3::hash(url.as_str().as_bytes()).as_bytes())
        {
            Some(format!("a link came twice within {} pages", self.pages))
        } else if self.pages > limits.pages {
            Some(format!("more than {} pages", limits.pages))
        } else if self.idle_pages >= limits.idle_pages {
            Some(format!("{} pages in a row change nothing", self.idle_pages))
        } else {
            None
        };
        let what = format!("read {}", self.stream);
        if let Some(reason) = reason {
            let kind = GraphErrorKind::Endless { reason };
            return Err(self.client.error(&what, Some(&url), kind));
        }
        let ask = Ask {
            what: &what,
            url: &url,
            service: Service::Graph,
        };
        let page: RawPage<T> = self.client.call(ask, |http| http.get(url.clone())).await?;
        match (page.next, page.delta) {
            (Some(link), _) => self.next = Some(self.client.checked(self.stream, &link)?),
            (None, Some(link)) => {
                let url = self.client.checked(self.stream, &link)?;
                self.end = Some(Link(self.client.options.graph.below(&url)));
            }
            (None, None) => {
                let message = "the page has no link to what comes next".to_owned();
                let kind = GraphErrorKind::Unreadable { message };
                return Err(self.client.error(&what, Some(&url), kind));
            }
        }
        let all = page.value.len();
        let objects: Vec<T> = page
            .value
            .into_iter()
            .filter(|object| object.id().is_some())
            .collect();
        Ok(Some(Page {
            skipped: all - objects.len(),
            objects,
        }))
    }

    /// Notes whether the last page changed anything; pages that never do are no round.
    pub fn note(&mut self, changed: bool) {
        self.idle_pages = if changed { 0 } else { self.idle_pages + 1 };
    }

    /// Returns how many pages were read.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// Returns the link to what changes from now on, once the round is complete.
    pub fn into_link(self) -> Option<Link> {
        self.end
    }
}

impl Client {
    /// Checks a link before anything is sent to it.
    fn checked(&self, stream: Stream, link: &str) -> Result<Url, GraphError> {
        let checked = self.options.graph.check(link);
        checked.map_err(|host| self.foreign(stream, &host))
    }

    fn foreign(&self, stream: Stream, host: &str) -> GraphError {
        let host = super::redact(host);
        let kind = GraphErrorKind::ForeignLink { host };
        self.error(&format!("read {stream}"), None, kind)
    }
}
