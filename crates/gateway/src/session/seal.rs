//! Authenticated encryption of what a cookie carries: XChaCha20-Poly1305 with a fresh random nonce.
//!
//! A sealed value is base64url of `version (1 byte) | nonce (24) | ciphertext and tag`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Generate, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

const VERSION: u8 = 1;
const NONCE_LENGTH: usize = 24;

/// What a sealed value is for. It is bound to the ciphertext, so that none can serve as another.
pub(super) type Purpose = &'static [u8];

/// One key, made from what the operator set.
#[derive(Clone)]
pub(crate) struct CookieKey(Key);

/// The key that seals, and the one it replaced, which still opens. Without either nothing is a
/// session and none can be made.
#[derive(Debug, Clone)]
pub(crate) struct CookieKeys {
    pub(crate) current: Option<CookieKey>,
    pub(crate) previous: Option<CookieKey>,
}

/// No key, no random bytes, or more than a browser can carry; nothing was sealed.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the session could not be sealed")]
pub(crate) struct SealError;

impl CookieKey {
    /// At least 32 bytes, which must be random: the hash only brings them to the cipher's length.
    pub(crate) fn derive(bytes: &[u8]) -> Option<Self> {
        (bytes.len() >= 32).then(|| {
            let digest = Sha256::new()
                .chain_update(b"volet cookie key\0")
                .chain_update(bytes);
            Self(<[u8; 32]>::from(digest.finalize()).into())
        })
    }

    fn open(&self, aad: Purpose, sealed: &[u8]) -> Option<Vec<u8>> {
        let (version, rest) = sealed.split_first()?;
        let (nonce, msg) = rest.split_at_checked(NONCE_LENGTH)?;
        let nonce = XNonce::try_from(nonce).ok()?;
        if *version != VERSION {
            return None;
        }
        XChaCha20Poly1305::new(&self.0)
            .decrypt(&nonce, Payload { msg, aad })
            .ok()
    }
}

impl fmt::Debug for CookieKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CookieKey([redacted])")
    }
}

impl CookieKeys {
    pub(super) fn seal(&self, aad: Purpose, value: &impl Serialize) -> Result<String, SealError> {
        let key = self.current.as_ref().ok_or(SealError)?;
        let msg = serde_json::to_vec(value).map_err(|_| SealError)?;
        let nonce = XNonce::try_generate().map_err(|_| SealError)?;
        let ciphertext = XChaCha20Poly1305::new(&key.0)
            .encrypt(&nonce, Payload { msg: &msg, aad })
            .map_err(|_| SealError)?;
        let sealed = [&[VERSION], nonce.as_slice(), &ciphertext].concat();
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// `None` for anything that neither key sealed; why is nobody's business.
    pub(super) fn open<T: DeserializeOwned>(&self, aad: Purpose, sealed: &str) -> Option<T> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let msg = [&self.current, &self.previous]
            .into_iter()
            .flatten()
            .find_map(|key| key.open(aad, &sealed))?;
        serde_json::from_slice(&msg).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PURPOSE: Purpose = b"a test";

    fn keys() -> CookieKeys {
        CookieKeys {
            current: CookieKey::derive(&[1; 32]),
            previous: None,
        }
    }

    #[test]
    fn one_value_is_never_sealed_to_the_same_text() {
        let (one, two) = (keys().seal(PURPOSE, &"x"), keys().seal(PURPOSE, &"x"));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_ne!(one, two);
        for sealed in [one, two] {
            assert_eq!(keys().open(PURPOSE, &sealed), Some("x".to_owned()));
        }
    }

    #[test]
    fn a_sealed_value_does_not_show_what_is_in_it() {
        let token = "an-access-token";
        let sealed = keys().seal(PURPOSE, &token).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        let mut parts = bytes.windows(token.len());
        assert!(parts.all(|part| part != token.as_bytes()));
    }

    #[test]
    fn what_was_sealed_for_one_purpose_opens_for_no_other() {
        let sealed = keys().seal(PURPOSE, &"x").unwrap();
        assert_eq!(keys().open::<String>(b"another", &sealed), None);
    }
}
