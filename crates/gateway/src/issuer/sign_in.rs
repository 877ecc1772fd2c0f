//! Where a sign-in of `bff` begins: the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3).

use std::borrow::Cow;

use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use openidconnect::Nonce;
use url::Url;

use super::Issuer;
use super::discovery::DiscoveryFault;

/// An authorization request, and what its answer will be checked with.
#[derive(Debug)]
pub(crate) struct SignIn {
    pub(crate) url: Url,
    pub(crate) state: CsrfToken,
    pub(crate) nonce: Nonce,
    pub(crate) code_verifier: PkceCodeVerifier,
}

impl Issuer {
    pub(crate) async fn sign_in(
        &self,
        redirect_uri: RedirectUrl,
    ) -> Result<SignIn, DiscoveryFault> {
        let provider = self.present().await?;
        let (challenge, code_verifier) = PkceCodeChallenge::new_random_sha256();
        let nonce = Nonce::new_random();
        let (url, state) = BasicClient::new(self.client_id.clone())
            .set_auth_uri(AuthUrl::from_url(provider.authorization.clone()))
            .authorize_url(CsrfToken::new_random)
            .set_redirect_uri(Cow::Owned(redirect_uri))
            .set_pkce_challenge(challenge)
            .add_scope(Scope::new("openid".to_owned()))
            .add_extra_param("nonce", nonce.secret().clone())
            .url();
        Ok(SignIn {
            url,
            state,
            nonce,
            code_verifier,
        })
    }

    /// Whether an answer with this `iss` may be the issuer's (RFC 9207 §2.4).
    pub(crate) async fn is_from(&self, iss: Option<&str>) -> Result<bool, DiscoveryFault> {
        Ok(match iss {
            Some(iss) => iss == self.url.as_str(),
            None => !self.provider().await?.names_itself,
        })
    }
}
