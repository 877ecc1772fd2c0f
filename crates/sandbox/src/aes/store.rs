//! Who is signed in: browser sessions with their refresh chains, codes, and sign-ins under way.

use std::collections::BTreeMap;

use super::request::Authorization;

/// Seconds a code lives.
pub(super) const CODE_SECONDS: i64 = 60;
/// Seconds after which an unused session ends.
pub(super) const IDLE_SECONDS: i64 = 1_800;
/// Seconds after which any session ends.
pub(super) const MAX_SECONDS: i64 = 36_000;
/// Seconds a sign-in page stays good.
const PENDING_SECONDS: i64 = 1_800;

/// A browser session (single sign-on).
#[derive(Debug)]
pub(super) struct Session {
    pub(super) sub: String,
    /// The value of the browser's cookie.
    pub(super) cookie: String,
    pub(super) started: i64,
    pub(super) used: i64,
    /// For each exchanged code the id of the one refresh token that is still good.
    pub(super) chains: BTreeMap<String, String>,
}

impl Session {
    /// When the session ends unless it is used before.
    pub(super) fn ends(&self) -> i64 {
        (self.used + IDLE_SECONDS).min(self.started + MAX_SECONDS)
    }
}

/// An authorization code.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) authorization: Authorization,
    pub(super) sid: String,
    pub(super) made: i64,
    /// The refresh chain that the first exchange began.
    pub(super) used: Option<String>,
}

/// A sign-in page that has been shown.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) authorization: Authorization,
    /// The cookie of the browser that was shown the page; another one cannot post its form.
    pub(super) browser: String,
    pub(super) made: i64,
}

#[derive(Debug, Default)]
pub(super) struct Store {
    pub(super) sessions: BTreeMap<String, Session>,
    pub(super) codes: BTreeMap<String, Code>,
    pub(super) pending: BTreeMap<String, Pending>,
}

impl Store {
    /// Drops what can no longer be used. A code is kept as long as a session can last, so that a
    /// late replay is still recognised.
    pub(super) fn forget_old(&mut self, now: i64) {
        self.sessions.retain(|_, session| now < session.ends());
        self.pending
            .retain(|_, pending| now < pending.made + PENDING_SECONDS);
        self.codes.retain(|_, code| now < code.made + MAX_SECONDS);
    }

    /// The session of a browser's cookie.
    pub(super) fn session_of_cookie(&self, cookie: &str) -> Option<String> {
        let found = self
            .sessions
            .iter()
            .find(|(_, session)| session.cookie == cookie);
        found.map(|(sid, _)| sid.clone())
    }
}
