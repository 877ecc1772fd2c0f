//! Random bytes of the browser's generator.

/// Sixteen bytes for a UUID.
pub(crate) fn sixteen_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(crypto) = super::window().and_then(|window| window.crypto().ok()) {
        _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}
