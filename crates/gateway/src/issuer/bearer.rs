//! Bearers that the gateway did not hand out (`host`, `public`): whose they are, and whether they hold.

use oauth2::AccessToken;
use openidconnect::SubjectIdentifier;
use serde::Deserialize;
use serde_json::Value;

use super::Issuer;
use super::discovery::Provider;
use super::jws::{Jws, Signature};

/// For clocks that differ a little (RFC 7519 §4.1.4).
const LEEWAY_SECONDS: i64 = 60;

/// A bearer that holds.
#[derive(Debug)]
pub(crate) struct Bearer {
    pub(crate) sub: SubjectIdentifier,
    pub(crate) expires_at: i64,
}

/// Why a bearer does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BearerFault {
    Expired,
    /// Not the issuer's, not for this client, or nothing that can be checked.
    Refused,
    /// The issuer cannot be asked at the moment.
    Unavailable,
}

/// Claims of an access token (RFC 9068 §2.2; Keycloak's `azp` and `typ`) or members of an
/// introspection (RFC 7662 §2.2).
#[derive(Deserialize)]
struct Claims {
    /// Of an introspection only.
    active: Option<bool>,
    iss: Option<String>,
    sub: SubjectIdentifier,
    exp: i64,
    nbf: Option<i64>,
    #[serde(default)]
    aud: Value,
    azp: Option<String>,
    client_id: Option<String>,
    typ: Option<String>,
}

impl Issuer {
    /// Verifies a bearer: a JWT by the issuer's keys, anything else by introspection where the
    /// issuer has it and the gateway is its client.
    ///
    /// Assumption: access tokens of AeS are Keycloak's JWTs.
    pub(crate) async fn verify_bearer(&self, token: &AccessToken) -> Result<Bearer, BearerFault> {
        let claims = match Jws::parse(token.secret()) {
            Some(jws) => self.signed_claims(&jws).await?,
            None => self.introspect(token).await?,
        };
        self.check_bearer(claims)
    }

    async fn signed_claims(&self, jws: &Jws<'_>) -> Result<Claims, BearerFault> {
        let mut provider = self.provided().await?;
        let mut signature = jws.verify(&provider.keys);
        if signature == Signature::NoKey && jws.algorithm().is_some() {
            // The issuer may have changed its keys since the last look.
            provider = self
                .look_again()
                .await
                .map_err(|_| BearerFault::Unavailable)?;
            signature = jws.verify(&provider.keys);
        }
        let claims = jws.claims::<Claims>().filter(|claims| {
            signature == Signature::Valid && claims.iss.as_deref() == Some(self.url.as_str())
        });
        claims.ok_or(BearerFault::Refused)
    }

    /// RFC 7662 §2.1.
    async fn introspect(&self, token: &AccessToken) -> Result<Claims, BearerFault> {
        let provider = self.provided().await?;
        let endpoint = provider.introspection.as_ref();
        let (Some(endpoint), Some(_)) = (endpoint, &self.client_secret) else {
            return Err(BearerFault::Refused);
        };
        let form = [
            ("token", token.secret().as_str()),
            ("token_type_hint", "access_token"),
        ];
        let answer = self
            .post_form(&provider, endpoint.url(), &form)
            .await
            .filter(|answer| answer.status() == http::StatusCode::OK)
            .ok_or(BearerFault::Unavailable)?;
        let claims = serde_json::from_slice::<Claims>(answer.body()).ok();
        let is_ours = |claims: &Claims| {
            claims
                .iss
                .as_deref()
                .is_none_or(|it| it == self.url.as_str())
        };
        claims
            .filter(|claims| claims.active == Some(true) && is_ours(claims))
            .ok_or(BearerFault::Refused)
    }

    fn check_bearer(&self, claims: Claims) -> Result<Bearer, BearerFault> {
        let now = self.clock.now();
        // An id_token or a refresh token of Keycloak has the same signature and is no bearer.
        let is_access = claims
            .typ
            .as_deref()
            .is_none_or(|it| it.eq_ignore_ascii_case("bearer"));
        let is_begun = claims
            .nbf
            .is_none_or(|nbf| nbf <= now.saturating_add(LEEWAY_SECONDS));
        if !is_access || !is_begun || !self.is_meant(&claims) {
            return Err(BearerFault::Refused);
        }
        if claims.exp.saturating_add(LEEWAY_SECONDS) <= now {
            return Err(BearerFault::Expired);
        }
        Ok(Bearer {
            sub: claims.sub,
            expires_at: claims.exp,
        })
    }

    /// For the configured audience; where none is configured, issued to this client.
    fn is_meant(&self, claims: &Claims) -> bool {
        match &self.audience {
            Some(audience) => match &claims.aud {
                Value::String(aud) => aud == audience.as_str(),
                Value::Array(all) => all.iter().any(|aud| aud == audience.as_str()),
                _ => false,
            },
            None => [&claims.azp, &claims.client_id]
                .into_iter()
                .flatten()
                .any(|party| party == self.client_id.as_str()),
        }
    }

    async fn provided(&self) -> Result<std::sync::Arc<Provider>, BearerFault> {
        self.provider().await.map_err(|_| BearerFault::Unavailable)
    }
}
