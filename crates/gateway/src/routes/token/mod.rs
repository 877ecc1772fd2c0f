//! `POST /volet/token`: an OAuth token endpoint that adds the secret and keeps the refresh token.

mod error;
mod exchange;
mod form;
mod refresh;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use oauth2::AccessToken;
use serde::Serialize;

use crate::app::State;
use crate::issuer::Tokens;
use crate::session::{self, Session};
use error::TokenError;
use form::Form;

/// Assumption: how long a session lasts at most where the issuer does not say; counted from the
/// sign-in, so that it does not slide.
const SESSION_LIFE_SECONDS: i64 = 12 * 3_600;

/// A success (RFC 6749 §5.1). There is no member for a refresh token or an id_token.
#[derive(Serialize)]
struct Answer<'a> {
    access_token: &'a AccessToken,
    token_type: &'static str,
    expires_in: u64,
    session_expires_in: i64,
}

pub(super) async fn post(
    Shared(state): Shared<Arc<State>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let granted = match &body {
        Ok(body) => grant(&state, &headers, body).await,
        Err(_) => Err(TokenError::InvalidRequest("the body is too large")),
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
        "authorization_code" => exchange::exchange(state, headers, &form).await,
        "refresh_token" => refresh::refresh(state, headers, &form).await,
        _ => Err(TokenError::UnsupportedGrantType),
    }
}

/// When a session with these tokens ends.
fn expires_at(tokens: &Tokens, created_at: i64, now: i64) -> i64 {
    let life = match (&tokens.refresh_token, tokens.refresh_expires_in) {
        (_, Some(life)) => life,
        (None, None) => tokens.expires_in,
        (Some(_), None) => return created_at.saturating_add(SESSION_LIFE_SECONDS),
    };
    now.saturating_add(i64::try_from(life).unwrap_or(SESSION_LIFE_SECONDS))
}

/// The answer with the session in its cookies.
fn answer(state: &State, tokens: &Tokens, session: &Session) -> Result<Response, TokenError> {
    let mut headers = HeaderMap::new();
    session::set(&state.config.cookie_keys, session, &mut headers).map_err(|error| {
        tracing::error!(%error, "no session was made");
        TokenError::ServerError
    })?;
    let body = Answer {
        access_token: &tokens.access_token,
        token_type: "Bearer",
        expires_in: tokens.expires_in,
        session_expires_in: session.expires_in(state.clock.now()),
    };
    Ok((headers, Json(body)).into_response())
}
