//! What stands on each copy, and where: titles, rows, and the symbol's payload.

use super::Volet;
use crate::econnector::ecit::Certificate;

/// A page in millimetres from the top left corner of an A4 sheet.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) texts: Vec<Text>,
    pub(super) symbol: Symbol,
    /// The document's title.
    pub(super) title: &'static str,
}

/// A line of text.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Size in points.
    pub(crate) size: f32,
    pub(crate) text: String,
}

/// The DataMatrix: where, and what it says.
#[derive(Debug)]
pub(super) struct Symbol {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) payload: String,
}

/// Letters of a value that fit beside its label.
const VALUE_WIDTH: usize = 62;

/// Lays one copy out; `other` is the template of another day.
pub(super) fn lay_out(volet: Volet, certificate: &Certificate, other: bool) -> Layout {
    let (title, top, step, size, symbol) = if other {
        (
            "Certificat d’incapacité de travail (modèle révisé)",
            96.0,
            10.0,
            11.0,
            (20.0, 48.0),
        )
    } else {
        (
            "Certificat d’incapacité de travail",
            60.0,
            9.0,
            10.0,
            (165.0, 18.0),
        )
    };
    let mut texts = vec![
        Text {
            x: 20.0,
            y: 25.0,
            size: 16.0,
            text: title.to_owned(),
        },
        Text {
            x: 20.0,
            y: 33.0,
            size: 12.0,
            text: heading(volet).to_owned(),
        },
        Text {
            x: 20.0,
            y: 40.0,
            size: 8.0,
            text: "Bac à sable – sans valeur légale".to_owned(),
        },
    ];
    let mut y = top;
    for (label, value) in rows(volet, certificate) {
        texts.push(Text {
            x: 20.0,
            y,
            size,
            text: label.to_owned(),
        });
        for line in wrap(&value) {
            texts.push(Text {
                x: 80.0,
                y,
                size,
                text: line,
            });
            y += step * 0.6;
        }
        y += step * 0.4;
    }
    let symbol = Symbol {
        x: symbol.0,
        y: symbol.1,
        payload: payload(certificate),
    };
    Layout {
        texts,
        symbol,
        title,
    }
}

fn heading(volet: Volet) -> &'static str {
    match volet {
        Volet::Caisse => "Volet 1 – Caisse de maladie",
        Volet::Employeur => "Volet 2 – Employeur",
        Volet::Assure => "Volet 3 – Assuré",
    }
}

fn rows(volet: Volet, certificate: &Certificate) -> Vec<(&'static str, String)> {
    match volet {
        Volet::Caisse | Volet::Assure => all_rows(certificate),
        Volet::Employeur => employer_rows(certificate),
    }
}

/// Assumption: the complete list of what an employer may see. It is written out, not made by
/// leaving things off the full list, so that a new field stays off this copy by itself.
fn employer_rows(certificate: &Certificate) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        ("Assuré", certificate.insured.clone()),
        ("Matricule", certificate.matricule.clone()),
        ("Nature", nature(certificate)),
        ("Premier jour", date(&certificate.start)),
        ("Dernier jour", date(&certificate.end)),
        ("Établi le", date(&certificate.issued)),
        ("Médecin", certificate.practitioner.clone()),
        ("Code prestataire", certificate.practitioner_code.clone()),
    ];
    if certificate.is_crf() {
        rows.push(("Objet", "Congé pour raisons familiales".to_owned()));
    }
    rows
}

fn all_rows(certificate: &Certificate) -> Vec<(&'static str, String)> {
    let outings = match certificate.outings.as_str() {
        "AUTORISEES" => "Autorisées",
        _ => "Exclues",
    };
    let mut rows = vec![
        ("Assuré", certificate.insured.clone()),
        ("Matricule", certificate.matricule.clone()),
    ];
    rows.extend(certificate.address.clone().map(|text| ("Adresse", text)));
    rows.push(("Nature", nature(certificate)));
    rows.extend(
        certificate
            .previous
            .clone()
            .map(|text| ("Certificat précédent", text)),
    );
    rows.push(("Motif", motif(certificate).to_owned()));
    rows.push(("Premier jour", date(&certificate.start)));
    rows.push(("Dernier jour", date(&certificate.end)));
    rows.extend(
        certificate
            .diagnosis
            .clone()
            .map(|text| ("Code diagnostic", text)),
    );
    rows.push(("Sorties", outings.to_owned()));
    if let Some((matricule, name)) = certificate.child.clone() {
        rows.push(("Enfant", name));
        rows.push(("Matricule de l’enfant", matricule));
    }
    rows.push(("Établi le", date(&certificate.issued)));
    rows.push(("Médecin", certificate.practitioner.clone()));
    rows.push(("Code prestataire", certificate.practitioner_code.clone()));
    rows.push(("Code facturier", certificate.biller_code.clone()));
    rows
}

fn nature(certificate: &Certificate) -> String {
    match certificate.nature.as_str() {
        "PROLONGATION" => "Prolongation",
        _ => "Certificat initial",
    }
    .to_owned()
}

fn motif(certificate: &Certificate) -> &'static str {
    match certificate.motif.as_str() {
        "ACCIDENT" => "Accident",
        "ACCIDENT_TRAVAIL" => "Accident du travail",
        "ACCIDENT_TRAJET" => "Accident de trajet",
        "MALADIE_PROFESSIONNELLE" => "Maladie professionnelle",
        "MATERNITE" => "Maternité",
        "CRF" => "Congé pour raisons familiales",
        _ => "Maladie",
    }
}

/// Assumption: the payload is not public. The same on every copy, so only what the employer may
/// see; for CRF the insured parent's matricule, never the child's (CNS, technical meeting).
fn payload(certificate: &Certificate) -> String {
    let kind = if certificate.is_crf() {
        "DMCRF"
    } else {
        "DMCIT"
    };
    let nature = if certificate.nature == "PROLONGATION" {
        "P"
    } else {
        "I"
    };
    let day = |iso: &str| iso.replace('-', "");
    format!(
        "{kind};1;{};{nature};{};{};{};{}",
        certificate.matricule,
        day(&certificate.start),
        day(&certificate.end),
        day(&certificate.issued),
        certificate.practitioner_code
    )
}

/// `2026-11-22` as `22.11.2026`; nothing stays nothing.
pub(super) fn date(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').rev().collect();
    parts.join(".")
}

fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.last().is_some_and(|line| {
            !line.is_empty() && line.chars().count() + 1 + word.chars().count() > VALUE_WIDTH
        });
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
