//! The type of a body, as its header names it.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

/// Of token requests and of searches.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The media type without its parameters, in lower case (RFC 9110 §8.3.1); empty where there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let media_type = text.and_then(|text| text.split(';').next());
    media_type.unwrap_or_default().trim().to_ascii_lowercase()
}
