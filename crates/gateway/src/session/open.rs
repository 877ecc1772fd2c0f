//! From a request's headers to its session: cookie, life, and the host's user.

use axum::http::HeaderMap;

use super::cookie::read;
use super::{CookieKeys, Digest, Session};

/// The opaque id of the host's user, sent with each request (SECURITY.md).
const HOST_USER: &str = "x-volet-user";

/// What the cookies of a request come to.
#[derive(Debug)]
pub(crate) enum Opened {
    /// No cookie: nobody has signed in.
    Absent,
    /// A cookie that is forged, damaged, of a retired key, or past its life.
    Dead,
    /// Somebody else's: the host's user has changed since the sign-in, or is not named.
    OfAnotherUser(Session),
    /// Alive and of this user.
    Alive(Session),
}

/// Opens the session of a request.
pub(crate) fn open(keys: &CookieKeys, request: &HeaderMap, now: i64) -> Opened {
    open_for(keys, request, host_user(request), now)
}

/// The same for a request that does not name the host's user itself.
pub(crate) fn open_for(
    keys: &CookieKeys,
    request: &HeaderMap,
    host_user: Option<Digest>,
    now: i64,
) -> Opened {
    match read(keys, request) {
        None => Opened::Absent,
        Some(Some(session)) if session.expires_in(now) > 0 => {
            if host_user.is_some_and(|user| user.matches(&session.host_user)) {
                Opened::Alive(session)
            } else {
                Opened::OfAnotherUser(session)
            }
        }
        Some(_) => Opened::Dead,
    }
}

/// Signing out asks neither whose session it is nor how old: it is to end.
pub(crate) fn open_for_logout(keys: &CookieKeys, request: &HeaderMap) -> Option<Session> {
    read(keys, request).flatten()
}

/// The digest of the host's user, where the request names one.
pub(crate) fn host_user(request: &HeaderMap) -> Option<Digest> {
    let id = request.get(HOST_USER)?.as_bytes();
    (!id.is_empty()).then(|| Digest::of_host_user(id))
}
