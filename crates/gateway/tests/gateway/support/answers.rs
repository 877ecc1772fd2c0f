//! What the upstreams answer when all is well.

use serde_json::{Value, json};

use super::{CLIENT_ID, NOW, SUB};

pub(crate) fn discovery(base: &str) -> Value {
    json!({
        "issuer": format!("{base}/realm"),
        "authorization_endpoint": format!("{base}/realm/auth"),
        "token_endpoint": format!("{base}/realm/token"),
        "jwks_uri": format!("{base}/realm/certs"),
        "end_session_endpoint": format!("{base}/realm/logout"),
        "introspection_endpoint": format!("{base}/realm/introspect"),
        "revocation_endpoint": format!("{base}/realm/revoke"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    })
}

pub(crate) fn id_token_claims(base: &str) -> Value {
    json!({
        "iss": format!("{base}/realm"), "aud": CLIENT_ID, "azp": CLIENT_ID, "sub": SUB,
        "nonce": "the-nonce", "iat": NOW, "exp": NOW + 300,
    })
}

/// An access token as Keycloak makes them.
pub(crate) fn access_token_claims(base: &str) -> Value {
    json!({
        "typ": "Bearer", "iss": format!("{base}/realm"), "sub": SUB, "aud": "account",
        "azp": CLIENT_ID, "iat": NOW, "exp": NOW + 300, "scope": "openid",
    })
}

pub(crate) fn receipt() -> Value {
    json!({
        "documentId": "0191e0a0-0000-7000-8000-000000000001",
        "uuidSecu": "SECU-4711",
        "anomalies": [{ "type": "AVERTISSEMENT", "code": "X", "motif": "…" }],
        "documents": [],
    })
}
