//! Random bytes of the browser's generator.

/// The browser has no generator that may be used: nothing that must be random is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no random generator")]
pub(crate) struct NoGenerator;

/// So many random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], NoGenerator> {
    let mut bytes = [0; N];
    let crypto = super::window()
        .and_then(|window| window.crypto().ok())
        .ok_or(NoGenerator)?;
    crypto
        .get_random_values_with_u8_array(&mut bytes)
        .map_err(|_| NoGenerator)?;
    Ok(bytes)
}
