//! A symbol somewhere on a page that is not ours.

use super::raster::Picture;
use super::read::read;

/// The side of what is looked at, and from one look to the next, in millimetres.
const WINDOW: f32 = 44.0;
const STEP: f32 = 5.0;
/// The middle of a window, of which a symbol darkens about half.
const MIDDLE: f32 = 10.0;
/// Less is paper or text, more is a picture: per cent of dark pixels.
const DARK: std::ops::RangeInclusive<usize> = 28..=72;

/// The text of the first DataMatrix on a page, with so many pixels a millimetre.
pub fn find(page: &Picture, scale: f32) -> Option<String> {
    let (window, step, middle) = (
        pixels(WINDOW * scale),
        pixels(STEP * scale),
        pixels(MIDDLE * scale),
    );
    let (width, height) = (whole(page.width), whole(page.height));
    if page.luma.len() != width * height {
        return None;
    }
    let tops = (0..height).step_by(step);
    let places = tops.flat_map(|y| (0..width).step_by(step).map(move |x| (x, y)));
    places
        .filter(|(x, y)| {
            let Picture { luma, .. } = cut(page, *x, *y, middle);
            let dark = luma.iter().filter(|pixel| **pixel < 128).count();
            luma.len() == middle * middle && DARK.contains(&(dark * 100 / luma.len().max(1)))
        })
        .find_map(|(x, y)| {
            let before = (window - middle) / 2;
            read(&cut(
                page,
                x.saturating_sub(before),
                y.saturating_sub(before),
                window,
            ))
        })
}

/// A square of the page, or what of it lies on the page.
fn cut(page: &Picture, left: usize, top: usize, side: usize) -> Picture {
    let (width, height) = (whole(page.width), whole(page.height));
    let (right, bottom) = ((left + side).min(width), (top + side).min(height));
    let rows = top..bottom;
    let row = |y: usize| {
        page.luma
            .get(y * width + left..y * width + right)
            .unwrap_or_default()
    };
    Picture {
        width: u32::try_from(right.saturating_sub(left)).unwrap_or_default(),
        height: u32::try_from(bottom.saturating_sub(top)).unwrap_or_default(),
        luma: rows.flat_map(row).copied().collect(),
    }
}

fn whole(pixels: u32) -> usize {
    usize::try_from(pixels).unwrap_or_default()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast to an integer saturates, and the length is a positive one"
)]
fn pixels(length: f32) -> usize {
    (length.round() as usize).max(1)
}
