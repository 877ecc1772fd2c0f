//! What the hand-written JavaScript of the package does for the widget.

use domain::json::Json;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// The package's side of an engine.
    #[derive(Debug, Clone)]
    pub type Host;

    /// Dispatches an event on the engine.
    #[wasm_bindgen(method)]
    fn emit(this: &Host, name: &str, detail: &JsValue);

    /// A value that is printed, as JSON text: in each of its texts letters with their marks are one character (Unicode NFC).
    #[wasm_bindgen(method, catch)]
    fn composed(this: &Host, value: &JsValue) -> Result<Option<String>, JsValue>;

    /// The texts of a language, as JSON text.
    #[wasm_bindgen(method)]
    fn locale(this: &Host, lang: &str) -> Promise;

    /// A table as JSON text: the host's own, else the package's.
    #[wasm_bindgen(method)]
    fn table(this: &Host, name: &str) -> Promise;

    /// The preview module, loaded once.
    #[wasm_bindgen(method)]
    fn preview(this: &Host) -> Promise;

    /// A PDF, made in the worker.
    #[wasm_bindgen(method, js_name = writePdf)]
    fn write_pdf(this: &Host, copies: &str, volet: &str, created: f64) -> Promise;

    /// The host's own table of document types, as JSON text.
    #[wasm_bindgen(method, js_name = typeMap)]
    fn type_map(this: &Host) -> Option<String>;

    /// The rows of an answer of the shared record, read in the worker, as JSON text.
    #[wasm_bindgen(method, js_name = readAnswer)]
    fn read_answer(this: &Host, bytes: Uint8Array) -> Promise;

    /// Shows a PDF in a place of the page.
    #[wasm_bindgen(method, js_name = showPdf)]
    fn show_pdf(this: &Host, bytes: Uint8Array, place: &Element) -> Promise;

    /// Whether the host gave a store.
    #[wasm_bindgen(method, getter, js_name = hasStore)]
    pub fn has_store(this: &Host) -> bool;

    /// What was kept for this professional, from the host's store.
    #[wasm_bindgen(method)]
    fn kept(this: &Host, what: &str) -> Promise;

    /// Keeps it there.
    #[wasm_bindgen(method)]
    fn keep(this: &Host, what: &str, text: &str) -> Promise;

    /// A hash of the browser's own making.
    #[wasm_bindgen(method)]
    fn digest(this: &Host, name: &str, bytes: Uint8Array) -> Promise;

    /// A PDF that is shown.
    #[derive(Debug, Clone)]
    pub type ShownPdf;

    #[wasm_bindgen(method)]
    fn close(this: &ShownPdf);

    /// Resolves when something of the file cannot be drawn.
    #[wasm_bindgen(method, getter)]
    fn lacks(this: &ShownPdf) -> Promise;

    /// The host's own `auth.getToken`.
    #[wasm_bindgen(method, js_name = getToken)]
    fn get_token(this: &Host, min_validity: f64) -> Promise;

    /// Whether a key of the set (JSON text) signed the JWT.
    #[wasm_bindgen(method, js_name = verifySignature)]
    fn verify_signature(this: &Host, jwt: &str, keys: &str) -> Promise;

    /// The preview module.
    #[derive(Debug, Clone)]
    pub type PreviewModule;

    #[wasm_bindgen(method)]
    fn sheets(this: &PreviewModule, frames: Vec<Element>, tell: &Tell) -> Sheets;

    /// The pages of one form, painted by the preview module.
    #[derive(Debug, Clone)]
    pub type Sheets;

    #[wasm_bindgen(method, catch)]
    fn paint(this: &Sheets, copies: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(method, js_name = showOfficial)]
    fn show_official(this: &Sheets, volet: &str, bytes: &[u8], environment: &str) -> Promise;

    #[wasm_bindgen(method, js_name = hideOfficial)]
    fn hide_official(this: &Sheets);

    #[wasm_bindgen(method)]
    fn free(this: &Sheets);
}

/// The package could not do it: a file is missing, or a module failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the package could not do it")]
pub(crate) struct Unavailable;

