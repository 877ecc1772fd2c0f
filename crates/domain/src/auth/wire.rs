//! What the gateway answers about the session (docs/gateway.md).

use crate::context::Identity;
use crate::failure::Code;
use crate::json::Json;
use http::Response;

/// `GET /volet/configuration`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Configuration {
    /// Who exchanges the code.
    pub mode: String,
    /// The issuer's identifier.
    pub issuer: String,
    /// Where the browser is sent.
    pub authorization_endpoint: String,
    /// The client's id at the issuer.
    pub client_id: String,
    /// The shared record's own base, where the gateway has a way to it: its links are told from others by it.
    pub dsp_base: Option<String>,
}

/// `GET /volet/session`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SessionAnswer {
    /// Whether the cookie holds a live session.
    pub signed_in: bool,
    /// Seconds until the refresh token ends.
    pub session_expires_in: i64,
    /// In whose name the person may act.
    pub identities: Vec<Identity>,
}

impl Configuration {
    /// Reads the answer; without an address to go to there is none.
    pub fn read(body: &[u8]) -> Option<Self> {
        let json = Json::parse(body)?;
        Some(Self {
            mode: json.filled("mode")?,
            issuer: json.filled("issuer")?,
            authorization_endpoint: json.filled("authorizationEndpoint")?,
            client_id: json.filled("clientId")?,
            dsp_base: json.filled("dspBase"),
        })
    }
}

impl SessionAnswer {
    /// Reads the answer; what is no object is no answer.
    pub fn read(body: &[u8]) -> Option<Self> {
        let json = Json::parse(body).filter(Json::is_object)?;
        Some(Self {
            signed_in: json.flag("signedIn"),
            session_expires_in: json.number("session_expires_in"),
            identities: json.list("identities", |identity| Identity::read(&identity)),
        })
    }
}

/// The code of the contract for a refused token request (RFC 6749 §5.2, with the gateway's own `code`). `exchange` tells the code grant from a refresh.
pub fn token_error(response: &Response<Vec<u8>>, exchange: bool) -> Code {
    let body = Json::parse(response.body());
    let text = |name| {
        body.as_ref()
            .map(|body| body.text(name))
            .unwrap_or_default()
    };
    match (text("code").as_str(), text("error").as_str()) {
        ("nonce_mismatch", _) => Code::NonceMismatch,
        ("issuer_mismatch", _) => Code::IssuerMismatch,
        ("session_of_another_user", _) => Code::SessionOfAnotherUser,
        ("redirect_uri_refused" | "client_id_refused" | "origin_refused" | "header_missing", _) => {
            Code::OptionInvalid
        }
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
        check(
            400,
            r#"{"error":"invalid_grant","code":"redirect_uri_refused"}"#,
            true,
            Code::OptionInvalid,
        );
        check(502, "<html>", false, Code::GatewayUnavailable);
        check(400, "", true, Code::LoginDenied);
    }
}
