//! The checks of an id_token (OpenID Connect Core 1.0 §3.1.3.7), each with a code of its own.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use openidconnect::core::{CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier};
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{ClaimsVerificationError, Nonce, SignatureVerificationError};
use openidconnect::{NonceVerifier, SubjectIdentifier};
use serde::Deserialize;

use super::Issuer;

/// For clocks that differ a little (RFC 7519 §4.1.4).
const LEEWAY_SECONDS: i64 = 60;

/// Signatures of a key pair only: with an HMAC whoever knows the secret could sign.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Which check an id_token failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdTokenFault {
    /// The answer has none.
    Missing,
    /// Not a signed JWT with the claims of an id_token.
    Malformed,
    /// Signed with an algorithm that is not accepted, or not signed.
    Algorithm,
    /// From somebody else.
    Issuer,
    /// For somebody else, or for others too.
    Audience,
    /// Issued to another client.
    AuthorizedParty,
    /// Too old.
    Expired,
    /// No key of the issuer fits, or the signature is wrong.
    Signature,
    /// Not the answer to this sign-in.
    Nonce,
    /// A refresh brought another person.
    Subject,
}

impl IdTokenFault {
    /// The stable code; never reused for another fault.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Missing => "id_token_missing",
            Self::Malformed => "id_token_malformed",
            Self::Algorithm => "id_token_alg",
            Self::Issuer => "issuer_mismatch",
            Self::Audience => "id_token_audience",
            Self::AuthorizedParty => "id_token_azp",
            Self::Expired => "id_token_expired",
            Self::Signature => "id_token_signature",
            Self::Nonce => "nonce_mismatch",
            Self::Subject => "id_token_subject",
        }
    }
}

impl Issuer {
    /// Verifies the id_token of a sign-in and gives its `sub`.
    pub(super) async fn verify(
        &self,
        id_token: &str,
        nonce: &Nonce,
    ) -> Result<SubjectIdentifier, IdTokenFault> {
        self.verify_with(id_token, nonce).await
    }

    /// Verifies the id_token of a refresh, which need not repeat the nonce (Core §12.2).
    pub(super) async fn verify_refreshed(
        &self,
        id_token: &str,
        sub: &SubjectIdentifier,
    ) -> Result<(), IdTokenFault> {
        let any_nonce = |_: Option<&Nonce>| Ok(());
        let found = self.verify_with(id_token, &any_nonce).await?;
        if found == *sub {
            Ok(())
        } else {
            Err(IdTokenFault::Subject)
        }
    }

    async fn verify_with<N>(&self, text: &str, nonce: &N) -> Result<SubjectIdentifier, IdTokenFault>
    where
        for<'n> &'n N: NonceVerifier,
    {
        check_algorithm(text)?;
        let id_token = CoreIdToken::from_str(text).map_err(|_| IdTokenFault::Malformed)?;

        let keys = self.keys().await.ok_or(IdTokenFault::Signature)?;
        let mut claims = id_token.claims(&self.verifier(keys), nonce);
        if matches!(&claims, Err(error) if is_unknown_key(error)) {
            // The issuer may have changed its keys since the last look.
            let provider = self.discover().await.map_err(|_| IdTokenFault::Signature)?;
            claims = id_token.claims(&self.verifier(provider.keys.clone()), nonce);
        }
        let claims = claims.map_err(|error| translate(&error))?;
        self.check_authorized_party(claims)?;
        Ok(claims.subject().clone())
    }

    async fn keys(&self) -> Option<CoreJsonWebKeySet> {
        Some(self.provider().await.ok()?.keys.clone())
    }

    fn verifier(&self, keys: CoreJsonWebKeySet) -> CoreIdTokenVerifier<'_> {
        let now = self.clock.now().saturating_sub(LEEWAY_SECONDS);
        // Without the secret the verifier has nothing to check an HMAC with.
        CoreIdTokenVerifier::new_public_client(self.client_id.clone(), self.url.clone(), keys)
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || DateTime::from_timestamp(now, 0).unwrap_or(DateTime::UNIX_EPOCH))
            .set_other_audience_verifier_fn(|other| self.audience.as_ref() == Some(other))
    }

    /// The library leaves `azp` to its user: it must be us where it is given, and it must be given
    /// when there is more than one audience (Core §3.1.3.7, points 4 and 5).
    fn check_authorized_party(&self, claims: &CoreIdTokenClaims) -> Result<(), IdTokenFault> {
        match claims.authorized_party() {
            Some(party) if *party == self.client_id => Ok(()),
            None if claims.audiences().len() == 1 => Ok(()),
            _ => Err(IdTokenFault::AuthorizedParty),
        }
    }
}

/// Reads the header by itself, because an unknown name of an algorithm makes the JWT unreadable.
fn check_algorithm(text: &str) -> Result<(), IdTokenFault> {
    #[derive(Deserialize)]
    struct Header {
        alg: serde_json::Value,
    }
    let header = text.split('.').next().unwrap_or_default();
    let header = URL_SAFE_NO_PAD
        .decode(header)
        .map_err(|_| IdTokenFault::Malformed)?;
    let header: Header = serde_json::from_slice(&header).map_err(|_| IdTokenFault::Malformed)?;
    match serde_json::from_value(header.alg) {
        Ok(alg) if ALGORITHMS.contains(&alg) => Ok(()),
        _ => Err(IdTokenFault::Algorithm),
    }
}

fn is_unknown_key(error: &ClaimsVerificationError) -> bool {
    matches!(
        error,
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)
    )
}

fn translate(error: &ClaimsVerificationError) -> IdTokenFault {
    match error {
        ClaimsVerificationError::Expired(_) => IdTokenFault::Expired,
        ClaimsVerificationError::InvalidAudience(_) => IdTokenFault::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => IdTokenFault::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => IdTokenFault::Nonce,
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::DisallowedAlg(_)
            | SignatureVerificationError::UnsupportedAlg(_)
            | SignatureVerificationError::NoSignature,
        ) => IdTokenFault::Algorithm,
        ClaimsVerificationError::SignatureVerification(_) => IdTokenFault::Signature,
        // The enum may grow: what is not named above is a token this gateway does not understand.
        _ => IdTokenFault::Malformed,
    }
}
