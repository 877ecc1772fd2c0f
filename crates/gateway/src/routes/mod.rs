//! The public routes, with full paths (docs/gateway.md); which there are depends on the mode.

mod caller;
mod configuration;
mod dsp;
mod econnector;
mod grant;
mod login;
mod logout;
mod parameters;
mod read;
mod session;
mod signed_in;
mod token;

pub use econnector::LONGEST_REQUEST;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};

use crate::app::State;
use crate::config::Mode;
use crate::problem::Problem;
use crate::rules;

/// All of `/volet`. What is under it and not served is a problem, not the host's page.
pub(crate) fn public(state: Arc<State>) -> Router {
    let configuration = get(configuration::get).fallback(wrong_method);
    Router::new()
        .route("/volet/configuration", configuration)
        .route("/volet/session", get(session::get).fallback(wrong_method))
        .route("/volet/logout", post(logout::post).fallback(wrong_method))
        .merge(of_mode(state.config.mode))
        .merge(econnector::routes())
        .merge(dsp::routes())
        .route("/volet", any(not_found))
        .route("/volet/", any(not_found))
        .route("/volet/{*rest}", any(not_found))
        .route_layer(from_fn_with_state(Arc::clone(&state), rules::answer))
        .with_state(state)
}

/// The routes by which a session comes to be and is renewed.
fn of_mode(mode: Mode) -> Router<Arc<State>> {
    let token = || post(token::post).fallback(wrong_method);
    match mode {
        Mode::Mediated => Router::new().route("/volet/token", token()),
        Mode::Bff => Router::new()
            .route("/volet/token", token())
            .route("/volet/login", get(login::get).fallback(wrong_method))
            .route(
                "/volet/callback",
                get(login::callback::get).fallback(wrong_method),
            ),
        Mode::Host | Mode::Public => Router::new(),
    }
}

async fn not_found() -> Problem {
    Problem::NotFound
}

async fn wrong_method() -> Problem {
    Problem::MethodNotAllowed
}
