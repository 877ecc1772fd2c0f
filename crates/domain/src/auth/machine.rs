//! The transitions. The session layer performs the effects and reports what came of them as events.

use super::{Effect, Event, Mode, Session, SessionAnswer, State};
use crate::failure::{Code, Failure, Phase};

/// What a token needs when nothing in particular is waiting for it, in seconds.
const MARGIN: i64 = 75;

/// Seconds asked for beyond what is needed: the answer takes time.
const SPARE: i64 = 15;

/// A second click on *sign in* within so many seconds is the same click.
const SAME_CLICK: i64 = 2;

/// A page that is seen again asks the gateway when it has not heard of it for so many seconds.
const UNHEARD: i64 = 60;

/// The next state and what has to be done, in order. `now` is seconds of the page's clock.
pub fn step(mode: Mode, state: State, event: Event, now: i64) -> (State, Vec<Effect>) {
    match (state, event) {
        (_, Event::Loaded) => loaded(mode),
        (_, Event::CodeArrived { code, transaction }) => (
            State::SigningIn { since: now },
            vec![
                Effect::LeaveCallback,
                Effect::Exchange { code, transaction },
            ],
        ),
        (_, Event::LoginDone) => (
            State::Starting,
            vec![
                Effect::LeaveCallback,
                Effect::TellSignedIn,
                Effect::ReadSession,
            ],
        ),
        (_, Event::LoginFailed(code)) => {
            let (state, next) = loaded(mode);
            let report = Effect::Report(Failure::new(code, Phase::Callback));
            let mut effects = vec![Effect::LeaveCallback, report];
            effects.extend(next);
            (state, effects)
        }
        (state, Event::LoginAsked) => login_asked(mode, state, now),
        (State::SigningIn { .. }, Event::LoginStalled) => {
            let left = Failure::new(Code::LoginDenied, Phase::Login);
            (State::SignedOut, vec![Effect::Report(left)])
        }
        (State::SigningIn { .. }, Event::CameBack) => loaded(mode),
        (state, Event::SessionRead(answer)) => session_read(mode, state, answer, now),
        (State::Starting, Event::SessionUnread(failure)) => {
            (State::SignedOut, vec![Effect::Report(failure)])
        }
        (state, Event::SessionUnread(failure)) => (state, vec![Effect::Report(failure)]),
        (State::SignedIn(session), Event::TokenNeeded { budget }) => {
            token_needed(session, budget, now)
        }
        (State::SignedIn(session), Event::TokenRefused { superseded }) => {
            let enough = superseded.then_some(MARGIN);
            let (state, mut effects) = renew(without_token(session), enough);
            effects.insert(0, Effect::ForgetToken);
            (state, effects)
        }
        (
            state,
            Event::TokenReceived {
                asked,
                expires_in,
                session_expires_in,
            },
        ) => {
            let life = Life::of(asked, expires_in, session_expires_in);
            token_received(state, life, now)
        }
        (state, Event::TokenFailed(failure)) => token_failed(state, failure),
        (state, Event::Woken) => seen_again(mode, state, UNHEARD, now),
        (state, Event::CameBack) => seen_again(mode, state, 0, now),
        (State::SignedIn(session), Event::Beat { used }) => beat(mode, session, used, now),
        (_, Event::LogoutAsked) => (State::SignedOut, vec![Effect::EndSession]),
        (_, Event::LogoutFailed(failure)) if mode.has_cookie() => (
            State::Starting,
            vec![Effect::Report(failure), Effect::ReadSession],
        ),
        (state, Event::LogoutFailed(failure)) => (state, vec![Effect::Report(failure)]),
        (_, Event::SessionLost(code)) => (
            State::SignedOut,
            vec![
                Effect::ForgetToken,
                Effect::Report(Failure::new(code, Phase::Refresh)),
            ],
        ),
        (state, Event::SignedInElsewhere) => signed_in_elsewhere(mode, state, now),
        (State::SigningIn { since }, Event::SignedOutElsewhere) => {
            (State::SigningIn { since }, vec![])
        }
        (_, Event::SignedOutElsewhere) => (State::SignedOut, vec![Effect::ForgetToken]),
        (
            state,
            Event::TokenNeeded { .. }
            | Event::TokenRefused { .. }
            | Event::Beat { .. }
            | Event::LoginStalled,
        ) => (state, vec![]),
    }
}

