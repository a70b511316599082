//! The configured origin, and the one check that every link passes before anything is sent.
//!
//! Links are compared as parsed URLs: a prefix test lets `https://graph.microsoft.com.evil.example`
//! through, a host test lets `http://` through (SAFETY.md 4).

use std::fmt;

use url::{Host, Url};

/// Why an address cannot be the base of requests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseError {
    /// It is no URL with a host.
    #[error("`{0}` is not a web address")]
    NotAnAddress(String),
    /// It is neither encrypted nor on this machine.
    #[error("`{0}` is neither `https` nor on this machine")]
    NotEncrypted(String),
    /// It carries a user name, a query or a fragment.
    #[error("`{0}` has more than scheme, host, port and path")]
    NotPlain(String),
}

/// The address that requests go to: scheme, host, port and an optional path in front.
#[derive(Clone, PartialEq, Eq)]
pub struct Base {
    url: Url,
}

impl Base {
    /// Reads an address; `http` is accepted for this machine only.
    ///
    /// # Errors
    /// When the address is not one that requests may go to.
    pub fn parse(text: &str) -> Result<Self, BaseError> {
        let not_an_address = || BaseError::NotAnAddress(text.to_owned());
        let mut url = Url::parse(text.trim()).map_err(|_| not_an_address())?;
        if url.host().is_none() || !matches!(url.scheme(), "http" | "https") {
            return Err(not_an_address());
        }
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !plain {
            let shown = url.host_str().unwrap_or_default().to_owned();
            return Err(BaseError::NotPlain(shown));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let base = Self { url };
        if base.url.scheme() == "http" && !base.is_loopback() {
            return Err(BaseError::NotEncrypted(text.to_owned()));
        }
        Ok(base)
    }

    /// Returns whether the address is on this machine.
    pub fn is_loopback(&self) -> bool {
        match self.url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }

    /// Returns the host, with the port when it is not the usual one.
    pub fn host(&self) -> String {
        host_of(&self.url)
    }

    /// Returns the address without a slash at its end.
    pub fn text(&self) -> String {
        self.url.as_str().trim_end_matches('/').to_owned()
    }

    /// Returns the address of a path and query of our own making.
    pub(super) fn at(&self, path: &str, query: Option<&str>) -> Url {
        let mut url = self.url.clone();
        let whole = format!("{}{path}", self.url.path().trim_end_matches('/'));
        url.set_path(&whole);
        url.set_query(query);
        url
    }

    /// Returns what a checked link says beyond the base: path and query.
    pub(super) fn below(&self, link: &Url) -> String {
        let front = self.url.path().trim_end_matches('/').len();
        let path = link.path().get(front..).unwrap_or_default();
        match link.query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        }
    }

    /// Checks a path and query that were kept; returns the whole address, or what was wrong.
    pub(super) fn rejoin(&self, kept: &str) -> Result<Url, String> {
        if !kept.starts_with("/v1.0/") {
            return Err(match Url::parse(kept) {
                Ok(url) => shown(&url),
                Err(_) => "an address that is none".to_owned(),
            });
        }
        self.check(&format!("{}{kept}", self.text()))
    }

    /// Checks a link that came from outside; returns it parsed, or the host it points to.
    pub(super) fn check(&self, link: &str) -> Result<Url, String> {
        let Ok(url) = Url::parse(link) else {
            return Err("an address that is none".to_owned());
        };
        let front = format!("{}/v1.0/", self.url.path().trim_end_matches('/'));
        let same = url.scheme() == self.url.scheme()
            && url.host() == self.url.host()
            && url.port_or_known_default() == self.url.port_or_known_default()
            && url.username().is_empty()
            && url.password().is_none()
            && url.path().starts_with(&front);
        if same { Ok(url) } else { Err(shown(&url)) }
    }
}

impl fmt::Debug for Base {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Base({})", self.url)
    }
}

/// Names what a refused link points to, without user info and query.
fn shown(url: &Url) -> String {
    format!("{}://{}", url.scheme(), host_of(url))
}

fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or("no host");
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Returns an address as errors show it: without user info, query and fragment.
pub(super) fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_of_the_same_origin_below_the_version_pass() {
        let base = Base::parse("https://graph.microsoft.com").expect("valid");
        for link in [
            "https://graph.microsoft.com/v1.0/groups/delta?$deltatoken=x",
            "https://GRAPH.microsoft.com:443/v1.0/groups/delta",
        ] {
            assert!(base.check(link).is_ok(), "{link}");
        }
        for link in [
            "http://graph.microsoft.com/v1.0/groups/delta",
            "https://graph.microsoft.com:8443/v1.0/groups/delta",
            "https://graph.microsoft.com.evil.example/v1.0/groups",
            "https://graph.microsoft.com@evil.example/v1.0/groups",
            "https://me@graph.microsoft.com/v1.0/groups",
            "https://me:secret@graph.microsoft.com/v1.0/groups",
            "https://graph.microsoft.com/v1.0.evil.example/groups",
            "https://graph.microsoft.com/beta/groups",
            "https://graph.microsoft.com/v1.0/../beta/groups",
            "https://graph.microsoft.com/v1.0/%2e%2e/beta/groups",
            "https://graph.microsoft.com\\@evil.example/v1.0/groups",
            "//evil.example/v1.0/groups",
            "/v1.0/groups",
            "file:///v1.0/groups",
            "",
        ] {
            assert!(base.check(link).is_err(), "{link}");
        }
    }

    #[test]
    fn kept_links_come_back_below_the_base_and_nowhere_else() {
        for base in ["https://graph.microsoft.com", "http://127.0.0.1:80/proxy/"] {
            let base = Base::parse(base).expect("valid");
            let link = format!("{}/v1.0/users/delta?$deltatoken=a%2Fb", base.text());
            let url = base.check(&link).expect("its own link");
            assert_eq!(base.below(&url), "/v1.0/users/delta?$deltatoken=a%2Fb");
            assert_eq!(base.rejoin(&base.below(&url)), Ok(url));
            for kept in [
                "/v1.0/../beta/x",
                "//evil.example/v1.0/x",
                &link,
                "@evil.example/v1.0/",
            ] {
                assert!(base.rejoin(kept).is_err(), "{kept}");
            }
        }
    }

    #[test]
    fn unencrypted_base_is_for_this_machine_only() {
        for text in [
            "http://127.0.0.1:8080",
            "http://[::1]:1/",
            "http://localhost:3",
        ] {
            assert!(Base::parse(text).is_ok(), "{text}");
        }
        assert_eq!(
            Base::parse("http://graph.example"),
            Err(BaseError::NotEncrypted("http://graph.example".into()))
        );
        assert!(Base::parse("https://me:x@graph.example").is_err());
        assert!(Base::parse("graph.example").is_err());
    }
}
