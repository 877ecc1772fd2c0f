//! A page in the making: what the parts of a form are drawn with.

use domain::display::{Frame, Item, Page, Place, Rule, Symbol, Text, Tone, Volet};

use crate::Fonts;
use crate::fit::{Room, fit};
use crate::grid::{self, Span};

/// Sizes of letters, in millimetres.
const LABEL: f32 = 2.5;
const VALUE: f32 = 4.0;
const LINES: f32 = 3.4;
const OPTION: f32 = 3.4;
const HEADING: f32 = 3.5;
const ENTRY: f32 = 3.0;
/// The height of a section's heading.
const BAND: f32 = 6.4;
/// From a row of fields to the next.
pub(crate) const ROW: f32 = 14.6;
/// In a row: where values may begin and must end, where a single line stands, and the line under it.
const CELL_TOP: f32 = 3.3;
const CELL_BOTTOM: f32 = 12.0;
const CELL_BASELINE: f32 = 9.0;
const CELL_RULE: f32 = 12.2;
/// Stands for a value that does not fit even in the smallest size: half a name would be taken for a whole one.
const TOO_LONG: &str = "trop long pour la page";
/// The side of a tick box.
const BOX: f32 = 3.2;
/// The side of a module and the largest side of a symbol.
const MODULE: f32 = 0.85;
const SYMBOL: f32 = 25.2;

/// What was found while laying out: values that did not fit, letters that the font lacks.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) overflow: Vec<String>,
    pub(crate) missing: Vec<(String, char)>,
}

/// A value with the path of its field.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    pub(crate) field: &'a str,
    pub(crate) text: &'a str,
}

/// A value of a field.
pub(crate) fn value<'a>(field: &'a str, text: &'a str) -> Value<'a> {
    Value { field, text }
}

/// A page being drawn from the top downwards.
pub(crate) struct Sheet<'a> {
    fonts: &'a Fonts,
    notes: &'a mut Notes,
    page: Page,
}

impl<'a> Sheet<'a> {
    /// An empty A4 page.
    pub(crate) fn new(volet: Volet, fonts: &'a Fonts, notes: &'a mut Notes) -> Self {
        let page = Page {
            volet,
            width: grid::WIDTH,
            height: grid::HEIGHT,
            items: Vec::new(),
            places: Vec::new(),
        };
        Self { fonts, notes, page }
    }

    /// The finished page.
    pub(crate) fn into_page(self) -> Page {
        self.page
    }

    /// A text of the form itself.
    pub(crate) fn words(&mut self, x: f32, y: f32, style: Style, text: &str) {
        self.text(x, y, style, text, None);
    }

    /// The same, ending at `x`.
    pub(crate) fn words_to(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let width = self.fonts.width(text, style.size, style.bold);
        self.text(x - width, y, style, text, None);
    }

    /// The heading of a section at `y`; gives the top of its first row.
    pub(crate) fn section(&mut self, y: f32, title: &str) -> f32 {
        let whole = grid::span(0, 12);
        self.fill(whole, y, BAND, Tone::Ground);
        let style = Style {
            size: HEADING,
            bold: true,
            tone: Tone::Ink,
        };
        self.words(whole.x + 2.0, y + 4.5, style, title);
        y + BAND + 1.8
    }

    /// A label with a value under it.
    pub(crate) fn field(&mut self, span: Span, y: f32, label: &str, shown: Value<'_>) {
        self.cell(
            span,
            y,
            label,
            &[shown],
            Look {
                size: VALUE,
                bold: false,
            },
        );
    }

    /// The same in bold.
    pub(crate) fn strong(&mut self, span: Span, y: f32, label: &str, shown: Value<'_>) {
        self.cell(
            span,
            y,
            label,
            &[shown],
            Look {
                size: VALUE,
                bold: true,
            },
        );
    }

