//! A third painter of the display list: pixels, as many as a screen or a printer would have.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use domain::display::{Frame, Item, Rule, Symbol, Text, Tone};
use ttf_parser::{Face, OutlineBuilder};

use super::Part;
use crate::FontError;

/// The outlines of letters in both weights.
pub struct Outlines<'a> {
    regular: Face<'a>,
    bold: Face<'a>,
}

impl std::fmt::Debug for Outlines<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outlines")
    }
}

impl<'a> Outlines<'a> {
    /// Reads the two files.
    pub fn parse(regular: &'a [u8], bold: &'a [u8]) -> Result<Self, FontError> {
        let face = |bytes| Face::parse(bytes, 0).map_err(|_| FontError::Unreadable);
        Ok(Self {
            regular: face(regular)?,
            bold: face(bold)?,
        })
    }
}

/// A picture in shades of grey, 255 white.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Row by row.
    pub luma: Vec<u8>,
}

domain::redacted!(Picture);

/// Paints a part with so many pixels a millimetre.
pub(super) fn paint(part: &Part, outlines: &Outlines<'_>, scale: f32) -> Picture {
    let [left, top, width, height] = part.area;
    let (columns, rows) = (whole(width * scale), whole(height * scale));
    let mut canvas = Canvas {
        origin: point(left, top),
        scale,
        columns,
        rows,
        luma: vec![255; columns * rows],
    };
    for item in &part.items {
        canvas.item(item, outlines);
    }
    Picture {
        width: u32::try_from(columns).unwrap_or_default(),
        height: u32::try_from(rows).unwrap_or_default(),
        luma: canvas.luma,
    }
}

/// Pixels for a length; no part of a page needs more than some thousands.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast to an integer saturates, and the bounds are those of a picture"
)]
fn whole(pixels: f32) -> usize {
    pixels.round().clamp(1.0, 8192.0) as usize
}

struct Canvas {
    origin: Point,
    scale: f32,
    columns: usize,
    rows: usize,
    luma: Vec<u8>,
}

impl Canvas {
    fn item(&mut self, item: &Item, outlines: &Outlines<'_>) {
        match item {
            Item::Text(text) => self.text(text, outlines),
            Item::Rule(rule) => self.rule(rule),
            Item::Frame(frame) => self.frame(frame),
            Item::Symbol(symbol) => self.symbol(symbol),
        }
    }

    fn text(&mut self, text: &Text, outlines: &Outlines<'_>) {
        let face = if text.bold {
            &outlines.bold
        } else {
            &outlines.regular
        };
        let em = text.size / f32::from(face.units_per_em());
        let mut pen = text.x;
        let mut shapes = Rasterizer::new(self.columns, self.rows);
        for letter in text.text.chars() {
            let glyph = face.glyph_index(letter).unwrap_or_default();
            let start = self.place(point(pen, text.y));
            let mut outline = Outline {
                shapes: &mut shapes,
                start,
                unit: em * self.scale,
                from: start,
                first: start,
            };
            face.outline_glyph(glyph, &mut outline);
            pen += f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * em;
        }
        self.ink(&shapes, text.tone);
    }

    fn rule(&mut self, rule: &Rule) {
        let (along_x, along_y) = (rule.x2 - rule.x1, rule.y2 - rule.y1);
        let length = along_x.hypot(along_y);
        if length <= 0.0 {
            return;
        }
        let half = rule.width / 2.0 / length;
        let (x, y) = (-along_y * half, along_x * half);
        let corners = [
            point(rule.x1 + x, rule.y1 + y),
            point(rule.x2 + x, rule.y2 + y),
            point(rule.x2 - x, rule.y2 - y),
            point(rule.x1 - x, rule.y1 - y),
        ];
        self.polygons(&[corners], Tone::Ink);
    }

    fn frame(&mut self, frame: &Frame) {
        let Frame {
            x,
            y,
            width,
            height,
            line,
            fill,
        } = *frame;
        if let Some(tone) = fill {
            self.polygons(&[rectangle(x, y, width, height)], tone);
        }
        if line > 0.0 {
            let half = line / 2.0;
            let (right, bottom) = (x + width, y + height);
            let sides = [
                rectangle(x - half, y - half, width + line, line),
                rectangle(x - half, bottom - half, width + line, line),
                rectangle(x - half, y + half, line, height - line),
                rectangle(right - half, y + half, line, height - line),
            ];
            self.polygons(&sides, Tone::Ink);
        }
    }

