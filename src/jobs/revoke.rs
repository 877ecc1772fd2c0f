//! Cancels a deposited certificate.

use std::sync::Arc;

use domain::econnector::{RevokeDocument, RevokeError};
use domain::failure::{Code, Failure, Phase};
use leptos::prelude::{GetUntracked as _, Set as _};
use serde::Serialize;

use super::{App, Ecit, Sent, Stage};
use crate::platform::http::Call;
use crate::session::Lost;

const CALL: Call = Call {
    tag: "econnector.revoke-document",
    within: 70_000,
    keepalive: false,
};

/// Longest reason (CNS schema 2022, `Motif`).
const LONGEST_REASON: usize = 200;

/// Cancels the document that the form has deposited.
pub(crate) async fn revoke(app: &Arc<App>, form: &Arc<Ecit>, motif: &str) -> Result<(), Failure> {
    form.trouble.set(None);
    let outcome = match form.stage.get_untracked() {
        Stage::Accepted(sent) if form.set_revoking(true) => {
            let outcome = carry_out(app, form, sent, motif.trim()).await;
            form.set_revoking(false);
            outcome
        }
        _ => Err(Failure::new(Code::StateConflict, Phase::Revoke)),
    };
    if let Err(failure) = &outcome {
        form.trouble.set(Some(failure.clone()));
        app.report(Some(form), failure);
    }
    outcome
}

async fn carry_out(
    app: &Arc<App>,
    form: &Arc<Ecit>,
    sent: Arc<Sent>,
    motif: &str,
) -> Result<(), Failure> {
    let failed = |code| Failure::new(code, Phase::Revoke);
    if motif.is_empty() || motif.chars().count() > LONGEST_REASON {
        return Err(failed(Code::FormInvalid).about("revoke.motif"));
    }
    let document_id = sent.deposit.document_id.clone();
    let call = RevokeDocument {
        gp_code: sent.deposit.gp_code.clone(),
        document_id: document_id.clone(),
        uuid_secu: sent.receipt.uuid_secu.clone(),
        replaced_by: None,
        motif: motif.to_owned(),
    };
    let request = call
        .request(&app.options.gateway)
        .map_err(|_| failed(Code::OptionInvalid))?;
    let response = app
        .session
        .send(&request, CALL)
        .await
        .map_err(|lost| match lost {
            Lost::Session => failed(Code::SessionExpired),
            Lost::Token(code) => failed(code),
            Lost::Answer => failed(Code::SendOutcomeUnknown),
        })?;
    call.read(&response)
        .map_err(|RevokeError(code, logged)| failed(code).logged_as(logged))?;
    form.stage.set(Stage::Revoked(sent));
    app.record(&document_id, "revoked");
    let logged = domain::problem::correlation_id(&response);
    app.audit(form, "revoke", &document_id, &logged);
    announce(app, form, &document_id);
    Ok(())
}

fn announce(app: &App, form: &Ecit, document_id: &domain::ids::DocumentId) {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Revoked<'a> {
        document_id: &'a domain::ids::DocumentId,
    }
    app.emit(Some(form), "volet-revoked", &Revoked { document_id });
}
