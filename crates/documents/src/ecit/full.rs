//! The copy of the health fund and that of the insured person: all fields.

use domain::display::Volet;
use domain::forms::ecit::{FullCopy, Reason, Writer};

use super::parts::{self, BODY};
use crate::grid::{left, right, span};
use crate::sheet::{ROW, Sheet, Style, Value, value};
use crate::standing::Standing;

/// Between two sections.
const GAP: f32 = 2.2;

/// The reasons of the contract with their words on the page and their place: first column and row.
const REASONS: [(&str, &str, u8, f32); 7] = [
    ("illness", "Maladie", 0, 0.0),
    ("accident", "Accident", 3, 0.0),
    ("work-accident", "Accident du travail", 6, 0.0),
    ("commuting-accident", "Accident de trajet", 9, 0.0),
    ("occupational-disease", "Maladie professionnelle", 0, 1.0),
    ("maternity", "Maternité", 3, 1.0),
    ("crf", "Congé pour raisons familiales", 6, 1.0),
];

/// Fields that an address shows in one line with others.
const ADDRESS: [&str; 5] = [
    "insured.street",
    "insured.number",
    "insured.postcode",
    "insured.city",
    "insured.country",
];
const STAY: [&str; 7] = [
    "stay.street",
    "stay.number",
    "stay.floor",
    "stay.bell",
    "stay.postcode",
    "stay.city",
    "stay.country",
];

/// Draws the page.
pub(super) fn draw(
    sheet: &mut Sheet<'_>,
    volet: Volet,
    copy: &FullCopy,
    symbol: &[String],
    standing: &Standing,
) {
    parts::head(sheet, volet, symbol, standing);
    let y = insured(sheet, BODY, copy);
    let y = incapacity(sheet, y + GAP, copy);
    let y = match &copy.child {
        Some(child) => family(sheet, y + GAP, child),
        None => y,
    };
    let y = outings(sheet, y + GAP, copy);
    writer(sheet, y + GAP, &copy.writer);
    parts::foot(sheet, volet, &copy.issued, standing);
}

fn insured(sheet: &mut Sheet<'_>, y: f32, copy: &FullCopy) -> f32 {
    let y = sheet.section(y, "Assuré(e)");
    let field = value("insured.lastName", &copy.last_name);
    sheet.strong(left(), y, "Nom", field);
    let field = value("insured.firstName", &copy.first_name);
    sheet.strong(right(), y, "Prénom(s)", field);
    let y = y + ROW;
    let field = value("insured.matricule", &copy.matricule);
    sheet.field(left(), y, "Matricule", field);
    let fields = ["insured.street", "insured.city"];
    sheet.lines(right(), y, "Adresse", &address(fields, &copy.address));
    sheet.with_places(&ADDRESS, right(), y);
    y + ROW
}

fn incapacity(sheet: &mut Sheet<'_>, y: f32, copy: &FullCopy) -> f32 {
    let y = sheet.section(y, "Incapacité");
    sheet.words(left().x, y + 2.5, Style::LABEL, "Nature");
    for (column, ticked, text) in [
        (0, copy.prolongation == Some(false), "Certificat initial"),
        (3, copy.prolongation == Some(true), "Prolongation"),
    ] {
        sheet.tick(
            span(column, 3).x,
            y + 8.6,
            ticked,
            value("certificate.kind", text),
        );
    }
    if copy.prolongation == Some(true) {
        let field = value("certificate.previous", &copy.previous);
        sheet.field(right(), y, "Certificat prolongé", field);
    }
    let y = y + ROW;
    sheet.words(left().x, y + 2.5, Style::LABEL, "Motif");
    for (word, text, column, row) in REASONS {
        let ticked = copy.reason == word;
        let baseline = y + 7.8 + row * 5.8;
        sheet.tick(
            span(column, 3).x,
            baseline,
            ticked,
            value("certificate.reason", text),
        );
    }
    let y = y + 17.6;
    let field = value("certificate.start", &copy.start);
    sheet.strong(span(0, 3), y, "Premier jour", field);
    let field = value("certificate.end", &copy.end);
    sheet.strong(span(3, 3), y, "Dernier jour", field);
    let field = value("certificate.days", &copy.days);
    sheet.field(span(6, 2), y, "Nombre de jours", field);
    let field = value("certificate.diagnosis", &copy.diagnosis);
    sheet.field(span(8, 4), y, "Code diagnostic", field);
    accident(sheet, y + ROW, copy)
}

/// Number and day of an accident, where one is named.
fn accident(sheet: &mut Sheet<'_>, y: f32, copy: &FullCopy) -> f32 {
    let [number, day] = &copy.accident;
    if !Reason::parse(&copy.reason).is_some_and(Reason::is_accident) {
        return y;
    }
    let field = value("certificate.accidentNumber", number);
    sheet.field(left(), y, "Numéro de l'accident", field);
    let field = value("certificate.accidentDate", day);
    sheet.field(right(), y, "Date de l'accident", field);
    y + ROW
}

fn family(sheet: &mut Sheet<'_>, y: f32, child: &[String; 3]) -> f32 {
    let [matricule, last_name, first_name] = child;
    let y = sheet.section(y, "Enfant — congé pour raisons familiales");
    sheet.field(left(), y, "Nom", value("child.lastName", last_name));
    sheet.field(
        right(),
        y,
        "Prénom(s)",
        value("child.firstName", first_name),
    );
    let y = y + ROW;
    sheet.field(left(), y, "Matricule", value("child.matricule", matricule));
    y + ROW
}

fn outings(sheet: &mut Sheet<'_>, y: f32, copy: &FullCopy) -> f32 {
    let y = sheet.section(y, "Sorties");
    for (column, ticked, text) in [
        (0, copy.outings_excluded == Some(false), "Autorisées"),
        (3, copy.outings_excluded == Some(true), "Exclues"),
    ] {
        sheet.tick(
            span(column, 3).x,
            y + 4.4,
            ticked,
            value("certificate.outings", text),
        );
    }
    let fields = ["stay.street", "stay.city"];
    let stay = address(fields, &copy.stay);
    if stay.is_empty() {
        return y + 7.6;
    }
    sheet.lines(right(), y, "Lieu de séjour", &stay);
    sheet.with_places(&STAY, right(), y);
    y + ROW
}

fn writer(sheet: &mut Sheet<'_>, y: f32, writer: &Writer) {
    let practitioner = |text| value("practitioner", text);
    let y = sheet.section(y, "Médecin");
    sheet.field(left(), y, "Prénom et nom", practitioner(&writer.name));
    sheet.field(right(), y, "Spécialité", practitioner(&writer.specialty));
    let y = y + ROW;
    sheet.field(
        span(0, 3),
        y,
        "Code prestataire",
        practitioner(&writer.code),
    );
    sheet.field(
        span(3, 3),
        y,
        "Code facturier",
        value("biller", &writer.biller),
    );
    sheet.lines(
        right(),
        y,
        "Adresse",
        &address(["practitioner"; 2], &writer.address),
    );
}

/// The lines of an address: the street's field for the first, the town's for the others.
fn address<'a>(fields: [&'a str; 2], lines: &'a [String]) -> Vec<Value<'a>> {
    let [street, town] = fields;
    let fields = std::iter::once(street).chain(std::iter::repeat(town));
    fields
        .zip(lines)
        .map(|(field, line)| value(field, line))
        .collect()
}