    fn symbol(&mut self, symbol: &Symbol) {
        let modules = |count: usize| u16::try_from(count).map_or(0.0, f32::from) * symbol.module;
        let runs: Vec<_> = symbol
            .runs()
            .into_iter()
            .map(|(column, row, length)| {
                let (left, top) = (symbol.x + modules(column), symbol.y + modules(row));
                rectangle(left, top, modules(length), symbol.module)
            })
            .collect();
        self.polygons(&runs, Tone::Ink);
    }

    fn polygons(&mut self, polygons: &[[Point; 4]], tone: Tone) {
        let mut shapes = Rasterizer::new(self.columns, self.rows);
        for corners in polygons {
            let corners = corners.map(|corner| self.place(corner));
            for (at, from) in corners.iter().enumerate() {
                let to = corners.get((at + 1) % corners.len()).unwrap_or(from);
                line(&mut shapes, *from, *to);
            }
        }
        self.ink(&shapes, tone);
    }

    /// Millimetres on the page as pixels of the picture.
    fn place(&self, at: Point) -> Point {
        point(
            (at.x - self.origin.x) * self.scale,
            (at.y - self.origin.y) * self.scale,
        )
    }

    fn ink(&mut self, shapes: &Rasterizer, tone: Tone) {
        let [red, green, blue] = tone.rgb().map(f32::from);
        // ITU-R BT.601.
        let shade = 0.299 * red + 0.587 * green + 0.114 * blue;
        let luma = &mut self.luma;
        shapes.for_each_pixel(|at, coverage| {
            if let Some(pixel) = luma.get_mut(at) {
                let covered = coverage.clamp(0.0, 1.0);
                *pixel = grey(f32::from(*pixel) * (1.0 - covered) + shade * covered);
            }
        });
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the shade is clamped to a byte"
)]
fn grey(shade: f32) -> u8 {
    shade.round().clamp(0.0, 255.0) as u8
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> [Point; 4] {
    let (right, bottom) = (x + width, y + height);
    [
        point(x, y),
        point(right, y),
        point(right, bottom),
        point(x, bottom),
    ]
}

/// A line whose ends may lie outside: the rasteriser wants them within the picture. What lies above or below falls
/// away; what lies beside becomes a line along the edge, so that a shape stays closed in each row.
fn line(shapes: &mut Rasterizer, from: Point, to: Point) {
    let (columns, rows) = shapes.dimensions();
    let edge = |pixels: usize| u16::try_from(pixels).map_or(0.0, f32::from);
    let (right, bottom) = (edge(columns), edge(rows));
    let along = |part: f32| {
        point(
            from.x + (to.x - from.x) * part,
            from.y + (to.y - from.y) * part,
        )
    };
    let mut cuts = vec![0.0, 1.0];
    for (start, end, edges) in [(from.x, to.x, [0.0, right]), (from.y, to.y, [0.0, bottom])] {
        let crossings = edges.map(|edge| (edge - start) / (end - start));
        cuts.extend(
            crossings
                .into_iter()
                .filter(|part| *part > 0.0 && *part < 1.0),
        );
    }
    cuts.sort_by(f32::total_cmp);
    let within = |end: Point| point(end.x.clamp(0.0, right), end.y.clamp(0.0, bottom));
    for pair in cuts.windows(2) {
        if let [start, end] = pair {
            shapes.draw_line(within(along(*start)), within(along(*end)));
        }
    }
}

/// A glyph's outline in pixels.
struct Outline<'a> {
    shapes: &'a mut Rasterizer,
    start: Point,
    unit: f32,
    from: Point,
    first: Point,
}

/// A curve is drawn as so many lines: letters near a symbol are small.
const STEPS: u8 = 8;

impl Outline<'_> {
    fn at(&self, x: f32, y: f32) -> Point {
        point(self.start.x + x * self.unit, self.start.y - y * self.unit)
    }

    fn to(&mut self, to: Point) {
        line(self.shapes, self.from, to);
        self.from = to;
    }

    fn curve(&mut self, along: impl Fn(f32) -> Point) {
        for step in 1..=STEPS {
            self.to(along(f32::from(step) / f32::from(STEPS)));
        }
    }
}

impl OutlineBuilder for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.from = self.at(x, y);
        self.first = self.from;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.to(to);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (a, b, c) = (self.from, self.at(x1, y1), self.at(x, y));
        self.curve(|t| {
            let (u, v, w) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            point(u * a.x + v * b.x + w * c.x, u * a.y + v * b.y + w * c.y)
        });
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, b, c, d) = (self.from, self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.curve(|t| {
            let s = 1.0 - t;
            let parts = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
            let sum = |of: [f32; 4]| parts.iter().zip(of).map(|(part, of)| part * of).sum();
            point(sum([a.x, b.x, c.x, d.x]), sum([a.y, b.y, c.y, d.y]))
        });
    }

    fn close(&mut self) {
        let first = self.first;
        self.to(first);
    }
}