/// The worker made no file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PdfRefused {
    /// Because a letter is not in the page's font.
    pub(crate) glyph_missing: bool,
}

/// A value as JavaScript sees it.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    serde_json::to_string(value)
        .ok()
        .and_then(|text| JSON::parse(&text).ok())
        .unwrap_or(JsValue::UNDEFINED)
}

/// An object of numbers as JavaScript sees it: code that writes fractions as text weighs more than all of these.
pub(crate) fn numbers(members: &[(&str, f64)]) -> JsValue {
    let object = Object::new();
    for (name, number) in members {
        _ = Reflect::set(&object, &(*name).into(), &(*number).into());
    }
    object.into()
}

/// An object of texts as JavaScript sees it.
pub(crate) fn value_to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_f64().into(),
        Value::String(text) => text.into(),
        Value::Array(items) => items.iter().map(value_to_js).collect::<Array>().into(),
        Value::Object(members) => {
            let object = Object::new();
            for (name, member) in members {
                _ = Reflect::set(&object, &name.into(), &value_to_js(member));
            }
            object.into()
        }
    }
}

/// A value of JavaScript as JSON; `None` for what has none.
pub(crate) fn to_json(value: &JsValue) -> Option<Json> {
    let text = JSON::stringify(value).ok()?;
    Json::parse(text.as_string()?.as_bytes())
}

