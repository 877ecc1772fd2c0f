//! What an audit line can say of a deposit or revocation.

use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::body::SecuId;
use super::call::Answer;
use super::operation::Effect;

/// Assumption: the name of the anomaly of a document that is already there with the same bytes, as the page has it.
const DUPLICATE: &str = "DOUBLON";

/// Finer outcomes cannot be known of a stateless connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// mySecu has it.
    Accepted,
    /// mySecu had it before: after a lost answer the first try had arrived.
    Duplicate,
    /// mySecu does not want it.
    Refused,
    /// It may or may not have it.
    Unknown,
    /// It never got there.
    Error,
}

/// The members of a 200 that decide (Assumption: docs/sandbox.md).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Receipt {
    document_id: Uuid,
    uuid_secu: Option<SecuId>,
    #[serde(default)]
    anomalies: Vec<Anomaly>,
}

#[derive(Deserialize)]
struct Anomaly {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    code: String,
}

impl Outcome {
    /// What `answer` says of a document. As the page, it takes for unknown whatever does not clearly say.
    pub(super) fn of(answer: &Answer, effect: Effect, document_id: Uuid) -> (Self, Option<SecuId>) {
        match answer {
            Answer::Lost | Answer::Unreadable => (Self::Unknown, None),
            Answer::NotSent => (Self::Error, None),
            Answer::Json(answer) if answer.status().is_success() => {
                match serde_json::from_slice::<Receipt>(answer.body()) {
                    Ok(receipt) if receipt.document_id == document_id => {
                        (receipt.outcome(effect), receipt.uuid_secu)
                    }
                    Ok(_) | Err(_) => (Self::Unknown, None),
                }
            }
            // It says that it cannot, which is before it has done anything.
            Answer::Json(answer) if answer.status() == StatusCode::SERVICE_UNAVAILABLE => {
                (Self::Error, None)
            }
            Answer::Json(answer) if answer.status().is_client_error() => (Self::Error, None),
            Answer::Json(_) => (Self::Unknown, None),
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Duplicate => "duplicate",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Error => "error",
        }
    }
}

impl Receipt {
    fn outcome(&self, effect: Effect) -> Outcome {
        let mut refusals = self.anomalies.iter().filter(|it| it.kind == "REJET");
        match refusals.next() {
            Some(first) if first.code == DUPLICATE && refusals.next().is_none() => {
                Outcome::Duplicate
            }
            Some(_) => Outcome::Refused,
            // Only a document that has mySecu's number is there.
            None if effect == Effect::Deposit && self.uuid_secu.is_none() => Outcome::Unknown,
            None => Outcome::Accepted,
        }
    }
}
