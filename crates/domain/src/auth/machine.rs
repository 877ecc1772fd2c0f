//! The transitions. The session layer performs the effects and reports what came of them as events.

use super::Transaction;
use super::wire::SessionAnswer;
use crate::context::Identity;
use crate::failure::{Code, Failure, Phase};

/// A token is renewed when less than this is left of its life: a call started with it must end inside it.
const RENEW_BEFORE: i64 = 75;

/// A live session. The access token itself is held by the session layer alone, not here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// In whose name the person may act.
    pub identities: Vec<Identity>,
    /// When the refresh token ends, in seconds of the page's clock.
    pub ends: i64,
    /// When the access token in memory ends; `None` while there is none.
    pub token_ends: Option<i64>,
}

/// Where the session stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Not known yet: the gateway is being asked.
    Starting,
    /// Nobody is signed in.
    SignedOut,
    /// On the way to the issuer, or the code is being exchanged.
    SigningIn,
    /// Signed in.
    SignedIn(Session),
    /// Signed in, a new access token is being fetched.
    Renewing(Session),
    /// The session ended by itself; what is typed stays on the screen.
    Expired,
}

impl State {
    /// The word of the event `volet-session`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Starting | Self::SignedOut => "signed-out",
            Self::SigningIn => "signing-in",
            Self::SignedIn(_) => "signed-in",
            Self::Renewing(_) => "renewing",
            Self::Expired => "expired",
        }
    }

    /// The live session, if there is one.
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::SignedIn(session) | Self::Renewing(session) => Some(session),
            _ => None,
        }
    }
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// The page was loaded with no answer from the issuer in its address.
    Loaded,
    /// The page was loaded with the answer to our own sign-in.
    CodeArrived {
        /// The authorization code.
        code: String,
        /// The sign-in it belongs to.
        transaction: Transaction,
    },
    /// The page was loaded with an answer that ends the sign-in.
    LoginFailed(Code),
    /// The person asked to sign in.
    LoginAsked,
    /// The gateway answered about the session.
    SessionRead(SessionAnswer),
    /// The gateway could not be asked.
    SessionUnread(Failure),
    /// A call needs an access token.
    TokenNeeded,
    /// The resource refused the token in memory although it was not due: another is tried once.
    TokenRefused,
    /// The token endpoint gave a token; both lives are seconds.
    TokenReceived {
        /// `expires_in`.
        expires_in: i64,
        /// `session_expires_in`.
        session_expires_in: i64,
    },
    /// The token endpoint refused, or could not be reached.
    TokenFailed(Failure),
    /// The person asked to sign out.
    LogoutAsked,
    /// The gateway did not confirm that the session ended.
    LogoutFailed(Failure),
    /// The gateway says that the session belongs to nobody or to another user of the host.
    SessionLost(Code),
}

/// What has to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Ask the gateway about the session.
    ReadSession,
    /// Make a transaction, store it and go to the issuer.
    GoToIssuer,
    /// Exchange the code; then erase the transaction and put the address back.
    Exchange {
        /// The authorization code.
        code: String,
        /// The sign-in it belongs to.
        transaction: Transaction,
    },
    /// Erase the transaction and put the address back to where the sign-in began.
    LeaveCallback,
    /// Ask the token endpoint for a new access token.
    Refresh,
    /// Erase the access token from memory.
    ForgetToken,
    /// Ask the gateway to end the session there and at the issuer.
    EndSession,
    /// Tell the host and the person.
    Report(Failure),
}

