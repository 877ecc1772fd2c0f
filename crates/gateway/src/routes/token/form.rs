//! The parameters of a token request.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use url::form_urlencoded;

use super::error::TokenError;

/// Parameters by name, each at most once; an empty one counts as not sent (RFC 6749 §3.2).
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    pub(super) fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, TokenError> {
        let content_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let media_type = content_type
            .and_then(|text| text.split(';').next())
            .unwrap_or_default();
        if !media_type
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        {
            return Err(TokenError::InvalidRequest("the body is not form-encoded"));
        }
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            if parameters
                .insert(name.into_owned(), value.into_owned())
                .is_some()
            {
                return Err(TokenError::InvalidRequest("a parameter is repeated"));
            }
        }
        Ok(Self(parameters))
    }

    pub(super) fn required(&self, name: &'static str) -> Result<&str, TokenError> {
        self.optional(name).ok_or(TokenError::Missing(name))
    }

    pub(super) fn optional(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }
}
