//! `public` mode: the issuer's metadata (OpenID Connect Discovery 1.0) and the verification of its id_tokens.

use domain::auth::{Configuration, Expected, check_at_hash, check_claims, claims, header};
use domain::failure::Code;
use domain::json::Json;

use super::Session;
use super::tokens::Tokens;
use crate::platform::bridge::{self, Signature};
use crate::platform::clock;
use crate::platform::http::Call;

const CALL: Call = Call {
    tag: "token",
    within: 4_000,
    keepalive: false,
};

/// Asks the issuer where its endpoints are.
pub(super) async fn discover(session: &Session) -> Result<Configuration, Code> {
    let settings = &session.settings;
    let base = settings.issuer.trim_end_matches('/');
    let body = get(
        session,
        &[base, "/.well-known/openid-configuration"].concat(),
    )
    .await?;
    Configuration::discovered(&body, &settings.issuer, &settings.client_id)
}

/// Verifies the id_token of an answer and gives its `sub`. A sign-in has one; a refresh need not bring one.
pub(super) async fn verify(
    session: &Session,
    answer: &Json,
    tokens: &Tokens,
    nonce: Option<&str>,
) -> Result<String, Code> {
    let known = session.tokens().sub;
    let Some(id_token) = answer.filled("id_token") else {
        return match nonce {
            Some(_) => Err(Code::IdTokenMissing),
            None => Ok(known),
        };
    };
    let header = header(&id_token)?;
    let configuration = session.configuration().await?;
    let keys = get(session, &configuration.jwks_uri).await?;
    let keys = String::from_utf8(keys).map_err(|_| Code::IssuerUnavailable)?;
    match bridge::verify_signature(&session.host, &id_token, &keys).await {
        Signature::Valid => {}
        Signature::Wrong => return Err(Code::IdTokenSignature),
        Signature::NoKey => return Err(Code::IdTokenKid),
    }
    let claims = claims(&id_token)?;
    let expected = Expected {
        issuer: &configuration.issuer,
        client_id: &configuration.client_id,
        nonce,
        sub: Some(known.as_str()).filter(|_| nonce.is_none()),
    };
    let sub = check_claims(&claims, expected, clock::now())?;
    let access = tokens.access.as_ref().map(|token| token.secret().as_str());
    check_at_hash(&claims, &header.alg, access.unwrap_or_default())?;
    Ok(sub)
}

async fn get(session: &Session, address: &str) -> Result<Vec<u8>, Code> {
    let answer = session.http.get(address, Vec::new(), CALL).await;
    let answer = answer.map_err(|_| Code::IssuerUnavailable)?;
    if (200..300).contains(&answer.status) {
        Ok(answer.body)
    } else {
        Err(Code::IssuerUnavailable)
    }
}
