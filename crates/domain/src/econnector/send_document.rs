//! `POST /saas/v2/{gpCode}/send-document` and `POST /saas/v2/ra/{gpCode}/send-MH`: deposits a document in mySecu.
//!
//! The bytes and the UUID are fixed before the first try and never change: after a lost answer the same go again.
//!
//! Assumption: the same bytes under the same UUID make no second document; the answer is the first receipt.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Request, Response};

use super::wire::{Answer, SendBody};
use super::{Anomaly, CopyFile, DocumentType, Shares, refused_before};
use crate::failure::Code;
use crate::ids::{DocumentId, GpCode};
use crate::problem;

/// What is deposited, fixed when the person confirms.
#[derive(Clone, PartialEq, Eq)]
pub struct Deposit {
    /// The client-made UUID.
    pub document_id: DocumentId,
    /// The provider code in whose name it goes.
    pub gp_code: GpCode,
    /// The kind.
    pub document_type: DocumentType,
    /// The XML.
    pub xml: String,
}

crate::redacted!(Deposit);

/// The call.
#[derive(Clone, Copy, Debug)]
pub struct SendDocument<'a>(pub &'a Deposit);

/// What mySecu answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SendOutcome {
    /// It is deposited.
    Accepted(Receipt),
    /// It is refused: at least one anomaly is a `REJET`, whatever else the answer holds.
    Refused(Receipt),
}

/// What mySecu says of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Our id.
    pub document_id: DocumentId,
    /// mySecu's id, needed to revoke; empty where it gave none.
    pub uuid_secu: String,
    /// Remarks, and what refuses it.
    pub anomalies: Vec<Anomaly>,
    /// Its pages: the eConnector's own, and ours where it makes none.
    pub documents: Vec<CopyFile>,
    /// Who pays what, where the answer says so.
    pub shares: Option<Shares>,
}

/// Why there is no outcome.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SendError {
    /// Refused before anything was done: nothing was deposited.
    Before(Code, String),
    /// The answer was lost or cannot be read: the document may have been deposited.
    Unknown(Code, String),
}

/// The anomaly of a document that is already there with the same bytes.
///
/// Assumption: its name is ours; after a lost answer it means that the first try arrived.
const DUPLICATE: &str = "DOUBLON";

impl SendDocument<'_> {
    /// The request, relative to the gateway's base.
    pub fn request(self, gateway: &str) -> http::Result<Request<Vec<u8>>> {
        self.0
            .request_at(gateway, &self.0.document_type.path(&self.0.gp_code))
    }

    /// Reads the answer. Whatever does not clearly say that nothing was done leaves the outcome unknown.
    pub fn read(self, response: &Response<Vec<u8>>) -> Result<SendOutcome, SendError> {
        let logged = problem::correlation_id(response);
        if let Some((code, logged)) = refused_before(response) {
            return Err(SendError::Before(code, logged));
        }
        match response.status().as_u16() {
            200 => self.read_answer(response.body(), logged),
            400 | 404 | 413 | 422 if !problem::read(response).code.is_empty() => {
                Err(SendError::Before(Code::SendRefused, logged))
            }
            502 | 504 if problem::read(response).code != "econnector_answer_unreadable" => {
                Err(SendError::Unknown(Code::SendOutcomeUnknown, logged))
            }
            _ => Err(SendError::Unknown(Code::EconnectorAnswerUnreadable, logged)),
        }
    }

    fn read_answer(self, body: &[u8], logged: String) -> Result<SendOutcome, SendError> {
        let unreadable = SendError::Unknown(Code::EconnectorAnswerUnreadable, logged);
        let Deposit { document_id, .. } = self.0;
        let answer = Answer::read(body).filter(|answer| answer.is_about(document_id));
        let answer = answer.ok_or_else(|| unreadable.clone())?;
        let refused = answer.anomalies.iter().any(Anomaly::refuses);
        if !refused && answer.uuid_secu.is_none() {
            return Err(unreadable);
        }
        let receipt = Receipt {
            document_id: document_id.clone(),
            uuid_secu: answer.uuid_secu.unwrap_or_default(),
            anomalies: answer.anomalies,
            documents: answer.documents,
            shares: answer.shares,
        };
        Ok(match refused {
            true => SendOutcome::Refused(receipt),
            false => SendOutcome::Accepted(receipt),
        })
    }
}

