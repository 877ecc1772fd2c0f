//! A mounted `<volet-documents>` or `<volet-antecedents>`.

use std::any::Any;
use std::sync::Arc;

use domain::json::Json;
use js_sys::Function;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::mount::switch_language;
use crate::i18n::I18n;
use crate::jobs::App;
use crate::jobs::records::Stand;
use crate::platform::bridge;
use crate::ui::RecordsView;

/// A mounted element of the shared record. What was read belongs to the engine.
#[wasm_bindgen]
pub struct RecordsMount {
    app: Arc<App>,
    i18n: I18n,
    given: ArcRwSignal<Arc<Json>>,
    visible: ArcRwSignal<bool>,
    _view: Box<dyn Any>,
}

domain::redacted!(RecordsMount);

impl RecordsMount {
    pub(super) fn show(
        app: &Arc<App>,
        i18n: I18n,
        root: HtmlElement,
        emit: Function,
        ask: Function,
        kinds: String,
    ) -> Self {
        let app = app.for_mount();
        let given = ArcRwSignal::new(Arc::new(Json::default()));
        let visible = ArcRwSignal::new(false);
        let stand = Stand {
            app: Arc::clone(&app),
            i18n: i18n.clone(),
            kinds: Arc::from(kinds),
            given: given.clone(),
            visible: visible.clone(),
            emit: SendWrapper::new(emit),
            ask: SendWrapper::new(ask),
        };
        let view = leptos::mount::mount_to(root, move || leptos::view! { <RecordsView stand/> });
        Self {
            app,
            i18n,
            given,
            visible,
            _view: Box::new(view),
        }
    }
}

#[wasm_bindgen]
impl RecordsMount {
    /// Switches the language of what is shown.
    #[wasm_bindgen(js_name = setLang)]
    pub fn set_lang(&self, lang: String) {
        switch_language(&self.app, &self.i18n, lang);
    }

    /// Takes the host's list: its documents, or what its record holds already. `{list: […]}`.
    #[wasm_bindgen(js_name = setGiven)]
    pub fn set_given(&self, given: &JsValue) {
        self.given
            .set(Arc::new(bridge::to_json(given).unwrap_or_default()));
    }

    /// Whether the element is on the screen: what it lists then counts as seen.
    #[wasm_bindgen(js_name = setVisible)]
    pub fn set_visible(&self, visible: bool) {
        self.visible.set(visible);
    }
}
