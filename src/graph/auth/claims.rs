//! What an access token says of itself. The signature is the server's business, not ours.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::model::TenantId;

/// The claims of an access token that help to say early what would fail later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// The directory that issued it; absent when the token cannot be read.
    pub tenant_id: Option<TenantId>,
    /// The application permissions; absent when the token cannot be read.
    pub roles: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Payload {
    #[serde(default)]
    tid: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    scp: Option<String>,
}

impl Claims {
    /// Reads the claims of a token; a token of another form has none.
    pub(super) fn of(token: &SecretString) -> Self {
        Self::parse(token.expose_secret()).unwrap_or_default()
    }

    fn parse(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        let payload: Payload = serde_json::from_slice(&bytes).ok()?;
        let mut roles = payload.roles;
        if let Some(delegated) = payload.scp {
            roles.extend(delegated.split_whitespace().map(str::to_owned));
        }
        Some(Self {
            tenant_id: payload.tid.and_then(|tid| tid.parse().ok()),
            roles: Some(roles),
        })
    }

    /// Returns whether exactly this permission is granted, or `None` when the token does not tell.
    ///
    /// For reads that no wider permission of the directory includes.
    pub fn names(&self, permission: &str) -> Option<bool> {
        let roles = self.roles.as_ref()?;
        Some(roles.iter().any(|role| role == permission))
    }

    /// Returns whether the permission is granted, or `None` when the token does not tell.
    pub fn grants(&self, permission: &str) -> Option<bool> {
        /// Permissions that include every read of the directory.
        const WIDER: [&str; 2] = ["Directory.Read.All", "Directory.ReadWrite.All"];
        let roles = self.roles.as_ref()?;
        let write = permission.replace(".Read.All", ".ReadWrite.All");
        let group = (permission == "GroupMember.Read.All").then_some("Group.Read.All");
        Some(roles.iter().any(|role| {
            role == permission
                || *role == write
                || Some(role.as_str()) == group
                || WIDER.contains(&role.as_str())
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> SecretString {
        let payload = URL_SAFE_NO_PAD.encode(payload);
        SecretString::from(format!("eyJhbGciOiJub25lIn0.{payload}.c2ln"))
    }

    #[test]
    fn claims_tell_the_directory_and_the_permissions() {
        let claims = Claims::of(&token(
            r#"{"tid": "3f1c8a52-0000-4000-8000-000000000001", "roles": ["User.Read.All"]}"#,
        ));
        assert_eq!(
            claims.tenant_id.map(|id| id.to_string()).as_deref(),
            Some("3f1c8a52-0000-4000-8000-000000000001")
        );
        assert_eq!(claims.grants("User.Read.All"), Some(true));
        assert_eq!(claims.grants("Device.Read.All"), Some(false));
        let wide = Claims::of(&token(r#"{"roles": ["Directory.Read.All"]}"#));
        assert_eq!(wide.grants("Device.Read.All"), Some(true));
    }

    #[test]
    fn token_of_another_form_tells_nothing() {
        for text in ["opaque", "a.b.c", "..", ""] {
            let claims = Claims::of(&SecretString::from(text.to_owned()));
            assert_eq!(claims, Claims::default());
            assert_eq!(claims.grants("User.Read.All"), None);
        }
    }
}
