//! What was handed out on paper, or could not be sent, is still to be transmitted: where the host gives a store, that keeps
//! it, sealed, over the change of the patient and the end of the tab. Without one it goes with its patient, like every draft.
//!
//! Assumption: one certificate a patient is owed at a time; a second one takes the place of the first.

use std::sync::Arc;

use domain::context::{Context, PatientKey};
use domain::kept::Kept;
use leptos::task::spawn_local;

use super::drafts::{self, Keep};
use super::{App, Course, Form, FormType};
use crate::platform::{bridge, clock};

/// Keeps the form as it is now. A store that fails leaves what every draft has: the open tab.
pub(crate) async fn keep_owed(app: &App, form: &dyn Form) {
    if form.is_owed() {
        let text = drafts::to_kept(form).write();
        _ = bridge::keep(&app.host, &name(form.kind(), form.patient()), &text).await;
    }
}

/// What is owed for the patient of the open file.
pub(crate) async fn find_owed(app: &App, kind: FormType) -> Option<Kept> {
    let patient = app.context.with_untracked(Context::patient_key);
    if patient.is_none() {
        return None;
    }
    let text = bridge::kept(&app.host, &name(kind, &patient)).await;
    Kept::read(&text.ok()??, clock::now()).filter(|kept| kept.patient == patient)
}

/// The form goes on where it was left.
pub(crate) fn resume(form: &dyn Form, owed: &Kept) -> Arc<dyn Form> {
    form.restored(Course::restored(owed, Keep::default()), &owed.texts)
}

/// It is owed no longer.
pub(crate) fn settle_owed(app: &App, kind: FormType, patient: &PatientKey) {
    let (host, name) = (app.host.clone(), name(kind, patient));
    spawn_local(async move { _ = bridge::keep(&host, &name, "").await });
}

/// The store sees a digest of it.
fn name(kind: FormType, patient: &PatientKey) -> String {
    ["owed", kind.as_str(), patient.as_text()].join("\n")
}