impl Deposit {
    /// A request with the document in it; every operation that takes one takes the same body.
    pub(super) fn request_at(&self, gateway: &str, path: &str) -> http::Result<Request<Vec<u8>>> {
        let body = SendBody {
            document_id: &self.document_id,
            document_type: self.document_type,
            xml: STANDARD.encode(&self.xml),
        };
        Request::post([gateway, path].concat())
            .header(
                CONTENT_TYPE,
                const { HeaderValue::from_static("application/json") },
            )
            .body(serde_json::to_vec(&body).unwrap_or_default())
    }
}

impl Receipt {
    /// After a lost answer, *it is already there* says that the first try arrived.
    pub fn is_duplicate(&self) -> bool {
        let mut refusals = self.anomalies.iter().filter(|anomaly| anomaly.refuses());
        refusals.all(|anomaly| anomaly.code == DUPLICATE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deposit() -> Deposit {
        Deposit {
            document_id: DocumentId::derive([7; 16]),
            gp_code: GpCode::parse("90813319").unwrap(),
            document_type: DocumentType::Ecit,
            xml: "<x/>".into(),
        }
    }

    fn check(status: u16, body: &str, expect: Result<SendOutcome, SendError>) {
        let deposit = deposit();
        let body = body.replace("ID", deposit.document_id.as_str());
        let response = Response::builder()
            .status(status)
            .header("x-correlation-id", "c1")
            .body(body.clone().into_bytes())
            .unwrap();
        assert_eq!(
            SendDocument(&deposit).read(&response),
            expect,
            "{status} {body}"
        );
    }

    fn unknown(code: Code) -> Result<SendOutcome, SendError> {
        Err(SendError::Unknown(code, "c1".into()))
    }

    fn before(code: Code) -> Result<SendOutcome, SendError> {
        Err(SendError::Before(code, "c1".into()))
    }

    #[test]
    fn the_request_carries_the_document_and_no_person_in_its_address() {
        let deposit = deposit();
        let request = SendDocument(&deposit).request("/volet").unwrap();
        assert_eq!(
            request.uri(),
            "/volet/econnector/saas/v2/90813319/send-document"
        );
        let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(body["documentType"], "ECIT");
        assert_eq!(body["documentId"], deposit.document_id.as_str());
        assert_eq!(body["xml"], "PHgvPg==");
    }

    #[test]
    fn a_memo_goes_by_one_of_two_ways_as_an_mh() {
        for (document_type, expect) in [
            (
                DocumentType::Mh,
                "/volet/econnector/saas/v2/90813319/send-document",
            ),
            (
                DocumentType::Memoire,
                "/volet/econnector/saas/v2/ra/90813319/send-MH",
            ),
        ] {
            let deposit = Deposit {
                document_type,
                ..deposit()
            };
            let request = SendDocument(&deposit).request("/volet").unwrap();
            assert_eq!(request.uri(), expect);
            let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
            assert_eq!(body["documentType"], "MH");
        }
    }

    #[test]
    fn a_receipt_is_read_with_its_pages() {
        let documents = vec![CopyFile {
            volet: Volet::Caisse,
            official: true,
            bytes: b"%PDF-1.7".into(),
        }];
        let receipt = Receipt {
            document_id: deposit().document_id,
            uuid_secu: "u".into(),
            anomalies: vec![],
            documents,
            shares: None,
        };
        check(
            200,
            r#"{"documentId":"ID","uuidSecu":"u","anomalies":[],"documents":[
                {"volet":"caisse","contentType":"application/pdf","data":"JVBERi0xLjc="},
                {"volet":"assure","contentType":"text/html","data":"PHA+"}]}"#,
            Ok(SendOutcome::Accepted(receipt)),
        );
    }

