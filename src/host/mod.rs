//! The JavaScript boundary: what the hand-written loader of the package calls.

mod engine;
mod errors;
mod form;
mod mount;
mod options;
mod records;
mod status;

pub use engine::Engine;
pub use form::FormMount;
pub use mount::SessionMount;
pub use records::RecordsMount;

use wasm_bindgen::prelude::*;

/// The style of every element, for an adopted style sheet.
#[wasm_bindgen]
pub fn style() -> String {
    crate::ui::STYLE.to_owned()
}

/// The version of the package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
