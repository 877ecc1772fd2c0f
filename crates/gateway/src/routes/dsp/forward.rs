//! One call to the shared record: few headers up, few headers down.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, LAST_MODIFIED};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use axum::response::Response;
use oauth2::AccessToken;
use url::Url;

use crate::app::State;
use crate::media_type::{FORM, media_type};
use crate::problem::Problem;
use crate::rules::{CORRELATION_HEADER, CorrelationId};
use crate::upstream::{UpstreamError, bearer, send_safe};

/// Long enough for a document of some megabytes.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(30);
const FHIR_JSON: HeaderValue = HeaderValue::from_static("application/fhir+json");
/// What the page is told of an answer beside its body.
const DOWN: [HeaderName; 3] = [CONTENT_TYPE, ETAG, LAST_MODIFIED];

/// A request that was checked.
pub(super) struct Forward {
    pub(super) url: Url,
    /// Of the page: a document may be wanted as it is, or as FHIR.
    pub(super) accept: Option<HeaderValue>,
    /// Of a search.
    pub(super) form: Option<Vec<u8>>,
    pub(super) token: Option<AccessToken>,
    pub(super) correlation_id: CorrelationId,
}

impl Forward {
    /// Reads and searches change nothing, so that a lost one may be repeated.
    pub(super) async fn send(self, state: &State) -> Result<Response, Problem> {
        let request = self.request().ok_or(Problem::ServerError)?;
        let started = tokio::time::Instant::now();
        let answer = send_safe(&state.http, &request, TIME_LIMIT).await;
        state.metrics.upstream("dsp", started.elapsed());
        let answer = answer.map_err(|error| match error {
            UpstreamError::TooLarge => Problem::AnswerTooLarge,
            UpstreamError::NotSent | UpstreamError::AnswerLost => Problem::DspUnavailable,
        })?;
        let (parts, body) = answer.into_parts();

        // A page of HTML is of some proxy before it, and a redirect leads nobody knows where.
        let is_usable = parts.status.is_success()
            || (parts.status.is_client_error() || parts.status.is_server_error())
                && is_json(&parts.headers);
        if !is_usable {
            return Err(Problem::DspUnavailable);
        }
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = parts.status;
        for name in DOWN {
            let value = parts.headers.get(&name).cloned();
            response
                .headers_mut()
                .extend(value.map(|value| (name, value)));
        }
        Ok(response)
    }

    fn request(self) -> Option<Request<Vec<u8>>> {
        let method = if self.form.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let mut request = Request::builder()
            .method(method)
            .uri(self.url.as_str())
            .header(ACCEPT, self.accept.unwrap_or(FHIR_JSON))
            .header(CORRELATION_HEADER, self.correlation_id.header_value()?);
        if self.form.is_some() {
            request = request.header(CONTENT_TYPE, FORM);
        }
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, bearer(token)?);
        }
        request.body(self.form.unwrap_or_default()).ok()
    }
}

/// `application/json`, `application/fhir+json` and their like.
fn is_json(headers: &HeaderMap) -> bool {
    let media_type = media_type(headers);
    media_type == "application/json" || media_type.ends_with("+json")
}
