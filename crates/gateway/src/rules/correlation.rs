//! One id per request, to be found in the host's, the gateway's and the eConnector's logs.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-correlation-id");

/// A UUID, so that nothing else can get into a log line by this way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CorrelationId(Uuid);

impl CorrelationId {
    /// The request's own where it is a UUID, else a new one.
    pub(super) fn of(request: &HeaderMap) -> Self {
        let given = request.get(HEADER).and_then(|value| value.to_str().ok());
        Self(
            given
                .and_then(|text| Uuid::try_parse(text).ok())
                .unwrap_or_else(Uuid::new_v4),
        )
    }

    pub(crate) fn header_value(self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.to_string()).ok()
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