/// The same of what is printed: letters with their marks are one character.
pub(crate) fn to_printed_json(host: &Host, value: &JsValue) -> Option<Json> {
    Json::parse(host.composed(value).ok()??.as_bytes())
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

/// A table as JSON.
pub(crate) async fn table(host: &Host, name: &str) -> Option<Json> {
    let text = JsFuture::from(host.table(name)).await.ok()?.as_string()?;
    Json::parse(text.as_bytes())
}

/// Loads the preview module.
pub(crate) async fn preview(host: &Host) -> Result<PreviewModule, Unavailable> {
    JsFuture::from(host.preview())
        .await
        .map(JsCast::unchecked_into)
        .map_err(|_| Unavailable)
}

/// Called with a word by the pages of a form.
pub(crate) type Tell = Closure<dyn Fn(String)>;

/// Hands the empty frames of one form to the preview module.
pub(crate) fn sheets(module: &PreviewModule, frames: Vec<Element>, tell: &Tell) -> Sheets {
    module.sheets(frames, tell)
}

/// Lays out and paints; both texts are JSON.
pub(crate) fn paint(sheets: &Sheets, copies: &str) -> Result<String, Unavailable> {
    sheets.paint(copies).map_err(|_| Unavailable)
}

/// Shows what the eConnector returned for a copy; `true` when it differs from what ours leads to expect.
pub(crate) async fn shows_a_difference(
    sheets: &Sheets,
    volet: &str,
    bytes: &[u8],
    environment: &str,
) -> bool {
    let answer = sheets.show_official(volet, bytes, environment);
    let answer = JsFuture::from(answer).await;
    answer.is_ok_and(|differs| differs.is_truthy())
}

/// Shows our own pages again.
pub(crate) fn hide_official(sheets: &Sheets) {
    sheets.hide_official();
}

/// Gives the module's memory back.
pub(crate) fn free(sheets: &Sheets) {
    sheets.free();
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
) -> Result<Vec<u8>, PdfRefused> {
    let file = JsFuture::from(host.write_pdf(copies, volet, created as f64)).await;
    file.map(|file| Uint8Array::new(&file).to_vec())
        .map_err(|error| {
            let message = error
                .dyn_ref::<js_sys::Error>()
                .map(|error| String::from(error.message()));
            PdfRefused {
                glyph_missing: message.as_deref() == Some("glyph_missing"),
            }
        })
}

/// The host's own table of document types, as JSON text.
pub(crate) fn type_map(host: &Host) -> Option<String> {
    host.type_map()
}

/// The rows of an answer of the shared record, as JSON text.
pub(crate) async fn read_answer(host: &Host, bytes: &[u8]) -> Result<String, Unavailable> {
    let text = JsFuture::from(host.read_answer(Uint8Array::from(bytes))).await;
    text.ok()
        .and_then(|text| text.as_string())
        .ok_or(Unavailable)
}

/// Shows a PDF in a place of the page.
pub(crate) async fn show_pdf(
    host: &Host,
    bytes: &[u8],
    place: &Element,
) -> Result<ShownPdf, Unavailable> {
    JsFuture::from(host.show_pdf(Uint8Array::from(bytes), place))
        .await
        .map(JsCast::unchecked_into)
        .map_err(|_| Unavailable)
}

/// Whether something of a PDF cannot be drawn: known when that is met, or when it is taken away.
pub(crate) async fn pdf_lacks(shown: &ShownPdf) -> bool {
    let lacks = JsFuture::from(shown.lacks()).await;
    lacks.is_ok_and(|lacks| lacks.is_truthy())
}

/// Takes a PDF away.
pub(crate) fn close_pdf(shown: &ShownPdf) {
    shown.close();
}

/// A hash of the browser's own making; `None` where it makes none.
pub(crate) async fn digest(host: &Host, name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let digest = JsFuture::from(host.digest(name, Uint8Array::from(bytes))).await;
    digest.ok().map(|digest| Uint8Array::new(&digest).to_vec())
}

/// Asks the host something through its element, without waiting.
pub(crate) fn ask(element: &Function, what: &str, about: &JsValue) {
    _ = element.call2(&JsValue::NULL, &what.into(), about);
}

/// Asks the host something through its element, and waits until it has done it.
pub(crate) async fn ask_and_wait(
    element: &Function,
    what: &str,
    about: &JsValue,
) -> Result<(), Unavailable> {
    let answer = element
        .call2(&JsValue::NULL, &what.into(), about)
        .map_err(|_| Unavailable)?;
    let done = JsFuture::from(Promise::resolve(&answer)).await;
    done.map(|_| ()).map_err(|_| Unavailable)
}

/// What was kept for this professional under a name; `None` where nothing is kept that can be opened.
pub(crate) async fn kept(host: &Host, what: &str) -> Result<Option<String>, Unavailable> {
    let kept = JsFuture::from(host.kept(what)).await;
    kept.map(|text| text.as_string()).map_err(|_| Unavailable)
}

/// Keeps it in the host's store.
pub(crate) async fn keep(host: &Host, what: &str, text: &str) -> Result<(), Unavailable> {
    let kept = JsFuture::from(host.keep(what, text)).await;
    kept.map(|_| ()).map_err(|_| Unavailable)
}

/// What the host's `getToken` answers.
#[derive(Clone)]
pub(crate) enum HostToken {
    /// A token that lives so many seconds.
    Given(String, i64),
    /// Nobody is signed in at the host.
    Nobody,
}

domain::redacted!(HostToken);

/// Asks the host for a token that lives so many seconds more.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "seconds of a token's life are exact in f64"
)]
pub(crate) async fn host_token(host: &Host, min_validity: i64) -> Result<HostToken, Unavailable> {
    let answer = JsFuture::from(host.get_token(min_validity as f64))
        .await
        .map_err(|_| Unavailable)?;
    if answer.is_null() || answer.is_undefined() {
        return Ok(HostToken::Nobody);
    }
    let member = |name: &str| js_sys::Reflect::get(&answer, &name.into()).map_err(|_| Unavailable);
    let token = member("accessToken")?.as_string().ok_or(Unavailable)?;
    let life = member("expiresIn")?.as_f64().ok_or(Unavailable)?;
    Ok(HostToken::Given(token, life as i64))
}

/// A signature, against the keys of an issuer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Signature {
    Valid,
    /// Wrong, or not to be verified.
    Wrong,
    /// No key of the set fits.
    NoKey,
}

/// What the signature of the JWT is worth.
pub(crate) async fn verify_signature(host: &Host, jwt: &str, keys: &str) -> Signature {
    let verdict = JsFuture::from(host.verify_signature(jwt, keys)).await;
    let verdict = verdict.ok().and_then(|word| word.as_string());
    match verdict.as_deref() {
        Some("valid") => Signature::Valid,
        Some("no-key") => Signature::NoKey,
        _ => Signature::Wrong,
    }
}
