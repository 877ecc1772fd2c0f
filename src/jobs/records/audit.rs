//! An event for each query and each retrieval, for the host's own trail: no clinical content, nobody's name.

use serde::Serialize;

use super::Stand;
use crate::platform::clock;

/// Tells of an access; `logged` is the gateway's id of the call.
pub(super) fn audit(stand: &Stand, action: &'static str, document: Option<&str>, logged: &str) {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Access<'a> {
        action: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        document_id: Option<&'a str>,
        correlation_id: &'a str,
        at: String,
    }
    let detail = Access {
        action,
        document_id: document,
        correlation_id: logged,
        at: clock::now_iso(),
    };
    stand.emit_to_all("volet-audit", &detail);
}
