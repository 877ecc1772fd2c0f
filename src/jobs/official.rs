//! The pages that the eConnector returned, beside what ours lead to expect: a changed template is told the day it comes.

use std::sync::Arc;

use domain::failure::{Code, Failure, Phase};
use leptos::prelude::Set as _;
use leptos::task::spawn_local;

use super::{App, Form, Sent, Sheets};

/// Shows each copy that came back with a deposited document, or ours again where none is.
pub(crate) fn show(
    app: &Arc<App>,
    form: &Arc<dyn Form>,
    sheets: &Sheets,
    sent: Option<&Arc<Sent>>,
) {
    let Some(sent) = sent else {
        sheets.hide_official();
        return;
    };
    let documents = sent.receipt.documents.iter();
    for document in documents.filter(|document| document.official).cloned() {
        let (app, form, sheets) = (Arc::clone(app), Arc::clone(form), sheets.handle());
        spawn_local(async move {
            let environment = app.options.environment.as_str();
            if sheets.shows_a_difference(&document, environment).await {
                let differs = Failure::new(Code::OfficialPageDiffers, Phase::Preview);
                let differs = differs.about(document.volet.as_str());
                app.report(Some(form.course()), &differs);
                form.trouble.set(Some(differs));
            }
        });
    }
}
