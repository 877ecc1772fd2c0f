//! The provider's metadata (OIDC Discovery §3, RFC 8414, RFC 9207 §3) and its key set.

use http::StatusCode;
use serde_json::json;

use super::Aes;
use crate::exchange::{self, Answer};

/// `GET /.well-known/openid-configuration`
pub(super) fn configuration(aes: &Aes) -> Answer {
    let issuer = aes.issuer();
    let endpoint = |name: &str| format!("{issuer}/protocol/openid-connect/{name}");
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": endpoint("auth"),
        "token_endpoint": endpoint("token"),
        "introspection_endpoint": endpoint("token/introspect"),
        "jwks_uri": endpoint("certs"),
        "end_session_endpoint": endpoint("logout"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid"],
        "claims_supported": ["iss", "sub", "aud", "azp", "exp", "iat", "auth_time", "nonce", "sid"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "introspection_endpoint_auth_methods_supported":
            ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login"],
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    });
    exchange::json(StatusCode::OK, &document).into()
}

/// `GET /protocol/openid-connect/certs`
pub(super) fn certs(aes: &Aes) -> Answer {
    exchange::json(StatusCode::OK, &aes.key.jwks()).into()
}
