//! What the hand-written JavaScript of the package does for the widget.

use js_sys::{Function, JSON, Promise, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The package's side of an engine.
    #[derive(Debug)]
    pub type Host;

    /// Dispatches an event on the engine.
    #[wasm_bindgen(method)]
    fn emit(this: &Host, name: &str, detail: &JsValue);

    /// The texts of a language, as JSON text.
    #[wasm_bindgen(method)]
    fn locale(this: &Host, lang: &str) -> Promise;

    /// The preview module, loaded once.
    #[wasm_bindgen(method)]
    fn preview(this: &Host) -> Promise;

    /// A PDF, made in the worker.
    #[wasm_bindgen(method, js_name = writePdf)]
    fn write_pdf(this: &Host, copies: &str, volet: &str, created: f64) -> Promise;

    /// The preview module.
    #[derive(Debug, Clone)]
    pub type PreviewModule;

    #[wasm_bindgen(method, catch)]
    fn layout(this: &PreviewModule, copies: &str) -> Result<String, JsValue>;
}

/// The package could not do it: a file is missing, or a module failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the package could not do it")]
pub(crate) struct Unavailable;

/// A value as JavaScript sees it.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    serde_json::to_string(value)
        .ok()
        .and_then(|text| JSON::parse(&text).ok())
        .unwrap_or(JsValue::UNDEFINED)
}

/// A value of JavaScript as JSON text, `null` for what has none.
pub(crate) fn to_json(value: &JsValue) -> String {
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| "null".into())
}

/// Dispatches an event on the engine and on an element, where there is one.
pub(crate) fn dispatch(
    host: Option<&Host>,
    element: Option<&Function>,
    name: &str,
    detail: &JsValue,
) {
    if let Some(element) = element {
        _ = element.call2(&JsValue::NULL, &name.into(), detail);
    }
    if let Some(host) = host {
        host.emit(name, detail);
    }
}

/// Asks the host, through its element, whether a document may be sent.
pub(crate) async fn may_send(element: Option<&Function>, detail: &JsValue) -> bool {
    let Some(element) = element else { return true };
    let Ok(answer) = element.call2(&JsValue::NULL, &"volet-before-send".into(), detail) else {
        return false;
    };
    JsFuture::from(Promise::resolve(&answer))
        .await
        .is_ok_and(|answer| answer.is_truthy())
}

/// The texts of a language, as JSON text.
pub(crate) async fn locale(host: &Host, lang: &str) -> Option<String> {
    JsFuture::from(host.locale(lang)).await.ok()?.as_string()
}

/// Loads the preview module.
pub(crate) async fn preview(host: &Host) -> Result<PreviewModule, Unavailable> {
    JsFuture::from(host.preview())
        .await
        .map(JsCast::unchecked_into)
        .map_err(|_| Unavailable)
}

/// Lays the pages out; both texts are JSON.
pub(crate) fn layout(module: &PreviewModule, copies: &str) -> Result<String, Unavailable> {
    module.layout(copies).map_err(|_| Unavailable)
}

/// Makes a PDF of one copy; `created` is seconds since 1970.
#[expect(
    clippy::cast_precision_loss,
    reason = "seconds since 1970 are exact in f64"
)]
pub(crate) async fn write_pdf(
    host: &Host,
    copies: &str,
    volet: &str,
    created: i64,
) -> Result<Vec<u8>, Unavailable> {
    let file = JsFuture::from(host.write_pdf(copies, volet, created as f64)).await;
    file.map(|file| Uint8Array::new(&file).to_vec())
        .map_err(|_| Unavailable)
}
