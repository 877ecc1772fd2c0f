//! A mounted `<volet-form>` and the methods of its element.

use std::any::Any;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::display::Volet;
use domain::failure::{Code, Failure, Phase};
use js_sys::{Function, Promise, Uint8Array};
use leptos::prelude::{ArcRwSignal, GetUntracked as _, Set as _, WithUntracked as _};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::HtmlElement;

use super::errors::thrown;
use super::mount::switch_language;
use crate::i18n::I18n;
use crate::jobs::{self, App, Form, FormType, Make, Sent, Stage};
use crate::platform::bridge;
use crate::ui::{Desk, FormView, show_patients_own};

/// A mounted form. The certificate itself belongs to the engine.
#[wasm_bindgen]
pub struct FormMount {
    app: Arc<App>,
    i18n: I18n,
    showing: ArcRwSignal<Arc<dyn Form>>,
    readonly: ArcRwSignal<bool>,
    _view: Box<dyn Any>,
}

domain::redacted!(FormMount);

impl FormMount {
    /// The form of the patient whom the host shows now, though the screen may follow a moment later.
    fn current(&self) -> Arc<dyn Form> {
        show_patients_own(&self.app, &self.showing)
    }

    pub(super) fn show(
        app: &Arc<App>,
        (kind, make): (FormType, Make),
        i18n: I18n,
        root: HtmlElement,
        emit: Function,
        readonly: bool,
    ) -> Self {
        let app = app.for_mount();
        let form = app.take_form(kind, |context, identities| make(kind, context, identities));
        form.show_in(Some(emit));
        let showing = ArcRwSignal::new(form);
        let readonly = ArcRwSignal::new(readonly);
        let view = {
            let (app, i18n) = (Arc::clone(&app), i18n.clone());
            let (showing, readonly) = (showing.clone(), readonly.clone());
            leptos::mount::mount_to(root, move || {
                leptos::view! { <FormView app i18n showing readonly/> }
            })
        };
        Self {
            app,
            i18n,
            showing,
            readonly,
            _view: Box::new(view),
        }
    }
}

/// An element that leaves the page leaves its certificate with the engine.
impl Drop for FormMount {
    fn drop(&mut self) {
        let form = self.showing.get_untracked();
        form.show_in(None);
        self.app.park(form);
    }
}

#[wasm_bindgen]
impl FormMount {
    /// Switches the language of what is shown, issues included.
    #[wasm_bindgen(js_name = setLang)]
    pub fn set_lang(&self, lang: String) {
        switch_language(&self.app, &self.i18n, lang);
    }

    /// Closes or opens the fields.
    #[wasm_bindgen(js_name = setReadonly)]
    pub fn set_readonly(&self, readonly: bool) {
        self.readonly.set(readonly);
    }

    /// Shows every issue and answers what `volet-change` tells.
    pub fn validate(&self) -> JsValue {
        self.current().tried.set(true);
        let desk = Desk::new(
            Arc::clone(&self.app),
            self.showing.clone(),
            self.i18n.clone(),
            self.readonly.clone(),
        );
        bridge::to_js(&desk.change())
    }

    /// Sends without the look: the host has shown its own. A promise of the receipt's head.
    pub fn send(&self) -> Promise {
        let sending = jobs::send(&self.app, &self.current());
        future_to_promise(async move {
            let sent = sending.await.map_err(|failure| thrown(&failure))?;
            Ok(bridge::to_js(&Head::of(&sent, "accepted")))
        })
    }

    /// Begins a new certificate.
    pub fn reset(&self) -> Result<(), JsValue> {
        let reset = self.current().reset(&self.app);
        let conflict = Failure::new(Code::StateConflict, Phase::Check);
        reset.then_some(()).ok_or_else(|| thrown(&conflict))
    }

    /// The nested object of the field paths.
    pub fn value(&self) -> JsValue {
        bridge::value_to_js(&self.current().to_value())
    }

    /// Takes such an object; fields that it does not name are left as they are.
    #[wasm_bindgen(js_name = setValue)]
    pub fn set_value(&self, value: &JsValue) -> Result<(), JsValue> {
        let form = self.current();
        if !form.stage.with_untracked(Stage::is_open) {
            return Err(thrown(&Failure::new(Code::StateConflict, Phase::Check)));
        }
        if let Some(value) = bridge::to_printed_json(&self.app.host, value) {
            self.app
                .context
                .with_untracked(|context| form.choose_value(&value, context));
        }
        // What mySecu said was about the old text.
        form.drop_anomalies(|_| true);
        form.stage.set(Stage::Draft);
        form.dirty.set(true);
        Ok(())
    }

    /// One copy as a PDF: a promise of its bytes.
    pub fn pdf(&self, copy: String, official: bool) -> Promise {
        let (app, form) = (Arc::clone(&self.app), self.current());
        future_to_promise(async move {
            let missing = || Failure::new(Code::DocumentNotAvailable, Phase::Preview).about("copy");
            let volet = Volet::parse(&copy).ok_or_else(|| thrown(&missing()))?;
            let bytes = jobs::copy(&app, &form, volet, official).await;
            let bytes = bytes.map_err(|failure| thrown(&failure))?;
            Ok(Uint8Array::from(bytes.as_slice()).into())
        })
    }

    /// What the host needs to file what was sent; `documents[].bytes` is base64 here, bytes after the loader.
    pub fn receipt(&self) -> JsValue {
        match self.current().stage.get_untracked() {
            Stage::Accepted(sent) => bridge::to_js(&Receipt::of(&sent, "accepted")),
            Stage::Revoked(sent) => bridge::to_js(&Receipt::of(&sent, "revoked")),
            _ => JsValue::NULL,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    document_id: String,
    uuid_secu: String,
    state: &'static str,
    sent_at: String,
}

impl Head {
    fn of(sent: &Sent, state: &'static str) -> Self {
        Self {
            document_id: sent.receipt.document_id.to_string(),
            uuid_secu: sent.receipt.uuid_secu.clone(),
            state,
            sent_at: sent.at.clone(),
        }
    }
}

#[derive(Serialize)]
struct Receipt {
    #[serde(flatten)]
    head: Head,
    xml: String,
    documents: Vec<ReceiptDocument>,
}

#[derive(Serialize)]
struct ReceiptDocument {
    volet: Volet,
    official: bool,
    bytes: String,
}

impl Receipt {
    fn of(sent: &Sent, state: &'static str) -> Self {
        let document = |document: &domain::econnector::CopyFile| ReceiptDocument {
            volet: document.volet,
            official: document.official,
            bytes: STANDARD.encode(&document.bytes),
        };
        Self {
            head: Head::of(sent, state),
            xml: sent.deposit.xml.clone(),
            documents: sent.receipt.documents.iter().map(document).collect(),
        }
    }
}
