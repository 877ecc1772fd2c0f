//! A layout as a PDF file.

use printpdf::{
    Color, Mm, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect,
    Rgb, TextItem, WindingOrder,
};

use super::font;
use super::layout::{Layout, Text};
use super::symbol;

const WIDTH: f32 = 210.0;
const HEIGHT: f32 = 297.0;
/// Side of a module in points: whole points, so that a screen shows no seams.
const MODULE: f32 = 2.0;

/// The file. `None` when font or symbol cannot be made.
pub(super) fn paint(layout: &Layout) -> Option<Vec<u8>> {
    let left = Pt::from(Mm(layout.symbol.x));
    let top = Pt::from(Mm(HEIGHT - layout.symbol.y));
    let symbol: Option<Vec<Op>> = symbol::modules(&layout.symbol.payload)?
        .into_iter()
        .map(|(column, row)| module(left, top, column, row))
        .collect();
    page(layout.title, &layout.texts, symbol?)
}

/// A file of one page with these texts and what else is to be drawn. `None` when the font cannot be cut.
pub(crate) fn page(title: &str, texts: &[Text], drawn: Vec<Op>) -> Option<Vec<u8>> {
    file(title, &[(texts, drawn)])
}

/// A file of several pages, each with its texts and what else is to be drawn.
pub(super) fn file(title: &str, pages: &[(&[Text], Vec<Op>)]) -> Option<Vec<u8>> {
    let texts = pages.iter().flat_map(|(texts, _)| texts.iter());
    let font = font::with_letters(texts.map(|text| text.text.as_str()))?;
    let mut document = PdfDocument::new(title);
    let font = PdfFontHandle::External(document.add_font(&font));
    let black = Color::Rgb(Rgb {
        r: 0.0,
        g: 0.0,
        b: 0.0,
        icc_profile: None,
    });
    let pages = pages.iter().map(|(texts, drawn)| {
        let mut ops = vec![Op::SetFillColor { col: black.clone() }];
        ops.extend(texts.iter().flat_map(|text| text_ops(text, &font)));
        ops.extend(drawn.iter().cloned());
        PdfPage::new(Mm(WIDTH), Mm(HEIGHT), ops)
    });
    document.with_pages(pages.collect());
    Some(document.save(&PdfSaveOptions::default(), &mut Vec::new()))
}

fn text_ops(text: &Text, font: &PdfFontHandle) -> [Op; 5] {
    [
        Op::StartTextSection,
        Op::SetFont {
            font: font.clone(),
            size: Pt(text.size),
        },
        Op::SetTextCursor {
            pos: Point::new(Mm(text.x), Mm(HEIGHT - text.y)),
        },
        Op::ShowText {
            items: vec![TextItem::Text(text.text.clone())],
        },
        Op::EndTextSection,
    ]
}

fn module(left: Pt, top: Pt, column: usize, row: usize) -> Option<Op> {
    // A symbol has at most 144 modules on a side.
    let column = f32::from(u8::try_from(column).ok()?);
    let row = f32::from(u8::try_from(row).ok()?);
    let rectangle = Rect {
        x: Pt(left.0.floor() + column * MODULE),
        y: Pt(top.0.floor() - (row + 1.0) * MODULE),
        width: Pt(MODULE),
        height: Pt(MODULE),
        mode: Some(PaintMode::Fill),
        winding_order: Some(WindingOrder::NonZero),
    };
    Some(Op::DrawRectangle { rectangle })
}
