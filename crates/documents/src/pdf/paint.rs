//! One painter of the display list: millimetres from the top become points from the bottom.

use domain::display::{Frame, Item, Page, Rule, Symbol, Text, Tone};
use printpdf::{
    Color, Line, LinePoint, Mm, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing, Pt,
    Rect, Rgb, TextItem, WindingOrder,
};

use super::font_id;

/// The operations that paint a page, in the order of its items.
pub(super) fn operations(page: &Page) -> Vec<Op> {
    let mut painter = Painter {
        height: page.height,
        ops: Vec::new(),
    };
    for item in &page.items {
        match item {
            Item::Text(text) => painter.text(text),
            Item::Rule(rule) => painter.rule(rule),
            Item::Frame(frame) => painter.frame(frame),
            Item::Symbol(symbol) => painter.symbol(symbol),
        }
    }
    painter.ops
}

struct Painter {
    height: f32,
    ops: Vec<Op>,
}

impl Painter {
    fn text(&mut self, text: &Text) {
        let font = PdfFontHandle::External(font_id(text.bold));
        let items = vec![TextItem::Text(text.text.clone())];
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFillColor {
                col: color(text.tone),
            },
            Op::SetFont {
                font,
                size: points(text.size),
            },
            Op::SetTextCursor {
                pos: self.point(text.x, text.y),
            },
            Op::ShowText { items },
            Op::EndTextSection,
        ]);
    }

    fn rule(&mut self, rule: &Rule) {
        let ends = [(rule.x1, rule.y1), (rule.x2, rule.y2)];
        let points = ends.map(|(x, y)| LinePoint {
            p: self.point(x, y),
            bezier: false,
        });
        let line = Line {
            points: points.to_vec(),
            is_closed: false,
        };
        self.stroke(rule.width);
        self.ops.push(Op::DrawLine { line });
    }

    fn frame(&mut self, frame: &Frame) {
        let rectangle = |mode| {
            let corner = self.point(frame.x, frame.y + frame.height);
            let (width, height) = (points(frame.width), points(frame.height));
            let mut rectangle = Rect::from_xywh(corner.x, corner.y, width, height);
            rectangle.mode = Some(mode);
            Op::DrawRectangle { rectangle }
        };
        let (fill, outline) = (rectangle(PaintMode::Fill), rectangle(PaintMode::Stroke));
        if let Some(tone) = frame.fill {
            self.ops
                .extend([Op::SetFillColor { col: color(tone) }, fill]);
        }
        if frame.line > 0.0 {
            self.stroke(frame.line);
            self.ops.push(outline);
        }
    }

    /// All dark runs are one path, so that no light seam shows between two rows.
    fn symbol(&mut self, symbol: &Symbol) {
        let rings = symbol
            .runs()
            .into_iter()
            .map(|run| self.run(symbol, run))
            .collect();
        let (mode, winding_order) = (PaintMode::Fill, WindingOrder::NonZero);
        let polygon = Polygon {
            rings,
            mode,
            winding_order,
        };
        self.ops.extend([
            Op::SetFillColor {
                col: color(Tone::Ink),
            },
            Op::DrawPolygon { polygon },
        ]);
    }

    fn run(&self, symbol: &Symbol, (column, row, length): (usize, usize, usize)) -> PolygonRing {
        let modules = |count: usize| u16::try_from(count).map_or(0.0, f32::from) * symbol.module;
        let (left, top) = (symbol.x + modules(column), symbol.y + modules(row));
        let (right, bottom) = (left + modules(length), top + symbol.module);
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        let points = corners.map(|(x, y)| LinePoint {
            p: self.point(x, y),
            bezier: false,
        });
        PolygonRing {
            points: points.to_vec(),
        }
    }

    fn stroke(&mut self, width: f32) {
        self.ops.extend([
            Op::SetOutlineColor {
                col: color(Tone::Ink),
            },
            Op::SetOutlineThickness { pt: points(width) },
        ]);
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point {
            x: points(x),
            y: points(self.height - y),
        }
    }
}

/// Millimetres as points to the hundredth, which is finer than any printer and short to write.
fn points(millimetres: f32) -> Pt {
    let exact: Pt = Mm(millimetres).into();
    Pt((exact.0 * 100.0).round() / 100.0)
}

fn color(tone: Tone) -> Color {
    let [r, g, b] = tone.rgb().map(|part| f32::from(part) / 255.0);
    Color::Rgb(Rgb {
        r,
        g,
        b,
        icc_profile: None,
    })
}
