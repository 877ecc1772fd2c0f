//! What all copies have in common: the head, the place of signature and the foot.

use domain::display::{Tone, Volet};

use crate::grid::{self, RIGHT, span};
use crate::sheet::{Sheet, Style, value};
use crate::standing::Standing;

/// The top of the first section.
pub(super) const BODY: f32 = 49.0;
/// The top of the place of signature.
const SIGNATURE: f32 = 249.0;

/// The name of a copy at the top right of its page.
pub(super) fn title(volet: Volet) -> &'static str {
    match volet {
        Volet::Caisse => "Volet 1 — Caisse",
        Volet::Employeur => "Volet 2 — Employeur",
        Volet::Assure => "Volet 3 — Assuré(e)",
        Volet::Mh => "Mémoire d'honoraires",
    }
}

/// The symbol, the title, the name of the copy, and the words that say what the page is not.
pub(super) fn head(sheet: &mut Sheet<'_>, volet: Volet, symbol: &[String], standing: &Standing) {
    sheet.symbol(grid::LEFT, 15.0, symbol);
    let beside = grid::LEFT + 28.0;
    let name = Style {
        size: 3.6,
        bold: true,
        tone: Tone::Ink,
    };
    sheet.words_to(RIGHT, 18.0, name, title(volet));
    let heading = Style {
        size: 5.4,
        bold: true,
        tone: Tone::Ink,
    };
    sheet.words(beside, 26.6, heading, "CERTIFICAT D'INCAPACITÉ DE TRAVAIL");
    standing.mark(sheet, beside, 38.2);
    sheet.rule(span(0, 12), 44.0, 0.5);
}

/// The day of issue, the place of signature and the foot.
pub(super) fn foot(sheet: &mut Sheet<'_>, volet: Volet, issued: &str, standing: &Standing) {
    let date = value("certificate.issued", issued);
    sheet.strong(span(0, 3), SIGNATURE, "Date d'établissement", date);
    let place = span(6, 6);
    sheet.frame(place, SIGNATURE, 22.0);
    let (label, note) = match standing {
        Standing::Substitute(_) => (
            "Signature du médecin",
            "Établie après l'échec de la transmission électronique. À signer à la main.",
        ),
        Standing::Preview => (
            "Signature électronique par l'eConnector",
            "Page établie pour relecture. Seul le document rendu par l'eConnector a valeur de certificat.",
        ),
    };
    sheet.words(place.x + 2.0, SIGNATURE + 3.8, Style::LABEL, label);
    sheet.rule(span(0, 12), 278.0, 0.1);
    sheet.words(grid::LEFT, 282.4, Style::LABEL, note);
    sheet.words_to(RIGHT, 282.4, Style::LABEL, title(volet));
}
