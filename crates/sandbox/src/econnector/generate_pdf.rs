//! `generate-pdf`: the official pages of a document that is not deposited.

use serde_json::json;

use super::document::{Document, Kind};
use super::faults::Faults;
use super::problem::Problem;
use super::{Call, Done, anomaly, pdf};
use crate::scenario::Scenario;

/// Makes the pages. CNS: "Exception pour le MH dans les premières versions", of which this is one until the scenario says
/// otherwise.
pub(super) fn run(faults: &mut Faults<'_>, call: &Call<'_>) -> Result<Done, Problem> {
    let document = Document::read(call)?;
    if document.kind == Kind::Mh && !faults.happens(Scenario::MhPages) {
        return Err(Problem::PdfNotAvailable);
    }
    let anomalies = document.check(call.gp_code, call.now);
    let documents = match document.kind {
        _ if anomaly::refuses(&anomalies) => json!([]),
        Kind::Ecit => pdf::pages(&document.text, faults.happens(Scenario::TemplateChanged))?,
        Kind::Mh => pdf::memo(&document.text)?,
    };
    let body = json!({
        "documentId": document.id,
        "anomalies": anomaly::to_json(&anomalies),
        "documents": documents,
    });
    Ok(Done {
        body,
        committed: false,
    })
}
