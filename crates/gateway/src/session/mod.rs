//! The session: sealed in a cookie, so that no gateway holds what another one lacks.

mod cookie;
mod digest;
mod login;
mod open;
mod seal;

use openidconnect::{AccessToken, RefreshToken, SubjectIdentifier};
use serde::{Deserialize, Serialize};

pub(crate) use cookie::{clear, set};
pub(crate) use digest::Digest;
pub(crate) use login::{Pending, Transaction};
pub(crate) use open::{Opened, host_user, open, open_for, open_for_logout};
pub(crate) use seal::{CookieKey, CookieKeys, SealError};

/// What the gateway knows of a signed-in person; only ever seen outside of it encrypted.
///
/// The tokens print as `[redacted]`; the digest tells nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The `sub` of the verified id_token.
    pub(crate) sub: SubjectIdentifier,
    /// Absent where the issuer gives none; the session then ends with its access token.
    pub(crate) refresh_token: Option<RefreshToken>,
    /// The last access token: what a bearer has to be (`mediated`), what other tabs are given too,
    /// what a call goes on with (`bff`).
    pub(crate) access_token: AccessToken,
    /// When the access token ends; seconds of the gateway's clock.
    pub(crate) access_expires_at: i64,
    /// SHA-256 of the host's user, for shared computers (SECURITY.md).
    pub(crate) host_user: Digest,
    /// When the refresh token ends, and the session with it.
    pub(crate) expires_at: i64,
    /// When the person signed in.
    pub(crate) created_at: i64,
}

impl Session {
    /// Seconds left, never negative.
    pub(crate) fn expires_in(&self, now: i64) -> i64 {
        self.expires_at.saturating_sub(now).max(0)
    }

    /// Seconds left of the access token, never negative.
    pub(crate) fn access_expires_in(&self, now: i64) -> i64 {
        self.access_expires_at.saturating_sub(now).max(0)
    }

    /// Whether `token` is the access token of this session.
    pub(crate) fn was_given(&self, token: &AccessToken) -> bool {
        Digest::of_access_token(token).matches(&Digest::of_access_token(&self.access_token))
    }
}
