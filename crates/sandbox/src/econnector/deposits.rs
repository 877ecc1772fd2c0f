//! What mySecu holds: one entry a document, with the receipt that was given for it.

use serde_json::{Value, json};

use super::document::Document;

/// What has become of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Accepted,
    Revoked,
    Replaced,
}

/// One document at mySecu.
#[derive(Debug)]
pub(super) struct Deposit {
    pub(super) document_id: String,
    pub(super) uuid_secu: String,
    pub(super) gp_code: String,
    document_type: &'static str,
    pub(super) state: State,
    digest: [u8; 32],
    /// The first answer, given again when the same bytes come again.
    receipt: Value,
}

/// What mySecu says about a document before it takes it.
#[derive(Debug)]
pub(super) enum Known {
    No,
    /// The same bytes for the same billing code.
    Same(Value),
    /// The same, and they were taken back or replaced since.
    Withdrawn,
    /// Something else under this number.
    Other,
}

#[derive(Debug, Default)]
pub(super) struct Deposits(Vec<Deposit>);

impl Deposits {
    /// Whether a document is held already.
    pub(super) fn known(&self, document: &Document, gp_code: &str) -> Known {
        match self
            .0
            .iter()
            .find(|deposit| deposit.document_id == document.id)
        {
            None => Known::No,
            Some(deposit)
                if deposit.digest == document.digest()
                    && deposit.gp_code == gp_code
                    && deposit.document_type == document.kind.name() =>
            {
                match deposit.state {
                    State::Accepted => Known::Same(deposit.receipt.clone()),
                    State::Revoked | State::Replaced => Known::Withdrawn,
                }
            }
            Some(_) => Known::Other,
        }
    }

    /// Takes a document.
    pub(super) fn add(&mut self, document: &Document, gp_code: &str, uuid: String, receipt: Value) {
        self.0.push(Deposit {
            document_id: document.id.clone(),
            uuid_secu: uuid,
            gp_code: gp_code.to_owned(),
            document_type: document.kind.name(),
            state: State::Accepted,
            digest: document.digest(),
            receipt,
        });
    }

    /// The document of these numbers, if this billing code deposited it.
    pub(super) fn find(&mut self, document_id: &str, uuid: &str, gp: &str) -> Option<&mut Deposit> {
        self.0.iter_mut().find(|deposit| {
            deposit.document_id == document_id && deposit.uuid_secu == uuid && deposit.gp_code == gp
        })
    }

    /// Whether this billing code has a document of this number that counts.
    pub(super) fn counts(&self, document_id: &str, gp: &str) -> bool {
        self.0.iter().any(|deposit| {
            deposit.document_id == document_id
                && deposit.gp_code == gp
                && deposit.state == State::Accepted
        })
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The entries as the control API gives them.
    pub(super) fn list(&self) -> Value {
        (1..)
            .zip(&self.0)
            .map(|(seq, deposit): (u64, &Deposit)| {
                let state = match deposit.state {
                    State::Accepted => "accepted",
                    State::Revoked => "revoked",
                    State::Replaced => "replaced",
                };
                json!({
                    "seq": seq,
                    "documentId": deposit.document_id,
                    "uuidSecu": deposit.uuid_secu,
                    "gpCode": deposit.gp_code,
                    "documentType": deposit.document_type,
                    "state": state,
                })
            })
            .collect()
    }
}
