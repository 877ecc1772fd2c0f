//! From a request to its session, or to the refusal that fits.

use axum::http::HeaderMap;

use crate::app::State;
use crate::issuer::Ended;
use crate::problem::{Problem, Refused};
use crate::session::{self, Digest, Opened, Session};

/// The session of a request, or why it has none.
pub(super) async fn signed_in(state: &State, headers: &HeaderMap) -> Result<Session, Refused> {
    match session::open(&state.config.cookie_keys, headers, state.clock.now()) {
        Opened::Alive(session) => Ok(session),
        Opened::Absent => Err(Problem::SessionExpired.into()),
        Opened::Dead => Err(Refused {
            problem: Problem::SessionExpired,
            cookies: erase(headers),
        }),
        Opened::OfAnotherUser(session) => {
            end(state, &session).await;
            Err(Refused {
                problem: Problem::SessionOfAnotherUser,
                cookies: erase(headers),
            })
        }
    }
}

/// Ends the session of another user whose place a sign-in is about to take; gives what erases its cookies.
pub(super) async fn make_way(state: &State, headers: &HeaderMap, host_user: Digest) -> HeaderMap {
    let (keys, now) = (&state.config.cookie_keys, state.clock.now());
    match session::open_for(keys, headers, Some(host_user), now) {
        Opened::OfAnotherUser(session) => {
            end(state, &session).await;
            erase(headers)
        }
        _ => HeaderMap::new(),
    }
}

/// Ends a session that nobody is to go on with; the next person must not sign in with its browser session either.
pub(super) async fn end(state: &State, session: &Session) -> Ended {
    let access_token = Some(&session.access_token);
    let ended = state
        .issuer
        .end(session.refresh_token.as_ref(), access_token);
    ended.await
}

/// The headers that erase the cookies a request carried.
pub(super) fn erase(request: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    session::clear(request, &mut headers);
    headers
}
