//! The listener for operations: alive, ready, figures.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State as Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::app::State;
use crate::upstream::send;

const TIME_LIMIT: Duration = Duration::from_secs(5);

pub(crate) fn admin(state: Arc<State>) -> Router {
    Router::new()
        .route("/healthz", get(async || Json(json!({ "status": "UP" }))))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(state)
}

/// Ready when issuer and eConnector answer; without the shared record a practice still works, and what the eConnector says of itself is the pages' business.
async fn ready(Shared(state): Shared<Arc<State>>) -> Response {
    let (issuer, econnector) = tokio::join!(
        async {
            let discovery = tokio::time::timeout(TIME_LIMIT, state.issuer.is_reachable());
            discovery.await.unwrap_or(false)
        },
        reaches_econnector(&state)
    );
    let status = if issuer && econnector {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = |is_up: bool| if is_up { "UP" } else { "DOWN" };
    let body = json!({ "issuer": word(issuer), "econnector": word(econnector) });
    (status, Json(body)).into_response()
}

async fn reaches_econnector(state: &State) -> bool {
    let request = http::Request::get(
        state
            .config
            .econnector_at(&["econnector", "status"])
            .as_str(),
    )
    .body(Vec::new());
    match request {
        Ok(request) => send(&state.http, request, TIME_LIMIT).await.is_ok(),
        Err(_) => false,
    }
}

async fn metrics(Shared(state): Shared<Arc<State>>) -> Response {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match state.metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, content_type)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
