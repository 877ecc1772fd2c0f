//! Every refusal outside the token endpoint, with its status and its safe text, in one place.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::rules::Code;

/// Why a request is not answered with what it asked for (RFC 9457).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    HeaderMissing,
    OriginRefused,
    FetchSiteRefused,
    NotFound,
    MethodNotAllowed,
    SessionExpired,
    SessionOfAnotherUser,
    TokenMismatch,
    GpCodeRefused,
    NotEntitled,
    InvalidRequest(&'static str),
    BodyTooLarge,
    NotJson,
    EntitlementsUnavailable,
    IssuerUnavailable,
    EconnectorDown,
    EconnectorAnswerUnreadable,
    SendOutcomeUnknown,
}

impl Problem {
    fn status(self) -> StatusCode {
        match self {
            Self::HeaderMissing
            | Self::OriginRefused
            | Self::FetchSiteRefused
            | Self::GpCodeRefused
            | Self::NotEntitled => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::SessionExpired | Self::SessionOfAnotherUser | Self::TokenMismatch => {
                StatusCode::UNAUTHORIZED
            }
            Self::InvalidRequest(_) => StatusCode::BAD_REQUEST,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::EntitlementsUnavailable | Self::IssuerUnavailable => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::EconnectorDown | Self::EconnectorAnswerUnreadable => StatusCode::BAD_GATEWAY,
            Self::SendOutcomeUnknown => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// The stable code of pkg/README.md; never reused for another problem.
    fn code(self) -> &'static str {
        match self {
            Self::HeaderMissing => "header_missing",
            Self::OriginRefused => "origin_refused",
            Self::FetchSiteRefused => "fetch_site_refused",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::SessionExpired => "session_expired",
            Self::SessionOfAnotherUser => "session_of_another_user",
            Self::TokenMismatch => "token_mismatch",
            Self::GpCodeRefused => "gp_code_refused",
            Self::NotEntitled => "not_entitled",
            Self::InvalidRequest(_) => "invalid_request",
            Self::BodyTooLarge => "body_too_large",
            Self::NotJson => "not_json",
            Self::EntitlementsUnavailable => "entitlements_unavailable",
            Self::IssuerUnavailable => "issuer_unavailable",
            Self::EconnectorDown => "econnector_down",
            Self::EconnectorAnswerUnreadable => "econnector_answer_unreadable",
            Self::SendOutcomeUnknown => "send_outcome_unknown",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::HeaderMissing => "The header X-Volet: 1 is missing",
            Self::OriginRefused => "The Origin is missing or not allowed",
            Self::FetchSiteRefused => "The request does not come from the same origin",
            Self::NotFound => "There is nothing at this address",
            Self::MethodNotAllowed => "This method is not served here",
            Self::SessionExpired => "There is no session, or it has ended",
            Self::SessionOfAnotherUser => "The session belongs to another user of the host",
            Self::TokenMismatch => "The access token is not the one of this session",
            Self::GpCodeRefused => "The session may not act under this billing code",
            Self::NotEntitled => "The session may not do this under this billing code",
            Self::InvalidRequest(_) => "The request is malformed",
            Self::BodyTooLarge => "The body is too large",
            Self::NotJson => "The body has to be application/json",
            Self::EntitlementsUnavailable => "The entitlements cannot be read at the moment",
            Self::IssuerUnavailable => "The issuer cannot be reached at the moment",
            Self::EconnectorDown => "The eConnector cannot be reached; nothing was sent",
            Self::EconnectorAnswerUnreadable => "The eConnector's answer is not JSON",
            Self::SendOutcomeUnknown => "The answer is lost; the eConnector may have acted",
        }
    }

    pub(crate) fn body(self, correlation_id: &str) -> Value {
        let mut body = json!({
            "type": "about:blank",
            "title": self.title(),
            "status": self.status().as_u16(),
            "code": self.code(),
            "correlationId": correlation_id,
        });
        if let (Self::InvalidRequest(detail), Some(members)) = (self, body.as_object_mut()) {
            members.insert("detail".to_owned(), detail.into());
        }
        body
    }
}

/// The body needs the correlation id: `rules::answer` writes it on the way out.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Code(self.code()));
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem and the headers that erase the session's cookies.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) problem: Problem,
    pub(crate) erase: HeaderMap,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            erase: HeaderMap::new(),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.erase, self.problem).into_response()
    }
}
