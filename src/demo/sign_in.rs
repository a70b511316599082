//! The sign-in service of the demo directory: hands out access tokens and reads them again.
//!
//! There is nothing to protect, so any secret but the word `wrong` is taken.

use serde_json::{Value, json};

use super::encoding::{from_base64, seal_of, to_base64};
use super::query::Query;
use super::reply::{Reply, shown};
use super::{DemoTenant, tenants};

/// What the app may read: the four permissions that a default sync needs, and the audit log
/// (GRAPH.md 7).
const ROLES: [&str; 5] = [
    "GroupMember.Read.All",
    "User.Read.All",
    "Device.Read.All",
    "Organization.Read.All",
    "AuditLog.Read.All",
];

/// The start of 2100: the demo has no clock, and its tokens never expire.
const EXPIRES: u64 = 4_102_444_800;

/// A secret that is refused, to show what a refusal looks like.
const WRONG_SECRET: &str = "wrong";

/// Answers `POST /{tenant}/oauth2/v2.0/token`.
pub(super) fn sign_in(tenant: &str, form: &str) -> Reply {
    let form = Query::parse(form);
    let given = |name: &str| form.get(name).filter(|value| !value.is_empty());
    let Some(tenant) = tenant_named(tenant) else {
        let message = format!(
            "Tenant '{}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
            shown(tenant)
        );
        return Reply::sign_in_error(400, "invalid_request", 90002, &message);
    };
    for name in ["grant_type", "client_id", "scope"] {
        if given(name).is_none() {
            let message =
                format!("The request body must contain the following parameter: '{name}'.");
            return Reply::sign_in_error(400, "invalid_request", 900_144, &message);
        }
    }
    if given("grant_type") != Some("client_credentials") {
        let message = "The app requested an unsupported grant type.";
        return Reply::sign_in_error(400, "unsupported_grant_type", 70003, message);
    }
    let scope = given("scope").unwrap_or_default();
    if !scope.ends_with("/.default") {
        let message = format!(
            "The provided value for the input parameter 'scope' is not valid. The scope {} is not valid.",
            shown(scope)
        );
        return Reply::sign_in_error(400, "invalid_scope", 70011, &message);
    }
    match given("client_secret").or_else(|| given("client_assertion")) {
        None => {
            let message = "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.";
            Reply::sign_in_error(401, "invalid_client", 7_000_216, message)
        }
        Some(WRONG_SECRET) => {
            let message = "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.";
            Reply::sign_in_error(401, "invalid_client", 7_000_215, message)
        }
        Some(_) => Reply::ok(json!({
            "token_type": "Bearer",
            "expires_in": 3599,
            "ext_expires_in": 3599,
            "access_token": access_token(&tenant),
        })),
    }
}

fn tenant_named(name: &str) -> Option<DemoTenant> {
    tenants().into_iter().find(|tenant| {
        tenant.id.to_string().eq_ignore_ascii_case(name)
            || tenant.domain.eq_ignore_ascii_case(name)
            || tenant.initial_domain.eq_ignore_ascii_case(name)
    })
}

fn access_token(tenant: &DemoTenant) -> String {
    let header = json!({ "typ": "JWT", "alg": "none" });
    let payload = json!({
        "aud": "https://graph.microsoft.com",
        "tid": tenant.id.to_string(),
        "idtyp": "app",
        "roles": ROLES,
        "nbf": 1_788_220_800,
        "exp": EXPIRES,
    });
    let text = format!(
        "{}.{}",
        to_base64(header.to_string().as_bytes()),
        to_base64(payload.to_string().as_bytes())
    );
    format!("{text}.{}", seal_of(&text))
}

/// Returns the tenant that an `Authorization` header may read.
pub(super) fn tenant_of(authorization: Option<&str>) -> Result<DemoTenant, Reply> {
    let Some(authorization) = authorization else {
        return Err(Reply::not_signed_in("Access token is empty."));
    };
    let token = authorization
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, token)| token.trim());
    token
        .and_then(read_token)
        .ok_or_else(|| Reply::not_signed_in("Access token validation failure. Invalid audience."))
}

fn read_token(token: &str) -> Option<DemoTenant> {
    let (text, seal) = token.rsplit_once('.')?;
    if seal_of(text) != seal {
        return None;
    }
    let (_, payload) = text.split_once('.')?;
    let payload: Value = serde_json::from_slice(&from_base64(payload)?).ok()?;
    tenant_named(payload.get("tid")?.as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "grant_type=client_credentials&client_id=demo&client_secret=demo&scope=http%3A%2F%2F127.0.0.1%2F.default";

    fn bearer(tenant: &str) -> String {
        let reply = sign_in(tenant, FORM);
        assert_eq!(reply.status, 200, "{tenant}");
        format!(
            "Bearer {}",
            reply.body["access_token"].as_str().expect("a token")
        )
    }

    #[test]
    fn token_is_for_the_tenant_that_was_asked_by_id_or_domain() {
        for tenant in tenants() {
            for name in [
                tenant.id.to_string().to_uppercase(),
                tenant.domain.to_owned(),
                tenant.initial_domain.to_owned(),
            ] {
                let read = tenant_of(Some(&bearer(&name))).expect("a good token");
                assert_eq!(read.key, tenant.key);
            }
        }
    }

    #[test]
    fn token_names_tenant_permissions_and_expiry() {
        let token = bearer("contoso.example");
        let payload = token.split('.').nth(1).expect("three parts");
        let payload: Value =
            serde_json::from_slice(&from_base64(payload).expect("base64")).expect("JSON");
        assert_eq!(payload["tid"], tenants()[0].id.to_string());
        assert_eq!(payload["roles"], json!(ROLES));
        assert_eq!(payload["exp"], EXPIRES);
    }

    #[test]
    fn forged_and_missing_tokens_are_refused() {
        let good = bearer("contoso.example");
        let cut = &good[..good.len() - 1];
        for header in [
            None,
            Some(""),
            Some("Bearer"),
            Some("Bearer a.b.c"),
            Some(cut),
        ] {
            let reply = tenant_of(header).expect_err("not a good token");
            assert_eq!(reply.status, 401);
            assert_eq!(reply.body["error"]["code"], "InvalidAuthenticationToken");
        }
    }

    #[test]
    fn refusals_name_the_reason_by_number() {
        for (tenant, form, status, number) in [
            ("nowhere.example", FORM.to_owned(), 400, 90002),
            ("contoso.example", String::new(), 400, 900_144),
            (
                "contoso.example",
                FORM.replace("client_credentials", "password"),
                400,
                70003,
            ),
            (
                "contoso.example",
                FORM.replace(".default", "User.Read"),
                400,
                70011,
            ),
            (
                "contoso.example",
                FORM.replace("&client_secret=demo", ""),
                401,
                7_000_216,
            ),
            (
                "contoso.example",
                FORM.replace("secret=demo", "secret=wrong"),
                401,
                7_000_215,
            ),
        ] {
            let reply = sign_in(tenant, &form);
            assert_eq!(reply.status, status, "{form}");
            assert_eq!(reply.body["error_codes"], json!([number]), "{form}");
        }
    }
}
