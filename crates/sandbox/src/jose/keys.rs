//! The public keys of an issuer, and what they say about a token: RS256 and ES256, nothing else.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa;
use rsa::signature::Verifier as _;
use rsa::{BigUint, RsaPublicKey, pkcs1v15};
use serde_json::Value;
use sha2::Sha256;

#[derive(Debug, Clone)]
enum Key {
    Rs256(pkcs1v15::VerifyingKey<Sha256>),
    Es256(ecdsa::VerifyingKey),
}

/// An issuer's signing keys by key id.
#[derive(Debug, Clone, Default)]
pub struct IssuerKeys(BTreeMap<String, Key>);

/// Why a token does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not three parts of base64url with JSON in the first two.
    #[error("not a signed JWT")]
    Shape,
    /// No key of the issuer has this id and algorithm.
    #[error("no key of the issuer fits")]
    Key,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    Signature,
}

impl IssuerKeys {
    /// Reads a JWK set (RFC 7517 §5); keys of other kinds are passed over, as the RFC asks.
    pub fn from_jwks(jwks: &Value) -> Self {
        let keys = jwks["keys"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        Self(
            keys.iter()
                .filter(|jwk| jwk["use"].as_str().is_none_or(|purpose| purpose == "sig"))
                .filter_map(|jwk| Some((jwk["kid"].as_str()?.to_owned(), read(jwk)?)))
                .collect(),
        )
    }

    /// The keys of another set too.
    pub fn add(&mut self, jwks: &Value) {
        self.0.extend(Self::from_jwks(jwks).0);
    }

    /// Whether a key of this id is known.
    pub fn knows(&self, kid: &str) -> bool {
        self.0.contains_key(kid)
    }

    /// The claims of a token whose signature is right. Times and names are the caller's to check.
    ///
    /// # Errors
    /// When the token has another shape, names an unknown key or another algorithm, or its
    /// signature is wrong.
    pub fn claims(&self, token: &str) -> Result<Value, Refused> {
        let (input, signature) = token.rsplit_once('.').ok_or(Refused::Shape)?;
        let (header, claims) = input.split_once('.').ok_or(Refused::Shape)?;
        let header = part(header)?;
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| Refused::Shape)?;
        let key = header["kid"]
            .as_str()
            .and_then(|kid| self.0.get(kid))
            .ok_or(Refused::Key)?;
        let right = match (key, header["alg"].as_str()) {
            (Key::Rs256(key), Some("RS256")) => pkcs1v15::Signature::try_from(&*signature)
                .is_ok_and(|signature| key.verify(input.as_bytes(), &signature).is_ok()),
            (Key::Es256(key), Some("ES256")) => ecdsa::Signature::from_slice(&signature)
                .is_ok_and(|signature| key.verify(input.as_bytes(), &signature).is_ok()),
            (Key::Rs256(_) | Key::Es256(_), _) => return Err(Refused::Key),
        };
        if right {
            part(claims)
        } else {
            Err(Refused::Signature)
        }
    }
}

/// The key id of a token's header, before anything is verified: it only chooses what to fetch.
pub fn header_kid(token: &str) -> Option<String> {
    let header = part(token.split('.').next()?).ok()?;
    header["kid"].as_str().map(str::to_owned)
}

fn part(text: &str) -> Result<Value, Refused> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Refused::Shape)?;
    serde_json::from_slice(&bytes).map_err(|_| Refused::Shape)
}

fn read(jwk: &Value) -> Option<Key> {
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str()?).ok();
    match (jwk["kty"].as_str()?, jwk["crv"].as_str()) {
        ("RSA", None) => {
            let n = BigUint::from_bytes_be(&bytes("n")?);
            let e = BigUint::from_bytes_be(&bytes("e")?);
            let key = RsaPublicKey::new(n, e).ok()?;
            Some(Key::Rs256(pkcs1v15::VerifyingKey::new(key)))
        }
        ("EC", Some("P-256")) => {
            let mut point = vec![0x04];
            point.extend(bytes("x")?);
            point.extend(bytes("y")?);
            ecdsa::VerifyingKey::from_sec1_bytes(&point)
                .ok()
                .map(Key::Es256)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::SigningKey;
    use p256::ecdsa::signature::Signer as _;
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;
    use serde_json::json;

    #[test]
    fn takes_only_what_the_issuer_signed() {
        let key = SigningKey::make(&mut StdRng::seed_from_u64(7)).unwrap();
        let keys = IssuerKeys::from_jwks(&key.jwks());
        let claims = json!({"sub": "x"});
        assert_eq!(keys.claims(&key.sign(&claims)), Ok(claims.clone()));
        assert_eq!(
            keys.claims(&key.sign_wrongly(&claims)),
            Err(Refused::Signature)
        );
        assert_eq!(
            keys.claims(&SigningKey::leave_unsigned(&claims)),
            Err(Refused::Key)
        );
        assert_eq!(keys.claims("nonsense"), Err(Refused::Shape));
        assert_eq!(
            IssuerKeys::default().claims(&key.sign(&claims)),
            Err(Refused::Key)
        );
    }

    #[test]
    fn takes_es256_of_another_issuer() {
        let key = ecdsa::SigningKey::random(&mut StdRng::seed_from_u64(7));
        let point = key.verifying_key().to_encoded_point(false);
        let jwk = json!({"kty": "EC", "crv": "P-256", "kid": "k",
            "x": URL_SAFE_NO_PAD.encode(point.x().unwrap()),
            "y": URL_SAFE_NO_PAD.encode(point.y().unwrap())});
        let encode = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = format!(
            "{}.{}",
            encode(json!({"alg": "ES256", "kid": "k"})),
            encode(json!({"sub": "y"}))
        );
        let signature: ecdsa::Signature = key.sign(input.as_bytes());
        let token = format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()));
        let keys = IssuerKeys::from_jwks(&json!({"keys": [jwk]}));
        assert_eq!(keys.claims(&token), Ok(json!({"sub": "y"})));
        assert_eq!(header_kid(&token).as_deref(), Some("k"));
    }
}
