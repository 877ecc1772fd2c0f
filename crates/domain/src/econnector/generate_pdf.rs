//! `POST /saas/v2/{gpCode}/generate-pdf`: the eConnector's pages of a document, deposited or not.
//!
//! The eConnector makes no page of a fee memo in its first versions (CNS meeting with editors, eConnector 1.2.5).

use http::{Request, Response};

use super::wire::Answer;
use super::{Anomaly, CopyFile, Deposit};

/// The call, with the same bytes that are deposited.
#[derive(Clone, Copy, Debug)]
pub struct GeneratePdf<'a>(pub &'a Deposit);

impl GeneratePdf<'_> {
    /// The request, relative to the gateway's base.
    pub fn request(self, gateway: &str) -> http::Result<Request<Vec<u8>>> {
        let gp_code = self.0.gp_code.as_str();
        let path = ["/econnector/saas/v2/", gp_code, "/generate-pdf"].concat();
        self.0.request_at(gateway, &path)
    }

    /// The pages; none where the eConnector makes none, whatever the reason: nothing depends on them.
    pub fn read(self, response: &Response<Vec<u8>>) -> Vec<CopyFile> {
        let answer = match response.status().as_u16() {
            200 => Answer::read(response.body()),
            _ => None,
        };
        let answer = answer.filter(|answer| answer.is_about(&self.0.document_id));
        let answer = answer.filter(|answer| !answer.anomalies.iter().any(Anomaly::refuses));
        answer.map_or(Vec::new(), |answer| answer.documents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::econnector::DocumentType;
    use crate::ids::{DocumentId, GpCode};

    fn deposit() -> Deposit {
        Deposit {
            document_id: DocumentId::derive([7; 16]),
            gp_code: GpCode::parse("90813319").unwrap(),
            document_type: DocumentType::Memoire,
            xml: "<x/>".into(),
        }
    }

    fn check(status: u16, body: &str, expect: usize) {
        let deposit = deposit();
        let body = body.replace("ID", deposit.document_id.as_str());
        let response = Response::builder().status(status);
        let response = response.body(body.clone().into_bytes()).unwrap();
        let pages = GeneratePdf(&deposit).read(&response);
        assert_eq!(pages.len(), expect, "{status} {body}");
        assert!(pages.iter().all(|page| page.official));
    }

    #[test]
    fn both_routes_of_a_memo_ask_at_one_place() {
        let request = GeneratePdf(&deposit()).request("/volet").unwrap();
        assert_eq!(
            request.uri(),
            "/volet/econnector/saas/v2/90813319/generate-pdf"
        );
        let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(body["documentType"], "MH");
    }

    #[test]
    fn a_page_is_taken_only_from_an_answer_about_this_document_that_refuses_nothing() {
        let page =
            r#""documents":[{"volet":"mh","contentType":"application/pdf","data":"JVBERi0xLjc="}]"#;
        let answer = |id: &str, anomalies: &str| {
            [
                "{\"documentId\":\"",
                id,
                "\",\"anomalies\":[",
                anomalies,
                "],",
                page,
                "}",
            ]
            .concat()
        };
        check(200, &answer("ID", ""), 1);
        check(200, &answer("another", ""), 0);
        let refusal = r#"{"type":"REJET","code":"X","motif":"x"}"#;
        check(200, &answer("ID", refusal), 0);
        check(422, r#"{"code":"pdf_not_available"}"#, 0);
        check(422, &answer("ID", ""), 0);
        check(200, "<html>", 0);
        check(200, &answer("ID", "").replace("JVBERi0", "PGh0bWw"), 0);
    }
}
