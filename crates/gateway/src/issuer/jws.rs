//! A JWT by its parts (RFC 7515 §7.1), for what the library's id_token does not cover.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey, JsonWebKeyId, JsonWebKeyUse, JwsSigningAlgorithm};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Signatures of a key pair only: with an HMAC whoever knows the secret could sign.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
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

#[derive(Deserialize)]
struct Header {
    /// As JSON, because an unknown name is to be told from a header that is none.
    alg: serde_json::Value,
    kid: Option<JsonWebKeyId>,
    /// Extensions that have to be understood (RFC 7515 §4.1.11); none is.
    crit: Option<serde_json::Value>,
}

/// A signed JWT whose signature is not verified yet.
pub(super) struct Jws<'t> {
    header: Header,
    payload: Vec<u8>,
    signed: &'t str,
    signature: Vec<u8>,
}

/// Whether a signature holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    Valid,
    Wrong,
    /// No published key fits, or more than one does.
    NoKey,
}

impl<'t> Jws<'t> {
    /// Takes a compact serialisation apart; `None` for any other text.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        Some(Self {
            header: serde_json::from_slice(&decode(header)?).ok()?,
            payload: decode(payload)?,
            signed,
            signature: decode(signature)?,
        })
    }

    /// The algorithm, where it is an accepted one.
    pub(super) fn algorithm(&self) -> Option<CoreJwsSigningAlgorithm> {
        let alg = serde_json::from_value(self.header.alg.clone()).ok()?;
        ALGORITHMS.contains(&alg).then_some(alg)
    }

    /// Whether it claims an HMAC.
    pub(super) fn is_by_secret(&self) -> bool {
        let alg = self.header.alg.as_str();
        alg.is_some_and(|alg| alg.starts_with("HS"))
    }

    pub(super) fn claims<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.payload).ok()
    }

    /// Verifies with the one key of `keys` that fits the header.
    pub(super) fn verify(&self, keys: &CoreJsonWebKeySet) -> Signature {
        let (Some(alg), None) = (self.algorithm(), &self.header.crit) else {
            return Signature::Wrong;
        };
        let fits = |key: &&CoreJsonWebKey| {
            alg.key_type().is_some_and(|kind| kind == *key.key_type())
                && key.key_use().is_none_or(|it| it.allows_signature())
                && (self.header.kid.is_none() || self.header.kid.as_ref() == key.key_id())
        };
        let mut fitting = keys.keys().iter().filter(fits);
        let (Some(key), None) = (fitting.next(), fitting.next()) else {
            return Signature::NoKey;
        };
        match key.verify_signature(&alg, self.signed.as_bytes(), &self.signature) {
            Ok(()) => Signature::Valid,
            Err(_) => Signature::Wrong,
        }
    }
}
