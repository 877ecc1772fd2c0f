//! Calls to the eConnector SaaS, through the gateway: each is a request built here and an answer read here.

mod generate_pdf;
mod kept_receipt;
mod revoke_document;
mod send_document;
mod status;
mod wire;

pub use generate_pdf::GeneratePdf;
pub use revoke_document::{RevokeDocument, RevokeError};
pub use send_document::{Deposit, Receipt, SendDocument, SendError, SendOutcome};
pub use status::{Availability, StatusRequest};
pub use wire::{Anomaly, CopyFile, DocumentType, Shares};

use http::Response;

use crate::failure::Code;
use crate::problem;

/// A refusal that any call to the eConnector can meet before it does anything: nothing was deposited or changed.
fn refused_before(response: &Response<Vec<u8>>) -> Option<(Code, String)> {
    let problem = problem::read(response);
    let code = match (response.status().as_u16(), problem.code.as_str()) {
        (_, "session_of_another_user") => Code::SessionOfAnotherUser,
        (401, _) => Code::SessionExpired,
        (403, "not_entitled") => Code::NotEntitled,
        (403, "gp_code_refused") => Code::GpCodeRefused,
        (403, _) => Code::OptionInvalid,
        (_, "practitioner_not_enrolled") => Code::PractitionerNotEnrolled,
        // Whatever stands between may answer 503 of its own after the call went on: only a problem with a code counts.
        (503 | 429, "") => return None,
        (502, "econnector_down") | (503 | 429, _) => Code::EconnectorDown,
        _ => return None,
    };
    Some((code, problem.correlation_id))
}
