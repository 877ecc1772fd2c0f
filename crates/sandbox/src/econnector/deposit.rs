//! `deposit-document`: for software that had the document signed itself; the signature is verified.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::document::Document;
use super::faults::Faults;
use super::problem::Problem;
use super::{Call, Done, Econnector, send, signature};
use crate::scenario::Scenario;

/// Deposits a signed document; its pages are the caller's business.
pub(super) fn run(
    ec: &mut Econnector,
    faults: &mut Faults<'_>,
    call: &Call<'_>,
) -> Result<Done, Problem> {
    let document = Document::read(call)?;
    if faults.happens(Scenario::PractitionerNotEnrolled) {
        return Err(Problem::PractitionerNotEnrolled);
    }
    let given = &call.body["signature"];
    let text = |name: &str| given[name].as_str().unwrap_or_default();
    let part = signature::Part {
        name: text("part"),
        document_id: &document.id,
        signed_at: text("signedAt"),
        bytes: document.text.as_bytes(),
    };
    let value = STANDARD
        .decode(text("value"))
        .map_err(|_| Problem::InvalidSignature)?;
    let right = text("part") == "xml"
        && text("digest") == part.digest()
        && signature::verifies(ec.signer.verifying_key(), &part, &value);
    if !right {
        return Err(Problem::InvalidSignature);
    }
    send::file(ec, faults, call, &document, None, |_| Ok(json!([])))
}
