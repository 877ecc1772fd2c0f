//! Ten thousand random forms through layout, symbol, reader and PDF painter, in bounded time.

use documents::pdf::{PdfError, Printer};
use documents::proof::{self, Outlines, Picture, Verdict};
use documents::{ecit, memo, symbol};
use domain::display::{Item, Page, Symbol, Volet};
use domain::forms::ecit::Copies;
use proptest::strategy::{Strategy as _, ValueTree as _};

use crate::judges::{meta, printer};
use crate::random::{copies, memos, runner};
use crate::samples::illness;
use crate::{font, fonts};

/// Every form is laid out, and its symbol is encoded and read back.
const FORMS: u32 = 10_000;
/// Every so many are also written as files, and looked at as a scanner would at four resolutions, which costs more.
const WRITTEN_EVERY: u32 = 100;
/// Pixels a module, and modules of white round all.
const PIXELS: usize = 4;
const QUIET: usize = 2;

#[test]
fn any_form_is_laid_out_and_its_symbol_is_read_back() {
    let mut runner = runner();
    let (certificate, memo, mut printer) = (copies(), memos(), printer());
    for number in 0..FORMS {
        let copies = certificate.new_tree(&mut runner).unwrap().current();
        let layout = ecit::pages(&copies, fonts()).unwrap();
        assert_eq!(layout.pages.len(), 3);
        for page in &layout.pages {
            let said = symbol_of(page).and_then(|symbol| proof::read(&picture(symbol)));
            assert_eq!(said.as_deref(), Some(ecit::payload(&copies, page.volet)));
        }
        let copy = memo.new_tree(&mut runner).unwrap().current();
        let memos = memo::pages(&copy, fonts());
        assert!((1..4).contains(&memos.pages.len()));
        if number % WRITTEN_EVERY == 0 {
            scanned(&copies, &layout.pages);
            written(&mut printer, &layout.pages[..1], Volet::Caisse);
            written(&mut printer, &memos.pages, Volet::Mh);
        }
    }
}

pub(crate) fn symbol_of(page: &Page) -> Option<&Symbol> {
    page.items.iter().find_map(|item| match item {
        Item::Symbol(symbol) => Some(symbol),
        _ => None,
    })
}

/// The symbol alone.
pub(crate) fn picture(symbol: &Symbol) -> Picture {
    let side = (symbol.rows.len() + 2 * QUIET) * PIXELS;
    let mut luma = vec![255; side * side];
    for (x, y, length) in symbol.runs() {
        let (left, top) = ((x + QUIET) * PIXELS, (y + QUIET) * PIXELS);
        for line in top..top + PIXELS {
            let start = line * side + left;
            luma[start..start + length * PIXELS].fill(0);
        }
    }
    let side = u32::try_from(side).unwrap();
    Picture {
        width: side,
        height: side,
        luma,
    }
}

fn scanned(copies: &Copies, pages: &[Page]) {
    let (regular, bold) = (font("regular"), font("bold"));
    let outlines = Outlines::parse(&regular, &bold).unwrap();
    let parts = proof::parts(pages, fonts(), |volet| ecit::payload(copies, volet));
    let verdict = proof::prove(&parts[1], &outlines);
    let payload = &copies.full.symbol;
    // Ours have 59 letters. Modules of a much longer text are too small for 96 dots an inch, and that is told.
    let told = payload.len() > 70 && verdict == Verdict::Unreadable;
    assert!(verdict == Verdict::Read || told, "{verdict:?}: {payload}");
}

fn written(printer: &mut Printer, pages: &[Page], volet: Volet) {
    match printer.write(pages, &meta(volet)) {
        Ok(file) => assert!(file.starts_with(b"%PDF-1.7")),
        Err(error) => assert!(matches!(error, PdfError::GlyphMissing(_)), "{error:?}"),
    }
}

#[test]
fn every_length_of_a_payload_is_encoded_up_to_the_longest_and_no_further() {
    let text = "9A;".repeat(167);
    for length in 1..=500 {
        assert!(
            symbol::datamatrix(&text.chars().take(length).collect::<String>()).is_ok(),
            "{length}"
        );
    }
    assert_eq!(
        symbol::datamatrix(&"x".repeat(501)),
        Err(symbol::SymbolError::TooLong)
    );
}

#[test]
fn every_byte_is_encoded_and_read_back_or_refused() {
    let (regular, bold) = (font("regular"), font("bold"));
    let outlines = Outlines::parse(&regular, &bold).unwrap();
    for byte in 0_u8..=255 {
        let payload = format!("A{}B", char::from(byte));
        let mut copies = illness();
        copies.full.symbol.clone_from(&payload);
        copies.employer.symbol.clone_from(&payload);
        match ecit::pages(&copies, fonts()) {
            Ok(layout) => {
                let parts = proof::parts(&layout.pages, fonts(), |_| &payload);
                assert_eq!(proof::prove(&parts[0], &outlines), Verdict::Read, "{byte}");
            }
            Err(_) => assert!(byte > 127, "{byte}"),
        }
    }
}
