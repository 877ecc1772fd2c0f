//! Ten thousand random forms as SVG: every number is one, on its page, and the path of a symbol draws that symbol.

use documents::proof::{self, Picture};
use documents::{Fonts, ecit, memo};
use domain::display::{Item, Page, Symbol};
use proptest::strategy::{Strategy as _, ValueTree as _};

use crate::paint::{attributes, path};
use crate::pixels::Pixels;
use crate::random::{copies, memos, runner};
use crate::tests::font;

/// As many as the PDF painter and the reader see in `documents`.
const FORMS: usize = 10_000;
/// Pixels of the picture a millimetre: a module of our symbols has some.
const SCALE: f32 = 6.0;
const SCREEN: Pixels = Pixels {
    scale: SCALE,
    left: 0.0,
    top: 0.0,
};

#[test]
fn any_form_is_painted_with_numbers_that_lie_on_its_page() {
    let fonts = Fonts::parse(&font("regular"), &font("bold")).unwrap();
    let mut runner = runner();
    let (certificate, memo) = (copies(), memos());
    for number in 0..FORMS {
        let copies = certificate.new_tree(&mut runner).unwrap().current();
        let pages = ecit::pages(&copies, &fonts).unwrap().pages;
        pages.iter().for_each(lies_on);
        // One copy of each form: the three symbols lie in the same place.
        let page = &pages[number % pages.len()];
        let payload = ecit::payload(&copies, page.volet);
        assert_eq!(drawn(page).as_deref(), Some(payload));
        let memo = memo.new_tree(&mut runner).unwrap().current();
        memo::pages(&memo, &fonts).pages.iter().for_each(lies_on);
    }
}

fn lies_on(page: &Page) {
    for item in &page.items {
        for (name, value) in attributes(item, None) {
            let most = match name {
                "x" | "x1" | "x2" | "width" | "font-size" | "stroke-width" => page.width,
                "y" | "y1" | "y2" | "height" => page.height,
                _ => continue,
            };
            let number: f32 = value.parse().unwrap();
            assert!((0.0..=most).contains(&number), "{name}: {value}");
        }
    }
}

/// What is read from the symbol's path, filled in as a browser fills it.
fn drawn(page: &Page) -> Option<String> {
    let symbol = page.items.iter().find_map(|item| match item {
        Item::Symbol(symbol) => Some(symbol),
        _ => None,
    })?;
    proof::read(&filled(symbol))
}

fn filled(symbol: &Symbol) -> Picture {
    let path = path(symbol, Some(SCREEN));
    let (x, y, module) = SCREEN.fit(symbol);
    let quiet = 2.0 * module;
    let side = pixels(f32::from(u16::try_from(symbol.rows.len()).unwrap()) * module + 2.0 * quiet);
    let mut luma = vec![255; side * side];
    for run in path.split_terminator('z') {
        let numbers: Vec<f32> = run
            .split(['M', ' ', 'h', 'v'])
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().unwrap())
            .collect();
        let [left, top, width, height, back] = numbers[..] else {
            panic!("{run}")
        };
        assert!((back + width).abs() < 0.001, "{run}");
        let (left, top) = (pixels(left - x + quiet), pixels(top - y + quiet));
        for line in top..top + pixels(height) {
            luma[line * side + left..][..pixels(width)].fill(0);
        }
    }
    let side = u32::try_from(side).unwrap();
    Picture {
        width: side,
        height: side,
        luma,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a symbol has some hundred pixels a side"
)]
fn pixels(millimetres: f32) -> usize {
    (millimetres * SCALE).round() as usize
}
