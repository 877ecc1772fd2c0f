//! The employer's copy: drawn from [`EmployerCopy`] alone, with no empty place that hints at what others see.

use domain::display::Volet;
use domain::forms::ecit::EmployerCopy;

use super::parts::{self, BODY};
use crate::grid::{left, right};
use crate::sheet::{ROW, Sheet, value};
use crate::standing::Standing;

/// Between two sections.
const GAP: f32 = 6.0;

/// Draws the page.
pub(super) fn draw(
    sheet: &mut Sheet<'_>,
    copy: &EmployerCopy,
    symbol: &[String],
    standing: &Standing,
) {
    parts::head(sheet, Volet::Employeur, symbol, standing);
    let y = insured(sheet, BODY, copy);
    let y = incapacity(sheet, y + GAP, copy);
    writer(sheet, y + GAP, copy);
    parts::foot(sheet, Volet::Employeur, &copy.issued, standing);
}

fn insured(sheet: &mut Sheet<'_>, y: f32, copy: &EmployerCopy) -> f32 {
    let y = sheet.section(y, "Assuré(e)");
    let field = value("insured.lastName", &copy.last_name);
    sheet.strong(left(), y, "Nom", field);
    let field = value("insured.firstName", &copy.first_name);
    sheet.strong(right(), y, "Prénom(s)", field);
    let y = y + ROW;
    let field = value("insured.matricule", &copy.matricule);
    sheet.field(left(), y, "Matricule", field);
    y + ROW
}

fn incapacity(sheet: &mut Sheet<'_>, y: f32, copy: &EmployerCopy) -> f32 {
    let y = sheet.section(y, "Incapacité");
    let kind = match copy.prolongation {
        Some(true) => "Prolongation",
        Some(false) => "Certificat initial",
        None => "",
    };
    sheet.field(left(), y, "Nature", value("certificate.kind", kind));
    if copy.family_leave {
        let words = value("certificate.reason", "congé pour raisons familiales");
        sheet.field(right(), y, "Objet", words);
    }
    let y = y + ROW;
    let field = value("certificate.start", &copy.start);
    sheet.strong(left(), y, "Premier jour", field);
    let field = value("certificate.end", &copy.end);
    sheet.strong(right(), y, "Dernier jour", field);
    y + ROW
}

fn writer(sheet: &mut Sheet<'_>, y: f32, copy: &EmployerCopy) {
    let y = sheet.section(y, "Médecin");
    let field = value("practitioner", &copy.writer_name);
    sheet.field(left(), y, "Prénom et nom", field);
    let field = value("practitioner", &copy.writer_code);
    sheet.field(right(), y, "Code prestataire", field);
}
