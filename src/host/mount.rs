//! What an element holds while it is in the page: dropping it ends everything that the mount began.

use std::any::Any;
use std::sync::Arc;

use js_sys::Function;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::status::Status;
use crate::i18n::I18n;
use crate::jobs::App;
use crate::platform::bridge;
use crate::platform::reactive::effect;
use crate::ui::SessionView;

/// A mounted `<volet-session>`.
#[wasm_bindgen]
pub struct SessionMount {
    app: Arc<App>,
    i18n: I18n,
    _view: Box<dyn Any>,
}

impl std::fmt::Debug for SessionMount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionMount")
    }
}

#[wasm_bindgen]
impl SessionMount {
    /// Switches the language of what is shown.
    #[wasm_bindgen(js_name = setLang)]
    pub fn set_lang(&self, lang: String) {
        switch_language(&self.app, &self.i18n, lang);
    }
}

/// Shows the session; the element hears of its changes and failures as the engine does.
pub(super) fn session(
    app: &Arc<App>,
    i18n: I18n,
    root: HtmlElement,
    emit: Function,
) -> SessionMount {
    let app = app.for_mount();
    let (shown, texts) = (Arc::clone(&app), i18n.clone());
    let emit = SendWrapper::new(emit);
    let view = leptos::mount::mount_to(root, move || {
        tell_element(&shown, emit);
        leptos::view! { <SessionView app=shown i18n=texts/> }
    });
    SessionMount {
        app,
        i18n,
        _view: Box::new(view),
    }
}

/// Switches when the texts have come; what is shown stays until then.
pub(super) fn switch_language(app: &Arc<App>, i18n: &I18n, lang: String) {
    let i18n = i18n.clone();
    let lang = if lang.is_empty() {
        app.options.lang.clone()
    } else {
        lang
    };
    spawn_local(async move { i18n.switch(&lang).await });
}

fn tell_element(app: &Arc<App>, emit: SendWrapper<Function>) {
    let (state, trouble, errors) = (app.state.signal(), app.trouble.signal(), emit.clone());
    effect(move || {
        let detail = state.with(Status::of);
        bridge::dispatch(None, Some(&emit), "volet-session", &bridge::to_js(&detail));
    });
    effect(move || {
        if let Some(failure) = trouble.get() {
            bridge::dispatch(None, Some(&errors), "volet-error", &bridge::to_js(&failure));
        }
    });
}
