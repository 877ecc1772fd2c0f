//! OpenID Connect Discovery 1.0 §4 and the keys that come with it: on first use, at each sign-in and configuration, and when old.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

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

/// For whoever is about to be sent to the issuer, a look that ended so long ago still says whether it is there.
const SEEN_SECONDS: i64 = 5;

/// So long they wait for that look; a page gives up the gateway after eight seconds.
const LOOK_WITHIN: Duration = Duration::from_secs(4);

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

/// What a look at the issuer comes to.
type Found = Result<Arc<Provider>, DiscoveryFault>;

/// What looks at the issuer have come to.
#[derive(Default)]
pub(super) struct Looks {
    /// The last metadata that were good.
    known: Option<Arc<Provider>>,
    /// When the last look began.
    asked_at: i64,
    /// How many looks have ended of themselves.
    ended: u64,
    /// When the last one ended or was given up, and with what.
    ended_at: i64,
    found: Option<Found>,
}

impl Looks {
    fn remember(&mut self, found: Found, now: i64) -> Found {
        self.ended_at = now;
        if let Ok(provider) = &found {
            self.known = Some(Arc::clone(provider));
        }
        self.found = Some(found.clone());
        found
    }
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
    /// Where the page sends the browser to sign in, and whether the issuer is there just now. Metadata however old tell the
    /// first: who asks for the rest of the configuration is not to wait any longer.
    pub(crate) async fn authorization_endpoint(&self) -> Result<(Url, bool), DiscoveryFault> {
        let present = self.present().await;
        let is_present = present.is_ok();
        let provider = present.or_else(|fault| self.looks().known.clone().ok_or(fault))?;
        Ok((provider.authorization.clone(), is_present))
    }

    /// The metadata from memory while they are recent; old ones rather than none, and rather than waiting once more for an
    /// issuer that has just been asked.
    pub(super) async fn provider(&self) -> Found {
        let (known, asked_at) = {
            let looks = self.looks();
            (looks.known.clone(), looks.asked_at)
        };
        let now = self.clock.now();
        match known {
            Some(known)
                if is_within(KEPT_SECONDS, known.fetched_at, now)
                    || is_within(ASK_AGAIN_SECONDS, asked_at, now) =>
            {
                Ok(known)
            }
            known => self.discover().await.or_else(|fault| known.ok_or(fault)),
        }
    }

    /// The metadata, if a sign-in may begin. Whoever is sent to an issuer that is not there sees the browser's own error page,
    /// and old metadata do not help.
    pub(super) async fn present(&self) -> Found {
        if let Some(found) = self.found_within(SEEN_SECONDS) {
            return found;
        }
        tokio::time::timeout(LOOK_WITHIN, self.discover())
            .await
            .unwrap_or_else(|_| {
                let given_up = Err(DiscoveryFault::Unavailable);
                self.looks().remember(given_up, self.clock.now())
            })
    }

    /// Asks the issuer, whatever is in memory.
    pub(crate) async fn is_reachable(&self) -> bool {
        self.discover().await.is_ok()
    }

    /// The metadata anew for a token of whoever, since keys may have been changed; what the last look has just come to, be it
    /// nothing, is not asked again.
    pub(super) async fn look_again(&self) -> Found {
        match self.found_within(LOOK_AGAIN_SECONDS) {
            Some(found) => found,
            None => self.discover().await,
        }
    }

    /// What the last look came to, if that is no longer ago.
    fn found_within(&self, seconds: i64) -> Option<Found> {
        let looks = self.looks();
        let is_recent = is_within(seconds, looks.ended_at, self.clock.now());
        looks.found.clone().filter(|_| is_recent)
    }

    /// One look at a time: whoever comes while one is on its way takes what it finds.
    pub(super) async fn discover(&self) -> Found {
        let before = {
            let mut looks = self.looks();
            looks.asked_at = self.clock.now();
            looks.ended
        };
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
        looks.remember(found, self.clock.now())
    }

    async fn ask(&self) -> Found {
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
