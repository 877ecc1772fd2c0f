//! Random values, made from a generator that the caller owns.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore;

/// 256 bits in base64url: codes, cookies and other values that nobody may guess.
pub fn token(rng: &mut dyn RngCore) -> String {
    let mut bytes = [0_u8; 32];
    rng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A random UUID (RFC 9562 §5.4).
pub fn uuid(rng: &mut dyn RngCore) -> String {
    let mut bytes = [0_u8; 16];
    rng.fill_bytes(&mut bytes);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    #[test]
    fn a_uuid_has_version_4_and_its_variant() {
        let mut rng = StdRng::seed_from_u64(1);
        for _ in 0..50 {
            let text = uuid(&mut rng);
            assert_eq!(text.len(), 36);
            assert_eq!(text.chars().nth(14), Some('4'));
            assert!(matches!(text.chars().nth(19), Some('8' | '9' | 'a' | 'b')));
        }
    }

    #[test]
    fn tokens_differ() {
        let mut rng = StdRng::seed_from_u64(1);
        assert_ne!(token(&mut rng), token(&mut rng));
    }
}
