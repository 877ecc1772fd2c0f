//! The DataMatrix (ISO/IEC 16022, ECC 200, square) as dark modules.

use datamatrix::{DataMatrix, SymbolList};

/// Columns and rows of the dark modules, from the top left corner. `None` when the payload is too long.
pub(super) fn modules(payload: &str) -> Option<Vec<(usize, usize)>> {
    let squares = SymbolList::default().enforce_square();
    let symbol = DataMatrix::encode(payload.as_bytes(), squares).ok()?;
    Some(symbol.bitmap().pixels().collect())
}
