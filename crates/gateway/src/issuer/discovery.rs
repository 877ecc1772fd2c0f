//! OpenID Connect Discovery 1.0 §4, on first use, and the keys that come with it.

use std::sync::{Arc, MutexGuard, PoisonError};

use oauth2::{AuthType, IntrospectionUrl, RevocationUrl, TokenUrl};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, DiscoveryError, EndSessionUrl, ProviderMetadata};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Issuer, TIME_LIMIT};

/// A new look at metadata that do change, if seldom.
const KEPT_SECONDS: i64 = 3_600;

/// A key that is not known leads to a new look, but a flood of such tokens not to a flood of looks.
const LOOK_AGAIN_SECONDS: i64 = 1;

/// How long old metadata serve before an issuer that did not answer is asked again: what it is asked for takes ten seconds then.
const ASK_AGAIN_SECONDS: i64 = 60;

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

/// What looks at the issuer have come to.
#[derive(Default)]
pub(super) struct Looks {
    /// The last metadata that were good.
    known: Option<Arc<Provider>>,
    /// When metadata that had grown old were last asked for anew.
    asked_at: i64,
    /// How many looks have ended, when the last one did, and with what.
    ended: u64,
    ended_at: i64,
    found: Option<Result<Arc<Provider>, DiscoveryFault>>,
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

    /// The metadata from memory while they are recent; old ones rather than none, and rather than waiting once more for an
    /// issuer that has just been asked.
    pub(super) async fn provider(&self) -> Result<Arc<Provider>, DiscoveryFault> {
        let known = {
            let (now, mut looks) = (self.clock.now(), self.looks());
            let known = looks.known.clone();
            match known {
                Some(known) if is_within(KEPT_SECONDS, known.fetched_at, now) => return Ok(known),
                Some(known) if is_within(ASK_AGAIN_SECONDS, looks.asked_at, now) => {
                    return Ok(known);
                }
                known => {
                    looks.asked_at = now;
                    known
                }
            }
        };
        match (self.discover().await, known) {
            (Err(_), Some(old)) => Ok(old),
            (found, _) => found,
        }
    }

    /// Asks the issuer, whatever is in memory.
    pub(crate) async fn is_reachable(&self) -> bool {
        self.discover().await.is_ok()
    }

    /// The metadata anew, for keys may have been changed; what the last look has just come to, be it nothing, is not asked again.
    pub(super) async fn look_again(&self) -> Result<Arc<Provider>, DiscoveryFault> {
        let (now, last) = (self.clock.now(), {
            let looks = self.looks();
            looks.found.clone().map(|found| (found, looks.ended_at))
        });
        match last {
            Some((found, ended_at)) if is_within(LOOK_AGAIN_SECONDS, ended_at, now) => found,
            _ => self.discover().await,
        }
    }

    /// One look at a time: whoever comes while one is on its way takes what it finds.
    async fn discover(&self) -> Result<Arc<Provider>, DiscoveryFault> {
        let before = self.looks().ended;
        let _turn = self.turn.lock().await;
        {
            let looks = self.looks();
            if let Some(found) = looks.found.clone().filter(|_| looks.ended != before) {
                return found;
            }
        }
        let found = tokio::time::timeout(TIME_LIMIT, self.ask())
            .await
            .unwrap_or_else(|_| {
                tracing::warn!("discovery took too long");
                Err(DiscoveryFault::Unavailable)
            });
        let mut looks = self.looks();
        looks.ended += 1;
        looks.ended_at = self.clock.now();
        if let Ok(provider) = &found {
            looks.known = Some(Arc::clone(provider));
        }
        looks.found = Some(found.clone());
        found
    }

    async fn ask(&self) -> Result<Arc<Provider>, DiscoveryFault> {
        let http = self.http();
        let metadata = Metadata::discover_async(self.url.clone(), &http)
            .await
            .map_err(|error| {
                let fault = DiscoveryFault::of(&error);
                tracing::warn!(code = fault.code(), "discovery failed: {fault}");
                fault
            })?;
        Provider::new(&metadata, self.clock.now()).map(Arc::new)
    }

    fn looks(&self) -> MutexGuard<'_, Looks> {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that was set back makes nothing recent.
fn is_within(seconds: i64, at: i64, now: i64) -> bool {
    (0..seconds).contains(&now.saturating_sub(at))
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
