//! `grant_type=refresh_token` (RFC 6749 §6), where the refresh token is the one in the cookie.

use axum::http::HeaderMap;
use axum::response::Response;

use super::error::TokenError;
use super::form::Form;
use super::{answer, expires_at};
use crate::app::State;
use crate::issuer::{TokenFault, Tokens};
use crate::routes::signed_in::{erase, leave_to_another};
use crate::session::{self, Digest, Opened, Session};

/// What the page sends in place of a refresh token, which it never has.
const IN_THE_COOKIE: &str = "cookie";

pub(super) async fn refresh(
    state: &State,
    headers: &HeaderMap,
    form: &Form,
) -> Result<Response, TokenError> {
    if form.required("refresh_token")? != IN_THE_COOKIE {
        return Err(TokenError::InvalidRequest(
            "refresh_token has to be the word cookie",
        ));
    }
    let result = renew(state, headers).await;
    state.metrics.refresh(
        result
            .as_ref()
            .map_or_else(TokenError::outcome, |_| "granted"),
    );
    let (tokens, session) = result?;
    answer(state, &tokens, &session)
}

async fn renew(state: &State, headers: &HeaderMap) -> Result<(Tokens, Session), TokenError> {
    let keys = &state.config.cookie_keys;
    let old = match session::open(keys, headers, state.clock.now()) {
        Opened::Alive(session) => session,
        Opened::Absent | Opened::Dead => return Err(TokenError::SessionExpired(erase(headers))),
        Opened::OfAnotherUser(session) => {
            leave_to_another(state, &session).await;
            return Err(TokenError::SessionOfAnotherUser(erase(headers)));
        }
    };
    let Some(refresh_token) = &old.refresh_token else {
        return Err(TokenError::SessionExpired(erase(headers)));
    };
    let mut tokens = state
        .issuer
        .refresh(&old.sub, refresh_token)
        .await
        .map_err(|fault| match fault {
            TokenFault::InvalidGrant => TokenError::SessionExpired(erase(headers)),
            TokenFault::IdToken(fault) => TokenError::IdToken(fault, erase(headers)),
            TokenFault::Refused => TokenError::ServerError,
            TokenFault::Unavailable => TokenError::TemporarilyUnavailable,
        })?;
    // An issuer that does not rotate sends none: the old one stays good.
    let is_same_token = tokens.refresh_token.is_none();
    if is_same_token {
        tokens.refresh_token = old.refresh_token;
    }
    let now = state.clock.now();
    let expires_at = match tokens.refresh_expires_in {
        None if is_same_token => old.expires_at,
        _ => expires_at(&tokens, old.created_at, now),
    };
    let session = Session {
        sub: old.sub,
        access_token: Digest::of_access_token(&tokens.access_token),
        host_user: old.host_user,
        expires_at,
        created_at: old.created_at,
        refresh_token: tokens.refresh_token.clone(),
    };
    Ok((tokens, session))
}
