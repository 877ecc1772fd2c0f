//! What the DSP answers when it does not do what was asked: a status with an OperationOutcome.

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::{Value, json};

use super::fhir;
use crate::exchange::{self, Answer};

/// One kind of refusal. The texts hold nothing of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// 400: the search cannot be understood.
    Invalid(&'static str),
    /// 401.
    Unauthorized(&'static str),
    /// 403: ITI-68 §3.68.4.2, "not legal"; or the whole record is closed to this person.
    Forbidden,
    /// 404.
    Unknown,
    /// 406: the format cannot be given.
    NotAcceptable,
    /// 410: a document that is deprecated, or a page that is no longer kept.
    Gone,
    /// 415: a search by POST that is no form.
    UnsupportedMediaType,
    /// 503.
    Unavailable,
}

impl Problem {
    /// The answer.
    pub(super) fn answer(self) -> Answer {
        let (status, code, text) = match self {
            Self::Invalid(why) => (StatusCode::BAD_REQUEST, "invalid", why),
            Self::Unauthorized(why) => (StatusCode::UNAUTHORIZED, "login", why),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                "Access is not permitted.",
            ),
            Self::Unknown => (StatusCode::NOT_FOUND, "not-found", "There is nothing here."),
            Self::NotAcceptable => (
                StatusCode::NOT_ACCEPTABLE,
                "not-supported",
                "The format that is asked for cannot be given.",
            ),
            Self::Gone => (StatusCode::GONE, "deleted", "It is no longer available."),
            Self::UnsupportedMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-supported",
                "A search by POST is form-encoded.",
            ),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "transient",
                "The record is not available at present.",
            ),
        };
        let mut answer = fhir(status, &outcome("error", code, text));
        if let Self::Unauthorized(_) = self {
            // RFC 6750 §3.
            exchange::set(
                &mut answer.response,
                WWW_AUTHENTICATE,
                "Bearer error=\"invalid_token\"",
            );
        }
        answer
    }
}

/// An OperationOutcome with one issue.
pub(super) fn outcome(severity: &str, code: &str, text: &str) -> Value {
    json!({
        "resourceType": "OperationOutcome",
        "issue": [{"severity": severity, "code": code, "details": {"text": text}}],
    })
}
