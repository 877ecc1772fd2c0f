//! What the eConnector answers when it does not do what was asked (RFC 9457).

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use crate::exchange::{self, Answer};

/// One kind of refusal. The texts hold nothing of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    InvalidToken(&'static str),
    GpCodeRefused,
    PractitionerNotEnrolled,
    InvalidRequest(String),
    UnknownDocument,
    PdfNotAvailable,
    InvalidSignature,
    SignatureUnavailable,
    Unavailable,
    Internal,
    /// An error page of a server that stands before the eConnector; no problem document at all.
    HtmlPage,
}

impl Problem {
    /// The answer, in the shape of the OpenAPI file.
    pub(super) fn answer(&self) -> Answer {
        let (status, code, title, detail) = match self {
            Self::InvalidToken(why) => (401, "invalid_token", "The token is refused", *why),
            Self::GpCodeRefused => (
                403,
                "gp_code_refused",
                "The billing code is refused",
                "The holder of the token may not use this billing code.",
            ),
            Self::PractitionerNotEnrolled => (
                422,
                "practitioner_not_enrolled",
                "The practitioner is not enrolled",
                "The practitioner is not known to mySecu.",
            ),
            Self::InvalidRequest(why) => (
                400,
                "invalid_request",
                "The request is refused",
                why.as_str(),
            ),
            Self::UnknownDocument => (
                404,
                "unknown_document",
                "The document is not known",
                "No document of this billing code has these numbers.",
            ),
            Self::PdfNotAvailable => (
                422,
                "pdf_not_available",
                "There is no PDF",
                "This version does not make the pages of this type of document.",
            ),
            Self::InvalidSignature => (
                422,
                "invalid_signature",
                "The signature is refused",
                "The signature does not fit the document.",
            ),
            Self::SignatureUnavailable => (
                503,
                "signature_unavailable",
                "The signature is not available",
                "The remote signature does not answer.",
            ),
            Self::Unavailable => (
                503,
                "unavailable",
                "Not available",
                "The eConnector is not usable at present.",
            ),
            Self::Internal => (
                500,
                "internal",
                "Internal error",
                "The stand-in made a mistake.",
            ),
            Self::HtmlPage => return html_page(),
        };
        let body = json!({
            "type": "about:blank", "title": title, "status": status, "code": code, "detail": detail,
        });
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let bytes = body.to_string().into_bytes();
        let mut response = exchange::body(status, "application/problem+json", bytes);
        if let Self::InvalidToken(_) = self {
            // RFC 6750 §3.
            exchange::set(
                &mut response,
                WWW_AUTHENTICATE,
                "Bearer error=\"invalid_token\"",
            );
        }
        response.into()
    }
}

fn html_page() -> Answer {
    let page = "<!doctype html><html><head><title>Error</title></head><body><h1>HTTP Status 500 – \
                Internal Server Error</h1></body></html>";
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    exchange::body(status, "text/html; charset=utf-8", page.as_bytes().to_vec()).into()
}
