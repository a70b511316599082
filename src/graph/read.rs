//! Ordinary reads: the directory itself, and single groups.

use serde::Deserialize;

use super::client::{Ask, Client, Service};
use super::error::{GraphError, GraphErrorKind};
use super::patch::{EdgePatch, GroupPatch, OrganizationPatch};
use super::select::Select;
use crate::model::GroupId;

/// What is asked of the directory itself.
const ORGANIZATION: &str = "id,displayName,verifiedDomains";

/// The page size of ordinary lists; larger ones are refused.
const LIST_PAGE: usize = 999;

#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) value: Vec<T>,
    #[serde(default, rename = "@odata.nextLink")]
    pub(super) next: Option<String>,
}

impl Client {
    /// Reads the directory's id, name and domains.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn organization(&self) -> Result<OrganizationPatch, GraphError> {
        let query = format!("$select={ORGANIZATION}");
        let url = self.options.graph.at("/v1.0/organization", Some(&query));
        let what = "read the organization";
        let ask = Ask {
            what,
            url: &url,
            service: Service::Graph,
        };
        let list: List<OrganizationPatch> = self.call(ask, |http| http.get(url.clone())).await?;
        list.value.into_iter().next().ok_or_else(|| {
            let message = "the answer names no organization".to_owned();
            self.error(what, Some(&url), GraphErrorKind::Unreadable { message })
        })
    }

    /// Tries whether a stream may be read, with one request that transfers no object.
    ///
    /// # Errors
    /// When it may not, or cannot.
    pub async fn try_stream(&self, select: &Select) -> Result<(), GraphError> {
        let path = format!("/v1.0/{}/delta", select.stream);
        let query = format!("$select={}&$deltatoken=latest", select.delta());
        let url = self.options.graph.at(&path, Some(&query));
        let what = format!("read {}", select.stream);
        let ask = Ask {
            what: &what,
            url: &url,
            service: Service::Graph,
        };
        let _: List<serde::de::IgnoredAny> = self.call(ask, |http| http.get(url.clone())).await?;
        Ok(())
    }

    /// Returns where an administrator of the tenant consents to the app.
    pub fn consent_url(&self) -> Option<String> {
        let client_id = self.options.client_id.as_deref()?;
        let path = format!("/{}/adminconsent", self.options.tenant_id);
        let mut url = self.options.login.at(&path, None);
        url.query_pairs_mut().append_pair("client_id", client_id);
        Some(url.to_string())
    }

    /// Reads one group with its properties, without members.
    ///
    /// # Errors
    /// When it cannot be read; [`GraphError::is_gone`] tells that there is none.
    pub async fn group(&self, group: GroupId, select: &Select) -> Result<GroupPatch, GraphError> {
        let query = format!("$select={}", select.object());
        let path = format!("/v1.0/groups/{group}");
        let url = self.options.graph.at(&path, Some(&query));
        let ask = Ask {
            what: "read a group",
            url: &url,
            service: Service::Graph,
        };
        self.call(ask, |http| http.get(url.clone())).await
    }

    /// Reads all members or owners of one group; `relation` is `members` or `owners`.
    ///
    /// # Errors
    /// When a page cannot be read.
    pub async fn edges(
        &self,
        group: GroupId,
        relation: &'static str,
    ) -> Result<Vec<EdgePatch>, GraphError> {
        let query = format!("$select=id&$top={LIST_PAGE}");
        let path = format!("/v1.0/groups/{group}/{relation}");
        let mut url = self.options.graph.at(&path, Some(&query));
        let what = format!("read {relation} of a group");
        let mut edges = Vec::new();
        let mut seen = std::collections::HashSet::new();
        loop {
            let ask = Ask {
                what: &what,
                url: &url,
                service: Service::Graph,
            };
            let list: List<EdgePatch> = self.call(ask, |http| http.get(url.clone())).await?;
            edges.extend(list.value);
            let Some(link) = list.next else {
                return Ok(edges);
            };
            if !seen.insert(link.clone()) {
                let reason = "a link came twice".to_owned();
                return Err(self.error(&what, Some(&url), GraphErrorKind::Endless { reason }));
            }
            url = self.options.graph.check(&link).map_err(|host| {
                let host = super::redact(&host);
                self.error(&what, None, GraphErrorKind::ForeignLink { host })
            })?;
        }
    }
}
