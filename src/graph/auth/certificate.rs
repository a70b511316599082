//! A certificate instead of a secret: a short-lived assertion, signed with PS256.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use super::{LARGEST_SECRET, SecretSource, credential};
use crate::files;
use crate::graph::client::Client;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::gate::guid;

/// How long an assertion is good: 5 to 10 minutes are asked for.
const LIFETIME: i64 = 480;

#[derive(Debug, Serialize)]
struct Assertion<'a> {
    aud: &'a str,
    iss: &'a str,
    sub: &'a str,
    jti: String,
    nbf: i64,
    iat: i64,
    exp: i64,
}

impl Client {
    /// Signs an assertion for this tenant's token address.
    pub(super) fn signed_assertion(
        &self,
        key: &SecretSource,
        certificate: &Path,
    ) -> Result<SecretString, GraphError> {
        let client_id = self.client_id()?;
        let key = self.read_secret(key)?;
        let path = format!("/{}/oauth2/v2.0/token", self.options.tenant_id);
        let audience = self.options.login.at(&path, None);
        sign(
            &key,
            certificate,
            &client_id,
            audience.as_str(),
            Timestamp::now(),
        )
        .map_err(|kind| self.sign_in_error(kind))
    }
}

fn sign(
    key: &SecretString,
    certificate: &Path,
    client_id: &str,
    audience: &str,
    now: Timestamp,
) -> Result<SecretString, GraphErrorKind> {
    let bytes = files::read_limited(certificate, LARGEST_SECRET)
        .map_err(|error| credential(error.to_string()))?;
    let shown = certificate.display();
    let der = der_of(&String::from_utf8_lossy(&bytes))
        .ok_or_else(|| credential(format!("`{shown}` holds no certificate in PEM form")))?;
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &der);
    let mut header = Header::new(Algorithm::PS256);
    header.x5t_s256 = Some(URL_SAFE_NO_PAD.encode(hash.as_ref()));
    // The parser's own words could repeat parts of the key.
    let key = EncodingKey::from_rsa_pem(key.expose_secret().as_bytes())
        .map_err(|_| credential("the private key is not an RSA key in PEM form"))?;
    let now = now.as_second();
    let claims = Assertion {
        aud: audience,
        iss: client_id,
        sub: client_id,
        jti: guid(),
        nbf: now,
        iat: now,
        exp: now + LIFETIME,
    };
    jsonwebtoken::encode(&header, &claims, &key)
        .map(SecretString::from)
        .map_err(|_| credential("the private key cannot sign"))
}

/// Takes the first certificate out of a PEM text.
fn der_of(pem: &str) -> Option<Vec<u8>> {
    let (_, rest) = pem.split_once("-----BEGIN CERTIFICATE-----")?;
    let (body, _) = rest.split_once("-----END CERTIFICATE-----")?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).ok().filter(|der| !der.is_empty())
}
