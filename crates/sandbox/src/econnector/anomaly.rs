//! What CNS has to say about a document: a warning, or a reason to refuse it.

use serde_json::{Value, json};

/// One remark. The words hold no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anomaly {
    pub(super) refuses: bool,
    pub(super) code: &'static str,
    pub(super) motif: &'static str,
    /// XPath of child names from the root.
    pub(super) path: Option<String>,
}

impl Anomaly {
    /// A reason to refuse the document.
    pub(super) fn reject(code: &'static str, motif: &'static str, path: &str) -> Self {
        Self {
            refuses: true,
            code,
            motif,
            path: Some(path.to_owned()),
        }
    }

    /// A remark that refuses nothing.
    pub(super) fn warn(code: &'static str, motif: &'static str, path: &str) -> Self {
        Self {
            refuses: false,
            code,
            motif,
            path: Some(path.to_owned()),
        }
    }

    /// The remark on the wire.
    pub(super) fn to_json(&self) -> Value {
        let kind = if self.refuses {
            "REJET"
        } else {
            "AVERTISSEMENT"
        };
        let mut value = json!({"type": kind, "code": self.code, "motif": self.motif});
        if let Some(path) = &self.path {
            value["path"] = json!(path);
        }
        value
    }
}

/// Several remarks on the wire.
pub(super) fn to_json(anomalies: &[Anomaly]) -> Value {
    anomalies.iter().map(Anomaly::to_json).collect()
}

/// Whether one of them refuses the document.
pub(super) fn refuses(anomalies: &[Anomaly]) -> bool {
    anomalies.iter().any(|anomaly| anomaly.refuses)
}
