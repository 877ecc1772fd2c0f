//! A failure as JavaScript catches it; the loader makes a `VoletError` of it.

use domain::failure::Failure;
use wasm_bindgen::JsValue;

use crate::platform::bridge;

/// `{code, phase, retryable, correlationId, field?}`.
pub(super) fn thrown(failure: &Failure) -> JsValue {
    bridge::to_js(failure)
}
