//! `revoke-document`: takes a deposit back, or marks it as replaced by another.

use serde_json::json;

use super::anomaly::{self, Anomaly};
use super::deposits::State;
use super::problem::Problem;
use super::{Call, Done, Econnector};

/// Revokes a document of the same billing code.
pub(super) fn run(ec: &mut Econnector, call: &Call<'_>) -> Result<Done, Problem> {
    let text = |name: &str| call.body[name].as_str();
    let id = text("documentId").unwrap_or_default();
    let uuid = text("uuidSecu").unwrap_or_default();
    let replacing = text("replacedBy");
    let replaces = replacing.is_none_or(|new| new != id && ec.deposits.counts(new, call.gp_code));
    let deposit = ec
        .deposits
        .find(id, uuid, call.gp_code)
        .ok_or(Problem::UnknownDocument)?;
    let committed = deposit.state == State::Accepted && replaces;
    let mut anomalies = Vec::new();
    if committed {
        deposit.state = if replacing.is_some() {
            State::Replaced
        } else {
            State::Revoked
        };
    } else if deposit.state == State::Accepted {
        anomalies.push(Anomaly {
            refuses: true,
            code: "REMPLACANT_INCONNU",
            motif: "Le document qui remplace n’est pas déposé sous ce code.",
            path: None,
        });
    } else {
        anomalies.push(Anomaly {
            refuses: false,
            code: "DEJA_REVOQUE",
            motif: "Le document était déjà révoqué.",
            path: None,
        });
    }
    let body = json!({
        "documentId": deposit.document_id,
        "uuidSecu": deposit.uuid_secu,
        "anomalies": anomaly::to_json(&anomalies),
    });
    Ok(Done { body, committed })
}
