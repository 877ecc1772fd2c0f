//! What the gateway answers about the session (docs/gateway.md).

use crate::context::Identity;
use crate::failure::Code;
use crate::json::Json;
use http::Response;

/// Whom the widget talks to: `GET /volet/configuration`, or in `public` mode the issuer's own metadata.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
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
    /// Where codes and refresh tokens are exchanged; empty where the gateway does it.
    pub token_endpoint: String,
    /// Where the issuer's keys are.
    pub jwks_uri: String,
    /// Where the issuer's session is ended (RP-Initiated Logout 1.0), if it can be.
    pub end_session_endpoint: Option<String>,
    /// Where a token is revoked (RFC 7009), if it can be.
    pub revocation_endpoint: Option<String>,
    /// Whether the issuer did not answer the gateway just now.
    pub issuer_unavailable: bool,
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
            issuer_unavailable: json.flag("issuerUnavailable"),
            ..Self::default()
        })
    }

    /// Reads an issuer's metadata (OpenID Connect Discovery 1.0 §4.3): they must be those of the issuer that was asked.
    pub fn discovered(body: &[u8], issuer: &str, client_id: &str) -> Result<Self, Code> {
        let read = || {
            let json = Json::parse(body)?;
            Some(Self {
                mode: "public".to_owned(),
                issuer: json.filled("issuer")?,
                authorization_endpoint: json.filled("authorization_endpoint")?,
                client_id: client_id.to_owned(),
                token_endpoint: json.filled("token_endpoint")?,
                jwks_uri: json.filled("jwks_uri")?,
                end_session_endpoint: json.filled("end_session_endpoint"),
                revocation_endpoint: json.filled("revocation_endpoint"),
                ..Self::default()
            })
        };
        let found = read().ok_or(Code::IssuerUnavailable)?;
        if found.issuer == issuer {
            Ok(found)
        } else {
            Err(Code::IssuerMismatch)
        }
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
    let named = Code::of_login(&text("code")).filter(|code| *code != Code::IssuerUnavailable);
    if let Some(code) = named {
        return code;
    }
    match (text("code").as_str(), text("error").as_str()) {
        ("session_of_another_user", _) => Code::SessionOfAnotherUser,
        ("redirect_uri_refused" | "client_id_refused" | "origin_refused" | "header_missing", _) => {
            Code::OptionInvalid
        }
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
            Code::IdTokenAzp,
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
        check(
            503,
            r#"{"error":"temporarily_unavailable","code":"issuer_unavailable"}"#,
            true,
            Code::GatewayUnavailable,
        );
    }

    #[test]
    fn metadata_are_taken_from_the_issuer_that_was_asked_alone() {
        let body =
            br#"{"issuer":"https://i.example","authorization_endpoint":"https://i.example/auth",
            "token_endpoint":"https://i.example/token","jwks_uri":"https://i.example/jwks"}"#;
        let found = Configuration::discovered(body, "https://i.example", "c").unwrap();
        assert_eq!(found.token_endpoint, "https://i.example/token");
        assert_eq!(found.end_session_endpoint, None);
        let other = Configuration::discovered(body, "https://i.example/", "c");
        assert_eq!(other, Err(Code::IssuerMismatch));
        let none = Configuration::discovered(b"<html>", "https://i.example", "c");
        assert_eq!(none, Err(Code::IssuerUnavailable));
    }
}
