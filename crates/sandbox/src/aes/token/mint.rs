//! The tokens of one answer: access (300 s), refresh (rotated), id_token (OIDC Core §2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Aes;
use crate::jose::SigningKey;
use crate::random;
use crate::scenario::Flaw;

/// Seconds an access token and an id_token live; the seed's example answer says 300.
const ACCESS_SECONDS: i64 = 300;

/// What the tokens are given for.
#[derive(Debug)]
pub(super) struct Grant {
    pub(super) sid: String,
    /// The line of refresh tokens that one code began.
    pub(super) chain: String,
    pub(super) nonce: Option<String>,
    pub(super) flaw: Option<Flaw>,
}

/// The body of the answer and the person's `sub`; `None` when the session is over.
pub(super) fn tokens(aes: &mut Aes, grant: &Grant, now: i64) -> Option<(Value, String)> {
    let access_id = format!("{}:{}", grant.chain, random::uuid(&mut aes.rng));
    let refresh_id = random::uuid(&mut aes.rng);
    let id_token_id = random::uuid(&mut aes.rng);
    let issuer = aes.issuer().to_owned();
    let client = aes.settings.client.id.clone();
    let audience = aes.settings.audience.clone();
    let session = aes.store.sessions.get_mut(&grant.sid)?;
    session
        .chains
        .insert(grant.chain.clone(), refresh_id.clone());
    let (sub, started, ends) = (session.sub.clone(), session.started, session.ends());
    let sid = &grant.sid;
    let access = aes.key.sign(&json!({
        "typ": "Bearer", "iss": issuer, "sub": sub, "aud": [audience], "azp": client,
        "iat": now, "exp": now + ACCESS_SECONDS, "jti": access_id, "sid": sid, "scope": "openid",
    }));
    let refresh = aes.key.sign(&json!({
        "typ": "Refresh", "iss": issuer, "sub": sub, "aud": issuer, "azp": client,
        "iat": now, "exp": ends, "jti": refresh_id, "sid": sid, "chain": grant.chain,
        "scope": "openid",
    }));
    let mut claims = json!({
        "typ": "ID", "iss": issuer, "sub": sub, "aud": client, "azp": client,
        "iat": now, "exp": now + ACCESS_SECONDS, "auth_time": started, "jti": id_token_id,
        "sid": sid, "at_hash": at_hash(&access),
    });
    if let Some(nonce) = &grant.nonce {
        claims["nonce"] = json!(nonce);
    }
    let id_token = sign_id_token(&aes.key, claims, grant.flaw, now);
    let body = json!({
        "access_token": access,
        "expires_in": ACCESS_SECONDS,
        "refresh_token": refresh,
        "refresh_expires_in": ends - now,
        "token_type": "Bearer",
        "id_token": id_token,
        "not-before-policy": 0,
        "session_state": sid,
        "scope": "openid",
    });
    Some((body, sub))
}

/// OIDC Core §3.1.3.6: the left half of the access token's digest.
fn at_hash(access_token: &str) -> String {
    let digest = Sha256::digest(access_token);
    URL_SAFE_NO_PAD.encode(digest.get(..16).unwrap_or_default())
}

fn sign_id_token(key: &SigningKey, mut claims: Value, flaw: Option<Flaw>, now: i64) -> String {
    let Some(flaw) = flaw else {
        return key.sign(&claims);
    };
    match flaw {
        Flaw::Iss => claims["iss"] = json!("http://127.0.0.1:1/auth/realms/other"),
        Flaw::Aud => {
            claims["aud"] = json!("another-client");
            claims["azp"] = json!("another-client");
        }
        Flaw::Azp => {
            claims["aud"] = json!([claims["aud"], "another-client"]);
            claims["azp"] = json!("another-client");
        }
        Flaw::Nonce => claims["nonce"] = json!("another-nonce"),
        Flaw::Exp => {
            claims["iat"] = json!(now - 3_600 - ACCESS_SECONDS);
            claims["exp"] = json!(now - 3_600);
        }
        Flaw::Sig => return key.sign_wrongly(&claims),
        Flaw::Alg => return SigningKey::leave_unsigned(&claims),
        Flaw::Hmac => return key.sign_as("HS256", key.kid(), &claims),
        Flaw::Kid => return key.sign_as("RS256", "another-key", &claims),
        Flaw::NoKid => return key.sign_unnamed(&claims),
        Flaw::Sub => claims["sub"] = json!("another-person"),
        Flaw::AtHash => claims["at_hash"] = json!(at_hash("another access token")),
        Flaw::NoAud => leave_out(&mut claims, "aud"),
        Flaw::NoSub => leave_out(&mut claims, "sub"),
        Flaw::NoIat => leave_out(&mut claims, "iat"),
    }
    key.sign(&claims)
}

fn leave_out(claims: &mut Value, name: &str) {
    if let Some(claims) = claims.as_object_mut() {
        claims.remove(name);
    }
}
