//! `POST /saas/v2/{gpCode}/revoke-document`: cancels a deposited document.

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Request, Response};

use super::Anomaly;
use super::refused_before;
use super::wire::{Answer, RevokeBody};
use crate::failure::Code;
use crate::ids::{DocumentId, GpCode};
use crate::problem;

/// Which document, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevokeDocument {
    /// The provider code under which it was deposited.
    pub gp_code: GpCode,
    /// Our id.
    pub document_id: DocumentId,
    /// mySecu's id.
    pub uuid_secu: String,
    /// The document that takes its place, for a replacement.
    pub replaced_by: Option<DocumentId>,
    /// The reason, 1 to 200 characters (CNS schema 2022, `Motif`).
    pub motif: String,
}

/// Why it is not revoked, with the gateway's id of the call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevokeError(pub Code, pub String);

impl RevokeDocument {
    /// The request, relative to the gateway's base.
    pub fn request(&self, gateway: &str) -> http::Result<Request<Vec<u8>>> {
        let body = RevokeBody {
            document_id: &self.document_id,
            uuid_secu: &self.uuid_secu,
            replaced_by: self.replaced_by.as_ref(),
            motif: &self.motif,
        };
        Request::post(format!(
            "{gateway}/econnector/saas/v2/{}/revoke-document",
            self.gp_code
        ))
        .header(
            CONTENT_TYPE,
            const { HeaderValue::from_static("application/json") },
        )
        .body(serde_json::to_vec(&body).unwrap_or_default())
    }

    /// Reads the answer. Revoking again is harmless, so that a lost answer is simply tried again by the person.
    pub fn read(&self, response: &Response<Vec<u8>>) -> Result<(), RevokeError> {
        let logged = problem::correlation_id(response);
        if let Some((code, logged)) = refused_before(response) {
            return Err(RevokeError(code, logged));
        }
        let answer = match response.status().as_u16() {
            200 => Answer::read(response.body()),
            400..=499 => return Err(RevokeError(Code::SendRefused, logged)),
            502 | 504 => return Err(RevokeError(Code::SendOutcomeUnknown, logged)),
            _ => return Err(RevokeError(Code::EconnectorAnswerUnreadable, logged)),
        };
        match answer {
            Some(answer) if !answer.is_about(&self.document_id) => {
                Err(RevokeError(Code::EconnectorAnswerUnreadable, logged))
            }
            Some(answer) if answer.anomalies.iter().any(Anomaly::refuses) => {
                Err(RevokeError(Code::SendRefused, logged))
            }
            Some(_) => Ok(()),
            None => Err(RevokeError(Code::EconnectorAnswerUnreadable, logged)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, expect: Result<(), Code>) {
        let call = RevokeDocument {
            gp_code: GpCode::parse("90813319").unwrap(),
            document_id: DocumentId::derive([7; 16]),
            uuid_secu: "u".into(),
            replaced_by: None,
            motif: "Erreur de saisie".into(),
        };
        let body = body.replace("ID", call.document_id.as_str()).into_bytes();
        let response = Response::builder().status(status).body(body).unwrap();
        assert_eq!(call.read(&response).map_err(|error| error.0), expect);
    }

    #[test]
    fn only_a_clear_answer_revokes() {
        check(
            200,
            r#"{"documentId":"ID","uuidSecu":"u","anomalies":[]}"#,
            Ok(()),
        );
        check(
            200,
            r#"{"documentId":"ID","anomalies":[{"type":"REJET","code":"X"}]}"#,
            Err(Code::SendRefused),
        );
        check(200, "{}", Err(Code::EconnectorAnswerUnreadable));
        check(404, "", Err(Code::SendRefused));
        check(504, "", Err(Code::SendOutcomeUnknown));
        check(503, r#"{"code":"unavailable"}"#, Err(Code::EconnectorDown));
    }
}
