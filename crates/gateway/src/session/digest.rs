//! SHA-256 digests that stand for a value without telling it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::AccessToken;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

/// A digest, compared in constant time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    pub(crate) fn of_access_token(token: &AccessToken) -> Self {
        Self(Sha256::digest(token.secret()).into())
    }

    /// The prefix keeps this digest apart from any other use of the same id.
    pub(crate) fn of_host_user(id: &[u8]) -> Self {
        Self(
            Sha256::new()
                .chain_update(b"volet host user\0")
                .chain_update(id)
                .finalize()
                .into(),
        )
    }

    /// A digest that a page has made, as text: base64url without padding.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a digest"))
    }
}
