//! The frame around each handler: rules first; then headers, problem body, figures and log line.

use std::sync::Arc;

use axum::Json;
use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::correlation::{CorrelationId, HEADER};
use super::origin;
use crate::app::State;
use crate::problem::Problem;

/// The stable code of a refusal, left in an answer's extensions for the log line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Code(pub(crate) &'static str);

/// More than the longest session's cookies and everything a browser adds.
const HEADERS_LIMIT: usize = 32 * 1024;
/// More than an issuer's callback or a server's link to the next page.
const ADDRESS_LIMIT: usize = 8 * 1024;

/// For answers that no browser is to keep, guess at, frame or run.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// The middleware of the public router.
pub(crate) async fn answer(
    Shared(state): Shared<Arc<State>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = tokio::time::Instant::now();
    let correlation_id = CorrelationId::of(request.headers());
    let method = request.method().clone();
    // The pattern and not the path: what stands in a path or query is nobody's to log.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("unknown", MatchedPath::as_str);

    request.extensions_mut().insert(correlation_id);
    let mut response = match admit(&state, route, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    let code = response.extensions().get::<Code>().map(|code| code.0);
    response = with_body(response, correlation_id);
    dress(response.headers_mut(), correlation_id);

    let status = response.status().as_u16();
    state.metrics.request(route, status);
    tracing::info!(
        %method,
        route,
        status,
        code,
        milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        correlationId = %correlation_id,
        "request"
    );
    response
}

/// What is asked before any handler: room, a size, and where the request comes from.
fn admit(state: &State, route: &str, request: &Request) -> Result<(), Problem> {
    if !state.rate.admits() {
        return Err(Problem::TooManyRequests);
    }
    let length: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |it| it.as_str().len());
    if length > HEADERS_LIMIT || address > ADDRESS_LIMIT {
        return Err(Problem::HeadersTooLarge);
    }
    origin::check(&state.config, request.method(), route, request.headers())
}

/// Writes the body of a problem, which the handler left out for want of the id.
fn with_body(response: Response, correlation_id: CorrelationId) -> Response {
    let Some(problem) = response.extensions().get::<Problem>().copied() else {
        return response;
    };
    let body = Json(problem.body(&correlation_id.to_string()));
    let mut written = (response.status(), response.headers().clone(), body).into_response();
    let problem_json = HeaderValue::from_static("application/problem+json");
    written
        .headers_mut()
        .insert(header::CONTENT_TYPE, problem_json);
    written
}

fn dress(headers: &mut HeaderMap, correlation_id: CorrelationId) {
    headers.extend(HEADERS);
    headers.extend(correlation_id.header_value().map(|id| (HEADER, id)));
}
