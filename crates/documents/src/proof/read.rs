//! Reading a symbol from pixels.

use rxing::common::HybridBinarizer;
use rxing::datamatrix::DataMatrixReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader};

use super::raster::{self, Outlines, Picture};
use super::{Part, Verdict, symbol};
use crate::symbol::datamatrix;

/// Dots an inch.
pub const RESOLUTIONS: [u16; 4] = [96, 150, 203, 300];

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
