//! Who is calling, and with which access token the call goes on (SECURITY.md, by mode).

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::Response;
use oauth2::AccessToken;
use openidconnect::SubjectIdentifier;

use super::grant::{self, NotRenewed};
use super::signed_in::signed_in;
use crate::app::State;
use crate::config::Mode;
use crate::issuer::{BearerFault, TokenFault};
use crate::problem::{Problem, Refused};
use crate::session::Session;

/// Somebody whose session or bearer holds.
pub(super) struct Caller {
    pub(super) sub: SubjectIdentifier,
    /// Absent only where a call may do without one.
    pub(super) token: Option<AccessToken>,
    /// Seconds until the session, or the bearer, ends.
    pub(super) expires_in: i64,
    /// The cookies of a session that was renewed for this call.
    cookies: HeaderMap,
}

/// What a call needs of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// None; one that is sent has to be the right one.
    Nothing,
    /// One that lives as long as the call may take.
    Lasting(Duration),
}

impl Caller {
    pub(super) async fn of(
        state: &State,
        headers: &HeaderMap,
        need: Need,
    ) -> Result<Self, Refused> {
        match state.config.mode {
            Mode::Mediated => Self::with_own_bearer(state, headers, need).await,
            Mode::Bff => Self::with_cookie_alone(state, headers, need).await,
            Mode::Host | Mode::Public => Self::with_issuers_bearer(state, headers).await,
        }
    }

    /// The bearer has to be the one that this session was given.
    async fn with_own_bearer(
        state: &State,
        headers: &HeaderMap,
        need: Need,
    ) -> Result<Self, Refused> {
        let session = signed_in(state, headers).await?;
        let token = if need == Need::Nothing && !headers.contains_key(AUTHORIZATION) {
            None
        } else {
            let token = bearer(headers).filter(|token| session.was_given(token));
            Some(token.ok_or(Problem::TokenMismatch)?)
        };
        Ok(Self {
            expires_in: session.expires_in(state.clock.now()),
            sub: session.sub,
            token,
            cookies: HeaderMap::new(),
        })
    }

    /// A page has no token here: one that it sends is none of ours.
    async fn with_cookie_alone(
        state: &State,
        headers: &HeaderMap,
        need: Need,
    ) -> Result<Self, Refused> {
        if headers.contains_key(AUTHORIZATION) {
            return Err(Problem::BearerRefused.into());
        }
        let session = signed_in(state, headers).await?;
        let left = session.access_expires_in(state.clock.now());
        let (session, cookies) = match need {
            Need::Lasting(budget) if left < seconds(budget) => {
                renew(state, headers, session).await?
            }
            Need::Lasting(_) | Need::Nothing => (session, HeaderMap::new()),
        };
        Ok(Self {
            expires_in: session.expires_in(state.clock.now()),
            sub: session.sub,
            token: (need != Need::Nothing).then_some(session.access_token),
            cookies,
        })
    }

    /// The bearer is the issuer's, and was not handed out here.
    async fn with_issuers_bearer(state: &State, headers: &HeaderMap) -> Result<Self, Refused> {
        let token = bearer(headers).ok_or(Problem::TokenMissing)?;
        let verified = state.issuer.verify_bearer(&token).await;
        let verified = verified.map_err(|fault| match fault {
            BearerFault::Expired => Problem::TokenExpired,
            BearerFault::Refused => Problem::TokenRefused,
            BearerFault::Unavailable => Problem::IssuerUnavailable,
        })?;
        let left = verified.expires_at.saturating_sub(state.clock.now());
        Ok(Self {
            sub: verified.sub,
            token: Some(token),
            expires_in: left.max(0),
            cookies: HeaderMap::new(),
        })
    }

    /// Adds the cookies of a renewal to an answer, be it a refusal: the old ones are spent.
    pub(super) fn dress(&self, mut response: Response) -> Response {
        response.headers_mut().extend(self.cookies.clone());
        response
    }

    /// The same for a refusal that is not an answer yet.
    pub(super) fn refuse(&self, problem: Problem) -> Refused {
        Refused {
            problem,
            cookies: self.cookies.clone(),
        }
    }
}

async fn renew(
    state: &State,
    headers: &HeaderMap,
    old: Session,
) -> Result<(Session, HeaderMap), Refused> {
    let session =
        grant::renew(state, headers, old)
            .await
            .map_err(|NotRenewed { fault, cookies }| Refused {
                problem: match fault {
                    TokenFault::InvalidGrant | TokenFault::IdToken(_) => Problem::SessionExpired,
                    TokenFault::Refused => Problem::ServerError,
                    TokenFault::Unavailable => Problem::IssuerUnavailable,
                },
                cookies,
            })?;
    let cookies = grant::sealed(state, &session)
        .await
        .map_err(|_| Problem::ServerError)?;
    Ok((session, cookies))
}

/// The token of an `Authorization` header (RFC 6750 §2.1).
fn bearer(headers: &HeaderMap) -> Option<AccessToken> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
        .then(|| AccessToken::new(token.to_owned()))
}

fn seconds(budget: Duration) -> i64 {
    i64::try_from(budget.as_secs()).unwrap_or(i64::MAX)
}
