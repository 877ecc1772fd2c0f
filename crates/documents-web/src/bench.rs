//! The symbol alone, for figures beside other libraries (`cargo xtask bench`). No module of the package holds this.

use documents::proof::{self, Picture};
use documents::symbol;
use wasm_bindgen::prelude::*;

/// The modules of a text's symbol: rows of `1` and `0`, one a line.
#[wasm_bindgen]
pub fn encode(payload: &str) -> Result<String, JsError> {
    Ok(symbol::datamatrix(payload)?.join("\n"))
}

/// What the symbol in a square grey picture says.
#[wasm_bindgen]
pub fn decode(luma: Vec<u8>, side: u32) -> Option<String> {
    proof::read(&Picture {
        width: side,
        height: side,
        luma,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let rows = encode("DMCIT;1;1893120105732").unwrap();
        let side = rows.lines().count() * 5 + 20;
        let mut luma = vec![255; side * side];
        for (y, row) in rows.lines().enumerate() {
            for (x, _) in row
                .bytes()
                .enumerate()
                .filter(|(_, module)| *module == b'1')
            {
                for pixel in 0..25 {
                    let (left, top) = (10 + x * 5 + pixel % 5, 10 + y * 5 + pixel / 5);
                    luma[top * side + left] = 0;
                }
            }
        }
        let side = u32::try_from(side).unwrap();
        assert_eq!(decode(luma, side).as_deref(), Some("DMCIT;1;1893120105732"));
        assert_eq!(decode(vec![255; 9], 3), None);
    }
}
