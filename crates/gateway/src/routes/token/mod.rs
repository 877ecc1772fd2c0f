//! `POST /volet/token`: an OAuth token endpoint that adds the secret and keeps the refresh token.
//!
//! In `bff` it only renews: there the gateway signs in itself, and no token is in an answer.

mod error;
mod exchange;
mod form;
mod refresh;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State as Shared};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use oauth2::AccessToken;
use serde::Serialize;

use super::read::read;
use crate::app::State;
use crate::config::Mode;
use crate::session::Session;
use error::TokenError;
use form::Form;

/// More than any form of a token request.
const BODY_LIMIT: usize = 64 * 1024;

/// A success (RFC 6749 §5.1). There is no member for a refresh token or an id_token.
#[derive(Serialize)]
struct Answer<'a> {
    /// Left out in `bff`.
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token: Option<&'a AccessToken>,
    token_type: &'static str,
    expires_in: i64,
    session_expires_in: i64,
}

pub(super) async fn post(Shared(state): Shared<Arc<State>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let granted = match read(body, BODY_LIMIT).await {
        Ok(body) => grant(&state, &parts.headers, &body).await,
        Err(_) => Err(TokenError::InvalidRequest(
            "the body is too large or too slow",
        )),
    };
    granted.unwrap_or_else(IntoResponse::into_response)
}

async fn grant(state: &State, headers: &HeaderMap, body: &[u8]) -> Result<Response, TokenError> {
    let form = Form::parse(headers, body)?;
    let grant_type = form.required("grant_type")?;
    if form.required("client_id")? != state.config.client_id.as_str() {
        return Err(TokenError::ClientIdRefused);
    }
    match grant_type {
        "authorization_code" if state.config.mode == Mode::Mediated => {
            exchange::exchange(state, headers, &form).await
        }
        "refresh_token" => refresh::refresh(state, headers, &form).await,
        _ => Err(TokenError::UnsupportedGrantType),
    }
}

/// The answer about `session`, with the cookies that have changed.
fn answer(state: &State, session: &Session, cookies: HeaderMap) -> Response {
    let now = state.clock.now();
    let body = Answer {
        access_token: (state.config.mode == Mode::Mediated).then_some(&session.access_token),
        token_type: "Bearer",
        expires_in: session.access_expires_in(now),
        session_expires_in: session.expires_in(now),
    };
    (cookies, Json(body)).into_response()
}
