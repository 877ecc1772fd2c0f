//! What the gateway reads of a body; the bytes themselves go on as they came.

use axum::http::HeaderMap;
use serde::Deserialize;
use uuid::Uuid;

use super::envelope::Envelope;
use super::operation::{Effect, Operation};
use crate::entitlements::{Action, GpCode};
use crate::media_type::media_type;
use crate::problem::Problem;

/// The members that decide and that an audit line names (Assumption: docs/sandbox.md).
///
/// A member that is there twice is refused: others could take the other one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    pub(super) document_id: Option<Uuid>,
    document_type: Option<DocumentType>,
    pub(super) uuid_secu: Option<SecuId>,
    xml: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum DocumentType {
    Ecit,
    Mh,
}

/// mySecu's number of a document; kept to a form that can stand in a log line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct SecuId(String);

impl TryFrom<String> for SecuId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !text.is_empty() && text.len() <= 64 && text.bytes().all(is_plain) {
            Ok(Self(text))
        } else {
            Err("not a document number")
        }
    }
}

impl SecuId {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Body {
    pub(super) fn parse(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, Problem> {
        if !is_json(headers) {
            return Err(Problem::NotJson);
        }
        serde_json::from_slice(bytes)
            .map_err(|_| Problem::InvalidRequest("the body is not a request of this operation"))
    }

    /// What its document says of itself, where that does not contradict the request.
    pub(super) fn envelope(&self, gp_code: &GpCode) -> Result<Envelope, Problem> {
        let Some(xml) = &self.xml else {
            return Ok(Envelope::default());
        };
        let envelope = Envelope::parse(xml)?;
        envelope.check(self.document_type, self.document_id, gp_code)?;
        Ok(envelope)
    }

    /// The rights of which `operation` on this body needs one.
    pub(super) fn actions(&self, operation: Operation) -> Result<&'static [Action], Problem> {
        if operation.effect() != Effect::None && self.document_id.is_none() {
            return Err(Problem::InvalidRequest("documentId is missing"));
        }
        match (operation, self.document_type) {
            (Operation::RevokeDocument, _) if self.uuid_secu.is_none() => {
                Err(Problem::InvalidRequest("uuidSecu is missing"))
            }
            (Operation::RevokeDocument, _) => Ok(&[Action::Revoke]),
            (Operation::SendMh, Some(DocumentType::Ecit)) => Err(Problem::InvalidRequest(
                "documentType does not fit the operation",
            )),
            (Operation::SendMh, _) => Ok(&[Action::Memoire]),
            (_, None) => Err(Problem::InvalidRequest("documentType is missing")),
            (_, Some(DocumentType::Ecit)) => Ok(&[Action::Ecit]),
            // The page of a memo is the same whichever way the memo goes.
            (Operation::GeneratePdf, Some(DocumentType::Mh)) => Ok(&[Action::Mh, Action::Memoire]),
            (_, Some(DocumentType::Mh)) => Ok(&[Action::Mh]),
        }
    }
}

/// `application/json` and `application/problem+json`, with any parameters.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    matches!(
        media_type(headers).as_str(),
        "application/json" | "application/problem+json"
    )
}
