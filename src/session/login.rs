//! Going to the issuer: the authorization request of RFC 6749 §4.1.1 with PKCE (RFC 7636) and a nonce.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::auth::Transaction;
use domain::failure::{Code, Failure, Phase};
use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};

use super::Session;
use super::shell::TRANSACTION;
use crate::platform::late::late;
use crate::platform::{location, random, storage};

late! { login,
/// Stores the transaction and leaves the page.
pub(super) async fn go(session: Arc<Session>) -> Result<(), Failure> {
    go_now(&session).await
}}

async fn go_now(session: &Session) -> Result<(), Failure> {
    let failed = |code| Failure::new(code, Phase::Login);
    let configuration = session
        .configuration()
        .await
        .ok_or_else(|| failed(Code::GatewayUnavailable))?;
    let invalid = |name: &str| failed(Code::OptionInvalid).about(name);
    let endpoint = AuthUrl::new(configuration.authorization_endpoint)
        .map_err(|_| invalid("authorizationEndpoint"))?;
    let redirect = RedirectUrl::new(session.settings.redirect_uri.clone())
        .map_err(|_| invalid("auth.redirectUri"))?;
    let make = || make_secret().map_err(|_| failed(Code::LoginDenied));
    let verifier = PkceCodeVerifier::new(make()?);
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    let (nonce, state) = (make()?, make()?);
    let (address, state) = BasicClient::new(ClientId::new(configuration.client_id.clone()))
        .set_auth_uri(endpoint)
        .set_redirect_uri(redirect)
        .authorize_url(|| CsrfToken::new(state))
        .add_scope(Scope::new("openid".to_owned()))
        .set_pkce_challenge(challenge)
        .add_extra_param("nonce", &nonce)
        .url();
    let transaction = Transaction {
        state: state.into_secret(),
        nonce,
        code_verifier: verifier.into_secret(),
        return_to: location::place(),
        issuer: configuration.issuer,
        client_id: configuration.client_id,
    };
    let stored = serde_json::to_string(&transaction)
        .is_ok_and(|transaction| storage::set(TRANSACTION, &transaction));
    if stored && location::go(address.as_str()) {
        Ok(())
    } else {
        Err(failed(Code::LoginDenied))
    }
}

/// 32 random bytes in base64url: 43 characters, as RFC 7636 §4.1 recommends for the verifier.
fn make_secret() -> Result<String, random::NoGenerator> {
    Ok(URL_SAFE_NO_PAD.encode(random::bytes::<32>()?))
}

/// The transaction that this tab waits for.
pub(super) fn stored() -> Option<Transaction> {
    Transaction::read(&storage::get(TRANSACTION)?)
}

#[cfg(test)]
mod tests {
    use oauth2::{PkceCodeChallenge, PkceCodeVerifier};
    use sha2::{Digest as _, Sha256};

    /// RFC 7636 Appendix B, and the same by hand.
    #[test]
    fn the_challenge_is_the_hash_of_the_verifier() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            verifier.to_owned(),
        ));
        assert_eq!(
            challenge.as_str(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert_eq!(challenge.method().as_str(), "S256");
        use base64::Engine as _;
        let hash = Sha256::digest(verifier.as_bytes());
        let by_hand = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(hash);
        assert_eq!(challenge.as_str(), by_hand);
    }
}
