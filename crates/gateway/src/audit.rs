//! The audit trail: one line per deposit and revocation, with no word of a patient.

use chrono::{DateTime, SecondsFormat};
use uuid::Uuid;

use crate::entitlements::GpCode;
use crate::rules::CorrelationId;

/// The target by which an operator tells these lines from the log.
pub(crate) const TARGET: &str = "audit";

/// Who did what for whom; the outcome is added when it is known.
pub(crate) struct Audit {
    pub(crate) action: &'static str,
    pub(crate) sub: String,
    pub(crate) practitioner: GpCode,
    pub(crate) gp_code: GpCode,
    pub(crate) document_id: Uuid,
    pub(crate) correlation_id: CorrelationId,
}

impl Audit {
    /// Writes the line (docs/gateway.md: time, sub, practitioner, gpCode, documentId, uuidSecu,
    /// outcome, correlationId).
    pub(crate) fn write(&self, now: i64, outcome: &'static str, uuid_secu: Option<&str>) {
        let time = DateTime::from_timestamp(now, 0).unwrap_or(DateTime::UNIX_EPOCH);
        tracing::info!(
            target: TARGET,
            time = %time.to_rfc3339_opts(SecondsFormat::Secs, true),
            action = self.action,
            sub = %self.sub,
            practitioner = self.practitioner.as_str(),
            gpCode = self.gp_code.as_str(),
            documentId = %self.document_id,
            uuidSecu = uuid_secu,
            outcome,
            correlationId = %self.correlation_id,
        );
    }
}
