//! Every refusal outside the token endpoint, with its status and its safe text, in one place.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::issuer::DiscoveryFault;
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
    TokenMissing,
    TokenExpired,
    TokenRefused,
    BearerRefused,
    GpCodeRefused,
    NotEntitled,
    InvalidRequest(&'static str),
    BodyTooLarge,
    NotJson,
    EntitlementsUnavailable,
    IssuerUnavailable,
    IssuerMismatch,
    EconnectorDown,
    EconnectorAnswerUnreadable,
    SendOutcomeUnknown,
    DspUnavailable,
    AnswerTooLarge,
    DspLinkRefused,
    TooManyRequests,
    HeadersTooLarge,
    ServerError,
}

impl Problem {
    fn status(self) -> StatusCode {
        match self {
            Self::HeaderMissing
            | Self::OriginRefused
            | Self::FetchSiteRefused
            | Self::GpCodeRefused
            | Self::NotEntitled
            | Self::DspLinkRefused => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::SessionExpired
            | Self::SessionOfAnotherUser
            | Self::TokenMismatch
            | Self::TokenMissing
            | Self::TokenExpired
            | Self::TokenRefused
            | Self::BearerRefused => StatusCode::UNAUTHORIZED,
            Self::InvalidRequest(_) => StatusCode::BAD_REQUEST,
            // What is too large is the answer; a page asks for less of it, and not again.
            Self::BodyTooLarge | Self::AnswerTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::EntitlementsUnavailable | Self::IssuerUnavailable => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::IssuerMismatch
            | Self::EconnectorDown
            | Self::EconnectorAnswerUnreadable
            | Self::DspUnavailable => StatusCode::BAD_GATEWAY,
            Self::SendOutcomeUnknown => StatusCode::GATEWAY_TIMEOUT,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
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
            Self::TokenMissing => "token_missing",
            Self::TokenExpired => "token_expired",
            Self::TokenRefused => "token_refused",
            Self::BearerRefused => "bearer_refused",
            Self::GpCodeRefused => "gp_code_refused",
            Self::NotEntitled => "not_entitled",
            Self::InvalidRequest(_) => "invalid_request",
            Self::BodyTooLarge => "body_too_large",
            Self::NotJson => "not_json",
            Self::EntitlementsUnavailable => "entitlements_unavailable",
            Self::IssuerUnavailable => "issuer_unavailable",
            Self::IssuerMismatch => "issuer_mismatch",
            Self::EconnectorDown => "econnector_down",
            Self::EconnectorAnswerUnreadable => "econnector_answer_unreadable",
            Self::SendOutcomeUnknown => "send_outcome_unknown",
            Self::DspUnavailable => "dsp_unavailable",
            Self::AnswerTooLarge => "too_large",
            Self::DspLinkRefused => "dsp_link_refused",
            Self::TooManyRequests => "too_many_requests",
            Self::HeadersTooLarge => "headers_too_large",
            Self::ServerError => "server_error",
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
            Self::TokenMissing => "The access token is missing",
            Self::TokenExpired => "The access token has expired",
            Self::TokenRefused => "The access token cannot be verified or is not for this client",
            Self::BearerRefused => "In this mode a page has no access token",
            Self::GpCodeRefused => "The session may not act under this billing code",
            Self::NotEntitled => "The session may not do this under this billing code",
            Self::InvalidRequest(_) => "The request is malformed",
            Self::BodyTooLarge => "The body is too large",
            Self::NotJson => "The body has to be application/json",
            Self::EntitlementsUnavailable => "The entitlements cannot be read at the moment",
            Self::IssuerUnavailable => "The issuer cannot be reached at the moment",
            Self::IssuerMismatch => "The metadata at the issuer's address are another issuer's",
            Self::EconnectorDown => "The eConnector cannot be reached; nothing was sent",
            Self::EconnectorAnswerUnreadable => "The eConnector's answer is not JSON",
            Self::SendOutcomeUnknown => "The answer is lost; the eConnector may have acted",
            Self::DspUnavailable => "The shared record gives no usable answer",
            Self::AnswerTooLarge => "The shared record's answer is larger than 32 MiB",
            Self::DspLinkRefused => "The address is none of the shared record's base",
            Self::TooManyRequests => "This instance has too many requests; try again",
            Self::HeadersTooLarge => "The headers or the address are too long",
            Self::ServerError => "The gateway cannot do this; see its log",
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

impl From<DiscoveryFault> for Problem {
    fn from(fault: DiscoveryFault) -> Self {
        match fault {
            DiscoveryFault::Unavailable => Self::IssuerUnavailable,
            DiscoveryFault::AnotherIssuer => Self::IssuerMismatch,
        }
    }
}

/// The body needs the correlation id: `rules::answer` writes it on the way out.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if self == Self::TooManyRequests {
            let soon = HeaderValue::from_static("1");
            response.headers_mut().insert(header::RETRY_AFTER, soon);
        }
        response.extensions_mut().insert(Code(self.code()));
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem and the session's cookies: erased, or those of a renewal.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) problem: Problem,
    pub(crate) cookies: HeaderMap,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            cookies: HeaderMap::new(),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.cookies, self.problem).into_response()
    }
}
