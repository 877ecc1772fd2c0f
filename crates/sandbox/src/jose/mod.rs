//! Signed tokens (RFC 7515, RFC 7519): signing with the stand-in's key, verifying with an issuer's keys.

mod keys;
mod sign;

pub use keys::{IssuerKeys, Refused, header_kid};
pub use sign::{KeyError, SigningKey};
