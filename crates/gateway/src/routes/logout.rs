//! `POST /volet/logout`: ends the session here and at the issuer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use url::Url;

use super::signed_in::{self, erase};
use crate::app::State;
use crate::config::Mode;
use crate::issuer::Ended;
use crate::session;

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    /// Where the browser has to go for the issuer's session to end.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_session_url: Option<Url>,
}

/// Whoever asks, whatever has happened at the issuer: the cookie goes.
pub(super) async fn post(Shared(state): Shared<Arc<State>>, headers: HeaderMap) -> Response {
    let ended = match state.config.mode {
        Mode::Mediated | Mode::Bff => end(&state, &headers).await,
        // The host software signs its user out itself.
        Mode::Host => Ended::Here,
        // The page has revoked its own token; what is left is the issuer's cookie.
        Mode::Public => state.issuer.end_of_browser_session().await,
    };
    let end_session_url = match ended {
        Ended::ByNavigation(url) => Some(url),
        Ended::Here | Ended::Unknown => None,
    };
    (erase(&headers), Json(Answer { end_session_url })).into_response()
}

async fn end(state: &State, headers: &HeaderMap) -> Ended {
    match session::open_for_logout(&state.config.cookie_keys, headers) {
        Some(session) => signed_in::end(state, &session).await,
        None => Ended::Here,
    }
}
