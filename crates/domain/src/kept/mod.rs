//! What is kept while its page is gone: a form with what was typed, and the document whose outcome is open; and what was
//! sent ([`Filed`]).
//!
//! The text is sealed before it is stored (`pkg/drafts.js`); whoever opens it again reads it as a stranger's.

mod filed;

pub use filed::Filed;

use serde_json::{Map, Value};

use crate::context::PatientKey;
use crate::econnector::{Deposit, DocumentType};
use crate::ids::{DocumentId, GpCode};
use crate::json::Json;

/// How long a draft is kept, in seconds: a working day.
///
/// Assumption: a form that nobody has come back to within twelve hours is no longer wanted.
pub const DRAFT_LIFE: i64 = 12 * 3600;

/// The deposited document that a kept form is to take the place of.
#[derive(Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The document.
    pub deposit: Deposit,
    /// mySecu's reference, under which it will be cancelled.
    pub uuid_secu: String,
    /// When its answer came, ISO 8601.
    pub sent_at: String,
    /// What stood in the fields before the replacement was begun, as `form.value` has it.
    pub before: Option<Value>,
}

crate::redacted!(Replaced);

/// A form that is kept. A document that is on its way, or whose answer was lost, has no end of its life: it is kept
/// until its outcome is known; nor has one that is owed.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The type of the form, as `<volet-form type>` has it.
    pub form: String,
    /// The patient of the file in which it was begun.
    pub patient: PatientKey,
    /// What stands in the fields, by their paths: right or wrong, asked for now or not. Read back, they are sorted by path.
    pub texts: Vec<(String, String)>,
    /// The document fixed for sending, with its bytes.
    pub deposit: Option<Deposit>,
    /// The deposited document whose place it takes.
    pub replaces: Option<Replaced>,
    /// Whether it is still to be transmitted after its patient has gone: the host's store keeps it.
    pub owed: bool,
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
        if self.owed {
            put("owed", true.into());
        }
        put("patient", self.patient.as_text().into());
        put("texts", write_texts(&self.texts));
        if let Some(old) = &self.replaces {
            put("replaces", old.write());
        }
        if let Some(deposit) = &self.deposit {
            write_deposit(deposit, put);
        }
        Value::Object(root).to_string()
    }

    /// Reads it back; `None` for what was not written here, and for a draft that has outlived its time.
    pub fn read(text: &str, now: i64) -> Option<Self> {
        let json = Json::parse(text.as_bytes())?;
        let (at, owed) = (json.number("at"), json.flag("owed"));
        let deposit = match json.filled("documentId") {
            Some(_) => Some(read_deposit(&json)?),
            None if !owed && has_outlived(at, now) => return None,
            None => None,
        };
        let replaces = match json.object("replaces") {
            Some(old) => Some(Replaced::read(&old)?),
            None => None,
        };
        Some(Self {
            form: json.filled("form")?,
            patient: PatientKey::from_text(&json.text("patient")),
            texts: read_texts(&json)?,
            deposit,
            replaces,
            owed,
            at,
        })
    }
}

impl Replaced {
    fn write(&self) -> Value {
        let mut root = Map::new();
        let mut put = |name: &str, value: Value| drop(root.insert(name.to_owned(), value));
        put("uuidSecu", self.uuid_secu.as_str().into());
        put("sentAt", self.sent_at.as_str().into());
        if let Some(before) = &self.before {
            put("before", before.clone());
        }
        write_deposit(&self.deposit, put);
        Value::Object(root)
    }

    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            deposit: read_deposit(json)?,
            uuid_secu: json.filled("uuidSecu")?,
            sent_at: json.text("sentAt"),
            before: json.object("before").map(Value::from),
        })
    }
}

/// Whether what was kept at a moment has had its time.
fn has_outlived(at: i64, now: i64) -> bool {
    now.abs_diff(at) >= DRAFT_LIFE.unsigned_abs()
}

fn write_texts(texts: &[(String, String)]) -> Value {
    let text = |(path, text): &(String, String)| (path.clone(), text.as_str().into());
    Value::Object(texts.iter().map(text).collect())
}

fn read_texts(json: &Json) -> Option<Vec<(String, String)>> {
    let texts = json.object("texts")?;
    let text = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
    Some(texts.all_texts().map(text).collect())
}

fn write_deposit(deposit: &Deposit, mut put: impl FnMut(&str, Value)) {
    put("documentType", word(deposit.document_type).into());
    put("documentId", deposit.document_id.as_str().into());
    put("gpCode", deposit.gp_code.as_str().into());
    put("xml", deposit.xml.as_str().into());
}

fn read_deposit(json: &Json) -> Option<Deposit> {
    Some(Deposit {
        document_id: DocumentId::parse(&json.text("documentId"))?,
        gp_code: GpCode::parse(&json.text("gpCode")).ok()?,
        document_type: document_type(&json.text("documentType"))?,
        xml: json.filled("xml")?,
    })
}

fn word(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::Ecit => "ECIT",
        DocumentType::Mh => "MH",
        DocumentType::Memoire => "MEMOIRE",
    }
}

fn document_type(word: &str) -> Option<DocumentType> {
    match word {
        "ECIT" => Some(DocumentType::Ecit),
        "MH" => Some(DocumentType::Mh),
        "MEMOIRE" => Some(DocumentType::Memoire),
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
            ("certificate.start", "-"),
            ("child.firstName", "typed, though not asked for"),
            ("insured.lastName", "Şahin \"x\"\n"),
        ];
        Kept {
            form: "ecit".into(),
            patient: Context::read(&context).patient_key(),
            texts: texts.map(|(path, text)| (path.into(), text.into())).into(),
            deposit,
            replaces: None,
            owed: false,
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
        let replacing = |before| Kept {
            replaces: Some(Replaced {
                deposit: deposit(),
                uuid_secu: "u-1".into(),
                sent_at: "2026-11-22T08:00:00Z".into(),
                before,
            }),
            ..kept(None)
        };
        let before = serde_json::json!({"certificate": {"start": "2026-11-20"}});
        let owed = Kept {
            owed: true,
            ..kept(None)
        };
        for form in [
            owed,
            kept(None),
            kept(Some(deposit())),
            replacing(None),
            replacing(Some(before)),
        ] {
            assert_eq!(Kept::read(&form.write(), NOW + 60), Some(form));
        }
    }

    #[test]
    fn a_draft_has_its_time_and_an_open_or_owed_send_has_none() {
        let draft = kept(None).write();
        assert!(Kept::read(&draft, NOW + DRAFT_LIFE - 1).is_some());
        assert!(Kept::read(&draft, NOW + DRAFT_LIFE).is_none());
        assert!(Kept::read(&draft, NOW - DRAFT_LIFE).is_none());
        let owed = Kept {
            owed: true,
            ..kept(None)
        };
        for kept in [kept(Some(deposit())), owed] {
            assert!(Kept::read(&kept.write(), NOW + 100 * DRAFT_LIFE).is_some());
        }
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
            write("replaces", serde_json::json!({"uuidSecu": "u-1"})),
        ] {
            assert_eq!(Kept::read(&text, NOW), None, "{text}");
        }
    }

    #[test]
    fn nothing_of_it_is_printed() {
        assert_eq!(format!("{:?}", kept(None)), "Kept([redacted])");
    }
}
