//! The exchange of an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use sha2::{Digest as _, Sha256};

use super::super::store::CODE_SECONDS;
use super::mint::{self, Grant};
use super::{Aes, bad};
use crate::exchange::{self, Answer};
use crate::params::Params;
use crate::random;
use crate::scenario::{Scenario, Scenarios};

/// Gives tokens for a code that is fresh, unused and asked for by the one who began.
pub(super) fn exchange(
    aes: &mut Aes,
    scenarios: &mut Scenarios,
    params: &Params,
    now: i64,
) -> Answer {
    let Some(presented) = params.get("code") else {
        return bad("invalid_request", "Missing parameter: code");
    };
    let Some(code) = aes.store.codes.get_mut(presented) else {
        return bad("invalid_grant", "Code not valid");
    };
    if let Some(chain) = &code.used {
        // RFC 6749 §4.1.2: a code used twice SHOULD revoke what it gave the first time.
        if let Some(session) = aes.store.sessions.get_mut(&code.sid) {
            session.chains.remove(chain);
        }
        return bad("invalid_grant", "Code already used");
    }
    // From here on the code is spent, whatever comes of it.
    let chain = random::uuid(&mut aes.rng);
    code.used = Some(chain.clone());
    if now >= code.made + CODE_SECONDS {
        return bad("invalid_grant", "Code expired");
    }
    if params.get("redirect_uri") != Some(code.authorization.back.as_sent.as_str()) {
        return bad("invalid_grant", "Incorrect redirect_uri");
    }
    let Some(verifier) = params.get("code_verifier") else {
        return bad("invalid_grant", "PKCE code verifier not specified");
    };
    if !fits(verifier, &code.authorization.code_challenge) {
        return bad("invalid_grant", "PKCE verification failed");
    }
    let grant = Grant {
        sid: code.sid.clone(),
        chain,
        nonce: code.authorization.nonce.clone(),
        flaw: scenarios.take_flaw(Scenario::IdToken),
    };
    match mint::tokens(aes, &grant, now) {
        Some((tokens, sub)) => Answer::from(exchange::json(StatusCode::OK, &tokens)).by(&sub),
        None => bad("invalid_grant", "Session not active"),
    }
}

/// RFC 7636 §4.1 and §4.6: 43 to 128 unreserved letters whose digest is the challenge.
fn fits(verifier: &str, challenge: &str) -> bool {
    let unreserved = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(unreserved)
        && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b_fits() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert!(fits(
            verifier,
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        ));
        assert!(!fits(
            verifier,
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN"
        ));
        assert!(!fits(
            "short",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        ));
    }
}
