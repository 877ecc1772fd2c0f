//! Pages that the eConnector makes on request: those of a document before it is sent, and that of a fee memo that was deposited.
//! Where it makes none of a memo, ours is the document.
//!
//! CNS: the eConnector makes no page of a memo in its first versions (meeting with editors, eConnector 1.2.5); so it is asked
//! each time, with the bytes that were deposited, and what it cannot do is done here.

use std::sync::Arc;

use domain::display::Volet;
use domain::econnector::{CopyFile, Deposit, GeneratePdf, SendError, SendOutcome};
use leptos::prelude::GetUntracked as _;

use super::{Answer, App, File, Form, FormType, pdf};
use crate::platform::http::Call;

/// The document may be deposited already, and its receipt waits.
const CALL: Call = Call {
    tag: "econnector.generate-pdf",
    within: 8_000,
    keepalive: false,
};

/// Puts the page of a memo to what mySecu answered, where the answer brought none.
pub(super) async fn complete(
    app: &Arc<App>,
    form: &dyn Form,
    deposit: &Deposit,
    answer: &mut Result<SendOutcome, SendError>,
) {
    let Ok(SendOutcome::Accepted(receipt)) = answer else {
        return;
    };
    if form.kind() == FormType::Ecit || !receipt.documents.is_empty() {
        return;
    }
    receipt.documents = generated(app, deposit).await;
    if receipt.documents.is_empty() {
        let revoked = false;
        let file = File::answered(app, form, Some(Answer { receipt, revoked }));
        let ours = pdf(app, file, Volet::Mh, false).await;
        receipt.documents.extend(ours.ok().map(|bytes| CopyFile {
            volet: Volet::Mh,
            official: false,
            bytes,
        }));
    }
}

/// The eConnector's pages of a document that is still being written, as far as it can go.
pub(super) async fn before_sending(app: &Arc<App>, form: &Arc<dyn Form>) -> Vec<CopyFile> {
    if !form.stage.get_untracked().is_open() {
        return Vec::new();
    }
    match form.make(app).and_then(|checked| checked.written()) {
        Ok(deposit) => generated(app, &deposit).await,
        Err(_) => Vec::new(),
    }
}

async fn generated(app: &App, deposit: &Deposit) -> Vec<CopyFile> {
    let call = GeneratePdf(deposit);
    let Ok(request) = call.request(&app.options.gateway) else {
        return Vec::new();
    };
    match app.session.send(&request, CALL).await {
        Ok(response) => call.read(&response),
        Err(_) => Vec::new(),
    }
}
