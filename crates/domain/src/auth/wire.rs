//! What the gateway answers about the session (public contract §5.3).

use http::Response;
use serde::Deserialize;

use crate::context::Identity;
use crate::failure::Code;

/// `GET /volet/configuration`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Configuration {
    /// Who exchanges the code.
    pub mode: String,
    /// The issuer's identifier.
    pub issuer: String,
    /// Where the browser is sent.
    pub authorization_endpoint: String,
    /// The client's id at the issuer.
    pub client_id: String,
}

/// `GET /volet/session`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Default)]
pub struct SessionAnswer {
    /// Whether the cookie holds a live session.
    #[serde(rename = "signedIn")]
    pub signed_in: bool,
    /// Seconds until the refresh token ends.
    #[serde(default)]
    pub session_expires_in: i64,
    /// In whose name the person may act.
    #[serde(default)]
    pub identities: Vec<Identity>,
}

/// Members of a token endpoint's error (RFC 6749 §5.2) with the gateway's own `code`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct TokenError {
    error: String,
    code: String,
}

/// The code of the contract for a refused token request. `exchange` tells the code grant from a refresh.
pub fn token_error(response: &Response<Vec<u8>>, exchange: bool) -> Code {
    let body: TokenError = serde_json::from_slice(response.body()).unwrap_or_default();
    match (body.code.as_str(), body.error.as_str()) {
        ("nonce_mismatch", _) => Code::NonceMismatch,
        ("issuer_mismatch", _) => Code::IssuerMismatch,
        ("session_of_another_user", _) => Code::SessionOfAnotherUser,
        (code, _) if code.starts_with("id_token") => Code::IdTokenInvalid,
        (_, "invalid_grant") if exchange => Code::CodeExpired,
        (_, "invalid_grant") => Code::SessionExpired,
        _ if response.status().is_server_error() || response.status() == 429 => {
            Code::GatewayUnavailable
        }
        _ if exchange => Code::LoginDenied,
        _ => Code::SessionExpired,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_its_code() {
        let check = |status: u16, body: &str, exchange: bool, expect: Code| {
            let response = Response::builder()
                .status(status)
                .body(body.as_bytes().to_vec())
                .unwrap();
            assert_eq!(token_error(&response, exchange), expect, "{body}");
        };
        check(400, r#"{"error":"invalid_grant"}"#, true, Code::CodeExpired);
        check(
            400,
            r#"{"error":"invalid_grant"}"#,
            false,
            Code::SessionExpired,
        );
        check(
            400,
            r#"{"error":"invalid_grant","code":"nonce_mismatch"}"#,
            true,
            Code::NonceMismatch,
        );
        check(
            400,
            r#"{"error":"invalid_grant","code":"id_token_azp"}"#,
            true,
            Code::IdTokenInvalid,
        );
        check(
            401,
            r#"{"error":"invalid_grant","code":"session_of_another_user"}"#,
            false,
            Code::SessionOfAnotherUser,
        );
        check(
            503,
            r#"{"error":"temporarily_unavailable"}"#,
            false,
            Code::GatewayUnavailable,
        );
        check(502, "<html>", false, Code::GatewayUnavailable);
        check(400, "", true, Code::LoginDenied);
    }
}
