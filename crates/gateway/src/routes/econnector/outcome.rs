//! What an audit line can say of a deposit or revocation.

use axum::http::StatusCode;
use serde::Deserialize;

use super::body::SecuId;
use super::call::Answer;

/// Four outcomes; finer ones cannot be known of a stateless connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// mySecu has it.
    Accepted,
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
    uuid_secu: Option<SecuId>,
    #[serde(default)]
    anomalies: Vec<Anomaly>,
}

#[derive(Deserialize)]
struct Anomaly {
    #[serde(rename = "type")]
    kind: String,
}

impl Outcome {
    pub(super) fn of(answer: &Answer) -> (Self, Option<SecuId>) {
        match answer {
            Answer::Lost | Answer::Unreadable => (Self::Unknown, None),
            Answer::NotSent => (Self::Error, None),
            Answer::Json(answer) if answer.status().is_success() => {
                match serde_json::from_slice::<Receipt>(answer.body()) {
                    Err(_) => (Self::Unknown, None),
                    Ok(receipt) if receipt.anomalies.iter().any(|it| it.kind == "REJET") => {
                        (Self::Refused, receipt.uuid_secu)
                    }
                    Ok(receipt) => (Self::Accepted, receipt.uuid_secu),
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
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Error => "error",
        }
    }
}
