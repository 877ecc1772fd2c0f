//! One painter of the display list: millimetres from the top become points from the bottom (ISO 32000-1, 8 and 9).
//!
//! Written here and not by printpdf, whose tree of operations took a fifth of the work of a file. Shapes come first, then
//! all texts as one text object: no shape of a page lies over a text. What is set already is not set again.

use std::io::Write as _;

use domain::display::{Frame, Item, Page, Rule, Symbol, Text, Tone};

use super::blank::FONTS;
use super::face::Codes;

/// The operators that paint a page.
pub(super) fn of(page: &Page, codes: &[Codes; 2]) -> Vec<u8> {
    let mut painter = Painter::new(page.height);
    for item in &page.items {
        match item {
            Item::Text(_) => {}
            Item::Rule(rule) => painter.rule(rule),
            Item::Frame(frame) => painter.frame(frame),
            Item::Symbol(symbol) => painter.symbol(symbol),
        }
    }
    painter.word("BT");
    for item in &page.items {
        if let Item::Text(text) = item {
            painter.text(text, &codes[usize::from(text.bold)]);
        }
    }
    painter.word("ET");
    painter.out
}

/// Hundredths of a point: finer than any printer, and short to write.
type Points = i32;

struct Painter {
    out: Vec<u8>,
    /// The height of the page in millimetres.
    height: f32,
    /// What is set: the ink of shapes and letters, the width of lines, weight and size of letters, where the last text began.
    fill: Option<Tone>,
    width: Option<Points>,
    font: Option<(bool, Points)>,
    cursor: (Points, Points),
}

impl Painter {
    fn new(height: f32) -> Self {
        let mut painter = Self {
            out: Vec::with_capacity(8192),
            height,
            fill: None,
            width: None,
            font: None,
            cursor: (0, 0),
        };
        painter.color(Tone::Ink);
        painter.word("RG");
        painter
    }

    fn text(&mut self, text: &Text, codes: &Codes) {
        self.fill(text.tone);
        let font = (text.bold, points(text.size));
        if self.font != Some(font) {
            self.font = Some(font);
            _ = write!(self.out, "/{} ", FONTS[usize::from(text.bold)]);
            self.numbers([font.1]);
            self.word("Tf");
        }
        let (x, y) = (points(text.x), points(self.height - text.y));
        self.numbers([x - self.cursor.0, y - self.cursor.1]);
        self.cursor = (x, y);
        self.out.extend(b"Td(");
        for letter in text.text.chars() {
            // A blank has a number for each letter of its pages.
            let code = codes.get(&letter).copied().unwrap_or_default();
            for byte in code.to_be_bytes() {
                self.byte(byte);
            }
        }
        self.word(")Tj");
    }

    /// A byte of a string (ISO 32000-1, 7.3.4.2): a bare end of line could be read as another.
    fn byte(&mut self, byte: u8) {
        match byte {
            b'\r' => self.out.extend(b"\\r"),
            b'(' | b')' | b'\\' => self.out.extend([b'\\', byte]),
            _ => self.out.push(byte),
        }
    }

    fn rule(&mut self, rule: &Rule) {
        self.width(rule.width);
        let ends = [("m", rule.x1, rule.y1), ("l", rule.x2, rule.y2)];
        for (word, x, y) in ends {
            self.numbers([points(x), points(self.height - y)]);
            self.word(word);
        }
        self.word("S");
    }

    fn frame(&mut self, frame: &Frame) {
        let bottom = points(self.height - frame.y - frame.height);
        let (width, height) = (points(frame.width), points(frame.height));
        let rectangle = [points(frame.x), bottom, width, height];
        if let Some(tone) = frame.fill {
            self.fill(tone);
            self.numbers(rectangle);
            self.word("re f");
        }
        if frame.line > 0.0 {
            self.width(frame.line);
            self.numbers(rectangle);
            self.word("re S");
        }
    }

