//! What stands under the last line: the sums, the payment, the note and the signature.

use domain::display::Tone;
use domain::forms::memo::MemoCopy;

use crate::grid::{RIGHT, span};
use crate::sheet::{ROW, Sheet, Style, value};

/// How much room it takes, and where that ends.
pub(super) const HEIGHT: f32 = 62.0;
pub(super) const BOTTOM: f32 = 276.0;

/// Draws it under the last line.
pub(super) fn draw(sheet: &mut Sheet<'_>, y: f32, copy: &MemoCopy) {
    let total = Style {
        size: 4.4,
        bold: true,
        tone: Tone::Ink,
    };
    let sum = |text: &str| format!("{} €", text.replace('\u{a0}', " "));
    sheet.words(span(6, 1).x, y + 7.0, total, "Total");
    sheet.words_to(RIGHT, y + 7.0, total, &sum(&copy.total));
    let y = y + 10.0;
    let deposit = match copy.deposit.as_str() {
        "" => String::new(),
        text => sum(text),
    };
    let paid = if copy.paid { "oui" } else { "non" };
    sheet.field(
        span(0, 3),
        y,
        "Acompte versé",
        value("payment.deposit", &deposit),
    );
    sheet.field(
        span(3, 3),
        y,
        "Reste à payer",
        value("payment.deposit", &sum(&copy.due)),
    );
    sheet.field(span(6, 3), y, "Acquitté", value("payment.paid", paid));
    sheet.field(
        span(9, 3),
        y,
        "Acquitté le",
        value("payment.paidOn", &copy.paid_on),
    );
    let y = y + ROW;
    let note = value("memo.note", &copy.note);
    sheet.lines(span(0, 12), y, "Remarque", &[note]);
    let y = y + ROW;
    let place = span(6, 6);
    sheet.frame(place, y, 20.0);
    let words = "Signature du prestataire";
    sheet.words(place.x + 2.0, y + 3.8, Style::LABEL, words);
}
