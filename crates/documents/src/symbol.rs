//! A text as a DataMatrix: ISO/IEC 16022, ECC 200, square.

use rxing::datamatrix::DataMatrixWriter;
use rxing::datamatrix::encoder::SymbolShapeHint;
use rxing::{BarcodeFormat, EncodeHintValue, EncodeHints, Writer};

/// Why a text has no symbol.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SymbolError {
    /// There is nothing to encode.
    #[error("the text is empty")]
    Empty,
    /// The payload is ASCII by design; other letters would need an ECI that readers treat differently.
    #[error("the text has a character that is not ASCII")]
    NotAscii,
    /// It does not fit into the largest square symbol.
    #[error("the text is too long for a symbol")]
    TooLong,
}

/// The longest text in characters. The largest square symbol holds 1556 letters; rxing stops the program where a text
/// is too long, instead of giving an error, so that the limit is kept here and well below.
const LONGEST: usize = 500;

/// The modules of the symbol of a text: rows of `1` (dark) and `0`, from the top, with no quiet zone.
pub fn datamatrix(payload: &str) -> Result<Vec<String>, SymbolError> {
    if payload.is_empty() {
        return Err(SymbolError::Empty);
    }
    if !payload.is_ascii() {
        return Err(SymbolError::NotAscii);
    }
    if payload.len() > LONGEST {
        return Err(SymbolError::TooLong);
    }
    let square = EncodeHintValue::DataMatrixShape(SymbolShapeHint::FORCE_SQUARE);
    let hints = EncodeHints::default().with(square);
    // A requested side of 0 gives one pixel a module and no margin.
    let matrix = DataMatrixWriter
        .encode_with_hints(payload, &BarcodeFormat::DATA_MATRIX, 0, 0, &hints)
        .map_err(|_| SymbolError::TooLong)?;
    let dark = |x, y| if matrix.get(x, y) { '1' } else { '0' };
    let row = |y| (0..matrix.getWidth()).map(|x| dark(x, y)).collect();
    Ok((0..matrix.getHeight()).map(row).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rxing::common::HybridBinarizer;
    use rxing::datamatrix::DataMatrixReader;
    use rxing::{BinaryBitmap, Luma8LuminanceSource, Reader};

    use super::*;

    const CRF: &str = "DMCRF;1;1893120105732;I;20261122;20261124;20261122;90813319";

    /// Reads the symbol from a picture with 4 pixels a module and 2 modules of white round it.
    fn read(rows: &[String]) -> String {
        let side = (rows.len() + 4) * 4;
        let mut luma = vec![255_u8; side * side];
        for (y, row) in rows.iter().enumerate() {
            for (x, _) in row
                .bytes()
                .enumerate()
                .filter(|(_, module)| *module == b'1')
            {
                for pixel in 0..16 {
                    let (px, py) = ((x + 2) * 4 + pixel % 4, (y + 2) * 4 + pixel / 4);
                    luma[py * side + px] = 0;
                }
            }
        }
        let side = u32::try_from(side).unwrap();
        let source = Luma8LuminanceSource::new(luma, side, side).unwrap();
        let mut picture = BinaryBitmap::new(HybridBinarizer::new(source));
        let result = DataMatrixReader.decode(&mut picture).unwrap();
        result.getText().to_owned()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn any_printable_text_is_read_back(payload in "[ -~]{1,120}") {
            prop_assert_eq!(read(&datamatrix(&payload).unwrap()), payload);
        }
    }

    #[test]
    fn the_longest_text_is_encoded_whatever_it_holds() {
        for letter in ["x", "X", "0", "~", "*", "\u{1}"] {
            assert!(datamatrix(&letter.repeat(LONGEST)).is_ok(), "{letter:?}");
        }
    }

    #[test]
    fn a_symbol_is_read_back() {
        let long = "0123456789;".repeat(30);
        for payload in [
            "A",
            "1893120105732",
            "DMCIT;1;;;;;;",
            CRF,
            "a b~!\"#$%&",
            &long,
        ] {
            assert_eq!(read(&datamatrix(payload).unwrap()), payload);
        }
    }

    #[test]
    fn it_is_square_and_has_the_solid_edges_at_its_border() {
        for payload in ["A", "DMCIT;1;;;;;;", CRF] {
            let rows = datamatrix(payload).unwrap();
            assert!(rows.iter().all(|row| row.len() == rows.len()));
            assert!(rows.iter().all(|row| row.starts_with('1')));
            assert!(rows.last().unwrap().bytes().all(|module| module == b'1'));
        }
    }

    #[test]
    fn what_cannot_be_encoded_is_an_error() {
        assert_eq!(datamatrix(""), Err(SymbolError::Empty));
        assert_eq!(datamatrix("Łukasz"), Err(SymbolError::NotAscii));
        assert_eq!(
            datamatrix(&"x".repeat(LONGEST + 1)),
            Err(SymbolError::TooLong)
        );
    }
}