/// Who is asked whether somebody is signed in; in `public` mode what a page knew went with the page.
fn loaded(mode: Mode) -> (State, Vec<Effect>) {
    match mode {
        Mode::Mediated | Mode::Bff => (State::Starting, vec![Effect::ReadSession]),
        Mode::Host => (State::Starting, vec![any_token()]),
        Mode::Public => (State::SignedOut, vec![]),
    }
}

/// Asked again, the way to the issuer begins anew: the first one may have ended in a window that was closed.
fn login_asked(mode: Mode, state: State, now: i64) -> (State, Vec<Effect>) {
    if let State::SigningIn { since } = state
        && (since..since + SAME_CLICK).contains(&now)
    {
        return (state, vec![]);
    }
    let go = match mode {
        Mode::Host => any_token(),
        Mode::Mediated | Mode::Bff | Mode::Public => Effect::GoToIssuer,
    };
    (
        State::SigningIn { since: now },
        vec![Effect::ForgetToken, go],
    )
}

fn session_read(mode: Mode, state: State, answer: SessionAnswer, now: i64) -> (State, Vec<Effect>) {
    if !answer.signed_in {
        return match state {
            State::SignedIn(_) | State::Renewing(_) => {
                lost(Failure::new(Code::SessionExpired, Phase::Refresh))
            }
            State::Expired | State::SigningIn { .. } => (state, vec![]),
            State::Starting | State::SignedOut => (State::SignedOut, vec![]),
        };
    }
    let known = state.session();
    let told = now.saturating_add(answer.session_expires_in);
    let session = Session {
        identities: answer.identities,
        begun: known.map_or(now, |session| session.begun),
        // Without its cookie the gateway knows how long the access token lasts, and no more.
        ends: known
            .filter(|_| !mode.has_cookie())
            .map_or(told, |session| session.ends),
        lasts: known.map_or(answer.session_expires_in, |session| {
            session.lasts.max(answer.session_expires_in)
        }),
        token_ends: known.and_then(|session| session.token_ends),
        renewed: known.map_or(now, |session| session.renewed),
        seen: now,
    };
    match state {
        State::Renewing(_) => (State::Renewing(session), vec![]),
        _ => (State::SignedIn(session), vec![]),
    }
}

/// A session that looks ended by the page's clock is not given up here: the clock may be wrong, and whoever keeps the
/// session knows.
fn token_needed(session: Session, budget: i64, now: i64) -> (State, Vec<Effect>) {
    if session.covers(budget, now) {
        (State::SignedIn(session), vec![])
    } else {
        renew(session, Some(budget))
    }
}

fn renew(session: Session, enough: Option<i64>) -> (State, Vec<Effect>) {
    let min_validity = enough.map(|enough| enough + SPARE);
    let refresh = Effect::Refresh { min_validity };
    (State::Renewing(session), vec![refresh])
}

fn any_token() -> Effect {
    Effect::Refresh {
        min_validity: Some(MARGIN + SPARE),
    }
}

fn without_token(session: Session) -> Session {
    Session {
        token_ends: None,
        ..session
    }
}

/// The lives that an answer of the token endpoint names, as moments of the page's clock.
struct Life {
    token_ends: i64,
    ends: i64,
    lasts: i64,
}

impl Life {
    /// Where nobody says how long the session lasts, it is as long as the token: that much is sure.
    fn of(asked: i64, expires_in: i64, session_expires_in: Option<i64>) -> Self {
        let lasts = session_expires_in.unwrap_or(expires_in);
        Self {
            token_ends: asked.saturating_add(expires_in),
            ends: asked.saturating_add(lasts),
            lasts,
        }
    }
}

