//! The RSA key of the AeS stand-in: RS256 signatures and the key's public half as a JWK.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::{CryptoRng, RngCore};
use rsa::RsaPrivateKey;
use rsa::pkcs1v15;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The RSA library could not make a key.
#[derive(Debug, thiserror::Error)]
#[error("no RSA key could be made: {0}")]
pub struct KeyError(#[from] rsa::Error);

/// A private RSA key with its key id.
#[derive(Clone)]
pub struct SigningKey {
    signer: pkcs1v15::SigningKey<Sha256>,
    jwk: Value,
    kid: String,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Makes a key of 2048 bits, the least that RFC 7518 §3.3 allows.
    ///
    /// # Errors
    /// When no key is found, which the library leaves possible.
    pub fn make<R: RngCore + CryptoRng>(rng: &mut R) -> Result<Self, KeyError> {
        let private = RsaPrivateKey::new(rng, 2048)?;
        let n = URL_SAFE_NO_PAD.encode(private.n().to_bytes_be());
        let e = URL_SAFE_NO_PAD.encode(private.e().to_bytes_be());
        // RFC 7638 §3.1: the required members in lexicographic order, without white space.
        let thumbprint = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(Sha256::digest(thumbprint));
        let jwk = json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": n, "e": e});
        Ok(Self {
            signer: pkcs1v15::SigningKey::new(private),
            jwk,
            kid,
        })
    }

    /// The key set that the issuer publishes.
    pub fn jwks(&self) -> Value {
        json!({"keys": [self.jwk]})
    }

    /// The name under which the key is published.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// A compact JWS over the claims (RFC 7515 §7.1).
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as("RS256", &self.kid, claims)
    }

    /// The same, whose header names this algorithm and key.
    pub fn sign_as(&self, alg: &str, kid: &str, claims: &Value) -> String {
        self.sign_under(&json!({"alg": alg, "typ": "JWT", "kid": kid}), claims)
    }

    fn sign_under(&self, header: &Value, claims: &Value) -> String {
        let input = signing_input(header, claims);
        let signature = self.signer.sign(input.as_bytes()).to_bytes();
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The same, whose header does not name the key.
    pub fn sign_unnamed(&self, claims: &Value) -> String {
        self.sign_under(&json!({"alg": "RS256", "typ": "JWT"}), claims)
    }

    /// The same claims under a signature of other claims.
    pub fn sign_wrongly(&self, claims: &Value) -> String {
        let input = signing_input(
            &json!({"alg": "RS256", "typ": "JWT", "kid": self.kid}),
            claims,
        );
        let signature = self.signer.sign(b"something else").to_bytes();
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The same claims unsigned: `alg` is `none` and the signature is empty (RFC 7519 §6).
    pub fn leave_unsigned(claims: &Value) -> String {
        format!(
            "{}.",
            signing_input(&json!({"alg": "none", "typ": "JWT"}), claims)
        )
    }
}

fn signing_input(header: &Value, claims: &Value) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    format!("{}.{}", encode(header), encode(claims))
}
