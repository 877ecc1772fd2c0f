//! Lays out the pages of a form, on the main thread: the round trip through a worker costs more than the work.

use std::sync::Arc;

use domain::display::Page;
use domain::failure::{Code, Failure, Phase};
use domain::forms::ecit::Copies;
use leptos::prelude::{Set as _, WithUntracked as _};
use send_wrapper::SendWrapper;
use serde::Deserialize;

use super::App;
use crate::platform::bridge::{self, PreviewModule};

/// What the preview module answers.
#[derive(Deserialize, Debug)]
pub(crate) struct Layout {
    /// The pages, one or more for each copy.
    pub(crate) pages: Vec<Page>,
    /// Fields whose text does not fit on the page.
    #[serde(default)]
    pub(crate) overflow: Vec<String>,
}

/// Loads the module once, after the first form has been shown.
pub(crate) async fn load(app: &Arc<App>) {
    if app.preview.with_untracked(Option::is_some) {
        return;
    }
    match bridge::preview(&app.host).await {
        Ok(module) => app.preview.set(Some(SendWrapper::new(module))),
        Err(_) => app.report(None, &Failure::new(Code::PreviewFailed, Phase::Preview)),
    }
}

/// Lays out.
pub(crate) fn lay_out(module: &PreviewModule, copies: &Copies) -> Option<Layout> {
    let copies = serde_json::to_string(copies).ok()?;
    let layout = bridge::layout(module, &copies).ok()?;
    serde_json::from_str(&layout).ok()
}
