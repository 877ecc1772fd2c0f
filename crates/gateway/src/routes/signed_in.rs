//! From a request to its session, or to the refusal that fits.

use axum::http::HeaderMap;

use crate::app::State;
use crate::problem::{Problem, Refused};
use crate::session::{self, Opened, Session};

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
            leave_to_another(state, &session).await;
            Err(Refused {
                problem: Problem::SessionOfAnotherUser,
                cookies: erase(headers),
            })
        }
    }
}

/// The person before is gone: the next one must not sign in with that person's browser session.
pub(super) async fn leave_to_another(state: &State, session: &Session) {
    let access_token = Some(&session.access_token);
    let ended = state
        .issuer
        .end(session.refresh_token.as_ref(), access_token);
    ended.await;
}

/// The headers that erase the cookies a request carried.
pub(super) fn erase(request: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    session::clear(request, &mut headers);
    headers
}