    /// A label with several values, each on a line of its own.
    pub(crate) fn lines(&mut self, span: Span, y: f32, label: &str, shown: &[Value<'_>]) {
        self.cell(
            span,
            y,
            label,
            shown,
            Look {
                size: LINES,
                bold: false,
            },
        );
    }

    fn cell(&mut self, span: Span, y: f32, label: &str, shown: &[Value<'_>], look: Look) {
        self.words(span.x, y + 2.5, Style::LABEL, label);
        self.rule(span, y + CELL_RULE, 0.1);
        for value in shown {
            self.place(value.field, span, y, CELL_RULE);
        }
        let filled = shown.iter().copied().filter(|value| !value.text.is_empty());
        let shown: Vec<Value<'_>> = filled.collect();
        let texts: Vec<&str> = shown.iter().map(|value| value.text).collect();
        let Look { size, bold } = look;
        self.note_missing(&shown, bold);
        let (width, height) = (span.width, CELL_BOTTOM - CELL_TOP);
        let room = Room {
            width,
            height,
            size,
            bold,
        };
        let Some(fitted) = fit(self.fonts, room, &texts) else {
            for value in &shown {
                note(&mut self.notes.overflow, value.field.to_owned());
            }
            let field = shown.first().map(|value| value.field);
            self.text(span.x, y + CELL_BASELINE, Style::TOO_LONG, TOO_LONG, field);
            return;
        };
        let style = Style {
            size: fitted.size,
            bold,
            tone: Tone::Ink,
        };
        let pitch = fitted.size * (self.fonts.ascent() + self.fonts.descent());
        let mut baseline = match fitted.lines.len() {
            0 | 1 => y + CELL_BASELINE,
            count => {
                let lines = u8::try_from(count).map_or(height, |count| f32::from(count) * pitch);
                let spare = (height - lines).max(0.0) / 2.0;
                y + CELL_TOP + spare + fitted.size * self.fonts.ascent()
            }
        };
        for (number, line) in &fitted.lines {
            let field = shown.get(*number).map(|value| value.field);
            self.text(span.x, baseline, style, line, field);
            baseline += pitch;
        }
    }

    /// The width of a text.
    pub(crate) fn width(&self, text: &str, style: Style) -> f32 {
        self.fonts.width(text, style.size, style.bold)
    }

    /// A value in a column of a table: one line, smaller where it has to be.
    pub(crate) fn entry(&mut self, span: Span, entry: Entry, shown: Value<'_>) {
        let Entry {
            baseline,
            up,
            bold,
            right,
        } = entry;
        self.place(shown.field, span, baseline - up, up + 0.8);
        if shown.text.is_empty() {
            return;
        }
        self.note_missing(&[shown], bold);
        let width = |size| self.fonts.width(shown.text, size, bold);
        let fitting = [ENTRY, 2.8, 2.6, 2.4, 2.2, 2.0]
            .into_iter()
            .find(|size| width(*size) <= span.width);
        let (size, tone, text) = match fitting {
            Some(size) => (size, Tone::Ink, shown.text),
            None => {
                note(&mut self.notes.overflow, shown.field.to_owned());
                (2.0, Tone::Warning, "…")
            }
        };
        let start = if right {
            span.x + span.width - self.fonts.width(text, size, bold)
        } else {
            span.x
        };
        self.text(
            start,
            baseline,
            Style { size, bold, tone },
            text,
            Some(shown.field),
        );
    }

    /// A box with its words; gives nothing away but whether it is ticked.
    pub(crate) fn tick(&mut self, x: f32, baseline: f32, ticked: bool, option: Value<'_>) {
        let top = baseline - 2.9;
        let outline = Frame {
            x,
            y: top,
            width: BOX,
            height: BOX,
            line: 0.25,
            fill: None,
        };
        self.page.items.push(Item::Frame(outline));
        if ticked {
            let inset = 0.6;
            let (left, right) = (x + inset, x + BOX - inset);
            let (top, bottom) = (top + inset, top + BOX - inset);
            for (y1, y2) in [(top, bottom), (bottom, top)] {
                let rule = Rule {
                    x1: left,
                    y1,
                    x2: right,
                    y2,
                    width: 0.5,
                };
                self.page.items.push(Item::Rule(rule));
            }
        }
        let style = Style {
            size: OPTION,
            bold: ticked,
            tone: Tone::Ink,
        };
        let words = x + BOX + 1.8;
        self.text(words, baseline, style, option.text, Some(option.field));
        let width = words - x + self.fonts.width(option.text, style.size, style.bold);
        self.place(option.field, Span { x, width }, top - 0.6, BOX + 1.4);
    }

    /// Says where a field stands.
    pub(crate) fn place(&mut self, field: &str, span: Span, y: f32, height: f32) {
        self.page.places.push(Place {
            field: field.to_owned(),
            x: span.x,
            y,
            width: span.width,
            height,
        });
    }

    /// These fields have their place in the cell at `y`, too: it shows them in one line with others.
    pub(crate) fn with_places(&mut self, fields: &[&str], span: Span, y: f32) {
        for field in fields {
            self.place(field, span, y, CELL_RULE);
        }
    }

    /// A line across a span.
    pub(crate) fn rule(&mut self, span: Span, y: f32, width: f32) {
        let rule = Rule {
            x1: span.x,
            y1: y,
            x2: span.x + span.width,
            y2: y,
            width,
        };
        self.page.items.push(Item::Rule(rule));
    }

    /// An empty frame.
    pub(crate) fn frame(&mut self, span: Span, y: f32, height: f32) {
        let frame = Frame {
            x: span.x,
            y,
            width: span.width,
            height,
            line: 0.2,
            fill: None,
        };
        self.page.items.push(Item::Frame(frame));
    }

    /// A filled rectangle.
    pub(crate) fn fill(&mut self, span: Span, y: f32, height: f32, tone: Tone) {
        let frame = Frame {
            x: span.x,
            y,
            width: span.width,
            height,
            line: 0.0,
            fill: Some(tone),
        };
        self.page.items.push(Item::Frame(frame));
    }

    /// A symbol at the top left, in a square of 25 mm; nothing where it has no modules.
    pub(crate) fn symbol(&mut self, x: f32, y: f32, rows: &[String]) {
        if rows.is_empty() {
            return;
        }
        let side = u16::try_from(rows.len()).map_or(f32::MAX, f32::from);
        let module = MODULE.min(SYMBOL / side);
        let rows = rows.to_vec();
        self.page
            .items
            .push(Item::Symbol(Symbol { x, y, module, rows }));
    }

    fn text(&mut self, x: f32, y: f32, style: Style, text: &str, field: Option<&str>) {
        let Style { size, bold, tone } = style;
        let (text, field) = (text.to_owned(), field.map(str::to_owned));
        self.page.items.push(Item::Text(Text {
            x,
            y,
            size,
            bold,
            tone,
            text,
            field,
        }));
    }

    fn note_missing(&mut self, shown: &[Value<'_>], bold: bool) {
        for value in shown {
            for letter in value
                .text
                .chars()
                .filter(|letter| !self.fonts.has(*letter, bold))
            {
                note(&mut self.notes.missing, (value.field.to_owned(), letter));
            }
        }
    }
}

/// Where a value stands in a table, and how.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) baseline: f32,
    /// The room above the baseline.
    pub(crate) up: f32,
    pub(crate) bold: bool,
    /// Ends at the right edge.
    pub(crate) right: bool,
}

/// How a value is wanted.
#[derive(Clone, Copy)]
struct Look {
    size: f32,
    bold: bool,
}

/// How a text is written.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) tone: Tone,
}

impl Style {
    /// Small and grey.
    pub(crate) const LABEL: Self = Self {
        size: LABEL,
        bold: false,
        tone: Tone::Label,
    };
    /// Words of an option, and what is said in a sentence.
    pub(crate) const OPTION: Self = Self {
        size: OPTION,
        bold: false,
        tone: Tone::Ink,
    };
    /// In place of a value that does not fit.
    const TOO_LONG: Self = Self {
        size: LABEL,
        bold: true,
        tone: Tone::Warning,
    };
}

fn note<T: PartialEq>(notes: &mut Vec<T>, new: T) {
    if !notes.contains(&new) {
        notes.push(new);
    }
}
