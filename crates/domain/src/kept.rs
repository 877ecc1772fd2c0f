//! A form as it is kept while its page is gone: what was typed, and the document whose outcome is open.
//!
//! The text is sealed before it is stored (`pkg/drafts.js`); whoever opens it again reads it as a stranger's.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::context::PatientKey;
use crate::econnector::{Deposit, DocumentType};
use crate::ids::{DocumentId, GpCode};
use crate::json::Json;

/// How long a draft is kept, in seconds: a working day.
///
/// Assumption: a form that nobody has come back to within twelve hours is no longer wanted.
pub const DRAFT_LIFE: i64 = 12 * 3600;

/// A form that is kept. A document that is on its way, or whose answer was lost, has no end of its life: it is kept
/// until its outcome is known.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The type of the form, as `<volet-form type>` has it.
    pub form: String,
    /// The patient of the file in which it was begun.
    pub patient: PatientKey,
    /// What stands in the fields, by their paths: right or wrong, asked for now or not.
    pub texts: BTreeMap<String, String>,
    /// The document fixed for sending, with its bytes.
    pub deposit: Option<Deposit>,
    /// When it was kept, in seconds of the page's clock.
    pub at: i64,
}

crate::redacted!(Kept);

impl Kept {
    /// The text to be sealed.
    pub fn write(&self) -> String {
        let mut root = Map::new();
        let mut put = |name: &str, value: Value| drop(root.insert(name.to_owned(), value));
        put("form", self.form.as_str().into());
        put("at", self.at.into());
        put("patient", self.patient.as_text().into());
        let text = |(path, text): (&String, &String)| (path.clone(), text.as_str().into());
        put(
            "texts",
            Value::Object(self.texts.iter().map(text).collect()),
        );
        if let Some(deposit) = &self.deposit {
            put("documentType", word(deposit.document_type).into());
            put("documentId", deposit.document_id.as_str().into());
            put("gpCode", deposit.gp_code.as_str().into());
            put("xml", deposit.xml.as_str().into());
        }
        Value::Object(root).to_string()
    }

    /// Reads it back; `None` for what was not written here, and for a draft that has outlived its time.
    pub fn read(text: &str, now: i64) -> Option<Self> {
        let json = Json::parse(text.as_bytes())?;
        let at = json.number("at");
        let deposit = match json.filled("documentId") {
            Some(document_id) => Some(Deposit {
                document_id: DocumentId::parse(&document_id)?,
                gp_code: GpCode::parse(&json.text("gpCode")).ok()?,
                document_type: document_type(&json.text("documentType"))?,
                xml: json.filled("xml")?,
            }),
            None if now.abs_diff(at) >= DRAFT_LIFE.unsigned_abs() => return None,
            None => None,
        };
        let texts = json.object("texts")?;
        let text = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
        Some(Self {
            form: json.filled("form")?,
            patient: PatientKey::from_text(&json.text("patient")),
            texts: texts.all_texts().map(text).collect(),
            deposit,
            at,
        })
    }
}

fn word(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::Ecit => "ECIT",
        DocumentType::Mh => "MH",
    }
}

fn document_type(word: &str) -> Option<DocumentType> {
    match word {
        "ECIT" => Some(DocumentType::Ecit),
        "MH" => Some(DocumentType::Mh),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;

    const NOW: i64 = 1_795_000_000;

    fn kept(deposit: Option<Deposit>) -> Kept {
        let context = Json::from(serde_json::json!({"patient": {"matricule": "1893120105732"}}));
        let texts = [
            ("insured.lastName", "Şahin \"x\"\n"),
            ("child.firstName", "typed, though not asked for"),
            ("certificate.start", "-"),
        ];
        Kept {
            form: "ecit".into(),
            patient: Context::read(&context).patient_key(),
            texts: texts.map(|(path, text)| (path.into(), text.into())).into(),
            deposit,
            at: NOW,
        }
    }

    fn deposit() -> Deposit {
        Deposit {
            document_id: DocumentId::derive([7; 16]),
            gp_code: GpCode::parse("90813319").unwrap(),
            document_type: DocumentType::Ecit,
            xml: "<x a=\"ę\"/>\n".into(),
        }
    }

    #[test]
    fn what_is_written_is_read_back_to_the_last_letter() {
        for form in [kept(None), kept(Some(deposit()))] {
            assert_eq!(Kept::read(&form.write(), NOW + 60), Some(form));
        }
    }

    #[test]
    fn a_draft_has_its_time_and_an_open_send_has_none() {
        let draft = kept(None).write();
        assert!(Kept::read(&draft, NOW + DRAFT_LIFE - 1).is_some());
        assert!(Kept::read(&draft, NOW + DRAFT_LIFE).is_none());
        assert!(Kept::read(&draft, NOW - DRAFT_LIFE).is_none());
        let send = kept(Some(deposit())).write();
        assert!(Kept::read(&send, NOW + 100 * DRAFT_LIFE).is_some());
    }

    #[test]
    fn what_cannot_be_read_is_none() {
        let write = |change: &str, value: Value| {
            let mut json: Value = serde_json::from_str(&kept(Some(deposit())).write()).unwrap();
            json[change] = value;
            json.to_string()
        };
        for text in [
            String::new(),
            "{".into(),
            "[]".into(),
            write("form", Value::Null),
            write("documentType", "PDF".into()),
            write("texts", Value::Null),
            write("documentId", "x".into()),
            write("gpCode", "x".into()),
            write("xml", Value::Null),
        ] {
            assert_eq!(Kept::read(&text, NOW), None, "{text}");
        }
    }

    #[test]
    fn nothing_of_it_is_printed() {
        assert_eq!(format!("{:?}", kept(None)), "Kept([redacted])");
    }
}
