//! The pages of a certificate as a whole: their layout, and their files before judges from outside.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails; helpers are not seen as tests"
)]

#[cfg(all(feature = "pdf", feature = "proof"))]
mod firewall;
#[cfg(feature = "pdf")]
mod judges;
mod layout;
#[cfg(all(feature = "pdf", feature = "proof"))]
mod random;
mod samples;
#[cfg(all(feature = "pdf", feature = "proof"))]
mod storm;

use std::sync::LazyLock;

use documents::Fonts;

/// A weight of the packaged font.
fn font(weight: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pkg/dist/fonts");
    std::fs::read(format!("{folder}/arimo-{weight}.ttf")).expect("run `cargo xtask package` first")
}

/// The font, read once.
fn fonts() -> &'static Fonts {
    static FONTS: LazyLock<Fonts> =
        LazyLock::new(|| Fonts::parse(&font("regular"), &font("bold")).unwrap());
    &FONTS
}
