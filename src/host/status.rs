//! The session as `volet-session` and `status()` tell it.

use domain::auth::State;
use serde::Serialize;

use crate::platform::clock;

/// `{state, expiresIn}`; seconds until the session ends, 0 without one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    state: &'static str,
    expires_in: i64,
}

impl Status {
    /// What is told of a state now.
    pub(super) fn of(state: &State) -> Self {
        let ends = state.session().map(|session| session.ends);
        let expires_in = ends.map_or(0, |ends| (ends - clock::now()).max(0));
        Self {
            state: state.word(),
            expires_in,
        }
    }
}
