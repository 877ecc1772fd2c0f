//! `POST …/token/introspect` (RFC 7662): whether an access token is still good, session included.

use http::StatusCode;
use serde_json::{Value, json};

use super::Aes;
use super::token::{self, client_error};
use crate::exchange::{self, Answer, Request};
use crate::params::Params;

/// Answers `{"active": false}` for whatever is not a good access token of a living session.
pub(super) fn post(aes: &Aes, request: &Request, now: i64) -> Answer {
    let Ok(params) = Params::parse(request.body()) else {
        return token::error(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "Repeated parameter",
        );
    };
    if let Err(error) = aes.settings.client.authenticate(request, &params) {
        return client_error(&error);
    }
    let Some(token) = params.get("token") else {
        return token::error(StatusCode::BAD_REQUEST, "invalid_request", "Missing token");
    };
    match active_claims(aes, token, now) {
        Some(mut claims) => {
            claims["active"] = json!(true);
            claims["client_id"] = json!(aes.settings.client.id);
            exchange::json(StatusCode::OK, &claims).into()
        }
        None => exchange::json(StatusCode::OK, &json!({"active": false})).into(),
    }
}

fn active_claims(aes: &Aes, token: &str, now: i64) -> Option<Value> {
    let claims = aes.keys.claims(token).ok()?;
    let fresh = claims["typ"] == "Bearer" && claims["exp"].as_i64()? > now;
    let session = aes.store.sessions.get(claims["sid"].as_str()?)?;
    // The chain is the part of the token's id before the colon.
    let (chain, _) = claims["jti"].as_str()?.split_once(':')?;
    (fresh && session.chains.contains_key(chain)).then_some(claims)
}
