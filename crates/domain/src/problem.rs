//! Errors of the gateway and of the eConnector: `application/problem+json` (RFC 9457) with a `code`.

use http::Response;
use http::header::HeaderName;

use crate::json::Json;

/// The members read; others are ignored.
#[derive(Default, Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The stable code.
    pub code: String,
    /// The gateway's id of the call.
    pub correlation_id: String,
}

/// Reads the problem of an answer; an answer that holds none gives empty members.
pub fn read(response: &Response<Vec<u8>>) -> Problem {
    read_body(response.body(), || correlation_id(response))
}

/// Reads the problem in a body; `logged` is the id in the answer's header.
pub fn read_body(body: &[u8], logged: impl FnOnce() -> String) -> Problem {
    let mut problem = Json::parse(body).map_or_else(Problem::default, |json| Problem {
        code: json.text("code"),
        correlation_id: json.text("correlationId"),
    });
    if problem.correlation_id.is_empty() {
        problem.correlation_id = logged();
    }
    problem
}

/// The header of that id.
pub const CORRELATION_ID: HeaderName = HeaderName::from_static(CORRELATION_HEADER);

/// Its name.
pub const CORRELATION_HEADER: &str = "x-correlation-id";

/// The id in the header of any answer of the gateway.
pub fn correlation_id(response: &Response<Vec<u8>>) -> String {
    let header = response.headers().get(&CORRELATION_ID);
    header
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}
