//! Where a session stands, what can happen to it, and what has then to be done.

use super::{SessionAnswer, Transaction};
use crate::context::Identity;
use crate::failure::{Code, Failure};

/// A live session. The tokens themselves are held by the session layer alone, not here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// In whose name the person may act.
    pub identities: Vec<Identity>,
    /// When somebody signed in, as far as this page has seen: another sign-in may be another person's.
    pub begun: i64,
    /// When the session ends unless it is renewed, in seconds of the page's clock.
    pub ends: i64,
    /// How long it lasts from a renewal, as far as this page has seen.
    pub lasts: i64,
    /// When the access token ends; `None` while none is known.
    pub token_ends: Option<i64>,
    /// When a token was given, or the session first seen.
    pub renewed: i64,
    /// When the gateway was last heard to say that it lives.
    pub seen: i64,
}

impl Session {
    /// Whether it is not known in whose name the person may act: the gateway could not be asked, or knows of nobody.
    pub fn is_nameless(&self) -> bool {
        self.identities.is_empty()
    }

    /// Whether the access token outlives a call that may take so many seconds.
    pub fn covers(&self, budget: i64, now: i64) -> bool {
        self.token_ends.is_some_and(|ends| ends - now > budget)
    }
}

/// Where the session stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Not known yet: whoever keeps the session is being asked.
    Starting,
    /// Nobody is signed in.
    SignedOut,
    /// On the way to the issuer, or the code is being exchanged.
    SigningIn {
        /// Since when, in seconds of the page's clock.
        since: i64,
    },
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
            Self::SigningIn { .. } => "signing-in",
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
    /// The issuer's answer to our own sign-in has come, by the address or from the popup.
    CodeArrived {
        /// The authorization code.
        code: String,
        /// The sign-in it belongs to.
        transaction: Transaction,
    },
    /// The gateway has signed the person in and brought the page back (`bff`).
    LoginDone,
    /// The page was loaded with an answer that ends the sign-in.
    LoginFailed(Code),
    /// The person asked to sign in.
    LoginAsked,
    /// The page is still here although it should have been left for the issuer.
    LoginStalled,
    /// The gateway answered about the session.
    SessionRead(SessionAnswer),
    /// The gateway could not be asked.
    SessionUnread(Failure),
    /// A call needs an access token that lives so many seconds more.
    TokenNeeded {
        /// Seconds.
        budget: i64,
    },
    /// The other side refused the token in memory although it was not due.
    TokenRefused {
        /// Another tab has a newer one, which the token endpoint shares; else a new one is needed.
        superseded: bool,
    },
    /// A token was given.
    TokenReceived {
        /// When the request left, in seconds of the page's clock: lives are counted from there, since an answer takes
        /// time, and a clock that is wrong is wrong at both ends.
        asked: i64,
        /// `expires_in`, seconds.
        expires_in: i64,
        /// Seconds until the session ends, where the other side says.
        session_expires_in: Option<i64>,
    },
    /// No token was given.
    TokenFailed(Failure),
    /// The page is seen again after it was hidden, or the network is back.
    Woken,
    /// The page was brought back from the back/forward cache, where it heard nothing.
    CameBack,
    /// A minute has passed in a page that is seen.
    Beat {
        /// When the person last touched the page; `None` keeps no session alive.
        used: Option<i64>,
    },
    /// The person asked to sign out.
    LogoutAsked,
    /// It is not sure that the session has ended.
    LogoutFailed(Failure),
    /// The gateway says that the session belongs to nobody or to another user of the host.
    SessionLost(Code),
    /// Another tab has signed in.
    SignedInElsewhere,
    /// Another tab has signed out.
    SignedOutElsewhere,
}

/// What has to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Ask the gateway about the session.
    ReadSession,
    /// Go to the issuer, or to the gateway that goes there.
    GoToIssuer,
    /// Exchange the code.
    Exchange {
        /// The authorization code.
        code: String,
        /// The sign-in it belongs to.
        transaction: Transaction,
    },
    /// Erase the transaction and put the address back to where the sign-in began.
    LeaveCallback,
    /// Get an access token: one that lives so many seconds more is good enough; `None` asks for a new one.
    Refresh {
        /// Seconds.
        min_validity: Option<i64>,
    },
    /// Erase every token from memory.
    ForgetToken,
    /// Erase every token from memory, and end the session where it is kept and at the issuer, which is given the refresh token.
    EndSession,
    /// Tell the other tabs that somebody has signed in.
    TellSignedIn,
    /// Tell the host and the person.
    Report(Failure),
}
