//! Three wasm modules around `documents`, built one at a time: the preview, with the feature `proof` the self-check, and
//! with the feature `pdf` the PDF engine.
//!
//! The preview is loaded late into the main thread and must stay small; the others run in workers. What crosses the
//! boundary is JSON with the names of `domain::forms`, bytes, and the elements that are painted in.

#[cfg(feature = "bench")]
pub mod bench;
#[cfg(feature = "pdf")]
mod engine;
mod error;
#[cfg(feature = "preview")]
mod overlay;
#[cfg(feature = "preview")]
mod paint;
#[cfg(feature = "preview")]
mod pixels;
#[cfg(feature = "preview")]
mod preview;
#[cfg(feature = "proof")]
mod prover;
#[cfg(any(feature = "preview", feature = "pdf"))]
mod request;
#[cfg(feature = "preview")]
mod svg;

#[cfg(feature = "pdf")]
pub use engine::PdfEngine;
pub use error::Error;
#[cfg(feature = "preview")]
pub use preview::{Preview, Sheets};
#[cfg(feature = "proof")]
pub use prover::Prover;

#[cfg(test)]
#[path = "../../documents/tests/pages/random.rs"]
mod random;
#[cfg(test)]
#[path = "../../documents/tests/pages/samples.rs"]
#[expect(dead_code, reason = "some of them are for the tests of `documents`")]
mod samples;
#[cfg(test)]
mod storm;

#[cfg(test)]
mod tests {
    use domain::forms::ecit::Copies;

    /// A weight of the packaged font.
    pub(crate) fn font(weight: &str) -> Vec<u8> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pkg/dist/fonts");
        std::fs::read(format!("{folder}/arimo-{weight}.ttf"))
            .expect("run `cargo xtask package` first")
    }

    /// A certificate.
    pub(crate) fn sample() -> Copies {
        let mut copies = Copies::default();
        copies.full.last_name = "Şahin".to_owned();
        copies.full.first_name = "Łukasz".to_owned();
        copies.full.writer.name = "Anne Weber".to_owned();
        copies.full.symbol =
            "DMCIT;1;1893120105732;I;20261122;20261124;20261122;90813319".to_owned();
        copies.employer.symbol.clone_from(&copies.full.symbol);
        copies
    }
}
