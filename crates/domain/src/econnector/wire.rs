//! The JSON of the eConnector SaaS, version 2, as this client reads and writes it.
//!
//! Assumption: the JSON of v2 is not public. Paths are found (CNS meeting with editors, eConnector 1.2.5); members are
//! ours, and are held against the stand-in's OpenAPI document by the contract test.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::display::Volet;
use crate::ids::{DocumentId, GpCode};
use crate::json::Json;
use crate::money::Amount;

/// What is deposited, and by which of the two ways.
///
/// Assumption: a memo by `send-document` is for immediate direct payment, one by `ra/{gpCode}/send-MH` for digital
/// reimbursement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum DocumentType {
    /// The electronic certificate of incapacity for work.
    Ecit,
    /// The fee memo, for immediate direct payment.
    Mh,
    /// The fee memo, for digital reimbursement.
    #[serde(rename = "MH")]
    Memoire,
}

impl DocumentType {
    /// The path of its deposit below the gateway's base, in the name of a provider code.
    pub(super) fn path(self, gp_code: &GpCode) -> String {
        let (before, after) = match self {
            Self::Ecit | Self::Mh => ("/", "/send-document"),
            Self::Memoire => ("/ra/", "/send-MH"),
        };
        ["/econnector/saas/v2", before, gp_code.as_str(), after].concat()
    }
}

/// The body of `send-document`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendBody<'a> {
    pub(super) document_id: &'a DocumentId,
    pub(super) document_type: DocumentType,
    pub(super) xml: String,
}

/// The body of `revoke-document`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RevokeBody<'a> {
    pub(super) document_id: &'a DocumentId,
    pub(super) uuid_secu: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replaced_by: Option<&'a DocumentId>,
    pub(super) motif: &'a str,
}

/// The answer of both.
pub(super) struct Answer {
    pub(super) document_id: String,
    pub(super) uuid_secu: Option<String>,
    pub(super) anomalies: Vec<Anomaly>,
    pub(super) documents: Vec<CopyFile>,
    pub(super) shares: Option<Shares>,
}

impl Answer {
    /// Reads the answer; one that names no document is none.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        Self::of(&Json::parse(body)?)
    }

    /// The same of JSON that is read already.
    pub(super) fn of(json: &Json) -> Option<Self> {
        let documents = json.list("documents", |document| CopyFile::read(&document));
        Some(Self {
            document_id: json.filled("documentId")?,
            uuid_secu: json.filled("uuidSecu"),
            anomalies: json.list("anomalies", |anomaly| Anomaly::read(&anomaly)),
            documents: documents.into_iter().flatten().collect(),
            shares: json
                .object("shares")
                .and_then(|shares| Shares::read(&shares)),
        })
    }

    /// Whether it is about this document.
    pub(super) fn is_about(&self, id: &DocumentId) -> bool {
        self.document_id == id.as_str()
    }
}

/// What mySecu has against a document (CNS schema 2022: `type`, `code`, `motif`).
#[derive(Clone, PartialEq, Eq)]
pub struct Anomaly {
    /// `REJET` refuses the document, anything else is a remark.
    pub kind: String,
    /// The anomaly's code.
    pub code: String,
    /// The reason, in CNS's words. It may quote the document.
    pub motif: String,
    /// The element of the document's XML.
    pub path: Option<String>,
}

impl Anomaly {
    fn read(json: &Json) -> Self {
        Self {
            kind: json.text("type"),
            code: json.text("code"),
            motif: json.text("motif"),
            path: json.filled("path"),
        }
    }

    /// Whether it refuses the document.
    pub fn refuses(&self) -> bool {
        self.kind == "REJET"
    }
}

impl fmt::Debug for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Anomaly({} {})", self.kind, self.code)
    }
}

/// Who pays what of a memo for immediate payment, as answered; never computed here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shares {
    /// What the patient pays.
    pub patient: Amount,
    /// What the fund pays.
    pub cns: Amount,
}

impl Shares {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            patient: Amount::parse(&json.text("patient")).ok()?,
            cns: Amount::parse(&json.text("cns")).ok()?,
        })
    }
}

/// One copy of a document as a file.
#[derive(Clone, PartialEq, Eq)]
pub struct CopyFile {
    /// The copy.
    pub volet: Volet,
    /// Whether the eConnector made it; else it is our own page of a document of which the eConnector makes none.
    pub official: bool,
    /// Its bytes, a PDF.
    pub bytes: Vec<u8>,
}

crate::redacted!(CopyFile);

impl CopyFile {
    /// Only a PDF whose base64 holds; the file is shown and kept, so that nothing else is let through.
    pub(super) fn read(json: &Json) -> Option<Self> {
        let volet = Volet::parse(&json.text("volet"))?;
        let bytes = STANDARD.decode(json.text("data")).ok()?;
        let pdf = json.text("contentType") == "application/pdf" && bytes.starts_with(b"%PDF-");
        let official = true;
        pdf.then_some(Self {
            volet,
            official,
            bytes,
        })
    }
}