    /// Counted in modules from its top left. All dark runs are one path, so that no light seam shows between two rows.
    fn symbol(&mut self, symbol: &Symbol) {
        self.fill(Tone::Ink);
        let module = symbol.module * POINTS;
        _ = write!(self.out, "q {module:.4} 0 0 -{module:.4} ");
        self.numbers([points(symbol.x), points(self.height - symbol.y)]);
        self.word("cm");
        for (column, row, length) in symbol.runs() {
            _ = writeln!(self.out, "{column} {row} {length} 1 re");
        }
        self.word("f Q");
    }

    fn fill(&mut self, tone: Tone) {
        if self.fill != Some(tone) {
            self.fill = Some(tone);
            self.color(tone);
            self.word("rg");
        }
    }

    fn color(&mut self, tone: Tone) {
        self.numbers(tone.rgb().map(|part| whole(f32::from(part) / 2.55)));
    }

    fn width(&mut self, millimetres: f32) {
        let width = points(millimetres);
        if self.width != Some(width) {
            self.width = Some(width);
            self.numbers([width]);
            self.word("w");
        }
    }

    fn numbers(&mut self, hundredths: impl IntoIterator<Item = Points>) {
        for number in hundredths {
            self.number(number);
            self.out.push(b' ');
        }
    }

    fn number(&mut self, hundredths: Points) {
        let sign = if hundredths < 0 { "-" } else { "" };
        let size = hundredths.unsigned_abs();
        let (whole, part) = (size / 100, size % 100);
        _ = match (part, part % 10) {
            (0, _) => write!(self.out, "{sign}{whole}"),
            (_, 0) => write!(self.out, "{sign}{whole}.{}", part / 10),
            _ => write!(self.out, "{sign}{whole}.{part:02}"),
        };
    }

    fn word(&mut self, word: &str) {
        self.out.extend(word.as_bytes());
        self.out.push(b'\n');
    }
}

/// Points a millimetre.
const POINTS: f32 = 72.0 / 25.4;

fn points(millimetres: f32) -> Points {
    whole(millimetres * POINTS * 100.0)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a page's lengths are small, and a cast to an integer saturates"
)]
fn whole(number: f32) -> Points {
    number.round() as Points
}

#[cfg(test)]
mod tests {
    use domain::display::Volet;

    use super::*;

    fn text(x: f32, text: &str) -> Item {
        let (y, size, text) = (25.4, 2.54, text.to_owned());
        Item::Text(Text {
            x,
            y,
            size,
            bold: false,
            tone: Tone::Label,
            text,
            field: None,
        })
    }

    #[test]
    fn shapes_come_first_then_texts_and_what_is_set_is_not_set_again() {
        let frame = Frame {
            x: 0.0,
            y: 0.0,
            width: 25.4,
            height: 12.7,
            line: 0.254,
            fill: Some(Tone::Ink),
        };
        let symbol = Symbol {
            x: 2.54,
            y: 2.54,
            module: 0.254,
            rows: vec!["101".to_owned()],
        };
        let page = Page {
            volet: Volet::Mh,
            width: 50.8,
            height: 50.8,
            items: vec![
                text(2.54, "a("),
                Item::Frame(frame),
                text(5.08, "b"),
                Item::Symbol(symbol),
            ],
            places: Vec::new(),
        };
        let codes = [('a', 1), ('(', u16::from(b'(')), ('b', u16::from(b'\r'))];
        let painted = of(&page, &[codes.into_iter().collect(), Codes::new()]);
        let wanted = "0 0 0 RG\n0 0 0 rg\n0 108 72 36 re f\n0.72 w\n0 108 72 36 re S\n\
            q 0.7200 0 0 -0.7200 7.2 136.8 cm\n0 0 1 1 re\n2 0 1 1 re\nf Q\n\
            BT\n0.33 0.33 0.33 rg\n/Regular 7.2 Tf\n7.2 72 Td(\0\u{1}\0\\()Tj\n7.2 0 Td(\0\\r)Tj\nET\n";
        assert_eq!(String::from_utf8_lossy(&painted), wanted);
    }
}
