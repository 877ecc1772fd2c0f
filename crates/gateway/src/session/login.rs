//! Sign-ins of `bff` on their way: the cookie `__Host-volet-login`, for ten minutes.
//!
//! `SameSite=Lax`, because the callback is a navigation from the issuer's site. It holds the sign-ins
//! of a few tabs, so that a second tab does not overwrite the first one's.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use openidconnect::{Nonce, PkceCodeVerifier};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::Digest;
use super::cookie::find;
use super::seal::{CookieKeys, Purpose, SealError};

const PURPOSE: Purpose = b"__Host-volet-login 1";
const NAME: &str = "__Host-volet-login";
const LIFE_SECONDS: i64 = 600;
/// Tabs of one browser that may sign in at the same time; the oldest is dropped.
const MAX_PENDING: usize = 3;

/// One sign-in between `/volet/login` and `/volet/callback`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Transaction {
    /// RFC 6749 §10.12.
    pub(crate) state: String,
    /// OpenID Connect Core 1.0 §3.1.2.1.
    pub(crate) nonce: Nonce,
    /// RFC 7636 §4.1.
    pub(crate) code_verifier: PkceCodeVerifier,
    /// Where on the host's origin the person goes afterwards: path and query.
    pub(crate) return_to: String,
    pub(crate) host_user: Digest,
    pub(crate) started_at: i64,
}

/// The sign-ins of a browser that have not come back.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Pending(Vec<Transaction>);

impl Pending {
    pub(crate) fn read(keys: &CookieKeys, request: &HeaderMap, now: i64) -> Self {
        let mut pending: Self = find(request, NAME)
            .and_then(|sealed| keys.open(PURPOSE, sealed))
            .unwrap_or_default();
        let is_recent =
            |it: &Transaction| (0..LIFE_SECONDS).contains(&now.saturating_sub(it.started_at));
        pending.0.retain(is_recent);
        pending
    }

    pub(crate) fn add(&mut self, transaction: Transaction) {
        self.0.push(transaction);
        let surplus = self.0.len().saturating_sub(MAX_PENDING);
        self.0.drain(..surplus);
    }

    /// Takes the sign-in that `state` names: it serves once.
    pub(crate) fn take(&mut self, state: &str) -> Option<Transaction> {
        let is_it = |it: &Transaction| it.state.as_bytes().ct_eq(state.as_bytes()).into();
        self.0.iter().position(is_it).map(|at| self.0.remove(at))
    }

    /// Adds the cookie, or what erases it when nothing is on its way, to an answer's headers.
    pub(crate) fn write(
        &self,
        keys: &CookieKeys,
        headers: &mut HeaderMap,
    ) -> Result<(), SealError> {
        let (value, life) = if self.0.is_empty() {
            (String::new(), 0)
        } else {
            (keys.seal(PURPOSE, self)?, LIFE_SECONDS)
        };
        let cookie =
            format!("{NAME}={value}; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age={life}");
        let cookie = HeaderValue::from_str(&cookie).map_err(|_| SealError)?;
        headers.append(SET_COOKIE, cookie);
        Ok(())
    }
}
