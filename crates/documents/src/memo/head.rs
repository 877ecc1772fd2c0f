//! The top of a page: everything on the first, who and which memo on the others; then the table's head.

use domain::display::{Item, Text, Tone};
use domain::forms::memo::{MemoCopy, Route};

use super::row;
use crate::Fonts;
use crate::grid::{self, RIGHT, left, right, span};
use crate::sheet::{ROW, Sheet, Style, Value, value};

/// Between two sections.
const GAP: f32 = 2.2;
/// Lines of an address with their fields.
const BILLER: [&str; 1] = ["biller"];
const INSURED: [&str; 5] = [
    "insured.street",
    "insured.city",
    "insured.number",
    "insured.postcode",
    "insured.country",
];

/// Draws the head; gives the top of the first row.
pub(super) fn draw(sheet: &mut Sheet<'_>, copy: &MemoCopy, first: bool) -> f32 {
    let heading = Style {
        size: if first { 5.4 } else { 4.0 },
        bold: true,
        tone: Tone::Ink,
    };
    sheet.words(grid::LEFT, 20.0, heading, "MÉMOIRE D'HONORAIRES");
    let route = match copy.route {
        Route::Mh => "Paiement immédiat direct",
        Route::Memoire => "Remboursement digitalisé",
    };
    sheet.words_to(RIGHT, 20.0, Style::OPTION, route);
    let y = if first {
        whole(sheet, copy)
    } else {
        repeated(sheet, copy)
    };
    row::columns(sheet, y)
}

/// The number of a page, known when all are made.
pub(super) fn page_number(number: usize, count: usize, fonts: &Fonts) -> Item {
    let text = format!("Page {number} / {count}");
    let size = Style::LABEL.size;
    Item::Text(Text {
        x: RIGHT - fonts.width(&text, size, false),
        y: 282.4,
        size,
        bold: false,
        tone: Tone::Label,
        text,
        field: None,
    })
}

fn whole(sheet: &mut Sheet<'_>, copy: &MemoCopy) -> f32 {
    let y = 30.0;
    sheet.strong(span(0, 6), y, "Numéro", value("memo.number", &copy.number));
    sheet.strong(
        span(6, 6),
        y,
        "Date du mémoire",
        value("memo.date", &copy.date),
    );
    let y = writer(sheet, y + ROW, copy);
    let y = patient(sheet, y + GAP, copy);
    let y = insured(sheet, y, copy);
    accident(sheet, y, copy) + GAP
}

fn writer(sheet: &mut Sheet<'_>, y: f32, copy: &MemoCopy) -> f32 {
    let writer = &copy.writer;
    let practitioner = |text| value("practitioner", text);
    let y = sheet.section(y, "Prestataire");
    sheet.field(span(0, 5), y, "Prénom et nom", practitioner(&writer.name));
    sheet.field(span(5, 4), y, "Spécialité", practitioner(&writer.specialty));
    sheet.field(
        span(9, 3),
        y,
        "Code prestataire",
        practitioner(&writer.code),
    );
    let y = y + ROW;
    let address = lines(&["practitioner"], &writer.address);
    sheet.lines(span(0, 5), y, "Adresse", &address);
    let mut biller = vec![value("biller", &copy.biller_name)];
    biller.extend(lines(&BILLER, &copy.biller_address));
    sheet.lines(span(5, 4), y, "Facturier", &biller);
    sheet.field(
        span(9, 3),
        y,
        "Code facturier",
        value("biller", &writer.biller),
    );
    y + ROW
}

fn patient(sheet: &mut Sheet<'_>, y: f32, copy: &MemoCopy) -> f32 {
    let y = sheet.section(y, "Patient(e)");
    let field = |path, text| value(path, text);
    sheet.strong(
        span(0, 4),
        y,
        "Nom",
        field("patient.lastName", &copy.last_name),
    );
    sheet.strong(
        span(4, 3),
        y,
        "Prénom(s)",
        field("patient.firstName", &copy.first_name),
    );
    sheet.field(
        span(7, 3),
        y,
        "Matricule",
        field("patient.matricule", &copy.matricule),
    );
    let birth = field("patient.birthDate", &copy.birth_date);
    sheet.field(span(10, 2), y, "Né(e) le", birth);
    y + ROW
}

/// The insured person, where it is another than the patient or has an address.
fn insured(sheet: &mut Sheet<'_>, y: f32, copy: &MemoCopy) -> f32 {
    let MemoCopy {
        insured_name,
        insured_matricule,
        insured_address,
        ..
    } = copy;
    if insured_name.is_empty() && insured_matricule.is_empty() && insured_address.is_empty() {
        return y;
    }
    let name = value("insured.lastName", insured_name);
    sheet.field(span(0, 4), y, "Assuré(e)", name);
    sheet.with_places(&["insured.firstName"], span(0, 4), y);
    let number = value("insured.matricule", insured_matricule);
    sheet.field(span(4, 3), y, "Matricule de l'assuré(e)", number);
    let address = lines(&["insured.street", "insured.city"], insured_address);
    sheet.lines(span(7, 5), y, "Adresse", &address);
    sheet.with_places(&INSURED, span(7, 5), y);
    y + ROW
}

fn accident(sheet: &mut Sheet<'_>, y: f32, copy: &MemoCopy) -> f32 {
    let [number, day] = &copy.accident;
    if number.is_empty() && day.is_empty() {
        return y;
    }
    sheet.field(
        left(),
        y,
        "Numéro de l'accident",
        value("accident.number", number),
    );
    sheet.field(
        right(),
        y,
        "Date de l'accident",
        value("accident.date", day),
    );
    y + ROW
}

/// Which memo, whose, of whom.
fn repeated(sheet: &mut Sheet<'_>, copy: &MemoCopy) -> f32 {
    let y = 28.0;
    sheet.field(span(0, 3), y, "Numéro", value("memo.number", &copy.number));
    sheet.field(span(3, 2), y, "Date", value("memo.date", &copy.date));
    let name = [
        value("patient.lastName", copy.last_name.as_str()),
        value("patient.firstName", copy.first_name.as_str()),
    ];
    sheet.lines(span(5, 4), y, "Patient(e)", &name);
    sheet.field(
        span(9, 3),
        y,
        "Matricule",
        value("patient.matricule", &copy.matricule),
    );
    y + ROW
}

/// The lines of an address: the first field for the first, the last one for the others.
fn lines<'a>(fields: &[&'a str], texts: &'a [String]) -> Vec<Value<'a>> {
    let last = fields.last().copied().unwrap_or_default();
    let fields = fields.iter().copied().chain(std::iter::repeat(last));
    fields
        .zip(texts)
        .map(|(field, text)| value(field, text))
        .collect()
}
