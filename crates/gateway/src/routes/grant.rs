//! From the issuer's tokens to a session, at the sign-in and at each renewal.

use std::sync::Arc;

use axum::http::HeaderMap;
use openidconnect::SubjectIdentifier;

use super::signed_in::{end, erase};
use crate::app::State;
use crate::issuer::{RenewalFault, TokenFault, Tokens};
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

/// Why a session was not renewed, and its cookies: erased where it has ended, changed where the issuer may have rotated its
/// refresh token.
#[derive(Debug)]
pub(super) struct NotRenewed {
    pub(super) fault: TokenFault,
    pub(super) cookies: HeaderMap,
}

/// The session of `request` with new tokens (RFC 6749 §6).
pub(super) async fn renew(
    state: &State,
    request: &HeaderMap,
    old: Session,
) -> Result<Session, NotRenewed> {
    let renewed = match &old.refresh_token {
        Some(refresh_token) => {
            let issuer = Arc::clone(&state.issuer);
            state
                .renewals
                .renew(issuer, &state.work, old.sub.clone(), refresh_token.clone())
                .await
        }
        None => Err(TokenFault::InvalidGrant.into()),
    };
    let outcome = renewed
        .as_ref()
        .map_or_else(RenewalFault::outcome, |_| "granted");
    state.metrics.refresh(outcome);

    let now = state.clock.now();
    match renewed {
        Ok(tokens) => Ok(Session {
            access_token: tokens.access_token.clone(),
            access_expires_at: after(now, tokens.expires_in),
            ..prolonged(old, &tokens, now)
        }),
        Err(RenewalFault::Unchecked(tokens)) => Err(NotRenewed {
            fault: TokenFault::Unavailable,
            cookies: sealed(state, &prolonged(old, &tokens, now))
                .await
                .unwrap_or_default(),
        }),
        Err(RenewalFault::NoTokens(fault)) => Err(NotRenewed {
            fault,
            cookies: match fault {
                TokenFault::InvalidGrant | TokenFault::IdToken(_) => erase(request),
                TokenFault::Refused | TokenFault::Unavailable => HeaderMap::new(),
            },
        }),
    }
}

/// The session with the refresh token of `tokens`, and its old access token.
fn prolonged(old: Session, tokens: &Tokens, now: i64) -> Session {
    let expires_at = match (&tokens.refresh_token, tokens.refresh_expires_in) {
        (None, None) => old.expires_at,
        (None, Some(life)) => after(now, life),
        (Some(_), _) => expires_at(tokens, old.created_at, now),
    };
    // An issuer that does not rotate sends none: the old one stays good.
    let refresh_token = tokens.refresh_token.clone().or(old.refresh_token);
    Session {
        expires_at,
        refresh_token,
        ..old
    }
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
