//! One painter of the display list: millimetres from the top become points from the bottom (ISO 32000-1, 8 and 9).
//!
//! In lopdf's operations and not in printpdf's, whose tree took a fifth of the work of a file. Shapes come first, then all
//! texts as one text object: no shape of a page lies over a text. What is set already is not set again.

use domain::display::{Frame, Item, Page, Rule, Symbol, Text, Tone};
use lopdf::content::{Content, Operation};
use lopdf::{Object, StringFormat};

use super::PdfError;
use super::blank::FONTS;
use super::face::Codes;

/// The operators that paint a page.
pub(super) fn of(page: &Page, codes: &[Codes; 2]) -> Result<Vec<u8>, PdfError> {
    let mut painter = Painter::new(page.height);
    for item in &page.items {
        match item {
            Item::Text(_) => {}
            Item::Rule(rule) => painter.rule(rule),
            Item::Frame(frame) => painter.frame(frame),
            Item::Symbol(symbol) => painter.symbol(symbol),
        }
    }
    painter.put("BT", []);
    for item in &page.items {
        if let Item::Text(text) = item {
            painter.text(text, &codes[usize::from(text.bold)]);
        }
    }
    painter.put("ET", []);
    let operations = painter.operations;
    let content = Content { operations }.encode();
    content.map_err(|_| PdfError::Write)
}

struct Painter {
    operations: Vec<Operation>,
    /// The height of the page in millimetres.
    height: f32,
    /// What is set: the ink of shapes and letters, the width of lines, weight and size of letters, where the last text began.
    fill: Option<Tone>,
    width: Option<f32>,
    font: Option<(bool, f32)>,
    cursor: (f32, f32),
}

impl Painter {
    fn new(height: f32) -> Self {
        let mut painter = Self {
            operations: Vec::with_capacity(1024),
            height,
            fill: None,
            width: None,
            font: None,
            cursor: (0.0, 0.0),
        };
        painter.put("RG", color(Tone::Ink));
        painter
    }

    fn text(&mut self, text: &Text, codes: &Codes) {
        self.fill(text.tone);
        let font = (text.bold, points(text.size));
        if self.font != Some(font) {
            self.font = Some(font);
            let name = FONTS[usize::from(text.bold)].as_bytes().to_vec();
            self.put("Tf", [Object::Name(name), Object::Real(font.1)]);
        }
        let (x, y) = (points(text.x), points(self.height - text.y));
        let way = [x - self.cursor.0, y - self.cursor.1];
        self.put("Td", way.map(|part| Object::Real(rounded(part))));
        self.cursor = (x, y);
        // A blank has a number for each letter of its pages.
        let code = |letter| codes.get(&letter).copied().unwrap_or_default();
        let letters = text.text.chars().map(code).flat_map(u16::to_be_bytes);
        let letters = Object::String(letters.collect(), StringFormat::Literal);
        self.put("Tj", [letters]);
    }

    fn rule(&mut self, rule: &Rule) {
        self.width(rule.width);
        let ends = [("m", rule.x1, rule.y1), ("l", rule.x2, rule.y2)];
        for (word, x, y) in ends {
            self.put(word, [points(x), points(self.height - y)].map(Object::Real));
        }
        self.put("S", []);
    }

    fn frame(&mut self, frame: &Frame) {
        let bottom = self.height - frame.y - frame.height;
        let rectangle = [frame.x, bottom, frame.width, frame.height];
        let rectangle = rectangle.map(|length| Object::Real(points(length)));
        if let Some(tone) = frame.fill {
            self.fill(tone);
            self.put("re", rectangle.clone());
            self.put("f", []);
        }
        if frame.line > 0.0 {
            self.width(frame.line);
            self.put("re", rectangle);
            self.put("S", []);
        }
    }

    /// Counted in modules from its top left. All dark runs are one path, so that no light seam shows between two rows.
    fn symbol(&mut self, symbol: &Symbol) {
        self.fill(Tone::Ink);
        let module = symbol.module * POINTS;
        let (x, y) = (points(symbol.x), points(self.height - symbol.y));
        self.put("q", []);
        self.put("cm", [module, 0.0, 0.0, -module, x, y].map(Object::Real));
        for (column, row, length) in symbol.runs() {
            self.put("re", [column, row, length, 1].map(whole));
        }
        self.put("f", []);
        self.put("Q", []);
    }

    fn fill(&mut self, tone: Tone) {
        if self.fill != Some(tone) {
            self.fill = Some(tone);
            self.put("rg", color(tone));
        }
    }

    fn width(&mut self, millimetres: f32) {
        let width = points(millimetres);
        if self.width != Some(width) {
            self.width = Some(width);
            self.put("w", [Object::Real(width)]);
        }
    }

    fn put<const N: usize>(&mut self, operator: &str, operands: [Object; N]) {
        let operation = Operation::new(operator, operands.into());
        self.operations.push(operation);
    }
}

fn color(tone: Tone) -> [Object; 3] {
    tone.rgb()
        .map(|part| Object::Real(rounded(f32::from(part) / 255.0)))
}

fn whole(modules: usize) -> Object {
    Object::Integer(i64::try_from(modules).unwrap_or_default())
}

/// Points a millimetre.
const POINTS: f32 = 72.0 / 25.4;

fn points(millimetres: f32) -> f32 {
    rounded(millimetres * POINTS)
}

/// To hundredths of a point: finer than any printer, and short to write.
fn rounded(number: f32) -> f32 {
    (number * 100.0).round() / 100.0
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
        let painted = of(&page, &[codes.into_iter().collect(), Codes::new()]).unwrap();
        let wanted = "0 0 0 RG\n0 0 0 rg\n0 108 72 36 re\nf\n0.72 w\n0 108 72 36 re\nS\n\
            q\n0.72 0 0 -0.72 7.2 136.8 cm\n0 0 1 1 re\n2 0 1 1 re\nf\nQ\n\
            BT\n0.33 0.33 0.33 rg\n/Regular 7.2 Tf\n7.2 72 Td\n(\0\u{1}\0\\() Tj\n7.2 0 Td\n(\0\\r) Tj\nET";
        assert_eq!(String::from_utf8_lossy(&painted), wanted);
    }
}
