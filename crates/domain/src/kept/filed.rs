//! A document that was sent, as it is kept while its page is gone: to be seen, printed and cancelled again.

use serde_json::{Map, Value};

use super::{has_outlived, read_deposit, read_texts, write_deposit, write_texts};
use crate::context::PatientKey;
use crate::econnector::{Deposit, Receipt};
use crate::json::Json;

/// A deposited document. It is kept as long as a draft ([`super::DRAFT_LIFE`]).
#[derive(Clone, PartialEq, Eq)]
pub struct Filed {
    /// The type of its form, as `<volet-form type>` has it.
    pub form: String,
    /// The patient of the file in which it was made.
    pub patient: PatientKey,
    /// What stood in the fields, by their paths. Read back, they are sorted by path.
    pub texts: Vec<(String, String)>,
    /// What was deposited.
    pub deposit: Deposit,
    /// What came back.
    pub receipt: Receipt,
    /// When the answer came, ISO 8601.
    pub sent_at: String,
    /// Where it stands: `accepted`, `revoked` or `replaced`.
    pub state: String,
    /// Since when it stands there, ISO 8601.
    pub since: String,
    /// The request for its pages.
    pub pages: String,
    /// The same once it is cancelled.
    pub revoked_pages: String,
    /// When it was kept, in seconds of the page's clock.
    pub at: i64,
}

crate::redacted!(Filed);

impl Filed {
    /// The text to be sealed; the files that came back are left out where there is no room for them.
    pub fn write(&self, with_files: bool) -> String {
        let mut root = Map::new();
        let mut put = |name: &str, value: Value| drop(root.insert(name.to_owned(), value));
        put("form", self.form.as_str().into());
        put("patient", self.patient.as_text().into());
        put("texts", write_texts(&self.texts));
        put("receipt", self.receipt.write(with_files));
        put("sentAt", self.sent_at.as_str().into());
        put("state", self.state.as_str().into());
        put("since", self.since.as_str().into());
        put("pages", self.pages.as_str().into());
        put("revokedPages", self.revoked_pages.as_str().into());
        put("at", self.at.into());
        write_deposit(&self.deposit, put);
        Value::Object(root).to_string()
    }

    /// Reads it back; `None` for what was not written here, and for what has outlived its time.
    pub fn read(text: &str, now: i64) -> Option<Self> {
        let json = Json::parse(text.as_bytes())?;
        let at = json.number("at");
        if has_outlived(at, now) {
            return None;
        }
        let deposit = read_deposit(&json)?;
        let receipt = Receipt::read(&json.member("receipt"))?;
        (receipt.document_id == deposit.document_id).then_some(())?;
        Some(Self {
            form: json.filled("form")?,
            patient: PatientKey::from_text(&json.text("patient")),
            texts: read_texts(&json)?,
            deposit,
            receipt,
            sent_at: json.filled("sentAt")?,
            state: json.filled("state")?,
            since: json.filled("since")?,
            pages: json.filled("pages")?,
            revoked_pages: json.filled("revokedPages")?,
            at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Volet;
    use crate::econnector::{Anomaly, CopyFile, DocumentType, Shares};
    use crate::ids::{DocumentId, GpCode};
    use crate::kept::DRAFT_LIFE;
    use crate::money::Amount;

    const NOW: i64 = 1_795_000_000;

    fn file(official: bool, volet: Volet) -> CopyFile {
        CopyFile {
            volet,
            official,
            bytes: b"%PDF-1.7\n\xff\x00".into(),
        }
    }

    fn filed() -> Filed {
        let deposit = Deposit {
            document_id: DocumentId::derive([7; 16]),
            gp_code: GpCode::parse("90813319").unwrap(),
            document_type: DocumentType::Memoire,
            xml: "<x a=\"ę\"/>\n".into(),
        };
        let remark = Anomaly {
            kind: "AVERTISSEMENT".into(),
            code: "X".into(),
            motif: "said of \"it\"".into(),
            path: Some("acte[1]".into()),
        };
        let receipt = Receipt {
            document_id: deposit.document_id.clone(),
            uuid_secu: "u-1".into(),
            anomalies: vec![remark],
            documents: vec![file(true, Volet::Caisse), file(false, Volet::Mh)],
            shares: Some(Shares {
                patient: Amount::parse("7.51").unwrap(),
                cns: Amount::parse("55.09").unwrap(),
            }),
        };
        Filed {
            form: "memoire".into(),
            patient: PatientKey::from_text("m:1893120105732"),
            texts: vec![("insured.lastName".into(), "Şahin \"x\"\n".into())],
            deposit,
            receipt,
            sent_at: "2026-11-22T08:00:00Z".into(),
            state: "revoked".into(),
            since: "2026-11-22T09:00:00Z".into(),
            pages: "{}".into(),
            revoked_pages: "{\"revoked\":true}".into(),
            at: NOW,
        }
    }

    #[test]
    fn what_is_written_is_read_back_to_the_last_byte() {
        assert_eq!(Filed::read(&filed().write(true), NOW + 60), Some(filed()));
    }

    #[test]
    fn without_its_files_it_is_the_same_document() {
        let mut expect = filed();
        expect.receipt.documents.clear();
        assert_eq!(Filed::read(&filed().write(false), NOW), Some(expect));
    }

    #[test]
    fn it_has_its_time() {
        let text = filed().write(true);
        assert!(Filed::read(&text, NOW + DRAFT_LIFE - 1).is_some());
        assert!(Filed::read(&text, NOW + DRAFT_LIFE).is_none());
    }

    #[test]
    fn what_cannot_be_read_is_none() {
        let changed = |change: &str, value: Value| {
            let mut json: Value = serde_json::from_str(&filed().write(true)).unwrap();
            json[change] = value;
            json.to_string()
        };
        let other = DocumentId::derive([8; 16]);
        for text in [
            String::new(),
            "[]".into(),
            changed("form", Value::Null),
            changed("documentId", "x".into()),
            changed("documentId", other.as_str().into()),
            changed("receipt", Value::Null),
            changed("pages", Value::Null),
            changed("texts", Value::Null),
        ] {
            assert_eq!(Filed::read(&text, NOW), None, "{text}");
        }
    }

    #[test]
    fn nothing_of_it_is_printed() {
        assert_eq!(format!("{:?}", filed()), "Filed([redacted])");
    }
}
