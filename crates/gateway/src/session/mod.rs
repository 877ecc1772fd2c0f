//! The session: sealed in a cookie, so that no gateway holds what another one lacks.

mod cookie;
mod digest;
mod open;
mod seal;

use openidconnect::{RefreshToken, SubjectIdentifier};
use serde::{Deserialize, Serialize};

pub(crate) use cookie::{clear, set};
pub(crate) use digest::Digest;
pub(crate) use open::{Opened, host_user, open, open_for_logout};
pub(crate) use seal::{CookieKey, CookieKeys};

/// What the gateway knows of a signed-in person; only ever seen outside of it encrypted.
///
/// The refresh token prints as `[redacted]`; the digests tell nothing.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The `sub` of the verified id_token.
    pub(crate) sub: SubjectIdentifier,
    /// Absent where the issuer gives none; the session then ends with its access token.
    pub(crate) refresh_token: Option<RefreshToken>,
    /// SHA-256 of the access token handed out: a call with another bearer is not this session's.
    pub(crate) access_token: Digest,
    /// SHA-256 of the host's user, for shared computers (SECURITY.md).
    pub(crate) host_user: Digest,
    /// When the refresh token ends, and the session with it; seconds of the gateway's clock.
    pub(crate) expires_at: i64,
    /// When the person signed in.
    pub(crate) created_at: i64,
}

impl Session {
    /// Seconds left, never negative.
    pub(crate) fn expires_in(&self, now: i64) -> i64 {
        self.expires_at.saturating_sub(now).max(0)
    }
}
