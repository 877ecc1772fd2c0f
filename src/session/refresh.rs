//! A new access token: one tab at a time, and again asked for after waiting, since another tab may have got it meanwhile.

use std::sync::Arc;

use domain::auth::{Event, Mode, SessionAnswer, State};
use domain::failure::{Code, Failure, Phase};
use oauth2::AccessToken;

use super::tokens::{self, Ask, Outcome, Tokens};
use super::{Session, awake};
use crate::platform::bridge::{self, HostToken};
use crate::platform::late::late;
use crate::platform::{clock, locks, storage, timer};

/// The lock that all tabs of the origin share.
const LOCK: &str = "volet.refresh";

/// The longest wait for a token, in milliseconds: then the person is told, within ten seconds of what she asked for.
const WITHIN: u32 = 7_000;

/// The key that says when a renewal began; it is erased when it ends.
const BEGUN: &str = "renewing";

/// A renewal that a page left behind still brings its cookie, within so many milliseconds: the gateway gives the issuer ten
/// seconds.
const LEFT_BEHIND: i64 = 12_000;

/// How long a sign-out waits for it: afterwards the issuer's session has ended, and what comes is of no use.
const SIGN_OUT_WAITS: i64 = 2_000;

/// How often it is looked for, in milliseconds.
const PAUSE: u32 = 250;

late! { login,
/// Gets a token. In the modes with a cookie the gateway answers a tab that waited with the token of the one before it.
pub(super) async fn refresh(session: Arc<Session>, min_validity: Option<i64>) -> Event {
    refresh_now(&session, min_validity).await
}}

async fn refresh_now(session: &Arc<Session>, min_validity: Option<i64>) -> Event {
    let late = Event::TokenFailed(unavailable(session));
    let work = {
        let session = Arc::clone(session);
        async move { ask(&session, min_validity).await }
    };
    let mode = session.settings.mode;
    let outcome = if mode.has_cookie() {
        locks::exclusively(LOCK, WITHIN, work).await
    } else {
        timer::within(WITHIN, work).await
    };
    let Some(outcome) = outcome else { return late };
    session.hold(outcome.tokens);
    outcome.event
}

/// Ends a session while no other tab renews it: a cookie that came after the one that erases would bring it back.
pub(super) async fn while_nobody_renews<T: Clone + 'static>(
    session: &Arc<Session>,
    work: impl Future<Output = T> + 'static,
) -> Option<T> {
    let session = Arc::clone(session);
    let work = async move {
        while is_left_behind(&session, SIGN_OUT_WAITS) {
            timer::wait(PAUSE).await;
        }
        work.await
    };
    locks::exclusively(LOCK, WITHIN, work).await
}

async fn ask(session: &Arc<Session>, min_validity: Option<i64>) -> Outcome {
    match session.settings.mode {
        Mode::Mediated | Mode::Bff => match of_one_left_behind(session, min_validity).await {
            Some(outcome) => outcome,
            None => renew(session, min_validity).await,
        },
        Mode::Public => tokens::refresh(session, Ask::of(min_validity)).await,
        Mode::Host => of_the_host(session, min_validity.unwrap_or_default()).await,
    }
}

/// Renews, and leaves word that it does: a page that goes away meanwhile takes its lock with it, but not its request; and
/// one that waits no longer has not called it off.
async fn renew(session: &Session, min_validity: Option<i64>) -> Outcome {
    let begun = clock::now_in_milliseconds();
    storage::set(BEGUN, &begun.to_string());
    session.tell_tabs(awake::RENEWING);
    let outcome = tokens::refresh(session, Ask::of(min_validity)).await;
    let is_running = clock::now_in_milliseconds() - begun >= i64::from(tokens::CALL.within);
    if !is_running {
        storage::remove(BEGUN);
        session.tell_tabs(awake::RENEWED);
    }
    outcome
}

/// Whether a page that is gone, an earlier one of this tab or another tab's, still waits for the answer to its renewal. The
/// refresh token must not be sent once more then: the answer brings the next one.
fn is_left_behind(session: &Session, longest: i64) -> bool {
    let here = storage::get(BEGUN).and_then(|text| text.parse().ok());
    let begun: Option<i64> = here.max(session.renewal_elsewhere());
    let past = begun.map(|begun| clock::now_in_milliseconds() - begun);
    past.is_some_and(|past| (0..longest).contains(&past))
}

/// What a renewal that was left behind brings. The gateway is asked for what the cookie holds, and not to renew: the cookie
/// that is there and the one that comes look alike from here.
async fn of_one_left_behind(session: &Session, min_validity: Option<i64>) -> Option<Outcome> {
    while is_left_behind(session, LEFT_BEHIND) {
        timer::wait(PAUSE).await;
        let Some(seconds) = min_validity else {
            continue;
        };
        let outcome = tokens::refresh(session, Ask::WhatIsThere(seconds)).await;
        match outcome.event {
            Event::TokenFailed(failure) if failure.retryable => {}
            _ => {
                storage::remove(BEGUN);
                session.hear_renewal(None);
                return Some(outcome);
            }
        }
    }
    None
}

async fn of_the_host(session: &Session, min_validity: i64) -> Outcome {
    let asked = clock::now();
    match bridge::host_token(&session.host, min_validity).await {
        Ok(HostToken::Given(token, expires_in)) => Outcome {
            event: Event::TokenReceived {
                asked,
                expires_in,
                session_expires_in: None,
            },
            tokens: Some(Tokens {
                access: Some(AccessToken::new(token)),
                ..Tokens::default()
            }),
        },
        // Asked for a sign-in, nobody is an answer that ends it; else it is simply so.
        Ok(HostToken::Nobody) if matches!(session.state_now(), State::SigningIn { .. }) => {
            Outcome::failed(Failure::new(Code::LoginDenied, Phase::Login))
        }
        Ok(HostToken::Nobody) => Event::SessionRead(SessionAnswer::default()).into(),
        Err(bridge::Unavailable) => Outcome::failed(unavailable(session)),
    }
}

fn unavailable(session: &Session) -> Failure {
    Failure::new(session.settings.unavailable(), Phase::Refresh)
}
