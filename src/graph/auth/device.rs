//! Signing in by a person who types a code in a browser.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::time::Instant;

use super::credential;
use super::token::{Seconds, Token, TokenAnswer};
use crate::graph::client::{Client, ClientEvent};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::redact;
use crate::model::TenantKey;

/// What a person has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DevicePrompt {
    /// The tenant that waits.
    pub tenant: TenantKey,
    /// The address to open.
    pub address: String,
    /// The code to type there.
    pub code: String,
}

#[derive(Deserialize)]
struct DeviceAnswer {
    device_code: String,
    user_code: String,
    verification_uri: String,
    expires_in: Seconds,
    #[serde(default = "five_seconds")]
    interval: Seconds,
}

fn five_seconds() -> Seconds {
    Seconds(5)
}

impl Client {
    pub(super) async fn device_token(
        &self,
        refresh: Option<SecretString>,
    ) -> Result<Token, GraphError> {
        let client_id = self.client_id()?;
        let scope = format!("{} offline_access", self.scope());
        if let Some(refresh) = refresh {
            let form = [
                ("grant_type", "refresh_token"),
                ("client_id", client_id.as_str()),
                ("scope", scope.as_str()),
                ("refresh_token", refresh.expose_secret()),
            ];
            let answer: TokenAnswer = self.post_form("/oauth2/v2.0/token", &form).await?;
            return Ok(answer.token());
        }
        let form = [("client_id", client_id.as_str()), ("scope", scope.as_str())];
        let device: DeviceAnswer = self.post_form("/oauth2/v2.0/devicecode", &form).await?;
        (self.options.on_event)(ClientEvent::Prompt(DevicePrompt {
            tenant: self.options.tenant.clone(),
            address: redact(&device.verification_uri),
            code: redact(&device.user_code),
        }));
        self.wait_for_person(&client_id, &device).await
    }

    async fn wait_for_person(
        &self,
        client_id: &str,
        device: &DeviceAnswer,
    ) -> Result<Token, GraphError> {
        let until = Instant::now() + Duration::from_secs(device.expires_in.0);
        let mut interval = Duration::from_secs(device.interval.0.max(1));
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", client_id),
            ("device_code", device.device_code.as_str()),
        ];
        while Instant::now() < until {
            tokio::time::sleep(interval).await;
            match self
                .post_form::<TokenAnswer>("/oauth2/v2.0/token", &form)
                .await
            {
                Ok(answer) => return Ok(answer.token()),
                Err(error) => match pending(&error) {
                    Some(slower) => interval += slower,
                    None => return Err(error),
                },
            }
        }
        Err(self.sign_in_error(credential("nobody typed the code in time")))
    }
}

/// Returns by how much to ask less often when the person has not answered yet.
fn pending(error: &GraphError) -> Option<Duration> {
    match &*error.kind {
        GraphErrorKind::SignIn { code, .. } if code == "authorization_pending" => {
            Some(Duration::ZERO)
        }
        GraphErrorKind::SignIn { code, .. } if code == "slow_down" => Some(Duration::from_secs(5)),
        _ => None,
    }
}
