//! The public routes of mediated mode, with full paths (docs/gateway.md).

mod configuration;
mod econnector;
mod logout;
mod session;
mod signed_in;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};

use crate::app::State;
use crate::problem::Problem;
use crate::rules;

/// More than any form of a token request.
const TOKEN_BODY_LIMIT: usize = 64 * 1024;

/// All of `/volet`. What is under it and not served is a problem, not the host's page.
pub(crate) fn public(state: Arc<State>) -> Router {
    let token = post(token::post).layer(DefaultBodyLimit::max(TOKEN_BODY_LIMIT));
    let token = token.fallback(wrong_method);
    Router::new()
        .route(
            "/volet/configuration",
            get(configuration::get).fallback(wrong_method),
        )
        .route("/volet/session", get(session::get).fallback(wrong_method))
        .route("/volet/token", token)
        .route("/volet/logout", post(logout::post).fallback(wrong_method))
        .merge(econnector::routes())
        .route("/volet", any(not_found))
        .route("/volet/", any(not_found))
        .route("/volet/{*rest}", any(not_found))
        .route_layer(from_fn_with_state(Arc::clone(&state), rules::answer))
        .with_state(state)
}

async fn not_found() -> Problem {
    Problem::NotFound
}

async fn wrong_method() -> Problem {
    Problem::MethodNotAllowed
}
