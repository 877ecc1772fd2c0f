//! From the issuer's tokens to a session, at the sign-in and at each renewal.

use std::sync::Arc;

use axum::http::HeaderMap;
use openidconnect::SubjectIdentifier;

use super::signed_in::end;
use crate::app::State;
use crate::issuer::{TokenFault, Tokens};
use crate::session::{self, Digest, SealError, Session};

/// Assumption: how long a session lasts at most where the issuer does not say; counted from the
/// sign-in, so that it does not slide.
const SESSION_LIFE_SECONDS: i64 = 12 * 3_600;

/// The session of a person who has just signed in.
pub(super) fn begin(
    sub: SubjectIdentifier,
    tokens: &Tokens,
    host_user: Digest,
    now: i64,
) -> Session {
    Session {
        sub,
        access_token: tokens.access_token.clone(),
        access_expires_at: after(now, tokens.expires_in),
        host_user,
        expires_at: expires_at(tokens, now, now),
        created_at: now,
        refresh_token: tokens.refresh_token.clone(),
    }
}

/// The session with new tokens (RFC 6749 §6).
pub(super) async fn renew(state: &State, old: &Session) -> Result<Session, TokenFault> {
    let renewed = match &old.refresh_token {
        Some(refresh_token) => {
            let issuer = Arc::clone(&state.issuer);
            state
                .renewals
                .renew(issuer, &state.work, old.sub.clone(), refresh_token.clone())
                .await
        }
        None => Err(TokenFault::InvalidGrant),
    };
    let outcome = renewed
        .as_ref()
        .map_or_else(|fault| fault.outcome(), |_| "granted");
    state.metrics.refresh(outcome);
    let tokens = renewed?;

    let now = state.clock.now();
    let expires_at = match (&tokens.refresh_token, tokens.refresh_expires_in) {
        (None, None) => old.expires_at,
        (None, Some(life)) => after(now, life),
        (Some(_), _) => expires_at(&tokens, old.created_at, now),
    };
    // An issuer that does not rotate sends none: the old one stays good.
    let refresh_token = tokens.refresh_token.as_ref().or(old.refresh_token.as_ref());
    Ok(Session {
        access_token: tokens.access_token.clone(),
        access_expires_at: after(now, tokens.expires_in),
        expires_at,
        refresh_token: refresh_token.cloned(),
        ..old.clone()
    })
}

/// The headers that carry `session` to the browser. Where there can be none, its tokens are ended: nobody would ever use them.
pub(super) async fn sealed(state: &State, session: &Session) -> Result<HeaderMap, SealError> {
    let mut headers = HeaderMap::new();
    match session::set(&state.config.cookie_keys, session, &mut headers) {
        Ok(()) => Ok(headers),
        Err(error) => {
            tracing::error!(%error, "no session was made");
            end(state, session).await;
            Err(error)
        }
    }
}

/// When a session with these tokens ends.
fn expires_at(tokens: &Tokens, created_at: i64, now: i64) -> i64 {
    match (&tokens.refresh_token, tokens.refresh_expires_in) {
        (_, Some(life)) => after(now, life),
        (None, None) => after(now, tokens.expires_in),
        (Some(_), None) => created_at.saturating_add(SESSION_LIFE_SECONDS),
    }
}

fn after(now: i64, seconds: u64) -> i64 {
    now.saturating_add(i64::try_from(seconds).unwrap_or(SESSION_LIFE_SECONDS))
}
