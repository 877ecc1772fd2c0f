//! The checks of an id_token (OpenID Connect Core 1.0 §3.1.3.7), each with a code of its own.

use std::str::FromStr;

use chrono::DateTime;
use openidconnect::core::{CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier, CoreJsonWebKeySet};
use openidconnect::{AccessToken, AccessTokenHash, Nonce, NonceVerifier, SubjectIdentifier};
use openidconnect::{ClaimsVerificationError, SignatureVerificationError};
use serde_json::{Map, Value};

use super::Issuer;
use super::jws::{ALGORITHMS, Jws};

/// For clocks that differ a little (RFC 7519 §4.1.4).
const LEEWAY_SECONDS: i64 = 60;

/// Which check an id_token failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdTokenFault {
    /// The answer has none.
    Missing,
    /// Not a signed JWT with the claims of an id_token.
    Malformed,
    /// Not signed, or with an algorithm that is not accepted.
    Algorithm,
    /// Signed with a secret, which whoever knows it could have done.
    Hmac,
    /// From somebody else.
    Issuer,
    /// For somebody else, or for others too.
    Audience,
    /// It does not say for whom it is.
    NoAudience,
    /// Issued to another client.
    AuthorizedParty,
    /// Too old.
    Expired,
    /// The signature is wrong.
    Signature,
    /// No key of the issuer fits, or more than one.
    Key,
    /// The issuer's keys cannot be fetched at the moment, which says nothing of the token.
    NoKeys,
    /// Not the answer to this sign-in.
    Nonce,
    /// It names nobody.
    Subject,
    /// A refresh brought another person.
    AnotherSubject,
    /// It does not say when it was made.
    IssuedAt,
    /// It belongs to another access token.
    AccessTokenHash,
}

impl IdTokenFault {
    /// The stable code; never reused for another fault.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Missing => "id_token_missing",
            Self::Malformed => "id_token_malformed",
            Self::Algorithm => "id_token_alg",
            Self::Hmac => "id_token_hmac",
            Self::Issuer => "issuer_mismatch",
            Self::Audience => "id_token_audience",
            Self::NoAudience => "id_token_audience_missing",
            Self::AuthorizedParty => "id_token_azp",
            Self::Expired => "id_token_expired",
            Self::Signature => "id_token_signature",
            Self::Key => "id_token_kid",
            Self::NoKeys => "issuer_unavailable",
            Self::Nonce => "nonce_mismatch",
            Self::Subject => "id_token_subject",
            Self::AnotherSubject => "id_token_subject_changed",
            Self::IssuedAt => "id_token_iat",
            Self::AccessTokenHash => "id_token_at_hash",
        }
    }
}

impl Issuer {
    /// Verifies the id_token of a refresh, which need not repeat the nonce (Core §12.2).
    pub(super) async fn verify_refreshed(
        &self,
        id_token: &str,
        access_token: &AccessToken,
        sub: &SubjectIdentifier,
    ) -> Result<(), IdTokenFault> {
        let any_nonce = |_: Option<&Nonce>| Ok(());
        let found = self.verify(id_token, access_token, &any_nonce).await?;
        if found == *sub {
            Ok(())
        } else {
            Err(IdTokenFault::AnotherSubject)
        }
    }

    /// Verifies an id_token, of a sign-in with its nonce, and gives its `sub`.
    pub(super) async fn verify<N>(
        &self,
        text: &str,
        access_token: &AccessToken,
        nonce: &N,
    ) -> Result<SubjectIdentifier, IdTokenFault>
    where
        for<'n> &'n N: NonceVerifier,
    {
        check_form(text)?;
        let id_token = CoreIdToken::from_str(text).map_err(|_| IdTokenFault::Malformed)?;

        let mut keys = self.keys().await.ok_or(IdTokenFault::NoKeys)?;
        let mut claims = id_token.claims(&self.verifier(keys.clone()), nonce);
        if matches!(&claims, Err(error) if is_unknown_key(error)) {
            // The issuer may have changed its keys since the last look, be it just now: the token comes from itself.
            let provider = self.discover().await.map_err(|_| IdTokenFault::NoKeys)?;
            keys = provider.keys.clone();
            claims = id_token.claims(&self.verifier(keys.clone()), nonce);
        }
        let claims = claims.map_err(|error| match translate(&error) {
            IdTokenFault::Audience => self.audience_fault(text),
            fault => fault,
        })?;
        self.check_authorized_party(claims)?;
        if let Some(expected) = claims.access_token_hash() {
            self.check_access_token(&id_token, access_token, expected, keys)?;
        }
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

    /// Of a token for others too, what is wrong is told by `azp`, where it names another client.
    fn audience_fault(&self, text: &str) -> IdTokenFault {
        let claims: Option<Map<String, Value>> = Jws::parse(text).and_then(|jws| jws.claims());
        let claims = claims.unwrap_or_default();
        let client = self.client_id.as_str();
        let is_for_us = match claims.get("aud") {
            Some(Value::Array(all)) => all.iter().any(|it| it == client),
            aud => aud.is_some_and(|it| it == client),
        };
        if is_for_us && claims.get("azp").is_some_and(|azp| azp != client) {
            IdTokenFault::AuthorizedParty
        } else {
            IdTokenFault::Audience
        }
    }

    /// The hash need not be there in the code flow; where it is, it has to fit (Core §3.1.3.8).
    fn check_access_token(
        &self,
        id_token: &CoreIdToken,
        access_token: &AccessToken,
        expected: &AccessTokenHash,
        keys: CoreJsonWebKeySet,
    ) -> Result<(), IdTokenFault> {
        let verifier = self.verifier(keys);
        let alg = id_token
            .signing_alg()
            .map_err(|_| IdTokenFault::Algorithm)?;
        let key = id_token
            .signing_key(&verifier)
            .map_err(|_| IdTokenFault::Key)?;
        let found = AccessTokenHash::from_token(access_token, alg, key);
        match found {
            Ok(found) if found == *expected => Ok(()),
            _ => Err(IdTokenFault::AccessTokenHash),
        }
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

/// Looks at what the library would only call unreadable: an algorithm of unknown name, and claims
/// that have to be there (Core §2).
fn check_form(text: &str) -> Result<(), IdTokenFault> {
    let jws = Jws::parse(text).ok_or(IdTokenFault::Malformed)?;
    if jws.algorithm().is_none() {
        return Err(if jws.is_by_secret() {
            IdTokenFault::Hmac
        } else {
            IdTokenFault::Algorithm
        });
    }
    let claims: Map<String, Value> = jws.claims().ok_or(IdTokenFault::Malformed)?;
    for (name, fault) in [
        ("iss", IdTokenFault::Issuer),
        ("aud", IdTokenFault::NoAudience),
        ("sub", IdTokenFault::Subject),
        ("exp", IdTokenFault::Expired),
        ("iat", IdTokenFault::IssuedAt),
    ] {
        let is_empty =
            |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if claims.get(name).is_none_or(is_empty) {
            return Err(fault);
        }
    }
    Ok(())
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
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey
            | SignatureVerificationError::AmbiguousKeyId(_),
        ) => IdTokenFault::Key,
        ClaimsVerificationError::SignatureVerification(_) => IdTokenFault::Signature,
        // The enum may grow: what is not named above is a token this gateway does not understand.
        _ => IdTokenFault::Malformed,
    }
}
