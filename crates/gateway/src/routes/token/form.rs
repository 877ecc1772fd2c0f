//! The parameters of a token request.

use axum::http::HeaderMap;

use super::error::TokenError;
use crate::media_type::{FORM, media_type};
use crate::routes::parameters::Parameters;

/// Parameters by name.
pub(super) struct Form(Parameters);

impl Form {
    pub(super) fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, TokenError> {
        if media_type(headers) != FORM {
            return Err(TokenError::InvalidRequest("the body is not form-encoded"));
        }
        let parameters = Parameters::parse(body);
        let repeated = TokenError::InvalidRequest("a parameter is repeated");
        parameters.map(Self).ok_or(repeated)
    }

    pub(super) fn required(&self, name: &'static str) -> Result<&str, TokenError> {
        self.optional(name).ok_or(TokenError::Missing(name))
    }

    pub(super) fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name)
    }
}
