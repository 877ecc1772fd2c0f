//! One call to the eConnector: what goes up with it, and what of its answer comes down.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request, Response};
use oauth2::AccessToken;
use url::Url;

use super::body::is_json;
use crate::app::State;
use crate::rules::{CORRELATION_HEADER, CorrelationId};
use crate::upstream::{UpstreamError, bearer, send, send_safe};

/// A request that was checked.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) token: Option<AccessToken>,
    pub(super) body: Vec<u8>,
    pub(super) limit: Duration,
    pub(super) correlation_id: CorrelationId,
}

/// What came of a call; not `Debug`, because the body is a person's.
pub(super) enum Answer {
    /// JSON of some status; passed on as it is.
    Json(Response<Vec<u8>>),
    /// An answer that is no JSON: a page of a proxy or of a crashed service.
    Unreadable,
    /// No connection.
    NotSent,
    /// Sent, and no answer.
    Lost,
}

/// Makes the call. Only the status may be asked twice: a POST is not repeated by a machine.
pub(super) async fn call(state: &State, call: Call) -> Answer {
    let started = tokio::time::Instant::now();
    let limit = call.limit;
    let answer = match request(call) {
        Some(request) if *request.method() == Method::GET => {
            send_safe(&state.http, &request, limit).await
        }
        Some(request) => send(&state.http, request, limit).await,
        None => Err(UpstreamError::NotSent),
    };
    state.metrics.upstream("econnector", started.elapsed());
    match answer {
        Ok(answer) if is_json(answer.headers()) => Answer::Json(answer),
        Ok(_) => Answer::Unreadable,
        Err(UpstreamError::NotSent) => Answer::NotSent,
        Err(UpstreamError::AnswerLost | UpstreamError::TooLarge) => Answer::Lost,
    }
}

/// Only these headers go up, whatever the page has sent.
fn request(call: Call) -> Option<Request<Vec<u8>>> {
    let mut request = Request::builder()
        .method(call.method)
        .uri(call.url.as_str())
        .header(ACCEPT, "application/json, application/problem+json")
        .header(CORRELATION_HEADER, call.correlation_id.header_value()?);
    if !call.body.is_empty() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    if let Some(token) = &call.token {
        request = request.header(AUTHORIZATION, bearer(token)?);
    }
    request.body(call.body).ok()
}

/// Only status, type and body come down.
pub(super) fn pass_on(answer: Response<Vec<u8>>) -> Response<Body> {
    let (parts, body) = answer.into_parts();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = parts.status;
    let content_type = parts.headers.get(CONTENT_TYPE).cloned();
    response
        .headers_mut()
        .extend(content_type.map(|value| (CONTENT_TYPE, value)));
    response
}
