//! Made documents, as many as asked for: one shared content, types and days that repeat.

use serde_json::{Value, json};

/// The content that they share, in `data/dsp/contents.json`.
const CONTENT: &str = "Binary/doc-exemple";
/// LOINC code, its words, the title.
const KINDS: [(&str, &str, &str); 7] = [
    ("11502-2", "Laboratory report", "Bilan biologique"),
    ("57833-6", "Prescription for medication", "Ordonnance"),
    ("87273-9", "Immunization note", "Note de vaccination"),
    ("60591-5", "Patient summary", "Résumé patient"),
    (
        "85430-7",
        "Diagnostic imaging report",
        "Compte rendu d’imagerie",
    ),
    ("11488-4", "Consult note", "Consultation"),
    ("99999-9", "Unknown", "Autre document"),
];
const AUTHORS: [(&str, &str); 3] = [
    ("hopital", "Hôpital du Plateau (exemple)"),
    ("imagerie", "Centre d’imagerie de la Moselle (exemple)"),
    ("lab-nord", "Laboratoire du Nord (exemple)"),
];

/// `count` documents of a patient, the newest first.
pub(super) fn documents(patient: &str, count: usize) -> impl Iterator<Item = Value> {
    (0..count).map(move |number| document(patient, number))
}

fn document(patient: &str, number: usize) -> Value {
    let (code, display, title) = KINDS[number % KINDS.len()];
    let (author, name) = AUTHORS[number / 3 % AUTHORS.len()];
    // Days that exist in every month, going back from the end of October 2026.
    let (day, month) = (28 - number % 28, 10 - number / 28 % 10);
    let year = 2026 - number / 280;
    let date = format!("{year:04}-{month:02}-{day:02}");
    let id = format!("{patient}-{number:05}");
    json!({
        "resourceType": "DocumentReference",
        "id": id,
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": format!("urn:oid:1.3.182.2.9.7.{number}.{}", patient.len())},
        "identifier": [{"system": "urn:oid:1.3.182.2.9.8", "value": id}],
        "status": "current",
        "type": {"coding": [{"system": "http://loinc.org", "code": code, "display": display}]},
        "subject": {"reference": format!("Patient/{patient}")},
        "date": format!("{date}T12:00:00+01:00"),
        "author": [{"reference": format!("Organization/{author}"), "display": name}],
        "description": format!("{title} n° {}", number + 1),
        "content": [{"attachment": {
            "contentType": "application/pdf", "language": "fr-LU", "url": CONTENT, "title": title, "creation": date,
        }}],
    })
}
