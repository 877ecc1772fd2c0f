//! `grant_type=refresh_token` (RFC 6749 §6), where the refresh token is the one in the cookie.

use axum::http::HeaderMap;
use axum::response::Response;

use super::answer;
use super::error::TokenError;
use super::form::Form;
use crate::app::State;
use crate::issuer::TokenFault;
use crate::routes::grant::{self, NotRenewed};
use crate::routes::signed_in::{end, erase};
use crate::session::{self, Opened, Session};

/// What the page sends in place of a refresh token, which it never has.
const IN_THE_COOKIE: &str = "cookie";

/// Renews the session; with `min_validity`, only when its access token has less than that many
/// seconds left. So the tabs of a browser share one token, and one renewal serves them all.
///
/// With `renew=no` not even then: the page knows of a renewal whose answer the browser has not got yet, maybe by another
/// instance, and a refresh token that is used twice ends the session.
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
    let min_validity = match form.optional("min_validity").map(str::parse::<u32>) {
        None => None,
        Some(Ok(seconds)) => Some(i64::from(seconds)),
        Some(Err(_)) => {
            let why = "min_validity is not a number of seconds";
            return Err(TokenError::InvalidRequest(why));
        }
    };
    let may_renew = match form.optional("renew") {
        None => true,
        Some("no") => false,
        Some(_) => return Err(TokenError::InvalidRequest("renew is another word than no")),
    };
    let old = open(state, headers).await?;
    let left = old.access_expires_in(state.clock.now());
    if min_validity.is_some_and(|wanted| left > 0 && left >= wanted) {
        state.metrics.refresh("shared");
        return Ok(answer(state, &old, HeaderMap::new()));
    }
    if !may_renew {
        return Err(TokenError::RenewalRunning);
    }
    let session = grant::renew(state, headers, old).await.map_err(
        |NotRenewed { fault, cookies }| match fault {
            TokenFault::InvalidGrant => TokenError::SessionExpired(cookies),
            TokenFault::IdToken(fault) => TokenError::IdToken(fault, cookies),
            TokenFault::Refused => TokenError::ServerError,
            TokenFault::Unavailable => TokenError::TemporarilyUnavailable(cookies),
        },
    )?;
    let cookies = grant::sealed(state, &session).await?;
    Ok(answer(state, &session, cookies))
}

async fn open(state: &State, headers: &HeaderMap) -> Result<Session, TokenError> {
    match session::open(&state.config.cookie_keys, headers, state.clock.now()) {
        Opened::Alive(session) => Ok(session),
        Opened::Absent | Opened::Dead => Err(TokenError::SessionExpired(erase(headers))),
        Opened::OfAnotherUser(session) => {
            end(state, &session).await;
            Err(TokenError::SessionOfAnotherUser(erase(headers)))
        }
    }
}
