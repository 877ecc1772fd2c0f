//! A line of the memo: its figures in columns, what the act is under them, and who else took part.

use domain::display::Tone;
use domain::forms::memo::CopyLine;
use domain::money::Amount;

use crate::grid::{self, RIGHT, Span};
use crate::sheet::{Entry, Sheet, Style, value};

/// The height of the sum that is carried over.
pub(super) const CARRIED: f32 = 6.4;
/// From one line of text to the next.
const PITCH: f32 = 3.9;
/// The room of a line of text above its baseline.
const UP: f32 = 3.0;

/// A column: its head, its left edge and width from the left margin, and whether figures end at its right edge.
struct Column {
    head: &'static str,
    x: f32,
    width: f32,
    right: bool,
}

const fn column(head: &'static str, x: f32, width: f32, right: bool) -> Column {
    Column {
        head,
        x,
        width,
        right,
    }
}

const NUMBER: Column = column("N°", 0.0, 7.0, false);
const DATE: Column = column("Date", 8.0, 19.0, false);
const TIME: Column = column("Heure", 28.0, 11.0, false);
const CODE: Column = column("Code", 40.0, 15.0, false);
const SUFFIXES: Column = column("Suffixes", 56.0, 17.0, false);
const CLASS: Column = column("Cl.", 74.0, 7.0, false);
const PLACE: Column = column("Lieu", 82.0, 10.0, false);
const COUNT: Column = column("Nombre", 93.0, 13.0, true);
const SHARE: Column = column("Part personnelle", 108.0, 30.0, true);
const AMOUNT: Column = column("Montant", 140.0, 34.0, true);
const COLUMNS: [&Column; 10] = [
    &NUMBER, &DATE, &TIME, &CODE, &SUFFIXES, &CLASS, &PLACE, &COUNT, &SHARE, &AMOUNT,
];

/// A line of the memo with its number.
pub(super) struct Row<'a> {
    number: usize,
    line: &'a CopyLine,
}

impl<'a> Row<'a> {
    pub(super) fn new((at, line): (usize, &'a CopyLine)) -> Self {
        Self {
            number: at + 1,
            line,
        }
    }

    /// What it adds to the sum.
    pub(super) fn cents(&self) -> i64 {
        self.line.cents
    }

    pub(super) fn height(&self) -> f32 {
        let lines = if self.has_others() { 3.0 } else { 2.0 };
        lines * PITCH + 1.4
    }

    fn has_others(&self) -> bool {
        let CopyLine {
            performer,
            prescriber,
            prescription_id,
            ..
        } = self.line;
        [performer, prescriber, prescription_id]
            .iter()
            .any(|text| !text.is_empty())
    }

    /// Draws it at `y`; gives the top of the next.
    pub(super) fn draw(&self, sheet: &mut Sheet<'_>, y: f32) -> f32 {
        let line = self.line;
        let first = y + UP + 1.0;
        let figures = [
            (&DATE, "date", &line.start),
            (&TIME, "time", &line.time),
            (&CODE, "code", &line.code),
            (&SUFFIXES, "suffixes", &line.suffixes),
            (&CLASS, "class", &line.class),
            (&PLACE, "place", &line.place),
            (&COUNT, "count", &line.count),
            (&SHARE, "personalShare", &line.personal_share),
            (&AMOUNT, "amount", &line.amount),
        ];
        self.plain(sheet, &NUMBER, first, &self.number.to_string());
        for (column, name, text) in figures {
            let bold = matches!(name, "code" | "amount");
            self.entry(sheet, span(column), first, name, text, (bold, column.right));
        }
        let second = first + PITCH;
        self.until(sheet, &DATE, second, "endDate", &line.end);
        self.until(sheet, &TIME, second, "endTime", &line.end_time);
        let act = Span {
            x: grid::LEFT + CODE.x,
            width: AMOUNT.x + AMOUNT.width - CODE.x,
        };
        self.entry(sheet, act, second, "code", &line.label, (false, false));
        if self.has_others() {
            self.others(sheet, second + PITCH);
        }
        let below = y + self.height();
        sheet.rule(grid::span(0, 12), below, 0.1);
        below
    }

    fn others(&self, sheet: &mut Sheet<'_>, baseline: f32) {
        let line = self.line;
        let mut x = grid::LEFT + DATE.x;
        for (words, name, text, width) in [
            ("Exécutant", "performer", &line.performer, 24.0),
            ("Prescripteur", "prescriber", &line.prescriber, 24.0),
            (
                "Prescription",
                "prescriptionId",
                &line.prescription_id,
                70.0,
            ),
        ] {
            if text.is_empty() {
                continue;
            }
            sheet.words(x, baseline, Style::LABEL, words);
            x += sheet.width(words, Style::LABEL) + 1.5;
            self.entry(
                sheet,
                Span { x, width },
                baseline,
                name,
                text,
                (false, false),
            );
            x += width;
        }
    }

    /// The end of a period, under its beginning.
    fn until(&self, sheet: &mut Sheet<'_>, column: &Column, y: f32, name: &str, text: &str) {
        if !text.is_empty() {
            let shown = format!("– {text}");
            self.entry(sheet, span(column), y, name, &shown, (false, false));
        }
    }

    fn plain(&self, sheet: &mut Sheet<'_>, column: &Column, y: f32, text: &str) {
        sheet.words(grid::LEFT + column.x, y, Style::LABEL, text);
    }

    fn entry(
        &self,
        sheet: &mut Sheet<'_>,
        span: Span,
        baseline: f32,
        name: &str,
        text: &str,
        (bold, right): (bool, bool),
    ) {
        let path = format!("line.{}.{name}", self.number);
        let entry = Entry {
            baseline,
            up: UP,
            bold,
            right,
        };
        // A space that does not break is a space on a page.
        sheet.entry(span, entry, value(&path, &text.replace('\u{a0}', " ")));
    }
}

fn span(column: &Column) -> Span {
    Span {
        x: grid::LEFT + column.x,
        width: column.width,
    }
}

/// The head of the table; gives the top of the first row.
pub(super) fn columns(sheet: &mut Sheet<'_>, y: f32) -> f32 {
    sheet.fill(grid::span(0, 12), y, 5.2, Tone::Ground);
    for column in COLUMNS {
        let Span { x, width } = span(column);
        if column.right {
            sheet.words_to(x + width, y + 3.6, Style::LABEL, column.head);
        } else {
            sheet.words(x, y + 3.6, Style::LABEL, column.head);
        }
    }
    y + 5.2
}

/// A sum that goes over to the next page, or comes from the one before.
pub(super) fn carried(sheet: &mut Sheet<'_>, y: f32, words: &str, sum: Amount) -> f32 {
    let style = Style {
        size: 3.0,
        bold: true,
        tone: Tone::Ink,
    };
    sheet.words(grid::LEFT + CODE.x, y + 4.4, style, words);
    sheet.words_to(RIGHT, y + 4.4, style, &sum.on_page().replace('\u{a0}', " "));
    sheet.rule(grid::span(0, 12), y + CARRIED, 0.25);
    y + CARRIED
}
