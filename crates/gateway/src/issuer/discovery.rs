//! OpenID Connect Discovery 1.0 §4, on first use, and the keys that come with it.

use std::sync::{Arc, PoisonError};

use oauth2::{AuthType, IntrospectionUrl, RevocationUrl, TokenUrl};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, DiscoveryError, EndSessionUrl, ProviderMetadata};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Issuer;

/// A new look at metadata that do change, if seldom.
const KEPT_SECONDS: i64 = 3_600;

/// A key that is not known leads to a new look, but a flood of such tokens not to a flood of looks.
const LOOK_AGAIN_SECONDS: i64 = 1;

/// Members that other specifications add: RP-Initiated Logout 1.0 §2.1, RFC 8414 §2, RFC 9207 §3.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Ends {
    end_session_endpoint: Option<EndSessionUrl>,
    revocation_endpoint: Option<RevocationUrl>,
    introspection_endpoint: Option<IntrospectionUrl>,
    authorization_response_iss_parameter_supported: Option<bool>,
}

impl AdditionalProviderMetadata for Ends {}

type Metadata = ProviderMetadata<
    Ends,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What the gateway needs of the issuer's metadata.
pub(super) struct Provider {
    pub(super) authorization: Url,
    pub(super) token: TokenUrl,
    pub(super) auth_type: AuthType,
    pub(super) end_session: Option<EndSessionUrl>,
    pub(super) revocation: Option<RevocationUrl>,
    pub(super) introspection: Option<IntrospectionUrl>,
    /// Whether every authorization response names the issuer.
    pub(super) names_itself: bool,
    pub(super) keys: CoreJsonWebKeySet,
    fetched_at: i64,
}

/// Why there are no metadata or keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DiscoveryFault {
    /// The issuer is not there, or its answer is not to be used.
    #[error("the issuer gives no usable metadata")]
    Unavailable,
    /// The metadata are not those of `VOLET_ISSUER` (Discovery §4.3).
    #[error("the metadata name another issuer than VOLET_ISSUER")]
    AnotherIssuer,
}

impl DiscoveryFault {
    /// The stable code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "issuer_unavailable",
            Self::AnotherIssuer => "issuer_mismatch",
        }
    }

    /// The library calls whatever it finds in the metadata a fault of validation; of that it checks the issuer alone.
    fn of<E: std::error::Error + 'static>(error: &DiscoveryError<E>) -> Self {
        match error {
            DiscoveryError::Validation(_) => Self::AnotherIssuer,
            _ => Self::Unavailable,
        }
    }
}

impl Issuer {
    /// Where the page sends the browser to sign in.
    pub(crate) async fn authorization_endpoint(&self) -> Result<Url, DiscoveryFault> {
        Ok(self.provider().await?.authorization.clone())
    }

    /// The metadata from memory while they are recent; old ones rather than none.
    pub(super) async fn provider(&self) -> Result<Arc<Provider>, DiscoveryFault> {
        let known = self.known();
        match known {
            Some(known) if self.clock.now().saturating_sub(known.fetched_at) < KEPT_SECONDS => {
                Ok(known)
            }
            Some(old) => Ok(self.discover().await.unwrap_or(old)),
            None => self.discover().await,
        }
    }

    /// Asks the issuer, whatever is in memory.
    pub(crate) async fn is_reachable(&self) -> bool {
        self.discover().await.is_ok()
    }

    pub(super) fn known(&self) -> Option<Arc<Provider>> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The metadata anew, unless they have just been fetched: keys may have been changed.
    pub(super) async fn look_again(&self) -> Result<Arc<Provider>, DiscoveryFault> {
        let now = self.clock.now();
        match self.known() {
            Some(known) if now.saturating_sub(known.fetched_at) < LOOK_AGAIN_SECONDS => Ok(known),
            _ => self.discover().await,
        }
    }

    pub(super) async fn discover(&self) -> Result<Arc<Provider>, DiscoveryFault> {
        let http = self.http();
        let metadata = Metadata::discover_async(self.url.clone(), &http)
            .await
            .map_err(|error| {
                let fault = DiscoveryFault::of(&error);
                tracing::warn!(code = fault.code(), "discovery failed: {fault}");
                fault
            })?;
        let provider = Arc::new(Provider::new(&metadata, self.clock.now())?);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&provider));
        Ok(provider)
    }
}

impl Provider {
    fn new(metadata: &Metadata, now: i64) -> Result<Self, DiscoveryFault> {
        let ends = metadata.additional_metadata();
        // AeS's own example has the secret in the body; RFC 6749 §2.3.1 prefers the header.
        let by_body = metadata
            .token_endpoint_auth_methods_supported()
            .is_some_and(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretPost));
        Ok(Self {
            authorization: metadata.authorization_endpoint().url().clone(),
            token: metadata
                .token_endpoint()
                .cloned()
                .ok_or(DiscoveryFault::Unavailable)?,
            auth_type: if by_body {
                AuthType::RequestBody
            } else {
                AuthType::BasicAuth
            },
            end_session: ends.end_session_endpoint.clone(),
            revocation: ends.revocation_endpoint.clone(),
            introspection: ends.introspection_endpoint.clone(),
            names_itself: ends.authorization_response_iss_parameter_supported == Some(true),
            keys: metadata.jwks().clone(),
            fetched_at: now,
        })
    }
}
