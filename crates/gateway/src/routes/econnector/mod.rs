//! `/volet/econnector/*`: the allow-listed way to the vendor's eConnector SaaS.

mod body;
mod call;
mod operation;
mod outcome;
mod post;
mod status;

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::routing::{get, post as on_post};
use oauth2::AccessToken;

use super::wrong_method;
use crate::app::State;
use crate::problem::Problem;
use crate::session::{Digest, Session};
use operation::Operation;

/// One route per operation; any other path is not served at all.
pub(super) fn routes() -> Router<Arc<State>> {
    let status = get(status::get).fallback(wrong_method);
    let mut router = Router::new().route("/volet/econnector/status", status);
    for operation in Operation::ALL {
        let handler = on_post(move |state, path, id, request| {
            post::post(operation, state, path, id, request)
        });
        router = router.route(&operation.route(), handler.fallback(wrong_method));
    }
    router
}

/// The bearer of a request, when it is the one that this session was given (SECURITY.md).
fn bearer(headers: &HeaderMap, session: &Session) -> Result<AccessToken, Problem> {
    let token = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| AccessToken::new(token.trim().to_owned()))
        .ok_or(Problem::TokenMismatch)?;
    if Digest::of_access_token(&token).matches(&session.access_token) {
        Ok(token)
    } else {
        Err(Problem::TokenMismatch)
    }
}
