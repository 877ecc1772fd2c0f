//! Tables that are no part of the first load: the host's own, else the package's.

use std::sync::Arc;

use domain::failure::{Code, Failure, Phase};
use domain::forms::diagnoses::Diagnoses;
use domain::nomenclature::Nomenclature;
use leptos::prelude::WithUntracked as _;

use super::{App, Memo};
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

/// Loads the acts with their tariffs and rules into a memo, once. A table of the host's that cannot be read is told; the
/// memo can be written without one.
pub(crate) async fn load_acts(app: &Arc<App>, memo: &Memo) {
    if memo.acts.with_untracked(Option::is_some) {
        return;
    }
    let tariffs = bridge::table(&app.host, "tariffs").await;
    let rules = bridge::table(&app.host, "billing-rules").await;
    let acts = tariffs
        .zip(rules)
        .map(|(tariffs, rules)| Nomenclature::read(&tariffs, &rules));
    match acts {
        Some(Ok(acts)) => memo.take_acts(acts),
        Some(Err(_)) | None => {
            let failure = Failure::new(Code::OptionInvalid, Phase::Configure).about("tariffs");
            app.report(Some(memo), &failure);
        }
    }
}