/// A token that arrives after the person has signed out is dropped.
fn token_received(state: State, life: Life, now: i64) -> (State, Vec<Effect>) {
    let session = |begun, identities| Session {
        identities,
        begun,
        ends: life.ends,
        lasts: life.lasts,
        token_ends: Some(life.token_ends),
        renewed: now,
        seen: now,
    };
    match state {
        State::Starting => (
            State::SignedIn(session(now, Vec::new())),
            vec![Effect::ReadSession],
        ),
        State::SigningIn { .. } => (
            State::SignedIn(session(now, Vec::new())),
            vec![Effect::TellSignedIn, Effect::ReadSession],
        ),
        State::SignedIn(known) | State::Renewing(known) => {
            let read = known.is_nameless().then_some(Effect::ReadSession);
            (
                State::SignedIn(session(known.begun, known.identities)),
                read.into_iter().collect(),
            )
        }
        other @ (State::SignedOut | State::Expired) => (other, vec![Effect::ForgetToken]),
    }
}

/// Whoever cannot be reached ends no session: the next call tries again.
fn token_failed(state: State, failure: Failure) -> (State, Vec<Effect>) {
    match state {
        State::SignedIn(session) | State::Renewing(session) if failure.retryable => {
            (State::SignedIn(session), vec![Effect::Report(failure)])
        }
        State::Starting | State::SigningIn { .. } => (
            State::SignedOut,
            vec![Effect::ForgetToken, Effect::Report(failure)],
        ),
        State::SignedOut | State::Expired => (state, vec![]),
        State::SignedIn(_) | State::Renewing(_) => lost(failure),
    }
}

/// On waking, what has run out is renewed, and what may have changed or was not answered is asked for: timers did not run
/// meanwhile, and another tab may have signed in.
fn seen_again(mode: Mode, state: State, unheard: i64, now: i64) -> (State, Vec<Effect>) {
    match state {
        State::SignedIn(session)
            if session.token_ends.is_some() && !session.covers(MARGIN, now) =>
        {
            renew(session, Some(MARGIN))
        }
        State::SignedIn(ref session)
            if session.is_nameless() || mode.has_cookie() && now - session.seen >= unheard =>
        {
            (state, vec![Effect::ReadSession])
        }
        State::SignedOut | State::Expired if mode.has_cookie() => {
            (state, vec![Effect::ReadSession])
        }
        _ => (state, vec![]),
    }
}

/// A session that is used is renewed while a third of its life is left; one that is past its end is looked up.
fn beat(mode: Mode, session: Session, used: Option<i64>, now: i64) -> (State, Vec<Effect>) {
    let left = session.ends - now;
    let used = used.is_some_and(|used| used > session.renewed);
    if used && left <= (session.lasts / 3).max(MARGIN) {
        return renew(session, Some(MARGIN));
    }
    let ended = left <= 0 && mode.has_cookie();
    let effects = if ended {
        vec![Effect::ReadSession]
    } else {
        vec![]
    };
    (State::SignedIn(session), effects)
}

/// The cookie is another one now: the token in memory no longer goes with it.
fn signed_in_elsewhere(mode: Mode, state: State, now: i64) -> (State, Vec<Effect>) {
    match state {
        _ if !mode.has_cookie() => (state, vec![]),
        State::SignedIn(session) | State::Renewing(session) => (
            State::SignedIn(Session {
                begun: now,
                ..without_token(session)
            }),
            vec![Effect::ForgetToken, Effect::ReadSession],
        ),
        state => (state, vec![Effect::ReadSession]),
    }
}

fn lost(failure: Failure) -> (State, Vec<Effect>) {
    (
        State::Expired,
        vec![Effect::ForgetToken, Effect::Report(failure)],
    )
}

#[cfg(test)]
#[path = "machine_tests/mod.rs"]
mod tests;
