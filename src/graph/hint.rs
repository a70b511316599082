//! The one thing to do about an error (GRAPH.md 8).

use super::error::{GraphError, GraphErrorKind};

impl GraphError {
    /// Returns the one thing that a person can do, as an instruction, when there is one.
    pub fn hint(&self) -> Option<String> {
        let text = match &*self.kind {
            GraphErrorKind::SignIn { numbers, code, .. } => {
                return Some(sign_in_hint(numbers, code).to_owned());
            }
            GraphErrorKind::Answer { status: 401, .. } => {
                "check `cloud` of the connection and the clock of this machine"
            }
            GraphErrorKind::Answer { status: 403, .. } => {
                return Some(match self.permission() {
                    Some(permission) => format!(
                        "grant the application permission `{permission}` and let an administrator of the tenant consent"
                    ),
                    None => "grant the application permissions that the documentation lists, and let an administrator of the tenant consent".to_owned(),
                });
            }
            GraphErrorKind::Answer {
                status: 400 | 501, ..
            } => "report this as a bug, with the address above",
            GraphErrorKind::Answer { status: 429, .. } | GraphErrorKind::Deferred { .. } => {
                "let the next run try again: the directory is throttling"
            }
            GraphErrorKind::Answer {
                status: 500..=599, ..
            } => "let the next run try again: the fault is on the server's side",
            GraphErrorKind::NotJson { .. } => {
                "look for a proxy or sign-in page between this machine and the directory"
            }
            GraphErrorKind::ForeignLink { .. } => {
                "run `sync --full`; if it comes again, look for who answers in the directory's place"
            }
            GraphErrorKind::Credential { .. } => {
                "complete the `[connection]` in `site.toml` and the environment of this run"
            }
            GraphErrorKind::Connection { .. } | GraphErrorKind::Stalled { .. } => {
                "check the network, the proxy and the certificates of this machine"
            }
            _ => return None,
        };
        Some(text.to_owned())
    }

    /// Returns the permission that the refused request needs, when its address tells.
    pub fn permission(&self) -> Option<&'static str> {
        let url = self.url.as_deref()?;
        let (_, path) = url.split_once("/v1.0/")?;
        match path.split(['/', '?']).next()? {
            "groups" => Some("GroupMember.Read.All"),
            "users" => Some("User.Read.All"),
            "devices" => Some("Device.Read.All"),
            "organization" => Some("Organization.Read.All"),
            "contacts" => Some("OrgContact.Read.All"),
            "servicePrincipals" => Some("Application.Read.All"),
            "auditLogs" => Some(super::AUDIT_PERMISSION),
            _ => None,
        }
    }
}

fn sign_in_hint(numbers: &[u64], code: &str) -> &'static str {
    let known = numbers.iter().find_map(|number| {
        Some(match number {
            700016 => "open the consent address of the app with an administrator of the tenant",
            7000215 => "use the secret's value, not its id",
            7000222 => "make a new secret; better, use a certificate or a federated credential",
            90002 | 90038 => "check `id` of the tenant and `cloud` of the connection",
            700027 => "upload this certificate to the app, and check the clock of this machine",
            700025 => "turn off public client flows of the app",
            70021 | 700213 => {
                "compare issuer, subject and audience of the app's federated credential with the token's"
            }
            65001 | 70001 => "let an administrator of the tenant consent to the app",
            7000112 => "enable the enterprise application in the tenant",
            70011 | 500011 => "check `cloud` of the connection",
            53003 => "allow the place of this machine in Conditional Access",
            90033 | 90024 | 90055 => "let the next run try again",
            _ => return None,
        })
    });
    known.unwrap_or(match code {
        "invalid_client" => "check the secret of the connection and when it expires",
        "unauthorized_client" => "let an administrator of the tenant consent to the app",
        _ => "look up the number in Microsoft's list of sign-in errors",
    })
}
