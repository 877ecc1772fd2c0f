//! Asks the eConnector whether it can be used: when a form opens and before a document goes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::econnector::{Availability, StatusRequest};

use super::App;
use crate::platform::http::Call;
use crate::platform::late::late;

const CALL: Call = Call {
    tag: "econnector.status",
    within: 8_000,
    keepalive: false,
};

/// Asks for a form that opened. One question at a time is enough: every form sees its answer.
pub(crate) async fn ask_once(app: &Arc<App>) {
    if !app.asking.swap(true, Ordering::Relaxed) {
        ask(app).await;
        app.asking.store(false, Ordering::Relaxed);
    }
}

/// Asks, and shows the answer beside the send buttons.
pub(crate) async fn ask(app: &Arc<App>) -> Availability {
    let asked = asked(Arc::clone(app)).await;
    let availability = asked.unwrap_or(Availability::Unknown);
    app.availability.set(availability);
    availability
}

late! { calls,
async fn asked(app: Arc<App>) -> Availability {
    match StatusRequest.request(&app.options.gateway) {
        Err(_) => Availability::Down,
        Ok(request) => match app.session.send(&request, CALL).await {
            Ok(response) => StatusRequest.read(&response),
            Err(crate::session::Lost::Answer) => Availability::Down,
            Err(_) => Availability::Unknown,
        },
    }
}}
