//! `GET /volet/econnector/status`: whether the eConnector can be used.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method};
use axum::response::Response;

use super::call::{Answer, Call, call, pass_on};
use crate::app::State;
use crate::problem::{Problem, Refused};
use crate::routes::caller::{Caller, Need};
use crate::rules::CorrelationId;

const TIME_LIMIT: Duration = Duration::from_secs(5);

/// Asks for a session and no more: the status says nothing of a person, so that a page may ask
/// without a token; a token that is not the session's is still refused.
pub(super) async fn get(
    Shared(state): Shared<Arc<State>>,
    Extension(correlation_id): Extension<CorrelationId>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let caller = Caller::of(&state, &headers, Need::Nothing).await?;
    let status = Call {
        method: Method::GET,
        url: state.config.econnector_at(&["econnector", "status"]),
        token: caller.token,
        body: Vec::new(),
        limit: TIME_LIMIT,
        correlation_id,
    };
    match call(&state, status).await {
        Answer::Json(answer) => Ok(pass_on(answer)),
        Answer::Unreadable => Err(Problem::EconnectorAnswerUnreadable.into()),
        Answer::NotSent | Answer::Lost => Err(Problem::EconnectorDown.into()),
    }
}
