//! `GET /econnector/status`: 200 means usable.

use http::StatusCode;
use serde_json::json;

use super::Econnector;
use super::problem::Problem;
use crate::exchange::{self, Answer};
use crate::scenario::{Scenario, Scenarios};

/// The version whose interface this stand-in follows.
const VERSION: &str = "1.2.5";

/// Answers the status call. Of the faults only `econnector_down` concerns it: a fault that is on
/// for one call shall meet the call that matters.
pub(super) fn get(ec: &Econnector, scenarios: &mut Scenarios) -> Answer {
    if scenarios.take(Scenario::EconnectorDown) {
        return Problem::Unavailable.answer();
    }
    let body = json!({"status": "UP", "version": VERSION});
    if !ec.contract.fits_status(&body) {
        return Problem::Internal.answer();
    }
    exchange::json(StatusCode::OK, &body).into()
}
