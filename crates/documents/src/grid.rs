//! The grid of an A4 page: twelve columns between the margins, in millimetres.

/// Width of an A4 page.
pub(crate) const WIDTH: f32 = 210.0;
/// Height of an A4 page.
pub(crate) const HEIGHT: f32 = 297.0;
/// Left margin.
pub(crate) const LEFT: f32 = 18.0;
/// Right margin, from the left edge.
pub(crate) const RIGHT: f32 = WIDTH - LEFT;
/// Between two columns.
const GUTTER: f32 = 4.0;
/// One column.
const COLUMN: f32 = (RIGHT - LEFT - 11.0 * GUTTER) / 12.0;

/// A part of the grid's width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Left edge.
    pub(crate) x: f32,
    /// Width.
    pub(crate) width: f32,
}

/// The columns from `first` (0 to 11) on, `count` of them.
pub(crate) fn span(first: u8, count: u8) -> Span {
    let (first, count) = (f32::from(first), f32::from(count));
    Span {
        x: LEFT + first * (COLUMN + GUTTER),
        width: count * COLUMN + (count - 1.0) * GUTTER,
    }
}

/// The left half.
pub(crate) fn left() -> Span {
    span(0, 6)
}

/// The right half.
pub(crate) fn right() -> Span {
    span(6, 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_columns_fill_the_page_between_its_margins() {
        let whole = span(0, 12);
        assert!((whole.x - LEFT).abs() < 0.001 && (whole.x + whole.width - RIGHT).abs() < 0.001);
        assert!((right().x + right().width - RIGHT).abs() < 0.001);
    }
}
