//! Tables that are no part of the first load: the host's own, else the package's.

use std::sync::Arc;

use domain::forms::diagnoses::Diagnoses;

use super::App;
use crate::platform::bridge;

/// Loads the diagnoses once. Without them the field takes what is typed.
pub(crate) async fn load_diagnoses(app: &Arc<App>) {
    if app.diagnoses.with_untracked(Option::is_some) {
        return;
    }
    let table = bridge::table(&app.host, "diagnoses").await;
    if let Some(table) = table.and_then(|json| Diagnoses::read(&json)) {
        app.diagnoses.set(Some(Arc::new(table)));
    }
}