/// The next state and what has to be done, in order. `now` is seconds of the page's clock.
pub fn step(state: State, event: Event, now: i64) -> (State, Vec<Effect>) {
    match (state, event) {
        (_, Event::Loaded) => (State::Starting, vec![Effect::ReadSession]),
        (_, Event::CodeArrived { code, transaction }) => (
            State::SigningIn,
            vec![
                Effect::LeaveCallback,
                Effect::Exchange { code, transaction },
            ],
        ),
        (_, Event::LoginFailed(code)) => {
            let report = Effect::Report(Failure::new(code, Phase::Callback));
            (
                State::Starting,
                vec![Effect::LeaveCallback, report, Effect::ReadSession],
            )
        }
        (State::SigningIn, Event::LoginAsked) => (State::SigningIn, vec![]),
        (_, Event::LoginAsked) => (
            State::SigningIn,
            vec![Effect::ForgetToken, Effect::GoToIssuer],
        ),
        (state, Event::SessionRead(answer)) => session_read(state, answer, now),
        (State::Starting, Event::SessionUnread(failure)) => {
            (State::SignedOut, vec![Effect::Report(failure)])
        }
        (state, Event::SessionUnread(failure)) => (state, vec![Effect::Report(failure)]),
        (State::SignedIn(session), Event::TokenNeeded) => token_needed(session, now),
        (State::SignedIn(session), Event::TokenRefused) => {
            let session = Session {
                token_ends: None,
                ..session
            };
            (
                State::Renewing(session),
                vec![Effect::ForgetToken, Effect::Refresh],
            )
        }
        (
            state,
            Event::TokenReceived {
                expires_in,
                session_expires_in,
            },
        ) => token_received(
            state,
            now.saturating_add(expires_in),
            now.saturating_add(session_expires_in),
        ),
        (state, Event::TokenFailed(failure)) => token_failed(state, failure),
        (_, Event::LogoutAsked) => (
            State::SignedOut,
            vec![Effect::ForgetToken, Effect::EndSession],
        ),
        (_, Event::LogoutFailed(failure)) => (
            State::Starting,
            vec![Effect::Report(failure), Effect::ReadSession],
        ),
        (State::SignedOut, Event::SessionLost(_)) => (State::SignedOut, vec![]),
        (_, Event::SessionLost(code)) => lost(Failure::new(code, Phase::Refresh)),
        (state, Event::TokenNeeded | Event::TokenRefused) => (state, vec![]),
    }
}

fn session_read(state: State, answer: SessionAnswer, now: i64) -> (State, Vec<Effect>) {
    if !answer.signed_in {
        return match state {
            State::SignedIn(_) | State::Renewing(_) => {
                lost(Failure::new(Code::SessionExpired, Phase::Refresh))
            }
            State::Expired => (State::Expired, vec![]),
            _ => (State::SignedOut, vec![]),
        };
    }
    let token_ends = state.session().and_then(|session| session.token_ends);
    let ends = now.saturating_add(answer.session_expires_in);
    let session = Session {
        identities: answer.identities,
        ends,
        token_ends,
    };
    match state {
        State::Renewing(_) => (State::Renewing(session), vec![]),
        _ => (State::SignedIn(session), vec![]),
    }
}

fn token_needed(session: Session, now: i64) -> (State, Vec<Effect>) {
    if session.ends <= now {
        return lost(Failure::new(Code::SessionExpired, Phase::Refresh));
    }
    match session.token_ends {
        Some(ends) if ends - now > RENEW_BEFORE => (State::SignedIn(session), vec![]),
        _ => (State::Renewing(session), vec![Effect::Refresh]),
    }
}

/// A token that arrives after the person has signed out is dropped.
fn token_received(state: State, token_ends: i64, ends: i64) -> (State, Vec<Effect>) {
    match state {
        State::SigningIn => {
            let session = Session {
                identities: Vec::new(),
                ends,
                token_ends: Some(token_ends),
            };
            (State::SignedIn(session), vec![Effect::ReadSession])
        }
        State::SignedIn(session) | State::Renewing(session) => (
            State::SignedIn(Session {
                ends,
                token_ends: Some(token_ends),
                ..session
            }),
            vec![],
        ),
        other => (other, vec![Effect::ForgetToken]),
    }
}

/// A gateway that cannot be reached ends no session: the next call tries again.
fn token_failed(state: State, failure: Failure) -> (State, Vec<Effect>) {
    match state {
        State::Renewing(session) if failure.retryable => {
            (State::SignedIn(session), vec![Effect::Report(failure)])
        }
        State::SigningIn => (
            State::SignedOut,
            vec![Effect::ForgetToken, Effect::Report(failure)],
        ),
        State::SignedOut => (State::SignedOut, vec![]),
        _ => lost(failure),
    }
}

fn lost(failure: Failure) -> (State, Vec<Effect>) {
    (
        State::Expired,
        vec![Effect::ForgetToken, Effect::Report(failure)],
    )
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
