//! `POST …/token`: the token endpoint (RFC 6749 §3.2), its two grants and its errors.

mod code;
mod mint;
mod refresh;

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use super::Aes;
use super::client::Unauthenticated;
use crate::exchange::{self, Answer, Request, has_media_type};
use crate::params::Params;
use crate::scenario::{Scenario, Scenarios};

/// Answers a token request.
pub(super) fn post(
    aes: &mut Aes,
    scenarios: &mut Scenarios,
    request: &Request,
    now: i64,
) -> Answer {
    if !has_media_type(request, "application/x-www-form-urlencoded") {
        return bad("invalid_request", "The body has to be form-encoded");
    }
    let Ok(params) = Params::parse(request.body()) else {
        return bad("invalid_request", "Repeated parameter");
    };
    if let Err(error) = aes.settings.client.authenticate(request, &params) {
        return client_error(&error);
    }
    if scenarios.take(Scenario::KeysRotated) {
        aes.change_key();
    }
    match params.get("grant_type") {
        Some("authorization_code") => code::exchange(aes, scenarios, &params, now),
        Some("refresh_token") => refresh::exchange(aes, scenarios, &params, now),
        Some(_) => bad("unsupported_grant_type", "Unsupported grant_type"),
        None => bad("invalid_request", "Missing parameter: grant_type"),
    }
}

/// An error of RFC 6749 §5.2 with status 400.
fn bad(code: &str, description: &str) -> Answer {
    error(StatusCode::BAD_REQUEST, code, description)
}

/// An error of RFC 6749 §5.2.
pub(super) fn error(status: StatusCode, code: &str, description: &str) -> Answer {
    exchange::json(
        status,
        &json!({"error": code, "error_description": description}),
    )
    .into()
}

/// The answer to a client that is not believed.
pub(super) fn client_error(error: &Unauthenticated) -> Answer {
    match error {
        Unauthenticated::Twice => bad("invalid_request", "Two client authentications"),
        Unauthenticated::Invalid => {
            let description = "Invalid client or Invalid client credentials";
            let mut answer = self::error(StatusCode::UNAUTHORIZED, "invalid_client", description);
            exchange::set(
                &mut answer.response,
                WWW_AUTHENTICATE,
                "Basic realm=\"default\"",
            );
            answer
        }
    }
}
