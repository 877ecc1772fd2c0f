//! What was handed out on paper, or could not be sent, is still to be transmitted: where the host gives a store, that keeps
//! it, sealed, over the change of the patient and the end of the tab. Without one it goes with its patient, like every draft.
//!
//! Assumption: one certificate a patient is owed at a time; a second one is kept there when the first is done with.

use std::sync::Arc;

use domain::econnector::Deposit;
use domain::kept::Kept;
use leptos::prelude::Set as _;
use leptos::task::spawn_local;

use super::drafts::{self, Keep};
use super::{App, Course, Form, Owed};
use crate::platform::bridge::{self, Unavailable};
use crate::platform::clock;

/// Keeps the form as it is now. A store that fails leaves what every draft has: the open tab.
pub(crate) async fn keep_owed(app: &App, form: &dyn Form) {
    if !form.is_owed() {
        return;
    }
    let text = drafts::to_kept(form).write();
    let kept = bridge::keep(&app.host, &name(form), &text).await;
    // It may have been transmitted meanwhile.
    if form.is_owed() {
        form.owed.set(match kept {
            Ok(()) => Owed::Stored,
            Err(Unavailable) => Owed::Wanted,
        });
    }
}

/// What else is owed for the form's patient.
pub(crate) async fn find_owed(app: &App, form: &dyn Form) -> Result<Option<Kept>, Unavailable> {
    let text = bridge::kept(&app.host, &name(form)).await?;
    let found = text.and_then(|text| Kept::read(&text, clock::now()));
    let Some(found) = found.filter(|found| form.is_of(&found.patient)) else {
        return Ok(None);
    };
    // A page that was left in the middle of a send has the same document.
    let id = |deposit: &Option<Deposit>| Some(deposit.as_ref()?.document_id.clone());
    let fixed = id(&found.deposit);
    if fixed.is_some() && fixed == id(&form.deposit()) {
        if form.is_unfinished() {
            form.owed.set(Owed::Stored);
        } else {
            settle_owed(app, form);
        }
        return Ok(None);
    }
    Ok(Some(found))
}

/// The form that goes on where it was left.
pub(crate) fn resume(form: &dyn Form, owed: &Kept) -> Arc<dyn Form> {
    form.restored(Course::restored(owed, Keep::default()), &owed.texts)
}

/// One whose outcome is open is listed among the sends, as after a reload.
pub(crate) fn list_resumed(app: &App, form: &dyn Form, owed: &Kept) {
    if let Some(deposit) = &owed.deposit {
        let since = clock::iso(owed.at);
        app.record_at(form.kind(), &deposit.document_id, "unknown", since);
    }
}

/// What is owed for the form's patient is owed no longer.
pub(crate) fn settle_owed(app: &App, form: &dyn Form) {
    let (host, name) = (app.host.clone(), name(form));
    spawn_local(async move { _ = bridge::keep(&host, &name, "").await });
}

/// The store sees a digest of it.
fn name(form: &dyn Form) -> String {
    ["owed", form.kind().as_str(), form.patient().as_text()].join("\n")
}
