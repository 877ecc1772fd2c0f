//! The bearer token (RFC 6750): signed by the issuer, for us, and not expired by the sandbox's clock.

use http::header::AUTHORIZATION;
use serde_json::Value;

use crate::exchange::{self, Request};
use crate::jose::IssuerKeys;

/// Whose tokens a stand-in believes.
#[derive(Debug, Clone)]
pub struct Trust {
    /// The `iss` that access tokens have to name.
    pub issuer: String,
    /// The `aud` that they have to name, where one is configured.
    pub audience: Option<String>,
}

/// Why a token does not count, in words.
pub(crate) type Refusal = &'static str;

/// The `sub` of a token that counts.
pub(crate) fn check(
    trust: &Trust,
    keys: &IssuerKeys,
    request: &Request,
    now: i64,
) -> Result<String, Refusal> {
    let token = token(request).ok_or("There is no bearer token.")?;
    let claims = keys
        .claims(token)
        .map_err(|_| "The issuer did not sign this token.")?;
    if claims["iss"].as_str() != Some(trust.issuer.as_str()) {
        return Err("The token is of another issuer.");
    }
    if claims["exp"].as_i64().is_none_or(|exp| now >= exp) {
        return Err("The token has expired.");
    }
    if claims["nbf"].as_i64().is_some_and(|nbf| now < nbf) {
        return Err("The token is not valid yet.");
    }
    // Keycloak's word for what a token is; an id_token or a refresh token is no access token.
    if claims["typ"].as_str().is_some_and(|typ| typ != "Bearer") {
        return Err("The token is no access token.");
    }
    if trust
        .audience
        .as_deref()
        .is_some_and(|audience| !is_for(&claims["aud"], audience))
    {
        return Err("The token is for another audience.");
    }
    let sub = claims["sub"].as_str().filter(|sub| !sub.is_empty());
    sub.map(str::to_owned).ok_or("The token names nobody.")
}

/// The token of the `Authorization` header.
pub(crate) fn token(request: &Request) -> Option<&str> {
    let (scheme, token) = exchange::header(request, &AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// RFC 7519 §4.1.3: one text or several.
fn is_for(aud: &Value, audience: &str) -> bool {
    aud == audience
        || aud
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one == audience))
}