    #[test]
    fn the_shares_are_those_answered() {
        let shares = |member: &str| {
            let body = r#"{"documentId":"ID","uuidSecu":"u","shares":SHARES}"#
                .replace("ID", deposit().document_id.as_str())
                .replace("SHARES", member);
            let response = Response::new(body.into_bytes());
            let deposit = deposit();
            match SendDocument(&deposit).read(&response) {
                Ok(SendOutcome::Accepted(receipt)) => receipt.shares,
                other => panic!("{other:?}"),
            }
        };
        let answered = shares(r#"{"patient":"7.51","cns":"55.09"}"#).unwrap();
        assert_eq!(
            (answered.patient.cents(), answered.cns.cents()),
            (751, 5_509)
        );
        assert_eq!(shares(r#"{"patient":"7.51"}"#), None);
        assert_eq!(shares("null"), None);
    }

    #[test]
    fn a_refusal_has_at_least_one_reject() {
        let rejet = Anomaly {
            kind: "REJET".into(),
            code: "X".into(),
            motif: String::new(),
            path: None,
        };
        let refused = |uuid_secu: &str| {
            Ok(SendOutcome::Refused(Receipt {
                document_id: deposit().document_id,
                uuid_secu: uuid_secu.into(),
                anomalies: vec![rejet.clone()],
                documents: vec![],
                shares: None,
            }))
        };
        let body = r#"{"documentId":"ID","anomalies":[{"type":"REJET","code":"X"}]}"#;
        check(200, body, refused(""));
        // A reference beside a reject does not make it a deposit.
        let both =
            r#"{"documentId":"ID","uuidSecu":"u","anomalies":[{"type":"REJET","code":"X"}]}"#;
        check(200, both, refused("u"));
        let remark = r#"{"documentId":"ID","anomalies":[{"type":"AVERTISSEMENT","code":"X"}]}"#;
        check(200, remark, unknown(Code::EconnectorAnswerUnreadable));
    }

    #[test]
    fn what_cannot_be_read_leaves_the_outcome_unknown() {
        check(500, "<html>", unknown(Code::EconnectorAnswerUnreadable));
        check(200, "{", unknown(Code::EconnectorAnswerUnreadable));
        check(
            200,
            r#"{"documentId":"00000000-0000-4000-8000-000000000000","uuidSecu":"u"}"#,
            unknown(Code::EconnectorAnswerUnreadable),
        );
        check(
            504,
            r#"{"code":"send_outcome_unknown"}"#,
            unknown(Code::SendOutcomeUnknown),
        );
        check(502, "", unknown(Code::SendOutcomeUnknown));
        for status in [400, 409, 429, 503] {
            check(status, "<html>", unknown(Code::EconnectorAnswerUnreadable));
        }
        let unreadable = r#"{"code":"econnector_answer_unreadable"}"#;
        check(502, unreadable, unknown(Code::EconnectorAnswerUnreadable));
    }

    #[test]
    fn a_clear_refusal_says_that_nothing_was_done() {
        check(401, "", before(Code::SessionExpired));
        check(
            403,
            r#"{"code":"gp_code_refused"}"#,
            before(Code::GpCodeRefused),
        );
        check(403, r#"{"code":"not_entitled"}"#, before(Code::NotEntitled));
        check(
            403,
            r#"{"code":"origin_refused"}"#,
            before(Code::OptionInvalid),
        );
        check(
            422,
            r#"{"code":"practitioner_not_enrolled"}"#,
            before(Code::PractitionerNotEnrolled),
        );
        check(
            503,
            r#"{"code":"unavailable"}"#,
            before(Code::EconnectorDown),
        );
        check(
            502,
            r#"{"code":"econnector_down"}"#,
            before(Code::EconnectorDown),
        );
        check(
            400,
            r#"{"code":"invalid_request"}"#,
            before(Code::SendRefused),
        );
    }

    use crate::display::Volet;
}
