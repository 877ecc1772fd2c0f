//! `/volet/econnector/*`: the allow-listed way to the vendor's eConnector SaaS.

mod body;
mod call;
mod entitled;
mod envelope;
mod operation;
mod outcome;
mod post;
mod status;

pub use post::LONGEST_REQUEST;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post as on_post};

use super::wrong_method;
use crate::app::State;
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
