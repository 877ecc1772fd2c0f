//! The issuer's keys, fetched by discovery when a token names a key that is not known yet.

use reqwest::Client;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::bearer;
use crate::exchange::Request;
use crate::jose::{IssuerKeys, header_kid};

/// The issuer whose tokens the eConnector and DSP stand-ins believe.
#[derive(Debug)]
pub struct Issuer {
    address: String,
    client: Client,
    keys: Mutex<IssuerKeys>,
}

/// The issuer's keys could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No answer, or not the expected one.
    #[error("the issuer does not answer as expected: {0}")]
    Http(#[from] reqwest::Error),
    /// OIDC Discovery §4.3: the document has to name the issuer that was asked.
    #[error("the discovery document is of another issuer")]
    OtherIssuer,
    /// The document names no key set.
    #[error("the discovery document has no jwks_uri")]
    NoKeys,
}

impl Issuer {
    /// An issuer that has not been asked anything yet.
    pub fn new(address: String, client: Client) -> Self {
        Self {
            address,
            client,
            keys: Mutex::default(),
        }
    }

    /// The keys to verify this request's token with. When they cannot be fetched, no token counts.
    pub(super) async fn keys_for(&self, request: &Request) -> IssuerKeys {
        let mut keys = self.keys.lock().await;
        if let Some(kid) = bearer::token(request).and_then(header_kid)
            && !keys.knows(&kid)
        {
            match self.fetch().await {
                Ok(fetched) => *keys = fetched,
                Err(error) => tracing::warn!(%error, "issuer's keys"),
            }
        }
        keys.clone()
    }

    async fn fetch(&self) -> Result<IssuerKeys, FetchError> {
        let base = self.address.trim_end_matches('/');
        let document = self
            .get(&format!("{base}/.well-known/openid-configuration"))
            .await?;
        if document["issuer"] != self.address.as_str() {
            return Err(FetchError::OtherIssuer);
        }
        let address = document["jwks_uri"].as_str().ok_or(FetchError::NoKeys)?;
        Ok(IssuerKeys::from_jwks(&self.get(address).await?))
    }

    async fn get(&self, address: &str) -> Result<Value, reqwest::Error> {
        self.client
            .get(address)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}
