//! What stands under the last line: the sums, the payment, the note and the signature.

use domain::display::Tone;
use domain::forms::memo::{MemoCopy, Route};

use crate::grid::{LEFT, RIGHT, Span, span};
use crate::sheet::{ROW, Sheet, Style, value};

/// How much room it takes, and where that ends.
pub(super) const HEIGHT: f32 = 62.0;
pub(super) const BOTTOM: f32 = 276.0;

/// What the patient and what the fund pays, in the words of a receipt of immediate payment.
const SHARES: [&str; 2] = ["Participation personnelle", "Montant payé par l'AMM"];

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
    if let Some(shares) = &copy.shares {
        for ((label, amount), down) in SHARES.iter().zip(shares).zip([4.0, 8.6]) {
            let Span { x, width } = span(0, 5);
            sheet.words(x, y + down, Style::OPTION, label);
            sheet.words_to(x + width, y + down, Style::OPTION, &sum(amount));
        }
    }
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
    // After an immediate payment nothing is left to pay but the answered share.
    if !(copy.deposited && copy.route == Route::Mh) {
        let due = sum(&copy.due);
        sheet.field(
            span(3, 3),
            y,
            "Reste à payer",
            value("payment.deposit", &due),
        );
    }
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
    if copy.deposited {
        for (line, down) in what_to_do(copy).into_iter().zip([6.0, 11.0]) {
            sheet.words(LEFT, y + down, Style::OPTION, line);
        }
    }
    let place = span(6, 6);
    sheet.frame(place, y, 20.0);
    let words = "Signature du prestataire";
    sheet.words(place.x + 2.0, y + 3.8, Style::LABEL, words);
}

/// What the patient does with a memo that was deposited (CNS, "paiement immédiat direct" and "remboursement digitalisé").
fn what_to_do(copy: &MemoCopy) -> [&'static str; 2] {
    match copy.route {
        _ if copy.revoked => ["Annulé : ce mémoire n'est plus valable.", ""],
        Route::Mh => [
            "Merci de ne pas envoyer ce document",
            "à votre caisse de maladie.",
        ],
        Route::Memoire => [
            "À envoyer à votre caisse de maladie",
            "par GesondheetsApp, ou sur papier par la poste.",
        ],
    }
}
