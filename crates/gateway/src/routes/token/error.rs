//! Refusals of the token endpoint (RFC 6749 §5.2), each with a stable `code` beside the `error`.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

use crate::issuer::{IdTokenFault, TokenFault};
use crate::rules::Code;
use crate::session::SealError;

/// Why there are no tokens. Headers are the session's cookies: erased where it has ended, changed where its refresh token has.
#[derive(Debug)]
pub(super) enum TokenError {
    /// A parameter that has to be there.
    Missing(&'static str),
    InvalidRequest(&'static str),
    UnsupportedGrantType,
    ClientIdRefused,
    RedirectUriRefused,
    /// The issuer does not take the code.
    CodeExpired,
    SessionExpired(HeaderMap),
    SessionOfAnotherUser(HeaderMap),
    IdToken(IdTokenFault, HeaderMap),
    TemporarilyUnavailable(HeaderMap),
    /// The page asked for what is there, and that is too old.
    RenewalRunning,
    /// The issuer refuses this client, or the session cannot be sealed: for the operator to mend.
    ServerError,
}

impl TokenError {
    pub(super) fn of_exchange(fault: TokenFault) -> Self {
        match fault {
            TokenFault::InvalidGrant => Self::CodeExpired,
            TokenFault::IdToken(fault) => Self::IdToken(fault, HeaderMap::new()),
            TokenFault::Refused => Self::ServerError,
            TokenFault::Unavailable => Self::TemporarilyUnavailable(HeaderMap::new()),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::SessionOfAnotherUser(_) => StatusCode::UNAUTHORIZED,
            Self::TemporarilyUnavailable(_) | Self::RenewalRunning => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Missing(_)
            | Self::InvalidRequest(_)
            | Self::UnsupportedGrantType
            | Self::ClientIdRefused
            | Self::RedirectUriRefused
            | Self::CodeExpired
            | Self::SessionExpired(_)
            | Self::IdToken(..) => StatusCode::BAD_REQUEST,
        }
    }

    /// `error`, `code`, `error_description`.
    fn texts(&self) -> (&'static str, &'static str, String) {
        let (error, code, description) = match self {
            Self::Missing(name) => {
                let description = format!("the parameter {name} is missing");
                return ("invalid_request", "invalid_request", description);
            }
            Self::InvalidRequest(description) => {
                ("invalid_request", "invalid_request", *description)
            }
            Self::UnsupportedGrantType => (
                "unsupported_grant_type",
                "unsupported_grant_type",
                "grant_type has to be authorization_code or refresh_token",
            ),
            Self::ClientIdRefused => (
                "invalid_client",
                "client_id_refused",
                "client_id is not the one of this gateway",
            ),
            Self::RedirectUriRefused => (
                "invalid_grant",
                "redirect_uri_refused",
                "redirect_uri is not in the list",
            ),
            Self::CodeExpired => (
                "invalid_grant",
                "code_expired",
                "the code is spent, expired or not ours",
            ),
            Self::SessionExpired(_) => (
                "invalid_grant",
                "session_expired",
                "there is no session, or it has ended",
            ),
            Self::SessionOfAnotherUser(_) => (
                "invalid_grant",
                "session_of_another_user",
                "the session belongs to another user of the host",
            ),
            Self::IdToken(fault, _) => (
                "invalid_grant",
                fault.code(),
                "the issuer's id_token failed a check",
            ),
            Self::TemporarilyUnavailable(_) => (
                "temporarily_unavailable",
                "issuer_unavailable",
                "the issuer gave no usable answer; try again",
            ),
            Self::RenewalRunning => (
                "temporarily_unavailable",
                "renewal_running",
                "the token that is there is too old; ask again",
            ),
            Self::ServerError => (
                "server_error",
                "server_error",
                "the gateway cannot get tokens; see its log",
            ),
        };
        (error, code, description.to_owned())
    }
}

impl From<SealError> for TokenError {
    fn from(_: SealError) -> Self {
        Self::ServerError
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let (error, code, description) = self.texts();
        let body = json!({ "error": error, "error_description": description, "code": code });
        let status = self.status();
        let cookies = match self {
            Self::SessionExpired(cookies)
            | Self::SessionOfAnotherUser(cookies)
            | Self::IdToken(_, cookies)
            | Self::TemporarilyUnavailable(cookies) => cookies,
            _ => HeaderMap::new(),
        };
        (status, cookies, Extension(Code(code)), Json(body)).into_response()
    }
}
