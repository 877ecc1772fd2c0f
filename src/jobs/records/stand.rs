//! What an element of the shared record stands on.

use std::sync::Arc;

use domain::json::Json;
use js_sys::Function;
use leptos::prelude::ArcRwSignal;
use send_wrapper::SendWrapper;
use serde::Serialize;

use crate::i18n::I18n;
use crate::jobs::App;
use crate::platform::bridge;

/// The engine as one mount sees it, and the ways to its element and host.
#[derive(Clone)]
pub(crate) struct Stand {
    /// The engine.
    pub(crate) app: Arc<App>,
    /// The texts.
    pub(crate) i18n: I18n,
    /// The attribute `type`; `antecedents` for the other element.
    pub(crate) kinds: Arc<str>,
    /// The host's list: its documents, or what its record holds already.
    pub(crate) given: ArcRwSignal<Arc<Json>>,
    /// Whether the element is on the screen.
    pub(crate) visible: ArcRwSignal<bool>,
    /// Dispatches an event on the element.
    pub(crate) emit: SendWrapper<Function>,
    /// Asks the host: to open a document of its own, or to take a resource.
    pub(crate) ask: SendWrapper<Function>,
}

domain::redacted!(Stand);

impl Stand {
    /// An event on the element and on the engine.
    pub(crate) fn emit_to_all(&self, name: &str, detail: &impl Serialize) {
        let host = Some(&*self.app.host);
        bridge::dispatch(host, Some(&self.emit), name, &bridge::to_js(detail));
    }

    /// An event on the element alone.
    pub(crate) fn emit(&self, name: &str, detail: &impl Serialize) {
        bridge::dispatch(None, Some(&self.emit), name, &bridge::to_js(detail));
    }
}
