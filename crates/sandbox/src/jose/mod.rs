//! Signed tokens (RFC 7515, RFC 7519): signing with the stand-in's key, verifying with an issuer's keys.

mod keys;
mod sign;

pub use keys::{IssuerKeys, Refused, header_kid};
pub use sign::{KeyError, SigningKey};

/// The issuer's key of all tests: an RSA key takes its time to make.
#[cfg(test)]
pub(crate) static TEST_KEY: std::sync::LazyLock<SigningKey> = std::sync::LazyLock::new(|| {
    use rand::SeedableRng as _;
    SigningKey::make(&mut rand::rngs::StdRng::seed_from_u64(1)).unwrap()
});
