//! A form's copies as pages in millimetres with their DataMatrix, and those pages as PDF.
//!
//! One layout makes the display list of `domain::display`. The preview paints it as SVG nodes and `pdf` paints it as
//! a file, so that what is seen is what is printed. Nothing here knows the time, the network or a browser.

pub mod ecit;
mod fit;
mod fonts;
mod grid;
mod layout;
pub mod memo;
pub mod official;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod proof;
mod sheet;
mod standing;
pub mod symbol;

pub use fonts::{FontError, Fonts};
pub use layout::{Layout, LayoutError};

/// The packaged font, for tests.
#[cfg(test)]
pub(crate) fn test_fonts() -> Fonts {
    let read = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pkg/dist/fonts/");
        std::fs::read(format!("{folder}{name}")).expect("run `cargo xtask package` first")
    };
    Fonts::parse(&read("arimo-regular.ttf"), &read("arimo-bold.ttf")).unwrap()
}
