//! The self-check: a page's symbol is painted as pixels with everything near it, and read back as a scanner would.
//!
//! What is read has to be what the form says, at the resolutions of a screen, a fax, a label printer and an office
//! printer. A reader repairs wrong modules (ISO/IEC 16022, Reed-Solomon), so that a damaged symbol may still be read;
//! that is why the modules themselves are compared too.

mod area;
mod raster;

use domain::display::{Item, Page, Symbol, Volet};
use rxing::common::HybridBinarizer;
use rxing::datamatrix::DataMatrixReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader};
use serde::{Deserialize, Serialize};

pub use area::near_symbol;
pub use raster::{Outlines, Picture};

use crate::symbol::datamatrix;

/// Dots an inch.
pub const RESOLUTIONS: [u16; 4] = [96, 150, 203, 300];

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

/// Reads the symbol of a part at each resolution.
pub fn prove(part: &Part, outlines: &Outlines<'_>) -> Verdict {
    let verdict = |dots: &u16| {
        let picture = raster::paint(part, outlines, f32::from(*dots) / 25.4);
        match read(&picture) {
            None => Verdict::Unreadable,
            Some(text) if text == part.payload => Verdict::Read,
            Some(_) => Verdict::Different,
        }
    };
    let worst = RESOLUTIONS.iter().map(verdict).max();
    let worst = worst.unwrap_or(Verdict::Unreadable);
    if worst == Verdict::Read && !modules_are_right(part) {
        return Verdict::Different;
    }
    worst
}

/// The text of the DataMatrix in a picture.
pub fn read(picture: &Picture) -> Option<String> {
    let (width, height) = (picture.width, picture.height);
    let source = Luma8LuminanceSource::new(picture.luma.clone(), width, height).ok()?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let found = DataMatrixReader.decode_with_hints(&mut bitmap, &hints);
    Some(found.ok()?.getText().to_owned())
}

fn modules_are_right(part: &Part) -> bool {
    datamatrix(&part.payload).is_ok_and(|rows| {
        let mut symbols = part.items.iter().filter_map(symbol);
        symbols.all(|symbol| symbol.rows == rows)
    })
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

#[cfg(test)]
mod tests;
