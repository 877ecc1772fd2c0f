//! Real keys: made anew for each test, so that none is kept in the repository.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING as ES256, EcdsaKeyPair, KeyPair};
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding, Signer};
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};

use super::SECRET;

/// How an id_token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signature {
    Es256,
    Rs256,
    /// With a key that the issuer does not publish.
    Foreign,
    /// With the first key, without its name.
    Unnamed,
    /// With the client's secret.
    Hs256,
    /// Not at all.
    None,
    /// With an algorithm that does not exist.
    Unheard,
}

pub(crate) struct Keys {
    /// Published under the names `es` and `rs`.
    es256: EcdsaKeyPair,
    rs256: Option<SigningKey<Sha256>>,
    foreign: EcdsaKeyPair,
    has_second: bool,
    /// The name under which the first is published; changes when keys are rotated.
    kid: String,
}

impl Keys {
    pub(crate) fn make(kid: &str) -> Self {
        Self {
            es256: es256(),
            rs256: None,
            foreign: es256(),
            has_second: false,
            kid: kid.to_owned(),
        }
    }

    /// RSA keys take their time to make, so only the test that needs one has one.
    pub(crate) fn add_rsa(&mut self) {
        let key = RsaPrivateKey::new(&mut rand_core::OsRng, 2048).unwrap();
        self.rs256 = Some(SigningKey::new(key));
    }

    /// Publishes the other key too, under a name of its own.
    pub(crate) fn add_second(&mut self) {
        self.has_second = true;
    }

    pub(crate) fn jwks(&self) -> Value {
        let jwk = |key: &EcdsaKeyPair, kid: &str| {
            let point = key.public_key().as_ref();
            json!({
                "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid,
                "x": B64.encode(&point[1..33]), "y": B64.encode(&point[33..]),
            })
        };
        let mut keys = vec![jwk(&self.es256, &self.kid)];
        if self.has_second {
            keys.push(jwk(&self.foreign, "second"));
        }
        if let Some(key) = &self.rs256 {
            let key: &RsaPrivateKey = key.as_ref();
            keys.push(json!({
                "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "rs",
                "n": B64.encode(key.n().to_bytes_be()), "e": B64.encode(key.e().to_bytes_be()),
            }));
        }
        json!({ "keys": keys })
    }

    pub(crate) fn sign(&self, claims: &Value, signature: Signature) -> String {
        let (alg, kid) = match signature {
            Signature::Es256 | Signature::Foreign | Signature::Unnamed => {
                ("ES256", self.kid.as_str())
            }
            Signature::Rs256 => ("RS256", "rs"),
            Signature::Hs256 => ("HS256", "hs"),
            Signature::None => ("none", "no"),
            Signature::Unheard => ("ZZ256", "zz"),
        };
        let mut header = json!({ "alg": alg, "kid": kid, "typ": "JWT" });
        if signature == Signature::Unnamed {
            header.as_object_mut().unwrap().remove("kid");
        }
        let text = format!(
            "{}.{}",
            B64.encode(header.to_string()),
            B64.encode(claims.to_string())
        );
        let bytes = text.as_bytes();
        let signature = match signature {
            Signature::Es256 | Signature::Unnamed | Signature::Unheard => {
                sign_es256(&self.es256, bytes)
            }
            Signature::Foreign => sign_es256(&self.foreign, bytes),
            Signature::Rs256 => self.rs256.as_ref().unwrap().sign(bytes).to_vec(),
            Signature::Hs256 => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
                ring::hmac::sign(&key, bytes).as_ref().to_vec()
            }
            Signature::None => Vec::new(),
        };
        format!("{text}.{}", B64.encode(signature))
    }
}

fn es256() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ES256, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ES256, pkcs8.as_ref(), &random).unwrap()
}

fn sign_es256(key: &EcdsaKeyPair, bytes: &[u8]) -> Vec<u8> {
    key.sign(&SystemRandom::new(), bytes)
        .unwrap()
        .as_ref()
        .to_vec()
}
