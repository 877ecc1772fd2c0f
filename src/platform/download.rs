//! Handing a file to the person.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::timer;

/// How long the file's address stays valid: the browser has read it by then.
const KEPT_FOR: u32 = 60_000;
const PDF: &str = "application/pdf";

/// Saves a PDF under a name that says nothing about the patient.
pub(crate) fn save_pdf(bytes: &[u8], name: &str) {
    save(bytes, PDF, name);
}

/// Saves a file.
pub(crate) fn save(bytes: &[u8], media_type: &str, name: &str) {
    with_link(bytes, media_type, |link| link.set_download(name));
}

/// Opens a PDF beside the page in the browser's own viewer, and its print dialogue where the viewer lets us.
pub(crate) fn print_pdf(bytes: &[u8]) {
    let Some(address) = address_of(bytes, PDF) else {
        return;
    };
    let viewer = super::window()
        .and_then(|window| window.open_with_url_and_target(&address, "_blank").ok())
        .flatten();
    if let Some(viewer) = viewer {
        let shown = viewer.clone();
        let print = Closure::once_into_js(move || _ = shown.print());
        viewer.set_onload(Some(print.unchecked_ref()));
    }
    forget_later(address);
}

fn with_link(bytes: &[u8], media_type: &str, prepare: impl FnOnce(&HtmlAnchorElement)) {
    let Some(document) = super::window().and_then(|window| window.document()) else {
        return;
    };
    let Some(address) = address_of(bytes, media_type) else {
        return;
    };
    if let Ok(link) = document
        .create_element("a")
        .map(|link| link.unchecked_into::<HtmlAnchorElement>())
    {
        link.set_href(&address);
        prepare(&link);
        link.click();
    }
    forget_later(address);
}

fn forget_later(address: String) {
    wasm_bindgen_futures::spawn_local(async move {
        timer::wait(KEPT_FOR).await;
        forget(&address);
    });
}

/// Gives the bytes of such an address back.
pub(crate) fn forget(address: &str) {
    _ = Url::revoke_object_url(address);
}

/// An address of this page alone for some bytes.
pub(crate) fn address_of(bytes: &[u8], media_type: &str) -> Option<String> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}
