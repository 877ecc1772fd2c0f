//! Authenticated encryption of the session: XChaCha20-Poly1305 with a fresh random nonce.
//!
//! A sealed value is base64url of `version (1 byte) | nonce (24) | ciphertext and tag`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Generate, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

use super::Session;

const VERSION: u8 = 1;
const NONCE_LENGTH: usize = 24;
/// Bound to each ciphertext, so that it cannot serve as any other sealed value of the gateway.
const PURPOSE: &[u8] = b"__Host-volet session 1";

/// One key, made from what the operator set.
#[derive(Clone)]
pub(crate) struct CookieKey(Key);

/// The key that seals, and the one it replaced, which still opens.
#[derive(Debug, Clone)]
pub(crate) struct CookieKeys {
    pub(crate) current: CookieKey,
    pub(crate) previous: Option<CookieKey>,
}

/// The random source of the machine failed; nothing was sealed.
#[derive(Debug, thiserror::Error)]
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

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (version, rest) = sealed.split_first()?;
        let (nonce, msg) = rest.split_at_checked(NONCE_LENGTH)?;
        let nonce = XNonce::try_from(nonce).ok()?;
        if *version != VERSION {
            return None;
        }
        XChaCha20Poly1305::new(&self.0)
            .decrypt(&nonce, Payload { msg, aad: PURPOSE })
            .ok()
    }
}

impl fmt::Debug for CookieKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CookieKey([redacted])")
    }
}

impl CookieKeys {
    pub(super) fn seal(&self, session: &Session) -> Result<String, SealError> {
        let msg = serde_json::to_vec(session).map_err(|_| SealError)?;
        let nonce = XNonce::try_generate().map_err(|_| SealError)?;
        let ciphertext = XChaCha20Poly1305::new(&self.current.0)
            .encrypt(
                &nonce,
                Payload {
                    msg: &msg,
                    aad: PURPOSE,
                },
            )
            .map_err(|_| SealError)?;
        let sealed = [&[VERSION], nonce.as_slice(), &ciphertext].concat();
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// `None` for anything that neither key sealed; why is nobody's business.
    pub(super) fn open(&self, sealed: &str) -> Option<Session> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let msg = self
            .current
            .open(&sealed)
            .or_else(|| self.previous.as_ref().and_then(|key| key.open(&sealed)))?;
        serde_json::from_slice(&msg).ok()
    }
}
