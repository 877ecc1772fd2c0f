//! The self-check: a page's symbol is painted as pixels with everything near it, and read back as a scanner would.
//!
//! What is read has to be what the form says, at the resolutions of a screen, a fax, a label printer and an office
//! printer. A reader repairs wrong modules (ISO/IEC 16022, Reed-Solomon), so that a damaged symbol may still be read;
//! that is why the modules themselves are compared too.

mod area;
#[cfg(feature = "proof")]
mod find;
#[cfg(feature = "proof")]
mod raster;
#[cfg(feature = "proof")]
mod read;

use domain::display::{Item, Page, Symbol, Volet};
use serde::{Deserialize, Serialize};

pub use area::near_symbol;
#[cfg(feature = "proof")]
pub use find::find;
#[cfg(feature = "proof")]
pub use raster::{Outlines, Picture};
#[cfg(feature = "proof")]
pub use read::{RESOLUTIONS, prove, read};

/// The part of a page that is within 10 mm of its symbol, and what the symbol has to say.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The page's copy.
    pub volet: Volet,
    /// What the form says.
    pub payload: String,
    /// Left, top, width and height in millimetres.
    pub area: [f32; 4],
    /// What is painted there, the symbol among it.
    pub items: Vec<Item>,
}

domain::redacted!(Part);

/// What became of reading a symbol back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It says what the form says, at each resolution.
    Read,
    /// It says something else, or its modules are not those of its text.
    Different,
    /// It cannot be read at one resolution at least.
    Unreadable,
}

fn symbol(item: &Item) -> Option<&Symbol> {
    match item {
        Item::Symbol(symbol) => Some(symbol),
        Item::Text(_) | Item::Rule(_) | Item::Frame(_) => None,
    }
}

/// The parts of pages, each with the text of its own copy. A page with no symbol has no part.
pub fn parts<'a>(
    pages: &[Page],
    fonts: &crate::Fonts,
    payload: impl Fn(Volet) -> &'a str,
) -> Vec<Part> {
    let part = |page: &Page| near_symbol(page, fonts, payload(page.volet));
    pages.iter().filter_map(part).collect()
}

#[cfg(all(test, feature = "proof"))]
mod tests;
