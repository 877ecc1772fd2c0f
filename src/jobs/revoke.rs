//! Cancels a deposited document, alone or because another takes its place.

use std::sync::Arc;

use domain::econnector::{RevokeDocument, RevokeError};
use domain::failure::{Code, Failure, Phase};
use domain::forms::{IssueCode, letters};
use domain::ids::DocumentId;
use leptos::prelude::{GetUntracked as _, Set as _};
use serde::Serialize;

use super::{App, Form, Sent, Stage, drafts, filed};
use crate::platform::http::Call;
use crate::platform::late::{Missing, late};
use crate::session::Lost;

const CALL: Call = Call {
    tag: "econnector.revoke-document",
    within: 70_000,
    keepalive: false,
};

/// The reason that mySecu is told of a replacement, in the language of its forms.
const REPLACED: &str = "Remplacé par un nouveau document";

/// Longest reason (CNS schema 2022, `Motif`).
const LONGEST_REASON: usize = 200;

/// What is wrong with a reason, and what the text about it needs to be exact.
pub(crate) fn wrong_reason(motif: &str) -> Option<(IssueCode, &'static str)> {
    let motif = motif.trim();
    if motif.is_empty() {
        Some((IssueCode::Required, ""))
    } else if motif.chars().count() > LONGEST_REASON {
        Some((IssueCode::TooLong, "200"))
    } else if motif.chars().any(letters::is_forbidden) {
        Some((IssueCode::ControlCharacter, ""))
    } else {
        None
    }
}

/// Cancels the document that the form has deposited.
pub(crate) async fn revoke(
    app: &Arc<App>,
    form: &Arc<dyn Form>,
    motif: &str,
) -> Result<(), Failure> {
    form.trouble.set(None);
    let outcome = match form.stage.get_untracked() {
        Stage::Accepted(sent) if form.set_revoking(true) => {
            let motif = motif.trim().to_owned();
            let outcome = revoke_once(Arc::clone(app), Arc::clone(form), Arc::clone(&sent), motif)
                .await
                .unwrap_or_else(|Missing| Err(Failure::new(Code::PartUnavailable, Phase::Revoke)));
            form.set_revoking(false);
            if outcome.is_ok() {
                form.stage.set(Stage::Revoked(sent));
            }
            outcome
        }
        _ => Err(Failure::new(Code::StateConflict, Phase::Revoke)),
    };
    if let Err(failure) = &outcome {
        form.trouble.set(Some(failure.clone()));
        app.report(Some(form.course()), failure);
    }
    outcome
}

late! { deposit,
async fn revoke_once(app: Arc<App>, form: Arc<dyn Form>, sent: Arc<Sent>, motif: String) -> Result<(), Failure> {
    carry_out(&app, &*form, &sent, None, &motif).await
}}

/// The second half of cancel-and-replace: the new document is deposited, the old one is cancelled with its name. When
/// that fails the receipt says so, and the same click tries again.
///
/// Assumption: the new document is deposited first, so that the patient is never without one.
pub(crate) async fn replace(app: &Arc<App>, form: &Arc<dyn Form>, new: &Sent) {
    let Some(old) = form.replaces.get_untracked() else {
        return;
    };
    if !form.set_revoking(true) {
        return;
    }
    form.trouble.set(None);
    let by = &new.deposit.document_id;
    let outcome = carry_out(app, &**form, &old, Some(by), REPLACED).await;
    form.set_revoking(false);
    match outcome {
        Ok(()) => form.replaces.set(None),
        Err(failure) => {
            app.report(Some(form.course()), &failure);
            form.trouble.set(Some(failure));
        }
    }
}

async fn carry_out(
    app: &Arc<App>,
    form: &dyn Form,
    sent: &Sent,
    replaced_by: Option<&DocumentId>,
    motif: &str,
) -> Result<(), Failure> {
    let failed = |code| Failure::new(code, Phase::Revoke);
    if wrong_reason(motif).is_some() {
        return Err(failed(Code::FormInvalid).about("revoke.motif"));
    }
    let document_id = sent.deposit.document_id.clone();
    let call = RevokeDocument {
        gp_code: sent.deposit.gp_code.clone(),
        document_id: document_id.clone(),
        uuid_secu: sent.receipt.uuid_secu.clone(),
        replaced_by: replaced_by.cloned(),
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
    let state = if replaced_by.is_some() {
        "replaced"
    } else {
        "revoked"
    };
    app.record(form.kind(), &document_id, state);
    filed::keep(app, &document_id);
    app.forget_previous(&document_id);
    let logged = domain::problem::correlation_id(&response);
    app.audit(form.course(), "revoke", &document_id, &logged);
    announce(app, form, &document_id);
    // A page that is left now does not show it as deposited when it comes back.
    drafts::saved(app).await;
    Ok(())
}

fn announce(app: &App, form: &dyn Form, document_id: &DocumentId) {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Revoked<'a> {
        document_id: &'a DocumentId,
    }
    app.emit(
        Some(form.course()),
        "volet-revoked",
        &Revoked { document_id },
    );
}
