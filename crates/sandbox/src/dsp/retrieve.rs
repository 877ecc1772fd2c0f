//! ITI-68, Retrieve Document: the bytes behind an attachment's link, in the type that the metadata promise.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::contents::Flaw;
use super::problem::Problem;
use super::{Call, Dsp, accept, fhir};
use crate::exchange::{self, Answer};

/// Answers `GET Binary/{id}`.
pub(super) fn run(dsp: &Dsp, call: &Call<'_>, id: &str) -> Result<Answer, Problem> {
    let media_type = dsp.contents.media_type(id).ok_or(Problem::Unknown)?;
    match dsp.contents.flaw(id) {
        Some(Flaw::Forbidden) => return Err(Problem::Forbidden),
        Some(Flaw::Gone) => return Err(Problem::Gone),
        Some(Flaw::Missing) => return Err(Problem::Unknown),
        Some(Flaw::NotAcceptable) => return Err(Problem::NotAcceptable),
        Some(Flaw::OnDemand | Flaw::Delayed | Flaw::WrongHash) | None => {}
    }
    let bytes = dsp.contents.bytes(&dsp.store, id, call.now);
    let bytes = bytes.ok_or(Problem::Unknown)?;
    // FHIR R4 §2.28.1: who names FHIR JSON gets the Binary resource, anyone else the bytes.
    if accept::names_fhir(call.request) && !media_type.starts_with("application/fhir+json") {
        let binary = json!({
            "resourceType": "Binary", "id": id, "contentType": media_type, "data": STANDARD.encode(&bytes),
        });
        return Ok(fhir(StatusCode::OK, &binary));
    }
    if !accept::takes(call.request, media_type) {
        return Err(Problem::NotAcceptable);
    }
    let mut response = exchange::body(StatusCode::OK, "application/octet-stream", bytes.to_vec());
    exchange::set(&mut response, CONTENT_TYPE, media_type);
    Ok(response.into())
}
