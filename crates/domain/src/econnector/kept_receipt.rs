//! A receipt as it is kept while its page is gone: in the shape in which it was answered, with the pages that we made apart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::wire::Answer;
use super::{Anomaly, CopyFile, Receipt, Shares};
use crate::json::Json;

impl Receipt {
    /// The JSON to be kept, its files included or left out.
    pub(crate) fn write(&self, with_files: bool) -> Value {
        let files = |official| {
            let all = self.documents.iter().filter(|_| with_files);
            let wanted = all.filter(|file| file.official == official);
            wanted.map(write_file).collect::<Vec<_>>()
        };
        json!({
            "documentId": self.document_id.as_str(),
            "uuidSecu": self.uuid_secu,
            "anomalies": self.anomalies.iter().map(write_anomaly).collect::<Vec<_>>(),
            "documents": files(true),
            "ours": files(false),
            "shares": self.shares.as_ref().map(write_shares),
        })
    }

    /// Reads it back.
    pub(crate) fn read(json: &Json) -> Option<Self> {
        let answer = Answer::of(json)?;
        let ours = json.list("ours", |file| CopyFile::read(&file));
        let ours = ours.into_iter().flatten().map(|file| CopyFile {
            official: false,
            ..file
        });
        Some(Self {
            document_id: crate::ids::DocumentId::parse(&answer.document_id)?,
            uuid_secu: answer.uuid_secu.unwrap_or_default(),
            anomalies: answer.anomalies,
            documents: answer.documents.into_iter().chain(ours).collect(),
            shares: answer.shares,
        })
    }
}

fn write_file(file: &CopyFile) -> Value {
    json!({
        "volet": file.volet.as_str(),
        "contentType": "application/pdf",
        "data": STANDARD.encode(&file.bytes),
    })
}

fn write_anomaly(anomaly: &Anomaly) -> Value {
    json!({
        "type": anomaly.kind,
        "code": anomaly.code,
        "motif": anomaly.motif,
        "path": anomaly.path,
    })
}

fn write_shares(shares: &Shares) -> Value {
    json!({"patient": shares.patient.to_string(), "cns": shares.cns.to_string()})
}
